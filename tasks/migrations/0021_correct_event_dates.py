"""A deadline as issued moves once more when the date of the event it starts with was entered wrongly; never otherwise."""

from django.db import migrations

FORWARDS = """
DROP TRIGGER task_deadline_as_issued_is_frozen ON tasks_task;
CREATE TRIGGER task_deadline_as_issued_is_frozen BEFORE UPDATE OF due_on_as_issued ON tasks_task
    FOR EACH ROW WHEN (OLD.due_on_as_issued IS DISTINCT FROM NEW.due_on_as_issued
        AND NOT (OLD.event <> '' AND NEW.event_on IS NOT NULL AND OLD.event_on IS DISTINCT FROM NEW.event_on))
    EXECUTE FUNCTION task_deadline_as_issued_is_frozen();
"""
BACKWARDS = """
DROP TRIGGER task_deadline_as_issued_is_frozen ON tasks_task;
CREATE TRIGGER task_deadline_as_issued_is_frozen BEFORE UPDATE OF due_on_as_issued ON tasks_task
    FOR EACH ROW WHEN (OLD.due_on_as_issued IS DISTINCT FROM NEW.due_on_as_issued
        AND NOT (OLD.due_on_as_issued IS NULL AND OLD.event <> '' AND OLD.event_on IS NULL))
    EXECUTE FUNCTION task_deadline_as_issued_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0020_drop_index_of_sketches")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
