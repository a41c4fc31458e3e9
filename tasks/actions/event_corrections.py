"""The date of an event was entered wrongly: what the right one moves, shown before and then done, with its reason.

A deadline as issued is frozen. One that was counted from an event is no more than the words of the paper and that
date, so it is the only kind that moves again, together with the date and with a line in the history of every task. A
deadline that was granted later, or set by hand when the date was entered, is a decision of its own and stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import acting
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import User
from accounts.policy import Decision, denied
from directives.terms import due
from directives.workdays import WorkingCalendar
from tasks import addressees, policy
from tasks.actions.events import MOST_AT_ONCE, EventDay
from tasks.actions.steps import Said, note
from tasks.lifecycle import OPEN, Status
from tasks.models import NoticeKind, Task, Workday
from tasks.notify import Event, Post, tell


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction does to one task: its deadline of the paper and its current one, before and after."""

    task: Task
    issued: date
    current: date
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether neither deadline moves."""
        return (self.issued, self.current) == (self.task.due_on_as_issued, self.task.due_on)


def may_correct(user: User, task: Task, today: date) -> Decision:
    """Whoever may enter the date may correct it, while the task is open."""
    side = policy.may_by_side(user, "event_date", task, today)
    if not side:
        return side
    if task.event_on is None:
        return denied(_("Nhiệm vụ này chưa có ngày của mốc nào để sửa."))
    if Status(task.status) not in OPEN:
        return denied(_("Nhiệm vụ đã kết thúc nên ngày của mốc không sửa được nữa."))
    return side


def preview(task: Task, event: EventDay, *, actor: User, today: date, same_event: bool) -> list[Effect]:
    """What the correction would move; nothing is written.

    Raises:
        Refused: the role does not correct dates.
        DomainError: as `correct`.
    """
    acting.require(may_correct, actor, task, today=today)
    _check(task, event)
    others = list(_together_with(task).select_related("lead", "directive")[:MOST_AT_ONCE]) if same_event else []
    return _effects([task, *others], event)


@transaction.atomic
def correct(
    task_id: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    event: EventDay,
    reason: str,
    same_event: bool = False,
) -> list[Effect]:
    """Replace the date of the event; deadlines that were counted from it follow, each with a line of its own.

    With `same_event` every open task of the paper with the same event and the same wrong date is corrected too.

    Raises:
        Refused, Stale: as every step.
        DomainError: no reason, no source, the same date again, or a deadline before the paper was issued.
    """
    if same_event:
        Task.objects.hold_event(task_id)
    first = Task.objects.lock(task_id, seen_version)
    acting.require(may_correct, actor, first, today=today)
    if not reason.strip():
        raise DomainError(_("Hãy nêu lý do sửa ngày."), code="reason_required", status=400)
    _check(first, event)
    others = list(locked(_together_with(first)).select_related("lead")[:MOST_AT_ONCE]) if same_event else []
    effects = _effects([first, *others], event)
    for effect in effects:
        _set(effect, event, reason, actor=actor, today=today)
    return effects


def _check(task: Task, event: EventDay) -> None:
    if not event.source.strip():
        raise DomainError(_("Hãy nêu căn cứ của ngày này."), code="source_required", status=400)
    if event.on == task.event_on:
        raise DomainError(_("Ngày này trùng với ngày đang ghi."), code="event_same", status=400)


def _together_with(first: Task) -> QuerySet[Task]:
    rows = Task.objects.open().filter(directive=first.directive_id, event__iexact=first.event, event_on=first.event_on)
    return rows.exclude(pk=first.pk).order_by("pk")


def _effects(tasks: Sequence[Task], event: EventDay) -> list[Effect]:
    calendar = Workday.objects.calendar()
    return [_effect(task, event, calendar) for task in tasks]


def _effect(task: Task, event: EventDay, calendar: WorkingCalendar) -> Effect:
    """The rules of this module for one task, whose date is known."""
    before, current = task.due_on_as_issued, task.due_on
    if before is None or current is None or task.event_on is None:
        raise DomainError(_("Nhiệm vụ này chưa có ngày của mốc nào để sửa."), code="event_unknown")
    if before != due(task.event_term, task.event_on, calendar):
        return Effect(task, before, current, _("Hạn được ghi riêng khi nhập mốc nên giữ nguyên."))
    issued = due(task.event_term, event.on, calendar)
    if task.directive.issued_on and issued < task.directive.issued_on:
        raise DomainError(_("Hạn không thể trước ngày ban hành văn bản."), code="due_before_issue", status=400)
    if current != before:
        return Effect(task, issued, current, _("Đã được gia hạn: hạn gia hạn giữ nguyên, chỉ hạn theo văn bản đổi."))
    return Effect(task, issued, issued)


def _set(effect: Effect, event: EventDay, reason: str, *, actor: User, today: date) -> None:
    task = effect.task
    values = {
        "event_on": event.on,
        "event_source": event.source.strip()[:300],
        "due_on_as_issued": effect.issued,
        "due_on": effect.current,
    }
    details = {
        "event": task.event,
        "event_on_before": f"{task.event_on:%d/%m/%Y}",
        "event_on": f"{event.on:%d/%m/%Y}",
        "due_on_before": f"{task.due_on:%d/%m/%Y}",
        "due_on": f"{effect.current:%d/%m/%Y}",
    }
    is_kept = effect.is_kept
    note(task, "event_corrected", actor=actor, today=today, values=values, said=Said(reason=reason, details=details))
    if not is_kept:
        _tell(task, effect.current, actor=actor, today=today)


def _tell(task: Task, deadline: date, *, actor: User, today: date) -> None:
    """Whoever does the work, their heads and the monitor learn the new day with their next digest."""
    known = addressees.on(today, near=[task])
    people = {*known.responsible(task), *known.heads_of(task.lead_id), *known.watching(task)} - {actor.pk}
    facts = {
        "event": task.event,
        "event_on": task.event_on.isoformat() if task.event_on else "",
        "due": deadline.isoformat(),
    }
    key = f"event_corrected:{task.pk}:{task.version}"
    tell(Event(NoticeKind.EVENT_DATE, key, task, today, facts, by=actor.pk), people, Post.DIGEST)
