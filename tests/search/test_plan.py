"""A search looks into its index, whatever else the list asks for: no walk over all tasks, however rare the word."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.search import understand
from tasks.models import Task
from tasks.search import SOURCES, Wish, matching_tasks
from tasks.seen import HEAD, Seen
from tests import factories

ROWS = 20_000
DAY = date(2023, 2, 20)
READ = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")

EMPTY = (
    "product",
    "path",
    "event",
    "submit_to",
    "deadline_phrase",
    "recurrence",
    "event_term",
    "event_source",
    "period",
)
COLUMNS = {
    **dict.fromkeys(EMPTY, "''"),
    **dict.fromkeys(("returned_count", "percent"), "0"),
    **dict.fromkeys(("due_on", "due_on_as_issued"), "date '2023-01-01' + n % 600"),
    "search_text": "''",
    "title": "'Việc ' || n",
    "text": "'Xây dựng kế hoạch số ' || n",
    "urgency": "'normal'",
    "weight": "1",
    "assigned_on": "'2023-01-12'",
    "precision": "'none'",
    "deadline_kind": "'until'",
    "is_backfilled": "false",
    "status": "'assigned'",
    "version": "1",
}


@pytest.fixture
def many(people):
    """20,000 tasks without the work of triggers, their words as the trigger would write them."""
    paper = factories.directive()
    values = {**COLUMNS, "directive_id": str(paper.pk), "lead_id": str(people.finance.pk)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO tasks_task ({', '.join(values)}) SELECT {', '.join(values.values())}"  # noqa: S608 - constants
            f" FROM generate_series(1, {ROWS}) n"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("INSERT INTO tasks_taskwords SELECT id, search_words(text) FROM tasks_task")
        cursor.execute("SELECT gin_clean_pending_list('task_words')")  # as autovacuum does
        cursor.execute("ANALYZE tasks_task; ANALYZE tasks_taskwords")
    return people


def nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def plan_of(queryset):
    return explained(*queryset.query.sql_with_params())


def explained(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        answer = cursor.fetchone()[0]
    found = answer if isinstance(answer, list) else json.loads(answer)
    return list(nodes(found[0]["Plan"]))


def rows_read(plan):
    """Rows that the leaves of the plan handed up or threw away, all rounds together.

    A bitmap of one index counts by the rows of its table: the index also names dead rows that tests before this one
    rolled back, for the servers of tests never vacuum.
    """
    return sum(sum(leaf.get(key, 0) for key in READ) * leaf["Actual Loops"] for leaf in leaves(plan[0]))


def leaves(node):
    below = node.get("Plans", ())
    if not below or [part["Node Type"] for part in below] == ["Bitmap Index Scan"]:
        yield node
        return
    for part in below:
        yield from leaves(part)


def test_a_rare_word_and_the_first_rows_of_a_list_are_found_by_an_index_for_anybody(many):
    found = matching_tasks(Task.objects.visible_to(many.hoa, DAY), understand("kế hoạch 7777"))
    for ordered in (
        found.order_by("counts_until", "pk")[:30],
        found.order_by("-pk")[:30],
        found.order_by("due_on")[:30],
    ):
        plan = plan_of(ordered)
        assert "task_words" in {node.get("Index Name") for node in plan}
        assert rows_read(plan) < 50
    tasks = next(source for source in SOURCES if source.key == "tasks")
    for person in (many.hoa, many.lan, many.binh):
        wish = Wish(person, DAY, understand("kế hoạch 7777"))
        plan = plan_of(tasks.found(wish).order_by("closeness", "-pk").values_list("closeness", "pk")[:1001])
        assert "task_words" in {node.get("Index Name") for node in plan}
        assert "Seq Scan" not in {node["Node Type"] for node in plan if node.get("Relation Name") == "tasks_taskwords"}

    listed = Seen(Task.objects.ways(many.minh, DAY), Task.objects.all()).order_by("counts_until", "pk")
    with CaptureQueriesContext(connection) as asked:
        assert len(listed.keys(0, HEAD)) == HEAD
    assert rows_read(explained(asked.captured_queries[-1]["sql"])) < 3 * HEAD

    heads = Task.objects.visible_one_by_one(many.minh, DAY)
    assert rows_read(plan_of(matching_tasks(heads, understand("kế hoạch 7777")).order_by("-pk")[:30])) < 50
