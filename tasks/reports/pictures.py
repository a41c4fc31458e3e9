"""Reports that are pictures first: the age of delay by group and unit, lateness by unit and month."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from tasks.deadlines import Timeliness
from tasks.filters import band_choices
from tasks.reports.asked import Asked
from tasks.reports.board import GroupBy, Row, group_label, overdue_board
from tasks.reports.cells import linked
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape
from tasks.reports.pictures_trend import Month, months_until
from tasks.reports.units import Unit, unit_columns, unit_of

IN_PICTURE: Final = 12
"""Units that a picture of ages shows; the table holds every one."""
IN_MAP: Final = 20
"""Units that the map of months shows."""
LATE: Final = (Timeliness.OVERDUE.value, Timeliness.DONE_LATE.value)
NOT_WITHDRAWN: Final = tuple(kind.value for kind in Timeliness if kind is not Timeliness.WITHDRAWN)


# ── ages ──────────────────────────────────────────────────────────────────────────────────────
def ageing(asked: Asked) -> Report:
    """Overdue tasks by how long they are late: each ranking group, then each unit, the worst first."""
    board = overdue_board(
        asked.tasks, by=GroupBy.LEAD, today=asked.day, query=asked.query, basis=asked.basis, on_map=asked.on_map
    )
    late = [row for row in board.rows if row.classes[Timeliness.OVERDUE].count]
    worst = sorted(late, key=lambda row: -row.classes[Timeliness.OVERDUE].count)
    return Report(
        slug="ageing",
        title=_("Tuổi của nhiệm vụ quá hạn"),
        day=asked.day,
        counted_at=asked.now,
        statement=(),
        blocks=(_groups(asked, late), _units(asked, worst)),
        is_empty=not late,
    )


def _groups(asked: Asked, rows: Sequence[Row]) -> Block:
    found = [(group, _ages(list(some))) for group, some in groupby(rows, key=lambda row: row.group)]
    lines = [_age_line(asked, group_label(group), ages, {"ranking": group}, group) for group, ages in found]
    named = tuple(group_label(group) for group, _ages_of_it in found)
    chart = _age_chart(asked, _("Số ngày quá hạn theo nhóm cơ quan"), named, [ages for _group, ages in found])
    return Block(
        "groups", _("Theo nhóm cơ quan"), _age_columns(_("Nhóm"), asked), (*lines, _age_sum(asked, rows)), chart=chart
    )


def _units(asked: Asked, rows: Sequence[Row]) -> Block:
    lines = [_age_line(asked, row.label, _ages([row]), {"lead": str(row.key)}, str(row.key)) for row in rows]
    shown = rows[:IN_PICTURE]
    chart = _age_chart(
        asked,
        _("%(count)s cơ quan có nhiều nhiệm vụ quá hạn nhất") % {"count": len(shown)},
        tuple(row.label for row in shown),
        [_ages([row]) for row in shown],
    )
    columns = _age_columns(_("Cơ quan"), asked)
    return Block("units", _("Theo cơ quan"), columns, (*lines, _age_sum(asked, rows)), chart=chart)


def _ages(rows: Sequence[Row]) -> list[int]:
    """How many of these rows lie in each band, in the order of the bands."""
    return [sum(cells) for cells in zip(*([cell.count for cell in row.bands] for row in rows), strict=True)]


def _age_columns(subject: str, asked: Asked) -> tuple[Column, ...]:
    ages = (Column(f"band_{key}", label, width=12) for key, label in band_choices(asked.filters.ages))
    return (Column("label", subject, Kind.TEXT, 34), *ages, Column("total", _("Quá hạn"), width=10))


def _age_line(
    asked: Asked, label: str, ages: Sequence[int], whose: Mapping[str, Any], key: str, part: Part = Part.PART
) -> Line:
    parts = zip(asked.filters.ages, ages, strict=True)
    cells = (linked(asked, number, {**whose, "band": band.key}) for band, number in parts)
    total = linked(asked, sum(ages), {**whose, "timeliness": [Timeliness.OVERDUE.value]}, "bad")
    return Line((Cell(label), *cells, total), key=key, part=part)


def _age_sum(asked: Asked, rows: Sequence[Row]) -> Line:
    ages = _ages(rows) if rows else [0] * len(asked.filters.ages)
    return _age_line(asked, _("Cộng"), ages, {}, "sum", Part.SUM)


def _age_chart(asked: Asked, title: str, labels: tuple[str, ...], ages: Sequence[Sequence[int]]) -> Chart:
    labelled = band_choices(asked.filters.ages)
    series = (Series(label, tuple(row[place] for row in ages)) for place, (_key, label) in enumerate(labelled))
    return Chart(Shape.STACKED, title, labels, tuple(series), _("nhiệm vụ quá hạn"))


# ── months ────────────────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class Tally:
    """What fell due in each month at one unit, and what of it was late."""

    unit: Unit
    due: Counter[date] = field(default_factory=Counter)
    late: Counter[date] = field(default_factory=Counter)


def heat(asked: Asked) -> Report:
    """Units by months: how much of what fell due was late, and how much fell due."""
    months = months_until(asked.day)
    tallies = _tallies(asked, months)
    late = _month_block(asked, "late", _("Muộn: hết hạn trong tháng mà quá hạn hoặc xong muộn"), tallies, months)
    due = _month_block(asked, "due", _("Đến hạn trong tháng"), tallies, months)
    return Report(
        slug="heat",
        title=_("Cơ quan và tháng: nhiệm vụ muộn"),
        day=asked.day,
        counted_at=asked.now,
        statement=(),
        blocks=(late, due),
        is_empty=not tallies,
    )


def _tallies(asked: Asked, months: Sequence[Month]) -> list[Tally]:
    """Every unit with something due in these months, the most lateness first (one query)."""
    until, filters = asked.filters.until, asked.filters
    within = {f"{until}__gte": months[0].first, f"{until}__lte": months[-1].last}
    late = filters.of_class(Timeliness.OVERDUE) | filters.of_class(Timeliness.DONE_LATE)
    counted = (
        asked.tasks.order_by()
        .filter(**within)
        .exclude(status="withdrawn")
        .annotate(month=TruncMonth(until), **unit_columns(asked.on_map))
    )
    names = ("unit_key", "unit_name", "unit_kind", "unit_divided")
    found: dict[int, Tally] = {}
    for row in counted.values("month", *names).annotate(due=Count("pk"), late=Count("pk", filter=late)):
        tally = found.setdefault(int(row["unit_key"]), Tally(unit_of(row)))
        tally.due[row["month"]] += row["due"]
        tally.late[row["month"]] += row["late"]
    return sorted(found.values(), key=lambda each: (-each.late.total(), -each.due.total(), each.unit.label))


def _month_block(asked: Asked, key: str, title: str, tallies: Sequence[Tally], months: Sequence[Month]) -> Block:
    months_named = (Column(f"m{month.first:%Y_%m}", month.label, width=8) for month in months)
    columns = (Column("label", _("Cơ quan"), Kind.TEXT, 34), *months_named, Column("total", _("Cộng"), width=9))
    sums: dict[date, int] = defaultdict(int)
    lines = []
    for tally in tallies:
        counts = tally.late if key == "late" else tally.due
        for month in months:
            sums[month.first] += counts[month.first]
        lines.append(_month_line(asked, key, tally, counts, months))
    total = Line(_month_cells(asked, key, _("Cộng"), sums, months, {}), key="sum", part=Part.SUM)
    return Block(key, title, columns, (*lines, total), chart=_map(tallies, months) if key == "late" else None)


def _month_line(asked: Asked, key: str, tally: Tally, counts: Mapping[date, int], months: Sequence[Month]) -> Line:
    whose = {"lead": str(tally.unit.key)}
    cells = _month_cells(asked, key, tally.unit.label, counts, months, whose)
    return Line(cells, key=str(tally.unit.key), group=tally.unit.group)


def _month_cells(
    asked: Asked, key: str, label: str, counts: Mapping[date, int], months: Sequence[Month], whose: Mapping[str, Any]
) -> tuple[Cell, ...]:
    kinds = {"timeliness": list(LATE if key == "late" else NOT_WITHDRAWN)}
    tone = "bad" if key == "late" else ""

    def cell(number: int, since: date, until: date) -> Cell:
        days = {"until_from": since.isoformat(), "until_to": until.isoformat()}
        return linked(asked, number, {**whose, **kinds, **days}, tone)

    cells = (cell(counts.get(month.first, 0), month.first, month.last) for month in months)
    return (Cell(label), *cells, cell(sum(counts.values()), months[0].first, months[-1].last))


def _map(tallies: Sequence[Tally], months: Sequence[Month]) -> Chart:
    return Chart(
        Shape.HEAT,
        _("Số nhiệm vụ muộn theo cơ quan và tháng đến hạn"),
        tuple(month.label for month in months),
        tuple(Series(tally.unit.label, tuple(_depths(tally, months))) for tally in tallies[:IN_MAP]),
        _("nhiệm vụ muộn; ô trống: không có nhiệm vụ đến hạn"),
    )


def _depths(tally: Tally, months: Sequence[Month]) -> Iterator[float | None]:
    for month in months:
        yield tally.late[month.first] if tally.due[month.first] else None
