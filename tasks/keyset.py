"""Pages of tasks by deadline that stay quick and never skip or repeat a row while others work."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from tasks.models import Task
from tasks.models.task import TaskQuerySet

PER_PAGE: Final = 30
NO_DAY: Final = "none"


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows in order, and the cursor of the rows after them (empty at the end)."""

    rows: list[Task]
    next_cursor: str


def by_deadline(tasks: TaskQuerySet, cursor: str, size: int = PER_PAGE) -> Slice:
    """Tasks by last day in time, those without a deadline last, after `cursor`; an unreadable cursor starts over."""
    ordered = tasks.order_by("counts_until", "pk")
    place = _parse(cursor)
    if place is not None:
        ordered = ordered.filter(_after(*place))
    rows = list(ordered[: size + 1])
    return Slice(rows[:size], _cursor(rows[size - 1]) if len(rows) > size else "")


def _after(day: date | None, pk: int) -> Q:
    if day is None:
        return Q(counts_until=None, pk__gt=pk)
    return Q(counts_until__gt=day) | Q(counts_until=day, pk__gt=pk) | Q(counts_until=None)


def _cursor(task: Task) -> str:
    return f"{task.counts_until or NO_DAY}_{task.pk}"


def _parse(cursor: str) -> tuple[date | None, int] | None:
    day, _, pk = cursor.partition("_")
    if not pk.isdecimal():
        return None
    try:
        return (None if day == NO_DAY else date.fromisoformat(day)), int(pk)
    except ValueError:
        return None
