"""Counting for the periodical report: one grouped query per moment; every line of the report is a sum out of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import Case, Count, Q, Value, When
from django.db.models.fields import BooleanField

from directives.workdays import ONE_DAY
from tasks.central import of_government
from tasks.deadlines import Timeliness
from tasks.filters import UNTIL, timeliness_case
from tasks.filters_reports import in_books
from tasks.reports.asked import Asked
from tasks.reports.board import DONE_CLASSES, OPEN_CLASSES
from tasks.reports.cells import Query, linked
from tasks.reports.paper import Cell
from tasks.reports.periods import ReportPeriod
from tasks.reports.units import Unit, unit_columns, unit_of


class Facts(NamedTuple):
    """What tasks that are counted together have in common."""

    unit: int
    kind: Timeliness
    is_new: bool
    is_central: bool
    is_dated: bool
    is_given: bool
    is_finished: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of the tasks, said twice: for counting, and as the filter of the list that holds it."""

    where: Callable[[Facts], bool]
    query: Query

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(lambda facts: self.where(facts) and other.where(facts), {**self.query, **other.query})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks share which facts, at one moment."""

    counts: Mapping[Facts, int]
    units: Mapping[int, Unit]

    def number(self, condition: Condition) -> int:
        """Tasks of that part."""
        return sum(count for facts, count in self.counts.items() if condition.where(facts))

    def by_unit(self) -> Mapping[int, "Tally"]:
        """The same counts apart for each unit."""
        parted: dict[int, dict[Facts, int]] = defaultdict(dict)
        for facts, count in self.counts.items():
            parted[facts.unit][facts] = count
        return {unit: Tally(counts, self.units) for unit, counts in parted.items()}


def tally(asked: Asked, period: ReportPeriod) -> Tally:
    """Count the books of the period's year as they stand on the day asked about (one query).

    Withdrawn tasks given in that year are counted too, as a class of their own that enters no sum.
    """
    until = UNTIL[asked.basis]
    books = in_books(period.year_first) | Q(status="withdrawn", assigned_on__gte=period.year_first)
    facts = {
        "said_class": timeliness_case(asked.day, asked.basis),
        "is_new": _flag(Q(assigned_on__gte=period.year_first)),
        "is_central": _flag(of_government()),
        "is_dated": _flag(Q(**{f"{until}__isnull": False})),
        "is_given": _flag(Q(assigned_on__gte=period.first, assigned_on__lte=period.last)),
        "is_finished": _flag(Q(completed_on__gte=period.first, completed_on__lte=period.last)),
    }
    columns = unit_columns(asked.on_map)
    rows = asked.tasks.filter(books).order_by().annotate(**columns, **facts)
    counts: Counter[Facts] = Counter()
    units: dict[int, Unit] = {}
    for row in rows.values(*columns, *facts).annotate(count=Count("pk")):
        key = int(row["unit_key"])
        units.setdefault(key, unit_of(row))
        known = Facts(key, Timeliness(row["said_class"]), *(row[name] for name in list(facts)[1:]))
        counts[known] += int(row["count"])
    return Tally(counts, units)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003 - values of a column


# ── the parts that lines speak of ─────────────────────────────────────────────────────────────
DONE: Final = Condition(lambda facts: facts.kind in DONE_CLASSES, {"status": "done"})
OPEN: Final = Condition(lambda facts: facts.kind in OPEN_CLASSES, {"open": "true"})
DATED: Final = Condition(lambda facts: facts.is_dated, {"dated": "true"})
CENTRAL: Final = Condition(lambda facts: facts.is_central, {"central": "true"})
EVERY: Final = Condition(lambda facts: True, {})


def of_class(*kinds: Timeliness) -> Condition:
    """Tasks of these classes."""
    return Condition(lambda facts: facts.kind in kinds, {"timeliness": [kind.value for kind in kinds]})


@dataclass(frozen=True, slots=True)
class Year:
    """The parts that the dates of a period decide."""

    period: ReportPeriod

    @property
    def books(self) -> Condition:
        """Everything followed in the year."""
        since = {"since": self.period.year_first.isoformat()}
        return Condition(lambda facts: facts.kind is not Timeliness.WITHDRAWN, since)

    @property
    def new(self) -> Condition:
        """Given since the year began."""
        return Condition(lambda facts: facts.is_new, {"assigned_from": self.period.year_first.isoformat()})

    @property
    def carried(self) -> Condition:
        """Given before and not ended when the year began."""
        eve = self.period.year_first - ONE_DAY
        return Condition(lambda facts: not facts.is_new, {"assigned_to": eve.isoformat()})

    @property
    def withdrawn(self) -> Condition:
        """Given since the year began and taken back."""
        query = {"status": "withdrawn", "assigned_from": self.period.year_first.isoformat()}
        return Condition(lambda facts: facts.kind is Timeliness.WITHDRAWN, query)

    @property
    def given(self) -> Condition:
        """Given within the period."""
        return Condition(lambda facts: facts.is_given, _days("assigned", self.period))

    @property
    def finished(self) -> Condition:
        """Accepted within the period."""
        return DONE & Condition(lambda facts: facts.is_finished, _days("done", self.period))


def _days(name: str, period: ReportPeriod) -> dict[str, str]:
    return {f"{name}_from": period.first.isoformat(), f"{name}_to": period.last.isoformat()}


def cell(asked: Asked, counted: Tally, condition: Condition, tone: str = "") -> Cell:
    """The number of tasks in that part with the address of their list; nothing has no list."""
    return linked(asked, counted.number(condition), condition.query, tone)
