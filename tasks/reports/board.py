"""The overdue board: one grouped query, every cell with the filter that lists exactly what it counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, CharField, Count, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import OrganisationKind
from tasks.deadlines import Basis, Timeliness, bands
from tasks.filters import TIMELINESS_LABELS, TaskFilter, band_choices, in_band, timeliness_case
from tasks.maps import Map, unit_column
from tasks.models.task import TaskQuerySet


class GroupBy(StrEnum):
    """What a row of the board stands for."""

    LEAD = "lead"
    DIRECTIVE = "directive"
    FIELD = "field"
    LEADER = "leader"


LABEL_PATHS: Final[Mapping[GroupBy, tuple[str, ...]]] = {
    GroupBy.LEAD: ("unit_name", "unit_kind", "unit_rank", "unit_divided"),
    GroupBy.DIRECTIVE: ("directive__number_text", "directive__subject"),
    GroupBy.FIELD: ("field__name",),
    GroupBy.LEADER: ("leader__full_name",),
}

KEYS: Final[Mapping[GroupBy, str]] = {**{by: by.value for by in GroupBy}, GroupBy.LEAD: "unit_key"}
"""The column that tells the rows apart."""

RUNNING: Final = (
    *(Timeliness.OVERDUE, Timeliness.DUE_SOON, Timeliness.IN_TERM),
    *(Timeliness.AWAITING_EVENT, Timeliness.NO_DEADLINE),
)
OPEN_CLASSES: Final = (*RUNNING, Timeliness.WAITING, Timeliness.SUSPENDED)
DONE_CLASSES: Final = (Timeliness.DONE_ON_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DEADLINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the filter whose list holds exactly so many tasks."""

    count: int
    query: Mapping[str, str | list[str]]

    @property
    def query_string(self) -> str:
        """The filter as the query string of the list page."""
        return urlencode(self.query, doseq=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell as the page shows it: its words for narrow screens, and a tone that repeats them in colour."""

    label: str
    cell: Cell
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation, directive, field or leader; `key` None stands for tasks without one."""

    key: int | None
    label: str
    detail: str
    group: str
    counts: Mapping[str, int]
    query: Mapping[str, str | list[str]]

    def total(self, names: Sequence[str]) -> int:
        """Sum of some of its counts."""
        return sum(self.counts.get(name, 0) for name in names)

    def cell(self, *names: str, **query: str | list[str]) -> Cell:
        """The sum of these counts with the filter that lists them."""
        return Cell(self.total(names), {**self.query, **query})

    @property
    def open(self) -> Cell:
        """Everything not done and not withdrawn."""
        return self.cell(*(kind.value for kind in OPEN_CLASSES), open="true")

    @property
    def done(self) -> Cell:
        """Everything accepted."""
        return self.cell(*(kind.value for kind in DONE_CLASSES), status="done")

    @property
    def everything(self) -> Cell:
        """All tasks of the row, withdrawn ones too."""
        return self.cell(*(kind.value for kind in Timeliness))

    @property
    def classes(self) -> dict[str, Cell]:
        """A cell per timeliness class."""
        return {kind.value: self.cell(kind.value, timeliness=kind.value) for kind in Timeliness}

    @property
    def bands(self) -> list[Cell]:
        """A cell per ageing band, in the order of the bands; they add up to the overdue cell."""
        return [self.cell(f"band:{band.key}", band=band.key) for band in bands(settings.AGEING_BANDS)]

    @property
    def entries(self) -> list[Entry]:
        """The cells in the order of the page's columns; each group of parts stands before its sum."""
        classes = self.classes
        ages = [Entry(label, cell) for (_key, label), cell in zip(band_choices(), self.bands, strict=True)]
        running = [Entry(str(TIMELINESS_LABELS[kind]), classes[kind]) for kind in OPEN_CLASSES[1:]]
        ended = [Entry(str(TIMELINESS_LABELS[kind]), classes[kind]) for kind in DONE_CLASSES]
        return [
            Entry(_("Quá hạn"), classes[Timeliness.OVERDUE], "bad"),
            *ages,
            *running,
            Entry(_("Chưa xong"), self.open, "sum"),
            *ended,
            Entry(_("Thu hồi"), classes[Timeliness.WITHDRAWN]),
            Entry(_("Tổng giao"), self.everything, "sum"),
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
) -> Board:
    """Count `tasks` (visible and filtered already) by group, class and ageing band in one query.

    `query` is the filter that narrowed `tasks`, its `basis` included; every cell adds its own condition to it, so that
    a click lists what was counted.
    """
    band_case = Case(
        *(When(in_band(band, today, basis), then=Value(f"band:{band.key}")) for band in bands(settings.AGEING_BANDS)),
        default=Value(""),
        output_field=CharField(),
    )
    if by is GroupBy.LEAD:
        tasks = tasks.annotate(**_units(on_map))
    counted = (
        tasks.order_by()
        .annotate(kind=timeliness_case(today, basis), age=band_case)
        .values(KEYS[by], "kind", "age", *LABEL_PATHS[by])
        .annotate(count=Count("pk"))
    )
    rows = _collect(list(counted), by, query)
    total = Counter[str]()
    for row in rows:
        total.update(row.counts)
    ordered = tuple(sorted(rows, key=_worst_first))
    return Board(by, today, ordered, Row(None, _("Tổng cộng"), "", "", total, dict(query)))


def _units(on_map: Map) -> dict[str, Coalesce]:
    """Columns of the body that a task counts for."""
    named = {"name": "short_name", "kind": "kind", "rank": "rank", "divided": "divided"}
    labels = {f"unit_{key}": unit_column(on_map, name) for key, name in named.items()}
    return {"unit_key": unit_column(on_map), **labels}


def _collect(counted: list[dict[str, object]], by: GroupBy, query: Mapping[str, list[str]]) -> list[Row]:
    counts: dict[int | None, Counter[str]] = {}
    first: dict[int | None, dict[str, object]] = {}
    for item in counted:
        key = item[KEYS[by]]
        assert key is None or isinstance(key, int)  # noqa: S101 - a foreign key's column
        first.setdefault(key, item)
        tally = counts.setdefault(key, Counter())
        number = int(str(item["count"]))
        tally[str(item["kind"])] += number
        if item["age"]:
            tally[str(item["age"])] += number
    return [
        Row(key, *_label(item, by), _group(item, by), counts[key], _narrowed(query, by, key))
        for key, item in first.items()
    ]


def _narrowed(query: Mapping[str, list[str]], by: GroupBy, key: int | None) -> dict[str, str | list[str]]:
    return {**query, by.value: str(key)} if key is not None else {**query, f"{by.value}_none": "true"}


def _label(item: Mapping[str, object], by: GroupBy) -> tuple[str, str]:
    """The name of a row and what stands small under it."""
    if by is GroupBy.LEAD:
        name = str(item["unit_name"])
        return (_("%(unit)s (đã chia tách)") % {"unit": name} if item["unit_divided"] else name), ""
    if by is GroupBy.DIRECTIVE and item["directive__number_text"]:
        return str(item["directive__number_text"]), str(item["directive__subject"])[:90]
    return str(item[LABEL_PATHS[by][-1 if by is GroupBy.DIRECTIVE else 0]] or _("(chưa phân)")), ""


def _group(item: Mapping[str, object], by: GroupBy) -> str:
    """Ranking groups of the city are kept apart: departments, wards, communes and zones, the rest."""
    if by is not GroupBy.LEAD:
        return ""
    kind = item["unit_kind"]
    if kind in {OrganisationKind.DEPARTMENT, OrganisationKind.OTHER_AGENCY}:
        return "1"
    if kind == OrganisationKind.WARD:
        return "2"
    return "3" if kind in {OrganisationKind.COMMUNE, OrganisationKind.SPECIAL_ZONE} else "4"


def group_label(group: str) -> str:
    """The words of a ranking group."""
    return {"1": _("Sở, ban, ngành"), "2": _("Phường"), "3": _("Xã, đặc khu"), "4": _("Cơ quan khác")}.get(group, "")


def _worst_first(row: Row) -> tuple[str, int, int, str]:
    return row.group, -row.counts.get(Timeliness.OVERDUE, 0), -row.open.count, row.label


def filter_query(query: QueryDict) -> dict[str, list[str]]:
    """The part of a query string that filters tasks."""
    return {name: query.getlist(name) for name in query if name in TaskFilter.base_filters and any(query.getlist(name))}
