"""Indexes that give the piles of the office and what is most urgent by deadline, made beside the work of others."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

OVERDUE_VALUES = ["assigned", "contested", "in_progress", "received", "signing"]
OPEN_VALUES = [*OVERDUE_VALUES, "submitted", "suspended"]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tasks", "0032_first_rows_of_lists")]
    operations = [
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["status", "counts_until", "id"], name="task_open_status", condition=Q(status__in=OPEN_VALUES)
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["counts_until", "id"],
                name="task_express",
                condition=Q(urgency="hoa_toc", status__in=OVERDUE_VALUES),
            ),
        ),
    ]
