"""A list of tasks as a report, in the columns that offices print: what, by which paper, who, until when, why late."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from tasks.deadlines import Timeliness
from tasks.filters import TIMELINESS_LABELS, conditions
from tasks.models import ObstacleCode, Task
from tasks.models.task import TaskQuerySet
from tasks.reports.asked import Asked
from tasks.reports.columns import with_columns
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part, Report, Value
from tasks.reports.papers.values import shown
from tasks.reports.units import unit_name

MOST: Final = 2_000
"""Lines that a paper holds; longer lists belong into a workbook. The sum counts all of them all the same."""


def overdue(asked: Asked) -> Report:
    """Everything that is late, the latest first: also what was late long before this week."""
    late = asked.tasks.filter(conditions(asked.basis)[Timeliness.OVERDUE](asked.day))
    everything = asked.href(timeliness=Timeliness.OVERDUE.value)
    return _report(asked, late, slug="overdue-list", title=_("Danh mục nhiệm vụ quá hạn"), href=everything)


def listed(asked: Asked) -> Report:
    """The tasks that the filter leaves, the earliest deadline first."""
    return _report(asked, asked.tasks, slug="tasks", title=_("Danh sách nhiệm vụ"), href=asked.href())


def _report(asked: Asked, tasks: TaskQuerySet, *, slug: str, title: str, href: str) -> Report:
    found = list(with_columns(tasks, asked.basis, asked.on_map)[: MOST + 1])
    whole = len(found) <= MOST
    total = len(found) if whole else tasks.order_by().count()
    lines = tuple(_lines(found[:MOST], asked.day))
    count = Line((Cell(_("Cộng")), Cell(total, href), *(Cell(""),) * 7), part=Part.SUM)
    block = Block(
        key="tasks",
        title="",
        columns=_columns(),
        lines=(*lines, count) if lines else lines,
        note="" if whole else _("Danh sách đầy đủ: mở trang Nhiệm vụ với cùng bộ lọc rồi tải tệp Excel hoặc CSV."),
    )
    said = () if whole else (_cut_off(total),)
    return Report(slug, title, asked.day, asked.now, said, (block,), is_empty=not found)


def _cut_off(total: int) -> str:
    """Said above the list, so that nobody takes its lines for all there are."""
    words = _("Chỉ liệt kê %(shown)s trong tổng số %(total)s nhiệm vụ; dòng Cộng tính đủ tất cả.")
    return words % {"shown": shown(MOST, Kind.NUMBER), "total": shown(total, Kind.NUMBER)}


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("TT"), width=5),
        Column("title", _("Nhiệm vụ"), Kind.TEXT, 52),
        Column("directive", _("Văn bản giao"), Kind.TEXT, 18),
        Column("lead", _("Cơ quan chủ trì"), Kind.TEXT, 22),
        Column("due_on", _("Hạn"), Kind.DAY, 11),
        Column("state", _("Tình trạng"), Kind.TEXT, 16),
        Column("days_late", _("Số ngày quá hạn"), Kind.NUMBER, 9),
        Column("cause", _("Lý do"), Kind.TEXT, 26),
        Column("urged", _("Số lần đôn đốc"), Kind.NUMBER, 9),
    )


def _lines(tasks: list[Task], day: date) -> Iterator[Line]:
    for number, task in enumerate(tasks, start=1):
        kind = task.timeliness(day, settings.DUE_SOON_DAYS)
        is_late = kind is Timeliness.OVERDUE
        cells = (
            Cell(number),
            Cell(task.title, task.get_absolute_url()),
            Cell(f"{task.directive}, {task.path}" if task.path else str(task.directive)),
            Cell(unit_name(task)),
            Cell(task.due_on),
            Cell(str(TIMELINESS_LABELS[kind]), tone="bad" if is_late else ""),
            Cell(task.days_late(day) if is_late else None),
            Cell(_cause(task)),
            Cell(task.urged_times or None),
        )
        yield Line(cells, key=str(task.pk))


def _cause(task: Task) -> Value:
    code, words = getattr(task, "last_obstacle", "") or "", getattr(task, "last_words", "") or ""
    label = str(ObstacleCode(code).label) if code and code != ObstacleCode.NONE else ""
    return ": ".join(part for part in (label, words[:120]) if part)
