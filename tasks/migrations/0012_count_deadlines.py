"""Last days in time are kept by the schema; an awaited deadline is set once; the first rules and later years."""

from datetime import date

from django.conf import settings
from django.db import migrations

from directives.workdays import EXCEPTIONS, EXPECTED_YEARS

FORWARD = """
CREATE FUNCTION office_is_open(day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT is_working FROM tasks_workday WHERE tasks_workday.day = $1), extract(isodow FROM $1) < 6)
$$;

CREATE FUNCTION next_working_day(day date) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    found date := day;
BEGIN
    FOR tried IN 1..366 LOOP
        EXIT WHEN office_is_open(found);
        found := found + 1;
    END LOOP;
    RETURN found;
END $$;

-- The last day on which a report is in time, by the rules in force on the day itself (tasks.deadlines.last_day).
CREATE FUNCTION task_last_day(day date, kind text) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    rules record;
    last date := day;
BEGIN
    IF day IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT before_is_strict, named_rolls, grace_days INTO rules FROM tasks_deadlinepolicy
        WHERE valid_from <= day ORDER BY valid_from DESC, id DESC LIMIT 1;
    IF NOT FOUND THEN
        RETURN day;
    END IF;
    IF rules.named_rolls AND kind <> 'term' THEN
        last := next_working_day(last);
    END IF;
    IF rules.before_is_strict AND kind = 'before' THEN
        last := last - 1;
    END IF;
    FOR n IN 1..rules.grace_days LOOP
        last := next_working_day(last + 1);
    END LOOP;
    RETURN last;
END $$;

-- A deadline that was put off is a day inclusive, however the paper had said its own.
CREATE FUNCTION task_kind_now(due_on date, issued date, kind text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN due_on IS NOT DISTINCT FROM issued THEN kind ELSE 'until' END
$$;

CREATE FUNCTION task_counts_deadlines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.counts_until := task_last_day(
        NEW.due_on, task_kind_now(NEW.due_on, NEW.due_on_as_issued, NEW.deadline_kind));
    NEW.counts_until_as_issued := task_last_day(NEW.due_on_as_issued, NEW.deadline_kind);
    RETURN NEW;
END $$;
CREATE TRIGGER task_counts_deadlines_new BEFORE INSERT ON tasks_task
    FOR EACH ROW EXECUTE FUNCTION task_counts_deadlines();
CREATE TRIGGER task_counts_deadlines_again BEFORE UPDATE OF due_on, due_on_as_issued, deadline_kind ON tasks_task
    FOR EACH ROW WHEN ((OLD.due_on, OLD.due_on_as_issued, OLD.deadline_kind)
        IS DISTINCT FROM (NEW.due_on, NEW.due_on_as_issued, NEW.deadline_kind))
    EXECUTE FUNCTION task_counts_deadlines();

DROP TRIGGER task_deadline_as_issued_is_frozen ON tasks_task;
CREATE TRIGGER task_deadline_as_issued_is_frozen BEFORE UPDATE OF due_on_as_issued ON tasks_task
    FOR EACH ROW WHEN (OLD.due_on_as_issued IS DISTINCT FROM NEW.due_on_as_issued
        AND NOT (OLD.due_on_as_issued IS NULL AND OLD.event <> '' AND OLD.event_on IS NULL))
    EXECUTE FUNCTION task_deadline_as_issued_is_frozen();

UPDATE tasks_task SET counts_until = due_on, counts_until_as_issued = due_on_as_issued;
"""
BACKWARD = """
DROP TRIGGER task_deadline_as_issued_is_frozen ON tasks_task;
CREATE TRIGGER task_deadline_as_issued_is_frozen BEFORE UPDATE OF due_on_as_issued ON tasks_task
    FOR EACH ROW WHEN (OLD.due_on_as_issued IS DISTINCT FROM NEW.due_on_as_issued)
    EXECUTE FUNCTION task_deadline_as_issued_is_frozen();
DROP TRIGGER task_counts_deadlines_again ON tasks_task;
DROP TRIGGER task_counts_deadlines_new ON tasks_task;
DROP FUNCTION task_counts_deadlines();
DROP FUNCTION task_kind_now(date, date, text);
DROP FUNCTION task_last_day(date, text);
DROP FUNCTION next_working_day(date);
DROP FUNCTION office_is_open(date);
"""


def first_rules(apps, schema_editor):
    """What the environment said so far holds from the beginning, until the office enters a row of its own."""
    apps.get_model("tasks", "DeadlinePolicy").objects.create(
        valid_from=date(2000, 1, 1),
        before_is_strict=settings.DEADLINE_BEFORE_IS_STRICT,
        named_rolls=False,
        source="Giá trị ban đầu khi cài đặt hệ thống",
    )


def years_without_a_plan(apps, schema_editor):
    """Days that the law lets one expect, marked so; what somebody entered before stays."""
    workday = apps.get_model("tasks", "Workday")
    expected = [row for row in EXCEPTIONS if row[0].year in EXPECTED_YEARS]
    rows = [workday(day=day, is_working=False, source=source, note=note) for day, _kind, source, note in expected]
    workday.objects.bulk_create(rows, ignore_conflicts=True)
    workday.objects.filter(day__in=[day for day, *_ in expected], source__in={row[2] for row in expected}).update(
        is_expected=True
    )


def nothing(apps, schema_editor):
    """The tables themselves go when the step before is taken back; days that were expected may stay."""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0011_counted_deadlines_and_series")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(first_rules, nothing),
        migrations.RunPython(years_without_a_plan, nothing),
    ]
