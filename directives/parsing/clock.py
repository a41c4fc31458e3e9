"""What deadlines are counted from, and what was read at one place of a text."""

from dataclasses import dataclass
from datetime import date

from directives.parsing.types import Precision, value
from directives.workdays import DEFAULT_CALENDAR, WorkingCalendar


@dataclass(frozen=True, slots=True, eq=False)  # one a paper: results are remembered by it
class Clock:
    """What relative words are counted from: the issue date, the day of receipt where known, the working calendar."""

    issued: date | None = None
    received: date | None = None
    calendar: WorkingCalendar = DEFAULT_CALENDAR


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
