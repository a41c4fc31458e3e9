"""The ladder as a table: who is told on which working day, with answers and their silence."""

from datetime import date, timedelta

import pytest

from directives.workdays import DEFAULT_CALENDAR
from tasks.ladder import SHIPPED, Case, Climb, DayCount
from tasks.models import LadderRule

WEDNESDAY = date(2023, 2, 15)
COUNT = DayCount(DEFAULT_CALENDAR)


def working(number):
    """The `number`-th working day after the deadline."""
    return DEFAULT_CALENDAR.add_working_days(WEDNESDAY, number)


def climb(*answers, urgent=False, since=WEDNESDAY, ladder=SHIPPED):
    return Climb(ladder, Case(WEDNESDAY, since, tuple(answers), urgent), COUNT)


def history(task, days):
    """{working days late: audiences told}, told day by day as the sweep does."""
    told, found = {}, {}
    for number in range(1, days + 1):
        steps = task.due(working(number), told)
        found[number] = [step.rung.audience for step in steps]
        for step in steps:
            told.setdefault(step.rung.audience, working(number))
    return found


def climbing(task, days):
    """As `history`, without the officer, who hears every day, and without empty days."""
    rest = {number: [each for each in who if each != "officer"] for number, who in history(task, days).items()}
    return {number: who for number, who in rest.items() if who}


def test_silence_climbs_from_officer_to_leader():
    assert climbing(climb(), 15) == {
        3: ["head"],
        5: ["head", "monitor"],
        7: ["head"],
        9: ["head"],
        10: ["monitor", "leader"],
        11: ["head"],
        13: ["head"],
        15: ["head", "monitor", "leader"],
    }


def test_the_officer_hears_of_their_own_task_every_working_day_whatever_was_answered():
    told = history(climb(working(1), working(4), working(9)), 14)
    assert all("officer" in who for who in told.values())


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], {"head": 3, "monitor": 5, "leader": 10}),
        ([-2], {"head": 6, "monitor": 8, "leader": 13}),  # two days before the deadline: three of five days count
        ([1], {"head": 8, "monitor": 10, "leader": 15}),
        ([2], {"head": 8, "monitor": 10, "leader": 15}),
        ([2, 7], {"head": 13, "monitor": 15, "leader": 20}),
        ([2, 4], {"head": 10, "monitor": 12, "leader": 17}),  # pauses that overlap count once
        ([3], {"head": 9, "monitor": 10, "leader": 15}),  # answered on the very day: head hears when it goes on
        ([4], {"head": 3, "monitor": 10, "leader": 15}),
        ([6], {"head": 3, "monitor": 5, "leader": 15}),
    ],
)
def test_an_answer_stops_the_climbing_for_five_working_days_and_silence_goes_on(answers, expected):
    days = [
        working(number) if number > 0 else DEFAULT_CALENDAR.add_working_days(WEDNESDAY, number) for number in answers
    ]
    first = {}
    for number, who in climbing(climb(*days), 25).items():
        for audience in who:
            first.setdefault(audience, number)
    assert first == expected


@pytest.mark.parametrize(
    ("urgent", "expected"),
    [(False, {"head": 3, "monitor": 5, "leader": 10}), (True, {"head": 1, "monitor": 2, "leader": 3})],
)
def test_very_urgent_tasks_climb_faster(urgent, expected):
    first = {}
    for number, who in climbing(climb(urgent=urgent), 12).items():
        for audience in who:
            first.setdefault(audience, number)
    assert first == expected


def test_a_rung_missed_in_an_outage_is_told_on_the_first_day_after_it():
    steps = climb().due(working(8), {"officer": working(1)})
    assert [step.rung.audience for step in steps if step.is_first] == ["head", "monitor"]


def test_another_deadline_or_unit_begins_a_new_round():
    later = climb(since=working(6))
    assert later.days_late(working(9)) == 9
    assert [step.rung.audience for step in later.due(working(8), {})] == ["officer"]
    assert [step.rung.audience for step in later.due(working(9), {})] == ["officer", "head"]


@pytest.mark.parametrize(
    ("answers", "asked", "told", "number", "day"),
    [
        ((), 2, {"officer": 1}, 2, 3),
        ((2,), 2, {"officer": 1}, 2, 8),
        ((), 4, {"officer": 1, "head": 3}, 3, 5),
        ((4,), 4, {"officer": 1, "head": 3}, 3, 10),
    ],
)
def test_the_page_knows_the_next_rung_and_its_day(answers, asked, told, number, day):
    task = climb(*(working(each) for each in answers))
    ahead = task.ahead(working(asked), {audience: working(late) for audience, late in told.items()})
    assert (ahead.number, ahead.day) == (number, working(day))


def test_there_is_nothing_above_the_leader():
    told = dict.fromkeys(("officer", "head", "monitor", "leader"), working(1))
    assert climb().ahead(working(12), told) is None


def test_days_off_count_only_where_the_office_says_so():
    tet = Case(date(2026, 2, 13), date(2026, 2, 13), (), urgent=True)
    working_days = Climb(SHIPPED, tet, COUNT)
    every_day = Climb(SHIPPED, tet, DayCount(DEFAULT_CALENDAR, every_day=True))
    sunday = date(2026, 2, 15)
    assert (working_days.days_late(sunday), every_day.days_late(sunday)) == (0, 2)


def test_the_seed_is_the_ladder_of_the_release(db):
    assert LadderRule.objects.ladder() == SHIPPED
    LadderRule.objects.all().delete()
    assert LadderRule.objects.ladder() == SHIPPED


def test_stopped_until_says_when_the_climbing_goes_on():
    task = climb(working(2))
    assert task.stopped_until(working(1)) is None
    assert task.stopped_until(working(2)) == working(7)
    assert task.stopped_until(working(7) + timedelta(days=1)) is None
