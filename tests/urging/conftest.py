"""Overdue tasks of two departments and a short way to urge."""

from datetime import date

import pytest

from tasks.actions import urgings
from tasks.models import Task
from tests import factories as make

TODAY = date(2023, 3, 1)
DUE = date(2023, 2, 15)


@pytest.fixture
def paper(people):
    return make.directive()


@pytest.fixture
def task(people, paper):
    return make.task(
        lead=people.finance, directive=paper, due_on=DUE, officer=people.lan, monitor=people.hoa, status="in_progress"
    )


@pytest.fixture
def other(people, paper):
    return make.task(lead=people.building, directive=paper, title="Rà soát quy hoạch", due_on=date(2023, 2, 20))


@pytest.fixture
def urge(people):
    """`urge(task, other)` by the monitor, at the numbers the rows have now; gives the outcome."""

    def run(*tasks, by=None, on=TODAY, seen=None, **message):
        now = dict(Task.objects.filter(pk__in=[task.pk for task in tasks]).values_list("pk", "urged_times"))
        given = urgings.Message(**message)
        return urgings.urge(seen or now, actor=by or people.hoa, today=on, message=given)

    return run
