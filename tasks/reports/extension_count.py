"""Counting requests for more time: one grouped query; every line of the statistics is a sum out of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import BooleanField
from django.urls import reverse

from directives.workdays import ONE_DAY
from tasks.asof import PARAMETER
from tasks.filters_extensions import asked_before, at_last_moment, decided_late
from tasks.maps import Map
from tasks.models import ExtensionRequest, ExtensionState
from tasks.models.extension import ExtensionQuerySet
from tasks.reports.asked import Asked
from tasks.reports.cells import Query
from tasks.reports.units import Unit, unit_columns, unit_of

SAID_APART: Final = frozenset({"basis", "map", "level", PARAMETER})
"""Filters of tasks that narrow no requests: how to count, and the level that the office deals with anyway."""
DECIDED: Final = (ExtensionState.GRANTED, ExtensionState.REFUSED)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day on which requests were filed and tasks assigned, both included."""

    first: date
    last: date

    def query(self, name: str) -> dict[str, str]:
        """The same as a filter."""
        return {f"{name}_from": self.first.isoformat(), f"{name}_to": self.last.isoformat()}


class Facts(NamedTuple):
    """What requests that are counted together have in common."""

    unit: int
    decider: int | None
    code: str
    state: str
    is_repeat: bool
    is_last_moment: bool
    is_late: bool


class Sums(NamedTuple):
    """How many requests, calendar days granted by them, calendar days until their decision."""

    number: int = 0
    days: int = 0
    waited: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the requests, said twice: for counting, and as the filter of the list that holds them."""

    where: Callable[[Facts], bool]
    query: Query

    def __and__(self, other: "Part") -> "Part":
        return Part(lambda facts: self.where(facts) and other.where(facts), {**self.query, **other.query})


def _in(*states: ExtensionState) -> Part:
    return Part(lambda facts: facts.state in states, {"state": [state.value for state in states]})


EVERY: Final = Part(lambda facts: True, {})
COUNTED: Final[Mapping[str, Part]] = {
    "asked": EVERY,
    "granted": _in(ExtensionState.GRANTED),
    "refused": _in(ExtensionState.REFUSED),
    "pending": _in(ExtensionState.PENDING),
    "withdrawn": _in(ExtensionState.WITHDRAWN, ExtensionState.LAPSED),
    "repeat": Part(lambda facts: facts.is_repeat, {"repeat": "true"}),
    "last_moment": Part(lambda facts: facts.is_last_moment, {"last_moment": "true"}),
    "late": Part(lambda facts: facts.is_late, {"late": "true"}),
}
"""What lines count; the four after the first add up to it, the last three are parts of their own."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests by what they have in common, with the names of who asked and who decides."""

    sums: Mapping[Facts, Sums]
    units: Mapping[int, Unit]
    deciders: Mapping[int | None, str]

    def of(self, part: Part) -> Sums:
        """Sums of that part."""
        found = [each for facts, each in self.sums.items() if part.where(facts)]
        return Sums(*(sum(column) for column in zip(*found, strict=True))) if found else Sums()

    def waited(self, part: Part) -> float | None:
        """Calendar days from the request to its decision on average, None without a decision."""
        decided = self.of(part & _in(*DECIDED))
        return decided.waited / decided.number if decided.number else None


def requests_of(asked: Asked, days: Days) -> ExtensionQuerySet:
    """Requests filed on these days that the person may see, of the tasks that the filter leaves."""
    rows = ExtensionRequest.objects.visible_to(asked.user, asked.today)
    if task_query(asked):
        rows = rows.filter(task__in=asked.tasks.order_by().values("pk"))
    return rows.filter(asked_on__gte=days.first, asked_on__lte=days.last)


def task_query(asked: Asked) -> dict[str, list[str]]:
    """The part of the filter that narrows tasks."""
    return {name: value for name, value in asked.query.items() if name not in SAID_APART}


def count_requests(asked: Asked, days: Days) -> Requests:
    """Count by agency, decider, reason and outcome in one query."""
    columns = unit_columns(asked.on_map, "task__")
    flags = {
        "is_repeat": _flag(asked_before()),
        "is_last_moment": _flag(at_last_moment()),
        "is_late": _flag(decided_late(asked.day)),
    }
    rows = requests_of(asked, days).order_by().annotate(**columns, **flags)
    keys = ("decider_id", "decider__full_name", "code", "state")
    grouped = rows.values(*columns, *keys, *flags).annotate(
        count=Count("pk"),
        days=Sum(F("granted_due_on") - F("due_before"), filter=Q(state=ExtensionState.GRANTED)),
        waited=Sum(F("decided_on") - F("asked_on"), filter=Q(state__in=DECIDED)),
    )
    return _collected(list(grouped), tuple(flags))


def _collected(rows: Sequence[Mapping[str, object]], flags: Sequence[str]) -> Requests:
    sums: dict[Facts, Sums] = {}
    units: dict[int, Unit] = {}
    deciders: dict[int | None, str] = {}
    for row in rows:
        unit, decider = unit_of(row), row["decider_id"]
        assert decider is None or isinstance(decider, int)  # noqa: S101 - a foreign key's column
        units[unit.key], deciders[decider] = unit, str(row["decider__full_name"] or "")
        said = [bool(row[name]) for name in flags]
        facts = Facts(unit.key, decider, str(row["code"]), str(row["state"]), *said)
        before = sums.get(facts, Sums())
        new = (int(str(row["count"])), _days(row["days"]), _days(row["waited"]))
        sums[facts] = Sums(*(one + other for one, other in zip(before, new, strict=True)))
    return Requests(sums, units, deciders)


def _days(value: object) -> int:
    return value // ONE_DAY if isinstance(value, timedelta) else 0


def _flag(condition: Q | Combinable) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003 - values of a column


def address(asked: Asked, days: Days, query: Query) -> str:
    """The address of the list of requests that these conditions leave."""
    said: dict[str, str | list[str]] = {**days.query("asked"), **query}
    if asked.on_map is not Map.NOW:
        said["map"] = asked.on_map.value
    if narrowed := task_query(asked):
        apart = {name: asked.query[name] for name in ("basis", "map", "level") if asked.query.get(name)}
        said["of_tasks"] = urlencode({**narrowed, **apart}, doseq=True)
    if asked.day != asked.today:
        said[PARAMETER] = asked.day.isoformat()
    return f"{reverse('extension-list')}?{urlencode(said, doseq=True)}"
