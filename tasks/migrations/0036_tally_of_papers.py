"""The summary counts each paper, too: changes name theirs, and what was built before counts for stale."""

import django.db.models.fields.json
import django.db.models.functions.comparison
from django.db import migrations, models

TELLS = """
CREATE OR REPLACE FUNCTION task_tells_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tasks_tallydelta (lead, lead_as_given, field, leader, year, status, until, until_as_issued,
            submitted_on, awaits, number{column})
        SELECT lead_id, lead_as_given_id, field_id, leader_id, extract(year FROM assigned_on), status, counts_until,
            counts_until_as_issued, submitted_on, event <> '' AND event_on IS NULL, count(*){value}
        FROM fresh WHERE giver_id IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10{place};
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO tasks_tallydelta (lead, lead_as_given, field, leader, year, status, until, until_as_issued,
            submitted_on, awaits, number{column})
        SELECT lead_id, lead_as_given_id, field_id, leader_id, extract(year FROM assigned_on), status, counts_until,
            counts_until_as_issued, submitted_on, event <> '' AND event_on IS NULL, -count(*){value}
        FROM gone WHERE giver_id IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10{place};
    ELSE
        INSERT INTO tasks_tallydelta (lead, lead_as_given, field, leader, year, status, until, until_as_issued,
            submitted_on, awaits, number{column})
        SELECT lead_id, lead_as_given_id, field_id, leader_id, extract(year FROM assigned_on), status, counts_until,
            counts_until_as_issued, submitted_on, event <> '' AND event_on IS NULL, sum(number){value}
        FROM (SELECT fresh.*, 1 AS number FROM fresh UNION ALL SELECT gone.*, -1 FROM gone) rows
        WHERE giver_id IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10{place} HAVING sum(number) <> 0;
    END IF;
    RETURN NULL;
END $$;
"""
FORWARD = TELLS.format(column=", directive", value=", directive_id", place=", 12")
BACKWARD = TELLS.format(column="", value="", place="")
STALE = """
    LOCK tasks_tallystate, tasks_tallydelta IN ACCESS EXCLUSIVE MODE;
    UPDATE tasks_tallystate SET stale = true;
    DELETE FROM tasks_tallydelta;
"""
"""Building anew counts all tasks, so changes that name no paper are not needed. Locked in the order of a fold."""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0035_searched_and_led")]
    operations = [
        migrations.RunSQL(STALE, migrations.RunSQL.noop),
        migrations.AddField("tallystate", "shape", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("tallydelta", "directive", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddIndex(
            "tally",
            models.Index(
                models.F("basis"),
                models.F("year"),
                models.OrderBy(
                    django.db.models.functions.comparison.Cast(
                        django.db.models.fields.json.KeyTextTransform("overdue", "counts"), models.IntegerField()
                    ),
                    descending=True,
                ),
                models.F("key"),
                name="tally_worst_papers",
                condition=models.Q(("counts__has_key", "overdue"), ("dimension", "directive"), ("ranking", "")),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(migrations.RunSQL.noop, STALE),
    ]
