"""What needs a leader's attention: why a task stands there, how serious that is, and which tasks come first.

Three warning levels. Within one the oldest deadline stands first; a task counts at the most serious of its reasons,
and keeps saying all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from itertools import product
from operator import or_
from typing import Any, Final

from django.db.models import BooleanField, Case, ExpressionWrapper, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import counting
from accounts.models import User
from directives.models import Urgency
from tasks.desk import silent_on
from tasks.models import ExtensionRequest, Instruction, InstructionKind, Task, TaskStatus, Workday
from tasks.models.task import OVERDUE_VALUES, TaskQuerySet
from tasks.practice import unreceived

PER_PAGE: Final = 30
MOST_COUNTED: Final = 9_999
"""Counting stops one above; the page then shows a plus sign."""
NO_DAY: Final = "none"


class Reason(StrEnum):
    """Why a task needs attention."""

    OVERDUE = "overdue"
    EXPRESS = "express"
    ANSWER_LATE = "answer_late"
    DUE_SOON = "due_soon"
    DECISION = "decision"
    CONTESTED = "contested"
    EXPLANATION = "explanation"
    SILENT = "silent"
    NOT_RECEIVED = "not_received"


LEVELS: Final[Mapping[int, tuple[Reason, ...]]] = {
    1: (Reason.OVERDUE, Reason.EXPRESS, Reason.ANSWER_LATE),
    2: (Reason.DUE_SOON, Reason.DECISION, Reason.CONTESTED, Reason.EXPLANATION),
    3: (Reason.SILENT, Reason.NOT_RECEIVED),
}
"""Reasons by warning level, the most serious first."""
LEVEL_LABELS: Final[Mapping[int, Promise]] = {
    1: _("Mức 1: quá hạn, hỏa tốc, quá hạn giải trình"),
    2: _("Mức 2: sắp đến hạn, chờ quyết định, chờ giải trình"),
    3: _("Mức 3: lâu không cập nhật, chưa tiếp nhận"),
}
ANY_LEVEL: Final = "all"
CHOICES: Final = [(ANY_LEVEL, _("Mọi mức cảnh báo")), *((str(level), label) for level, label in LEVEL_LABELS.items())]
"""What the filter `attention` of lists takes."""


@dataclass(frozen=True, slots=True)
class Classes:
    """What is overdue and nearly due by the chosen deadline, the column with its last day in time, and the last day
    that is nearly due.
    """

    overdue: Q
    due_soon: Q
    until: str
    last_soon: date


@dataclass(frozen=True, slots=True)
class Watch:
    """Every reason as a condition of one day; `until` is the column that tells which is older.

    `last_soon` is the last day in time that is nearly due.
    """

    reasons: Mapping[Reason, Q]
    until: str
    last_soon: date

    def of(self, level: int) -> Q:
        """Tasks with a reason of this level, whatever else is the matter with them."""
        return reduce(or_, (self.reasons[reason] for reason in LEVELS[level]))

    def above(self, level: int) -> Q:
        """Tasks that count at a more serious level."""
        return reduce(or_, (self.of(other) for other in LEVELS if other < level), Q(pk__in=[]))

    def at(self, level: int) -> Q:
        """Tasks that count at this level: each task counts at one."""
        return self.of(level) & ~self.above(level) if level > 1 else self.of(level)

    def apart(self, level: int) -> list[Q]:
        """What `at` holds reason by reason, each task at the first that holds of it."""
        found: list[Q] = []
        earlier = self.above(level)
        for reason in LEVELS[level]:
            found.append(self.reasons[reason] & ~earlier)
            earlier |= self.reasons[reason]
        return found

    def stretches(self, level: int) -> list[Q]:
        """Where in the order of last days a walk finds what counts at this level.

        All reasons of the last level are about tasks under way, so that these are in term for long or have no day: who
        begins with the oldest day meets everything overdue first.
        """
        if level < max(LEVELS):
            return [Q()]
        return [Q(**{f"{self.until}__gt": self.last_soon}), Q(**{self.until: None})]

    @property
    def everything(self) -> Q:
        """Tasks with any reason."""
        return reduce(or_, self.reasons.values())

    def chosen(self, value: str) -> Q:
        """What a value of `CHOICES` stands for."""
        return self.everything if value == ANY_LEVEL else self.at(int(value))


def watch(today: date, classes: Classes) -> Watch:
    """The reasons as of that day by the rules in force (four queries: calendar, silence, receipt)."""
    calendar = Workday.objects.calendar()
    pending = ExtensionRequest.objects.pending().order_by().values("task")
    asked = Instruction.objects.unanswered().filter(kind=InstructionKind.EXPLAIN, task__isnull=False).order_by()
    late = asked.filter(answer_by__lt=today)
    return Watch(
        {
            Reason.OVERDUE: classes.overdue,
            Reason.EXPRESS: Q(urgency=Urgency.EXPRESS.value, status__in=OVERDUE_VALUES),
            Reason.ANSWER_LATE: Q(pk__in=late.values("task")),
            Reason.DUE_SOON: classes.due_soon,
            Reason.DECISION: Q(pk__in=pending),
            Reason.CONTESTED: Q(status=TaskStatus.CONTESTED.value),
            Reason.EXPLANATION: Q(pk__in=asked.values("task")),
            Reason.SILENT: silent_on(today, calendar),
            Reason.NOT_RECEIVED: unreceived(today, calendar),
        },
        classes.until,
        classes.last_soon,
    )


@dataclass(frozen=True, slots=True)
class Slice:
    """Some tasks in order, each with its `level` and what is the matter (`why_<reason>`), and the cursor after them."""

    rows: list[Task]
    next_cursor: str


def first_rows(tasks: TaskQuerySet, watched: Watch, cursor: str, size: int = PER_PAGE) -> Slice:
    """Tasks by level, then by last day in time (none last), after `cursor`; an unreadable cursor starts over.

    Each reason brings at most `size` + 1 tasks by the index it has; an OR of them all would read every open task. Their
    keys are asked first: with them inside, the joins of the rows have PostgreSQL read all tasks (two queries).
    """
    first, *others = _parts(tasks, watched, _parse(cursor), size + 1)
    keys = list(first.union(*others).values_list("pk", flat=True))
    found = with_reasons(Task.objects.filter(pk__in=keys), watched).annotate(level=_level(watched))
    rows = list(found.order_by("level", watched.until, "pk")[: size + 1])
    return Slice(rows[:size], _cursor(rows[size - 1], watched) if len(rows) > size else "")


def with_reasons(tasks: TaskQuerySet, watched: Watch) -> TaskQuerySet:
    """The same tasks, each with one true or false column per reason, joined with what a row shows and is decided by."""
    flags = {f"why_{key.value}": ExpressionWrapper(q, BooleanField()) for key, q in watched.reasons.items()}
    return tasks.annotate(**flags).select_related(*JOINED).defer(*HEAVY)


JOINED: Final = ("directive", "lead__heir", "lead_as_given", "officer", "leader", "giver")
HEAVY: Final = ("text", "search_text", "directive__text", "directive__search_text", "directive__warnings")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended."""

    level: int
    day: date | None
    pk: int

    def after(self, level: int, until: str) -> Q:
        """What comes later within this level."""
        if level > self.level:
            return Q()
        if level < self.level:
            return Q(pk__in=[])
        if self.day is None:
            return Q(**{until: None}, pk__gt=self.pk)
        later = Q(**{f"{until}__gt": self.day}) | Q(**{until: None})
        return later | Q(**{until: self.day}, pk__gt=self.pk)


def _parts(tasks: TaskQuerySet, watched: Watch, place: Place | None, size: int) -> list[QuerySet[Task, Any]]:
    parts: list[QuerySet[Task, Any]] = []
    for level, reasons in LEVELS.items():
        rest = place.after(level, watched.until) if place else Q()
        for reason, stretch in product(reasons, watched.stretches(level)):
            part = tasks.filter(watched.reasons[reason], stretch, rest)
            part = part.exclude(watched.above(level)) if level > 1 else part
            parts.append(part.order_by(watched.until, "pk").values("pk")[:size])
    return parts


def _level(watched: Watch) -> Case:
    *others, last = LEVELS
    whens = [When(watched.of(level), then=Value(level)) for level in others]
    return Case(*whens, default=Value(last), output_field=IntegerField())


def reasons_of(task: Task) -> list[Reason]:
    """Why a row of `first_rows` stands there, the most serious reason first."""
    found = [reason for reason in Reason if getattr(task, f"why_{reason.value}", False)]
    if Reason.ANSWER_LATE in found:
        found.remove(Reason.EXPLANATION)
    return found


def _cursor(task: Task, watched: Watch) -> str:
    day = getattr(task, watched.until)
    return f"{getattr(task, 'level')}_{day or NO_DAY}_{task.pk}"  # noqa: B009 - an annotation, unknown to the model


def _parse(cursor: str) -> Place | None:
    parts = cursor.split("_")
    if len(parts) != 3 or not (parts[0].isdecimal() and parts[2].isdecimal()):
        return None
    try:
        day = None if parts[1] == NO_DAY else date.fromisoformat(parts[1])
    except ValueError:
        return None
    return Place(int(parts[0]), day, int(parts[2]))


def keys_at(ways: Sequence[TaskQuerySet], watched: Watch, level: int) -> QuerySet[Task, Any]:
    """Keys of up to one above `MOST_COUNTED` tasks that count at this level, none twice, for counting.

    Each reason is read by the index it has, and where one sees all tasks only while the count is short of the cap; an
    OR of reasons has no index.
    """
    parts = watched.apart(level)
    return _joined([way.filter(part) for way in ways for part in parts], apart=len(ways) == 1)


def keys_of(ways: Sequence[TaskQuerySet]) -> QuerySet[Task, Any]:
    """As `keys_at`, of the tasks of any of these ways, which may overlap."""
    return _joined(ways, apart=False)


def _joined(parts: Sequence[TaskQuerySet], *, apart: bool) -> QuerySet[Task, Any]:
    """Parts that are known to be `apart` are read one after another until there are enough."""
    if len(parts) == 1 or parts[0].query.is_empty():
        return parts[0]  # nothing is joined to nothing: the address has an error
    first, *others = (part.order_by().values("pk")[: MOST_COUNTED + 1] for part in parts)
    return first.union(*others, all=apart)


def capped_counts(piles: Mapping[str, QuerySet[Task, Any]], user: User) -> Mapping[str, int]:
    """How many tasks each pile holds, counted up to one above `MOST_COUNTED` (one query)."""
    return counting.columns(user, {name: counting.capped(pile, MOST_COUNTED + 1) for name, pile in piles.items()})
