"""A second, slow way to count days, which shares nothing with the calendar under test.

The days off and worked Saturdays of 2023-2026 are typed here once more from the announcements; the other years come
from the law. Everything is looked up day by day in one long list.
"""

from datetime import date, timedelta

import holidays
from dateutil.relativedelta import relativedelta

FIRST, LAST = date(2019, 1, 1), date(2033, 12, 31)
OFF = """
2023: 2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9
2024: 1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9
2025: 1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9
2026: 1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9
"""
WORKED = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
LAW_YEARS = {2020, 2021, 2022, 2027, 2028, 2029, 2030}


def _off():
    for line in OFF.split("\n"):
        year, _, days = line.partition(":")
        for day in days.split():
            number, month = day.split("/")
            yield date(int(year), int(month), int(number))
    yield from (day for year in LAW_YEARS for day in holidays.country_holidays("VN", years=year) if day.year == year)


CLOSED = frozenset(_off()) - WORKED
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
WORKING = [day for day in DAYS if day in WORKED or (day.isoweekday() <= 5 and day not in CLOSED)]
OPEN = set(WORKING)


def next_open(day):
    return min(each for each in (day + timedelta(days=number) for number in range(40)) if each in OPEN)


def nth_after(day, count):
    return day if count == 0 else [each for each in WORKING if each > day][count - 1]


def nth_before(day, count):
    return day if count == 0 else [each for each in WORKING if each < day][-count]


def between(start, end):
    return len([each for each in WORKING if start < each <= end])


def end_of_term(day, count, unit):
    """Articles 147 and 148 in the words of a calendar library of its own."""
    if unit == "working_day":
        return nth_after(day, count)
    if unit == "hour":
        moments = [day + timedelta(days=number) for number in range(count // 24 + 2)]
        return next(moment for moment in moments if (moment - day).days * 24 >= count)
    names = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
    if unit in names:
        return next_open(day + relativedelta(**{names[unit]: count}))
    return next_open(
        day + (relativedelta(days=15 * count) if unit == "half_month" else relativedelta(months=3 * count))
    )


def last_day_in_time(day, kind, *, strict, rolls, grace):
    """The rules of the city, said once more."""
    if rolls and kind in ("before", "until"):
        day = next_open(day)
    if strict and kind == "before":
        day -= timedelta(days=1)
    return nth_after(day, grace)
