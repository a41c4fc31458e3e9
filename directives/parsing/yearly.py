"""Several days of every year as one rule: `30/6 và 15/12 hằng năm`.

Months and days alone (`BYMONTH=6,12;BYMONTHDAY=15,30`) would name 15/6 and 30/12 too; BYSETPOS (RFC 5545, 3.3.10) says
which of the days that they name are meant.
"""

from calendar import monthrange
from collections.abc import Iterable

LENGTHS = tuple(monthrange(2025, month)[1] for month in range(1, 13))
Dated = tuple[int, int]
"""A day and its month."""


def on_dates(dates: Iterable[Dated]) -> str:
    """The rule of days of every year."""
    wanted = sorted({(month, day) for day, month in dates})
    months, days = (sorted({date[i] for date in wanted}) for i in (0, 1))
    named = _named(months, days)
    rule = f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY={_listed(days)}"
    return rule if named == wanted else f"{rule};BYSETPOS={_listed(named.index(date) + 1 for date in wanted)}"


def picked_dates(rule: str) -> list[Dated]:
    """The days that a rule of `on_dates` picks with BYSETPOS; empty for any other rule."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    if parts.keys() != {"FREQ", "BYMONTH", "BYMONTHDAY", "BYSETPOS"} or parts["FREQ"] != "YEARLY":
        return []
    numbers = [parts[name].split(",") for name in ("BYMONTH", "BYMONTHDAY", "BYSETPOS")]
    if not all(number.isdecimal() and 0 < int(number) <= 366 for listed in numbers for number in listed):
        return []
    months, days, positions = ([int(number) for number in listed] for listed in numbers)
    named = _named([month for month in months if month <= len(LENGTHS)], days)
    return [(named[at - 1][1], named[at - 1][0]) for at in positions if at <= len(named)]


def _named(months: Iterable[int], days: Iterable[int]) -> list[tuple[int, int]]:
    """The days that there are in every common year, as month and day in order."""
    days = list(days)
    return sorted((month, day) for month in months for day in days if day <= LENGTHS[month - 1])


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))
