"""What a search found is sorted out of an index alone; open tasks of a leader have one, as those of an officer have."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tasks", "0034_duties_running")]
    operations = [
        AddIndexConcurrently(
            "task",
            models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        ["assigned", "contested", "in_progress", "received", "signing", "submitted", "suspended"],
                    )
                ),
                fields=["leader", "counts_until", "id"],
                name="task_open_leader",
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["id"], include=["counts_until", "counts_until_as_issued", "giver"], name="task_searched"
            ),
        ),
    ]
