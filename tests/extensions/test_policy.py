"""Who may ask, take back and decide, as a table that can be read aloud; and what SQL says of the same."""

from datetime import date, timedelta

import pytest

from accounts.models import Absence
from accounts.roles import Role
from tasks import deciders, policy_extensions
from tasks.lifecycle import Status
from tasks.models import ExtensionRequest, Task
from tests import factories as make
from tests.extensions.conftest import DUE, TODAY

pytestmark = pytest.mark.django_db
COLUMNS = ("minh", "lan", "colleague", "tuan", "hoa", "binh", "other_leader", "thao", "quan", "kiem")
#             head  officer collea. other   moni.  leader other  clerk  admin  auditor
#                                   unit                  leader
TABLE = {
    "ask":      ("yes", "yes", "no", "no", "no", "no", "no", "no", "no", "no"),
    "withdraw": ("yes", "yes", "no", "no", "no", "no", "no", "no", "no", "no"),
    "decide":   ("no", "no", "no", "no", "no", "yes", "no", "no", "no", "no"),
}  # fmt: skip


@pytest.fixture
def standing(people):
    people.colleague = make.user(name="Đinh Văn Đồng", organisation=people.finance, role=Role.OFFICER)
    people.other_leader = make.user(name="Vũ Tiến Phụng", organisation=people.city, role=Role.LEADER)
    return people


def row(standing, decide):
    decisions = {name: decide(getattr(standing, name)) for name in COLUMNS}
    assert all(decision.reason for decision in decisions.values() if not decision)
    return tuple("yes" if decisions[name] else "no" for name in COLUMNS)


def now(task):
    return Task.objects.get(pk=task.pk)


def test_who_asks(standing, task):
    assert row(standing, lambda who: policy_extensions.may_ask(who, now(task), TODAY)) == TABLE["ask"]


def test_who_takes_back(standing, task, waiting):
    assert row(standing, lambda who: policy_extensions.may_withdraw(who, now(task), TODAY)) == TABLE["withdraw"]


def test_who_decides(standing, task, waiting):
    assert row(standing, lambda who: policy_extensions.may_decide_on(who, now(task), TODAY)) == TABLE["decide"]


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_asking_needs_the_ball_to_be_with_the_unit(people, task, status):
    found = now(task)
    found.status = status
    decision = policy_extensions.may_ask(people.lan, found, TODAY)
    assert bool(decision) == (status in {"assigned", "received", "in_progress"})


def test_nobody_of_the_unit_decides_even_when_named_on_the_task(people, task, waiting):
    from accounts.models import Membership

    Membership.objects.create(user=people.binh, organisation=people.finance, role=Role.HEAD, valid_from=TODAY)
    decision = policy_extensions.may_decide_on(people.binh, now(task), TODAY)
    assert "chính đơn vị mình" in decision.reason


def test_who_asked_decides_nothing_whatever_post_they_get(people, task, waiting):
    from accounts.models import Membership

    Membership.objects.filter(user=people.lan).update(valid_to=TODAY)
    Membership.objects.create(user=people.lan, organisation=people.city, role=Role.LEADER, valid_from=TODAY)
    ExtensionRequest.objects.update(decider=people.lan)
    assert "không được tự quyết định" in policy_extensions.may_decide_on(people.lan, now(task), TODAY).reason


# ── absences ──────────────────────────────────────────────────────────────────────────────────
def away(people, substitute):
    return Absence.objects.create(
        person=people.binh,
        first_on=TODAY,
        last_on=TODAY + timedelta(days=5),
        substitute=substitute,
        entered_by=people.hoa,
    )


def test_the_substitute_decides_and_both_names_are_kept(standing, task, go, waiting):
    away(standing, standing.other_leader)
    go.grant(task, by=standing.other_leader)
    waiting.refresh_from_db()
    assert (waiting.decided_by, waiting.decided_for) == (standing.other_leader, standing.binh)


def test_without_a_substitute_any_leader_or_monitor_decides(standing, task, waiting):
    away(standing, None)
    allowed = {name for name in COLUMNS if policy_extensions.may_decide_on(getattr(standing, name), now(task), TODAY)}
    assert allowed == {"hoa", "binh", "other_leader"}


# ── the queue says the same ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("case", ["there", "away", "away_alone", "gone", "nobody"])
def test_queue_and_policy_agree(standing, task, waiting, case):
    from accounts.models import Membership

    if case.startswith("away"):
        away(standing, standing.other_leader if case == "away" else None)
    elif case == "gone":
        Membership.objects.filter(user=standing.binh).update(valid_to=TODAY)
    elif case == "nobody":
        ExtensionRequest.objects.update(decider=None)
    for name in COLUMNS:
        person = type(standing.binh).objects.get(pk=getattr(standing, name).pk)
        listed = deciders.waiting_for(person, TODAY).exists()
        assert deciders.count_waiting(person, TODAY, 100) == listed, (case, name)
        assert listed == bool(policy_extensions.may_decide_on(person, now(task), TODAY)), (case, name)


def test_the_office_decides_nothing_about_its_own_tasks(people, go):
    own = make.task(
        lead=people.office, directive=make.directive(number=5), due_on=DUE, monitor=people.hoa, officer=people.hoa
    )
    Task.objects.filter(pk=own.pk).update(officer=None)
    officer = make.user(name="Lê Thị Nga", organisation=people.office, role=Role.OFFICER)
    go.ask(own, by=officer, on=date(2023, 2, 1))
    request = ExtensionRequest.objects.get()
    assert request.decider is None
    assert not policy_extensions.may_decide(people.hoa, request, TODAY)
    assert policy_extensions.may_decide(people.binh, request, TODAY)
