"""Words of papers in a table of their own that triggers keep; papers that exist are read in batches, without a lock."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models

FORWARD = r"""
ALTER TABLE directives_directivewords ADD CONSTRAINT directive_words_of_paper
    FOREIGN KEY (directive_id) REFERENCES directives_directive (id) ON DELETE CASCADE;

-- Number and symbol stand apart from the rest, so that what follows them is not taken for a part of them.
CREATE FUNCTION directive_words_write(paper directives_directive) RETURNS void LANGUAGE sql AS $$
    INSERT INTO public.directives_directivewords AS kept (directive_id, header, everything)
    SELECT paper.id, header, header || public.search_words_of_long(paper.text)
    FROM (SELECT public.search_words(paper.number_text) || public.search_words(concat_ws(' ', paper.subject,
        paper.issuer_name, paper.signer, split_part(paper.search_text, ' | ', 1))) AS header) made
    ON CONFLICT (directive_id) DO UPDATE SET header = excluded.header, everything = excluded.everything
$$;
CREATE FUNCTION directive_words_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.directive_words_write(NEW);
    RETURN NULL;
END $$;
CREATE TRIGGER directive_words_of_new AFTER INSERT ON directives_directive
    FOR EACH ROW EXECUTE FUNCTION directive_words_follow();
CREATE TRIGGER directive_words_of_changed AFTER UPDATE ON directives_directive FOR EACH ROW
    WHEN ((OLD.number_text, OLD.subject, OLD.issuer_name, OLD.signer, OLD.search_text, OLD.text)
        IS DISTINCT FROM (NEW.number_text, NEW.subject, NEW.issuer_name, NEW.signer, NEW.search_text, NEW.text))
    EXECUTE FUNCTION directive_words_follow();
"""
BACK = """
DROP TRIGGER directive_words_of_changed ON directives_directive;
DROP TRIGGER directive_words_of_new ON directives_directive;
DROP FUNCTION directive_words_follow();
DROP FUNCTION directive_words_write(directives_directive);
"""
BATCH = 500


def read_all(apps, schema_editor):
    """Each batch is a transaction of its own; what others write meanwhile, the triggers read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM directives_directive")
        first, last = cursor.fetchone()
        for start in range(first, last + 1, BATCH):
            cursor.execute(
                "SELECT count(directive_words_write(paper)) FROM directives_directive paper WHERE id >= %s AND id < %s",
                (start, start + BATCH),
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("directives", "0007_clauses_and_targets"), ("accounts", "0014_indexes_of_names")]
    operations = [
        migrations.CreateModel(
            name="DirectiveWords",
            fields=[
                (
                    "directive",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="directives.directive",
                    ),
                ),
                ("header", django.contrib.postgres.search.SearchVectorField()),
                ("everything", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunPython(read_all, migrations.RunPython.noop),
        AddIndexConcurrently("directivewords", GinIndex(fields=["header"], name="directive_words_header")),
        AddIndexConcurrently("directivewords", GinIndex(fields=["everything"], name="directive_words_all")),
    ]
