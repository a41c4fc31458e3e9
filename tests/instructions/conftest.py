"""Overdue tasks of two departments, and short ways to say something about them."""

from datetime import date

import pytest

from tasks.actions import instruct
from tests import factories as make

TODAY = date(2023, 3, 1)  # a Wednesday
LIMIT = date(2023, 3, 6)


@pytest.fixture
def paper(people):
    return make.directive()


@pytest.fixture
def task(people, paper):
    return make.task(
        lead=people.finance,
        directive=paper,
        due_on=date(2023, 2, 15),
        officer=people.lan,
        leader=people.binh,
        monitor=people.hoa,
        status="in_progress",
        helped_by=[people.building],
    )


@pytest.fixture
def other(people, paper):
    return make.task(lead=people.building, directive=paper, title="Rà soát quy hoạch", due_on=date(2023, 2, 20))


@pytest.fixture
def say(people):
    """`say("explain", task, answer_by=LIMIT)` by the leader; gives the records, or those of `by` a monitor."""

    def run(kind, *targets, by=None, on=TODAY, words="Làm rõ nguyên nhân chậm.", units=False, **wish):
        given = instruct.Wish(kind, words, **wish)
        act = instruct.about_units if units else instruct.about_tasks
        return act([each.pk for each in targets], given, actor=by or people.binh, today=on).said

    return run
