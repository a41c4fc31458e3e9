"""What time did to a task (pure): until when a report is in time, timeliness classes, days late, ageing bands.

The four classes of the national model (done on time / done late / open in term / overdue, QĐ 42/2014/QĐ-TTg as
amended by QĐ 23/2018/QĐ-TTg), widened by tasks without a deadline, by those whose term starts with an event that has
not come yet, and by those that wait for acceptance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from directives.workdays import ONE_DAY, WorkingCalendar
from tasks.lifecycle import OPEN, Status


class DeadlineKind(StrEnum):
    """How the paper says it: `before` day D, `until` the end of a day or period, or a `term` counted in days."""

    BEFORE = "before"
    UNTIL = "until"
    TERM = "term"


class Basis(StrEnum):
    """Which deadline figures are counted by: the one of the paper, or the one after extensions."""

    CURRENT = "current"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a city counts (no text of the State settles it): see the columns of `DeadlinePolicy`.

    The defaults count every deadline as filed: day D of "trước ngày D" is in time, no rolling, no grace.
    """

    before_is_strict: bool = False
    named_rolls: bool = False
    grace_days: int = 0


def last_day(day: date | None, kind: str, rules: Rules, calendar: WorkingCalendar) -> date | None:
    """The last day on which a report is in time for the deadline `day`; None without one.

    First a named day off rolls to the next working day (a `term` has rolled already, Civil Code 2015 art. 148.5), then
    a strict "trước ngày D" takes one day off, then working days of grace are added. So a strict reading never counts
    longer than a lenient one. `task_last_day` in the schema is the same in SQL; a test compares the two.
    """
    if day is None:
        return None
    last = calendar.next_working(day) if rules.named_rolls and kind != DeadlineKind.TERM else day
    if rules.before_is_strict and kind == DeadlineKind.BEFORE:
        last -= ONE_DAY
    return calendar.add_working_days(last, rules.grace_days)


class Timeliness(StrEnum):
    """Computed for a day, never stored."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DEADLINE = "done_no_deadline"
    IN_TERM = "in_term"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    AWAITING_EVENT = "awaiting_event"
    NO_DEADLINE = "no_deadline"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides: status, last day in time, day of the accepted or pending report, whether an event is awaited."""

    status: Status
    until: date | None
    submitted_on: date | None = None
    awaits_event: bool = False


ENDS = {
    Status.WITHDRAWN: Timeliness.WITHDRAWN,
    Status.SUSPENDED: Timeliness.SUSPENDED,
    Status.SUBMITTED: Timeliness.WAITING,
}


def timeliness(facts: Facts, today: date, *, soon_days: int) -> Timeliness:
    """The class of a task on `today`; due soon means at most `soon_days` calendar days are left."""
    if facts.status in ENDS:
        return ENDS[facts.status]
    if facts.status is Status.DONE:
        return _of_done(facts)
    if facts.until is None:
        return Timeliness.AWAITING_EVENT if facts.awaits_event else Timeliness.NO_DEADLINE
    if facts.until < today:
        return Timeliness.OVERDUE
    return Timeliness.DUE_SOON if facts.until <= today + timedelta(days=soon_days) else Timeliness.IN_TERM


def _of_done(facts: Facts) -> Timeliness:
    if facts.until is None:
        return Timeliness.DONE_NO_DEADLINE
    on_time = facts.submitted_on is not None and facts.submitted_on <= facts.until
    return Timeliness.DONE_ON_TIME if on_time else Timeliness.DONE_LATE


def is_overdue(status: Status, until: date | None, today: date) -> bool:
    """Open, not waiting for acceptance, not suspended, and past the last day in time."""
    overdue_statuses = OPEN - {Status.SUBMITTED, Status.SUSPENDED}
    return until is not None and status in overdue_statuses and until < today


def days_late(until: date | None, today: date) -> int:
    """Calendar days past the last day in time, 0 when not late."""
    return max(0, (today - until).days) if until else 0


@dataclass(frozen=True, slots=True)
class Band:
    """An ageing band: `least` to `most` days late, both inclusive; `most` None is open-ended."""

    least: int
    most: int | None

    @property
    def key(self) -> str:
        """How the band is named in addresses: `8-30`, `121-`."""
        return f"{self.least}-{self.most or ''}"

    def due_range(self, today: date) -> tuple[date | None, date]:
        """First and last day in time of tasks in this band on `today` (first None when open-ended)."""
        first = today - timedelta(days=self.most) if self.most else None
        return first, today - timedelta(days=self.least)


def band_named(key: str) -> Band:
    """The band of an address: `8-30`, `121-`.

    Raises:
        ValueError: it names none.
    """
    least, most = key.split("-")
    return Band(int(least), int(most) if most else None)


def bands(edges: Sequence[int]) -> tuple[Band, ...]:
    """Bands between ascending `edges`: (7, 30, 120) gives 1-7, 8-30, 31-120, 121-."""
    starts = [1, *(edge + 1 for edge in edges)]
    return tuple(Band(start, most) for start, most in zip(starts, [*edges, None], strict=True))
