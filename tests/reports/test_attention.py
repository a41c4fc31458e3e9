"""A leader's first page: what stands there and why, in which order, what can be done; its numbers are lists."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.clock import today
from tasks import attention, attention_count, policy_extensions, tally
from tasks.actions import instruct
from tasks.attention import LEVELS, Reason
from tasks.deadlines import Basis
from tasks.filters import TaskFilter
from tasks.models import ExtensionRequest, Tally, Task
from tasks.views.verbs import requests_of
from tests import factories as make
from tests.reports.conftest import TODAY
from tests.search.test_plan import COLUMNS, explained
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def listed(client, query=""):
    """Keys of the tasks of every page of the list that an address opens."""
    context = client.get(query).context
    return {task.pk for task in context["page"].object_list}, context["page"].paginator.count


def rows(client, **query):
    """Every row of the page and those after it."""
    found, after = [], ""
    while True:
        context = client.get(reverse("attention"), {**query, "after": after}).context
        found += [(group.level, row) for group in context["groups"] for row in group.rows]
        after = context["next_cursor"]
        if not after:
            return found


@pytest.fixture
def task(people):
    """Makes a task that nothing is the matter with, but for what is said."""

    def build(**fields):
        plain = {"lead": people.finance, "directive": paper, "status": "in_progress", "assigned_on": today() - 2 * DAY}
        return make.task(**{**plain, "due_on": today() + 60 * DAY, "reported_on": today(), **fields})

    paper = make.directive()
    return build


def asked(task, people, *, decider=None):
    return ExtensionRequest.objects.create(
        task=task, asked_by=people.lan, asked_at=timezone.now(), asked_on=today(), due_before=task.due_on,
        until_before=task.due_on, asked_due_on=task.due_on + 30 * DAY, code="legal", reason="Chờ thông tư",
        progress="Xong dự thảo", decider=decider, answer_by=today() + 5 * DAY,
    )  # fmt: skip


def explain(task, people):
    wish = instruct.Wish(kind="explain", words="Vì sao chậm?", answer_by=today() + 3 * DAY)
    instruct.about_tasks([task.pk], wish, actor=people.binh, today=today())


def test_each_reason_puts_a_task_at_its_level_and_is_told_in_words(people, task):
    overdue = task(due_on=today() - 12 * DAY)
    express = task(urgency="hoa_toc")
    soon = task(due_on=today() + 3 * DAY)
    contested = task(status="contested")
    silent = task(reported_on=None, assigned_on=today() - 200 * DAY)
    waiting, questioned, calm = task(), task(), task()
    asked(waiting, people)
    explain(questioned, people)
    found = {row.task.pk: (level, " ".join(why.words for why in row.whys)) for level, row in rows(browser(people.binh))}
    assert found[overdue.pk] == (1, "Quá hạn 12 ngày")
    assert found[express.pk] == (1, "Hỏa tốc")
    assert found[soon.pk] == (2, "Còn 3 ngày")
    assert found[contested.pk] == (2, "Đơn vị đề nghị giao lại")
    assert found[waiting.pk][0] == 2
    assert found[waiting.pk][1].endswith("chờ bạn quyết định")
    assert found[questioned.pk] == (2, f"Chờ giải trình lần 1 (hạn {today() + 3 * DAY:%d/%m/%Y})")
    assert found[silent.pk] == (3, f"Im lặng từ {today() - 200 * DAY:%d/%m/%Y}")
    assert calm.pk not in found
    assert len(found) == 7


def test_pages_hold_every_task_once_by_level_and_the_oldest_first(people, every_task, monkeypatch):
    watched = TaskFilter(None, today=TODAY).watched()
    seen, cursor = [], ""
    while True:
        page = attention.first_rows(Task.objects.all(), watched, cursor, size=7)
        seen += page.rows
        cursor = page.next_cursor
        if not cursor:
            break
    places = [(row.level, row.counts_until or date.max, row.pk) for row in seen]
    assert places == sorted(places)
    assert len(seen) == len({row.pk for row in seen})
    assert {row.pk for row in seen} == set(every_task.filter(watched.everything).values_list("pk", flat=True))
    assert {row.level for row in seen} == set(LEVELS)


@pytest.mark.parametrize("query", ["", "lead={finance}", "basis=issued"])
def test_every_counter_opens_exactly_its_list(people, every_task, task, query):
    explain(task(), people)
    client = browser(people.binh)
    context = client.get(f"{reverse('attention')}?{query.format(finance=people.finance.pk)}").context
    figures = [*context["figures"], *(group.figure for group in context["groups"])]
    assert sum(figure.count for figure in figures) > 20
    assert [figure.count for figure in figures] == [listed(client, figure.href)[1] for figure in figures]


@pytest.mark.parametrize("basis", Basis)
def test_the_summary_counts_as_the_lists_do(people, every_task, task, basis):
    explain(task(due_on=today() + 2 * DAY, urgency="hoa_toc"), people)
    explain(task(due_on=today() + 3 * DAY), people)
    client, where = browser(people.binh), f"{reverse('attention')}?basis={basis.value}"

    def figures():
        context = client.get(where).context
        return [*context["figures"], *(group.figure for group in context["groups"])]

    looked = [figure.count for figure in figures()]
    tally.rebuild(today())
    assert [figure.count for figure in figures()] == looked
    assert [listed(client, figure.href)[1] for figure in figures()] == looked
    Tally.objects.all().delete()
    assert [figure.count for figure in figures()] != looked


def test_where_too_much_counts_higher_the_tasks_are_counted(people, task, monkeypatch):
    for _number in range(5):
        task(due_on=today() + DAY, urgency="hoa_toc")
    task(due_on=today() + DAY)
    tally.rebuild(today())
    monkeypatch.setattr(attention, "MOST_COUNTED", 1)
    monkeypatch.setattr(attention_count, "MOST_COUNTED", 1)
    groups = browser(people.binh).get(reverse("attention")).context["groups"]
    assert {group.level: group.figure.count for group in groups} == {1: 2, 2: 1}


def test_the_counters_of_a_head_count_what_is_seen_in_two_ways_once(people, every_task, task):
    task(officer=people.minh, urgency="hoa_toc")
    client = browser(people.minh)
    context = client.get(reverse("attention")).context
    figures = [*context["figures"], *(group.figure for group in context["groups"])]
    assert min(figure.count for figure in figures[:2]) > 5
    assert [figure.count for figure in figures] == [listed(client, figure.href)[1] for figure in figures]


@pytest.mark.parametrize("who", ["binh", "minh"])
def test_an_address_with_an_error_counts_nothing(people, task, who):
    task(due_on=today() - DAY)
    context = browser(getattr(people, who)).get(reverse("attention"), {"assigned_from": "x"}).context
    assert [figure.count for figure in context["figures"]] == [0, 0, 0, 0]
    assert context["groups"] == []


def test_the_second_list_holds_everything_open_that_the_leader_may_see(people, task):
    calm, _done = task(), task(status="withdrawn")
    assert [row.task for _level, row in rows(browser(people.binh), list="all")] == [calm]


def test_two_verbs_stand_beside_a_row_and_a_decision_first(people, task):
    asked(task(due_on=today() + DAY), people)
    task(due_on=today() + 2 * DAY)
    (_level, waiting), (_same, plain) = rows(browser(people.binh))
    assert [verb.name for verb in waiting.front] == ["grant", "urge"]
    assert [verb.name for verb in plain.front] == ["urge", "instruct"]
    for row in (waiting, plain):
        assert {verb.name for verb in (*row.front, *row.menu)} == {verb.name for verb in row.verbs}
        assert "instruct" in {verb.name for verb in (*row.front, *row.menu) if verb.decision}


def test_thirty_rows_cost_as_many_queries_as_one(people, task):
    def one_more(number):
        made = task(due_on=today() + 3 * DAY, officer=people.lan, leader=people.binh)
        asked(made, people, decider=(people.binh, people.hoa)[number % 2])
        explain(made, people)

    one_more(1)
    client = browser(people.binh)
    one = [cost(client, reverse("attention"), {"list": which}) for which in ("", "all")]
    for number in range(29):
        one_more(number)
    assert [cost(client, reverse("attention"), {"list": which}) for which in ("", "all")] == one


def test_a_row_offers_what_the_policy_allows_and_says_why_not(people, task):
    mine, others = task(), task()
    asked(mine, people, decider=people.binh)
    asked(others, people, decider=people.hoa)
    found = {row.task.pk: {verb.name: verb for verb in row.verbs} for _level, row in rows(browser(people.binh))}
    allowed = [name for name, verb in found[mine.pk].items() if verb.decision]
    assert allowed[:4] == ["urge", "instruct", "explain", "grant"]
    assert set(allowed[4:]) <= {"agenda"}
    assert found[mine.pk]["accept"].decision.reason == "Chỉ chuyên viên theo dõi của văn phòng được làm việc này."
    assert "Phạm Thị Hoa" in found[others.pk]["grant"].decision.reason


def test_who_decides_is_told_as_the_policy_tells_it(people, task):
    tasks = [task(), task(), task()]
    for each, decider in zip(tasks, (people.binh, people.hoa, None), strict=True):
        asked(each, people, decider=decider)
    for user in (people.binh, people.hoa, people.minh, people.kiem):
        for each in tasks:
            said = requests_of(tasks, user, today()).decision(each)
            assert bool(said) == bool(policy_extensions.may_decide_on(user, each, today()))


def test_urging_from_a_row_comes_back_to_the_list(people, task):
    made, client = task(due_on=today() - DAY, officer=people.lan), browser(people.binh)
    where = f"{reverse('attention')}?lead={people.finance.pk}"
    given = {"version": made.version, "seen_number": 0, "back": where}
    assert client.post(reverse("task-move", args=[made.pk, "urge"]), given)["Location"] == where
    assert "Đôn đốc lần 2" in text(client.get(where))
    elsewhere = {**given, "seen_number": 1, "again": "on", "back": "https://example.com/"}
    assert client.post(reverse("task-move", args=[made.pk, "urge"]), elsewhere)["Location"] == made.get_absolute_url()


@pytest.mark.parametrize("cursor", ["x", "1_2023-13-45_7", "1_none_x", "9_none_1", "__", "1_none_99999999999999999999"])
def test_a_broken_cursor_breaks_no_page(people, task, cursor):
    task(due_on=today() - DAY)
    assert browser(people.binh).get(reverse("attention"), {"after": cursor}).status_code == 200


def test_an_officer_is_told_where_their_work_is(people):
    response = browser(people.lan).get(reverse("attention"))
    assert response.status_code == 403
    assert "Việc của tôi" in text(response)


def test_a_head_reads_their_units_list_without_a_selection_to_urge(people, task):
    task(due_on=today() - DAY)
    task(due_on=today() - DAY, lead=people.building)
    page = browser(people.minh).get(reverse("attention"))
    assert [row.task.lead for group in page.context["groups"] for row in group.rows] == [people.finance]
    assert 'id="selection"' not in text(page)


def test_a_visitor_signs_in_first(db):
    assert Client().get(reverse("attention")).status_code == 302


def test_all_reasons_belong_to_one_level_each():
    assert sorted(reason for level in LEVELS.values() for reason in level) == sorted(Reason)


def test_the_first_rows_are_not_looked_for_among_everything_overdue(people):
    paper = make.directive()
    given = COLUMNS | {"directive_id": str(paper.pk), "lead_id": str(people.finance.pk)}
    given |= {"counts_until": "date '2000-01-01' + n % 600", "due_on": "date '2000-01-01' + n % 600"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for late, until in ((5_000, given["counts_until"]), (300, "date '2100-01-01' + n % 60")):
            values = given | {"counts_until": until}
            cursor.execute(
                f"INSERT INTO tasks_task ({', '.join(values)}) SELECT {', '.join(values.values())}"  # noqa: S608 - constants
                f" FROM generate_series(1, {late}) n"
            )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE tasks_task")
    watched = TaskFilter(QueryDict(""), today=today()).watched()
    with CaptureQueriesContext(connection) as captured:
        first = attention.first_rows(Task.objects.of_level("city"), watched, "")
    assert len(first.rows) == attention.PER_PAGE
    plan = explained(captured.captured_queries[0]["sql"])
    assert sum(node.get("Rows Removed by Filter", 0) for node in plan) < 1_000
