"""Daily anchors of the audit chain, and no way to empty the trail or its anchors in one stroke."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION audit_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: TRUNCATE refused', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_no_truncate();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON accounts_auditanchor
    FOR EACH STATEMENT EXECUTE FUNCTION audit_no_truncate();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON accounts_auditanchor
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""
BACKWARD = """
DROP TRIGGER audit_append_only ON accounts_auditanchor;
DROP TRIGGER audit_no_truncate ON accounts_auditanchor;
DROP TRIGGER audit_no_truncate ON accounts_auditentry;
DROP FUNCTION audit_no_truncate();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_versions")]
    operations = [
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="ngày")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("entry_id", models.BigIntegerField(verbose_name="dòng cuối")),
                ("rows", models.BigIntegerField(verbose_name="số dòng")),
                ("head", models.CharField(max_length=64, verbose_name="mã băm")),
            ],
            options={
                "verbose_name": "mốc nhật ký",
                "verbose_name_plural": "mốc nhật ký",
                "ordering": ["-day"],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
