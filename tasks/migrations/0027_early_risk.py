"""Which running tasks may miss their deadline, as judged last night, and the measure of such judgements."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0026_saved_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskBacktest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measured_on", models.DateField(unique=True)),
                ("version", models.CharField(max_length=10)),
                ("ahead_days", models.PositiveSmallIntegerField()),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("high_missed", models.PositiveIntegerField(default=0)),
                ("high_met", models.PositiveIntegerField(default=0)),
                ("medium_missed", models.PositiveIntegerField(default=0)),
                ("medium_met", models.PositiveIntegerField(default=0)),
                ("low_missed", models.PositiveIntegerField(default=0)),
                ("low_met", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-measured_on"],
            },
        ),
        migrations.CreateModel(
            name="TaskRisk",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="risk",
                        serialize=False,
                        to="tasks.task",
                    ),
                ),
                ("day", models.DateField()),
                ("points", models.PositiveSmallIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[("high", "Nguy cơ cao"), ("medium", "Nguy cơ vừa"), ("low", "Nguy cơ thấp")],
                        max_length=6,
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["level", "task"], name="risk_by_level")],
            },
        ),
    ]
