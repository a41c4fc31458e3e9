"""Terms as Vietnamese administration counts them: pure dates, used by the reader of papers and by the tracker alike.

Civil Code 2015, article 146: half a month is 15 days. Article 147: the first day, or the day of the event, is not
counted; a term in hours starts at once. Article 148: a term in weeks, months or years ends on the corresponding day, or
on the last day of a month that lacks it; when that day is a day off, the term ends with the next working day, at 24:00.
Terms counted back from a day ("chậm nhất 105 ngày trước ngày bầu cử") are a minimum, so they never roll forward.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from directives.workdays import WorkingCalendar

HOURS_A_DAY: Final = 24
HALF_MONTH_DAYS: Final = 15
WEEK_DAYS: Final = 7
YEAR_MONTHS: Final = 12


class Unit(StrEnum):
    """What a term is counted in."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_DAYS: Final = {Unit.DAY: 1, Unit.WEEK: WEEK_DAYS, Unit.HALF_MONTH: HALF_MONTH_DAYS}
_MONTHS: Final = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: YEAR_MONTHS}


@dataclass(frozen=True, slots=True)
class Span:
    """So many units, at least 0."""

    count: int
    unit: Unit


def after(base: date, span: Span, calendar: WorkingCalendar) -> date:
    """The last day of a term of `span` that starts with `base` (articles 147 and 148).

    Terms in hours end on the day in which their last hour may lie, counted from the end of `base`, and do not roll.
    """
    if span.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(base, span.count)
    if span.unit is Unit.HOUR:
        return base + timedelta(days=-(-span.count // HOURS_A_DAY))
    return calendar.next_working(shifted(base, span))


def before(base: date, span: Span, calendar: WorkingCalendar) -> date:
    """The latest day that still lies the whole of `span` before `base`, which is not counted."""
    if span.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(base, -span.count)
    if span.unit is Unit.HOUR:
        return base - timedelta(days=-(-span.count // HOURS_A_DAY))
    return shifted(base, Span(-span.count, span.unit))


def shifted(base: date, span: Span) -> date:
    """`base` moved by calendar units: the corresponding day, or the last of a month that lacks it (article 148.3)."""
    if span.unit in _DAYS:
        return base + timedelta(days=span.count * _DAYS[span.unit])
    months = base.year * YEAR_MONTHS + base.month - 1 + span.count * _MONTHS[span.unit]
    year, month = months // YEAR_MONTHS, months % YEAR_MONTHS + 1
    return date(year, month, min(base.day, monthrange(year, month)[1]))


def after_hours(start: datetime, hours: int) -> datetime:
    """The moment at which a term in hours ends: it starts at once and runs through nights and days off (art. 147.1)."""
    return start + timedelta(hours=hours)
