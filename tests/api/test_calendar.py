"""Recurring duties and the calendar over the API."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.clock import today
from tasks.actions import series
from tasks.models import Series, Workday
from tests import factories as make

pytestmark = pytest.mark.django_db
SERIES = "/api/v1/series/"


def of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def started(people, lead, number=2):
    duty = series.Duty(text="Báo cáo tiến độ hằng tháng.", title="Báo cáo tiến độ", lead=lead)
    pattern = series.Pattern("FREQ=MONTHLY;BYMONTHDAY=25", "within", "until")
    return series.create(make.directive(number=number).pk, duty, pattern, actor=people.hoa, today=today())


@pytest.mark.parametrize("path", [SERIES, f"{SERIES}1/", "/api/v1/calendar/2026/"])
def test_nobody_reads_without_signing_in(path):
    assert APIClient().get(path).status_code == 401


def test_a_unit_sees_the_series_it_leads(people):
    mine, other = started(people, people.finance), started(people, people.building, 3)
    assert [row["id"] for row in of(people.lan).get(SERIES).json()["results"]] == [mine.pk]
    assert of(people.lan).get(f"{SERIES}{other.pk}/").status_code == 404
    assert len(of(people.hoa).get(SERIES).json()["results"]) == 2


def test_a_series_is_shown_with_its_rule_and_its_periods(people):
    row = started(people, people.finance)
    answer = of(people.lan).get(f"{SERIES}{row.pk}/")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    task = row.occurrences.get()
    assert body["rules"][0]["rule"] == "FREQ=MONTHLY;BYMONTHDAY=25"
    assert [(each["id"], each["period"], each["due_on"]) for each in body["occurrences"]] == [
        (task.pk, task.period, task.due_on.isoformat())
    ]


def test_the_list_is_narrowed_by_state_and_refuses_an_unknown_one(people):
    started(people, people.finance)
    assert of(people.hoa).get(SERIES, {"state": "stalled"}).json()["results"] == []
    assert of(people.hoa).get(SERIES, {"state": "asleep"}).status_code == 400


def test_thirty_series_cost_as_many_queries_as_one(people):
    row = started(people, people.finance)

    def cost(url):
        with CaptureQueriesContext(connection) as captured:
            assert of(people.hoa).get(url).status_code == 200
        return len(captured)

    cost(SERIES)
    one = cost(SERIES)
    for _number in range(29):
        copy = Series.objects.get(pk=row.pk)
        copy.pk = None
        copy.save()
        copy.rules.create(from_on=today(), rule="FREQ=YEARLY")
    assert cost(SERIES) == one


def test_the_calendar_of_a_year_counts_what_is_worked(people):
    Workday.objects.filter(day__year=2031).delete()
    Workday.objects.create(day=date(2031, 1, 1), is_working=False, source="Điều 112", note="Tết Dương lịch")
    Workday.objects.create(day=date(2031, 1, 4), is_working=True, source="TB 1/TB", is_expected=True)
    body = of(people.lan).get("/api/v1/calendar/2031/").json()
    assert [(each["day"], each["is_working"]) for each in body["exceptions"]] == [
        ("2031-01-01", False),
        ("2031-01-04", True),
    ]
    assert body["working_days"] == 261  # 261 weekdays, one off, one Saturday worked
    assert body["is_decided"] is False


def test_a_year_beyond_the_calendar_is_refused(people):
    assert of(people.lan).get("/api/v1/calendar/9999/").status_code == 400
