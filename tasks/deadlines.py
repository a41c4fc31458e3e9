"""What time did to a task (pure): timeliness classes, days late, ageing bands.

The four classes of the national model (done on time / done late / open in term / overdue, QĐ 42/2014/QĐ-TTg as
amended by QĐ 23/2018/QĐ-TTg), widened by tasks without a deadline and by those that wait for acceptance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tasks.lifecycle import OPEN, Status


class Timeliness(StrEnum):
    """Computed for a day, never stored."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DEADLINE = "done_no_deadline"
    IN_TERM = "in_term"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NO_DEADLINE = "no_deadline"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides: status, current deadline (inclusive day) and the day the accepted or pending report came in."""

    status: Status
    due_on: date | None
    submitted_on: date | None = None


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
    if facts.due_on is None:
        return Timeliness.NO_DEADLINE
    if facts.due_on < today:
        return Timeliness.OVERDUE
    return Timeliness.DUE_SOON if facts.due_on <= today + timedelta(days=soon_days) else Timeliness.IN_TERM


def _of_done(facts: Facts) -> Timeliness:
    if facts.due_on is None:
        return Timeliness.DONE_NO_DEADLINE
    on_time = facts.submitted_on is not None and facts.submitted_on <= facts.due_on
    return Timeliness.DONE_ON_TIME if on_time else Timeliness.DONE_LATE


def is_overdue(status: Status, due_on: date | None, today: date) -> bool:
    """Open, not waiting for acceptance, not suspended, and past its day."""
    overdue_statuses = OPEN - {Status.SUBMITTED, Status.SUSPENDED}
    return due_on is not None and status in overdue_statuses and due_on < today


def days_late(due_on: date | None, today: date) -> int:
    """Calendar days past the deadline, 0 when not late."""
    return max(0, (today - due_on).days) if due_on else 0


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
        """First and last due date of tasks in this band on `today` (first None when open-ended)."""
        first = today - timedelta(days=self.most) if self.most else None
        return first, today - timedelta(days=self.least)


def bands(edges: Sequence[int]) -> tuple[Band, ...]:
    """Bands between ascending `edges`: (7, 30, 120) gives 1-7, 8-30, 31-120, 121-."""
    starts = [1, *(edge + 1 for edge in edges)]
    return tuple(Band(start, most) for start, most in zip(starts, [*edges, None], strict=True))
