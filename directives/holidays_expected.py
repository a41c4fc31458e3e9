"""Public holidays of years for which no plan is on record: what the law lets one expect until a decision comes.

Taken from the package `holidays` (Vietnam): articles 111 and 112 of the Labour Code 2019, lunar days worked out. It
cannot know swaps of working days, which the Government announces from year to year.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache

from holidays.countries.vietnam import Vietnam

SATURDAY = 5
SOURCE = "Dự kiến theo Bộ luật Lao động, chưa có quyết định cho năm"


@cache
def expected(year: int) -> tuple[tuple[date, str], ...]:
    """Weekdays of `year` that the law makes holidays, each with its name in Vietnamese, in order."""
    return tuple(_weekdays(year))


def _weekdays(year: int) -> Iterator[tuple[date, str]]:
    for day, name in sorted(Vietnam(years=year, language="vi").items()):  # type: ignore[no-untyped-call]  # the package is untyped here
        if day.weekday() < SATURDAY:
            yield day, name
