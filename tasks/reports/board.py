"""The overdue board: rows that are counted once, every cell with the filter that lists exactly what it counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasks.ageing import bands_on
from tasks.deadlines import Band, Basis, Timeliness
from tasks.filters import TIMELINESS_LABELS, TaskFilter, band_words
from tasks.filters_rest import FIRST_YEAR, LAST_YEAR, RANKING_LABELS
from tasks.maps import Map
from tasks.models.tally import EVERY_YEAR
from tasks.models.task import TaskQuerySet
from tasks.reports.board_count import GroupBy, Part, Question, Stands, is_whole, parts

__all__ = [
    "DONE_CLASSES",
    "OPEN_CLASSES",
    "RUNNING",
    "Board",
    "Cell",
    "Entry",
    "GroupBy",
    "Row",
    "filter_query",
    "group_label",
    "overdue_board",
]

RUNNING: Final = (
    *(Timeliness.OVERDUE, Timeliness.DUE_SOON, Timeliness.IN_TERM),
    *(Timeliness.AWAITING_EVENT, Timeliness.NO_DEADLINE),
)
OPEN_CLASSES: Final = (*RUNNING, Timeliness.WAITING, Timeliness.SUSPENDED)
DONE_CLASSES: Final = (Timeliness.DONE_ON_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DEADLINE)


_KINDS: Final = tuple(kind.value for kind in Timeliness)
_OPEN: Final = tuple(kind.value for kind in OPEN_CLASSES)
_DONE: Final = tuple(kind.value for kind in DONE_CLASSES)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the filter whose list holds exactly so many tasks."""

    count: int
    query: Mapping[str, str | list[str]]

    @property
    def query_string(self) -> str:
        """The filter as the query string of the list page."""
        return "&".join(
            _pair(name, value) if isinstance(value, str) else urlencode({name: value}, doseq=True)
            for name, value in self.query.items()
        )


@lru_cache(maxsize=10_000)
def _pair(name: str, value: str) -> str:
    """One condition of an address; a board says the same ones thousands of times."""
    return urlencode({name: value})


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell as the page shows it: its words for narrow screens, and a tone that repeats them in colour."""

    label: str
    cell: Cell
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A column: its words and tone, the counts it sums, and the condition its list adds to that of the row."""

    label: str
    tone: str
    names: tuple[str, ...]
    own: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=8)
def figures(language: str, ages: tuple[Band, ...]) -> tuple[Figure, ...]:
    """The columns of a board in that language, each group of parts before its sum; the same for all rows."""
    return (
        Figure(_("Quá hạn"), "bad", (Timeliness.OVERDUE.value,), (("timeliness", Timeliness.OVERDUE.value),)),
        *(Figure(band_words(band), "", (f"band:{band.key}",), (("band", band.key),)) for band in ages),
        *(_of_class(kind) for kind in OPEN_CLASSES[1:]),
        Figure(_("Chưa xong"), "sum", _OPEN, (("open", "true"),)),
        *(_of_class(kind) for kind in DONE_CLASSES),
        Figure(_("Thu hồi"), "", (Timeliness.WITHDRAWN.value,), (("timeliness", Timeliness.WITHDRAWN.value),)),
        Figure(_("Tổng giao"), "sum", _KINDS),
    )


def _of_class(kind: Timeliness) -> Figure:
    return Figure(str(TIMELINESS_LABELS[kind]), "", (kind.value,), (("timeliness", kind.value),))


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation, directive, field or leader; `key` None stands for tasks without one, or for a sum of many.

    `ages` are the ageing bands of the board. `opens` is the group of units that this row sums up and that a page can
    open.
    """

    key: int | None
    label: str
    detail: str
    group: str
    counts: Mapping[str, int]
    query: Mapping[str, str | list[str]]
    ages: tuple[Band, ...]
    opens: str = ""

    def total(self, names: Sequence[str]) -> int:
        """Sum of some of its counts."""
        return sum(self.counts.get(name, 0) for name in names)

    def cell(self, *names: str, **query: str | list[str]) -> Cell:
        """The sum of these counts with the filter that lists them."""
        return Cell(self.total(names), {**self.query, **query})

    @property
    def open(self) -> Cell:
        """Everything not done and not withdrawn."""
        return self.cell(*_OPEN, open="true")

    @property
    def done(self) -> Cell:
        """Everything accepted."""
        return self.cell(*_DONE, status="done")

    @property
    def everything(self) -> Cell:
        """All tasks of the row, withdrawn ones too."""
        return self.cell(*_KINDS)

    @property
    def classes(self) -> dict[str, Cell]:
        """A cell per timeliness class."""
        return {kind: self.cell(kind, timeliness=kind) for kind in _KINDS}

    @property
    def bands(self) -> list[Cell]:
        """A cell per ageing band, in the order of the bands; they add up to the overdue cell."""
        return [self.cell(f"band:{band.key}", band=band.key) for band in self.ages]

    @property
    def entries(self) -> list[Entry]:
        """The cells in the order of the page's columns."""
        return [
            Entry(figure.label, self.cell(*figure.names, **dict(figure.own)), figure.tone)
            for figure in figures(get_language() or "", self.ages)
        ]

    @property
    def on_time_rate(self) -> float | None:
        """Share of done tasks with a deadline that were on time, None when there is none."""
        late, good = self.counts.get(Timeliness.DONE_LATE, 0), self.counts.get(Timeliness.DONE_ON_TIME, 0)
        return good / (good + late) if good + late else None


@dataclass(frozen=True, slots=True)
class Board:
    """Rows worst first within their group, and their sum."""

    by: GroupBy
    today: date
    ages: tuple[Band, ...]
    rows: tuple[Row, ...]
    total: Row


def overdue_board(
    tasks: TaskQuerySet,
    *,
    by: GroupBy,
    today: date,
    query: Mapping[str, list[str]],
    basis: Basis = Basis.CURRENT,
    on_map: Map = Map.NOW,
    opened: str | None = None,
) -> Board:
    """Count `tasks` (visible and filtered already) by group, class and ageing band; sums are made of the rows.

    `query` is the filter that narrowed `tasks`, its `basis` included; every cell adds its own condition to it, so that
    a click lists what was counted. Of all duties of the city, or those of some years, the maintained summary answers
    with the same numbers. `opened` None wants every row; a page names the group of units that is opened, or
    "": then a group of very many units is one row, and of very many rows the worst stand before the sum of the others.
    """
    terms, years = _years(query)
    whole = is_whole(tasks, terms, today)
    ages = bands_on(today)
    found = parts(Question(tasks, by, today, basis, on_map, ages, whole, years, opened))
    total = Counter[str]()
    for part in found:
        total.update(part.counts)
    sums = Row(None, _("Tổng cộng"), "", "", total, dict(query), ages)
    return Board(by, today, ages, tuple(_row(part, sums, by, opened) for part in found), sums)


def _years(query: Mapping[str, list[str]]) -> tuple[str, tuple[int, ...]]:
    """Which years of assignment the filter asks for, as its own words and as those of the summary."""
    year, before = (query.get(name, [""])[-1] for name in ("year", "before"))
    if year.isdecimal():
        return f"year={int(year)}", (int(year),)
    if before.isdecimal() and FIRST_YEAR < int(before) <= LAST_YEAR:
        return f"before={int(before)}", tuple(range(FIRST_YEAR, int(before)))
    return "", (EVERY_YEAR,)


def _row(part: Part, whole: Row, by: GroupBy, opened: str | None) -> Row:
    opens = part.group if part.stands is not Stands.ITSELF and part.group != opened else ""
    query = _narrowed(whole.query, by, part)
    return Row(part.key, part.label, part.detail, part.group, part.counts, query, whole.ages, opens)


def _narrowed(query: Mapping[str, str | list[str]], by: GroupBy, part: Part) -> dict[str, str | list[str]]:
    """The filter of the list that holds exactly what this row counts."""
    group = {"ranking": part.group} if by is GroupBy.LEAD and part.stands is not Stands.ITSELF else {}
    if part.stands is Stands.REST:
        return {**query, **group, "but": ".".join((by.value, *map(str, part.but)))}
    if part.stands is Stands.GROUP:
        return {**query, **group}
    return {**query, by.value: str(part.key)} if part.key is not None else {**query, f"{by.value}_none": "true"}


def group_label(group: str) -> str:
    """The words of a ranking group."""
    return str(RANKING_LABELS.get(group, ""))


def filter_query(query: QueryDict) -> dict[str, list[str]]:
    """The part of a query string that filters tasks."""
    return {name: query.getlist(name) for name in query if name in TaskFilter.base_filters and any(query.getlist(name))}
