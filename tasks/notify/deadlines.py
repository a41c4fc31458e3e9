"""Reminders of deadlines: those that come near, and those that have passed and climb the ladder."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F

from tasks.addressees import Addressees
from tasks.ladder import Case, Climb, Step
from tasks.models import Escalation, NoticeKind, Task, TaskEvent
from tasks.models.task import OVERDUE_VALUES, TaskQuerySet
from tasks.notify.ledger import chunks
from tasks.notify.plan import Plan, is_urgent, reminder
from tasks.notify.rows import AtOnce, Row

FIELDS: Final = (
    "title",
    "due_on",
    "counts_until",
    "lead_id",
    "giver_id",
    "officer_id",
    "monitor_id",
    "leader_id",
    "field_id",
    "urgency",
    "status",
)
TOGETHER: Final = 1000
"""Tasks whose history is read in one query."""

ANSWERS: Final = frozenset({"report", "acknowledge"})
"""Steps by which a unit breaks its silence."""
RESTARTS: Final = frozenset({"return", "resume", "reassign", "reject_contest"})
"""Steps after which a task is in a unit's hands anew, so that its silence is counted from there."""


def near(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Row]:
    """Deadlines with a reminder on the day, to whom the rules name."""
    rungs = [
        (rung.audience, urgent, plan.dates_before(rung, urgent=urgent))
        for rung in plan.ladder.before
        for urgent in (False, True)
    ]
    dates = {until for _, _, found in rungs for until in found if until >= plan.day}
    for task, until in _dated(tasks.filter(status__in=OVERDUE_VALUES, counts_until__in=dates)):
        urgent = is_urgent(task)
        names = dict.fromkeys(name for name, given, found in rungs if given is urgent and until in found)
        people = dict.fromkeys(person for name in names for person in known.audience(name, task))
        facts = {**_due(task, until), "days": (until - plan.day).days}
        for person in people:
            notice = reminder(plan, NoticeKind.DUE, task, person, **facts)
            yield AtOnce(notice) if urgent else notice


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a task's way so far: days of answers, the last restart, rungs told by round."""

    answers: tuple[date, ...] = ()
    restarted_on: date | None = None
    told: Mapping[date, Mapping[str, date]] | None = None

    def since(self, until: date) -> date:
        """The day from which silence is counted."""
        return max(until, self.restarted_on or until)

    def told_since(self, since: date) -> Mapping[str, date]:
        """Rungs told in the round that began that day."""
        return (self.told or {}).get(since, {})


NOTHING_PAST: Final = Past()


def overdue(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Row]:
    """Deadlines that have passed and are reminded of on the day, most overdue last."""
    for some in chunks(_dated(tasks.overdue(plan.day)), TOGETHER):
        pasts = pasts_of([task.pk for task, _ in some])
        for task, until in some:
            yield from _climbing(plan, known, task, until, pasts.get(task.pk, NOTHING_PAST))


def pasts_of(tasks: Collection[int]) -> Mapping[int, Past]:
    """The way of each task so far (two queries)."""
    answers: dict[int, set[date]] = defaultdict(set)
    restarts: dict[int, date] = {}
    told: dict[int, dict[date, dict[str, date]]] = defaultdict(lambda: defaultdict(dict))
    events = TaskEvent.objects.filter(task__in=tasks, move__in=ANSWERS | RESTARTS).order_by()
    for task, move, on in events.values_list("task_id", "move", "on"):
        if move in ANSWERS:
            answers[task].add(on)
        else:
            restarts[task] = max(on, restarts.get(task, on))
    rungs = Escalation.objects.filter(task__in=tasks).order_by()
    for task, since, audience, day in rungs.values_list("task_id", "since", "audience", "day"):
        told[task][since][audience] = day
    return {
        task: Past(tuple(sorted(answers[task])), restarts.get(task), told[task])
        for task in {*answers, *restarts, *told}
    }


def climb_of(plan: Plan, task: Task, until: date, past: Past) -> Climb:
    """The ladder as that task climbs it."""
    case = Case(until, past.since(until), past.answers, is_urgent(task))
    return Climb(plan.ladder, case, plan.count(task))


def _climbing(plan: Plan, known: Addressees, task: Task, until: date, past: Past) -> Iterator[Row]:
    climb = climb_of(plan, task, until, past)
    told = past.told_since(climb.case.since)
    steps = {step.number: step for day in plan.days for step in climb.due(day, told) if day > until}
    facts = {**_due(task, until), "days": climb.days_late(plan.day)}
    people: dict[int, Step] = {}
    for _number, step in sorted(steps.items()):
        reached = known.audience(step.rung.audience, task)
        for person in reached:
            people.setdefault(person, step)
        if step.is_first:
            yield Escalation(
                task_id=task.pk,
                since=climb.case.since,
                audience=step.rung.audience,
                day=plan.day,
                told=sum(known.receives(person) is not None for person in reached),
            )
    for person, step in people.items():
        notice = reminder(plan, NoticeKind.OVERDUE, task, person, **facts, rung=step.number)
        yield AtOnce(notice) if step.is_first and is_urgent(task) else notice


def _due(task: Task, until: date) -> dict[str, object]:
    """The deadline as printed, and the last day in time where the rules of the city count another one."""
    due_on = task.due_on or until
    facts: dict[str, object] = {"due": due_on.isoformat()}
    if until != due_on:
        facts["until"] = until.isoformat()
    return facts


def _dated(tasks: TaskQuerySet) -> Iterator[tuple[Task, date]]:
    """Tasks with their last days in time in a stream; the latest first, so that the newest notice is the worst."""
    for task in tasks.only(*FIELDS).order_by(F("counts_until").desc(), "-pk").iterator(TOGETHER):
        if task.counts_until is not None:
            yield task, task.counts_until
