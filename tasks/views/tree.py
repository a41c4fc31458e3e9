"""What stands around a task on its page: what it is part of, its parts, and the tree of work handed out inside."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q

from accounts.models import User
from tasks.lifecycle import OPEN, Status
from tasks.models import Task

MOST: Final = 200
"""Tasks shown around one task."""
LONG: Final = ("text", "search_text")


@dataclass(frozen=True, slots=True)
class Node:
    """A task of the tree, how deep it lies, and whether its deadline is later than that of what it is part of."""

    task: Task
    depth: int
    conflicts: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Around:
    """Related duties of the city, and the tree inside, top first; `open_parts` are those directly below the task."""

    kin: list[Task] = field(default_factory=list)
    tree: list[Node] = field(default_factory=list)
    open_parts: int = 0


def around(user: User, task: Task, day: date) -> Around:
    """Everything around `task` that `user` may see (one query)."""
    near = Q(parent=task) | Q(root=task.root_id or task.pk)
    if task.parent_id is not None:
        near |= Q(pk__in=[task.parent_id, task.root_id or task.parent_id])
    seen = Task.objects.visible_to(user, day).filter(near).select_related("lead", "officer").defer(*LONG)
    rows = {row.pk: row for row in seen.order_by("pk")[:MOST]}
    inside = {pk: row for pk, row in rows.items() if row.is_inside or pk == task.root_id}
    kin = [row for pk, row in rows.items() if pk not in inside and pk != task.pk]
    if task.pk not in inside and any(row.root_id == task.pk for row in inside.values()):
        inside[task.pk] = task
    return Around(
        kin=sorted(kin, key=lambda each: (each.pk != task.parent_id, each.pk)),
        tree=_tree(inside, task.pk),
        open_parts=sum(row.parent_id == task.pk and _is_open(row) for row in inside.values()),
    )


def _is_open(task: Task) -> bool:
    return Status(task.status) in OPEN


def _tree(rows: Mapping[int, Task], here: int) -> list[Node]:
    """Depth first from whatever has no visible task above it."""
    below: dict[int, list[Task]] = defaultdict(list)
    tops: list[Task] = []
    for row in rows.values():
        if row.parent_id in rows and row.is_inside:
            below[row.parent_id or 0].append(row)
        else:
            tops.append(row)
    return list(_walk(tops, below, rows, here, 0))


def _walk(
    level: Iterable[Task], below: Mapping[int, list[Task]], rows: Mapping[int, Task], here: int, depth: int
) -> Iterable[Node]:
    for row in level:
        whole = rows.get(row.parent_id or 0) if row.is_inside else None
        yield Node(row, depth, _conflicts(row, whole), row.pk == here)
        yield from _walk(below.get(row.pk, ()), below, rows, here, depth + 1)


def _conflicts(part: Task, whole: Task | None) -> bool:
    if whole is None or part.due_on is None or whole.due_on is None or not _is_open(part):
        return False
    return part.due_on > whole.due_on
