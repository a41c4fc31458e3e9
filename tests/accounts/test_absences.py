"""Absences: one at a time, set by the office, and the chain of substitutes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import absences as actions
from accounts.errors import DomainError, Refused, Stale
from accounts.models import Absence, AuditEntry, StandIns, substitute_of
from tests import factories as make

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


@pytest.fixture
def monday():
    with time_machine.travel("2023-02-20 09:00+07:00", tick=False):
        yield MONDAY


def leave(substitute=None, *, first=MONDAY, last=MONDAY + timedelta(days=4)):
    return actions.Leave(first, last, substitute)


def test_the_office_enters_and_it_is_audited(people):
    row = actions.enter(people.lan.pk, leave(people.minh), actor=people.thao, today=MONDAY)
    assert (row.person, row.substitute, row.entered_by) == (people.lan, people.minh, people.thao)
    assert AuditEntry.objects.get(action="absence.entered").after["substitute"] == "Trần Văn Minh"


@pytest.mark.parametrize("who", ["minh", "binh", "lan", "kiem"])
def test_nobody_outside_the_office_enters_one(people, who):
    with pytest.raises(Refused, match="Chỉ văn thư"):
        actions.enter(people.tuan.pk, leave(), actor=getattr(people, who), today=MONDAY)


def test_nobody_enters_their_own(people):
    with pytest.raises(Refused, match="không tự ghi vắng mặt"):
        actions.enter(people.thao.pk, leave(people.hoa), actor=people.thao, today=MONDAY)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first": MONDAY + timedelta(days=5)}, "absence_order"),
        ({"first": MONDAY - timedelta(days=9), "last": MONDAY - timedelta(days=1)}, "absence_past"),
        ({"substitute": "tuan"}, "substitute_elsewhere"),
    ],
)
def test_days_in_order_and_a_substitute_of_the_same_body(people, changes, code):
    if "substitute" in changes:
        changes = {"substitute": people.tuan}
    with pytest.raises(DomainError) as refused:
        actions.enter(people.lan.pk, leave(**changes), actor=people.thao, today=MONDAY)
    assert refused.value.code == code


def test_an_overlap_and_a_circle_are_refused_with_a_sentence(people):
    actions.enter(people.lan.pk, leave(people.minh), actor=people.thao, today=MONDAY)
    with pytest.raises(DomainError, match="đã có một đợt vắng mặt khác"):
        actions.enter(people.lan.pk, leave(), actor=people.thao, today=MONDAY)
    with pytest.raises(DomainError, match="cũng vắng mặt trong thời gian này"):
        actions.enter(people.minh.pk, leave(people.lan), actor=people.thao, today=MONDAY)


def test_called_off_the_person_receives_again(people):
    row = actions.enter(people.lan.pk, leave(people.minh), actor=people.thao, today=MONDAY)
    actions.call_off(row.pk, actor=people.hoa, today=MONDAY, seen_version=row.version)
    assert substitute_of(people.lan, MONDAY) is None
    with pytest.raises(DomainError, match="đã được hủy"):
        actions.change(row.pk, leave(), actor=people.hoa, today=MONDAY, seen_version=None)


def test_two_forms_of_one_absence(people):
    row = actions.enter(people.lan.pk, leave(people.minh), actor=people.thao, today=MONDAY)
    actions.change(row.pk, leave(), actor=people.hoa, today=MONDAY, seen_version=1)
    with pytest.raises(Stale):
        actions.change(row.pk, leave(people.minh), actor=people.thao, today=MONDAY, seen_version=1)


def test_the_page_finds_enters_changes_and_calls_off(client, people, monday):
    client.force_login(people.thao)
    found = client.get(reverse("absence-list"), {"q": "lan"})
    enter = reverse("absence-enter", args=[people.lan.pk])
    assert enter in found.content.decode()
    data = {"first_on": "2023-02-20", "last_on": "2023-02-24", "substitute": people.minh.pk, "ground": "12/GNP-STC"}
    assert client.post(enter, data).status_code == 302
    row = Absence.objects.get()
    assert client.post(enter, data).status_code == 422
    change = reverse("absence-change", args=[row.pk])
    assert client.post(change, {**data, "last_on": "2023-02-22", "version": 1}).status_code == 302
    assert "Đang vắng" in client.get(reverse("absence-list")).content.decode()
    off = client.post(reverse("absence-call-off", args=[row.pk]), {"version": 2})
    assert off.status_code == 302
    assert "Đã hủy" in client.get(reverse("absence-list"), {"over": "1"}).content.decode()


def test_the_list_says_who_receives_when_the_substitute_is_away_too(client, people, monday):
    deputy = make.user(name="Phó Giám đốc", username="pho", organisation=people.finance, role="head")
    away(people.lan, people.minh, by=people.thao)
    away(people.minh, deputy, by=people.thao)
    client.force_login(people.hoa)
    assert "hôm nay người nhận: Phó Giám đốc" in client.get(reverse("absence-list")).content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(client, people, monday):
    client.force_login(people.thao)
    counts = []
    for number in (1, 29):
        for _ in range(number):
            person = make.user(name="Nguyễn Văn An", organisation=people.finance)
            away(person, people.minh, by=people.thao)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("absence-list"), {"q": "an"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("who", "status"), [("thao", 200), ("quan", 200), ("minh", 403), ("binh", 403)])
def test_only_the_office_opens_the_page(client, people, who, status):
    client.force_login(getattr(people, who))
    assert client.get(reverse("absence-list")).status_code == status
