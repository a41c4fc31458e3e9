"""Lists that read about as many rows as they show, however many tasks the city has.

Somebody sees tasks in several ways (`TaskQuerySet.ways`). Joined in one condition they have no index in order, so that
everything the person may see would be gathered and sorted for every page. Here each way gives its first rows by an
index of its own, and these few are merged. Keys come first, so that what the columns add is asked for the rows of the
page only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Window

from accounts.models import User
from tasks.filters import TaskFilter
from tasks.models import Task
from tasks.models.task import TaskQuerySet

HEAD: Final = 51
"""Keys that are asked for at once for the first page of a list."""


@dataclass(frozen=True)
class Seen:
    """Tasks in order: `ways` are narrowed and may overlap, `shown` reads the rows of a page with their columns.

    With `gathered` no index gives the order (what was searched for): all keys are met at once, so they are counted
    in the same turn.
    """

    ways: Sequence[TaskQuerySet]
    shown: QuerySet[Task]
    order: tuple[str, ...] = ("-id",)
    gathered: bool = False
    _met: dict[tuple[int, int], list[tuple[Any, ...]]] = field(default_factory=dict)

    def order_by(self, *names: str) -> "Seen":
        """The same in another order; a column that may be empty has its empty rows last."""
        order = tuple("-id" if name == "-pk" else "id" if name == "pk" else name for name in names)
        return replace(self, order=order, _met={})

    def filter(self, *conditions: Q, **lookups: object) -> "Seen":
        """Those that meet these too."""
        return replace(self, ways=[way.filter(*conditions, **lookups) for way in self.ways], _met={})

    def __getitem__(self, wanted: slice) -> list[Task]:
        """The rows of a page (two queries, and what their columns prefetch)."""
        keys = self.keys(wanted.start or 0, wanted.stop)
        rows = {task.pk: task for task in self.shown.filter(pk__in=keys).order_by()} if keys else {}
        return [rows[key] for key in keys if key in rows]

    def keys(self, first: int, last: int) -> list[int]:
        """Keys of the rows from `first` until before `last`."""
        return [key for key, *_columns in self._page(first, last)]

    def count(self, most: int) -> int:
        """How many there are, counted up to `most`; one page that holds them all needs no counting."""
        head = self._page(0, HEAD)
        if len(head) < HEAD:
            return len(head)
        if self.gathered:
            return min(most, int(head[0][-1]))
        ways = [way.order_by().values("pk")[:most] for way in self.ways]
        return (ways[0].union(*ways[1:])[:most] if len(ways) > 1 else ways[0]).count()

    def _page(self, first: int, last: int) -> list[tuple[Any, ...]]:
        """Key, columns of the order, and where they are gathered how many there are; the first page is asked once."""
        if last <= HEAD and (0, HEAD) in self._met:
            return self._met[0, HEAD][first:last]
        if (first, last) not in self._met:
            self._met[first, last] = list(
                self._asked()[first:last] if len(self.ways) == 1 else self._merged(first, last)
            )
        return self._met[first, last]

    def _asked(self) -> QuerySet[Task, tuple[Any, ...]]:
        only = self.ways[0].order_by(*self.order)
        columns = [*self._columns(), *([Window(Count("id"))] if self.gathered else ())]
        return only.values_list("id", *columns)

    def _merged(self, first: int, last: int) -> QuerySet[Task, tuple[Any, ...]]:
        each = [way.order_by(*self.order).values_list("id", *self._columns())[:last] for way in self.ways]
        return each[0].union(*each[1:]).order_by(*self.order)[first:last]

    def _columns(self) -> list[str]:
        return [name for name in (each.removeprefix("-") for each in self.order) if name != "id"]


def seen(filters: TaskFilter, user: User, today: date, shown: QuerySet[Task]) -> Seen:
    """The tasks of the filter that the person may see, nothing when the query string has an error."""
    tasks = filters.narrow(Task.objects.all())
    if filters.is_valid() and filters.form.cleaned_data.get("q"):
        return Seen([tasks.visible_one_by_one(user, today)], shown, gathered=True)
    if filters.is_valid() and filters.form.cleaned_data.get("officer") == user:
        return Seen([tasks], shown)  # whoever works on a task may see it
    return Seen(tasks.ways(user, today), shown)
