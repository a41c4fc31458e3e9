"""The discipline index: counted by hand, the same behind every number, never raised by a late task."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import Refused
from tasks.asof import played_on
from tasks.elapsed import Elapsed, Spread
from tasks.models import PracticeRule, Workday
from tasks.reports.paper import Part
from tasks.reports.policy import may_read_scores
from tasks.reports.scorecard_formula import FORMULAS
from tasks.reports.scorecard_rule import formula_on
from tasks.reports.scorecard_unit import scorecard
from tasks.reports.scorecards import scorecards
from tests import factories as make
from tests.reports.asking import answered, asked_of, listed

TODAY = date(2026, 3, 18)
GIVEN = date(2026, 1, 5)

pytestmark = pytest.mark.django_db


def on(day, month, year=2026):
    return date(year, month, day)


def done(submitted_on, **fields):
    return {"status": "done", "submitted_on": submitted_on, "completed_on": submitted_on, **fields}


WORKING = {"status": "in_progress", "received_on": on(6, 1)}
"""A unit whose index is worked out below by hand; the working days of early March 2026 are Monday to Friday."""
HAND = (
    done(on(9, 2), due_on=on(10, 2), received_on=on(6, 1)),
    done(on(20, 2), due_on=on(20, 2), due_on_as_issued=on(10, 2), extended_times=1, received_on=on(7, 1)),
    done(on(26, 2), due_on=on(27, 2), returned_count=1, received_on=on(9, 1)),
    done(on(13, 2), due_on=on(10, 2), received_on=on(6, 1)),
    {**WORKING, "due_on": on(8, 3), "reported_on": on(17, 3)},
    {**WORKING, "due_on": on(10, 4), "reported_on": on(16, 3)},
    {**WORKING, "due_on": on(10, 4)},
    {"due_on": on(10, 4)},
    done(on(2, 3), received_on=on(6, 1)),
    done(on(19, 12, 2025), due_on=on(1, 12, 2025), assigned_on=on(1, 11, 2025)),
)


@pytest.fixture
def hand(people):
    PracticeRule.objects.create(valid_from=on(1, 1), receive_days=2, source="Quy chế")
    paper = make.directive()
    for number, fields in enumerate(HAND):
        make.task(lead=people.finance, directive=paper, title=f"Việc {number}", **{"assigned_on": GIVEN, **fields})
    return people


def values(line, block):
    return {column.key: cell.value for column, cell in zip(block.columns, line.cells, strict=True)}


def test_the_index_is_what_a_hand_works_out(hand):
    report = answered(scorecard, asked_of(hand.minh, today=TODAY))
    block = report.block("score")
    rows = {line.key: values(line, block) for line in block.lines}
    assert {key: (row["good"], row["of"]) for key, row in rows.items() if key} == {
        "on_time": (3, 5),
        "severity": (3, 6),  # one task 3 days late weighs 1, one 10 days late weighs 2
        "kept": (1, 4),
        "first_time": (3, 5),
        "unextended": (2, 5),
        "received": (5, 9),
    }
    # 45 × 3/5 + 15 × 3/6 + 15 × 1/4 + 10 × 3/5 + 10 × 2/5 + 5 × 5/9
    assert rows[""]["points"] == 51.0
    assert "45 × 3/5 + 15 × 3/6 + 15 × 1/4 + 10 × 3/5 + 10 × 2/5 + 5 × 5/9) ÷ 100 × 100 = 51,0" in block.note
    beside = report.block("beside")
    counted = {line.key: values(line, beside)["count"] for line in beside.lines}
    assert counted["given"] == 9
    assert counted["done"] == 5
    assert (counted["done_late"], counted["overdue"], counted["quiet"], counted["received_late"]) == (1, 1, 2, 2)
    assert "trung vị 5,5 ngày làm việc, bình quân 5,5" in beside.note  # 3 and 8 working days


@pytest.mark.parametrize("query", ["", "basis=issued&map=then", "period=quarter&cut=decree"])
@pytest.mark.parametrize("build", [scorecards, scorecard])
def test_every_number_opens_a_list_of_just_so_many(hand, build, query):
    asked = asked_of(hand.hoa, f"{query}&unit={hand.finance.pk}", today=TODAY)
    checked = 0
    for block in answered(build, asked).blocks:
        for line in block.lines:
            for cell in line.cells:
                if cell.href and "score=" in cell.href:
                    assert listed(cell.href, hand.hoa, today=TODAY) == cell.value, cell.href
                    checked += 1
    assert checked > 15


def test_sums_are_those_of_the_parts_and_shares_of_the_shown_numbers(hand):
    ward = make.organisation(name="Phường Hồng Bàng", parent=hand.city, kind="ubnd_phuong")
    paper = make.directive(number=3)
    for unit in (hand.building, ward):
        for number in range(4):
            make.task(lead=unit, directive=paper, assigned_on=GIVEN, title=str(number), **done(on(9, 2), due_on=GIVEN))
    report = answered(scorecards, asked_of(hand.binh, today=TODAY))
    assert [block.key for block in report.blocks] == ["group-1", "group-2", "formula"]
    for block in report.blocks[:2]:
        rows = [values(line, block) for line in block.lines if line.part is Part.PART]
        whole = values(block.lines[-1], block)
        for name in ("given", "done", "judged", "on_time", "late", "extended", "sent_back", "quiet"):
            assert whole[name] == sum(row[name] for row in rows), name
        for row in (*rows, whole):
            assert row["on_time"] + row["late"] == row["judged"]
            assert row["share"] == row["on_time"] / row["judged"]


def judged(lead, paper, *, good, late):
    for number in range(good + late):
        submitted = on(2, 2) if number < good else on(27, 2)
        make.task(
            lead=lead,
            directive=paper,
            title=f"{lead} {number}",
            assigned_on=GIVEN,
            **done(submitted, due_on=on(9, 2)),
        )


def test_equal_units_share_a_place_and_little_judged_ones_have_none(people):
    paper = make.directive()
    best, same, last, few = (make.organisation(name=f"Sở {name}", parent=people.city) for name in "ABCD")
    for unit, good, late in ((best, 6, 1), (same, 6, 1), (last, 5, 4), (few, 4, 0)):
        judged(unit, paper, good=good, late=late)
    block = answered(scorecards, asked_of(people.hoa, today=TODAY)).block("group-1")
    places = {row["unit"]: row["rank"] for row in (values(line, block) for line in block.lines)}
    assert places == {"Sở A": 1, "Sở B": 1, "Sở C": 3, "Sở D": None, "Cả nhóm": None}


# ── what the formula promises ─────────────────────────────────────────────────────────────────
def some_task(chance):
    """Anything that can be of a task in the books of the year."""
    due = chance.choice([None, *(TODAY + timedelta(days=days) for days in (-200, -60, -20, -3, 0, 5, 40))])
    fields = {
        "assigned_on": chance.choice([GIVEN, on(1, 6, 2025), on(12, 3)]),
        "due_on": due,
        "received_on": chance.choice([None, on(6, 1), on(17, 3)]),
        "returned_count": chance.choice([0, 0, 1]),
        "extended_times": chance.choice([0, 0, 1]) if due else 0,
        "reported_on": chance.choice([None, on(1, 2), on(16, 3)]),
    }
    status = chance.choice(["assigned", "in_progress", "submitted", "suspended", "done", "done"])
    if status in {"done", "submitted"}:
        fields["submitted_on"] = TODAY - timedelta(days=chance.choice([0, 4, 30, 70]))
    return {**fields, "status": status, **({"completed_on": TODAY} if status == "done" else {})}


def late_task(chance):
    """One more that is overdue or was done late, spotless or not in every other respect."""
    days = chance.choice([1, 8, 45, 300])
    fields = {
        "assigned_on": chance.choice([GIVEN, on(1, 6, 2025)]),
        "due_on": TODAY - timedelta(days=days + 20),
        "received_on": chance.choice([on(6, 1), on(17, 3)]),
        "extended_times": chance.choice([0, 1]),
        "returned_count": chance.choice([0, 1]),
        "reported_on": TODAY,
        "status": "in_progress",
    }
    if chance.random() < 0.5:
        fields |= done(TODAY - timedelta(days=20))
    return fields


def index_of(people):
    block = answered(scorecard, asked_of(people.minh, today=TODAY)).block("score")
    return block.lines[-1].cells[-1].value


@pytest.mark.parametrize("seed", range(6))
def test_one_more_late_task_never_raises_the_index(people, seed):
    chance = random.Random(seed)  # noqa: S311 - the same cities each time
    PracticeRule.objects.create(valid_from=on(1, 1), receive_days=2, source="Quy chế")
    paper = make.directive(issued_on=on(1, 6, 2025))
    for number in range(chance.choice([1, 4, 12])):
        make.task(lead=people.finance, directive=paper, title=f"Việc {number}", **some_task(chance))
    for number in range(3):
        before = index_of(people)
        make.task(lead=people.finance, directive=paper, title=f"Chậm {number}", **late_task(chance))
        after = index_of(people)
        assert 0 <= after <= (100 if before is None else before)


def test_every_formula_makes_a_hundred_and_has_its_days(db):
    assert [sum(each.weight for each in formula.criteria) for formula in FORMULAS] == [100] * len(FORMULAS)
    assert [formula.valid_from for formula in FORMULAS] == sorted({formula.valid_from for formula in FORMULAS})
    assert formula_on(date(2020, 1, 1)).criteria == FORMULAS[0].criteria
    assert formula_on(TODAY).criteria == FORMULAS[-1].criteria


# ── who reads what ────────────────────────────────────────────────────────────────────────────
def test_a_head_sees_the_figures_of_the_group_and_only_the_own_lists(hand):
    judged(hand.building, make.directive(number=3), good=2, late=1)
    block = answered(scorecards, asked_of(hand.minh, today=TODAY)).block("group-1")
    opened = {row.cells[1].value: any(cell.href for cell in row.cells) for row in block.lines}
    assert opened == {"Sở Tài chính": True, "Sở Xây dựng": False, "Cả nhóm": False}
    assert values(block.lines[0], block) == values(
        answered(scorecards, asked_of(hand.hoa, today=TODAY)).block("group-1").lines[0], block
    )
    with pytest.raises(Refused, match="chỉ đơn vị đó"):
        answered(scorecard, asked_of(hand.minh, f"unit={hand.building.pk}", today=TODAY))


def test_a_head_cannot_guess_at_titles_of_others_by_a_filter(hand):
    judged(hand.building, make.directive(number=3), good=2, late=1)
    plain, typed = (
        answered(scorecards, asked_of(hand.minh, query, today=TODAY)).block("group-1").lines
        for query in ("", "q=khong+co+that")
    )
    assert [line.cells[2:] for line in typed] == [line.cells[2:] for line in plain]


def test_officers_are_told_where_their_own_work_is(people):
    assert "Việc của tôi" in may_read_scores(people.lan, TODAY).reason
    assert all(may_read_scores(person, TODAY) for person in (people.minh, people.binh, people.kiem, people.thao))


def test_thirty_units_cost_as_many_queries_as_one(people):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            answered(scorecards, asked_of(people.hoa, today=TODAY))
        return len(captured)

    paper = make.directive()
    judged(people.finance, paper, good=1, late=1)
    queries()
    one = queries()
    for number in range(29):
        judged(make.organisation(name=f"Sở {number}", parent=people.city), paper, good=1, late=1)
    assert queries() == one


# ── the days before ───────────────────────────────────────────────────────────────────────────
def test_the_months_before_are_shown_as_they_stood_then(people):
    paper = make.directive()
    with played_on(on(3, 2)):
        judged(people.finance, paper, good=6, late=0)
        judged(people.building, paper, good=5, late=1)
    with played_on(on(5, 3)):
        judged(people.finance, make.directive(number=3), good=0, late=3)
    league = answered(scorecards, asked_of(people.hoa, today=TODAY)).block("group-1")
    told = {
        row["unit"]: (row["rank"], row["change"], row["trend"]) for row in (values(x, league) for x in league.lines)
    }
    assert told["Sở Tài chính"] == (2, "xuống 1", "100,0")
    assert told["Sở Xây dựng"] == (1, "lên 1", "81,1")  # (65 × 5/6 + 15 × 5/7) ÷ 80 × 100
    card = answered(scorecard, asked_of(people.minh, today=TODAY)).block("trend")
    assert [values(line, card)["late"] for line in card.lines] == [0, 3]
    for line in card.lines:
        for cell in line.cells:
            assert not cell.href or listed(cell.href, people.minh, today=TODAY) == cell.value
    then = answered(scorecards, asked_of(people.hoa, today=TODAY, day=on(28, 2))).block("group-1")
    assert values(then.lines[0], then)["index"] == 100.0


def test_elapsed_days_are_those_of_the_calendar(db):
    calendar, elapsed = Workday.objects.calendar(), Elapsed(Workday.objects.calendar())
    days = [date(2024, 12, 20) + timedelta(days=number * 11) for number in range(70)]
    chance = random.Random(3)  # noqa: S311 - the same days each time
    for _time in range(300):
        start, end = chance.choice(days), chance.choice(days)
        assert elapsed.between(start, end) == calendar.working_days_between(start, end)
        assert elapsed.signed(start, end) == -elapsed.signed(end, start)


def test_what_is_typical_of_days():
    spread = Spread()
    assert (spread.median, spread.mean, spread.at_most(0.9)) == (None, None, None)
    for days in (1, 2, 2, 3, 4, 5, 6, 7, 8, 40):
        spread.add(days)
    assert (spread.median, spread.mean, spread.at_most(0.9), spread.within(2)) == (4.5, 7.8, 8, 3)


def test_the_page_shows_the_league_and_its_formula(hand, client):
    client.force_login(hand.binh)
    page = client.get(reverse("report", args=["scorecards"])).content.decode()
    assert "Công thức chỉ số" in page
    assert "Sở Tài chính" in page
