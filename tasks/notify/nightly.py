"""The nightly sweep: who has to be reminded of what on a day, made once however often and by however many it runs."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import F
from django.utils import timezone

from tasks import addressees
from tasks.addressees import Addressees
from tasks.faultpoints import Point, reach
from tasks.mail.rows import AT_ONCE
from tasks.models import LadderRule, Stage, SweepRun, SweepShare, Task, Workday
from tasks.notify import catchup, instructions, shares
from tasks.notify.inboxes import queue_digests, queue_unit_mails
from tasks.notify.ledger import chunks
from tasks.notify.plan import Plan
from tasks.notify.rows import AtOnce, Row, write
from tasks.notify.sources import SOURCES


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What one call did itself: whether `day` is worked, tasks to remind of, notices and mails not there before."""

    day: date
    is_working: bool
    tasks: int = 0
    notices: int = 0
    mails: int = 0


def sweep(day: date) -> SweepResult:
    """Make the notices and the digests of `day`; on a day off nothing, or what the office wants told even then.

    Killed anywhere and run again nothing is doubled and nothing lost: the work is cut into shares, each a transaction,
    and rows are unique by key. Called while another worker is at it, the call takes its part and returns when all is
    done; called after that, it adds only what is new.
    """
    run = _note_start(day)
    reach(Point.SWEEP_NOTED)
    plan = plan_of(day)
    if not (plan.is_working or plan.ladder.urgent_on_days_off):
        shares.close_turn(run.pk, run.turn)
        return SweepResult(day, is_working=False)
    turn = shares.open_turn(run.pk)
    known = addressees.on(day)
    done = shares.work_off(run.pk, turn, Stage.NOTICES, partial(_make_notices, plan, known))
    shares.open_digests(run.pk, turn)
    done += shares.work_off(run.pk, turn, Stage.DIGESTS, partial(_queue_digests, plan))
    reach(Point.SWEEP_QUEUED)
    shares.close_turn(run.pk, turn)
    reach(Point.SWEEP_ENDED)
    return SweepResult(
        day,
        is_working=plan.is_working,
        tasks=sum(share.tasks for share in done),
        notices=sum(share.notices for share in done),
        mails=sum(share.mails for share in done),
    )


def plan_of(day: date) -> Plan:
    """The plan of `day` by the rules and the calendar in force."""
    calendar = Workday.objects.calendar()
    return Plan(day, calendar, LadderRule.objects.ladder(), catchup.missed_before(day, calendar))


def _note_start(day: date) -> SweepRun:
    """Committed at once: a started run without an end is how a dead one is seen.

    Before the first end of the day it is noted since when the day's reminders are late, for the mails to say so.
    """
    now = timezone.now()
    late = catchup.late_since(day, now, Workday.objects.calendar())
    SweepRun.objects.bulk_create([SweepRun(day=day, started_at=now)], ignore_conflicts=True)
    SweepRun.objects.filter(day=day, finished_at=None).update(late_since=late)
    SweepRun.objects.filter(day=day).update(runs=F("runs") + 1, started_at=now)
    return SweepRun.objects.get(day=day)


def _make_notices(plan: Plan, known: Addressees, share: SweepShare) -> None:
    """The notices of the open tasks of some leads, and the mails to those units."""
    tasks = Task.objects.open().filter(lead__gte=share.first, lead__lte=share.last)
    if not plan.is_working:
        tasks = tasks.filter(urgency__in=AT_ONCE)
    spoken_of: set[int] = set()
    for source in SOURCES:
        for rows in chunks(source(plan, known, tasks)):
            written = write(rows, known)
            reach(Point.SWEEP_INSERTED)
            share.notices += written.notices
            share.mails += written.mails
            spoken_of.update(_tasks_of(rows))
    share.tasks = len(spoken_of)
    if plan.is_working:
        _remind_of_answers(plan, known, share)
        share.mails += queue_unit_mails(plan.day, share.first, share.last, spoken_of)


def _remind_of_answers(plan: Plan, known: Addressees, share: SweepShare) -> None:
    """Answers owed to a leader, by the units of the share; those of units without open tasks go with the first."""
    for rows in chunks(instructions.unanswered(plan, known, share)):
        share.notices += write(rows, known).notices


def _tasks_of(rows: list[Row]) -> set[int]:
    named = ((row.notice if isinstance(row, AtOnce) else row).task_id for row in rows)
    return {task for task in named if task is not None}


def _queue_digests(plan: Plan, share: SweepShare) -> None:
    share.mails = queue_digests(plan, share.first, share.last)
