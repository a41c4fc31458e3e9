"""Dated rules of the city about its own figures: ageing bands, weights of the index."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0030_index_of_kept_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgeingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="áp dụng từ ngày")),
                ("source", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "edges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), size=None, verbose_name="ngày cuối của từng mức"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "mức ngày quá hạn",
                "verbose_name_plural": "mức ngày quá hạn",
                "ordering": ["-valid_from", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("edges__len__gte", 1)), name="ageing_has_a_band")
                ],
            },
        ),
        migrations.CreateModel(
            name="WeightRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="áp dụng từ ngày")),
                ("source", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("weights", models.JSONField(verbose_name="trọng số")),
                (
                    "age_weights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None, verbose_name="hệ số theo mức quá hạn"
                    ),
                ),
                ("least_judged", models.PositiveSmallIntegerField(verbose_name="số nhiệm vụ ít nhất để xếp hạng")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "trọng số chỉ số kỷ luật",
                "verbose_name_plural": "trọng số chỉ số kỷ luật",
                "ordering": ["-valid_from", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("age_weights__len__gte", 1)), name="weights_name_an_age")
                ],
            },
        ),
    ]
