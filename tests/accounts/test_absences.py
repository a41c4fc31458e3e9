"""Absences: one at a time, set by the office, and the chain of substitutes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Absence, StandIns, substitute_of

MONDAY = date(2023, 2, 20)


def away(person, substitute=None, *, first=MONDAY, last=MONDAY + timedelta(days=4), by):
    return Absence.objects.create(person=person, substitute=substitute, first_on=first, last_on=last, entered_by=by)


def test_the_schema_refuses_two_absences_that_share_a_day(people):
    away(people.lan, people.minh, by=people.thao)
    with pytest.raises(IntegrityError, match="absence_one_at_a_time"), transaction.atomic():
        away(people.lan, first=MONDAY + timedelta(days=4), last=MONDAY + timedelta(days=9), by=people.thao)
    away(people.lan, first=MONDAY + timedelta(days=5), last=MONDAY + timedelta(days=9), by=people.thao)
    away(people.minh, by=people.thao)


def test_the_substitute_receives_from_the_first_to_the_last_day(people):
    away(people.lan, people.minh, by=people.thao)
    days = [MONDAY + timedelta(days=number) for number in (-1, 0, 4, 5)]
    assert [substitute_of(people.lan, day) for day in days] == [None, people.minh, people.minh, None]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, None),
        ({1: 2}, 2),
        ({1: None}, None),
        ({1: 2, 2: 3}, 3),
        ({1: 2, 2: 3, 3: None}, None),
        ({1: 2, 2: 1}, None),
        ({1: 2, 2: 3, 3: 2}, None),
    ],
)
def test_the_chain_is_followed_to_the_first_who_is_there(named, expected):
    stand_ins = StandIns(named)
    assert (stand_ins.of(1) if stand_ins.is_away(1) else None) == expected
    if expected is not None:
        assert 1 in stand_ins.covered_by(expected)
