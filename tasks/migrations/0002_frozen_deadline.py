"""The deadline as issued never changes; a coordinating organisation is never the lead."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION task_deadline_as_issued_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'due_on_as_issued of task % is frozen', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER task_deadline_as_issued_is_frozen BEFORE UPDATE OF due_on_as_issued ON tasks_task
    FOR EACH ROW WHEN (OLD.due_on_as_issued IS DISTINCT FROM NEW.due_on_as_issued)
    EXECUTE FUNCTION task_deadline_as_issued_is_frozen();

CREATE FUNCTION party_is_not_the_lead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM tasks_task WHERE id = NEW.task_id AND lead_id = NEW.organisation_id) THEN
        RAISE EXCEPTION 'organisation % leads task % and cannot coordinate it', NEW.organisation_id, NEW.task_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER party_is_not_the_lead BEFORE INSERT OR UPDATE OF organisation_id, task_id ON tasks_party
    FOR EACH ROW EXECUTE FUNCTION party_is_not_the_lead();
"""
BACKWARD = """
DROP TRIGGER party_is_not_the_lead ON tasks_party;
DROP FUNCTION party_is_not_the_lead();
DROP TRIGGER task_deadline_as_issued_is_frozen ON tasks_task;
DROP FUNCTION task_deadline_as_issued_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
