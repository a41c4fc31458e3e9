"""Remember the last day on which a report was in time when more time was asked for."""

from datetime import date

from django.db import migrations, models
from django.db.models import F, Q


def as_the_deadline(apps, schema_editor):
    """Rows from before: until then the deadline itself was the last day."""
    apps.get_model("tasks", "ExtensionRequest").objects.update(until_before=F("due_before"))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_notice_facts")]

    operations = [
        migrations.AddField(
            model_name="extensionrequest",
            name="until_before",
            field=models.DateField(default=date(1900, 1, 1), verbose_name="ngày cuối còn trong hạn khi đề nghị"),
            preserve_default=False,
        ),
        migrations.RunPython(as_the_deadline, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="extensionrequest", name="extension_asked_before_expiry"),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=Q(("asked_on__lte", F("until_before"))), name="extension_asked_before_expiry"
            ),
        ),
    ]
