"""Indexes that count piles of a unit or of the office without the rows of the tasks, however many tasks there are."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce


def of_counts(still_open: Sequence[str], running: Sequence[str], unsettled: Sequence[str]) -> list[models.Index]:
    """For first pages: what a unit has not settled, what came back, what nobody took, what was not heard of for long.

    Given are statuses that are open, of these those that the unit has, and of these those in which nobody works on it.
    """
    return [
        models.Index(
            fields=["lead", "status", "id"],
            name="task_unsettled",
            include=["giver"],
            condition=Q(status__in=unsettled),
        ),
        models.Index(
            fields=["lead", "id"],
            name="task_returned",
            include=["giver"],
            condition=Q(returned_count__gt=0, status__in=running),
        ),
        models.Index(
            fields=["lead", "id"],
            name="task_open_inside",
            condition=Q(giver__isnull=False, status__in=still_open),
        ),
        models.Index(
            fields=["lead", "counts_until", "id"],
            name="task_untaken",
            condition=Q(officer=None, status__in=still_open),
        ),
        models.Index(  # with all that first pages ask of silent tasks, or PostgreSQL would go for the rows
            Coalesce("reported_on", "assigned_on"),
            "id",
            name="task_silent",
            include=["reported_on", "assigned_on", "counts_until", "urgency", "status"],
            condition=Q(status__in=running, giver=None),
        ),
    ]
