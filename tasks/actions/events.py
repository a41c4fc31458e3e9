"""Deadlines that start with an event, and tasks without one: the date comes, or somebody looks at the task again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import User
from accounts.policy import Decision
from directives.parsing.types import Precision
from directives.terms import due, kind_of_awaited
from tasks import policy
from tasks.actions.given import review_day
from tasks.actions.steps import Said, note
from tasks.models import Task, Workday

MOST_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class EventDay:
    """The date of an event and where it was read; `due_on` overrules the term where the paper leaves it open."""

    on: date
    source: str
    due_on: date | None = None


def may_date(user: User, task: Task, today: date) -> Decision:
    """Clerks and monitors of the office enter the date, once, while the task is open."""
    return policy.may(user, "event_date", task, today)


def may_review(user: User, task: Task, today: date) -> Decision:
    """Monitors and leaders look again at open tasks without a deadline."""
    return policy.may(user, "review", task, today)


@transaction.atomic
def date_event(
    task_id: int, *, actor: User, today: date, seen_version: int | None, event: EventDay, same_event: bool = False
) -> list[Task]:
    """Enter the date of the event a task waits for: the deadline follows by its term and is frozen as issued.

    With `same_event` every open task of the paper that waits for the same event gets its deadline too.

    Raises:
        Refused, Stale: as every step.
        DomainError: no source, or a deadline before the day of assignment's paper.
    """
    if same_event:
        Task.objects.hold_event(task_id)
    first = Task.objects.lock(task_id, seen_version)
    acting.require(may_date, actor, first, today=today)
    if not event.source.strip():
        raise DomainError(_("Hãy nêu căn cứ của ngày này."), code="source_required", status=400)
    tasks = [first, *_waiting_with(first)] if same_event else [first]
    calendar = Workday.objects.calendar()
    for task in tasks:
        by_term = due(task.event_term, event.on, calendar)
        deadline = event.due_on if event.due_on is not None and task.pk == first.pk else by_term
        _set(task, event, deadline, actor=actor, today=today)
    return tasks


def _waiting_with(first: Task) -> Sequence[Task]:
    """The other open tasks of the paper that wait for the same event, locked."""
    rows = Task.objects.open().filter(directive=first.directive_id, event__iexact=first.event, event_on=None)
    return list(locked(rows.exclude(pk=first.pk)).select_related("lead")[:MOST_AT_ONCE])


def _set(task: Task, event: EventDay, deadline: date, *, actor: User, today: date) -> None:
    if task.directive.issued_on and deadline < task.directive.issued_on:
        raise DomainError(_("Hạn không thể trước ngày ban hành văn bản."), code="due_before_issue", status=400)
    values = {
        "event_on": event.on,
        "event_source": event.source.strip()[:300],
        "due_on": deadline,
        "due_on_as_issued": deadline,
        "deadline_kind": kind_of_awaited(task.event_term),
        "precision": Precision.DAY.value,
        "review_on": None,
    }
    said = Said(
        reason=event.source,
        details={"event": task.event, "event_on": f"{event.on:%d/%m/%Y}", "due_on": f"{deadline:%d/%m/%Y}"},
    )
    note(task, "event_dated", actor=actor, today=today, values=values, said=said)


@transaction.atomic
def review(
    task_id: int, *, actor: User, today: date, seen_version: int | None, words: str, next_on: date | None = None
) -> Task:
    """A task without a deadline has been looked at; it comes up again on `next_on`, else when the rules say.

    Raises:
        Refused, Stale: as every step.
        DomainError: no words, or a day that is over.
    """
    task = Task.objects.lock(task_id, seen_version)
    acting.require(may_review, actor, task, today=today)
    if not words.strip():
        raise DomainError(_("Hãy ghi kết quả rà soát."), code="words_required", status=400)
    if next_on is not None and next_on <= today:
        raise DomainError(_("Ngày rà soát tiếp theo phải sau hôm nay."), code="review_in_past", status=400)
    review_on = next_on or review_day(today)
    said = Said(reason=words, details={"review_on": f"{review_on:%d/%m/%Y}"})
    return note(task, "reviewed", actor=actor, today=today, values={"review_on": review_on}, said=said)
