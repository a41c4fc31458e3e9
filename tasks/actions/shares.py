"""The percent of a task whose work was handed out inside: the weighted mean of its parts, all the way up."""

from django.db.models import F, QuerySet, Sum

from tasks.lifecycle import WORKING, Status
from tasks.models import Task

MOST_WEIGHT = 100
COUNTED = sorted(status.value for status in set(Status) - {Status.WITHDRAWN})
"""Statuses of parts that count; what was withdrawn is no part any more."""


def parts_of(task: Task) -> QuerySet[Task]:
    """What was handed out inside directly below `task`, withdrawn parts included, in the order of handing out."""
    return task.children.filter(giver__isnull=False).order_by("pk")


def percent_of(task: Task) -> int | None:
    """The mean of the parts by weight, rounded down so that 100 means all; None without parts (one query)."""
    parts = parts_of(task).filter(status__in=COUNTED).order_by()
    sums = parts.aggregate(whole=Sum("weight"), reached=Sum(F("weight") * F("percent")))
    return sums["reached"] // sums["whole"] if sums["whole"] else None


def climb(task: Task) -> None:
    """Carry the percent of `task` up its tree; its root has been locked by `TaskQuerySet.lock`.

    A parent that is reported as done keeps its 100; versions stay, because nobody's words are overtaken by a share.
    """
    child: Task | None = task
    while child is not None and child.giver_id is not None and child.parent is not None:
        parent = child.parent
        percent = percent_of(parent)
        if percent is None or Status(parent.status) not in WORKING:
            return
        Task.objects.filter(pk=parent.pk).update(percent=percent)
        parent.percent = percent
        child = parent
