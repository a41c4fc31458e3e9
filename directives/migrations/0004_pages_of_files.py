import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directives", "0003_names_readings_sketches")]

    operations = [
        migrations.AddField(
            model_name="directivefile",
            name="page_starts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), blank=True, default=list, size=None
            ),
        ),
    ]
