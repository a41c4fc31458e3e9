"""Periods of reports by the calendar and by Decree 09/2019/NĐ-CP."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.reports.periods import Cut, ReportPeriod, Span


@pytest.mark.parametrize(
    ("key", "calendar", "decree"),
    [
        ("2026-03", ("2026-03-01", "2026-03-31"), ("2026-02-15", "2026-03-14")),
        ("2026-01", ("2026-01-01", "2026-01-31"), ("2025-12-15", "2026-01-14")),
        ("2026-Q2", ("2026-04-01", "2026-06-30"), ("2026-03-15", "2026-06-14")),
        ("2026-H1", ("2026-01-01", "2026-06-30"), ("2025-12-15", "2026-06-14")),
        ("2026", ("2026-01-01", "2026-12-31"), ("2025-12-15", "2026-12-14")),
    ],
)
def test_both_cuts(key, calendar, decree):
    for cut, (first, last) in ((Cut.CALENDAR, calendar), (Cut.DECREE, decree)):
        period = ReportPeriod.read(key, cut)
        assert (str(period.first), str(period.last), period.key) == (first, last, key)


@pytest.mark.parametrize("text", ["2026-13", "2026-Q5", "2026-H3", "2026-00", "0000", "March", "2026-3", ""])
def test_what_names_no_period_is_none(text):
    assert ReportPeriod.read(text, Cut.CALENDAR) is None


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.sampled_from(Span), st.sampled_from(Cut))
def test_periods_follow_each_other_and_hold_their_days(day, span, cut):
    period = ReportPeriod.holding(span, cut, day)
    assert period.first <= day <= period.last
    assert period.before().last + timedelta(days=1) == period.first
    assert period.year_first <= period.first
    whole = ReportPeriod.last_whole(span, cut, day)
    assert whole.last <= day
    assert whole == (period if period.last == day else period.before())
    assert ReportPeriod.read(period.key, cut) == period


def test_the_year_of_the_decree_begins_in_december():
    assert ReportPeriod.read("2026-03", Cut.DECREE).year_first == date(2025, 12, 15)
    assert ReportPeriod.read("2026-03", Cut.CALENDAR).year_first == date(2026, 1, 1)
