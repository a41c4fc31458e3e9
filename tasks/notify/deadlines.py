"""Reminders of deadlines: those that come near, and those that have passed."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import F

from tasks.addressees import Addressees
from tasks.models import Notice, NoticeKind, Task
from tasks.models.task import OVERDUE_VALUES, TaskQuerySet
from tasks.notify.ledger import CHUNK
from tasks.notify.plan import Plan, reminder

FIELDS: Final = ("title", "due_on", "lead_id", "officer_id", "monitor_id", "urgency")


def near(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Notice]:
    """Deadlines with a reminder on the day, to whoever is responsible."""
    dates = [due_on for due_on in plan.due_dates() if due_on >= plan.day]
    for task, due_on in _dated(tasks.filter(status__in=OVERDUE_VALUES, due_on__in=dates)):
        facts = {"due": due_on.isoformat(), "days": (due_on - plan.day).days}
        for person in known.responsible(task):
            yield reminder(plan, NoticeKind.DUE, task, person, **facts)


def overdue(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Notice]:
    """Deadlines that have passed and are reminded of on the day, most overdue last."""
    for task, due_on in _dated(tasks.overdue(plan.day)):
        if plan.is_overdue_day(due_on):
            facts = {"due": due_on.isoformat(), "days": plan.days_late(due_on)}
            for person in known.of_overdue(task):
                yield reminder(plan, NoticeKind.OVERDUE, task, person, **facts)


def _dated(tasks: TaskQuerySet) -> Iterator[tuple[Task, date]]:
    """Tasks with their deadlines in a stream; the latest deadline first, so the newest notice is the worst."""
    for task in tasks.only(*FIELDS).order_by(F("due_on").desc(), "-pk").iterator(CHUNK):
        if task.due_on is not None:
            yield task, task.due_on
