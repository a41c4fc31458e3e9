"""Columns of the task list: one definition for the file, the page's heading and the tests."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tasks.deadlines import Basis, Timeliness
from tasks.filters import TIMELINESS_LABELS, UNTIL
from tasks.maps import Map
from tasks.models import ExtensionRequest, ObstacleCode, ProgressReport, Task
from tasks.models.task import TaskQuerySet

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """`value` reads one task on a day; dates stay dates and numbers numbers; `width` in characters."""

    title: str | Promise
    width: int
    value: Callable[[Task, date], Value]


def _timeliness(task: Task, today: date) -> str:
    return str(TIMELINESS_LABELS[task.timeliness(today, settings.DUE_SOON_DAYS)])


def _days_late(task: Task, today: date) -> int | None:
    overdue = task.timeliness(today, settings.DUE_SOON_DAYS) is Timeliness.OVERDUE
    return task.days_late(today) if overdue else None


def cause_of(task: Task, today: date) -> str:
    """What the last report names as the obstacle, with its words; of tasks read `with_columns`."""
    code = getattr(task, "last_obstacle", "") or ""
    words = getattr(task, "last_words", "") or ""
    label = str(ObstacleCode(code).label) if code and code != ObstacleCode.NONE else ""
    return ": ".join(part for part in (label, words) if part)


def _unit(task: Task, today: date) -> str:
    unit = task.unit
    return _now("%(unit)s (đã chia tách)") % {"unit": unit.short_name} if unit.divided else unit.short_name


TASK_COLUMNS: Final[Sequence[Column]] = (
    Column(_("Mã"), 8, lambda task, today: task.pk),
    Column(_("Văn bản"), 18, lambda task, today: str(task.directive)),
    Column(_("Vị trí"), 12, lambda task, today: task.path),
    Column(_("Nhiệm vụ"), 70, lambda task, today: task.text),
    Column(_("Cơ quan chủ trì"), 30, _unit),
    Column(
        _("Cơ quan phối hợp"), 34, lambda task, today: ", ".join(p.organisation.short_name for p in task.parties.all())
    ),
    Column(_("Chuyên viên"), 20, lambda task, today: task.officer.full_name if task.officer else ""),
    Column(_("Ngày giao"), 12, lambda task, today: task.assigned_on),
    Column(_("Hạn theo văn bản"), 12, lambda task, today: task.due_on_as_issued),
    Column(_("Hạn hiện tại"), 12, lambda task, today: task.due_on),
    Column(_("Đúng hạn đến hết ngày"), 12, lambda task, today: task.last_day),
    Column(_("Số ngày quá hạn"), 10, _days_late),
    Column(_("Số lần đôn đốc"), 9, lambda task, today: task.urged_times or None),
    Column(_("Số lần gia hạn"), 9, lambda task, today: task.extended_times or None),
    Column(_("Trạng thái"), 18, lambda task, today: task.get_status_display()),
    Column(_("Tình trạng hạn"), 20, _timeliness),
    Column(_("Báo cáo gần nhất"), 12, lambda task, today: task.reported_on),
    Column(_("Vướng mắc gần nhất"), 40, cause_of),
)


def with_columns(tasks: TaskQuerySet, basis: Basis = Basis.CURRENT, on_map: Map = Map.NOW) -> QuerySet[Task]:
    """`tasks` with everything that the columns read, in a fixed number of queries, earliest deadline first."""
    last = ProgressReport.objects.filter(task=OuterRef("pk")).order_by("-pk")
    return (
        tasks.counted(basis)
        .mapped(on_map)
        .select_related("directive", "lead__heir", "lead_as_given", "officer")
        .prefetch_related("parties__organisation")
        .annotate(asks_for_time=Exists(ExtensionRequest.objects.pending().filter(task=OuterRef("pk"))))
        .annotate(last_obstacle=Subquery(last.values("obstacle")[:1]), last_words=Subquery(last.values("support")[:1]))
        .order_by(F(UNTIL[basis]).asc(nulls_last=True), "pk")
    )


def rows(tasks: QuerySet[Task], today: date) -> Iterator[list[Value]]:
    """Values of TASK_COLUMNS per task, read in batches."""
    for task in tasks.iterator(chunk_size=1000):
        yield [column.value(task, today) for column in TASK_COLUMNS]
