from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directives", "0004_pages_of_files")]

    operations = [
        migrations.AddField(model_name="reading", name="head", field=models.JSONField(blank=True, default=dict)),
    ]
