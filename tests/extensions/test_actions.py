"""Asking for more time and deciding: what changes, what must not, what every refusal says."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, Membership
from accounts.roles import Role
from tasks.actions import assign, extensions, pauses, results
from tasks.models import ExtensionRequest, ExtensionState, Mail, Notice, Party, Task, TaskEvent
from tests import factories as make
from tests.extensions.conftest import DUE, LATER, TODAY
from tests.tasks.conftest import upload

pytestmark = pytest.mark.django_db


def now(task):
    return Task.objects.get(pk=task.pk)


# ── asking ────────────────────────────────────────────────────────────────────────────────────
def test_asking_changes_no_deadline_and_stops_no_clock(task, go):
    go.ask(task)
    assert now(task).due_on == now(task).due_on_as_issued == DUE
    assert Task.objects.overdue(DUE + timedelta(days=1)).get() == task


def test_a_request_keeps_what_was_said_and_until_when_it_must_be_decided(people, task, go):
    go.ask(task, uploads=[upload("to-trinh.pdf")])
    request = ExtensionRequest.objects.get()
    assert (request.due_before, request.asked_due_on, request.asked_on) == (DUE, LATER, TODAY)
    assert (request.asked_by, request.decider, request.state) == (people.lan, people.binh, "pending")
    assert request.answer_by == date(2023, 2, 6)  # three working days after Wednesday
    assert [file.name for file in request.evidence.all()] == ["to-trinh.pdf"]


def test_the_last_day_is_not_too_late(task, go):
    go.ask(task, on=DUE)
    assert ExtensionRequest.objects.get().asked_on == DUE


def test_the_day_after_is_too_late_and_the_refusal_says_what_to_do(task, go):
    with pytest.raises(Refused, match=r"trước khi hết hạn.*15/02/2023.*báo cáo tiến độ"):
        go.ask(task, on=DUE + timedelta(days=1))
    assert not ExtensionRequest.objects.exists()


def test_two_requests_never_wait_at_once(task, go):
    go.ask(task)
    with pytest.raises(Refused, match="đang chờ quyết định"):
        go.ask(task, due_on=LATER + timedelta(days=9))
    assert ExtensionRequest.objects.count() == 1


def test_the_schema_itself_keeps_one_waiting_request(task, go, waiting):
    waiting.pk = None
    with pytest.raises(IntegrityError, match="extension_one_pending"), transaction.atomic():
        waiting.save()


def test_the_schema_itself_refuses_asking_after_expiry(waiting):
    waiting.state, waiting.asked_on = ExtensionState.WITHDRAWN, DUE + timedelta(days=1)
    with pytest.raises(IntegrityError, match="extension_asked_before_expiry"), transaction.atomic():
        waiting.save()


@pytest.mark.parametrize("day", [DUE, TODAY, date(2022, 3, 10)])
def test_the_new_day_must_be_later(task, go, day):
    with pytest.raises(DomainError, match="phải sau hạn hiện tại"):
        go.ask(task, due_on=day)


def test_a_year_mistyped_is_caught(task, go):
    with pytest.raises(DomainError, match="kiểm tra lại năm"):
        go.ask(task, due_on=date(2032, 3, 10))


@pytest.mark.parametrize(
    ("given", "code"), [({"reason": "  "}, "reason_required"), ({"code": "weather"}, "unknown_reason")]
)
def test_a_request_says_why(task, go, given, code):
    with pytest.raises(DomainError) as refusal:
        go.ask(task, **given)
    assert refusal.value.code == code


def test_without_a_deadline_there_is_nothing_to_extend(people, go):
    task = make.task(lead=people.finance, directive=make.directive(), officer=people.lan)
    with pytest.raises(Refused, match="không có hạn"):
        go.ask(task)


def test_the_cap_is_stated(settings, task, go):
    go.ask(task)
    go.grant(task)
    with pytest.raises(Refused, match=r"tối đa 1 lần.*10/03/2023"):
        go.ask(task, due_on=date(2023, 4, 1))
    settings.EXTENSIONS_PER_TASK = 2
    go.ask(task, due_on=date(2023, 4, 1))
    assert ExtensionRequest.objects.count() == 2


def test_a_refused_request_does_not_count_towards_the_cap(task, go):
    go.ask(task)
    go.refuse(task)
    go.ask(task)
    assert ExtensionRequest.objects.filter(state="pending").count() == 1


# ── deciding ──────────────────────────────────────────────────────────────────────────────────
def test_a_grant_moves_the_deadline_and_leaves_the_issued_one(people, task, go, waiting):
    go.grant(task)
    waiting.refresh_from_db()
    assert (now(task).due_on, now(task).due_on_as_issued, now(task).extended_times) == (LATER, DUE, 1)
    assert (waiting.state, waiting.granted_due_on, waiting.days_granted) == ("granted", LATER, 23)
    assert (waiting.decided_by, waiting.decided_on, waiting.decided_for) == (people.binh, TODAY, None)


def test_a_grant_counts_in_the_last_day_in_time(task, go, waiting):
    go.grant(task)
    assert now(task).counts_until == LATER


def test_another_day_may_be_granted(task, go, waiting):
    go.grant(task, date(2023, 2, 28))
    assert now(task).due_on == date(2023, 2, 28)


def test_a_refusal_needs_words_and_moves_nothing(task, go, waiting):
    with pytest.raises(DomainError, match="nêu lý do"):
        go.refuse(task, " ")
    go.refuse(task)
    waiting.refresh_from_db()
    assert (now(task).due_on, waiting.state, waiting.words) == (DUE, "refused", "Đã đủ thời gian")


def test_granting_after_expiry_is_possible_because_only_asking_is_bound(task, go, waiting):
    go.grant(task, on=DUE + timedelta(days=5))
    assert now(task).due_on == LATER


def test_a_day_that_has_passed_meanwhile_cannot_be_granted(task, go, waiting):
    with pytest.raises(DomainError, match="sau hôm nay"):
        go.grant(task, on=LATER)


def test_history_trail_and_words_of_a_grant(people, task, go, waiting):
    go.grant(task)
    moves = list(TaskEvent.objects.filter(task=task).values_list("move", flat=True))
    entry = AuditEntry.objects.latest("pk")
    assert moves == ["extension_ask", "extension_grant"]
    assert (entry.action, entry.actor) == ("task.extension_grant", people.binh)
    assert (entry.before["due_on"], entry.after["due_on"]) == ("2023-02-15", "2023-03-10")


def test_a_repeated_decision_is_stale(task, go, waiting):
    seen = now(task).version
    go.grant(task, seen_version=seen)
    with pytest.raises(Stale):
        go.refuse(task, seen_version=seen)
    with pytest.raises(Refused, match="Không có đề nghị"):
        go.refuse(task)


def test_the_unit_may_take_its_request_back(task, go, waiting):
    go.withdraw(task)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.words, now(task).due_on) == ("withdrawn", "Xong sớm", DUE)
    go.ask(task)


@pytest.mark.parametrize("move", ["accept", "withdraw", "reassign"])
def test_a_request_lapses_when_the_task_ends_or_leaves(people, task, go, waiting, move):
    who = {"today": TODAY, "seen_version": None}
    if move == "accept":
        results.submit(task.pk, actor=people.minh, **who, result=results.Result(number="15/BC-STC"))
        results.accept(task.pk, actor=people.hoa, **who, mark=results.Mark("pass"))
    elif move == "withdraw":
        pauses.withdraw(task.pk, actor=people.hoa, **who, ground=pauses.Ground("Không cần", "20/UBND"))
    else:
        Task.objects.filter(pk=task.pk).update(status="assigned")
        assign.reassign(task.pk, actor=people.hoa, **who, lead=people.building, reason="Đúng chức năng")
    waiting.refresh_from_db()
    assert waiting.state == "lapsed"


def test_a_request_follows_the_leader_in_charge(people, task, go, waiting):
    other = make.user(name="Vũ Tiến Phụng", organisation=people.city, role=Role.LEADER)
    assign.supervise(task.pk, actor=people.hoa, today=TODAY, seen_version=None, monitor=people.hoa, leader=other)
    waiting.refresh_from_db()
    assert waiting.decider == other


# ── who is told ───────────────────────────────────────────────────────────────────────────────
def test_asking_tells_the_decider_by_mail_and_the_monitor_in_the_app(people, task, go):
    go.ask(task)
    assert set(Notice.objects.values_list("recipient__username", "kind")) == {
        ("binh", "extension_ask"),
        ("hoa", "extension_ask"),
    }
    assert list(Mail.objects.values_list("recipient__username", flat=True)) == ["binh"]


def test_deciding_tells_who_asked_once(people, task, go, waiting):
    go.grant(task)
    told = Notice.objects.filter(kind="extension_decide").values_list("recipient__username", flat=True)
    assert set(told) == {"lan", "minh", "hoa"}
    assert list(Mail.objects.filter(key__startswith="extension_decide").values_list("recipient__username")) == [
        ("lan",)
    ]


def test_what_asked_for_a_decision_leaves_the_unread_list(people, task, go, waiting):
    go.grant(task)
    asked = Notice.objects.filter(kind="extension_ask")
    assert asked.count() == 2
    assert all(notice.read_at and notice.obsolete_on == TODAY for notice in asked)


# ── dates around the task ─────────────────────────────────────────────────────────────────────
def test_dates_that_a_grant_leaves_behind_are_named(people, task):
    parent = make.task(lead=people.finance, directive=task.directive, title="Kế hoạch năm", due_on=date(2023, 3, 1))
    Task.objects.filter(pk=task.pk).update(parent=parent)
    make.task(lead=people.building, directive=task.directive, parent=task, due_on=DUE)
    Party.objects.create(task=task, organisation=people.building, due_on=date(2023, 2, 10))
    found = " ".join(extensions.loose_ends(now(task), date(2023, 3, 11)))
    for words in (
        "11/03/2023 là ngày nghỉ",
        "01/03/2023 của nhiệm vụ cấp trên",
        "Sở Xây dựng (10/02/2023)",
        "1 nhiệm vụ con",
    ):
        assert words in found


def test_nothing_is_said_where_nothing_is_left_behind(task):
    assert extensions.loose_ends(task, LATER) == []


def test_the_one_who_assigned_decides_when_no_leader_is_named(people, task, go):
    Task.objects.filter(pk=task.pk).update(leader=None)
    go.ask(task)
    assert ExtensionRequest.objects.get().decider == people.hoa


def test_when_nobody_named_is_left_any_leader_or_monitor_decides(people, task, go, waiting):
    Membership.objects.filter(user__in=[people.binh, people.hoa]).update(valid_to=TODAY)
    other = make.user(name="Đào Thị Mai", organisation=people.office, role=Role.MONITOR)
    go.grant(task, by=other)
    assert now(task).due_on == LATER
