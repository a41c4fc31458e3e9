"""Deadlines that wait for an event, and tasks without one that are looked at again."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.errors import DomainError, Refused
from directives.models import DraftState
from tasks.actions import events, issue
from tasks.actions.events import EventDay
from tasks.models import Notice, NoticeKind, Task
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
ELECTION = "chậm nhất 105 ngày trước ngày bầu cử"


@pytest.fixture
def paper(people):
    return make.directive(issued_on=date(2025, 3, 1))


@pytest.fixture
def released(people, paper):
    """Two duties that wait for the election, one for its own event, one without any deadline."""
    phrases = (ELECTION, "trong 05 ngày kể từ ngày bầu cử", "trước kỳ họp thứ 31")
    for phrase in phrases:
        make.draft(directive=paper, leads=[people.finance], deadline_phrase=phrase)
    make.draft(directive=paper, leads=[people.building], no_deadline_confirmed=True)
    return issue.release(paper.pk, actor=people.thao, today=TODAY, seen_version=None).tasks


def enter(people, task, on=date(2026, 3, 15), **fields):
    day = EventDay(on, "Nghị quyết 199/2025/QH15")
    return events.date_event(task.pk, actor=people.hoa, today=TODAY, seen_version=task.version, event=day, **fields)


def test_a_task_that_waits_is_a_class_of_its_own(released):
    first, _second, third, without = released
    assert [task.timeliness(TODAY, 7) for task in released] == ["awaiting_event"] * 3 + ["no_deadline"]
    assert (first.event, first.event_term) == ("bầu cử", "-105 day")
    assert third.event_term == "before"
    assert without.event == ""
    assert {task.review_on for task in released} == {date(2025, 4, 2)}  # 22 working days


def test_the_date_gives_the_deadline_and_freezes_it(people, released):
    (task,) = enter(people, released[0])
    assert (task.due_on, task.due_on_as_issued, task.counts_until) == (date(2025, 11, 30),) * 3
    assert (task.event_on, task.review_on) == (date(2026, 3, 15), None)
    with pytest.raises(Exception, match="is frozen"):
        Task.objects.filter(pk=task.pk).update(due_on_as_issued=date(2025, 12, 1))


def test_every_task_of_the_paper_that_waits_for_the_same_event_gets_its_deadline(people, released):
    tasks = enter(people, released[0], same_event=True)
    assert {task.pk: task.due_on for task in tasks} == {
        released[0].pk: date(2025, 11, 30),
        released[1].pk: date(2026, 3, 20),
    }
    assert Task.objects.get(pk=released[2].pk).awaits_event
    assert tasks[1].events.get(move="event_dated").details["due_on"] == "20/03/2026"


def test_a_date_is_entered_once_by_the_office_with_its_source(people, released):
    with pytest.raises(Refused):
        events.date_event(released[0].pk, actor=people.minh, today=TODAY, seen_version=None, event=EventDay(TODAY, "x"))
    with pytest.raises(DomainError, match="căn cứ"):
        events.date_event(released[0].pk, actor=people.hoa, today=TODAY, seen_version=None, event=EventDay(TODAY, " "))
    enter(people, released[0])
    with pytest.raises(Refused, match="không chờ mốc"):
        events.date_event(released[0].pk, actor=people.hoa, today=TODAY, seen_version=None, event=EventDay(TODAY, "x"))


def test_vague_words_still_ask_the_clerk(people, paper):
    make.draft(directive=paper, leads=[people.finance], deadline_phrase="thường xuyên")
    assert "Chưa có hạn" in issue.blockers(paper, TODAY)
    assert paper.drafts.filter(state=DraftState.ACCEPTED).exists()


def test_reviewing_moves_the_day_on(people, released):
    task = released[3]
    day = date(2025, 4, 2)
    done = events.review(task.pk, actor=people.hoa, today=day, seen_version=None, words="Vẫn cần theo dõi.")
    assert done.review_on == date(2025, 5, 7)  # 7/4, 30/4, 1/5 and 2/5 are off, Saturday 26/4 is worked
    later = events.review(
        task.pk, actor=people.hoa, today=day, seen_version=None, words="Sáu tháng nữa.", next_on=date(2025, 10, 1)
    )
    assert later.review_on == date(2025, 10, 1)
    with pytest.raises(DomainError, match="phải sau hôm nay"):
        events.review(task.pk, actor=people.hoa, today=day, seen_version=None, words="x", next_on=day)
    with pytest.raises(Refused):
        events.review(task.pk, actor=people.minh, today=day, seen_version=None, words="x")


@time_machine.travel(TODAY, tick=False)
def test_the_forms_on_the_page(client, people, released):
    client.force_login(people.hoa)
    page = client.get(released[0].get_absolute_url()).content.decode()
    assert "Chờ mốc “bầu cử”" in page
    fields = {"version": released[0].version, "event_on": "2026-03-15", "source": "NQ 199", "same_event": "on"}
    assert client.post(reverse("task-move", args=[released[0].pk, "event-date"]), fields).status_code == 302
    page = client.get(released[0].get_absolute_url()).content.decode()
    assert "30/11/2025" in page
    assert "rơi vào Chủ nhật" in page
    home = client.get(reverse("home"), {"tab": "awaiting"}).content.decode()
    assert "Chờ mốc" in home
    fields = {"version": released[3].version, "words": "Đã xem."}
    assert client.post(reverse("task-move", args=[released[3].pk, "review"]), fields).status_code == 302


def test_the_sweep_tells_the_monitor_once_on_the_review_day(people, released):
    from tasks import notify

    notify.sweep(date(2025, 4, 1))
    kinds = (NoticeKind.REVIEW, NoticeKind.EVENT_DATE)
    assert not Notice.objects.filter(kind__in=kinds).exists()
    for _again in range(2):
        notify.sweep(date(2025, 4, 2))
    found = Notice.objects.filter(kind__in=kinds)
    assert found.count() == 4
    assert {notice.recipient for notice in found} == {people.hoa}
    assert "bầu cử" in str(found.get(task=released[0]))
    notify.sweep(date(2025, 4, 3))
    assert Notice.objects.filter(kind__in=kinds).count() == 4
