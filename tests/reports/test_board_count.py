"""The board out of the summary is the board out of the tasks; long boards are cut, and their sums stay whole."""

import random
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from accounts.models import Field, Organisation, OrganisationKind
from tasks import tally
from tasks.deadlines import Basis
from tasks.filters import TaskFilter
from tasks.maps import Map
from tasks.models import Task
from tasks.reports import board_count, units
from tasks.reports.board import GroupBy, filter_query, overdue_board
from tests import factories as make
from tests.reports.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(every_task, people):
    """Every status and age, with fields, leaders, two years, a body that was taken over, and changes not folded in."""
    field = Field.objects.create(code="thu", name="Thử nghiệm")
    keys = list(every_task.order_by("pk").values_list("pk", flat=True))
    Task.objects.filter(pk__in=keys[::3]).update(field=field)
    Task.objects.filter(pk__in=keys[::4]).update(leader=people.binh)
    Task.objects.filter(pk__in=keys[::5]).update(assigned_on=date(2024, 3, 1))
    Task.objects.filter(pk__in=keys[::7]).update(lead_as_given=people.building)
    old = make.organisation(name="Sở Giao thông", parent=people.city, heir=people.building, valid_to=date(2025, 3, 1))
    Task.objects.filter(pk__in=keys[::6]).update(lead=old)
    tally.rebuild(TODAY)
    Task.objects.filter(pk__in=keys[::11]).update(status="received", completed_on=None)
    Task.objects.filter(pk__in=keys[1::13]).update(due_on=TODAY + timedelta(days=2), event="")
    return every_task


def boards(text, by, *, opened=None):
    """Live, and out of the summary."""
    query = QueryDict(text)
    filters = TaskFilter(query, today=TODAY)
    tasks = filters.narrow(Task.objects.all())
    same = filters.narrow(Task.objects.exclude(pk=-1))
    given = {"by": by, "today": TODAY, "query": filter_query(query), "opened": opened}
    given |= {"basis": filters.counted_by, "on_map": filters.on_map}
    return [overdue_board(each, **given) for each in (same, tasks)]


@pytest.mark.parametrize("basis", Basis)
def test_the_summary_gives_the_same_board(city, basis):
    for by, on_map, year in product(GroupBy, Map, ("", "&year=2024", "&before=2026")):
        live, kept = boards(f"basis={basis}&map={on_map}{year}", by, opened=None if by is GroupBy.LEAD else "")
        assert live == kept, (by, on_map, year)
        assert live.rows


def test_the_summary_is_asked_only_where_it_can_answer(city, people):
    def reads_tasks(text, day=TODAY, user=people.binh, by=GroupBy.LEAD):
        query = QueryDict(text)
        tasks = TaskFilter(query, today=day).narrow(Task.objects.visible_to(user, day))
        with CaptureQueriesContext(connection) as captured:
            overdue_board(tasks, by=by, today=day, query=filter_query(query), opened="")
        return any('FROM "tasks_task"' in each["sql"] for each in captured)

    assert not any(reads_tasks(text, by=by) for by in GroupBy for text in ("", "year=2025", "before=2026"))
    assert not reads_tasks("year=2024&map=then&level=city&basis=issued")
    assert not reads_tasks("before=2026&map=now")
    assert reads_tasks("before=2026&year=2024")
    for by in GroupBy:
        assert reads_tasks("", user=people.minh, by=by)
        assert reads_tasks("timeliness=overdue", by=by)
    assert reads_tasks(f"lead={people.finance.pk}")
    assert reads_tasks("level=all")
    assert reads_tasks("", day=TODAY + timedelta(days=1))
    Organisation.objects.filter(pk=people.finance.pk).update(kind=OrganisationKind.MASS_ORGANISATION)
    assert reads_tasks("")


@pytest.mark.parametrize("on_map", Map)
def test_a_long_group_is_one_row_until_it_is_opened_and_every_cell_lists_what_it_counts(
    city, people, on_map, monkeypatch
):
    monkeypatch.setattr(board_count.Question, "__init__", _at_most(2))
    for number in range(4):
        ward = make.organisation(name=f"Phường {number}", parent=people.city, kind="ubnd_phuong")
        make.task(lead=ward, directive=make.directive(number=50 + number), due_on=TODAY - timedelta(days=number))
    whole = boards(f"map={on_map}", GroupBy.LEAD)[0].total.counts
    for opened, rows_of_wards in (("", 1), ("2", 3)):
        live, kept = boards(f"map={on_map}", GroupBy.LEAD, opened=opened)
        assert live == kept
        wards = [row for row in kept.rows if row.group == "2"]
        assert len(wards) == rows_of_wards
        assert [row.opens for row in wards if row.key is None] == (["2"] if not opened else [""])
        assert kept.total.counts == whole
        assert_cells_list_what_they_count(kept)


def test_of_many_papers_the_worst_are_shown_and_the_rest_is_one_sum(city, people, monkeypatch):
    monkeypatch.setattr(board_count.Question, "__init__", _at_most(2))
    for number in range(4):
        make.task(lead=people.finance, directive=make.directive(number=60 + number), due_on=TODAY)
    live, kept = boards("", GroupBy.DIRECTIVE, opened="")
    assert live == kept
    assert len(kept.rows) == 3
    assert kept.rows[-1].key is None
    assert kept.total.counts == boards("", GroupBy.DIRECTIVE)[0].total.counts
    assert_cells_list_what_they_count(kept)


def test_papers_keep_their_ranks_whatever_has_not_been_folded_in(city, people, monkeypatch):
    """Changes lift papers into those shown, empty others and move tasks between them; years are added up."""
    monkeypatch.setattr(board_count.Question, "__init__", _at_most(3))
    draw = random.Random(2026)  # noqa: S311 - a test
    papers = [make.directive(number=70 + number) for number in range(8)]
    for number in range(40):
        due_on = TODAY + timedelta(days=draw.randint(-60, 9))
        given_on = draw.choice([date(2024, 6, 3), date(2025, 6, 3), date(2026, 1, 5)])
        make.task(lead=people.finance, directive=papers[number % 8], due_on=due_on, assigned_on=given_on)
    tally.rebuild(TODAY)
    keys = list(Task.objects.order_by("pk").values_list("pk", flat=True))
    for number in range(4):
        Task.objects.filter(pk__in=draw.sample(keys, 12)).update(
            directive=draw.choice(papers), due_on=TODAY - timedelta(days=draw.randint(-5, 40)), event=""
        )
        Task.objects.filter(directive=papers[number]).update(directive=papers[-1])
        for text in ("", "year=2025", "before=2026&basis=issued"):
            live, kept = boards(text, GroupBy.DIRECTIVE, opened="")
            assert live == kept, (number, text)
            assert len(kept.rows) == 4
            assert kept.rows[-1].key is None
        if number == 1:
            tally.fold(TODAY)
    assert_cells_list_what_they_count(kept)


def test_papers_of_a_head_are_counted_over_what_they_see(city, people, monkeypatch):
    monkeypatch.setattr(board_count.Question, "__init__", _at_most(1))
    seen = Task.objects.visible_to(people.minh, TODAY)
    tasks = TaskFilter(QueryDict(""), today=TODAY).narrow(seen)
    board = overdue_board(tasks, by=GroupBy.DIRECTIVE, today=TODAY, query={}, opened="")
    assert [row.key is None for row in board.rows] == [False, True]
    assert 0 < board.total.everything.count == seen.count() < Task.objects.count()
    assert_cells_list_what_they_count(board, seen)


def assert_cells_list_what_they_count(board, seen=None):
    cells = [entry.cell for row in (*board.rows, board.total) for entry in row.entries]
    assert sum(cell.count for cell in cells) > 0
    for cell in cells:
        visible = Task.objects.all() if seen is None else seen
        listed = TaskFilter(QueryDict(cell.query_string), today=TODAY).narrow(visible)
        assert listed.count() == cell.count, cell.query


def _at_most(rows):
    usual = board_count.Question.__init__

    def init(self, *values, **given):
        usual(self, *values, **{"most": rows, "most_opened": rows, **given})

    return init


@pytest.mark.parametrize("text", ["year=abc", "year=0", "year=99999", "but=lead", "but=officer.1", "ranking=9"])
def test_a_wrong_filter_is_an_error(city, text):
    filters = TaskFilter(QueryDict(text), today=TODAY)
    assert not filters.narrow(Task.objects.all()).exists()
    assert filters.errors


def test_the_schema_ranks_kinds_as_the_program_does(db):
    for kind in OrganisationKind:
        with connection.cursor() as cursor:
            cursor.execute("SELECT unit_ranking(%s)", [kind.value])
            assert cursor.fetchone()[0] == units.ranking_group(kind.value)
