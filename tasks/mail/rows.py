"""Tasks as rows of a mail, read in a few queries for a whole batch of mails."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Value
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directives.models import Directive, Urgency
from directives.workdays import WorkingCalendar
from tasks.lifecycle import Status
from tasks.mail.types import Row
from tasks.models import Party, Task
from tasks.words import day_off_words

TASK_FIELDS = (
    "title",
    "path",
    "due_on",
    "counts_until",
    "status",
    "urgency",
    "lead_id",
    "officer_id",
    "monitor_id",
    "directive_id",
)
JOINED = ("lead__short_name", "directive__number_text", "directive__subject")
"""Columns that a row needs; the text of the paper is long and stays in the database."""

AT_ONCE = frozenset({Urgency.VERY_URGENT.value, Urgency.EXPRESS.value})
"""Degrees of urgency whose reminders do not wait for a digest."""

IN_SIGHT = 21
"""A deadline farther away than so many days has moved since it was reminded of: seven, and the longest run off."""


def url(path: str) -> str:
    """The full address of a page of this site."""
    return f"{settings.SITE_URL}{path}"


@cache
def page(name: str) -> str:
    """The full address of a page without parameters; the reversal of an address costs more than a row."""
    return url(reverse(name))


@cache
def _task_page() -> str:
    return url(reverse("task-detail", args=[0]).removesuffix("0/"))


def url_of(task: int) -> str:
    """The full address of the page of a task."""
    return f"{_task_page()}{task}/"


class Among(Func):
    """The keys as one array instead of one parameter for each: `pk__in=Among(keys)`, for lists of hundreds."""

    function = "unnest"
    template = "(SELECT %(function)s(%(expressions)s::bigint[]))"

    def __init__(self, keys: Iterable[int]) -> None:
        listed = Value(list(keys), output_field=ArrayField(models.BigIntegerField()))
        super().__init__(listed, output_field=models.BigIntegerField())


def helpers_of(tasks: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Names of the coordinating organisations by task (one query)."""
    names: dict[int, list[str]] = defaultdict(list)
    parties = Party.objects.filter(task__in=Among(set(tasks))).order_by("pk")
    for task, name in parties.values_list("task_id", "organisation__short_name"):
        names[task].append(name)
    return {task: tuple(found) for task, found in names.items()}


class Facts(NamedTuple):
    """What a row says of a task, as plain values: cheaper by far than rows of models for a night of digests."""

    pk: int
    title: str
    path: str
    due_on: date | None
    counts_until: date | None
    status: str
    urgency: str
    officer_id: int | None
    monitor_id: int | None
    lead: str
    number_text: str
    subject: str
    officer: str | None


COLUMNS = (*Facts._fields[:9], "lead__short_name", "directive__number_text", "directive__subject", "officer__full_name")


def facts_of(tasks: Collection[int]) -> dict[int, Facts]:
    """The facts of these tasks (one query)."""
    found = Task.objects.filter(pk__in=Among(tasks)).values_list(*COLUMNS)
    return {values[0]: Facts(*values) for values in found}


def row(task: Task, helpers: tuple[str, ...], *, day: date, calendar: WorkingCalendar, action: str) -> Row:
    """`task` as it stands on `day`; its lead and directive have been joined."""
    facts = Facts(
        task.pk,
        task.title,
        task.path,
        task.due_on,
        task.counts_until,
        task.status,
        task.urgency,
        task.officer_id,
        task.monitor_id,
        task.lead.short_name,
        task.directive.number_text,
        task.directive.subject,
        None,
    )
    return row_of(facts, helpers, day=day, calendar=calendar, action=action)


def row_of(facts: Facts, helpers: tuple[str, ...], *, day: date, calendar: WorkingCalendar, action: str) -> Row:
    """A task as it stands on `day`.

    Days late are counted after the last day in time, which the rules of the city may set apart from the day printed.
    """
    due_on, until = facts.due_on, facts.counts_until or facts.due_on
    return Row(
        paper=facts.number_text or str(Directive(subject=facts.subject)),
        path=facts.path,
        title=facts.title,
        lead=facts.lead,
        helpers=helpers,
        due_on=due_on,
        days_late=days_late(calendar, until, day) if until else 0,
        url=url_of(facts.pk),
        action=action,
        urgency=str(Urgency(facts.urgency).label) if facts.urgency in AT_ONCE else "",
        day_off=day_off_words(due_on, calendar) if due_on else "",
        officer=facts.officer or "",
    )


@lru_cache(maxsize=20_000)
def days_late(calendar: WorkingCalendar, due_on: date, day: date) -> int:
    """Working days from the deadline to `day`; many tasks of many mails share a deadline."""
    return calendar.working_days_between(due_on, day)


RECEIVE, RECEIVE_AND_PASS_ON = _("Tiếp nhận nhiệm vụ"), _("Tiếp nhận và phân công")
REPORT, REPORT_OR_FINISH = _("Báo cáo tiến độ"), _("Báo cáo tiến độ hoặc báo cáo hoàn thành")
AWAIT_DECISION, DECIDE, URGE = (
    _("Chờ Văn phòng xem xét đề nghị giao lại"),
    _("Xem xét đề nghị giao lại"),
    _("Đôn đốc đơn vị chủ trì"),
)


LOOK = _("Xem nhiệm vụ")
ENDED = frozenset({Status.DONE.value, Status.WITHDRAWN.value})
ACCEPT, AWAIT_ACCEPTANCE = _("Xác nhận hoặc trả lại kết quả"), _("Chờ Văn phòng xác nhận kết quả")
FOR_MONITOR = {Status.CONTESTED: DECIDE, Status.SUBMITTED: ACCEPT}


def next_action(task: Task | Facts, reader: int | None) -> str:
    """What the reader of the mail can do next about the task."""
    if task.status in ENDED:
        return str(LOOK)
    parts = {task.officer_id: "officer", task.monitor_id: "monitor", None: ""}
    part = parts.get(reader, "")
    return _next_action(task.status, part, get_language())


@lru_cache
def _next_action(status_value: str, part: str, _language: str | None) -> str:
    status = Status(status_value)
    if part == "monitor":
        return str(FOR_MONITOR.get(status, URGE))
    if status is Status.SUBMITTED:
        return str(AWAIT_ACCEPTANCE)
    if status is Status.ASSIGNED:
        return str(RECEIVE if part == "officer" else RECEIVE_AND_PASS_ON)
    return str({Status.RECEIVED: REPORT, Status.CONTESTED: AWAIT_DECISION}.get(status, REPORT_OR_FINISH))
