"""Early risk: points counted by hand, judged with what was known then, measured on what became of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.asof import played_on
from tasks.elapsed import Elapsed
from tasks.models import ProgressReport, RiskBacktest, TaskRisk, Workday
from tasks.reports.risk import risk
from tasks.risk import SIGNS, Facts, Pace, judge, words
from tasks.risk_facts import Paces, ended
from tasks.risk_nightly import assess, backtest, judged_days
from tests import factories as make
from tests.reports.asking import answered, asked_of, listed

TODAY = date(2026, 3, 18)
JUDGED = date(2026, 2, 27)
"""The last Friday whose tasks, due a week or two later, are all over by TODAY."""

pytestmark = pytest.mark.django_db


def on(day, month=3):
    return date(2026, month, day)


def facts(**changed):
    calm = {"left": 30, "percent": 50, "silent_days": 1, "helpers": 0, "returned": 0, "extended": 0}
    return Facts(**{**calm, "has_obstacle": False, "pace": Pace(20.0, 0.0), **changed})


@pytest.mark.parametrize(
    ("changed", "points", "level"),
    [
        ({}, 0, "low"),
        ({"percent": 0, "left": 19}, 2, "low"),  # 20 days needed, 19 left
        ({"percent": 0, "left": 9}, 4, "medium"),  # less than half of them left
        ({"percent": 50, "left": 10}, 0, "low"),  # half the work is just what is left
        ({"pace": Pace(None, None), "left": 0}, 0, "low"),  # nothing is known of anybody
        ({"silent_days": 10, "has_obstacle": True}, 4, "medium"),
        ({"helpers": 3, "returned": 1, "extended": 2}, 3, "medium"),
        ({"pace": Pace(20.0, 0.15), "helpers": 2}, 1, "low"),
        ({"pace": Pace(20.0, 0.3), "percent": 0, "left": 9}, 6, "high"),
    ],
)
def test_points_are_those_of_the_table(changed, points, level):
    made = judge(facts(**changed))
    assert (made.points, made.level.value) == (points, level)
    assert made.points == sum(SIGNS[reason["sign"]].points for reason in made.reasons)


def test_every_reason_is_said_with_its_numbers():
    made = judge(facts(pace=Pace(32.0, 0.41), percent=0, left=9, silent_days=12, helpers=3, returned=1, extended=1,
                       has_obstacle=True))  # fmt: skip
    said = [words(reason) for reason in made.reasons]
    assert said[0] == "đơn vị thường cần 32 ngày làm việc, việc mới đạt 0%, chỉ còn 9 ngày làm việc"
    assert "đơn vị xong muộn 41% số việc có hạn trong một năm qua" in said
    assert "12 ngày làm việc chưa có báo cáo" in said
    assert len(said) == 7
    assert "các đơn vị thường cần" in words({**made.reasons[0], "own": False})


# ── a history of which the answer is known ────────────────────────────────────────────────────
@pytest.fixture
def history(people):
    """Sở Tài chính takes thirty working days and is always late, Sở Xây dựng three and never is."""
    paper = make.directive()
    with played_on(on(5, 1)):
        for number in range(8):
            given = date(2025, 11, 3) + timedelta(days=number)
            calendar = Workday.objects.calendar()
            for lead, days, term in ((people.finance, 30, 10), (people.building, 3, 20)):
                reported = calendar.add_working_days(given, days)
                make.task(
                    lead=lead,
                    directive=paper,
                    title=f"{lead} {number}",
                    assigned_on=given,
                    due_on=calendar.add_working_days(given, term),
                    status="done",
                    submitted_on=reported,
                    completed_on=reported,
                )
    return people


def running(lead, number, **fields):
    given = {"assigned_on": on(2, 2), "due_on": on(9), "status": "in_progress", "reported_on": on(26, 2)}
    return make.task(lead=lead, directive=make.directive(number=number), title=f"Việc {number}", **{**given, **fields})


def finished(task, reported):
    with played_on(reported):
        task.become(status="done", submitted_on=reported, completed_on=reported, percent=100, reported_on=reported)


def test_the_pace_of_a_unit_is_what_it_had_finished_before(history):
    done = ended(Elapsed(Workday.objects.calendar()))
    now = Paces(done, TODAY)
    assert now.of(history.finance.pk) == Pace(30.0, 1.0)
    assert now.of(history.building.pk) == Pace(3.0, 0.0)
    assert now.of(history.office.pk) == Pace(16.5, None, own=False)
    assert Paces(done, on(1, 1)).of(history.finance.pk).usual == 30.0
    assert Paces(done, date(2025, 11, 30)).of(history.finance.pk) == Pace(3.0, None, own=False)


def test_the_measure_judges_with_what_was_known_and_counts_what_became_of_it(history):
    with played_on(on(2, 2)):
        late = running(history.finance, 11, reported_on=None)
        just = running(history.finance, 12, reported_on=None)
        put_off = running(history.finance, 13, reported_on=None)
        calm = running(history.building, 14)
        surprise = running(history.building, 15)
        taken_back = running(history.building, 16)
        later = running(history.finance, 17, due_on=on(20))
    finished(late, on(16))  # its percent and its report of that day are nothing that was known in February
    finished(just, on(6))
    finished(calm, on(5))
    finished(surprise, on(10))
    with played_on(on(5)):
        put_off.become(due_on=on(30), extended_times=1)
        taken_back.become(status="withdrawn")
    assert judged_days(TODAY)[-1] == JUDGED
    row = backtest(TODAY)
    counts = {name: getattr(row, name) for name in vars(row) if name.endswith(("_missed", "_met"))}
    assert counts == {
        "high_missed": 2,  # the late one, and the one that needed more time
        "high_met": 1,
        "medium_missed": 0,
        "medium_met": 0,
        "low_missed": 1,
        "low_met": 1,
    }
    assert (row.first_day, row.last_day) == (on(9, 1), JUDGED)
    assert later.status == "in_progress"
    backtest(TODAY)
    assert RiskBacktest.objects.count() == 1


def test_without_a_kept_history_nothing_is_measured(people):
    assert judged_days(TODAY) == []
    assert backtest(TODAY).first_day is None


# ── tonight, and the page ─────────────────────────────────────────────────────────────────────
@pytest.fixture
def tonight(history):
    stuck = running(history.finance, 21, due_on=on(27))
    when = "2026-03-10T09:00:00+07:00"
    for code in ("legal", "none", "funding"):
        ProgressReport.objects.create(task=stuck, author=history.lan, at=when, on=on(10), done="x", obstacle=code)
    running(history.finance, 22, due_on=on(30, 4), percent=60, reported_on=on(16))
    running(history.building, 23, due_on=on(30, 4), helped_by=[history.finance, history.office, history.city],
            returned_count=1, extended_times=1, reported_on=on(16))  # fmt: skip
    running(history.building, 24, due_on=on(30, 4), reported_on=on(16))
    running(history.building, 25, due_on=on(10))  # overdue already
    running(history.building, 26, due_on=None)
    assess(TODAY)
    return history


def test_each_night_writes_the_judgement_of_what_runs(tonight):
    judged = {row.task.title: (row.points, row.level) for row in TaskRisk.objects.select_related("task")}
    assert judged == {
        "Việc 21": (4 + 2 + 2 + 2, "high"),  # thirty days usual for seven left, silent, stuck, always late
        "Việc 22": (2, "low"),
        "Việc 23": (3, "medium"),
        "Việc 24": (0, "low"),
    }
    assert assess(TODAY) == 4
    assert TaskRisk.objects.count() == 4


def test_every_number_opens_a_list_of_just_so_many_and_sums_are_those_of_the_parts(tonight):
    report = answered(risk, asked_of(tonight.binh, today=TODAY))
    block = report.block("units")
    for line in block.lines:
        for cell in line.cells:
            assert not cell.href or listed(cell.href, tonight.binh, today=TODAY) == cell.value, cell.href
    numbers = [[cell.value for cell in line.cells[2:]] for line in block.lines]
    assert numbers == [[1, 0, 1, 2], [0, 1, 1, 2], [1, 1, 2, 4]]
    assert "báo vướng mắc" in report.block("tasks").lines[0].cells[-1].value


def test_a_unit_sees_the_risks_of_its_own_tasks(tonight):
    block = answered(risk, asked_of(tonight.minh, today=TODAY)).block("units")
    assert [line.cells[0].value for line in block.lines] == ["Sở Tài chính", "Sở Xây dựng", "Tổng cộng"]
    assert block.lines[1].cells[-1].value == 1  # the one it coordinates
    block = answered(risk, asked_of(tonight.son, today=TODAY)).block("units")
    assert [line.cells[0].value for line in block.lines] == ["Sở Xây dựng", "Tổng cộng"]


def test_a_past_day_has_the_measure_of_its_time_and_no_forecast(tonight):
    RiskBacktest.objects.create(measured_on=on(10), version="1", ahead_days=7, high_missed=1)
    RiskBacktest.objects.create(measured_on=on(12), version="1", ahead_days=7, high_missed=2)
    report = answered(risk, asked_of(tonight.binh, today=TODAY, day=on(11)))
    assert [block.key for block in report.blocks] == ["accuracy", "points"]
    assert report.block("accuracy").lines[0].cells[1].value == 1


def test_too_few_cases_are_said_and_enough_ones_give_their_shares(people):
    assert "chưa đo lần nào" in answered(risk, asked_of(people.binh, today=TODAY)).block("accuracy").note
    row = RiskBacktest.objects.create(measured_on=on(17), version="1", ahead_days=7, high_missed=8, high_met=2)
    block = answered(risk, asked_of(people.binh, today=TODAY)).block("accuracy")
    assert "Chưa đủ dữ liệu: mới có 10 nhiệm vụ, cần ít nhất 50." in block.note
    assert {line.cells[-1].value for line in block.lines} == {None}
    for name, count in {"medium_missed": 5, "medium_met": 10, "low_missed": 5, "low_met": 30}.items():
        setattr(row, name, count)
    row.save()
    block = answered(risk, asked_of(people.binh, today=TODAY)).block("accuracy")
    assert [[cell.value for cell in line.cells[1:]] for line in block.lines] == [
        [10, 8, 2, 0.8], [15, 5, 10, 1 / 3], [35, 5, 30, 1 / 7], [60, 18, 42, 0.3]
    ]  # fmt: skip
    assert "80,0% lỡ hạn thật; dự báo bắt được 44,4% số lỡ hạn; tính chung 30,0% nhiệm vụ lỡ hạn" in block.note


def test_thirty_units_cost_as_many_queries_as_one(tonight):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            answered(risk, asked_of(tonight.binh, today=TODAY))
        return len(captured)

    queries()
    one = queries()
    for number in range(29):
        unit = make.organisation(name=f"Sở {number}", parent=tonight.city)
        running(unit, 100 + number, due_on=on(20), returned_count=1, extended_times=1, reported_on=on(2, 2))
    assess(TODAY)
    assert queries() == one
