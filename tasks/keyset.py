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
    rows = list(ordered[: size + 1]) if place is None else _after(ordered, *place, size + 1)
    return Slice(rows[:size], _cursor(rows[size - 1]) if len(rows) > size else "")


def _after(ordered: TaskQuerySet, day: date | None, pk: int, most: int) -> list[Task]:
    """Rows behind that place: first those with a day, by a range of the index, then those without.

    One condition for both would be an OR, for which PostgreSQL walks through everything before the place.
    """
    undated = ordered.filter(counts_until=None)
    if day is None:
        return list(undated.filter(pk__gt=pk)[:most])
    found = list(ordered.filter(Q(counts_until__gt=day) | Q(pk__gt=pk), counts_until__gte=day)[:most])
    return found if len(found) == most else [*found, *undated[: most - len(found)]]


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
