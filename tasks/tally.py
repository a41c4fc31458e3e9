"""The maintained summary of duties of the city: read, folded, built anew, and held against the truth.

At every moment, and for every snapshot of the database, the summary and its deltas together are what a count of all
tasks gives on the summary's day. A rebuild keeps this while others work: one statement, thus one snapshot, counts the
tasks and removes exactly the deltas whose tasks it has counted; what commits later stays beside it as a delta.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from tasks.ageing import bands_on, edges_of
from tasks.asof import standing
from tasks.deadlines import Band, Basis, Timeliness
from tasks.filters import in_band, timeliness_case
from tasks.maps import Map, unit_column
from tasks.models import Dimension, Level, Tally, TallyDelta, TallyState, Task
from tasks.models.tally import EVERY_YEAR, NOBODY
from tasks.reports.units import ranking_group
from tasks.tally_sql import (
    COMPARED,
    FOLD,
    KEPT_BESIDE,
    OF_UNITS,
    RANKED_IN_A_YEAR,
    RANKED_IN_YEARS,
    READ,
    REBUILD,
    WORST,
)

Counts = Counter[str]
Place = tuple[str, str, int, str, int]
"""Dimension, basis, year, ranking group, key."""

PLACE: Final = ("dimension", "basis", "year", "ranking", "key")
UNITS: Final[Mapping[Map, Dimension]] = {Map.NOW: Dimension.UNIT_NOW, Map.THEN: Dimension.UNIT_THEN}
GROUPS: Final[Mapping[Map, Dimension]] = {Map.NOW: Dimension.GROUP_NOW, Map.THEN: Dimension.GROUP_THEN}
RANKINGS: Final = ("1", "2", "3", "4")
SHAPE: Final = 1
"""What a summary is built of by this program; rises with each dimension more, so that an older one is built anew."""
MOST_TOLD: Final = 1_000
"""Figures of papers that a check names for each basis; there are millions."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The counts of one unit, ranking group, field, leader or paper."""

    dimension: str
    ranking: str
    key: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers with most overdue tasks, worst first, and what all others have together.

    `others` None says that there are no others: then these are all papers, in no order.
    """

    worst: list[Entry]
    others: Counts | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the summary says something else than the tasks."""

    place: Place
    kept: Counts
    true: Counts

    def __str__(self) -> str:
        names = sorted(name for name in {*self.kept, *self.true} if self.kept[name] != self.true[name])
        said = ", ".join(f"{name} {self.kept[name]} instead of {self.true[name]}" for name in names)
        return f"{' '.join(str(part) for part in self.place if part != '')}: {said}"


def age_case(day: date, ages: Sequence[Band], basis: Basis = Basis.CURRENT) -> Case:
    """The ageing band of each task as an SQL expression, named as in `Tally.counts`; empty when it is not overdue."""
    found = [When(in_band(each, day, basis), then=Value(f"band:{each.key}")) for each in ages]
    return Case(*found, default=Value(""), output_field=CharField())


def read(
    wanted: Iterable[tuple[Dimension, str]],
    *,
    day: date,
    basis: Basis,
    years: Sequence[int] = (EVERY_YEAR,),
    most: int | None = None,
    ages: Sequence[Band] | None = None,
) -> list[Entry] | None:
    """Entries of these dimensions and ranking groups on `day`; None when the summary is not of that day or is stale.

    `most` limits the entries of each dimension and group (one more than `most` says that there are more), which has a
    meaning for one year only; several `years` are added up. One
    statement, so that no fold or rebuild comes in between. A past state (`tasks.asof`) has no summary. `ages` are the
    bands of the day where the caller knows them.
    """
    return _entries(READ, list(wanted), day, basis, years, {"most": None if most is None else most + 1, "ages": ages})


def worst_papers(
    *, day: date, basis: Basis, years: Sequence[int], most: int, ages: Sequence[Band] | None = None
) -> Papers | None:
    """The `most` papers with most overdue tasks on `day`, or all papers where there are no more; None as in `read`.

    A few rows for each paper shown are read, however many papers there are, by one statement; where several `years`
    are added up, one row for each year of a paper with something overdue.
    """
    groups = [(GROUPS[Map.NOW], ranking) for ranking in RANKINGS]
    asked = {"most": None, "ages": ages, "year": years[0], "papers": most, "some": most + 1}
    ranked = RANKED_IN_A_YEAR if len(years) == 1 else RANKED_IN_YEARS
    entries = _entries(WORST.format(ranked=ranked), groups, day, basis, years, asked)
    if entries is None:
        return None
    papers = [entry for entry in entries if entry.dimension == Dimension.PAPER]
    if len(papers) <= most:
        return Papers(papers, None)
    overdue = [entry for entry in papers if entry.counts[Timeliness.OVERDUE] > 0]
    worst = sorted(overdue, key=lambda entry: (-entry.counts[Timeliness.OVERDUE], entry.key))[:most]
    others = sum((entry.counts for entry in entries if entry.dimension != Dimension.PAPER), Counts())
    for entry in worst:
        others.subtract(entry.counts)
    return Papers(worst, +others)


def of_units(units: Collection[int], day: date) -> Counts | None:
    """How many duties of each class these units lead on `day`, all together; None as in `read`.

    One row for each unit is read. Duties of a body that has an heir count for the heir.
    """
    if standing() is not None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(OF_UNITS, {**_settings(day), "units": list(units), "rankings": list(RANKINGS)})
        rows = cursor.fetchall()
    if not rows:
        return None
    whole = Counts()
    for (counts,) in rows:  # a sum of counters would drop what changes take away
        whole.update(json.loads(counts) if counts is not None else {})
    return whole


def _entries(
    sql: str,
    wanted: Sequence[tuple[Dimension, str]],
    day: date,
    basis: Basis,
    years: Sequence[int],
    asked: Mapping[str, Any],
) -> list[Entry] | None:
    """What the statement finds, rows of one place added up; None where the summary cannot answer."""
    if standing() is not None:
        return None
    dimensions, rankings = zip(*wanted, strict=True)
    names = [dimension.value for dimension in dimensions]
    given = {"dimensions": names, "rankings": list(rankings), "basis": basis.value, "years": list(years)}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**asked, **_settings(day, asked["ages"]), **given})
        rows = cursor.fetchall()
    if not rows:
        return None
    entries: dict[tuple[str, str, int], Entry] = {}
    for dimension, ranking, key, counts in rows:
        if dimension is not None:
            entry = entries.setdefault((dimension, ranking, key), Entry(dimension, ranking, key, Counter()))
            entry.counts.update(json.loads(counts))
    return [entry for entry in entries.values() if any(entry.counts.values())]


def is_of(day: date) -> bool:
    """Whether the summary is of that day, by the settings of today, and not stale."""
    state = TallyState.objects.get()
    given = _settings(day)
    settled = (state.day, state.soon_days, state.edges, state.shape)
    return not state.stale and settled == (day, given["soon"], given["edges"], SHAPE)


@transaction.atomic
def tend(day: date) -> str:
    """Fold what has changed; build anew when the summary is of another day or stale. Says what was done.

    Somebody else's fold or rebuild under way is left to end.
    """
    if not TallyState.objects.select_for_update(skip_locked=True).exists():
        return "busy"
    if is_of(day):
        fold(day)
        return "folded"
    rebuild(day)
    return "rebuilt"


@transaction.atomic
def fold(day: date) -> None:
    """Put the deltas into the summary, which must be of that day; waits for another fold or rebuild."""
    TallyState.objects.select_for_update().get()
    with connection.cursor() as cursor:
        cursor.execute(FOLD, _settings(day))


@transaction.atomic
def rebuild(day: date) -> None:
    """Count all tasks as of `day`; waits for another fold or rebuild.

    Whoever changes what the summary takes from organisations meanwhile waits, and then marks it as stale.
    """
    TallyState.objects.select_for_update().get()
    given = _settings(day)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_tally")
        cursor.execute(REBUILD, given)
        cursor.execute("ANALYZE tasks_tally")  # lest papers are looked for as if there were none
    TallyState.objects.update(
        day=day, soon_days=given["soon"], edges=given["edges"], shape=SHAPE, stale=False, built_at=timezone.now()
    )


def check(day: date) -> list[Difference]:
    """Compare the whole summary with a count of all tasks, both as of one moment; all counts are the program's own.

    A summary that is of another day or stale serves nobody and has nothing to compare.
    """
    with _one_moment():
        if not is_of(day):
            return []
        kept, true, papers = _kept(day), _true(day), _papers_that_differ(day)
    places = sorted({*kept, *true})
    nothing = Counter[str]()
    pairs = ((place, kept.get(place, nothing), true.get(place, nothing)) for place in places)
    return [*(Difference(place, *both) for place, *both in pairs if both[0] != both[1]), *papers]


def size() -> str:
    """How large summary and deltas are, in words for operators."""
    return f"{Tally.objects.count()} entries, {TallyDelta.objects.count()} changes not yet folded in"


@transaction.atomic
def remember(found: Collection[Difference], day: date) -> None:
    """Note that a check found these, for the banner of the administrators, and build anew."""
    rebuild(day)
    TallyState.objects.update(differed_on=day, differences=len(found))


def _settings(day: date, ages: Sequence[Band] | None = None) -> dict[str, Any]:
    edges = edges_of(bands_on(day) if ages is None else ages)
    return {"day": day, "soon": settings.DUE_SOON_DAYS, "edges": edges, "shape": SHAPE}


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything inside reads one snapshot, unless a transaction is open already."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _kept(day: date) -> dict[Place, Counts]:
    """The summary with its deltas, but for papers, which are too many to be held."""
    found: dict[Place, Counts] = {}
    with connection.cursor() as cursor:
        cursor.execute(KEPT_BESIDE, _settings(day))
        deltas = [(*place, json.loads(counts)) for *place, counts in cursor.fetchall()]
    others = Tally.objects.exclude(dimension=Dimension.PAPER)
    rows = others.values_list(*PLACE, "counts")
    for *place, counts in (*rows, *deltas):
        found.setdefault((place[0], place[1], place[2], place[3], place[4]), Counter()).update(counts)
    return {place: _without_naught(counts) for place, counts in found.items() if any(counts.values())}


def _without_naught(counts: Counts) -> Counts:
    return Counter({name: number for name, number in counts.items() if number})


def _true(day: date) -> dict[Place, Counts]:
    """A count of all tasks by the classes, bands and maps of the lists, but for papers."""
    found: dict[Place, Counts] = {}
    ages = bands_on(day)
    for basis, on_map in product(Basis, Map):
        columns = unit_column(on_map), unit_column(on_map, "kind")
        for key, kind, number, year, unit in _live((day, basis, ages), *columns):
            group = ranking_group(unit)
            for each in (EVERY_YEAR, year):
                _add(found, (UNITS[on_map], basis, each, group, key), kind, number)
                _add(found, (GROUPS[on_map], basis, each, group, NOBODY), kind, number)
    for basis, dimension in product(Basis, (Dimension.FIELD, Dimension.LEADER)):
        column = Coalesce(F(f"{dimension}_id"), NOBODY, output_field=BigIntegerField())
        for key, kind, number, year, _none in _live((day, basis, ages), column, Value("", CharField())):
            for each in (EVERY_YEAR, year):
                _add(found, (dimension, basis, each, "", key), kind, number)
    return found


def _live(
    by: tuple[date, Basis, Sequence[Band]], key: Coalesce, kind: Coalesce | Value
) -> Iterator[tuple[int, str, int, int, str]]:
    """Key, class or band, number, year and kind of unit, counted over the tasks by day, basis and bands."""
    for place, unit, named, age, year, number in _grouped(by, key, kind):
        yield place, named, number, year, unit
        if age:
            yield place, age, number, year, unit


def _grouped(
    by: tuple[date, Basis, Sequence[Band]], key: Coalesce | F, kind: Coalesce | Value
) -> "QuerySet[Task, tuple[Any, ...]]":
    day, basis, ages = by
    return (
        Task.objects.of_level(Level.CITY)
        .order_by()
        .annotate(place=key, kind_of_unit=kind, named=timeliness_case(day, basis), age=age_case(day, ages, basis))
        .annotate(assigned_in=ExtractYear("assigned_on"))
        .values_list("place", "kind_of_unit", "named", "age", "assigned_in")
        .annotate(number=Count("pk"))
    )


def _papers_that_differ(day: date) -> list[Difference]:
    """Papers of which the summary says something else than a count by the rules of the lists, by figure and year.

    The database compares them, as there may be a million.
    """
    found: list[Difference] = []
    for basis in Basis:
        counted = _grouped((day, basis, bands_on(day)), F("directive_id"), Value("", CharField()))
        sql, values = counted.query.sql_with_params()
        names = {f"value_{place}": value for place, value in enumerate(values)}
        truth = sql % tuple(f"%({name})s" for name in names)
        with connection.cursor() as cursor:
            given = {**_settings(day), **names, "basis": basis.value, "most": MOST_TOLD}
            cursor.execute(COMPARED.format(truth=truth), given)
            found += [
                Difference((Dimension.PAPER, basis, year, "", key), Counts({name: kept}), Counts({name: true}))
                for year, key, name, kept, true in cursor.fetchall()
            ]
    return found


def _add(found: dict[Place, Counts], place: Place, name: str, number: int) -> None:
    found.setdefault(place, Counter())[name] += number
