"""The numbers agree: Python and SQL, cell and list, page and file, parts and sums."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from tasks.deadlines import Basis, Timeliness, bands, is_overdue
from tasks.filters import TaskFilter, conditions, timeliness_case
from tasks.lifecycle import Status
from tasks.models import DeadlinePolicy, Task
from tasks.reports.board import GroupBy, overdue_board
from tests.reports.conftest import TODAY

pytestmark = pytest.mark.django_db


def listed(query, tasks):
    return TaskFilter(QueryDict(query), today=TODAY).narrow(tasks)


@pytest.fixture(params=["as filed", "strict with grace"])
def rules(request, db):
    """The city counts as filed, or strictly, rolling, and with three working days of grace."""
    if request.param != "as filed":
        DeadlinePolicy.objects.create(
            valid_from=date(2025, 1, 1), before_is_strict=True, named_rolls=True, grace_days=3, source="x"
        )


@pytest.mark.parametrize("basis", Basis)
def test_python_and_sql_agree_on_every_class(rules, every_task, basis):
    for task in every_task.counted(basis).annotate(kind=timeliness_case(TODAY, basis)):
        assert task.kind == task.timeliness(TODAY, settings.DUE_SOON_DAYS), (task.status, task.due_on)


def test_python_and_sql_agree_on_overdue(every_task):
    by_python = {task.pk for task in every_task if is_overdue(Status(task.status), task.last_day, TODAY)}
    assert by_python == set(Task.objects.overdue(TODAY).values_list("pk", flat=True))
    assert by_python


@pytest.mark.parametrize("basis", Basis)
def test_every_task_has_exactly_one_class(rules, every_task, basis):
    rows = every_task.counted(basis)
    members = {
        kind: set(rows.filter(rule(TODAY)).values_list("pk", flat=True)) for kind, rule in conditions(basis).items()
    }
    for task in rows:
        classes = [kind for kind, keys in members.items() if task.pk in keys]
        assert classes == [task.timeliness(TODAY, settings.DUE_SOON_DAYS)]


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("by", GroupBy)
def test_each_cell_of_the_board_lists_exactly_what_it_counts(every_task, by, basis):
    query = {"basis": [basis.value]}
    board = overdue_board(Task.objects.all(), by=by, today=TODAY, query=query, basis=basis)
    cells = [entry.cell for row in (*board.rows, board.total) for entry in row.entries]
    assert sum(cell.count for cell in cells) > 0
    for cell in cells:
        assert listed(cell.query_string, Task.objects.all()).count() == cell.count, cell.query


def test_cells_keep_the_filter_of_the_board(every_task, people):
    query = {"lead": [str(people.finance.pk)]}
    tasks = TaskFilter(QueryDict(f"lead={people.finance.pk}"), today=TODAY).narrow(Task.objects.all())
    board = overdue_board(tasks, by=GroupBy.DIRECTIVE, today=TODAY, query=query)
    assert board.total.everything.count == tasks.count() < every_task.count()
    for row in board.rows:
        assert listed(row.everything.query_string, Task.objects.all()).count() == row.everything.count


def test_parts_add_up_to_their_sums(every_task):
    board = overdue_board(Task.objects.all(), by=GroupBy.LEAD, today=TODAY, query={})
    assert board.total.everything.count == every_task.count()
    for row in (*board.rows, board.total):
        counts = row.counts
        assert sum(cell.count for cell in row.bands) == counts.get(Timeliness.OVERDUE, 0)
        withdrawn = counts.get(Timeliness.WITHDRAWN, 0)
        assert row.open.count + row.done.count + withdrawn == row.everything.count
    assert sum(row.everything.count for row in board.rows) == board.total.everything.count


def test_bands_follow_each_other_without_gap_or_overlap():
    edges = bands((7, 30, 120))
    assert [(band.least, band.most) for band in edges] == [(1, 7), (8, 30), (31, 120), (121, None)]
    ranges = [band.due_range(TODAY) for band in edges]
    for (first, _last), (_first, last) in pairwise(ranges):
        assert last == first - timedelta(days=1)


def test_the_page_its_drill_down_and_both_files_say_the_same(every_task, people, client):
    client.force_login(people.binh)
    with time_machine.travel(f"{TODAY}T09:00:00+07:00", tick=False):
        page = client.get(reverse("report-overdue"))
        board_file = client.get(reverse("report-overdue"), {"format": "xlsx"})
        overdue = page.context["board"].total.classes[Timeliness.OVERDUE]
        drill = client.get(f"{reverse('task-list')}?{overdue.query_string}")
        list_file = client.get(f"{reverse('task-list')}?{overdue.query_string}&format=xlsx")
    sheet = workbook(board_file).active
    heads = [cell.value for cell in sheet[4]]
    total = {head: cell.value for head, cell in zip(heads, list(sheet.rows)[-1], strict=True)}
    assert overdue.count == Task.objects.overdue(TODAY).count() > 0
    assert total["Quá hạn"] == overdue.count
    assert drill.context["page"].paginator.count == overdue.count
    assert workbook(list_file).active.max_row - 4 == overdue.count


def workbook(response):
    import io

    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def test_a_title_that_looks_like_a_formula_stays_text(people, client):
    from tests import factories as make

    make.task(lead=people.finance, directive=make.directive(), title="=1+1", text='=HYPERLINK("x")')
    client.force_login(people.binh)
    sheet = workbook(client.get(reverse("task-list"), {"format": "xlsx"})).active
    cell = next(cell for row in sheet.iter_rows(min_row=5) for cell in row if cell.value == '=HYPERLINK("x")')
    assert cell.data_type == "s"


def test_dates_in_the_file_are_dates(every_task, people, client):
    client.force_login(people.binh)
    sheet = workbook(client.get(reverse("task-list"), {"format": "xlsx"})).active
    heads = [cell.value for cell in sheet[4]]
    column = heads.index("Ngày giao")
    assert sheet.cell(5, column + 1).is_date
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref


def test_an_extended_task_is_overdue_by_the_paper_and_in_term_by_the_current_deadline(every_task):
    extended = every_task.get(title="Gia hạn 0")
    by_paper = listed("basis=issued&timeliness=overdue", Task.objects.all())
    now = listed("timeliness=overdue", Task.objects.all())
    assert by_paper.filter(pk=extended.pk).exists()
    assert not now.filter(pk=extended.pk).exists()
    assert listed("basis=issued&band=31-120", Task.objects.all()).filter(pk=extended.pk).exists()


@time_machine.travel(TODAY, tick=False)
def test_page_file_and_program_say_by_which_deadline_they_count(client, every_task, people):
    client.force_login(people.binh)
    page = client.get(reverse("report-overdue"), {"basis": "issued"})
    assert "Theo hạn ghi trong văn bản (không tính gia hạn)" in page.content.decode()
    listing = client.get(reverse("task-list"), {"basis": "issued", "format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(listing.streaming_content))).active
    assert "Theo hạn ghi trong văn bản" in sheet["A2"].value
    overdue = client.get("/api/v1/tasks/", {"basis": "issued", "timeliness": "overdue", "status": "assigned"}).json()
    extended = {row["title"]: (row["timeliness"], row["days_late"]) for row in overdue["results"]}
    assert extended["Gia hạn 0"] == ("overdue", 40)
