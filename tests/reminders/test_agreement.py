"""Digest, list, board and notices say the same numbers, by role and for those who stand in."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence
from tasks import notify
from tasks.filters import TaskFilter
from tasks.mail import compose, digests
from tasks.mail.types import PartKind
from tasks.models import Mail, PracticeRule, Task
from tasks.reports.board import GroupBy, overdue_board
from tests import factories as make

MONDAY = date(2023, 2, 20)
OFFSETS = (-40, -12, -7, -5, -4, 0, 0, 1, 3, 7, 9, None)
STATUSES = ("assigned", "in_progress", "submitted", "contested", "suspended", "done", "withdrawn")


@pytest.fixture
def city(people, calendar):
    """Tasks of two units in every status and distance, half of them with an officer, some urgent."""
    paper, made = make.directive(), []
    for unit, officer in ((people.finance, people.lan), (people.building, people.tuan)):
        for offset in OFFSETS:
            for status in STATUSES:
                number = len(made) + 1
                dated = {"submitted_on": MONDAY} if status in {"submitted", "done"} else {}
                task = make.new_task(
                    lead=unit,
                    directive=paper,
                    title=f"Việc {number}",
                    due_on=MONDAY + timedelta(days=offset) if offset is not None else None,
                    status=status,
                    officer=officer if number % 2 else None,
                    monitor=people.hoa,
                    leader=people.binh,
                    reported_on=MONDAY - timedelta(days=number % 30),
                    **dated,
                    **({"completed_on": MONDAY} if status == "done" else {}),
                )
                made.append(task)
    Task.objects.bulk_create(made)
    notify.sweep(MONDAY)
    return people


def digest_of(**whom):
    mail = Mail.objects.select_related("recipient", "organisation").get(kind__in=["digest", "unit"], **whom)
    return digests.load([mail], timezone.now())(mail)


def listed(url):
    return TaskFilter(QueryDict(url.partition("?")[2]), today=MONDAY).narrow(Task.objects.all()).count()


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "binh"])
def test_every_part_and_group_counts_what_its_link_lists(city, who):
    digest = digest_of(recipient=getattr(city, who))
    assert digest.overdue > 0
    for part in digest.parts:
        assert listed(part.url) == part.number, part.kind
    for group in digest.groups:
        if group.overdue:
            assert listed(group.url) == group.overdue, group.name


def test_the_mailbox_of_a_unit_reads_what_its_board_says(city):
    digest = digest_of(organisation=city.finance)
    for part in digest.parts:
        assert listed(part.url) == part.number, part.kind
    board = overdue_board(Task.objects.all(), by=GroupBy.LEAD, today=MONDAY, query={})
    row = next(row for row in board.rows if row.key == city.finance.pk)
    assert digest.overdue == row.counts["overdue"]
    soon = digest.number(PartKind.TODAY) + digest.number(PartKind.SOON)
    assert soon == row.counts["due_soon"]


def test_the_leaders_units_add_up_to_the_board(city):
    digest = digest_of(recipient=city.binh)
    board = overdue_board(Task.objects.filter(leader=city.binh), by=GroupBy.LEAD, today=MONDAY, query={})
    assert {group.name: group.overdue for group in digest.groups} == {
        row.label: row.counts.get("overdue", 0) for row in board.rows
    }
    assert sum(group.overdue for group in digest.groups) == digest.overdue == board.total.counts["overdue"]


def test_the_officers_of_a_head_add_up_to_the_unit(city):
    digest = digest_of(recipient=city.minh)
    assert sum(group.overdue for group in digest.groups) == digest.overdue
    assert {group.name for group in digest.groups} == {"Nguyễn Thị Lan", "Chưa giao chuyên viên"}


def test_an_officers_overdue_part_is_what_the_notices_of_the_day_told(city):
    digest = digest_of(recipient=city.lan)
    told = city.lan.notices.filter(day=MONDAY, kind="overdue").count()
    assert digest.overdue == told


def test_the_office_and_the_head_are_told_what_nobody_received_in_time(city):
    PracticeRule.objects.create(valid_from=date(2023, 1, 1), receive_days=2, source="Quy chế")
    assigned = Task.objects.filter(status="assigned", assigned_on__lt=date(2023, 2, 16))
    for who, number in ((city.hoa, assigned.count()), (city.minh, assigned.filter(lead=city.finance).count())):
        digest = digest_of(recipient=who)
        (part,) = (part for part in digest.parts if part.kind is PartKind.UNRECEIVED)
        assert part.number == number == listed(part.url) > 0
        assert f"CHƯA TIẾP NHẬN ĐÚNG HẠN ({number})" in compose.digest(digest).text
    assert digest_of(recipient=city.lan).number(PartKind.UNRECEIVED) == 0
    assert digest_of(recipient=city.binh).number(PartKind.UNRECEIVED) == 0


def test_who_stands_in_reads_both_desks(people, calendar):
    paper = make.directive()
    deputy = make.user(name="Trịnh Văn An", username="an", organisation=people.finance)
    for officer, number in ((people.lan, 3), (deputy, 2)):
        for index in range(number):
            make.task(
                lead=people.finance,
                directive=paper,
                title=f"{officer} {index}",
                due_on=date(2023, 2, 15),
                officer=officer,
            )
    Absence.objects.create(
        person=people.lan, substitute=deputy, first_on=MONDAY, last_on=MONDAY, entered_by=people.thao
    )
    notify.sweep(MONDAY)
    digest = digest_of(recipient=deputy)
    assert digest.overdue == 5
    assert not Mail.objects.filter(recipient=people.lan).exists()
    assert all(listed(part.url) == part.number for part in digest.parts)


def test_the_text_says_the_same_numbers(city):

    for who in (city.lan, city.minh, city.hoa, city.binh):
        digest = digest_of(recipient=who)
        text = compose.digest(digest).text
        assert f"QUÁ HẠN ({digest.overdue})" in text
        for shown, hidden in re.findall(r"QUÁ HẠN \((\d+)\).*?và (\d+) nhiệm vụ khác", text, re.DOTALL)[:1]:
            assert int(hidden) < int(shown)


def test_queries_of_a_digest_do_not_grow_with_its_tasks(people, calendar, django_assert_max_num_queries):
    paper, counts = make.directive(), []
    for day, number in ((MONDAY, 1), (MONDAY + timedelta(days=1), 29)):
        for index in range(number):
            make.task(
                lead=people.finance,
                directive=paper,
                title=f"{day} {index}",
                due_on=date(2023, 2, 15),
                officer=people.lan,
            )
        notify.sweep(day)
        mails = list(Mail.objects.filter(day=day, recipient=people.lan).select_related("recipient"))
        with django_assert_max_num_queries(30) as queries:
            digests.load(mails, timezone.now())(mails[0])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_of_notices_counts_as_the_digest_does(city, client):
    PracticeRule.objects.create(valid_from=date(2023, 1, 1), receive_days=2, source="Quy chế")
    for who, kinds in ((city.lan, 4), (city.minh, 5), (city.hoa, 6), (city.binh, 4)):
        client.force_login(who)
        with time_machine.travel("2023-02-20 09:00+07:00", tick=False):
            parts = client.get(reverse("notice-list")).context["parts"]
        digest = digest_of(recipient=who)
        assert [part.number for part in parts] == [part.number for part in digest.parts]
        assert [part.url for part in parts] == [part.url.removeprefix("http://localhost:8000") for part in digest.parts]
        assert len(parts) == kinds
