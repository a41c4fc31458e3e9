"""What the early risk is judged by, read from the tasks: on the day itself, and as they stood on a past day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q

from accounts.models import Organisation
from tasks.elapsed import Elapsed, Spread
from tasks.models import ObstacleCode, Party, ProgressReport, Task, TaskStatus
from tasks.models.task import OVERDUE_VALUES
from tasks.risk import LEAST_KNOWN, Facts, Pace

PACE_DAYS: Final = 730
"""Tasks finished in so many calendar days before show how fast a unit is."""
LATE_DAYS: Final = 365
"""Tasks finished in so many calendar days before show how often a unit is late."""


def in_term(day: date) -> Q:
    """Tasks that are judged: with their unit, and the deadline is not over."""
    return Q(status__in=OVERDUE_VALUES, counts_until__gte=day)


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished task: whose it was, when, after how many working days, and whether that was late (None: no deadline).

    `times` are that many alike.
    """

    unit: int
    completed_on: date
    took: int
    late: bool | None
    times: int


@dataclass(slots=True)
class _Kept:
    """What one unit, or all of them, finished."""

    took: Spread = field(default_factory=Spread)
    late: Counter[bool] = field(default_factory=Counter)

    @property
    def late_share(self) -> float | None:
        """Of what had a deadline; None of too little."""
        return self.late[True] / self.late.total() if self.late.total() >= LEAST_KNOWN else None


class Paces:
    """How fast units are, by what they had finished before a day."""

    def __init__(self, ended: Iterable[Ended], day: date) -> None:
        self._units: dict[int, _Kept] = {}
        self._all = _Kept()
        for each in ended:
            if day - timedelta(days=PACE_DAYS) <= each.completed_on < day:
                self._add(each, recent=each.completed_on >= day - timedelta(days=LATE_DAYS))
        self._known: dict[int, Pace] = {}

    def _add(self, each: Ended, *, recent: bool) -> None:
        for kept in (self._units.setdefault(each.unit, _Kept()), self._all):
            kept.took.add(each.took, each.times)
            if recent and each.late is not None:
                kept.late[each.late] += each.times

    def of(self, unit: int) -> Pace:
        """That of the unit, or of all units where it has finished too little."""
        if unit not in self._known:
            kept = self._units.get(unit, _Kept())
            own = kept.took.count >= LEAST_KNOWN
            took = kept.took if own else self._all.took
            usual = took.median if took.count >= LEAST_KNOWN else None
            self._known[unit] = Pace(usual, kept.late_share, own)
        return self._known[unit]


def ended(elapsed: Elapsed) -> list[Ended]:
    """Every task of the city that was done, alike ones together (two queries)."""
    heirs = _heirs()
    done = Task.objects.filter(giver=None, status=TaskStatus.DONE).order_by()
    columns = ("lead_id", "assigned_on", "submitted_on", "completed_on", "counts_until")
    made = []
    for lead, given, reported, completed, until, times in done.values_list(*columns).annotate(n=Count("pk")):
        late = None if until is None else reported > until
        took = elapsed.between(given, reported)
        made.append(Ended(heirs.get(lead, lead), completed, took, late, times))
    return made


def _heirs() -> dict[int, int]:
    """The body of today that took over one that ended."""
    rows = Organisation.objects.filter(heir__isnull=False).order_by().values_list("pk", "heir_id")
    return {body: heir for body, heir in rows if heir is not None}


@dataclass(frozen=True, slots=True)
class Known:
    """A task with its deadline and what is known of it."""

    pk: int
    until: date
    facts: Facts


def gather(condition: Q, day: date, paces: Paces, elapsed: Elapsed) -> Iterator[Known]:
    """The tasks of the city that meet `condition`, as they are where this is evaluated (four queries)."""
    tasks = Task.objects.filter(condition, giver=None).order_by()
    helpers = dict(
        Party.objects.filter(task__in=tasks.values("pk")).order_by().values_list("task").annotate(Count("pk"))
    )
    stuck = _stuck(condition)
    heirs = _heirs()
    columns = ("pk", "lead_id", "assigned_on", "counts_until", "percent", "reported_on", "returned_count")
    for row in tasks.values_list(*columns, "extended_times"):
        pk, lead, given, until, percent, reported, returned, extended = row
        facts = Facts(
            left=elapsed.between(day, until),
            percent=percent,
            silent_days=elapsed.between(reported or given, day),
            helpers=helpers.get(pk, 0),
            returned=returned,
            extended=extended,
            has_obstacle=pk in stuck,
            pace=paces.of(heirs.get(lead, lead)),
        )
        yield Known(pk, until, facts)


def _stuck(condition: Q) -> set[int]:
    """Tasks whose last report says that something stands in the way."""
    tasks = Task.objects.filter(condition, giver=None, reported_on__isnull=False).order_by().values("pk")
    last = ProgressReport.objects.filter(task__in=tasks).order_by("task", "-pk").distinct("task")
    return {task for task, code in last.values_list("task", "obstacle") if code not in {"", ObstacleCode.NONE}}
