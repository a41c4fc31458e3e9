"""Why tasks are late: what their last reports name, by cause and by agency."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, F, Min, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from tasks.deadlines import Timeliness
from tasks.filters import UNTIL, conditions
from tasks.filters_reports import CAUSES, UNSAID, cause_column
from tasks.models import Task
from tasks.models.task import TaskQuerySet
from tasks.reports.asked import Asked
from tasks.reports.board import group_label
from tasks.reports.cells import Query, linked, share
from tasks.reports.columns import cause_of, with_columns
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape
from tasks.reports.units import Unit, unit_columns, unit_name, unit_of

OLDEST: Final = 2
"""Examples shown of each cause."""
LATE: Final[Query] = {"timeliness": Timeliness.OVERDUE.value}


@dataclass(frozen=True, slots=True)
class Causes:
    """Overdue tasks by agency and cause, and the oldest last day in time of each cause."""

    counts: Mapping[tuple[int, str], int]
    units: Mapping[int, Unit]
    oldest: Mapping[str, date]

    def by_cause(self) -> Mapping[str, int]:
        """Sums of the causes."""
        found = Counter[str]()
        for (_unit, cause), count in self.counts.items():
            found[cause] += count
        return found

    @property
    def total(self) -> int:
        """All overdue tasks."""
        return sum(self.counts.values())


def overdue(asked: Asked) -> TaskQuerySet:
    """Tasks of the question that are overdue on its day."""
    return asked.tasks.filter(conditions(asked.basis)[Timeliness.OVERDUE](asked.day))


def count_causes(asked: Asked) -> Causes:
    """Count by agency and cause in one query."""
    columns = unit_columns(asked.on_map)
    rows = overdue(asked).order_by().annotate(**columns, cause_said=cause_column())
    grouped = rows.values(*columns, "cause_said").annotate(count=Count("pk"), oldest=Min(UNTIL[asked.basis]))
    counts: dict[tuple[int, str], int] = Counter()
    units: dict[int, Unit] = {}
    oldest: dict[str, date] = {}
    for row in grouped:
        key, cause = int(row["unit_key"]), str(row["cause_said"])
        units.setdefault(key, unit_of(row))
        counts[key, cause] += int(row["count"])
        oldest[cause] = min(row["oldest"], oldest.get(cause, row["oldest"]))
    return Causes(counts, units, oldest)


def causes_block(asked: Asked, found: Causes) -> Block:
    """Every cause that was named, the most frequent first; without a reason last, as a line of its own."""
    sums = found.by_cause()
    order = sorted((code for code, _label in CAUSES[:-1] if sums.get(code)), key=lambda code: -sums[code])
    order += [code for code, _label in CAUSES[-1:] if sums.get(code)]
    words = dict(CAUSES)
    lines = [_line(asked, found, code, str(words[code])) for code in order]
    if lines:
        count = linked(asked, found.total, LATE)
        units = len({unit for unit, _cause in found.counts})
        whole = share(found.total, found.total)
        ends = min(found.oldest.values())
        lines.append(
            Line((Cell(_("Tổng số quá hạn")), count, Cell(whole), Cell(units), Cell(ends)), "total", part=Part.SUM)
        )
    note = _(
        "Nguyên nhân là vướng mắc nêu trong báo cáo gần nhất của nhiệm vụ đang quá hạn; “không nêu lý do” gồm nhiệm vụ "
        "chưa báo cáo và nhiệm vụ báo cáo không vướng mắc."
    )
    return Block("causes", _("Nguyên nhân chậm"), _columns(), tuple(lines), note, _bars(lines))


def _columns() -> tuple[Column, ...]:
    return (
        Column("cause", _("Nguyên nhân"), Kind.TEXT, 34),
        Column("count", _("Số nhiệm vụ quá hạn")),
        Column("share", _("Tỷ lệ"), Kind.SHARE, hint=_("Trên tổng số nhiệm vụ quá hạn.")),
        Column("units", _("Số cơ quan"), hint=_("Một cơ quan có thể có nhiều nguyên nhân, nên không cộng dồn.")),
        Column("oldest", _("Hạn sớm nhất"), Kind.DAY, 12),
    )


def _line(asked: Asked, found: Causes, code: str, label: str) -> Line:
    units = [count for (_unit, cause), count in found.counts.items() if cause == code]
    number = sum(units)
    cells = (
        Cell(label),
        linked(asked, number, {**LATE, "cause": [code]}),
        Cell(share(number, found.total)),
        Cell(len(units)),
        Cell(found.oldest[code]),
    )
    return Line(cells, key=code)


def _bars(lines: Sequence[Line]) -> Chart | None:
    parts = [line for line in lines if line.part is Part.PART]
    if not parts:
        return None
    values = tuple(line.cells[1].value for line in parts if isinstance(line.cells[1].value, int))
    labels = tuple(str(line.cells[0].value) for line in parts)
    series = (Series(_("Số nhiệm vụ quá hạn"), values, "bad"),)
    return Chart(Shape.BARS, _("Số nhiệm vụ quá hạn theo nguyên nhân"), labels, series, _("nhiệm vụ"))


# ── the report ────────────────────────────────────────────────────────────────────────────────
def build(asked: Asked) -> Report:
    """Causes of the whole, by agency, and the oldest tasks of each."""
    found = count_causes(asked)
    blocks = (causes_block(asked, found), _units_block(asked, found), _examples_block(asked, found))
    return Report(
        "causes",
        _("Nguyên nhân chậm của nhiệm vụ quá hạn"),
        asked.day,
        asked.now,
        (),
        blocks,
        is_empty=not found.total,
    )


def _units_block(asked: Asked, found: Causes) -> Block:
    """Agencies in lines, causes that were named in columns; the worst first within each group."""
    sums, words = found.by_cause(), dict(CAUSES)
    named = [code for code, _label in CAUSES if sums.get(code)]
    columns = (
        Column("unit", _("Cơ quan"), Kind.TEXT, 34),
        Column("count", _("Quá hạn"), hint=_("Bằng tổng các cột nguyên nhân.")),
        *(Column(code, str(words[code])) for code in named),
    )
    rows: dict[int, dict[str, int]] = defaultdict(dict)
    for (key, cause), count in found.counts.items():
        rows[key][cause] = count
    ordered = sorted(found.units.values(), key=lambda unit: (unit.group, -sum(rows[unit.key].values()), unit.label))
    lines: list[Line] = []
    for unit in ordered:
        if not lines or lines[-1].group != unit.group:
            blank = [Cell(None)] * (len(columns) - 1)
            lines.append(Line((Cell(group_label(unit.group)), *blank), group=unit.group, part=Part.HEADING))
        whose = {"lead": str(unit.key)}
        lines.append(_unit_line(asked, Cell(unit.label), named, rows[unit.key], whose, unit))
    if lines:
        lines.append(_unit_line(asked, Cell(_("Tổng cộng")), named, sums, {}, None))
    return Block("units", _("Nguyên nhân theo cơ quan"), columns, tuple(lines))


def _unit_line(
    asked: Asked, name: Cell, named: Sequence[str], counts: Mapping[str, int], whose: Query, unit: Unit | None
) -> Line:
    total = linked(asked, sum(counts.values()), {**LATE, **whose}, "bad")
    parts = [linked(asked, counts.get(code, 0), {**LATE, **whose, "cause": [code]}) for code in named]
    if unit is None:
        return Line((name, total, *parts), part=Part.SUM)
    return Line((name, total, *parts), str(unit.key), unit.group)


def _examples_block(asked: Asked, found: Causes) -> Block:
    """The oldest overdue tasks of each cause, in one query."""
    columns = (
        Column("cause", _("Nguyên nhân"), Kind.TEXT, 24),
        Column("task", _("Nhiệm vụ"), Kind.TEXT, 60),
        Column("unit", _("Cơ quan chủ trì"), Kind.TEXT, 28),
        Column("due", _("Hạn"), Kind.DAY, 12),
        Column("late", _("Số ngày quá hạn")),
        Column("words", _("Nội dung báo cáo gần nhất"), Kind.TEXT, 40),
    )
    place = Window(RowNumber(), partition_by=F("cause_said"), order_by=[F(UNTIL[asked.basis]), F("pk")])
    late = overdue(asked).annotate(cause_said=cause_column(), place=place).filter(place__lte=OLDEST)
    words, sums, lines = dict(CAUSES), found.by_cause(), []
    tasks = list(with_columns(late, asked.basis, asked.on_map))
    for task in sorted(tasks, key=lambda task: (-sums[_said(task)], _said(task))):
        cells = (
            Cell(str(words[_said(task)])),
            Cell(task.title, task.get_absolute_url()),
            Cell(unit_name(task)),
            Cell(task.last_day),
            Cell(task.days_late(asked.day), tone="bad"),
            Cell(cause_of(task, asked.day)),
        )
        lines.append(Line(cells, key=str(task.pk), group=_said(task)))
    note = _("Mỗi nguyên nhân nêu tối đa %(count)d nhiệm vụ quá hạn lâu nhất.") % {"count": OLDEST}
    return Block("oldest", _("Nhiệm vụ quá hạn lâu nhất của từng nguyên nhân"), columns, tuple(lines), note)


def _said(task: Task) -> str:
    """The cause that the query put beside the task."""
    return str(getattr(task, "cause_said", UNSAID))
