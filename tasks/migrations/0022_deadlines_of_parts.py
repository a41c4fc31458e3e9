"""The part of a coordinating organisation is in time by the rules of the city, as the task itself is."""

from django.db import migrations, models

FORWARDS = """
CREATE FUNCTION party_counts_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.counts_until := task_last_day(NEW.due_on, NEW.deadline_kind);
    RETURN NEW;
END $$;
CREATE TRIGGER party_counts_deadline BEFORE INSERT OR UPDATE OF due_on, deadline_kind ON tasks_party
    FOR EACH ROW EXECUTE FUNCTION party_counts_deadline();
UPDATE tasks_party SET counts_until = task_last_day(due_on, deadline_kind) WHERE due_on IS NOT NULL;
"""
BACKWARDS = """
DROP TRIGGER party_counts_deadline ON tasks_party;
DROP FUNCTION party_counts_deadline();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0021_correct_event_dates")]
    operations = [
        migrations.AddField(
            model_name="party",
            name="counts_until",
            field=models.DateField(db_default=None, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="deadline_kind",
            field=models.CharField(db_default="until", default="until", max_length=8),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
