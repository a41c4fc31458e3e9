"""A version on people and organisations, so that a form opened before somebody else's change is noticed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_organisation_search_text")]
    operations = [
        migrations.AddField(
            model_name="organisation", name="version", field=models.PositiveIntegerField(default=1)
        ),
        migrations.AddField(model_name="user", name="version", field=models.PositiveIntegerField(default=1)),
    ]
