"""A wrong date of an event is corrected: previewed, with a reason, and only where the deadline followed from it."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry
from tasks.actions import event_corrections, events, issue
from tasks.actions.events import EventDay
from tasks.models import Notice, NoticeKind, Task
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
WRONG, RIGHT = date(2026, 3, 15), date(2026, 4, 15)
PHRASES = ("chậm nhất 105 ngày trước ngày bầu cử", "trong 05 ngày kể từ ngày bầu cử")


@pytest.fixture
def tasks(people):
    """Two duties of one paper whose election was dated wrongly."""
    paper = make.directive(issued_on=date(2025, 3, 1))
    for phrase in PHRASES:
        make.draft(directive=paper, leads=[people.finance], deadline_phrase=phrase)
    first, _second = issue.release(paper.pk, actor=people.thao, today=TODAY, seen_version=None).tasks
    return events.date_event(
        first.pk, actor=people.hoa, today=TODAY, seen_version=None, event=EventDay(WRONG, "NQ 199"), same_event=True
    )


def correct(people, task, on=RIGHT, *, actor=None, reason="gõ nhầm tháng", **fields):
    return event_corrections.correct(
        task.pk, actor=actor or people.hoa, today=TODAY, seen_version=None, event=EventDay(on, "NQ 199"),
        reason=reason, **fields,
    )  # fmt: skip


def test_every_deadline_counted_from_the_date_follows_it(people, tasks):
    correct(people, tasks[0], same_event=True)
    found = {task.pk: task for task in Task.objects.filter(pk__in=[task.pk for task in tasks])}
    first, second = (found[task.pk] for task in tasks)
    assert (first.due_on, first.due_on_as_issued, first.counts_until) == (date(2025, 12, 31),) * 3
    assert (second.due_on, second.event_on) == (date(2026, 4, 20), RIGHT)
    trail = AuditEntry.objects.filter(action="task.event_corrected")
    assert trail.count() == 2
    assert trail.first().after["reason"] == "gõ nhầm tháng"
    told = Notice.objects.filter(recipient=people.minh, kind=NoticeKind.EVENT_DATE)
    assert "sửa thành 15/04/2026; hạn là 31/12/2025" in told.get(task=first).sentence


def test_only_the_one_when_so_wished(people, tasks):
    correct(people, tasks[0])
    assert Task.objects.get(pk=tasks[1].pk).event_on == WRONG


def test_a_deadline_granted_later_or_set_by_hand_stays(people, tasks):
    extended, manual = tasks
    extended.become(due_on=date(2026, 1, 30))
    Task.objects.filter(pk=manual.pk).update(event_on=date(2026, 3, 1))  # so that its deadline is not the counted one
    effects = {
        effect.task.pk: effect
        for task in (extended, manual)
        for effect in event_corrections.preview(
            Task.objects.get(pk=task.pk), EventDay(RIGHT, "NQ"), actor=people.hoa, today=TODAY, same_event=False
        )
    }
    assert (effects[extended.pk].issued, effects[extended.pk].current) == (date(2025, 12, 31), date(2026, 1, 30))
    assert effects[manual.pk].is_kept
    correct(people, Task.objects.get(pk=extended.pk))
    assert Task.objects.get(pk=extended.pk).due_on == date(2026, 1, 30)


@pytest.mark.parametrize(
    ("fields", "error", "code"),
    [
        ({"reason": " "}, DomainError, "reason_required"),
        ({"on": WRONG}, DomainError, "event_same"),
        ({"on": date(2025, 3, 2)}, DomainError, "due_before_issue"),
    ],
)
def test_what_cannot_be_right_is_refused(people, tasks, fields, error, code):
    with pytest.raises(error) as refusal:
        correct(people, tasks[0], **fields)
    assert refusal.value.code == code


@pytest.mark.parametrize("who", ["lan", "minh", "binh", "quan"])
def test_only_who_enters_dates_corrects_them(people, tasks, who):
    with pytest.raises(Refused):
        correct(people, tasks[0], actor=getattr(people, who))


def test_the_deadline_moves_with_the_date_only(tasks):
    with pytest.raises(Exception, match="is frozen"):
        Task.objects.filter(pk=tasks[0].pk).update(due_on_as_issued=date(2025, 12, 1))


def test_the_page_shows_what_moves_before_it_does(people, tasks, client):
    task = Task.objects.get(pk=tasks[0].pk)
    page = reverse("task-move", args=[task.pk, "event-correct"])
    client.force_login(people.hoa)
    with time_machine.travel(f"{TODAY} 09:00 +0700", tick=False):
        assert client.get(page).status_code == 200
        typed = {"version": task.version, "event_on": "15/04/2026", "source": "NQ 199", "reason": "gõ nhầm tháng"}
        typed["same_event"] = "on"
        first = client.post(page, typed)
        assert first.status_code == 422
        assert first.text.count("31/12/2025") >= 2
        assert Task.objects.get(pk=task.pk).event_on == WRONG
        shown = first.context["panel"].form["shown"].value()
        assert client.post(page, {**typed, "shown": shown}).status_code == 302
    assert Task.objects.get(pk=task.pk).event_on == RIGHT
