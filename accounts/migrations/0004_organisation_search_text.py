"""What the search of organisations looks into: names, aliases and symbols, with and without accents."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models import F

from accounts.text import search_form


def fill(apps, schema_editor):
    rows = apps.get_model("accounts", "Organisation").objects.all()
    for row in rows.iterator(chunk_size=500):
        row.search_text = search_form(row.name, row.short_name, *row.aliases, *row.symbols)
        row.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_organisation_kind_central")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="organisation",
            index=GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="organisation_search_trigram"),
        ),
    ]
