"""People and organisations are found by the words of their names."""

import django.contrib.postgres.indexes
from django.db import migrations

import accounts.search


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_search_words"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                accounts.search.SearchWords("search_text"), name="organisation_words"
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=django.contrib.postgres.indexes.GinIndex(
                accounts.search.SearchWords("full_name"), name="user_name_words"
            ),
        ),
    ]
