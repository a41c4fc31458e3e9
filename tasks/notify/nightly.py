"""The nightly sweep: who has to be reminded of what on a day, made once however often it runs."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.models import User
from tasks import addressees
from tasks.faultpoints import Point, reach
from tasks.models import REMINDERS, Mail, MailKind, Notice, SweepRun, Task, Workday
from tasks.notify import catchup
from tasks.notify.ledger import chunks, insert_new, retire
from tasks.notify.plan import Plan
from tasks.notify.sources import SOURCES

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
    reach(Point.SWEEP_NOTED)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWEEP_LOCK])
        plan = _plan(day)
        result = _remind(plan) if plan.calendar.is_working(day) else SweepResult(day, is_working=False)
        reach(Point.SWEEP_QUEUED)
        _note_end(result)
    reach(Point.SWEEP_ENDED)
    return result


def _note_start(day: date) -> None:
    """Committed at once: a started run without an end is how a dead one is seen.

    Before the first end of the day it is noted since when the day's reminders are late, for the mails to say so.
    """
    now = timezone.now()
    late = catchup.late_since(day, now, Workday.objects.calendar())
    SweepRun.objects.bulk_create([SweepRun(day=day, started_at=now)], ignore_conflicts=True)
    SweepRun.objects.filter(day=day, finished_at=None).update(late_since=late)
    SweepRun.objects.filter(day=day).update(runs=F("runs") + 1, started_at=now)


def _note_end(result: SweepResult) -> None:
    SweepRun.objects.filter(day=result.day).update(
        finished_at=timezone.now(), notices=F("notices") + result.notices, mails=F("mails") + result.mails
    )


def _plan(day: date) -> Plan:
    calendar = Workday.objects.calendar()
    missed = catchup.missed_before(day, calendar)
    return Plan(day, calendar, settings.REMIND_DAYS_BEFORE, settings.REMIND_EVERY_WORKING_DAYS_LATE, missed)


@dataclass(slots=True)
class _Tally:
    tasks: set[int] = field(default_factory=set)
    notices: int = 0
    people: set[int] = field(default_factory=set)


def _remind(plan: Plan) -> SweepResult:
    known = addressees.on(plan.day)
    tally = _Tally()
    tasks = Task.objects.open()
    for source in SOURCES:
        for notices in chunks(source(plan, known, tasks)):
            tally.tasks.update(notice.task_id for notice in notices if notice.task_id is not None)
            tally.notices += insert_new(notices)
            reach(Point.SWEEP_INSERTED)
            tally.people.update(notice.recipient_id for notice in notices)
    retire_older(plan.day, tally.people)
    mails = queue_digests(plan.day, tally.people)
    return SweepResult(plan.day, is_working=True, tasks=len(tally.tasks), notices=tally.notices, mails=mails)


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
