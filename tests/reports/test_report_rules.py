"""Ageing bands and weights that the city sets: followed everywhere from their day on, never by earlier days."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry
from tasks import tally
from tasks.actions import report_rules
from tasks.asof import played_on
from tasks.filters import TaskFilter
from tasks.lifecycle import Status
from tasks.models import AgeingRule, SavedView, Task, WeightRule
from tasks.reports.board import GroupBy, overdue_board
from tasks.reports.scorecards import scorecards
from tests import factories as make
from tests.reports.asking import answered, asked_of
from tests.reports.conftest import TODAY, dated
from tests.tasks.pages import browser, text

pytestmark = pytest.mark.django_db
WHERE = "/report-rules/"
AGES = {"rule": "ages", "ages-valid_from": "18/03/2026", "ages-edges": "10, 50", "ages-source": "Quyết định 5/QĐ"}
WEIGHTS = {
    "rule": "weights",
    "weights-valid_from": "18/03/2026",
    "weights-source": "Quyết định 6/QĐ",
    "weights-on_time": 60,
    "weights-severity": 10,
    "weights-kept": 10,
    "weights-first_time": 10,
    "weights-unextended": 10,
    "weights-received": 0,
    "weights-age_weights": "1 3",
    "weights-least_judged": 2,
}


@pytest.fixture
def at_work():
    with time_machine.travel(f"{TODAY}T09:00:00+07:00", tick=False):
        yield


def ages(*edges, since=TODAY, by):
    rule = AgeingRule(valid_from=since, edges=list(edges), source="Quyết định 5/QĐ-UBND")
    return report_rules.set_ages(rule, actor=by, today=TODAY)


def test_lists_board_file_and_api_follow_the_bands_of_the_day(every_task, people, at_work):
    client = browser(people.quan)
    assert client.post(WHERE, AGES).status_code == 302
    board = overdue_board(Task.objects.all(), by=GroupBy.LEAD, today=TODAY, query={})
    assert [cell.query["band"] for cell in board.total.bands] == ["1-10", "11-50", "51-"]
    assert sum(cell.count for cell in board.total.bands) == board.total.entries[0].cell.count > 0
    for cell in board.total.bands:
        found = TaskFilter(QueryDict(cell.query_string), today=TODAY)
        assert found.narrow(Task.objects.all()).count() == cell.count, found.errors
        assert client.get(f"/api/v1/tasks/?{cell.query_string}").status_code == 200
    file = client.get("/reports/overdue/?format=xlsx")
    titles = [cell.value for cell in openpyxl.load_workbook(BytesIO(file.getvalue())).active[4]]
    assert {"1-10 ngày", "11-50 ngày", "Trên 50 ngày"} <= set(titles)
    assert "Trên 50 ngày" in text(client.get("/reports/ageing/"))
    assert "11-50 ngày" in text(client.get("/tasks/?band=11-50"))
    assert AuditEntry.objects.get(action="report.ages_set").after["edges"] == [10, 50]


def test_the_summary_is_built_anew_for_other_bands(every_task, people):
    tally.rebuild(TODAY)
    ages(10, 50, by=people.quan)
    assert not tally.is_of(TODAY)
    assert tally.tend(TODAY) == "rebuilt"
    assert tally.check(TODAY) == []
    whole = overdue_board(Task.objects.all(), by=GroupBy.FIELD, today=TODAY, query={})
    live = overdue_board(Task.objects.filter(pk__gt=0), by=GroupBy.FIELD, today=TODAY, query={})
    assert [cell.count for cell in whole.total.bands] == [cell.count for cell in live.total.bands]


def test_a_day_is_counted_by_the_bands_of_that_day(every_task, people):
    ages(10, 50, since=TODAY + timedelta(days=1), by=people.quan)
    keys = [
        [band.key for band in TaskFilter(QueryDict(), today=TODAY + timedelta(days=number)).ages] for number in (0, 1)
    ]
    assert keys == [["1-7", "8-30", "31-120", "121-"], ["1-10", "11-50", "51-"]]


def test_a_kept_view_whose_band_is_gone_says_so(people, at_work):
    view = SavedView.objects.create(owner=people.hoa, name="Lâu", path="/tasks/", query="band=8-30")
    ages(10, 50, by=people.quan)
    shown = text(browser(people.hoa).get(view.get_absolute_url(), follow=True))
    assert "có điều kiện không còn hiệu lực, đã bỏ qua: Số ngày quá hạn." in shown


@pytest.mark.parametrize("typed", ["30, 7", "7, 7", "0, 7", "bảy", "1,2,3,4,5,6,7,8", "7, 4000", ""])
def test_bands_that_make_no_sense_are_refused(people, at_work, typed):
    page = browser(people.quan).post(WHERE, {**AGES, "ages-edges": typed})
    assert page.status_code == 422
    assert not AgeingRule.objects.exists()


def test_nobody_changes_what_a_day_gone_by_showed(people, at_work):
    with pytest.raises(DomainError, match="từ hôm nay trở đi"):
        ages(10, since=TODAY - timedelta(days=1), by=people.quan)
    page = browser(people.quan).post(WHERE, {**WEIGHTS, "weights-valid_from": "17/03/2026"})
    assert (page.status_code, WeightRule.objects.count()) == (422, 0)
    assert "Chỉ áp dụng được từ hôm nay trở đi" in text(page)


def test_only_the_administrator_sets_them_and_others_read_them(people, at_work):
    with pytest.raises(Refused):
        ages(10, by=people.hoa)
    for person in (people.lan, people.binh, people.hoa):
        assert browser(person).post(WHERE, AGES).status_code == 403
        assert "8-30 ngày" in text(browser(person).get(WHERE))
    assert not AgeingRule.objects.exists()


def test_weights_count_from_their_day_and_stand_in_the_published_formula(people, at_work):
    paper = make.directive()
    made = {"assigned_on": date(2026, 1, 5), "lead": people.finance, "directive": paper}
    with played_on(date(2026, 3, 2)):
        for number, due_on in enumerate((TODAY, TODAY, TODAY - timedelta(days=40))):
            status = Status.DONE if number < 2 else Status.IN_PROGRESS
            make.task(title=f"Việc {number}", **made, **dated(status, due_on))
    before = answered(scorecards, asked_of(people.hoa, today=TODAY)).block("formula")
    assert browser(people.quan).post(WHERE, WEIGHTS).status_code == 302
    report = answered(scorecards, asked_of(people.hoa, today=TODAY))
    now = report.block("formula")
    assert [line.cells[1].value for line in before.lines] == [45, 15, 15, 10, 10, 5, 100]
    assert [line.cells[1].value for line in now.lines] == [60, 10, 10, 10, 10, 0, 100]
    assert "áp dụng từ 18/03/2026" in now.title
    assert "chậm 31-120 ngày tính 3 lần" in now.note
    unit = report.block("group-1").lines[0]
    # on time 2/3, by age 2/(2 + 3), kept 0/1, first time 2/2, not extended 2/3; nothing to receive, so out of 100
    assert unit.cells[2].value == round(60 * 2 / 3 + 10 * 2 / 5 + 0 + 10 + 10 * 2 / 3, 1)
    assert unit.cells[0].value == 1
    yesterday = answered(scorecards, asked_of(people.hoa, today=TODAY, day=TODAY - timedelta(days=1)))
    assert [line.cells[1].value for line in yesterday.block("formula").lines] == [45, 15, 15, 10, 10, 5, 100]
    assert AuditEntry.objects.get(action="report.weights_set").after["weights"]["on_time"] == 60


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weights-kept": 11}, "Tổng trọng số phải là 100; hiện là 101."),
        ({"weights-on_time": 0, "weights-severity": 70}, "Tiêu chí này phải có trọng số."),
        ({"weights-age_weights": "3, 1"}, "không giảm dần"),
    ],
)
def test_weights_that_make_no_index_are_refused(people, at_work, wrong, words):
    page = browser(people.quan).post(WHERE, {**WEIGHTS, **wrong})
    assert page.status_code == 422
    assert words in text(page)
    assert not WeightRule.objects.exists()


def test_the_page_tells_what_is_in_force_and_every_row(people, at_work):
    client = browser(people.quan)
    client.post(WHERE, AGES)
    client.post(WHERE, WEIGHTS)
    page = text(client.get(reverse("report-rules")))
    assert "1-10 ngày · 11-50 ngày · Trên 50 ngày" in page
    assert "Đúng hạn 60" in page
    assert "Quyết định 6/QĐ" in page
