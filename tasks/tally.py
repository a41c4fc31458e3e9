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
from django.db.models import BigIntegerField, Case, CharField, Count, F, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from tasks.ageing import bands_on, edges_of
from tasks.asof import standing
from tasks.deadlines import Band, Basis
from tasks.filters import in_band, timeliness_case
from tasks.maps import Map, unit_column
from tasks.models import Dimension, Level, Tally, TallyDelta, TallyState, Task
from tasks.models.tally import EVERY_YEAR, NOBODY
from tasks.reports.units import ranking_group

Counts = Counter[str]
Place = tuple[str, str, int, str, int]
"""Dimension, basis, year, ranking group, key."""

UNITS: Final[Mapping[Map, Dimension]] = {Map.NOW: Dimension.UNIT_NOW, Map.THEN: Dimension.UNIT_THEN}
GROUPS: Final[Mapping[Map, Dimension]] = {Map.NOW: Dimension.GROUP_NOW, Map.THEN: Dimension.GROUP_THEN}
RANKINGS: Final = ("1", "2", "3", "4")

FACTS_OF_TASKS: Final = """
    SELECT lead_id AS lead, lead_as_given_id AS lead_as_given, field_id AS field, leader_id AS leader,
        extract(year FROM assigned_on)::smallint AS year, status, counts_until AS until,
        counts_until_as_issued AS until_as_issued, submitted_on, event <> '' AND event_on IS NULL AS awaits,
        1 AS number
    FROM tasks_task WHERE giver_id IS NULL"""
COUNTED: Final = """
    classed AS (
        SELECT coalesce(led.heir_id, led.id) AS unit_now, coalesce(lead_as_given, lead) AS unit_then,
            coalesce(field, 0) AS field, coalesce(leader, 0) AS leader, year, basis,
            task_class(status, last_day, submitted_on, awaits, %(day)s, %(soon)s) AS kind, last_day, number
        FROM facts JOIN accounts_organisation led ON led.id = lead
        CROSS JOIN LATERAL (VALUES ('current', until), ('issued', until_as_issued)) days(basis, last_day)),
    counted AS (
        SELECT CASE 0 WHEN grouping(unit_now) THEN 'unit_now' WHEN grouping(unit_then) THEN 'unit_then'
                WHEN grouping(field) THEN 'field' ELSE 'leader' END AS dimension,
            coalesce(unit_now, unit_then, field, leader) AS key, basis, year, kind, band, sum(number) AS number
        FROM (SELECT *, CASE kind WHEN 'overdue'
                THEN 'band:' || task_band(last_day, %(day)s, %(edges)s::integer[]) END AS band FROM classed) banded
        GROUP BY basis, year, kind, band, GROUPING SETS ((unit_now), (unit_then), (field), (leader))),
    named AS (
        SELECT dimension, basis, years.year, key, name, sum(number) AS number
        FROM counted CROSS JOIN LATERAL (VALUES (counted.year), (0)) years(year)
        CROSS JOIN LATERAL (VALUES (kind), (band)) names(name)
        WHERE name IS NOT NULL GROUP BY 1, 2, 3, 4, 5),
    ranked AS (
        SELECT dimension, basis, year, CASE WHEN unit.id IS NULL THEN '' ELSE unit_ranking(unit.kind) END AS ranking,
            key, named.name, number
        FROM named LEFT JOIN accounts_organisation unit ON unit.id = key AND dimension LIKE 'unit%%'),
    placed AS (
        SELECT * FROM ranked UNION ALL
        SELECT replace(dimension, 'unit', 'group'), basis, year, ranking, 0, name, sum(number)
        FROM ranked WHERE dimension LIKE 'unit%%' GROUP BY 1, 2, 3, 4, 5, 6),
    found AS (
        SELECT dimension, basis, year, ranking, key, jsonb_object_agg(name, number) AS counts
        FROM placed WHERE number <> 0 GROUP BY 1, 2, 3, 4, 5)"""
REBUILD: Final = f"""
    WITH seen AS (DELETE FROM tasks_tallydelta), facts AS ({FACTS_OF_TASKS}), {COUNTED}
    INSERT INTO tasks_tally (dimension, basis, year, ranking, key, counts) SELECT * FROM found"""  # noqa: S608 - constants
FOLD: Final = f"""
    WITH facts AS (DELETE FROM tasks_tallydelta RETURNING *), {COUNTED}
    INSERT INTO tasks_tally AS kept (dimension, basis, year, ranking, key, counts) SELECT * FROM found
    ON CONFLICT (dimension, basis, year, ranking, key) DO UPDATE SET counts = tally_sum(kept.counts, excluded.counts)
    """  # noqa: S608 - constants
READ: Final = f"""
    WITH facts AS (SELECT * FROM tasks_tallydelta), {COUNTED},
    asked AS (SELECT * FROM unnest(%(dimensions)s::text[], %(rankings)s::text[]) wanted(dimension, ranking)),
    answer AS (
        SELECT kept.dimension, kept.ranking, kept.key, kept.counts FROM asked CROSS JOIN LATERAL (
            SELECT * FROM tasks_tally t WHERE t.dimension = asked.dimension AND t.ranking = asked.ranking
                AND t.basis = %(basis)s AND t.year = ANY(%(years)s) LIMIT %(most)s) kept
        UNION ALL
        SELECT dimension, ranking, key, counts FROM found JOIN asked USING (dimension, ranking)
        WHERE basis = %(basis)s AND year = ANY(%(years)s))
    SELECT answer.* FROM tasks_tallystate state LEFT JOIN answer ON true
    WHERE NOT stale AND day = %(day)s AND soon_days = %(soon)s AND edges = %(edges)s::integer[]
        AND 'tasks_task'::regclass = 'public.tasks_task'::regclass"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Entry:
    """The counts of one unit, ranking group, field or leader."""

    dimension: str
    ranking: str
    key: int
    counts: Counts


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
    if standing() is not None:
        return None
    dimensions, rankings = zip(*wanted, strict=True)
    names = [dimension.value for dimension in dimensions]
    asked = {"dimensions": names, "rankings": list(rankings), "basis": basis.value, "years": list(years)}
    with connection.cursor() as cursor:
        cursor.execute(READ, {**_settings(day, ages), **asked, "most": None if most is None else most + 1})
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
    return not state.stale and (state.day, state.soon_days, state.edges) == (day, given["soon"], given["edges"])


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
    TallyState.objects.update(
        day=day, soon_days=given["soon"], edges=given["edges"], stale=False, built_at=timezone.now()
    )


def check(day: date) -> list[Difference]:
    """Compare the whole summary with a count of all tasks, both as of one moment; all counts are the program's own.

    A summary that is of another day or stale serves nobody and has nothing to compare.
    """
    with _one_moment():
        if not is_of(day):
            return []
        kept, true = _kept(day), _true(day)
    places = sorted({*kept, *true})
    nothing = Counter[str]()
    pairs = ((place, kept.get(place, nothing), true.get(place, nothing)) for place in places)
    return [Difference(place, *both) for place, *both in pairs if both[0] != both[1]]


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
    return {"day": day, "soon": settings.DUE_SOON_DAYS, "edges": edges}


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
    """The summary with its deltas."""
    found: dict[Place, Counts] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH facts AS (SELECT * FROM tasks_tallydelta), {COUNTED} SELECT * FROM found", _settings(day))  # noqa: S608 - constants
        deltas = [(*place, json.loads(counts)) for *place, counts in cursor.fetchall()]
    rows = Tally.objects.values_list("dimension", "basis", "year", "ranking", "key", "counts")
    for *place, counts in (*rows, *deltas):
        found.setdefault((place[0], place[1], place[2], place[3], place[4]), Counter()).update(counts)
    return {place: _without_naught(counts) for place, counts in found.items() if any(counts.values())}


def _without_naught(counts: Counts) -> Counts:
    return Counter({name: number for name, number in counts.items() if number})


def _true(day: date) -> dict[Place, Counts]:
    """A count of all tasks by the classes, bands and maps of the lists."""
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
    day, basis, ages = by
    rows = (
        Task.objects.of_level(Level.CITY)
        .order_by()
        .annotate(place=key, kind_of_unit=kind, named=timeliness_case(day, basis), age=age_case(day, ages, basis))
        .annotate(assigned_in=ExtractYear("assigned_on"))
        .values_list("place", "kind_of_unit", "named", "age", "assigned_in")
        .annotate(number=Count("pk"))
    )
    for place, unit, named, age, year, number in rows:
        yield place, named, number, year, unit
        if age:
            yield place, age, number, year, unit


def _add(found: dict[Place, Counts], place: Place, name: str, number: int) -> None:
    found.setdefault(place, Counter())[name] += number
