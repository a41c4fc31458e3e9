"""Sketches of tasks, by which near-identical ones are found; whatever made a task, its sketch follows shortly."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Max

from directives import shingles
from tasks.models import Task, TaskSketch

PER_ROUND: Final = 5_000
OVERLAP: Final = 10_000
"""A transaction that was slow to commit may hold keys below the newest; so many are looked at again."""


def fill(*, most: int = PER_ROUND, everything: bool = False) -> int:
    """Sketch tasks that have none yet, the newest keys only unless `everything`; counts them. Twice is once."""
    rows = Task.objects.filter(sketch=None)
    if not everything:
        newest = TaskSketch.objects.aggregate(key=Max("pk"))["key"] or 0
        rows = rows.filter(pk__gt=newest - OVERLAP)
    return sketch(rows.order_by("pk").values_list("pk", "text")[:most])


@transaction.atomic
def sketch(tasks: Iterable[tuple[int, str]]) -> int:
    """Write the sketches of these (key, text) pairs."""
    made = [TaskSketch(task_id=pk, hashes=shingles.sketch_of_task(text)) for pk, text in tasks]
    return len(TaskSketch.objects.bulk_create(made, ignore_conflicts=True, batch_size=1_000))
