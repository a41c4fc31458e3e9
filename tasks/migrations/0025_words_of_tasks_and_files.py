"""Words of tasks in a table of their own that triggers keep, texts of files; what exists is read without a lock."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models

import accounts.search

FORWARD = r"""
ALTER TABLE tasks_taskwords ADD CONSTRAINT task_words_of_task
    FOREIGN KEY (task_id) REFERENCES tasks_task (id) ON DELETE CASCADE;

CREATE FUNCTION task_words_write(task tasks_task, paper text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO public.tasks_taskwords AS kept (task_id, vector)
    VALUES (task.id, public.search_words(paper) || public.search_words_of_long(concat_ws(' ',
        CASE WHEN NOT starts_with(task.text, task.title) THEN task.title END,
        task.text, task.product, task.path, task.event)))
    ON CONFLICT (task_id) DO UPDATE SET vector = excluded.vector
$$;
CREATE FUNCTION task_words_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.task_words_write(NEW, (SELECT number_text FROM public.directives_directive
        WHERE id = NEW.directive_id));
    RETURN NULL;
END $$;
CREATE TRIGGER task_words_of_new AFTER INSERT ON tasks_task FOR EACH ROW EXECUTE FUNCTION task_words_follow();
CREATE TRIGGER task_words_of_changed AFTER UPDATE ON tasks_task FOR EACH ROW
    WHEN ((OLD.directive_id, OLD.title, OLD.text, OLD.product, OLD.path, OLD.event)
        IS DISTINCT FROM (NEW.directive_id, NEW.title, NEW.text, NEW.product, NEW.path, NEW.event))
    EXECUTE FUNCTION task_words_follow();

-- A paper that gets another number takes its tasks along.
CREATE FUNCTION task_words_follow_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.task_words_write(task, NEW.number_text) FROM public.tasks_task task WHERE directive_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER task_words_of_paper AFTER UPDATE ON directives_directive FOR EACH ROW
    WHEN (OLD.number_text IS DISTINCT FROM NEW.number_text) EXECUTE FUNCTION task_words_follow_paper();
"""
BACK = """
DROP TRIGGER task_words_of_paper ON directives_directive;
DROP TRIGGER task_words_of_changed ON tasks_task;
DROP TRIGGER task_words_of_new ON tasks_task;
DROP FUNCTION task_words_follow_paper();
DROP FUNCTION task_words_follow();
DROP FUNCTION task_words_write(tasks_task, text);
"""
BATCH = 5_000


def read_all(apps, schema_editor):
    """Each batch is a transaction of its own; what others write meanwhile, the triggers read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM tasks_task")
        first, last = cursor.fetchone()
        for start in range(first, last + 1, BATCH):
            cursor.execute(
                "INSERT INTO tasks_taskwords (task_id, vector)"
                " SELECT task.id, search_words(paper.number_text) || search_words_of_long(concat_ws(' ',"
                " CASE WHEN NOT starts_with(task.text, task.title) THEN task.title END,"
                " task.text, task.product, task.path, task.event))"
                " FROM tasks_task task JOIN directives_directive paper ON paper.id = task.directive_id"
                " WHERE task.id >= %s AND task.id < %s ON CONFLICT DO NOTHING",
                (start, start + BATCH),
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tasks", "0024_history"), ("directives", "0008_words_of_papers")]
    operations = [
        migrations.CreateModel(
            name="FileText",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("read", "Read"), ("scanned", "Scanned"), ("failed", "Failed")], max_length=8
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=accounts.search.LongSearchWords("text"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    GinIndex(fields=["vector"], name="file_text_words"),
                    models.Index(condition=models.Q(("state", "scanned")), fields=["sha256"], name="file_text_scanned"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskWords",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="tasks.task",
                    ),
                ),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunPython(read_all, migrations.RunPython.noop),
        AddIndexConcurrently("taskwords", GinIndex(fields=["vector"], name="task_words")),
        AddIndexConcurrently("instructionfile", models.Index(fields=["sha256"], name="answer_file_content")),
        AddIndexConcurrently(
            "instructionfile", GinIndex(accounts.search.SearchWords("name"), name="answer_file_name_words")
        ),
        AddIndexConcurrently("taskfile", models.Index(fields=["sha256"], name="task_file_content")),
        AddIndexConcurrently("taskfile", GinIndex(accounts.search.SearchWords("name"), name="task_file_name_words")),
    ]
