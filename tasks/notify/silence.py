"""Signals beside deadlines: units that say nothing, results and requests the office has not decided, empty units."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce

from tasks.addressees import Addressees
from tasks.models import Notice, NoticeKind, Task, TaskEvent
from tasks.models.task import OVERDUE_VALUES, TaskQuerySet
from tasks.notify.deadlines import FIELDS, TOGETHER
from tasks.notify.ledger import chunks
from tasks.notify.plan import Plan, is_urgent, reminder
from tasks.notify.rows import Row

FARTHEST: Final = timedelta(days=3 * 366)
"""Silence older than that is counted from there."""
WAITING_STATUSES: Final = ("submitted", "contested")
WAITING_MOVES: Final = ("submit", "sign_off", "contest")


def silent(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Row]:
    """Tasks in term or without a deadline whose unit has not reported for as many working days as the rules say."""
    last = Coalesce("reported_on", "assigned_on")
    running = tasks.filter(Q(counts_until=None) | Q(counts_until__gte=plan.day), status__in=OVERDUE_VALUES)
    oldest = running.annotate(last=last).aggregate(oldest=Min("last"))["oldest"]
    since = max(oldest or plan.day, plan.day - FARTHEST)
    rungs = [
        (rung.audience, urgent, plan.silent_dates(rung, urgent=urgent, since=since))
        for rung in plan.ladder.silent
        for urgent in (False, True)
    ]
    dates = {day for _, _, found in rungs for day in found}
    quiet = running.annotate(last=last).filter(last__in=dates).only(*FIELDS, "reported_on", "assigned_on")
    for task in quiet.order_by("-pk").iterator(TOGETHER):
        spoke = task.reported_on or task.assigned_on
        urgent = is_urgent(task)
        names = dict.fromkeys(name for name, given, found in rungs if given is urgent and spoke in found)
        facts = {"days": plan.working.between(spoke, plan.day), "last": spoke.isoformat()}
        for person in dict.fromkeys(person for name in names for person in known.audience(name, task)):
            yield reminder(plan, NoticeKind.SILENT, task, person, **facts)


def waiting(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Row]:
    """Results not yet accepted and tasks contested, to those who decide; the unit cannot go on meanwhile."""
    for some in chunks(tasks.filter(status__in=WAITING_STATUSES).only(*FIELDS).order_by("-pk").iterator(), TOGETHER):
        moves = TaskEvent.objects.filter(task__in=some, move__in=WAITING_MOVES).order_by()
        asked: dict[int, date] = dict(moves.values("task").annotate(on=Max("on")).values_list("task", "on"))
        for task in some:
            if task.pk in asked:
                yield from _waiting(plan, known, task, asked[task.pk])


def _waiting(plan: Plan, known: Addressees, task: Task, asked: date) -> Iterator[Row]:
    days = plan.working.between(asked, plan.day)
    for rung in plan.ladder.waiting:
        over = days - rung.after(urgent=is_urgent(task))
        if over == 0 or (over > 0 and rung.every is not None and over % rung.every == 0):
            facts = {"days": days, "asked": asked.isoformat(), "status": task.status}
            for person in known.audience(rung.audience, task):
                yield reminder(plan, NoticeKind.WAITING, task, person, **facts)


def unreachable(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Row]:
    """Units with open work and no head who receives anything, to every monitor, once a week."""
    year, week, _ = plan.day.isocalendar()
    units = tasks.order_by("lead").values_list("lead", "lead__short_name").distinct()
    for unit, name in units:
        if known.is_reachable(unit):
            continue
        for monitor in known.monitors:
            yield Notice(
                recipient_id=monitor,
                key=f"unreachable:{unit}:{year}-{week}",
                kind=NoticeKind.UNREACHABLE,
                day=plan.day,
                facts={"unit": name, "unit_id": unit},
                for_mail=True,
            )
