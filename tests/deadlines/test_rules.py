"""The city's own rules: dated, previewed, never touching the day of the paper."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEntry
from tasks.actions import rules
from tasks.deadlines import DeadlineKind, Rules, last_day
from tasks.models import DeadlinePolicy, Mail, Notice, Task, Workday
from tests import factories as make
from tests.deadlines import oracle

pytestmark = pytest.mark.django_db
TODAY = date(2023, 2, 15)
STRICT = rules.NewRules(date(2023, 1, 1), True, False, 0, 22, "Kết luận giao ban số 5")


@pytest.fixture
def paper(people):
    return make.directive()


def before(people, paper, due_on, **fields):
    return make.task(lead=people.finance, directive=paper, due_on=due_on, deadline_kind="before", **fields)


def adopt(people, new=STRICT):
    row = rules.adopt(new, actor=people.quan, today=TODAY)
    rules.recount_waiting()
    return row


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("rolls", [False, True])
@pytest.mark.parametrize("grace", [0, 3])
def test_the_schema_counts_as_the_pure_rules_and_the_oracle_do(db, strict, rolls, grace):
    DeadlinePolicy.objects.create(
        valid_from=date(2020, 1, 1), before_is_strict=strict, named_rolls=rolls, grace_days=grace, source="x"
    )
    days = [date(2025, 12, 20) + timedelta(days=number) for number in range(260)]
    pairs = [(day, kind.value) for day in days for kind in DeadlineKind]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_last_day(d, k) FROM unnest(%s::date[], %s::text[]) AS t(d, k)",
            [[day for day, _kind in pairs], [kind for _day, kind in pairs]],
        )
        by_schema = [row[0] for row in cursor.fetchall()]
    calendar = Workday.objects.calendar()
    assert by_schema == [last_day(day, kind, Rules(strict, rolls, grace), calendar) for day, kind in pairs]
    assert by_schema == [
        oracle.last_day_in_time(day, kind, strict=strict, rolls=rolls, grace=grace) for day, kind in pairs
    ]


def test_a_strict_city_makes_day_d_late_and_leaves_the_day_of_the_paper(people, paper):
    task = before(people, paper, TODAY)
    assert task.timeliness(TODAY, 7) == "due_soon"
    adopt(people)
    task.refresh_from_db()
    assert (task.timeliness(TODAY, 7), task.days_late(TODAY)) == ("overdue", 1)
    assert (task.due_on, task.due_on_as_issued) == (TODAY, TODAY)
    assert set(Task.objects.overdue(TODAY)) == {task}
    assert (Mail.objects.count(), Notice.objects.count()) == (0, 0)


def test_rules_hold_for_deadlines_from_their_day_on(people, paper):
    old = before(people, paper, date(2022, 12, 30))
    adopt(people)
    old.refresh_from_db()
    assert old.counts_until == date(2022, 12, 30)


def test_a_later_row_of_the_same_day_corrects_and_history_stays(people, paper):
    task = before(people, paper, TODAY)
    adopt(people)
    lenient = rules.NewRules(date(2023, 1, 1), False, False, 0, 22, "Đính chính")
    adopt(people, lenient)
    task.refresh_from_db()
    assert task.counts_until == TODAY
    assert DeadlinePolicy.objects.filter(valid_from=date(2023, 1, 1)).count() == 2
    entries = AuditEntry.objects.filter(action="rules.adopted").order_by("pk")
    assert [entry.after["before_is_strict"] for entry in entries] == [True, False]
    with pytest.raises(Exception, match="không có gì thay đổi"):
        rules.adopt(lenient, actor=people.quan, today=TODAY)


def test_an_extended_deadline_is_a_day_inclusive(people, paper):
    adopt(people)
    task = before(people, paper, date(2023, 3, 1))
    task.become(due_on=date(2023, 3, 20))
    assert (task.counts_until, task.counts_until_as_issued) == (date(2023, 3, 20), date(2023, 2, 28))


def test_counting_anew_is_batched_and_twice_is_once(people, paper, monkeypatch):
    monkeypatch.setattr(rules, "BATCH", 2)
    for _number in range(5):
        before(people, paper, TODAY)
    row = rules.adopt(STRICT, actor=people.quan, today=TODAY)
    assert rules.recount(row) == 5
    assert rules.recount(row) == 0
    assert row.recounted_at is None
    assert DeadlinePolicy.objects.get(pk=row.pk).recounted_at is not None


def test_a_preview_counts_what_would_flip(people, paper):
    before(people, paper, TODAY)
    before(people, paper, TODAY, status="done", submitted_on=TODAY, completed_on=TODAY)
    make.task(lead=people.finance, directive=paper, due_on=TODAY)
    found = rules.preview(STRICT, actor=people.quan, today=TODAY)
    assert found == rules.RulesEffect(1, 0, 1, 0, 1)
    assert DeadlinePolicy.objects.filter(created_by=people.quan).count() == 0


@time_machine.travel(TODAY, tick=False)
def test_the_page_shows_first_and_writes_when_confirmed(client, people, paper):
    before(people, paper, TODAY)
    client.force_login(people.quan)
    fields = {
        "valid_from": "2023-01-01",
        "before_is_strict": "on",
        "grace_days": "0",
        "review_days": "22",
        "source": "Kết luận số 5",
    }
    page = client.post(reverse("rules"), fields).content.decode()
    assert "hiện nay 0, sau thay đổi 1" in page
    assert client.post(reverse("rules"), {**fields, "confirmed": "1"}).status_code == 302
    assert "không gồm ngày D" in client.get(reverse("rules")).content.decode()
    assert client.post(reverse("rules"), {**fields, "grace_days": "99"}).status_code == 422


@time_machine.travel(TODAY, tick=False)
def test_only_the_administrator_enters_rules(client, people):
    client.force_login(people.hoa)
    page = client.get(reverse("rules"))
    assert "Chỉ quản trị hệ thống" in page.content.decode()
    assert client.post(reverse("rules"), {"valid_from": "2023-01-01"}).status_code == 403
