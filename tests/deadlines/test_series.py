"""Recurring duties: one task per period, created ahead, skipped, moved, handed over and closed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.errors import DomainError, Refused
from accounts.models import Succession
from tasks.actions import issue, series, series_changes
from tasks.actions.series import Pattern
from tasks.models import Mail, Series, SeriesChange, SeriesState, Task
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 3)
MONTHLY = {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=25", "deadline_phrase": "trước ngày 25 hằng tháng"}


@pytest.fixture
def paper(people):
    return make.directive(issued_on=date(2025, 7, 1))


def released(people, paper, **fields):
    make.draft(
        directive=paper, leads=[people.finance], coordinating=[people.building], text="Báo cáo tiến độ.", **fields
    )
    return issue.release(paper.pk, actor=people.hoa, today=TODAY, seen_version=None).tasks


@pytest.fixture
def monthly(people, paper):
    released(people, paper, **MONTHLY)
    return Series.objects.get()


def periods(row):
    return sorted(row.occurrences.values_list("period", flat=True))


def test_the_first_task_comes_at_release(people, paper, monthly):
    task = monthly.occurrences.get()
    assert (task.period, task.due_on, task.deadline_kind) == ("2025-07", date(2025, 7, 25), "before")
    assert (task.lead, task.monitor) == (people.finance, people.hoa)
    assert [party.organisation for party in task.parties.all()] == [people.building]
    assert issue.release(paper.pk, actor=people.hoa, today=TODAY, seen_version=None).created is False
    assert Series.objects.count() == 1


def test_the_next_one_is_made_ahead_once(people, monthly):
    assert series.create_ahead(date(2025, 7, 20)) == 0
    assert series.create_ahead(date(2025, 7, 26)) == 1
    assert series.create_ahead(date(2025, 7, 26)) == 0
    assert periods(monthly) == ["2025-07", "2025-08"]


def test_a_strict_city_counts_to_the_day_before(people, monthly):
    make_rules = {"valid_from": date(2025, 1, 1), "before_is_strict": True, "source": "x", "named_rolls": False}
    from tasks.models import DeadlinePolicy

    DeadlinePolicy.objects.create(**make_rules)
    series.create_ahead(date(2025, 7, 27))
    assert monthly.occurrences.get(period="2025-08").counts_until == date(2025, 8, 24)


def test_the_officer_is_carried_over_while_in_post(people, monthly):
    monthly.occurrences.update(officer=people.lan)
    series.create_ahead(date(2025, 7, 26))
    assert monthly.occurrences.get(period="2025-08").officer == people.lan
    people.lan.memberships.update(valid_to=date(2025, 8, 20))
    people.lan._state.fields_cache.clear()
    series.create_ahead(date(2025, 8, 26))
    assert monthly.occurrences.get(period="2025-09").officer is None


def test_an_outage_is_made_up_for_within_bounds_and_marked(people, monthly):
    assert series.create_ahead(date(2025, 12, 10)) == 3
    assert periods(monthly) == ["2025-07", "2025-10", "2025-11", "2025-12"]
    assert list(monthly.occurrences.filter(is_backfilled=True).order_by("period").values_list("period", flat=True)) == [
        "2025-10",
        "2025-11",
    ]
    assert sorted(SeriesChange.objects.filter(kind="missed").values_list("period", flat=True)) == ["2025-08", "2025-09"]
    assert series.create_ahead(date(2025, 12, 10)) == 0


def test_an_occurrence_is_skipped_or_moved(people, monthly):
    who = {"actor": people.hoa, "today": TODAY, "seen_version": None, "reason": "Gộp với báo cáo quý"}
    series_changes.skip(monthly.pk, "2025-08", **who)
    series_changes.move(monthly.pk, "2025-09", **who, due_on=date(2025, 9, 30))
    assert series.create_ahead(date(2025, 8, 20)) == 0
    assert series.create_ahead(date(2025, 9, 5)) == 1
    assert monthly.occurrences.get(period="2025-09").due_on == date(2025, 9, 30)
    with pytest.raises(DomainError, match="đã có nhiệm vụ"):
        series_changes.skip(monthly.pk, "2025-07", **who)
    with pytest.raises(DomainError, match="không có kỳ"):
        series_changes.skip(monthly.pk, "2025-Q3", **who)


def test_the_rule_changes_from_a_day_on(people, monthly):
    quarterly = Pattern("FREQ=MONTHLY;INTERVAL=3", "decree", "until", "Công văn 12/VP")
    series_changes.change_rule(
        monthly.pk, quarterly, actor=people.hoa, today=TODAY, seen_version=None, from_on=date(2025, 9, 1)
    )
    found = series.plan(monthly, TODAY, date(2026, 1, 31))
    assert [(each.occurrence.key, each.due_on) for each in found] == [
        ("2025-07", date(2025, 7, 25)),
        ("2025-08", date(2025, 8, 25)),
        ("2025-Q3", date(2025, 9, 14)),
        ("2025-Q4", date(2025, 12, 14)),
    ]
    with pytest.raises(DomainError, match="không hợp lệ"):
        series_changes.change_rule(
            monthly.pk,
            Pattern("FREQ=SOMETIMES", "within", "until", "x"),
            actor=people.hoa,
            today=TODAY,
            seen_version=None,
            from_on=TODAY,
        )


def test_a_closed_series_makes_no_more(people, monthly):
    series_changes.close(
        monthly.pk, actor=people.hoa, today=TODAY, seen_version=None, reason="Hết đề án", document="9/TB-VP"
    )
    assert series.create_ahead(date(2025, 8, 20)) == 0
    with pytest.raises(DomainError, match="đã kết thúc"):
        series_changes.close(monthly.pk, actor=people.hoa, today=TODAY, seen_version=None, reason="x")
    with pytest.raises(Refused):
        series_changes.close(monthly.pk, actor=people.minh, today=TODAY, seen_version=None, reason="x")


def end(organisation, on):
    organisation.valid_to = on
    organisation.save()


def test_a_lead_that_has_ended_hands_over_to_its_only_successor(people, monthly):
    end(people.finance, date(2025, 8, 1))
    Succession.objects.create(
        predecessor=people.finance,
        predecessor_name="Sở Tài chính",
        successor=people.building,
        effective_on=date(2025, 8, 1),
        kind=Succession._meta.get_field("kind").choices[0][0],
    )
    series.create_ahead(date(2025, 8, 5))
    assert monthly.occurrences.get(period="2025-08").lead == people.building


def test_without_a_successor_it_waits_for_the_office(people, monthly):
    end(people.finance, date(2025, 8, 1))
    assert series.create_ahead(date(2025, 8, 5)) == 0
    monthly.refresh_from_db()
    assert monthly.state == SeriesState.STALLED
    series_changes.hand_over(
        monthly.pk, people.building, actor=people.hoa, today=date(2025, 8, 6), seen_version=None, reason="Sắp xếp lại"
    )
    assert series.create_ahead(date(2025, 8, 6)) == 1


def test_several_series_come_out_of_one_sentence(people, paper):
    tasks = released(people, paper, recurrence="FREQ=MONTHLY;BYMONTHDAY=16\nFREQ=YEARLY;BYMONTH=12;BYMONTHDAY=16")
    assert sorted(task.period for task in tasks) == ["2025", "2025-07"]
    assert sorted(Series.objects.values_list("number", flat=True)) == [1, 2]


def test_a_rule_nobody_can_expand_stays_in_words(people, paper):
    (task,) = released(people, paper, recurrence="FREQ=SOMETIMES")
    assert (task.series, task.recurrence) == (None, "FREQ=SOMETIMES")


def test_one_night_of_many_series_sends_one_mail_per_unit_and_paper(people, paper):
    for _number in range(5):
        make.draft(directive=paper, leads=[people.finance], **MONTHLY)
    issue.release(paper.pk, actor=people.hoa, today=TODAY, seen_version=None)
    before = Mail.objects.count()
    series.create_ahead(date(2025, 7, 27))
    assert Task.objects.filter(period="2025-08").count() == 5
    assert Mail.objects.count() - before <= 5


@time_machine.travel(TODAY, tick=False)
def test_the_pages(client, people, monthly, paper, django_assert_max_num_queries):
    client.force_login(people.hoa)
    page = client.get(monthly.get_absolute_url()).content.decode()
    assert "Kỳ tháng 8/2025" in page
    assert "hằng tháng, ngày 25" in page
    fields = {"change": "occurrence", "version": monthly.version, "period": "2025-08", "reason": "Gộp", "due_on": ""}
    assert client.post(monthly.get_absolute_url(), fields).status_code == 302
    assert "Bỏ kỳ này" in client.get(monthly.get_absolute_url()).content.decode()
    stale = client.post(monthly.get_absolute_url(), {**fields, "period": "2025-09"})
    assert stale.status_code == 409
    listing = client.get(reverse("series-list")).content.decode()
    assert "Báo cáo tiến độ" in listing
    fields = {
        "text": "Giao ban tuần",
        "lead": people.building.pk,
        "rule": "FREQ=WEEKLY",
        "timing": "within",
        "kind": "until",
    }
    assert client.post(reverse("series-new", args=[paper.pk]), fields).status_code == 302
    bad = client.post(reverse("series-new", args=[paper.pk]), {**fields, "rule": "mỗi khi rảnh"})
    assert bad.status_code == 422


@time_machine.travel(TODAY, tick=False)
def test_the_list_asks_as_often_for_thirty_series_as_for_one(client, people, paper, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(people.hoa)
    counted = []
    for number in (1, 30):
        while Series.objects.count() < number:
            Series.objects.create(
                directive=paper, title="x", text="x", lead=people.finance, starts_on=TODAY - timedelta(days=1)
            )
        client.get(reverse("series-list"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("series-list"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


@time_machine.travel(TODAY, tick=False)
def test_units_see_their_own_series_only(client, people, monthly):
    client.force_login(people.tuan)
    assert client.get(monthly.get_absolute_url()).status_code == 404
    client.force_login(people.lan)
    page = client.get(monthly.get_absolute_url()).content.decode()
    assert "Bỏ hoặc dời" not in page
