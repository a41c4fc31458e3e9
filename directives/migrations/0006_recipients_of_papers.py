"""Whom a paper is sent to, as its foot prints it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0005_head_of_readings"),
    ]

    operations = [
        migrations.AddField(
            model_name="directive",
            name="recipients",
            field=models.TextField(blank=True, verbose_name="nơi nhận"),
        ),
    ]
