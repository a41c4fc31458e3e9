"""Which deadlines a day reminds of, against a slow reading of the rule."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from directives.workdays import DEFAULT_CALENDAR
from tasks.notify.plan import Plan

BEFORE = (7, 3, 1, 0)
DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2026, 12, 31))


def reminded(day):
    """Last days in time of which the day reminds, by any rule before the deadline."""
    plan = Plan(day, DEFAULT_CALENDAR)
    return {until for rung in plan.ladder.before for until in plan.dates_before(rung, urgent=False)}


@given(day=DAYS, distance=st.integers(min_value=0, max_value=25))
def test_a_deadline_is_reminded_on_a_day_when_a_reminder_moved_to_a_working_day_says_so(day, distance):
    day = DEFAULT_CALENDAR.previous_working(day)
    due_on = day + timedelta(days=distance)
    reminders = {DEFAULT_CALENDAR.previous_working(due_on - timedelta(days=before)) for before in BEFORE}
    assert (due_on in reminded(day)) == (day in reminders)


@given(due_on=DAYS)
def test_every_reminder_of_a_deadline_has_a_working_day_that_makes_it(due_on):
    days = [due_on - timedelta(days=number) for number in range(25)]
    made = [day for day in days if DEFAULT_CALENDAR.is_working(day) and due_on in reminded(day)]
    assert 1 <= len(made) <= len(BEFORE)


@given(day=DAYS, silence=st.integers(min_value=0, max_value=80))
def test_silence_signals_on_the_days_that_the_rule_names(day, silence):
    day = DEFAULT_CALENDAR.previous_working(day)
    spoke = day - timedelta(days=silence)
    plan = Plan(day, DEFAULT_CALENDAR)
    rung = plan.ladder.silent[0]
    late = DEFAULT_CALENDAR.working_days_between(spoke, day)
    dates = plan.silent_dates(rung, urgent=False, since=day - timedelta(days=90))
    assert (spoke in dates) == (late >= 10 and (late - 10) % 5 == 0)


def test_days_without_a_sweep_are_answered_for_by_the_next():
    monday, wednesday = date(2023, 2, 20), date(2023, 2, 22)
    plan = Plan(wednesday, DEFAULT_CALENDAR, missed=(monday, date(2023, 2, 21)))
    dates = {until for rung in plan.ladder.before for until in plan.dates_before(rung, urgent=False)}
    assert dates == reminded(monday) | reminded(date(2023, 2, 21)) | reminded(wednesday)
