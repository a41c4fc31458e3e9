"""The days off and worked Saturdays known so far, so that a new installation counts working days from its first day."""

from django.db import migrations

from directives.workdays import EXCEPTIONS


def seed(apps, schema_editor):
    """Add what is missing; what somebody entered before stays."""
    workday = apps.get_model("tasks", "Workday")
    rows = [
        workday(day=day, is_working=kind == "worked", source=source, note=note)
        for day, kind, source, note in EXCEPTIONS
    ]
    workday.objects.bulk_create(rows, ignore_conflicts=True)


def remove(apps, schema_editor):
    """Take the seeded days away again."""
    apps.get_model("tasks", "Workday").objects.filter(day__in=[day for day, *_ in EXCEPTIONS]).delete()


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_notice_kinds")]
    operations = [migrations.RunPython(seed, remove)]
