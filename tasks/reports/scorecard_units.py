"""What a scorecard counts of every unit, on a day and as it stood on days before: one code for all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Count
from django.http import QueryDict

from accounts import scope
from accounts.models import Organisation
from directives.workdays import ONE_DAY
from tasks.asof import as_it_stood, first_day, former_names
from tasks.elapsed import Elapsed, Spread
from tasks.filters import TaskFilter
from tasks.filters_reports import in_books
from tasks.filters_score import book, until_column
from tasks.maps import Map
from tasks.models import Task, TaskStatus, Workday
from tasks.models.task import TaskQuerySet
from tasks.reports.asked import Asked
from tasks.reports.periods import Cut, ReportPeriod, Span
from tasks.reports.scorecard_formula import Formula, Score, score
from tasks.reports.scorecard_rule import formula_on
from tasks.reports.units import ranking_group, unit_label

TREND_MONTHS: Final = 6
"""Ends of months before the day that the trend shows."""
OPEN_TO_ALL: Final = frozenset({"basis", "map"})
"""Filters that somebody who sees few tasks may still set; others would let them guess at tasks of other units."""


@dataclass(slots=True)
class Standing:
    """A unit on a day: its counts by part, the working days its late tasks are late, its points, its place.

    `rank` is None where too little was judged; units with the same index share a place.
    """

    key: int
    name: str
    group: str
    order: int
    path: str
    counts: Counter[str]
    late: Spread
    score: Score
    rank: int | None = None

    @property
    def index(self) -> float | None:
        """Its discipline index."""
        return self.score.index


@dataclass(frozen=True, slots=True)
class League:
    """Every unit that had something to do in the period, best first within its ranking group."""

    day: date
    first: date
    formula: Formula
    units: tuple[Standing, ...]

    def of_group(self, group: str) -> list[Standing]:
        """The units ranked together."""
        return [unit for unit in self.units if unit.group == group]

    def find(self, key: int) -> Standing | None:
        """One unit; None when it had nothing to do."""
        return next((unit for unit in self.units if unit.key == key), None)


@dataclass(frozen=True, slots=True)
class View:
    """Whose eyes: all units or only some groups, and below which paths the lists behind the numbers open."""

    everything: bool
    all_groups: bool
    paths: tuple[str, ...] = ()

    def opens(self, unit: Standing) -> bool:
        """Whether the reader's list would hold exactly the tasks that were counted for that unit."""
        return self.everything or any(unit.path.startswith(path) for path in self.paths)

    def groups(self, league: League) -> list[str]:
        """The ranking groups that the reader is shown: those of their own units, for leaders all."""
        return sorted({unit.group for unit in league.units if self.all_groups or self.ranks(unit)})

    def ranks(self, unit: Standing) -> bool:
        """Whether the reader's own unit is, or belongs to, that one."""
        return any(unit.path.startswith(path) or path.startswith(unit.path) for path in self.paths)


def view_of(asked: Asked) -> View:
    """Everybody is shown the same figures of a unit; only lists stay with those who may see the tasks."""
    reach = scope.of(asked.user, asked.today)
    return View(reach.everything, reach.everything or reach.leads, reach.paths)


def as_seen(asked: Asked, view: View) -> Asked:
    """The question without filters that the reader may not ask about tasks of others."""
    if view.everything:
        return asked
    kept = {name: values for name, values in asked.query.items() if name in OPEN_TO_ALL}
    return replace(asked, filters=_filter(kept, asked.day), query=kept)


def _filter(query: Mapping[str, list[str]], day: date) -> TaskFilter:
    data = QueryDict(mutable=True)
    for name, values in query.items():
        data.setlist(name, values)
    return TaskFilter(data, today=day)


# ── counting ──────────────────────────────────────────────────────────────────────────────────
def league(asked: Asked, span: Span, cut: Cut) -> League:
    """The units on the day asked about, in the period that holds it (eleven queries, however many units)."""
    first = ReportPeriod.holding(span, cut, asked.day).first
    formula = formula_on(asked.day)
    tasks = asked.filters.narrow(Task.objects.all()).filter(in_books(first))
    counts, late = _counts(tasks, asked, first), _late(tasks, asked)
    bodies = _bodies(asked.on_map)
    units: dict[int, Standing] = {}
    for given, found in counts.items():
        body = bodies[_unit(given, bodies, asked.on_map)]
        unit = units.setdefault(body.pk, _empty(body, formula))
        unit.counts.update(found)
        unit.late.join([late[given]] if given in late else [])
    for unit in units.values():
        unit.score = score(unit.counts, formula)
    return League(asked.day, first, formula, ranked(units.values(), formula))


Given = tuple[int, int | None]
"""The lead of a task, and the body it was first given to where that is another one."""


def _counts(tasks: TaskQuerySet, asked: Asked, first: date) -> dict[Given, Counter[str]]:
    parts = book(first, asked.day, asked.basis).parts()
    sums: dict[str, Any] = {f"n_{number}": Count("pk", filter=part) for number, part in enumerate(parts.values())}
    rows = tasks.order_by().values_list("lead_id", "lead_as_given_id").annotate(**sums)
    return {(lead, given): Counter(dict(zip(parts, numbers, strict=True))) for lead, given, *numbers in rows}


def _late(tasks: TaskQuerySet, asked: Asked) -> dict[Given, Spread]:
    """How many working days late each late task was, or is by now."""
    parts = book(asked.day, asked.day, asked.basis).parts()
    elapsed = Elapsed(Workday.objects.calendar())
    until = until_column(asked.basis)
    late = tasks.filter(parts["late"]).order_by()
    columns = ("lead_id", "lead_as_given_id", "status", "submitted_on", until)
    found: dict[Given, Spread] = {}
    for lead, given, status, submitted_on, last, count in late.values_list(*columns).annotate(n=Count("pk")):
        end = submitted_on if status == TaskStatus.DONE and submitted_on else asked.day
        found.setdefault((lead, given), Spread()).add(elapsed.between(last, end), count)
    return found


def _bodies(on_map: Map) -> dict[int, Organisation]:
    """Every body, under the map of then called as on the day that is read."""
    columns = ("short_name", "kind", "rank", "path", "heir_id", "divided")
    former = former_names() if on_map is Map.THEN else {}
    bodies = {body.pk: body for body in Organisation.objects.order_by().only(*columns)}
    for key in former.keys() & bodies.keys():
        bodies[key].short_name = former[key]
    return bodies


def _unit(given: Given, bodies: Mapping[int, Organisation], chosen: Map) -> int:
    """As `tasks.maps.unit_column`."""
    lead, as_given = given
    return (bodies[lead].heir_id if chosen is Map.NOW else as_given) or lead


def _empty(body: Organisation, formula: Formula) -> Standing:
    counts = Counter[str]()
    name = unit_label({"unit_name": body.short_name, "unit_divided": body.divided})
    group = ranking_group(body.kind)
    return Standing(body.pk, name, group, body.rank, body.path, counts, Spread(), score(counts, formula))


def ranked(units: Iterable[Standing], formula: Formula) -> tuple[Standing, ...]:
    """Places within each group: the same index is the same place, and the next one leaves as many places out."""
    ordered = sorted(units, key=lambda unit: (unit.group, not _counts_for_rank(unit, formula), *_best_first(unit)))
    places: Counter[str] = Counter()
    before: Standing | None = None
    for unit in ordered:
        if not _counts_for_rank(unit, formula):
            continue
        places[unit.group] += 1
        same = before is not None and before.group == unit.group and before.index == unit.index
        unit.rank = before.rank if before is not None and same else places[unit.group]
        before = unit
    return tuple(ordered)


def _counts_for_rank(unit: Standing, formula: Formula) -> bool:
    return unit.score.judged >= formula.least_judged


def _best_first(unit: Standing) -> tuple[float, int, str]:
    return -(unit.index if unit.index is not None else -1), unit.order, unit.name


def total(units: Iterable[Standing], formula: Formula) -> Standing:
    """The group as if it were one unit: its counts are the sums of theirs."""
    counts, late = Counter[str](), Spread()
    for unit in units:
        counts.update(unit.counts)
        late.join([unit.late])
    return Standing(0, "", "", 0, "", counts, late, score(counts, formula))


# ── the days before ───────────────────────────────────────────────────────────────────────────
def month_ends(day: date, months: int = TREND_MONTHS) -> list[date]:
    """The last days of the months before the one of `day`, the earliest first."""
    found: list[date] = []
    first = day.replace(day=1)
    for _month in range(months):
        found.append(first - ONE_DAY)
        first = found[-1].replace(day=1)
    return found[::-1]


def trend(asked: Asked, span: Span, cut: Cut) -> list[League]:
    """The same figures at the end of each month before of which anything is known, as they stood then."""
    leagues: list[League] = []
    known = first_day()
    for day in month_ends(asked.day):
        if known is None or day < known:
            continue
        with as_it_stood(day, asked.today):
            leagues.append(league(asked.on(day), span, cut))
    return leagues
