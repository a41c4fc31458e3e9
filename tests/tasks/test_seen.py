"""Lists that take the first rows of each way of seeing hold what `visible_to` holds, in order, once, and all of it."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.http import QueryDict

from tasks.filters import TaskFilter
from tasks.models import Task
from tasks.seen import HEAD, seen
from tests import factories as make

DAY = date(2026, 3, 2)
PEOPLE = ("lan", "minh", "hoa", "binh", "kiem")


@pytest.fixture
def city(people):
    """Tasks that two units share in every way, some without a deadline; more of them than a page takes at once."""
    paper = make.directive()
    for number in range(HEAD + 9):
        due = None if number % 7 == 0 else DAY + timedelta(days=number * 5 % 11)
        lead, helper = (people.finance, people.building) if number % 3 else (people.building, people.finance)
        officer = people.lan if number % 3 and number % 2 else None
        make.task(lead=lead, directive=paper, helped_by=[helper] if number % 4 else [], officer=officer, due_on=due)
    return people


def found(name, city, query=""):
    filters = TaskFilter(QueryDict(query), today=DAY)
    return seen(filters, getattr(city, name), DAY, Task.objects.all()).order_by("counts_until", "pk")


def test_pages_hold_what_may_be_seen_once_and_in_order(city):
    for name, query in product(PEOPLE, ("", "open=true", "q=viec", "q=ke+hoach", "timeliness=overdue")):
        expected = TaskFilter(QueryDict(query), today=DAY).narrow(Task.objects.visible_to(getattr(city, name), DAY))
        listed = found(name, city, query)
        keys = [task.pk for start in (0, 20, 40, 60) for task in listed[start : start + 20]]
        assert keys == list(expected.order_by("counts_until", "pk").values_list("pk", flat=True)), (name, query)
        assert listed.count(1_000) == len(keys), (name, query)


def test_counting_stops_and_asking_row_by_row_allows_the_same(city):
    assert found("hoa", city).count(55) == 55
    assert found("hoa", city, "q=ke+hoach").count(55) == 55
    assert found("minh", city).count(HEAD) == HEAD
    for name in PEOPLE:
        person = getattr(city, name)
        assert set(Task.objects.visible_one_by_one(person, DAY)) == set(Task.objects.visible_to(person, DAY)), name
    own = found("lan", city, f"officer={city.lan.pk}")
    assert len(own.ways) == 1
    assert set(own.keys(0, 100)) == set(Task.objects.filter(officer=city.lan).values_list("pk", flat=True)) != set()
