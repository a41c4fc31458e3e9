"""Which deadlines a day reminds of, against a slow reading of the rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.workdays import DEFAULT_CALENDAR
from tasks.notify.plan import Plan

BEFORE = (7, 3, 1, 0)
DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2026, 12, 31))


def plan(day, every=1):
    return Plan(day, DEFAULT_CALENDAR, BEFORE, every)


@given(day=DAYS, distance=st.integers(min_value=0, max_value=25))
def test_a_deadline_is_reminded_on_a_day_when_a_reminder_moved_to_a_working_day_says_so(day, distance):
    day = DEFAULT_CALENDAR.previous_working(day)
    due_on = day + timedelta(days=distance)
    reminders = {DEFAULT_CALENDAR.previous_working(due_on - timedelta(days=before)) for before in BEFORE}
    assert (due_on in plan(day).due_dates()) == (day in reminders)


@given(due_on=DAYS)
def test_every_reminder_of_a_deadline_has_a_working_day_that_makes_it(due_on):
    days = [due_on - timedelta(days=number) for number in range(25)]
    made = [day for day in days if DEFAULT_CALENDAR.is_working(day) and due_on in plan(day).due_dates()]
    assert 1 <= len(made) <= len(BEFORE)


@pytest.mark.parametrize("every", [1, 2, 5])
def test_overdue_days_are_evenly_spaced_in_working_days(every):
    due_on = date(2026, 2, 12)
    days = [
        day for day in (due_on + timedelta(days=number) for number in range(1, 60)) if DEFAULT_CALENDAR.is_working(day)
    ]
    told = [plan(day, every).days_late(due_on) for day in days if plan(day, every).is_overdue_day(due_on)]
    assert told == list(range(1, len(days) + 1, every))
