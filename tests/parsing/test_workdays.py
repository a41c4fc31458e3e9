from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.workdays import DEFAULT_CALENDAR, EXCEPTIONS, BrokenCalendar, WorkingCalendar

DAYS = st.dates(date(2023, 1, 2), date(2027, 12, 1))


@pytest.mark.parametrize(("year", "days"), [(2023, 249), (2024, 251), (2025, 250), (2026, 250), (2027, 249)])
def test_a_year_has_the_announced_number_of_working_days(year, days):
    assert DEFAULT_CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == days


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2024, 12, 20), 10, date(2025, 1, 6)),  # skips New Year's Day
        (date(2026, 2, 12), 5, date(2026, 2, 26)),  # skips Tết
        (date(2026, 8, 20), 7, date(2026, 8, 28)),  # counts the Saturday worked for 31/8
        (date(2025, 6, 2), 0, date(2025, 6, 2)),
        (date(2025, 6, 9), -1, date(2025, 6, 6)),
    ],
)
def test_terms_in_working_days(start, n, due):
    assert DEFAULT_CALENDAR.add_working_days(start, n) == due


def test_a_day_off_moves_to_the_next_or_the_last_working_day():
    saturday_in_tet = date(2025, 2, 1)
    assert DEFAULT_CALENDAR.next_working(saturday_in_tet) == date(2025, 2, 3)
    assert DEFAULT_CALENDAR.previous_working(saturday_in_tet) == date(2025, 1, 24)


def test_a_worked_saturday_wins_over_the_weekend():
    assert DEFAULT_CALENDAR.is_working(date(2026, 1, 10))
    assert not DEFAULT_CALENDAR.is_working(date(2026, 1, 2))


def test_days_between_an_inverted_pair_are_none():
    assert DEFAULT_CALENDAR.working_days_between(date(2025, 5, 2), date(2025, 5, 1)) == 0


def test_a_calendar_without_working_days_is_refused_instead_of_looping():
    start = date(2025, 1, 1)
    never = WorkingCalendar(frozenset(start + timedelta(days=i) for i in range(800)))
    with pytest.raises(BrokenCalendar):
        never.next_working(start)
    with pytest.raises(BrokenCalendar):
        WorkingCalendar().next_working(date.max) and WorkingCalendar().add_working_days(date.max, 1)


def test_exceptions_seed_a_table_once_a_day_with_source_and_note():
    assert len({day for day, *_ in EXCEPTIONS}) == len(EXCEPTIONS)
    assert all(kind in ("off", "worked") and source and note for _, kind, source, note in EXCEPTIONS)
    assert all((day.weekday() < 5) == (kind == "off") for day, kind, _, _ in EXCEPTIONS)


@given(DAYS, st.integers(0, 60))
def test_adding_then_counting_gives_the_same_number(start, n):
    assert DEFAULT_CALENDAR.working_days_between(start, DEFAULT_CALENDAR.add_working_days(start, n)) == n


@given(DAYS)
def test_next_and_previous_are_working_days_around_the_day(day):
    after, before = DEFAULT_CALENDAR.next_working(day), DEFAULT_CALENDAR.previous_working(day)
    assert before <= day <= after
    assert DEFAULT_CALENDAR.is_working(after)
    assert DEFAULT_CALENDAR.is_working(before)
