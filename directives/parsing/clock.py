"""What deadlines are counted from, and what was read at one place of a text."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from directives.parsing.types import Precision, value
from directives.workdays import DEFAULT_CALENDAR, WorkingCalendar


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity, which is fast: made by `clock_of`
class Clock:
    """What relative words are counted from: the issue date, the day of receipt where known, the working calendar.

    Results are remembered by it.
    """

    issued: date | None = None
    received: date | None = None
    calendar: WorkingCalendar = DEFAULT_CALENDAR


@lru_cache(maxsize=16)
def clock_of(issued: date | None, received: date | None, calendar: WorkingCalendar) -> Clock:
    """The clock of these days: the same one for a paper read again, so that what was read of it is still known."""
    return Clock(issued, received, calendar)


@value
class Term:
    """A deadline read at `[start, end)` of a text; the strongest one of a sentence wins.

    A term with a `reason` is a printed date that sets no deadline (strength 0), and why it sets none.
    """

    start: int
    end: int
    due: date | None
    strength: int
    precision: Precision = Precision.NONE
    recurrence: str | None = None
    warnings: tuple[str, ...] = ()
    reason: str = ""
