"""The ladder that an office starts with: anchor, audience, days, days when very urgent, repeated every."""

from django.db import migrations

RULES = (
    ("before", "officer", 7, 7, None),
    ("before", "officer", 3, 3, None),
    ("before", "officer", 1, 1, None),
    ("before", "officer", 0, 0, None),
    ("late", "officer", 1, 1, 1),
    ("late", "head", 3, 1, 2),
    ("late", "monitor", 5, 2, 5),
    ("late", "leader", 10, 3, 5),
    ("silent", "officer", 10, 3, 5),
    ("silent", "head", 20, 5, 10),
    ("waiting", "monitor", 2, 1, 2),
)


def seed(apps, schema_editor):
    rule = apps.get_model("tasks", "LadderRule")
    rule.objects.bulk_create(
        rule(anchor=anchor, audience=audience, days=days, urgent_days=urgent_days, every=every)
        for anchor, audience, days, urgent_days, every in RULES
    )
    apps.get_model("tasks", "LadderPolicy").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0013_ladder")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
