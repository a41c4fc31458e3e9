"""Time limits of the process, coordinating bodies, reports that expect delay, and the page of the rules."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from accounts.errors import DomainError, Refused
from tasks import practice
from tasks.actions import parties, practice_rules, progress
from tasks.filters import TaskFilter
from tasks.models import CodeItem, Notice, Party, PracticeRule, SignOffWaiver, Task, TaskEvent, Workday
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY, days, upload
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db

GIVEN = date(2023, 1, 30)
"""A Monday; with two working days to receive, Wednesday 1 February is the last."""


@pytest.fixture
def limits():
    return PracticeRule.objects.create(valid_from=date(2023, 1, 1), receive_days=2, contest_days=3, source="Quy chế")


@pytest.fixture
def new(people, paper):
    return make.task(lead=people.finance, directive=paper, due_on=DUE, assigned_on=GIVEN)


# ── receive and contest in time ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("day", "late"), [(date(2023, 2, 1), False), (date(2023, 2, 2), True)])
def test_what_is_not_received_in_time_is_a_signal(people, limits, new, day, late):
    listed = TaskFilter(QueryDict("not_received=true"), today=day).narrow(Task.objects.all())
    assert listed.exists() is late
    with time_machine.travel(f"{day}T09:00:00+07:00", tick=False):
        tabs = {link.tab.key: link.count for link in browser(people.hoa).get(reverse("home")).context["tabs"]}
        page = text(browser(people.minh).get(new.get_absolute_url()))
    assert tabs["not_received"] == int(late)
    assert ("quá hạn tiếp nhận (01/02/2023)" if late else "tiếp nhận trước hết 01/02/2023") in page


def test_every_day_of_assignment_agrees_with_the_limit(people, paper, limits):
    """The SQL condition against the arithmetic of single tasks, over weekends."""
    calendar = Workday.objects.calendar()
    for back in range(12):
        make.task(lead=people.finance, directive=paper, assigned_on=TODAY - days(back))
    late = {task.pk for task in Task.objects.all() if limits.receive_by(task.assigned_on, calendar) < TODAY}
    assert set(Task.objects.filter(practice.unreceived(TODAY)).values_list("pk", flat=True)) == late
    assert late


def test_a_task_is_contested_within_the_limit(people, limits, new, go):
    with pytest.raises(Refused, match="3 ngày làm việc, đến hết 02/02/2023"):
        go.contest(new, today=date(2023, 2, 3))
    assert go.contest(new, today=date(2023, 2, 2)).status == "contested"


def test_the_body_that_the_unit_names_is_proposed_to_the_monitor(people, new, go):
    go.contest(new)
    details = TaskEvent.objects.get(move="contest").details
    assert (details["unit_id"], details["code_label"]) == (people.building.pk, "Không đúng chức năng, nhiệm vụ")
    form = browser(people.hoa).get(reverse("task-move", args=[new.pk, "reassign"])).context["panel"].form
    assert form.fields["lead"].initial == people.building.pk


def test_a_retired_code_can_no_longer_be_chosen(people, new, go):
    CodeItem.objects.filter(kind="contest", code="wrong_addressee").update(is_active=False)
    with pytest.raises(DomainError) as refusal:
        go.contest(new)
    assert refusal.value.code == "unknown_contest"


# ── reports ───────────────────────────────────────────────────────────────────────────────────
def test_a_forecast_after_the_deadline_leads_to_asking_for_time(people, task, go):
    go.report(task, progress=progress.Progress("Đang làm", forecast_on=DUE + days(4)))
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        page = browser(people.lan).get(task.get_absolute_url())
    assert page.context["late_forecast"] == DUE + days(4)
    assert "Xin gia hạn ngay" in text(page)
    go.report(Task.objects.get(pk=task.pk), progress=progress.Progress("Đang làm", forecast_on=DUE))
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        assert browser(people.lan).get(task.get_absolute_url()).context["late_forecast"] is None


# ── coordinating bodies ───────────────────────────────────────────────────────────────────────
@pytest.fixture
def party(people, task):
    return Party.objects.create(task=task, organisation=people.building, part="Góp ý", due_on=TODAY - days(1))


def seen(task, actor, today=TODAY):
    return {"actor": actor, "today": today, "seen_version": Task.objects.get(pk=task.pk).version}


def test_a_party_is_late_until_it_says_done_with_its_file(people, task, party):
    assert party.is_late(TODAY)
    parties.update(party.pk, **seen(task, people.tuan), status="done", words="Đã gửi", uploads=[upload("gop-y.pdf")])
    party.refresh_from_db()
    assert (party.is_late(TODAY), party.done_on, party.reported_on) == (False, TODAY, TODAY)
    assert party.files.get().name == "gop-y.pdf"
    page = browser(people.minh).get(task.get_absolute_url())
    assert [[file.name for file in row.files] for row in page.context["parties"]] == [["gop-y.pdf"]]


def test_the_lead_reminds_its_parties_once_a_day_and_it_is_counted(people, task, party):
    parties.remind(party.pk, **seen(task, people.lan))
    notice = Notice.objects.get(kind="party_remind")
    assert (notice.recipient, notice.facts["times"]) == (people.son, 1)
    with pytest.raises(DomainError, match="Hôm nay đã nhắc"):
        parties.remind(party.pk, **seen(task, people.lan))
    parties.remind(party.pk, **seen(task, people.minh, TODAY + days(1)))
    party.refresh_from_db()
    assert (party.reminded_times, party.reminded_on) == (2, TODAY + days(1))


def test_nobody_reminds_who_is_done_nor_for_others(people, task, party):
    with pytest.raises(Refused):
        parties.remind(party.pk, **seen(task, people.tuan))
    parties.update(party.pk, **seen(task, people.tuan), status="done", words="")
    with pytest.raises(DomainError, match="đã xong phần việc"):
        parties.remind(party.pk, **seen(task, people.lan))


# ── the page of the rules ─────────────────────────────────────────────────────────────────────
def test_the_administration_enters_a_rule_and_others_read_it(people):
    where = reverse("practice")
    given = {"valid_from": "01/02/2023", "receive_days": 2, "contest_days": 5, "source": "Quyết định 1"}
    assert browser(people.minh).post(where, given).status_code == 403
    assert browser(people.quan).post(where, given).status_code == 302
    rule = PracticeRule.objects.get()
    assert (rule.valid_from, rule.receive_days, rule.created_by) == (date(2023, 2, 1), 2, people.quan)
    assert "Quyết định 1" in text(browser(people.minh).get(where))


def test_a_head_waives_the_signature_and_takes_it_up_again(people):
    where = reverse("practice-waiver", args=[people.finance.pk, "waive"])
    browser(people.minh).post(where, {"reason": "Đơn vị nhỏ"})
    assert not SignOffWaiver.objects.exists()
    PracticeRule.objects.create(valid_from=date(2020, 1, 1), units_may_waive=True, source="Quy chế")
    assert browser(people.son).post(where, {"reason": "Đơn vị nhỏ"}).status_code == 404
    browser(people.minh).post(where, {"reason": "Đơn vị nhỏ"})
    assert SignOffWaiver.objects.get().organisation == people.finance
    browser(people.minh).post(reverse("practice-waiver", args=[people.finance.pk, "restore"]))
    assert not SignOffWaiver.objects.filter(until=None).exists()


def test_no_head_waives_against_the_rule_of_the_city(people):
    with pytest.raises(Refused, match="không cho đơn vị bỏ bước"):
        practice_rules.waive(people.finance.pk, actor=people.minh, today=TODAY, reason="Nhanh hơn")


def test_the_page_costs_the_same_with_1_and_30_rows(people):
    def more(count):
        for number in range(count):
            PracticeRule.objects.create(valid_from=date(2020, 1, 1) + days(number), source="Quy chế")

    client = browser(people.minh)
    more(1)
    one = cost(client, reverse("practice"))
    more(29)
    assert cost(client, reverse("practice")) == one <= 12
