"""The nightly sweep: who has to be reminded of what on a day, made once however often it runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone, translation

from accounts.models import User
from tasks import addressees
from tasks.addressees import Addressees
from tasks.models import REMINDERS, Mail, MailKind, Notice, NoticeKind, SweepRun, Task, Workday
from tasks.models.task import OVERDUE_VALUES
from tasks.notify import words
from tasks.notify.ledger import CHUNK, chunks, insert_new, retire
from tasks.notify.plan import Plan

SWEEP_LOCK = 730_002  # pg_advisory_xact_lock key; one sweep at a time, a second one waits and then finds all done


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What one run did: whether `day` is worked, tasks to remind of, and notices and mails that were not there yet."""

    day: date
    is_working: bool
    tasks: int = 0
    notices: int = 0
    mails: int = 0


def sweep(day: date) -> SweepResult:
    """Make the notices and the digests of `day`; on a day off nothing.

    All rows of a run are one transaction, so a run that is killed leaves nothing behind but the note that it started,
    and the next one makes everything. Rows are unique by key, so a run after a finished one adds only what is new.
    """
    _note_start(day)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWEEP_LOCK])
        plan = _plan(day)
        result = _remind(plan) if plan.calendar.is_working(day) else SweepResult(day, is_working=False)
        _note_end(result)
    return result


def _note_start(day: date) -> None:
    """Committed at once: a started run without an end is how a dead one is seen."""
    now = timezone.now()
    SweepRun.objects.bulk_create([SweepRun(day=day, started_at=now)], ignore_conflicts=True)
    SweepRun.objects.filter(day=day).update(runs=F("runs") + 1, started_at=now)


def _note_end(result: SweepResult) -> None:
    SweepRun.objects.filter(day=result.day).update(
        finished_at=timezone.now(), notices=F("notices") + result.notices, mails=F("mails") + result.mails
    )


def _plan(day: date) -> Plan:
    calendar = Workday.objects.calendar()
    return Plan(day, calendar, settings.REMIND_DAYS_BEFORE, settings.REMIND_EVERY_WORKING_DAYS_LATE)


@dataclass(slots=True)
class _Tally:
    tasks: int = 0
    notices: int = 0
    people: set[int] = field(default_factory=set)


def _remind(plan: Plan) -> SweepResult:
    known = addressees.on(plan.day)
    tally = _Tally()
    with translation.override(settings.LANGUAGE_CODE):
        for tasks in chunks(_to_remind(plan)):
            notices = [notice for task in tasks for notice in _notices(task, plan, known)]
            tally.tasks += len(tasks)
            tally.notices += insert_new(notices)
            tally.people.update(notice.recipient_id for notice in notices)
    retire_older(plan.day, tally.people)
    mails = queue_digests(plan.day, tally.people)
    return SweepResult(plan.day, is_working=True, tasks=tally.tasks, notices=tally.notices, mails=mails)


def _to_remind(plan: Plan) -> Iterator[Task]:
    """Tasks whose unit has the ball and whose deadline is reminded of on the day, read in a stream.

    The latest deadline comes first, so that the newest notice of a day is that of the task most overdue.
    """
    near = Q(due_on__in=plan.due_dates(), due_on__gte=plan.day)
    tasks = (
        Task.objects.filter(Q(due_on__lt=plan.day) | near, status__in=OVERDUE_VALUES)
        .only("title", "due_on", "lead_id", "officer_id", "monitor_id")
        .order_by("-due_on", "-pk")
    )
    for task in tasks.iterator(CHUNK):
        if task.due_on is not None and (task.due_on >= plan.day or plan.is_overdue_day(task.due_on)):
            yield task


def _notices(task: Task, plan: Plan, known: Addressees) -> Iterator[Notice]:
    due_on = task.due_on
    if due_on is None:
        return
    if due_on < plan.day:
        kind, people = NoticeKind.OVERDUE, known.of_overdue(task)
        text = words.overdue(task.title, due_on, plan.days_late(due_on))
    else:
        kind, people = NoticeKind.DUE, frozenset(known.responsible(task))
        text = words.due(task.title, due_on, plan.day)
    key = f"{kind}:{task.pk}:{plan.day}"
    make = partial(Notice, key=key, kind=kind, task_id=task.pk, day=plan.day, text=text)
    for person in people:
        yield make(recipient_id=person)


def retire_older(day: date, people: set[int]) -> None:
    """What a later reminder repeats need not be read twice, also when it is this sweep that caught up on a past day."""
    later = Notice.objects.filter(
        recipient=OuterRef("recipient"), task=OuterRef("task"), day__gt=OuterRef("day"), kind__in=REMINDERS
    )
    for keys in chunks(sorted(people)):
        retire(Notice.objects.filter(Exists(later), recipient__in=keys), day)


def queue_digests(day: date, people: set[int]) -> int:
    """One mail per person and day for those who have an address; the answer counts the new ones."""
    new = 0
    for keys in chunks(sorted(people)):
        addresses = User.objects.filter(pk__in=keys, is_active=True).exclude(email="").values_list("pk", "email")
        new += insert_new(
            Mail(kind=MailKind.DIGEST, key=f"digest:{pk}:{day}", recipient_id=pk, address=address, day=day)
            for pk, address in addresses
        )
    return new
