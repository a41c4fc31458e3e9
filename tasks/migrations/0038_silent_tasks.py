"""The index of silent tasks takes in what makes them count at another warning level, so that it alone counts them."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce

OVERDUE_VALUES = ["assigned", "contested", "in_progress", "received", "signing"]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tasks", "0037_counts_of_first_pages")]
    operations = [
        AddIndexConcurrently(
            "task",
            models.Index(
                Coalesce("reported_on", "assigned_on"),
                "id",
                name="task_silent",
                include=["reported_on", "assigned_on", "counts_until", "urgency", "status"],
                condition=Q(status__in=OVERDUE_VALUES, giver=None),
            ),
        ),
        RemoveIndexConcurrently("task", "task_heard"),
    ]
