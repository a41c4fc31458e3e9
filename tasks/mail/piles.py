"""How many tasks of each sort lie on each desk, and the first rows of them, for a batch of digests in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from tasks.desk import DECISIONS, GIVEN, Desk, silent
from tasks.mail.types import PartKind
from tasks.models import Task
from tasks.models.task import OVERDUE_VALUES

MOST: Final = {
    PartKind.OVERDUE: 30,
    PartKind.TODAY: 20,
    PartKind.SOON: 15,
    PartKind.DECIDE: 10,
    PartKind.UNRECEIVED: 10,
    PartKind.SILENT: 5,
}
"""Rows of one part in a mail; the rest is one click away, on the list that the part links to."""
MOST_OVERSEEN: Final = 10
"""Rows of one part for those who oversee and get their figures by unit."""


class Mark(NamedTuple):
    """A task as it is counted: where it belongs and whose it is."""

    until: date
    pk: int
    lead: int
    officer: int | None
    kind: PartKind


@dataclass(slots=True)
class Pile:
    """The tasks of one desk: how many by kind and group (a lead, or an officer or none), and the first keys by kind."""

    groups: dict[tuple[int | None, PartKind], int] = field(default_factory=lambda: defaultdict(int))
    first: dict[PartKind, list[int]] = field(default_factory=lambda: defaultdict(list))

    def number(self, kind: PartKind) -> int:
        """All tasks of that kind, shown or not."""
        return sum(count for (_, each), count in self.groups.items() if each is kind)

    def by_group(self) -> Mapping[int | None, Mapping[PartKind, int]]:
        """Numbers by kind for each group, without what nobody received, for which their table has no column."""
        found: dict[int | None, dict[PartKind, int]] = defaultdict(dict)
        for (group, kind), count in self.groups.items():
            if kind is not PartKind.UNRECEIVED:
                found[group][kind] = count
        return found


Key = int
"""Whose pile it is: the key of a mail."""


def pile_up(desks: Mapping[Key, Desk], day: date, silent_since: date | None, unreceived: Q) -> Mapping[Key, Pile]:
    """The pile of each desk on `day`; `silent_since` is the last day of a report that counts as long silence.

    `unreceived` says which tasks somebody should have received by now (`practice.unreceived`); those who head a unit
    or watch it are told. Small desks are read together, in a fixed number of queries; each that oversees is counted by
    itself.
    """
    kind = kind_case(day, silent_since)
    tasks = Task.objects.open().annotate(kind=kind).exclude(kind="")
    late = Task.objects.filter(unreceived).annotate(kind=Value(PartKind.UNRECEIVED.value))
    small = {key: desk for key, desk in desks.items() if not desk.oversees}
    marks = _marks_of(small, tasks)
    for key, found in _marks_of({key: desk for key, desk in small.items() if desk.units}, late).items():
        marks[key] |= found
    piles = {key: _pile(found, by_officer=bool(desks[key].units)) for key, found in marks.items()}
    for key, desk in desks.items():
        if desk.oversees:
            piles[key] = _of_large(desk, tasks, late)
    return piles


def numbers(desk: Desk, day: date, silent_since: date | None, unreceived: Q) -> Mapping[PartKind, int]:
    """How many tasks of each kind its pile holds, asked without their groups and first keys (up to three queries)."""
    if not desk.oversees:
        pile = pile_up({0: desk}, day, silent_since, unreceived)[0]
        return {kind: pile.number(kind) for kind in PartKind}
    mine = Task.objects.filter(desk.condition())
    sorted_out: QuerySet[Any, Any] = mine.open().annotate(kind=kind_case(day, silent_since)).exclude(kind="")
    counted = sorted_out.order_by().values_list("kind").annotate(count=Count("pk"))
    found = {PartKind(kind): count for kind, count in counted}
    if desk.watches:
        found[PartKind.DECIDE] = mine.filter(status__in=DECISIONS).count()
        found[PartKind.UNRECEIVED] = mine.filter(unreceived).count()
    return found


def kind_case(day: date, silent_since: date | None) -> Case:
    """The part of a digest that a task stands in on `day`, as an SQL expression; empty for none."""
    return Case(
        *(When(condition, then=Value(kind.value)) for kind, condition in conditions(day, silent_since).items()),
        default=Value(""),
        output_field=CharField(),
    )


def conditions(day: date, silent_since: date | None) -> Mapping[PartKind, Q]:
    """Which tasks stand in which part; a task stands in the first that holds.

    What waits for a decision, and what nobody received, are parts beside these: such a task has its deadline all the
    same.
    """
    running, soon = Q(status__in=OVERDUE_VALUES), day + timedelta(days=settings.DUE_SOON_DAYS)
    return {
        PartKind.OVERDUE: running & Q(counts_until__lt=day),
        PartKind.TODAY: running & Q(counts_until=day),
        PartKind.SOON: running & Q(counts_until__gt=day, counts_until__lte=soon),
        PartKind.SILENT: silent(silent_since),
    }


def _marks_of(desks: Mapping[Key, Desk], tasks: "QuerySet[Any, Any]") -> dict[Key, set[Mark]]:
    """What lies on each small desk, in two queries for all of them."""
    readers: dict[int, list[Key]] = defaultdict(list)
    heads: dict[int, list[Key]] = defaultdict(list)
    for key, desk in desks.items():
        for person in desk.people:
            readers[person].append(key)
        for unit in desk.units:
            heads[unit].append(key)
    marks: dict[Key, set[Mark]] = {key: set() for key in desks}
    for mark in (*_marks(tasks.filter(officer__in=readers)), *_marks(tasks.filter(GIVEN, lead__in=heads))):
        for key in (*readers.get(mark.officer or 0, ()), *heads.get(mark.lead, ())):
            marks[key].add(mark)
    return marks


def _marks(tasks: "QuerySet[Any, Any]") -> Iterable[Mark]:
    for until, pk, lead, officer, kind in tasks.order_by().values_list(
        "counts_until", "pk", "lead_id", "officer_id", "kind"
    ):
        yield Mark(until or date.max, pk, lead, officer, PartKind(kind))


def _pile(marks: Collection[Mark], *, by_officer: bool) -> Pile:
    pile = Pile()
    for mark in sorted(marks):
        pile.groups[mark.officer if by_officer else None, mark.kind] += 1
        if len(pile.first[mark.kind]) < MOST[mark.kind]:
            pile.first[mark.kind].append(mark.pk)
    return pile


def _of_large(desk: Desk, tasks: "QuerySet[Any, Any]", late: "QuerySet[Any, Any]") -> Pile:
    """Counted by lead in one query, and one more for the first rows of each part that has any."""
    pile = Pile()
    mine = tasks.filter(desk.condition())
    for lead, kind, count in mine.order_by().values_list("lead", "kind").annotate(count=Count("pk")):
        pile.groups[lead, PartKind(kind)] = count
    for kind in dict.fromkeys(kind for _, kind in pile.groups):
        pile.first[kind] = _first(mine.filter(kind=kind), kind)
    if desk.watches:
        _add(pile, PartKind.DECIDE, Task.objects.filter(desk.condition(), status__in=DECISIONS))
        _add(pile, PartKind.UNRECEIVED, late.filter(desk.condition()))
    return pile


def _add(pile: Pile, kind: PartKind, tasks: "QuerySet[Any, Any]") -> None:
    """A part for those who watch, longest first."""
    counted = tasks.order_by().values_list("lead").annotate(count=Count("pk"))
    pile.groups.update({(lead, kind): count for lead, count in counted})
    if counted:
        pile.first[kind] = _first(tasks, kind)


def _first(tasks: "QuerySet[Any, Any]", kind: PartKind) -> list[int]:
    rows = tasks.order_by(F("counts_until").asc(nulls_last=True), "pk")
    return list(rows.values_list("pk", flat=True)[: min(MOST[kind], MOST_OVERSEEN)])
