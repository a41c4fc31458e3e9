"""Calendar and deadline arithmetic against the slow oracle, 2020-2030, Tết and swapped days among them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directives import counting
from directives.counting import Span, Unit
from directives.workdays import DEFAULT_CALENDAR
from tasks.deadlines import DeadlineKind, Rules, last_day
from tests.deadlines import oracle

DAYS = st.dates(date(2020, 1, 1), date(2030, 6, 30))
COUNTS = st.integers(0, 90)
TET_2026, SWAP_2026 = date(2026, 2, 13), date(2026, 1, 9)
MANY = settings(max_examples=120, deadline=None)
MOST = {Unit.YEAR: 3, Unit.QUARTER: 6, Unit.MONTH: 20, Unit.HALF_MONTH: 12, Unit.WEEK: 30}


@given(DAYS)
@example(date(2026, 1, 10))
@example(date(2025, 4, 26))
@MANY
def test_a_day_is_worked_or_off_as_the_announcements_have_it(day):
    assert DEFAULT_CALENDAR.is_working(day) == (day in oracle.OPEN)


def test_every_single_day_of_eleven_years_agrees():
    days = [day for day in oracle.DAYS if 2020 <= day.year <= 2030]
    assert len(days) == 4018
    assert [day for day in days if DEFAULT_CALENDAR.is_working(day) != (day in oracle.OPEN)] == []


@given(DAYS, COUNTS, st.sampled_from(Unit))
@example(TET_2026, 5, Unit.WORKING_DAY)
@example(SWAP_2026, 1, Unit.DAY)
@example(date(2024, 1, 31), 1, Unit.MONTH)
@example(date(2024, 2, 29), 1, Unit.YEAR)
@MANY
def test_terms_end_where_the_oracle_says(day, count, unit):
    count = 1 + count % MOST.get(unit, 90)
    assert counting.after(day, Span(count, unit), DEFAULT_CALENDAR) == oracle.end_of_term(day, count, unit.value)


@given(DAYS, st.integers(1, 120))
@example(date(2026, 3, 15), 105)
@MANY
def test_days_counted_back_leave_the_whole_term_before_the_event(day, count):
    found = counting.before(day, Span(count, Unit.DAY), DEFAULT_CALENDAR)
    assert (day - found).days == count
    assert counting.before(day, Span(count, Unit.WORKING_DAY), DEFAULT_CALENDAR) == oracle.nth_before(day, count)


@given(DAYS, COUNTS)
@MANY
def test_working_days_between_are_counted_like_a_list(day, count):
    assert DEFAULT_CALENDAR.working_days_between(day, day + timedelta(days=count)) == oracle.between(
        day, day + timedelta(days=count)
    )


@given(
    DAYS,
    st.sampled_from([kind.value for kind in DeadlineKind]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 10),
)
@example(date(2026, 2, 17), "before", True, True, 3)
@MANY
def test_the_last_day_in_time_by_the_rules_of_the_city(day, kind, strict, rolls, grace):
    found = last_day(day, kind, Rules(strict, rolls, grace), DEFAULT_CALENDAR)
    assert found == oracle.last_day_in_time(day, kind, strict=strict, rolls=rolls, grace=grace)


@given(DAYS, st.sampled_from([kind.value for kind in DeadlineKind]), st.booleans(), st.integers(0, 10))
@MANY
def test_a_strict_city_never_counts_longer_and_grace_never_shorter(day, kind, rolls, grace):
    strict = last_day(day, kind, Rules(True, rolls, grace), DEFAULT_CALENDAR)
    lenient = last_day(day, kind, Rules(False, rolls, grace), DEFAULT_CALENDAR)
    assert strict <= lenient
    assert last_day(day, kind, Rules(False, rolls, 0), DEFAULT_CALENDAR) <= lenient


def test_hours_run_through_the_night():
    start = datetime(2026, 2, 13, 15, 30)
    assert counting.after_hours(start, 24) == datetime(2026, 2, 14, 15, 30)


@pytest.mark.parametrize(
    ("base", "span", "end"),
    [
        (date(2025, 1, 17), Span(15, Unit.DAY), date(2025, 2, 3)),  # 1 February is a Saturday in Tết
        (date(2024, 12, 31), Span(2, Unit.MONTH), date(2025, 2, 28)),
        (date(2024, 2, 29), Span(1, Unit.YEAR), date(2025, 2, 28)),
        (date(2025, 3, 3), Span(1, Unit.HALF_MONTH), date(2025, 3, 18)),
        (date(2025, 3, 3), Span(1, Unit.QUARTER), date(2025, 6, 3)),
        (date(2025, 3, 3), Span(25, Unit.HOUR), date(2025, 3, 5)),
    ],
)
def test_terms_of_the_civil_code(base, span, end):
    assert counting.after(base, span, DEFAULT_CALENDAR) == end


def test_an_election_is_prepared_a_hundred_and_five_days_before():
    assert counting.before(date(2026, 3, 15), Span(105, Unit.DAY), DEFAULT_CALENDAR) == date(2025, 11, 30)
