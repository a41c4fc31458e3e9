"""Indexes that give the first rows of a list in its order, made beside the work of others; unread ones go."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tasks", "0031_rules_of_figures"), ("accounts", "0014_indexes_of_names")]
    operations = [
        AddIndexConcurrently("task", models.Index(fields=["counts_until", "id"], name="task_until")),
        AddIndexConcurrently("task", models.Index(fields=["lead", "counts_until", "id"], name="task_lead_until")),
        AddIndexConcurrently("task", models.Index(fields=["lead", "-id"], name="task_lead_newest")),
        RemoveIndexConcurrently("task", "task_search_trigram"),
        migrations.AlterField(
            model_name="task",
            name="lead",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="led_tasks",
                to="accounts.organisation",
                verbose_name="cơ quan chủ trì",
            ),
        ),
    ]
