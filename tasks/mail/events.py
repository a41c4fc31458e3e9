"""Mails about one event of one task, sent at once: what happened, the task as it stands, and the next step."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from directives.workdays import WorkingCalendar
from tasks import notice_words
from tasks.lifecycle import Status
from tasks.mail import rows
from tasks.mail.types import Event
from tasks.models import Mail, Notice, NoticeKind, Task, Workday

TOLD_TO_THE_END = frozenset({NoticeKind.WITHDRAW.value, NoticeKind.ACCEPT.value, NoticeKind.EXTENSION_DECIDE.value})
"""Events that are worth telling also when the task has ended meanwhile."""


@dataclass(frozen=True, slots=True)
class _Batch:
    tasks: Mapping[int, Task]
    helpers: Mapping[int, tuple[str, ...]]
    told: Mapping[str, tuple[tuple[int, str], ...]]
    calendar: WorkingCalendar


def load(mails: Collection[Mail], now: datetime) -> Callable[[Mail], Event | None]:
    """How to get the event of each of `mails`; None where the task has ended and nothing is left to do.

    Call it in the reader's language.
    """
    keys = {mail.task_id for mail in mails if mail.task_id is not None}
    tasks = Task.objects.filter(pk__in=keys).select_related("lead", "directive")
    batch = _Batch(
        tasks={task.pk: task for task in tasks.only(*rows.TASK_FIELDS, *rows.JOINED)},
        helpers=rows.helpers_of(keys),
        told=_told({_event_key(mail) for mail in mails}),
        calendar=Workday.objects.calendar(),
    )
    return lambda mail: _event(mail, batch, now)


def _event_key(mail: Mail) -> str:
    """The key that the notices of the same event carry: that of the mail without whom it goes to."""
    return (mail.instead_of or mail).key.rsplit(":", 1)[0]


def _told(keys: Collection[str]) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Everybody with a notice of the event, as (key, name)."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    told = Notice.objects.filter(key__in=keys).order_by("pk").values_list("key", "recipient_id", "recipient__full_name")
    for key, person, name in told:
        found[key].append((person, name))
    return {key: tuple(people) for key, people in found.items()}


def _event(mail: Mail, batch: _Batch, now: datetime) -> Event | None:
    task = batch.tasks.get(mail.task_id or 0)
    about = str(mail.facts.get("about", ""))
    if task is None or (_has_ended(task) and about not in TOLD_TO_THE_END):
        return None
    reader = mail.recipient if isinstance(mail.recipient, User) else None
    return Event(
        to_name=str(reader or mail.organisation or ""),
        headline=str(NoticeKind(about).label),
        sentence=notice_words.say(about, mail.facts, task.title),
        words=str(mail.facts.get("words", "")),
        day=mail.day,
        counted_at=timezone.localtime(now),
        row=rows.row(
            task,
            batch.helpers.get(task.pk, ()),
            day=mail.day,
            calendar=batch.calendar,
            action=_action(task, mail, reader),
        ),
        urgency=task.get_urgency_display() if task.urgency in rows.AT_ONCE else "",
        others=tuple(name for person, name in batch.told.get(_event_key(mail), ()) if person != mail.recipient_id),
    )


def _action(task: Task, mail: Mail, reader: User | None) -> str:
    """What the reader does next; a unit that only helps, or had the task before, can look at it."""
    if "unit" in mail.facts and "lead" in mail.facts:
        return str(rows.LOOK)
    return rows.next_action(task, reader.pk if reader else None)


def _has_ended(task: Task) -> bool:
    return Status(task.status) in {Status.DONE, Status.WITHDRAWN}
