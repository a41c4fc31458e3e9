"""Reports with pictures: every number opens its list, sums are their parts, the picture shows what the table holds."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from tasks.asof import played_on
from tasks.models import Task
from tasks.reports.catalogue import REPORTS
from tasks.reports.paper import Kind, Part
from tasks.reports.pictures_trend import months_until, overdue_of_city, overdue_then
from tests import factories as make
from tests.reports.asking import answered, asked_of
from tests.reports.checking import links
from tests.reports.conftest import TODAY
from tests.tasks.pages import browser

pytestmark = pytest.mark.django_db
NAMES = ["ageing", "heat", "flow", "trend"]


def built(people, name, query=""):
    return answered(REPORTS[name].build, asked_of(people.binh, query, today=TODAY))


@pytest.mark.parametrize("query", ["", "basis=issued", "lead={lead}"])
@pytest.mark.parametrize("name", NAMES[:3])
def test_every_number_opens_exactly_its_list(people, every_task, name, query):
    report = built(people, name, query.format(lead=people.finance.pk))
    assert links(report, people.binh, TODAY) > 5


@pytest.mark.parametrize("name", NAMES)
def test_sums_are_made_of_their_parts(people, every_task, name):
    for block in built(people, name).blocks:
        total = next(line for line in block.lines if line.part is Part.SUM)
        parts = [line for line in block.lines if line.part is Part.PART]
        for place, column in enumerate(block.columns):
            if column.kind is Kind.NUMBER and total.cells[place].value is not None:
                assert sum(line.cells[place].value for line in parts) == total.cells[place].value, column.key


def test_the_rows_of_a_block_add_up_across(people, every_task):
    for name in ("ageing", "heat", "flow"):
        for block in built(people, name).blocks:
            for line in block.lines:
                *counted, total = (cell.value for cell in line.cells[1:])
                assert sum(counted) == total, (name, block.key, line.key)


def test_the_picture_of_ages_and_of_months_shows_what_the_table_holds(people, every_task):
    for name in ("ageing", "heat"):
        block = built(people, name).blocks[0]
        table = [[cell.value for cell in line.cells[1:-1]] for line in block.lines if line.part is Part.PART]
        drawn = [list(values) for values in zip(*(series.values for series in block.chart.series), strict=True)]
        picture = drawn if name == "ageing" else [list(series.values) for series in block.chart.series]
        assert [[value or 0 for value in row] for row in picture] == table


def test_what_flows_into_a_stage_flows_out_of_it_or_ends_there(people, every_task):
    block = built(people, "flow").blocks[0]
    chart, total = block.chart, block.lines[-1].cells[-1].value
    given, *middle = chart.series[:5]
    arriving = {label: sum(series.values[place] for series in chart.series) for place, label in enumerate(chart.labels)}
    assert sum(given.values) == total == Task.objects.count()
    for stage in middle:
        assert sum(stage.values) == arriving[stage.label]
    assert sum(arriving[label] for label in chart.labels[5:]) == total


def test_one_pass_over_the_history_counts_as_each_day_does(people):
    paper, first = make.directive(), date(2026, 1, 5)
    with played_on(first):
        tasks = [
            make.task(lead=people.finance, directive=paper, assigned_on=first, due_on=first + timedelta(days=20 * n))
            for n in range(1, 5)
        ]
    with played_on(date(2026, 2, 10)):
        tasks[0].become(status="done", submitted_on=date(2026, 2, 10), completed_on=date(2026, 2, 10))
    with played_on(date(2026, 3, 1)):
        tasks[1].become(due_on=date(2026, 5, 1))
    question = asked_of(people.binh, today=TODAY)
    days = [month.last for month in months_until(TODAY, 3)]
    whole = overdue_of_city(days, "counts_until")
    assert whole == {day: overdue_then(question, day) for day in days}
    assert list(whole.values()) == [1, 1, 1]
    block = built(people, "trend").blocks[0]
    assert [cell.value for cell in block.column("overdue")] == [None] * 9 + [1, 1, 1, None]
    assert [cell.value for cell in block.column("done")][-3:] == [1, 0, 1]
    for query in ("", "basis=issued", f"lead={people.finance.pk}"):
        assert links(built(people, "trend", query), people.binh, TODAY) >= 5


def test_twelve_months_end_with_the_day_asked_about():
    months = months_until(date(2026, 3, 18))
    assert (months[0].first, months[-1].last, len(months)) == (date(2025, 4, 1), date(2026, 3, 18), 12)
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(months))


@pytest.mark.parametrize("name", NAMES)
def test_its_page_draws_the_picture(people, name):
    make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 1))
    page = browser(people.binh).get(reverse("report", args=[name])).content.decode()
    assert page.count('class="chart chart-wide"') == page.count('class="chart chart-narrow"') >= 1
