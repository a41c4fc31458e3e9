"""The board as its page shows it: sums at the head, silence beside, verbs about a whole row."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from accounts.clock import today
from tasks.reports import board_silence
from tests import factories as make
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def city(people):
    """Late, silent and calm tasks of two departments and a ward, in two fields."""
    paper = make.directive()
    ward = make.organisation(name="UBND phường Hồng Bàng", parent=people.city, kind="ubnd_phuong")
    for unit, late, silent in ((people.finance, 3, 2), (people.building, 1, 0), (ward, 0, 1)):
        common = {"lead": unit, "directive": paper, "status": "in_progress", "assigned_on": today() - 100 * DAY}
        for number in range(late):
            make.task(due_on=today() - (number + 1) * DAY, reported_on=today(), **common)
        for _number in range(silent):
            make.task(due_on=today() + 90 * DAY, reported_on=today() - 90 * DAY, leader=people.binh, **common)
        make.task(due_on=today() + 90 * DAY, reported_on=today(), **common)
    return people


def board(user, **query):
    return browser(user).get(reverse("report-overdue"), query).context


def every(context):
    rows = [row for group in context["groups"] for row in (group.total, *group.rows) if row is not None]
    return [context["total"], *rows]


@pytest.mark.parametrize("by", ["lead", "directive", "field", "leader"])
def test_silence_of_every_row_opens_exactly_its_list(city, by):
    client, context = browser(city.binh), board(city.binh, by=by)
    assert context["total"].silent.count == 3
    for shown in every(context):
        listed = client.get(f"{reverse('task-list')}?{shown.silent.query_string}").context["page"].paginator.count
        assert shown.silent.count == listed


@pytest.mark.parametrize("by", ["lead", "leader"])
def test_the_files_have_the_column_of_silence_that_the_page_has(city, by):
    client, shown = browser(city.binh), board(city.binh, by=by)
    kept = client.get(reverse("report-overdue"), {"by": by, "format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(kept.streaming_content))).active
    titles, *lines = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=4))
    silent = [row.silent.count for group in shown["groups"] for row in group.rows]
    assert [line[titles.index("Im lặng")] for line in lines] == [*silent, 3]
    block = client.get(f"/api/v1/reports/overdue/?by={by}").json()["blocks"][0]
    place = [column["key"] for column in block["columns"]].index("silent")
    parts = [line["cells"][place] for line in block["lines"] if line["part"] != "heading"]
    assert [cell["value"] for cell in parts] == [*silent, 3]
    assert client.get(parts[-1]["href"]).context["page"].paginator.count == 3


def test_groups_stand_under_their_sum_and_everything_under_the_total(city):
    context = board(city.binh)
    departments, wards = context["groups"]
    assert [shown.row.label for shown in departments.rows] == ["Sở Tài chính", "Sở Xây dựng"]
    assert (departments.total.row.open.count, wards.total.row.open.count) == (8, 2)
    assert context["total"].row.open.count == 10
    assert departments.total.silent.count == sum(shown.silent.count for shown in departments.rows)
    client = browser(city.binh)
    listed = client.get(f"{reverse('task-list')}?{departments.total.row.open.query_string}").context["page"]
    assert listed.paginator.count == 8


def test_a_unit_is_urged_about_all_that_is_overdue_or_asked_to_explain(city):
    context = board(city.binh)
    finance, _building = (shown.verbs for shown in context["groups"][0].rows)
    assert [verb.label for verb in finance] == ["Đôn đốc 3", "Giải trình"]
    preview = browser(city.binh).get(finance[0].href).context["preview"]
    assert [unit.name for unit in preview.units] == ["Sở Tài chính"]
    assert preview.count + len(preview.refused) == 3
    say = browser(city.binh).get(finance[1].href).context
    assert [unit.name for unit in say["choice"].units] == ["Sở Tài chính"]
    ward = context["groups"][1].rows[0]
    assert ward.verbs[0].decision.reason == "Không có nhiệm vụ quá hạn nên không có gì để đôn đốc."


def test_heads_and_auditors_read_without_verbs(city):
    assert not any(shown.verbs for shown in every(board(city.kiem)))
    assert not any(shown.verbs for shown in every(board(city.minh)))


def test_the_board_is_switched_between_years_and_its_lists_and_files_with_it(people, at_noon):
    paper = make.directive()
    for year, number in ((2026, 1), (2025, 2), (2023, 3)):
        for _task in range(number):
            make.task(lead=people.finance, directive=paper, assigned_on=date(year, 1, 12))
    client, where, found = browser(people.binh), reverse("report-overdue"), {}
    for year, before, words, _chosen in client.get(where).context["years"]:
        page = client.get(where, {"year": year, "before": before})
        assert f'<strong aria-current="true">{words}</strong>' in page.content.decode()
        cell = page.context["board"].total.everything
        assert client.get(f"/tasks/?{cell.query_string}").context["page"].paginator.count == cell.count
        kept = client.get(where, {"year": year, "before": before, "format": "xlsx"})
        sheet = openpyxl.load_workbook(BytesIO(b"".join(kept.streaming_content))).active
        titles = [each.value for each in sheet[4]]
        assert list(sheet.values)[-1][titles.index("Tổng giao")] == cell.count
        found[words] = cell.count
    assert found == {"Giao mọi năm": 6, "Giao năm 2026": 1, "Giao các năm trước": 5}
    other = client.get(where, {"year": "2023"})
    assert (other.context["board"].total.everything.count, "Giao năm khác" in text(other)) == (3, True)


@pytest.fixture
def at_noon():
    with time_machine.travel("2026-03-18T12:00:00+07:00", tick=False):
        yield


def test_silence_of_very_many_tasks_is_counted_on_demand(city, monkeypatch):
    monkeypatch.setattr(board_silence, "COUNTED_AT_ONCE", 5)
    client, where = browser(city.binh), reverse("report-overdue")
    plain = client.get(where)
    assert plain.context["total"].silent is None
    assert "?silence=1" in text(plain)
    for query, has in (({}, False), ({"silence": "1"}, True)):
        kept = client.get(where, {**query, "format": "xlsx"})
        titles = [cell.value for cell in openpyxl.load_workbook(BytesIO(b"".join(kept.streaming_content))).active[4]]
        assert ("Im lặng" in titles) is has
    assert client.get(where, {"silence": "1"}).context["total"].silent.count == 3


def test_more_units_cost_no_more_queries(city):
    client = browser(city.binh)
    before = cost(client, reverse("report-overdue"))
    for number in range(10):
        unit = make.organisation(name=f"Sở {number}", parent=city.city)
        make.task(lead=unit, directive=make.directive(number=100 + number), due_on=today() - DAY)
    assert cost(client, reverse("report-overdue")) == before
