"""Filters that people keep under a name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_indexes_of_names"),
        ("tasks", "0025_words_of_tasks_and_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="tên góc nhìn")),
                ("path", models.CharField(max_length=200, verbose_name="trang")),
                ("query", models.TextField(blank=True, verbose_name="điều kiện lọc")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("me", "Chỉ mình tôi"),
                            ("unit", "Đơn vị của tôi"),
                            ("office", "Tất cả mọi người"),
                            ("role", "Một vai trò"),
                        ],
                        default="me",
                        max_length=8,
                        verbose_name="chia sẻ với",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clerk", "Văn thư, chuyên viên tổng hợp"),
                            ("monitor", "Chuyên viên theo dõi"),
                            ("leader", "Lãnh đạo UBND"),
                            ("head", "Lãnh đạo đơn vị"),
                            ("officer", "Chuyên viên"),
                            ("admin", "Quản trị hệ thống"),
                            ("auditor", "Kiểm tra, kiểm toán"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="vai trò",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lưu",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "góc nhìn đã lưu",
                "verbose_name_plural": "góc nhìn đã lưu",
                "ordering": ["position", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DefaultView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="default_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="defaults", to="tasks.savedview"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(
                condition=models.Q(("audience", "me"), _negated=True), fields=["path"], name="saved_view_shared"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("owner", "path", "name"), name="saved_view_named_once"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "unit"), ("unit__isnull", False)),
                    models.Q(models.Q(("audience", "unit"), _negated=True), ("unit", None)),
                    _connector="OR",
                ),
                name="saved_view_of_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "role"), models.Q(("role", ""), _negated=True)),
                    models.Q(models.Q(("audience", "role"), _negated=True), ("role", "")),
                    _connector="OR",
                ),
                name="saved_view_of_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="defaultview",
            constraint=models.UniqueConstraint(fields=("user", "path"), name="default_view_once_a_page"),
        ),
    ]
