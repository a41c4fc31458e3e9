"""The history of tasks, parts, requests and words: its tables, what can be rebuilt of the past, and its triggers.

What is rebuilt comes from dates that the rows hold: the status from the steps of a task, deadlines from extensions,
counts from steps and urgings, progress from reports. Who led, did and watched a task before is not rebuilt, so such
rows name whoever does today; all are marked `is_rebuilt`. The last row of each is what it is today.
"""

from django.conf import settings
from django.db import migrations, models

from tasks import history

REBUILD_TASKS = """
WITH days AS (
    SELECT id AS task_id, assigned_on AS day FROM tasks_task
    UNION SELECT task_id, "on" FROM tasks_taskevent
    UNION SELECT task_id, "on" FROM tasks_progressreport
    UNION SELECT task_id, decided_on FROM tasks_extensionrequest WHERE state = 'granted'
    UNION SELECT u.task_id, r."on" FROM tasks_urging u JOIN tasks_urginground r ON r.id = u.round_id
), periods AS (
    SELECT task_id, day AS from_day,
           lead(day) OVER turns AS until_day, first_value(day) OVER turns AS first_day
    FROM days WHERE day <= %(today)s WINDOW turns AS (PARTITION BY task_id ORDER BY day)
)
INSERT INTO tasks_taskstate (
    task_id, from_day, until_day, is_rebuilt, directive_id, draft_id, parent_id, giver_id, root_id, weight, path,
    field_id, urgency, lead_id, lead_as_given_id, officer_id, leader_id, monitor_id, assigned_on, due_on_as_issued,
    due_on, precision, deadline_kind, counts_until, counts_until_as_issued, event, event_term, event_on, event_source,
    review_on, series_id, period, status, received_on, proposed_on, submitted_on, completed_on, returned_count,
    sent_back_count, quality, quality_note, reported_on, percent, extended_times, urged_times
)
SELECT p.task_id, p.from_day, p.until_day, true, t.directive_id, t.draft_id, t.parent_id, t.giver_id, t.root_id,
    t.weight, t.path, t.field_id, t.urgency, t.lead_id, t.lead_as_given_id, t.officer_id, t.leader_id, t.monitor_id,
    CASE WHEN now OR t.assigned_on <= p.from_day THEN t.assigned_on ELSE p.first_day END,
    issued, due, t.precision, t.deadline_kind,
    CASE WHEN now THEN t.counts_until
        ELSE task_last_day(due, task_kind_now(due, issued, t.deadline_kind)) END,
    CASE WHEN now THEN t.counts_until_as_issued ELSE task_last_day(issued, t.deadline_kind) END,
    t.event, t.event_term,
    CASE WHEN now OR dated THEN t.event_on END, CASE WHEN now OR dated THEN t.event_source ELSE '' END,
    t.review_on, t.series_id, t.period, is_then,
    CASE WHEN now OR t.received_on <= p.from_day THEN t.received_on END,
    CASE WHEN now OR t.proposed_on <= p.from_day THEN t.proposed_on END,
    CASE WHEN now THEN t.submitted_on
        WHEN is_then IN ('submitted', 'done') THEN
            coalesce(CASE WHEN t.submitted_on <= p.from_day THEN t.submitted_on END, sent, p.from_day) END,
    CASE WHEN now OR (is_then = 'done' AND t.completed_on <= p.from_day) THEN t.completed_on END,
    CASE WHEN now THEN t.returned_count ELSE returned END, CASE WHEN now THEN t.sent_back_count ELSE sent_back END,
    CASE WHEN now OR t.completed_on <= p.from_day THEN t.quality ELSE '' END,
    CASE WHEN now OR t.completed_on <= p.from_day THEN t.quality_note ELSE '' END,
    CASE WHEN now THEN t.reported_on ELSE report."on" END,
    CASE WHEN now THEN t.percent ELSE coalesce(report.percent, 0) END,
    CASE WHEN now THEN t.extended_times ELSE extended END, CASE WHEN now THEN t.urged_times ELSE urged END
FROM periods p
JOIN tasks_task t ON t.id = p.task_id
CROSS JOIN LATERAL (SELECT p.until_day IS NULL AS now) n
LEFT JOIN LATERAL (
    SELECT r."on", r.percent FROM tasks_progressreport r
    WHERE r.task_id = t.id AND r."on" <= p.from_day ORDER BY r.id DESC LIMIT 1
) report ON true
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE move = 'return') AS returned,
           count(*) FILTER (WHERE move = 'send_back') AS sent_back,
           max("on") FILTER (WHERE to_status = 'submitted' AND from_status <> 'submitted') AS sent,
           t.event = '' OR NOT EXISTS (
               SELECT FROM tasks_taskevent l WHERE l.task_id = t.id AND l.move = 'event_dated' AND l."on" > p.from_day
           ) AS dated,
           CASE WHEN now THEN t.status
               ELSE coalesce((array_agg(to_status ORDER BY id DESC))[1], 'assigned') END AS is_then
    FROM tasks_taskevent e WHERE e.task_id = t.id AND e."on" <= p.from_day
) events
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE decided_on <= p.from_day) AS extended,
           (array_agg(due_before ORDER BY decided_on, id) FILTER (WHERE decided_on > p.from_day))[1] AS due_before
    FROM tasks_extensionrequest x WHERE x.task_id = t.id AND x.state = 'granted'
) extensions
CROSS JOIN LATERAL (
    SELECT count(*) AS urged FROM tasks_urging u JOIN tasks_urginground r ON r.id = u.round_id
    WHERE u.task_id = t.id AND r."on" <= p.from_day
) urgings
CROSS JOIN LATERAL (
    SELECT CASE WHEN now THEN t.due_on WHEN dated THEN coalesce(due_before, t.due_on) END AS due,
           CASE WHEN now OR dated THEN t.due_on_as_issued END AS issued
) deadlines
"""
REBUILD_PARTS = """
INSERT INTO tasks_partystate (
    party_id, from_day, until_day, is_rebuilt, task_id, organisation_id, part, due_on, deadline_kind, counts_until,
    status, note, reported_on, done_on, reminded_times, reminded_on
)
SELECT p.id, v.from_day, v.until_day, true, p.task_id, p.organisation_id, p.part, p.due_on, p.deadline_kind,
    p.counts_until, CASE WHEN v.until_day IS NULL THEN p.status ELSE 'working' END,
    CASE WHEN v.until_day IS NULL THEN p.note ELSE '' END,
    CASE WHEN v.until_day IS NULL OR p.reported_on <= v.from_day THEN p.reported_on END,
    CASE WHEN v.until_day IS NULL THEN p.done_on END, p.reminded_times, p.reminded_on
FROM tasks_party p
JOIN (SELECT task_id, min(from_day) AS day FROM tasks_taskstate GROUP BY task_id) begun ON begun.task_id = p.task_id
CROSS JOIN LATERAL (
    SELECT begun.day AS from_day, p.done_on AS until_day WHERE p.done_on > begun.day
    UNION ALL SELECT greatest(begun.day, p.done_on), NULL
) v
"""
REBUILD_REQUESTS = """
INSERT INTO tasks_requeststate (
    request_id, from_day, until_day, is_rebuilt, task_id, decider_id, answer_by, state, decided_by_id, decided_for_id,
    decided_under_id, decided_at, decided_on, granted_due_on, words
)
SELECT x.id, v.from_day, v.until_day, true, x.task_id, x.decider_id, x.answer_by,
    CASE WHEN now THEN x.state ELSE 'pending' END, CASE WHEN now THEN x.decided_by_id END,
    CASE WHEN now THEN x.decided_for_id END, CASE WHEN now THEN x.decided_under_id END,
    CASE WHEN now THEN x.decided_at END, CASE WHEN now THEN x.decided_on END, CASE WHEN now THEN x.granted_due_on END,
    CASE WHEN now THEN x.words ELSE '' END
FROM tasks_extensionrequest x
CROSS JOIN LATERAL (
    SELECT x.asked_on AS from_day, x.decided_on AS until_day, false AS now WHERE x.decided_on > x.asked_on
    UNION ALL SELECT greatest(x.asked_on, x.decided_on), NULL, true
) v
"""
REBUILD_WORDS = """
WITH days AS (
    SELECT id, coalesce(given_on, (prepared_at AT TIME ZONE %(zone)s)::date) AS day FROM tasks_instruction
    UNION SELECT id, answered_on FROM tasks_instruction WHERE answered_on > given_on
    UNION SELECT id, closed_on FROM tasks_instruction WHERE closed_on > given_on
), periods AS (
    SELECT id, day AS from_day, lead(day) OVER (PARTITION BY id ORDER BY day) AS until_day FROM days
)
INSERT INTO tasks_wordsstate (
    instruction_id, from_day, until_day, is_rebuilt, task_id, unit_id, number, words, answer_by, document_number,
    document_on, leader_id, given_on, given_at, answered_on, closed_on, closed_by_id, returned_times, remark, state
)
SELECT i.id, p.from_day, p.until_day, true, i.task_id, i.unit_id, i.number, i.words, i.answer_by, i.document_number,
    i.document_on, i.leader_id, i.given_on, i.given_at,
    CASE WHEN p.until_day IS NULL OR i.answered_on <= p.from_day THEN i.answered_on END,
    CASE WHEN p.until_day IS NULL THEN i.closed_on END, CASE WHEN p.until_day IS NULL THEN i.closed_by_id END,
    i.returned_times, CASE WHEN p.until_day IS NULL THEN i.remark ELSE '' END,
    CASE WHEN p.until_day IS NULL THEN i.state WHEN i.answered_on <= p.from_day THEN 'answered' ELSE 'open' END
FROM periods p JOIN tasks_instruction i ON i.id = p.id
"""


def rebuild(apps, schema_editor):
    """Rows of what is there already, and from now on the triggers."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [settings.TIME_ZONE])
        said = {"today": cursor.fetchone()[0], "zone": settings.TIME_ZONE}
        for query in (REBUILD_TASKS, REBUILD_PARTS, REBUILD_REQUESTS, REBUILD_WORDS):
            cursor.execute(query, said)
    if history.is_possible(connection):
        history.keep(connection)


def stop(apps, schema_editor):
    """Nothing is kept any longer; the tables go in the next step back."""
    history.hide(schema_editor.connection)
    history.forget(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0023_tally"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartyState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField()),
                ("until_day", models.DateField(null=True)),
                ("is_rebuilt", models.BooleanField(db_default=False, default=False)),
                ("party_id", models.BigIntegerField()),
                ("task_id", models.BigIntegerField()),
                ("organisation_id", models.BigIntegerField()),
                ("part", models.CharField(max_length=500)),
                ("due_on", models.DateField(null=True)),
                ("deadline_kind", models.CharField(max_length=8)),
                ("counts_until", models.DateField(null=True)),
                ("status", models.CharField(max_length=8)),
                ("note", models.CharField(max_length=1000)),
                ("reported_on", models.DateField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("reminded_times", models.PositiveSmallIntegerField()),
                ("reminded_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["task_id"], name="party_state_of_task"),
                    models.Index(fields=["organisation_id", "task_id"], name="party_state_of_body"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("party_id", "from_day"), name="party_state_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_day", None)), fields=("party_id",), name="party_state_one_is_current"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField()),
                ("until_day", models.DateField(null=True)),
                ("is_rebuilt", models.BooleanField(db_default=False, default=False)),
                ("request_id", models.BigIntegerField()),
                ("task_id", models.BigIntegerField()),
                ("decider_id", models.BigIntegerField(null=True)),
                ("answer_by", models.DateField()),
                ("state", models.CharField(max_length=10)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_for_id", models.BigIntegerField(null=True)),
                ("decided_under_id", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("granted_due_on", models.DateField(null=True)),
                ("words", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["task_id"], name="request_state_of_task")],
                "constraints": [
                    models.UniqueConstraint(fields=("request_id", "from_day"), name="request_state_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_day", None)),
                        fields=("request_id",),
                        name="request_state_one_is_current",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField()),
                ("until_day", models.DateField(null=True)),
                ("is_rebuilt", models.BooleanField(db_default=False, default=False)),
                ("task_id", models.BigIntegerField()),
                ("directive_id", models.BigIntegerField()),
                ("draft_id", models.BigIntegerField(null=True)),
                ("parent_id", models.BigIntegerField(null=True)),
                ("giver_id", models.BigIntegerField(null=True)),
                ("root_id", models.BigIntegerField(null=True)),
                ("weight", models.PositiveSmallIntegerField()),
                ("path", models.CharField(max_length=120)),
                ("field_id", models.BigIntegerField(null=True)),
                ("urgency", models.CharField(max_length=12)),
                ("lead_id", models.BigIntegerField()),
                ("lead_as_given_id", models.BigIntegerField(null=True)),
                ("officer_id", models.BigIntegerField(null=True)),
                ("leader_id", models.BigIntegerField(null=True)),
                ("monitor_id", models.BigIntegerField(null=True)),
                ("assigned_on", models.DateField()),
                ("due_on_as_issued", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("precision", models.CharField(max_length=8)),
                ("deadline_kind", models.CharField(max_length=8)),
                ("counts_until", models.DateField(null=True)),
                ("counts_until_as_issued", models.DateField(null=True)),
                ("event", models.CharField(max_length=300)),
                ("event_term", models.CharField(max_length=40)),
                ("event_on", models.DateField(null=True)),
                ("event_source", models.CharField(max_length=300)),
                ("review_on", models.DateField(null=True)),
                ("series_id", models.BigIntegerField(null=True)),
                ("period", models.CharField(max_length=20)),
                ("status", models.CharField(max_length=12)),
                ("received_on", models.DateField(null=True)),
                ("proposed_on", models.DateField(null=True)),
                ("submitted_on", models.DateField(null=True)),
                ("completed_on", models.DateField(null=True)),
                ("returned_count", models.PositiveSmallIntegerField()),
                ("sent_back_count", models.PositiveSmallIntegerField()),
                ("quality", models.CharField(max_length=16)),
                ("quality_note", models.CharField(max_length=1000)),
                ("reported_on", models.DateField(null=True)),
                ("percent", models.PositiveSmallIntegerField()),
                ("extended_times", models.PositiveSmallIntegerField()),
                ("urged_times", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lead_id", "from_day"], name="task_state_of_lead"),
                    models.Index(
                        condition=models.Q(("is_rebuilt", True)), fields=["from_day"], name="task_state_rebuilt"
                    ),
                    models.Index(fields=["from_day"], name="task_state_begun"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("task_id", "from_day"), name="task_state_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_day", None)), fields=("task_id",), name="task_state_one_is_current"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_day", None), ("until_day__gt", models.F("from_day")), _connector="OR"
                        ),
                        name="task_state_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordsState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField()),
                ("until_day", models.DateField(null=True)),
                ("is_rebuilt", models.BooleanField(db_default=False, default=False)),
                ("instruction_id", models.BigIntegerField()),
                ("task_id", models.BigIntegerField(null=True)),
                ("unit_id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.TextField()),
                ("answer_by", models.DateField(null=True)),
                ("document_number", models.CharField(max_length=80)),
                ("document_on", models.DateField(null=True)),
                ("leader_id", models.BigIntegerField(null=True)),
                ("given_on", models.DateField(null=True)),
                ("given_at", models.DateTimeField(null=True)),
                ("answered_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("closed_by_id", models.BigIntegerField(null=True)),
                ("returned_times", models.PositiveSmallIntegerField()),
                ("remark", models.CharField(max_length=1000)),
                ("state", models.CharField(max_length=10)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["task_id"], name="words_state_of_task"),
                    models.Index(fields=["unit_id"], name="words_state_of_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("instruction_id", "from_day"), name="words_state_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_day", None)),
                        fields=("instruction_id",),
                        name="words_state_one_is_current",
                    ),
                ],
            },
        ),
        migrations.RunPython(rebuild, stop),
    ]
