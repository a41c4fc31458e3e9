"""The maintained summary: classes in SQL, deltas written by triggers, and a summary that is stale until it is built."""

import django.contrib.postgres.fields
from django.db import migrations, models

FORWARD = """
-- The class of a task on a day (tasks.deadlines.timeliness); a test compares the two.
CREATE FUNCTION task_class(status text, until date, submitted_on date, awaits boolean, day date, soon integer)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN status IN ('withdrawn', 'suspended') THEN status
        WHEN status = 'submitted' THEN 'waiting'
        WHEN status = 'done' THEN CASE WHEN until IS NULL THEN 'done_no_deadline'
            WHEN submitted_on <= until THEN 'done_on_time' ELSE 'done_late' END
        WHEN until IS NULL THEN CASE WHEN awaits THEN 'awaiting_event' ELSE 'no_deadline' END
        WHEN until < day THEN 'overdue'
        WHEN until <= day + soon THEN 'due_soon'
        ELSE 'in_term' END
$$;

-- The ageing band of an overdue task (tasks.deadlines.bands), named as in addresses: 1-7, 121-.
CREATE FUNCTION task_band(until date, day date, edges integer[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(edges[before] + 1, 1) || '-' || coalesce(edges[before + 1]::text, '')
    FROM (SELECT (SELECT count(*)::integer FROM unnest(edges) edge WHERE edge < day - until) AS before) place
$$;

-- Units are ranked among their own kind (tasks.maps.RANKINGS).
CREATE FUNCTION unit_ranking(kind text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN kind IN ('co_quan_chuyen_mon', 'co_quan_hanh_chinh_khac') THEN '1'
        WHEN kind = 'ubnd_phuong' THEN '2' WHEN kind IN ('ubnd_xa', 'ubnd_dac_khu') THEN '3' ELSE '4' END
$$;

-- Two sets of counts added up; what comes to naught is left out.
CREATE FUNCTION tally_sum(one jsonb, other jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(name, total) FILTER (WHERE total <> 0), '{}') FROM (
        SELECT name, sum(number::integer) AS total
        FROM (SELECT * FROM jsonb_each_text(one) UNION ALL SELECT * FROM jsonb_each_text(other)) parts(name, number)
        GROUP BY name) sums
$$;

-- One function for three triggers: a statement without old or new rows never plans the query that reads them.
CREATE FUNCTION task_tells_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tasks_tallydelta (lead, lead_as_given, field, leader, year, status, until, until_as_issued,
            submitted_on, awaits, number)
        SELECT lead_id, lead_as_given_id, field_id, leader_id, extract(year FROM assigned_on), status, counts_until,
            counts_until_as_issued, submitted_on, event <> '' AND event_on IS NULL, count(*)
        FROM fresh WHERE giver_id IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO tasks_tallydelta (lead, lead_as_given, field, leader, year, status, until, until_as_issued,
            submitted_on, awaits, number)
        SELECT lead_id, lead_as_given_id, field_id, leader_id, extract(year FROM assigned_on), status, counts_until,
            counts_until_as_issued, submitted_on, event <> '' AND event_on IS NULL, -count(*)
        FROM gone WHERE giver_id IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
    ELSE
        INSERT INTO tasks_tallydelta (lead, lead_as_given, field, leader, year, status, until, until_as_issued,
            submitted_on, awaits, number)
        SELECT lead_id, lead_as_given_id, field_id, leader_id, extract(year FROM assigned_on), status, counts_until,
            counts_until_as_issued, submitted_on, event <> '' AND event_on IS NULL, sum(number)
        FROM (SELECT fresh.*, 1 AS number FROM fresh UNION ALL SELECT gone.*, -1 FROM gone) rows
        WHERE giver_id IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(number) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER task_tells_tally_new AFTER INSERT ON tasks_task
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION task_tells_tally();
CREATE TRIGGER task_tells_tally_change AFTER UPDATE ON tasks_task
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION task_tells_tally();
CREATE TRIGGER task_tells_tally_end AFTER DELETE ON tasks_task
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION task_tells_tally();

-- Always written, also when it is stale already: so it waits for a rebuild that may not have seen this change.
CREATE FUNCTION tally_is_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tasks_tallystate SET stale = true;
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_makes_tally_stale AFTER UPDATE OF heir_id, kind ON accounts_organisation
    FOR EACH ROW WHEN (OLD.heir_id IS DISTINCT FROM NEW.heir_id OR OLD.kind <> NEW.kind)
    EXECUTE FUNCTION tally_is_stale();
CREATE TRIGGER task_makes_tally_stale AFTER TRUNCATE ON tasks_task
    FOR EACH STATEMENT EXECUTE FUNCTION tally_is_stale();

INSERT INTO tasks_tallystate (id, soon_days, edges, stale, differences) VALUES (1, 0, '{}', true, 0);
"""
BACKWARD = """
DROP TRIGGER task_makes_tally_stale ON tasks_task;
DROP TRIGGER organisation_makes_tally_stale ON accounts_organisation;
DROP FUNCTION tally_is_stale();
DROP TRIGGER task_tells_tally_end ON tasks_task;
DROP TRIGGER task_tells_tally_change ON tasks_task;
DROP TRIGGER task_tells_tally_new ON tasks_task;
DROP FUNCTION task_tells_tally();
DROP FUNCTION tally_sum(jsonb, jsonb);
DROP FUNCTION unit_ranking(text);
DROP FUNCTION task_band(date, date, integer[]);
DROP FUNCTION task_class(text, date, date, boolean, date, integer);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0022_deadlines_of_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dimension",
                        "basis",
                        "year",
                        "ranking",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("dimension", models.CharField(max_length=12)),
                ("basis", models.CharField(max_length=8)),
                ("year", models.SmallIntegerField()),
                ("ranking", models.CharField(max_length=1)),
                ("key", models.BigIntegerField()),
                ("counts", models.JSONField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TallyDelta",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lead", models.BigIntegerField()),
                ("lead_as_given", models.BigIntegerField(null=True)),
                ("field", models.BigIntegerField(null=True)),
                ("leader", models.BigIntegerField(null=True)),
                ("year", models.SmallIntegerField()),
                ("status", models.CharField(max_length=12)),
                ("until", models.DateField(null=True)),
                ("until_as_issued", models.DateField(null=True)),
                ("submitted_on", models.DateField(null=True)),
                ("awaits", models.BooleanField()),
                ("number", models.IntegerField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TallyState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(null=True)),
                ("soon_days", models.PositiveIntegerField(default=0)),
                (
                    "edges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, size=None
                    ),
                ),
                ("stale", models.BooleanField(default=True)),
                ("built_at", models.DateTimeField(null=True)),
                ("differed_on", models.DateField(null=True)),
                ("differences", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="tally_has_one_state")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
