"""Notices about what waits without a deadline: a task to look at again, an event whose date nobody has entered."""

from collections.abc import Iterator
from typing import Final

from directives.workdays import ONE_DAY
from tasks.addressees import Addressees
from tasks.filters import to_review
from tasks.models import NoticeKind
from tasks.models.task import TaskQuerySet
from tasks.notify.plan import Plan, reminder
from tasks.notify.rows import Row

COLUMNS: Final = ("title", "lead_id", "officer_id", "monitor_id", "leader_id", "field_id", "urgency", "status")


def to_look_at(plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterator[Row]:
    """Those whose review day is the day of the sweep, to whoever follows them.

    A review day on a day off, or one that a missed sweep passed over, is told on the next day swept; each once.
    """
    since = plan.calendar.previous_working(min((plan.day, *plan.missed)) - ONE_DAY)
    due = tasks.filter(to_review(plan.day), review_on__gt=since)
    for task in due.only(*COLUMNS, "event", "event_on", "review_on").order_by("-review_on", "-pk"):
        kind = NoticeKind.EVENT_DATE if task.awaits_event else NoticeKind.REVIEW
        facts = {"event": task.event} if task.awaits_event else {}
        for person in known.watching(task):
            yield reminder(plan, kind, task, person, **facts)
