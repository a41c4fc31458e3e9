"""Tokens are kept hashed, with a scope and an end; those of before go on for 90 days."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CARRY_OVER = """
DO $$
BEGIN
    IF to_regclass('authtoken_token') IS NOT NULL THEN
        INSERT INTO accounts_apitoken (user_id, name, scope, digest, hint, created_at, expires_on)
            SELECT user_id, 'API', 'write', encode(sha256(key::bytea), 'hex'), left(key, 8), created, current_date + 90
            FROM authtoken_token;
        DROP TABLE authtoken_token;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_absences_and_preferences")]
    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="tên")),
                (
                    "scope",
                    models.CharField(
                        choices=[("read", "Chỉ đọc"), ("write", "Đọc và cập nhật")],
                        default="read",
                        max_length=5,
                        verbose_name="phạm vi",
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="tạo lúc")),
                ("expires_on", models.DateField(verbose_name="hết hạn")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="dùng gần nhất")),
                ("last_used_from", models.GenericIPAddressField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mã API",
                "verbose_name_plural": "mã API",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("revoked_at__isnull", True)), fields=["user", "-id"], name="token_open"
                    )
                ],
            },
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
    ]
