"""The word "I know": who may say it, what it stops, when it needs a report, and how head and leader see the ladder."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.errors import DomainError, Refused
from tasks import notify
from tasks.actions import ladder, progress
from tasks.models import Escalation, Notice, TaskEvent
from tests import factories as make

DUE = date(2023, 2, 15)
THURSDAY, FRIDAY = date(2023, 2, 16), date(2023, 2, 17)
WORKING_DAYS = [
    date(2023, 2, 16) + timedelta(days=n) for n in range(30) if (date(2023, 2, 16) + timedelta(days=n)).weekday() < 5
]


@pytest.fixture
def task(people, calendar):
    return make.task(
        lead=people.finance,
        directive=make.directive(),
        due_on=DUE,
        officer=people.lan,
        monitor=people.hoa,
        leader=people.binh,
        status="in_progress",
        received_on=date(2023, 1, 13),
    )


def say(task, who, today, forecast=date(2023, 3, 10)):
    return ladder.acknowledge(task.pk, actor=who, today=today, seen_version=None, forecast_on=forecast)


def rungs():
    return dict(Escalation.objects.order_by("day").values_list("audience", "day"))


def test_a_word_stops_the_climbing_and_silence_goes_on(task, people):
    notify.sweep(THURSDAY)
    say(task, people.lan, THURSDAY)
    for day in WORKING_DAYS[1:12]:
        notify.sweep(day)
    # One day of silence before the word, five days stopped: the head hears on the eighth working day.
    assert rungs() == {"officer": THURSDAY, "head": WORKING_DAYS[7], "monitor": WORKING_DAYS[9]}
    told_lan = Notice.objects.filter(recipient=people.lan, kind="overdue").values_list("day", flat=True)
    assert sorted(told_lan) == WORKING_DAYS[:12]


def test_a_report_does_the_same(task, people):
    notify.sweep(THURSDAY)
    said = progress.Progress(done="Đang lấy ý kiến", percent=40)
    progress.report(task.pk, actor=people.lan, today=THURSDAY, seen_version=None, progress=said)
    for day in WORKING_DAYS[1:9]:
        notify.sweep(day)
    assert rungs()["head"] == WORKING_DAYS[7]


def test_it_is_in_the_history_and_told_to_head_and_monitor(task, people):
    say(task, people.lan, THURSDAY)
    event = TaskEvent.objects.get(task=task)
    assert (event.move, event.details["forecast_on"]) == ("acknowledge", "2023-03-10")
    told = {notice.recipient: notice.sentence for notice in Notice.objects.filter(kind="acknowledge")}
    assert set(told) == {people.minh, people.hoa}
    assert told[people.minh].startswith("Đơn vị đã biết, dự kiến xong 10/03/2023")


def test_a_second_word_needs_a_report_in_between(task, people):
    say(task, people.lan, THURSDAY)
    with pytest.raises(DomainError, match="Đơn vị đã xác nhận ngày 16/02/2023"):
        say(task, people.lan, FRIDAY)
    said = progress.Progress(done="Đang lấy ý kiến", percent=40)
    progress.report(task.pk, actor=people.lan, today=FRIDAY, seen_version=None, progress=said)
    say(task, people.lan, FRIDAY)


@pytest.mark.parametrize("who", ["tuan", "binh", "hoa"])
def test_only_the_unit_says_it(task, people, who):
    with pytest.raises(Refused):
        say(task, getattr(people, who), THURSDAY)


def test_not_before_it_is_overdue_and_never_with_a_past_day(task, people):
    with pytest.raises(Refused, match="chưa quá hạn"):
        say(task, people.lan, DUE)
    with pytest.raises(DomainError, match="ngày dự kiến xong"):
        say(task, people.lan, FRIDAY, forecast=THURSDAY)


@pytest.mark.parametrize(
    ("move", "values"),
    [("suspended", {}), ("withdrawn", {}), ("submitted", {"submitted_on": FRIDAY})],
)
def test_tasks_out_of_the_units_hands_leave_the_ladder(task, people, move, values):
    notify.sweep(THURSDAY)
    type(task).objects.filter(pk=task.pk).update(status=move, **values)
    for day in WORKING_DAYS[1:8]:
        notify.sweep(day)
    assert rungs() == {"officer": THURSDAY}


def test_a_reassigned_task_begins_a_new_round(task, people):
    for day in WORKING_DAYS[:6]:
        notify.sweep(day)
    assert set(rungs()) == {"officer", "head", "monitor"}
    TaskEvent.objects.create(
        task=task, at="2023-02-23T09:00+07:00", on=date(2023, 2, 23), move="reassign", to_status="assigned"
    )
    type(task).objects.filter(pk=task.pk).update(lead=people.building, officer=None, status="assigned")
    notify.sweep(date(2023, 2, 24))
    assert Notice.objects.filter(recipient=people.son, day=date(2023, 2, 24)).count() == 1
    assert Notice.objects.filter(recipient__in=[people.lan, people.hoa], day=date(2023, 2, 24)).count() == 0


@pytest.mark.parametrize(("who", "seen"), [("minh", True), ("binh", True), ("lan", False)])
def test_head_and_leader_see_the_rung_on_the_page(client, task, people, who, seen):
    for day in WORKING_DAYS[:3]:
        notify.sweep(day)
    client.force_login(getattr(people, who))
    with time_machine.travel("2023-02-20 09:00+07:00", tick=False):
        page = client.get(reverse("task-detail", args=[task.pk])).content.decode()
    assert ("đã báo lãnh đạo đơn vị ngày 20/02/2023" in page) is seen
    assert ("Bậc tiếp theo: bậc 3, chuyên viên theo dõi, ngày 22/02/2023" in page) is seen


def test_the_button_works_on_the_page(client, task, people):
    client.force_login(people.lan)
    with time_machine.travel("2023-02-16 09:00+07:00", tick=False):
        address = reverse("task-move", args=[task.pk, "acknowledge"])
        assert "Ngày dự kiến xong" in client.get(address).content.decode()
        client.post(address, {"forecast_on": "2023-03-10", "words": "Chờ ý kiến", "version": task.version})
    assert TaskEvent.objects.get(task=task).reason == "Chờ ý kiến"
