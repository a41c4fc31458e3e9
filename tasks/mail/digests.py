"""Digests of a batch of mails, out of the notices of their day and the tasks as they stand now."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from directives.workdays import ONE_DAY, WorkingCalendar
from tasks import addressees
from tasks.mail import rows
from tasks.mail.types import MOST_ROWS, Digest
from tasks.models import REMINDERS, Mail, Notice, Task, Workday
from tasks.models.task import OVERDUE_VALUES

Slot = tuple[int, date]
"""A recipient and a day: one digest."""
LONGEST_RUN_OFF = 14  # days by which a reminder can be moved ahead of its deadline's own distance


@dataclass(frozen=True, slots=True)
class _Counts:
    overdue: int
    today: int
    soon: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """Everything the digests of a batch need, read in a fixed number of queries."""

    counts: Mapping[Slot, _Counts]
    tasks: Mapping[Slot, list[Task]]
    helpers: Mapping[int, tuple[str, ...]]
    others: Mapping[int, tuple[tuple[int, str], ...]]
    calendar: WorkingCalendar


def load(mails: Collection[Mail], now: datetime) -> Callable[[Mail], Digest | None]:
    """How to get the digest of each of `mails`; None where nothing is true any more. Call it in the reader's language.

    True still is what the day's notices named, as long as the task's unit has the ball, its deadline has not moved
    away, the recipient still answers for it, and no later sweep has told them again.
    """
    batch = _read(_still_true({(mail.recipient_id, mail.day) for mail in mails if mail.recipient_id is not None}))

    def make(mail: Mail) -> Digest | None:
        if mail.recipient is None or (mail.recipient.pk, mail.day) not in batch.counts:
            return None
        return _digest(mail.recipient, mail.day, batch, now)

    return make


def _still_true(slots: Collection[Slot]) -> QuerySet[Notice]:
    people = {person for person, _ in slots}
    days = {day for _, day in slots}
    posts = Membership.objects.on(max(days, default=date.min)).filter(user=OuterRef("recipient"))
    concerned = (
        Q(task__officer=F("recipient"))
        | Q(task__monitor=F("recipient"))
        | Exists(posts.filter(Q(role=Role.MONITOR) | Q(role=Role.HEAD, organisation=OuterRef("task__lead"))))
    )
    newer = Notice.objects.filter(
        recipient=OuterRef("recipient"),
        day__gt=OuterRef("day"),
        pk__gt=OuterRef("pk"),
        task=OuterRef("task"),
        kind__in=REMINDERS,
    )
    farthest = timedelta(days=max(settings.REMIND_DAYS_BEFORE, default=0) + LONGEST_RUN_OFF)
    return Notice.objects.filter(
        concerned,
        ~Exists(newer),
        recipient__in=people,
        day__in=days,
        kind__in=REMINDERS,
        task__status__in=OVERDUE_VALUES,
        task__due_on__lte=F("day") + farthest,
    )


def _read(reminders: QuerySet[Notice]) -> _Batch:
    tasks = _rows(reminders)
    shown = {task.pk: task for found in tasks.values() for task in found}
    return _Batch(
        counts=_counts(reminders),
        tasks=tasks,
        helpers=rows.helpers_of(shown),
        others=_others(shown.values(), max((day for _, day in tasks), default=date.min)),
        calendar=Workday.objects.calendar(),
    )


def _counts(reminders: QuerySet[Notice]) -> dict[Slot, _Counts]:
    due, day = F("task__due_on"), F("day")
    counted = (
        reminders.order_by()
        .values("recipient_id", "day")
        .annotate(
            overdue=Count("pk", filter=Q(task__due_on__lt=day)),
            today=Count("pk", filter=Q(task__due_on=day)),
            soon=Count("pk", filter=Q(day__lt=due)),
        )
    )
    return {(row["recipient_id"], row["day"]): _Counts(row["overdue"], row["today"], row["soon"]) for row in counted}


def _rows(reminders: QuerySet[Notice]) -> dict[Slot, list[Task]]:
    """The first `MOST_ROWS` tasks of each digest, by deadline: overdue, then today, then near."""
    rank = Window(RowNumber(), partition_by=[F("recipient"), F("day")], order_by=["task__due_on", "task_id"])
    fields = [f"task__{name}" for name in (*rows.TASK_FIELDS, *rows.JOINED)]
    ranked = (
        reminders.annotate(rank=rank)
        .filter(rank__lte=MOST_ROWS)
        .select_related("task__lead", "task__directive")
        .only("recipient_id", "day", "task_id", *fields)
        .order_by("recipient_id", "day", "rank")
    )
    found: dict[Slot, list[Task]] = defaultdict(list)
    for notice in ranked:
        if notice.task is not None:
            found[notice.recipient_id, notice.day].append(notice.task)
    return found


def _others(tasks: Collection[Task], day: date) -> dict[int, tuple[tuple[int, str], ...]]:
    """Everybody who is reminded of each task once it is overdue, as (key, name), by task."""
    known = addressees.on(day, near=tasks)
    keys = {task.pk: sorted(known.of_overdue(task)) for task in tasks}
    people = {person for found in keys.values() for person in found}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))
    return {task: tuple((person, names[person]) for person in found) for task, found in keys.items()}


def _digest(recipient: User, day: date, batch: _Batch, now: datetime) -> Digest:
    slot = (recipient.pk, day)
    counts, tasks = batch.counts[slot], batch.tasks[slot]
    names = {name: None for task in tasks for key, name in batch.others[task.pk] if key != recipient.pk}
    return Digest(
        to_name=str(recipient),
        day=day,
        counted_at=timezone.localtime(now),
        rows=tuple(
            rows.row(
                task,
                batch.helpers.get(task.pk, ()),
                day=day,
                calendar=batch.calendar,
                action=rows.next_action(task, recipient.pk),
            )
            for task in tasks
        ),
        overdue=counts.overdue,
        today=counts.today,
        soon=counts.soon,
        others=tuple(names),
        next_on=batch.calendar.next_working(day + ONE_DAY),
        list_url=rows.url(reverse("notice-list")),
    )
