"""Indexes that count what runs and what is overdue, and that order lists by the deadline of the paper."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

OVERDUE_VALUES = ["assigned", "contested", "in_progress", "received", "signing"]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tasks", "0033_piles_by_deadline")]
    operations = [
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["counts_until", "id"],
                name="task_running",
                condition=Q(status__in=OVERDUE_VALUES, giver=None),
            ),
        ),
        AddIndexConcurrently("task", models.Index(fields=["counts_until_as_issued", "id"], name="task_until_issued")),
    ]
