"""Who is told of one event besides those who act: units that help, those who stand in; and when mail waits."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.models import Absence, MailPreference
from tasks import notify
from tasks.actions import assign
from tasks.actions.urgings import Message, urge
from tasks.models import Mail, Notice, TaskEvent
from tests import factories as make

DAY = date(2023, 2, 20)


def happened(task, move, actor, **details):
    event = TaskEvent.objects.create(
        task=task, at=timezone.now(), on=DAY, move=move, to_status=task.status, actor=actor, reason="hết việc",
        details=details,
    )  # fmt: skip
    notify.moved(task, event, actor=actor, today=DAY)
    return event


@pytest.fixture
def task(people):
    return make.task(
        lead=people.finance,
        directive=make.directive(),
        officer=people.lan,
        monitor=people.hoa,
        helped_by=[people.building],
    )


def test_units_that_help_hear_of_a_withdrawal(people, task):
    happened(task, "withdraw", people.hoa)
    told = Notice.objects.get(recipient=people.son)
    assert told.sentence == "Thu hồi: " + task.title + " – lý do: hết việc"
    assert Mail.objects.get(organisation=people.building).address == "sxd@haiphong.example"


def test_units_that_help_and_the_former_lead_hear_of_a_new_lead(people, task):
    other = make.organisation(name="Sở Y tế", code="syt", parent=people.city, email="syt@haiphong.example")
    assign.reassign(task.pk, actor=people.hoa, today=DAY, seen_version=task.version, lead=other, reason="đúng việc")
    for head, unit in ((people.son, people.building), (people.minh, people.finance)):
        assert "Chuyển sang Sở Y tế chủ trì" in Notice.objects.get(recipient=head).sentence
        assert Mail.objects.filter(organisation=unit, kind="event").count() == 1


def away(person, substitute):
    return Absence.objects.create(
        person=person, substitute=substitute, first_on=DAY, last_on=DAY + timedelta(days=3), entered_by=substitute
    )


def test_who_stands_in_is_told_in_place_of_who_is_away(people, task):
    away(people.lan, people.minh)
    happened(task, "delegate", people.hoa)
    stand_in = Notice.objects.get(recipient=people.minh)
    assert stand_in.sentence.startswith("Thay Nguyễn Thị Lan: ")
    assert (stand_in.for_mail, Notice.objects.get(recipient=people.lan).for_mail) == (True, False)


def test_who_did_it_is_not_told_in_place_of_somebody_else(people, task):
    away(people.lan, people.minh)
    happened(task, "delegate", people.minh)
    assert not Notice.objects.filter(recipient=people.minh).exists()


@pytest.fixture
def quiet(people):
    """It is within the quiet hours of Lan and Minh, whenever the test runs."""
    now = timezone.localtime()
    start, end = (now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time()
    for person in (people.lan, people.minh):
        MailPreference.objects.create(user=person, quiet_from=_minute(start), quiet_until=_minute(end))


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(("urgency", "waits"), [("normal", True), ("hoa_toc", False)])
@pytest.mark.usefixtures("quiet")
def test_urging_waits_for_the_end_of_quiet_hours_unless_it_is_very_urgent(people, task, urgency, waits):
    task.become(urgency=urgency)
    urge({task.pk: 0}, actor=people.hoa, today=DAY, message=Message())
    mails = Mail.objects.filter(kind="urge")
    assert [mail.next_try_at is not None for mail in mails] == [waits, waits]
    ready = Mail.objects.waiting(timezone.now()).filter(kind="urge").count()
    assert ready == (0 if waits else 2)
    later = datetime.now(tz=timezone.get_current_timezone()) + timedelta(hours=2)
    assert Mail.objects.waiting(later).filter(kind="urge").count() == 2
