"""Periods of recurring duties, also against the RFC 5545 expansion of dateutil."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.parsing.yearly import on_dates
from tasks.periods import BadRule, Timing, occurrences, parse, timing_of

YEAR_2025 = {"anchor": date(2025, 1, 1), "first": date(2025, 1, 1), "last": date(2025, 12, 31)}


def expand(rule, timing=Timing.WITHIN, **given):
    return [(each.key, each.due_on) for each in occurrences(rule, timing, **{**YEAR_2025, **given})]


def test_day_thirty_is_the_last_day_of_february():
    assert expand("FREQ=MONTHLY;BYMONTHDAY=30")[:3] == [
        ("2025-01", date(2025, 1, 30)),
        ("2025-02", date(2025, 2, 28)),
        ("2025-03", date(2025, 3, 30)),
    ]


def test_the_first_of_the_next_month_belongs_to_the_month_reported():
    found = occurrences("FREQ=MONTHLY;BYMONTHDAY=1", Timing.NEXT, **YEAR_2025)
    assert [(each.key, each.due_on) for each in found[:2]] == [
        ("2024-12", date(2025, 1, 1)),
        ("2025-01", date(2025, 2, 1)),
    ]
    assert (found[1].start, found[1].end) == (date(2025, 1, 1), date(2025, 1, 31))


def test_quarters_are_due_in_their_last_month():
    assert [due for _key, due in expand("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25")] == [
        date(2025, month, 25) for month in (3, 6, 9, 12)
    ]


@pytest.mark.parametrize(
    ("rule", "key", "start", "end"),
    [
        ("FREQ=MONTHLY", "2025-07", date(2025, 6, 15), date(2025, 7, 14)),
        ("FREQ=MONTHLY;INTERVAL=3", "2025-Q3", date(2025, 6, 15), date(2025, 9, 14)),
        ("FREQ=MONTHLY;INTERVAL=6", "2025-H1", date(2024, 12, 15), date(2025, 6, 14)),
        ("FREQ=YEARLY", "2025", date(2024, 12, 15), date(2025, 12, 14)),
    ],
)
def test_reporting_periods_of_the_decree(rule, key, start, end):
    found = {each.key: each for each in occurrences(rule, Timing.DECREE, **YEAR_2025)}
    assert (found[key].start, found[key].end, found[key].due_on) == (start, end, end)


@pytest.mark.parametrize(
    ("rule", "keys"),
    [
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", ["2025-06", "2025-12"]),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15,30;BYSETPOS=2,3", ["2025-06", "2025-12"]),
        ("FREQ=YEARLY;INTERVAL=3", ["2025"]),
        ("FREQ=MONTHLY;BYMONTHDAY=10,25", ["2025-01-10", "2025-01-25"]),
        ("FREQ=WEEKLY", ["2025-W01", "2025-W02"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH", ["2025-01-02", "2025-01-06"]),
        ("FREQ=MONTHLY;BYDAY=1FR", ["2025-01-03", "2025-02-07"]),
        ("FREQ=DAILY", ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-06"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["2025-01", "2025-02"]),
        ("FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20250301", ["2025-01", "2025-02"]),
        ("FREQ=MONTHLY;INTERVAL=5", ["2025-01_2025-05", "2025-06_2025-10"]),
    ],
)
def test_occurrences_are_named_by_their_period(rule, keys):
    assert [key for key, _due in expand(rule)][: len(keys)] == keys


DAYS_OF_YEAR = st.dates(date(2025, 1, 1), date(2025, 12, 31)).map(lambda day: (day.day, day.month))


@given(st.sets(DAYS_OF_YEAR, min_size=1, max_size=6))
def test_days_of_every_year_are_due_on_those_days_and_no_others(days):
    rule = on_dates(days)
    wanted = sorted(date(2025, month, day) for day, month in days)

    assert [due for _key, due in expand(rule)] == wanted
    dtstart = datetime(2025, 1, 1)  # what any calendar makes of the rule
    assert [
        moment.date()
        for moment in rrulestr(rule, dtstart=dtstart).between(dtstart, datetime(2026, 1, 1), inc=True)
        if moment.year == 2025
    ] == wanted


@pytest.mark.parametrize(
    "text", ["", "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=40", "FREQ=MONTHLY;INTERVAL=0", "FREQ=YEARLY;X=1", "FREQ"]
)
def test_a_rule_that_cannot_be_expanded_is_refused(text):
    with pytest.raises(BadRule):
        parse(text)


@pytest.mark.parametrize(
    ("rule", "words", "timing"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=1", "hằng tháng trước ngày 01 của tháng tiếp theo", Timing.NEXT),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5", "trước mùng 5 của tháng đầu quý sau", Timing.NEXT),
        ("FREQ=MONTHLY;INTERVAL=6", "báo cáo định kỳ 6 tháng", Timing.DECREE),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "báo cáo trước ngày 25 hằng tháng", Timing.WITHIN),
        ("FREQ=WEEKLY", "giao ban định kỳ hằng tuần", Timing.WITHIN),
        ("FREQ=YEARLY", "bảo dưỡng hằng năm", Timing.WITHIN),
    ],
)
def test_words_say_where_the_deadline_lies(rule, words, timing):
    assert timing_of(rule, words) is timing


@given(
    st.dates(date(2020, 1, 1), date(2029, 12, 31)),
    st.integers(1, 28),
    st.sampled_from(["FREQ=MONTHLY", "FREQ=YEARLY;BYMONTH=6", "FREQ=YEARLY;BYMONTH=3,9"]),
)
@settings(max_examples=150, deadline=None)
def test_days_every_month_has_fall_where_the_standard_puts_them(anchor, day, freq):
    rule, last = f"{freq};BYMONTHDAY={day}", anchor + timedelta(days=800)
    standard = rrulestr(rule, dtstart=datetime.combine(anchor, datetime.min.time()))
    expected = [
        moment.date()
        for moment in standard.between(
            datetime.combine(anchor, datetime.min.time()), datetime.combine(last, datetime.min.time()), inc=True
        )
    ]
    assert [
        each.due_on for each in occurrences(rule, Timing.WITHIN, anchor=anchor, first=anchor, last=last)
    ] == expected


@given(
    st.dates(date(2020, 1, 1), date(2029, 12, 31)),
    st.sampled_from(
        ["FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5", "FREQ=WEEKLY", "FREQ=YEARLY"]
    ),
    st.sampled_from(Timing),
    st.integers(1, 200),
)
@settings(max_examples=150, deadline=None)
def test_windows_side_by_side_hold_every_occurrence_once(anchor, rule, timing, days):
    last = anchor + timedelta(days=900)
    whole = occurrences(rule, timing, anchor=anchor, first=anchor, last=last)
    pieces, start = [], anchor
    while start <= last:
        end = min(start + timedelta(days=days), last)
        pieces += occurrences(rule, timing, anchor=anchor, first=start, last=end)
        start = end + timedelta(days=1)
    assert pieces == whole
    assert len({each.key for each in whole}) == len(whole)
