"""Telling people of requests for more time: who decides, who asked, and who is late with deciding."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from accounts.models import User
from tasks import addressees, deciders
from tasks.addressees import Addressees
from tasks.models import ExtensionRequest, ExtensionState, MailKind, Notice, NoticeKind
from tasks.models.task import TaskQuerySet
from tasks.notify.announce import Event, Post, tell
from tasks.notify.plan import Plan


def extension_asked(request: ExtensionRequest, *, actor: User, today: date) -> int:
    """To whoever decides, at once in the app and by mail; the monitor of the task reads it in the app."""
    task = request.task
    judges = judges_of(request, today)
    event = _event(NoticeKind.EXTENSION_ASK, f"extension_ask:{request.pk}", request, actor, today)
    told = tell(event, judges - {actor.pk}, Post.AT_ONCE)
    watching = {task.monitor_id} - {None} - judges - {actor.pk}
    return told + tell(event, [key for key in watching if key is not None], Post.NONE)


def extension_decided(request: ExtensionRequest, *, actor: User, today: date) -> int:
    """To who asked and to the officer, at once; the heads of the unit and the monitor read it in the app."""
    task = request.task
    _no_longer_waits(request, today)
    known = addressees.on(today, near=[task])
    concerned = {request.asked_by_id, *known.responsible(task)} - {actor.pk}
    event = _event(NoticeKind.EXTENSION_DECIDE, f"extension_decide:{request.pk}", request, actor, today)
    told = tell(event, concerned, Post.AT_ONCE)
    others = {*known.heads_of(task.lead_id), task.monitor_id} - concerned - {actor.pk}
    return told + tell(event, [key for key in others if key is not None], Post.NONE)


def extension_withdrawn(request: ExtensionRequest, *, actor: User, today: date) -> int:
    """Who was to decide hears that there is nothing to decide any more; in the app only."""
    _no_longer_waits(request, today)
    event = _event(NoticeKind.EXTENSION_DECIDE, f"extension_withdraw:{request.pk}", request, actor, today)
    return tell(event, judges_of(request, today) - {actor.pk}, Post.NONE)


def judges_of(request: ExtensionRequest, today: date) -> set[int]:
    """Keys of those who can decide: whom it is addressed to, else every leader and monitor who may."""
    named = deciders.in_charge(request, today) or deciders.in_general(today, request.task.lead)
    return {person.pk for person in named}


def _no_longer_waits(request: ExtensionRequest, today: date) -> None:
    """What asked people to decide is no longer true for those who have not read it."""
    unread = Notice.objects.filter(task=request.task_id, read_at=None)
    asking = unread.filter(kind__in=[NoticeKind.EXTENSION_ASK, NoticeKind.EXTENSION_DUE])
    asking.update(read_at=timezone.now(), obsolete_on=today)


def _event(kind: NoticeKind, key: str, request: ExtensionRequest, actor: User, today: date) -> Event:
    return Event(kind, key, request.task, today, _facts(request), MailKind.EXTENSION, by=actor.pk)


def _facts(request: ExtensionRequest) -> dict[str, object]:
    granted = request.granted_due_on
    refused = request.state == ExtensionState.REFUSED
    return {
        "request": request.pk,
        "unit": request.task.lead.short_name,
        "state": request.state,
        "before": request.due_before.isoformat(),
        "asked": request.asked_due_on.isoformat(),
        "granted": granted.isoformat() if granted else "",
        "answer_by": request.answer_by.isoformat(),
        "reason": request.words if refused else "",
        "words": "" if refused else request.words or request.reason,
    }


# ── the time limit of the decision, reminded of by the sweep ──────────────────────────────────
def undecided(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Notice]:
    """Reminders to deciders: on the working day before the limit, on the limit, and on every working day after it."""
    until = plan.calendar.add_working_days(plan.day, 2)  # limits on days off in between are reminded of today
    waiting = ExtensionRequest.objects.pending().filter(task__in=tasks, answer_by__lt=until)
    judges: dict[tuple[int | None, int], set[int]] = {}
    for request in waiting.select_related("task__lead", "decider").order_by("-answer_by", "-pk"):
        key = (request.decider_id, request.task.lead_id)
        if key not in judges:
            judges[key] = judges_of(request, plan.day)
        yield from _reminders(request, plan, judges[key])


def _reminders(request: ExtensionRequest, plan: Plan, judges: Iterable[int]) -> Iterator[Notice]:
    late = plan.calendar.working_days_between(request.answer_by, plan.day)
    for person in sorted(judges):
        yield Notice(
            recipient_id=person,
            key=f"{NoticeKind.EXTENSION_DUE}:{request.pk}:{plan.day}",
            kind=NoticeKind.EXTENSION_DUE,
            task_id=request.task_id,
            day=plan.day,
            facts={**_facts(request), "late": late},
            for_mail=True,
        )
