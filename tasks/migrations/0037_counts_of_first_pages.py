"""Indexes that count the piles of first pages without the rows of the tasks, made beside the work of others."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce

UNSETTLED_VALUES = ["assigned", "contested", "signing"]
OVERDUE_VALUES = ["assigned", "contested", "in_progress", "received", "signing"]
OPEN_VALUES = [*OVERDUE_VALUES, "submitted", "suspended"]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tasks", "0036_tally_of_papers")]
    operations = [
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["lead", "status", "id"],
                name="task_unsettled",
                include=["giver"],
                condition=Q(status__in=UNSETTLED_VALUES),
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["lead", "id"],
                name="task_returned",
                include=["giver"],
                condition=Q(returned_count__gt=0, status__in=OVERDUE_VALUES),
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["lead", "id"],
                name="task_open_inside",
                condition=Q(giver__isnull=False, status__in=OPEN_VALUES),
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["lead", "counts_until", "id"],
                name="task_untaken",
                condition=Q(officer=None, status__in=OPEN_VALUES),
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                Coalesce("reported_on", "assigned_on"),
                "id",
                name="task_heard",
                include=["reported_on", "assigned_on", "counts_until"],
                condition=Q(status__in=OVERDUE_VALUES, giver=None),
            ),
        ),
    ]
