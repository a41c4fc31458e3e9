"""Columns of the task list: one definition for the file, the page's heading and the tests."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from tasks.asof import former_names
from tasks.deadlines import Basis, Timeliness, days_late, timeliness
from tasks.deadlines import Facts as TimeFacts
from tasks.filters import TIMELINESS_LABELS, UNTIL
from tasks.lifecycle import Status
from tasks.maps import Map
from tasks.models import ExtensionRequest, ObstacleCode, Party, ProgressReport, Task, TaskStatus
from tasks.models.task import TaskQuerySet

Value = str | int | date | None
BATCH: Final = 1000
HEAVY: Final = ("search_text", "directive__text", "directive__search_text", "directive__warnings")
"""Long columns that no list shows."""


class Facts(NamedTuple):
    """What the columns show of one task, as it comes out of the database; names in the order of `FACTS`."""

    pk: int
    number_text: str
    subject: str
    path: str
    text: str
    lead: int
    lead_as_given: int | None
    officer: str | None
    assigned_on: date
    issued: date | None
    due_on: date | None
    until: date | None
    urged_times: int
    extended_times: int
    status: str
    submitted_on: date | None
    event: str
    event_on: date | None
    reported_on: date | None


FACTS: Final = (
    *("pk", "directive__number_text", "directive__subject", "path", "text", "lead_id", "lead_as_given_id"),
    *("officer__full_name", "assigned_on", "due_on_as_issued", "due_on", "counts_until", "urged_times"),
    *("extended_times", "status", "submitted_on", "event", "event_on", "reported_on"),
)
UNTIL_PLACE: Final = FACTS.index("counts_until")


class Body(NamedTuple):
    """A body's name, the same with the mark of one that was divided, and who carries it on."""

    name: str
    marked: str
    heir: int


@dataclass(frozen=True, slots=True)
class Around:
    """What the columns know beside a task: names by key, the words of codes, and of one batch helpers and reports."""

    today: date
    on_map: Map
    bodies: Mapping[int, Body]
    statuses: Mapping[str, str]
    classes: Mapping[Timeliness, str]
    obstacles: Mapping[str, str]
    helpers: Mapping[int, Sequence[str]]
    reports: Mapping[int, tuple[str, str]]

    def kind(self, task: Facts) -> Timeliness:
        """Its class."""
        status = Status(task.status)
        said = TimeFacts(status, task.until, task.submitted_on, bool(task.event) and task.event_on is None)
        return timeliness(said, self.today, soon_days=settings.DUE_SOON_DAYS)

    def unit(self, task: Facts) -> str:
        """The body that it counts for."""
        if self.on_map is Map.THEN:
            return self.bodies[task.lead_as_given or task.lead].marked
        return self.bodies[self.bodies[task.lead].heir].marked


@dataclass(frozen=True, slots=True)
class Column:
    """`value` reads one task; dates stay dates and numbers numbers; `width` in characters."""

    title: str | Promise
    width: int
    value: Callable[[Facts, Around], Value]


def _directive(task: Facts, around: Around) -> str:
    return task.number_text or task.subject[:80] or str(_("Văn bản chưa có số"))


def _days_late(task: Facts, around: Around) -> int | None:
    return days_late(task.until, around.today) if around.kind(task) is Timeliness.OVERDUE else None


def _cause(task: Facts, around: Around) -> str:
    code, words = around.reports.get(task.pk, ("", ""))
    return ": ".join(part for part in (around.obstacles.get(code, ""), words) if part)


def cause_of(task: Task, today: date) -> str:
    """What the last report names as the obstacle, with its words; of tasks read `with_columns`."""
    code = getattr(task, "last_obstacle", "") or ""
    words = getattr(task, "last_words", "") or ""
    label = str(ObstacleCode(code).label) if code and code != ObstacleCode.NONE else ""
    return ": ".join(part for part in (label, words) if part)


TASK_COLUMNS: Final[Sequence[Column]] = (
    Column(_("Mã"), 8, lambda task, around: task.pk),
    Column(_("Văn bản"), 18, _directive),
    Column(_("Vị trí"), 12, lambda task, around: task.path),
    Column(_("Nhiệm vụ"), 70, lambda task, around: task.text),
    Column(_("Cơ quan chủ trì"), 30, lambda task, around: around.unit(task)),
    Column(_("Cơ quan phối hợp"), 34, lambda task, around: ", ".join(around.helpers.get(task.pk, ()))),
    Column(_("Chuyên viên"), 20, lambda task, around: task.officer or ""),
    Column(_("Ngày giao"), 12, lambda task, around: task.assigned_on),
    Column(_("Hạn theo văn bản"), 12, lambda task, around: task.issued),
    Column(_("Hạn hiện tại"), 12, lambda task, around: task.due_on),
    Column(_("Đúng hạn đến hết ngày"), 12, lambda task, around: task.until),
    Column(_("Số ngày quá hạn"), 10, _days_late),
    Column(_("Số lần đôn đốc"), 9, lambda task, around: task.urged_times or None),
    Column(_("Số lần gia hạn"), 9, lambda task, around: task.extended_times or None),
    Column(_("Trạng thái"), 18, lambda task, around: around.statuses[task.status]),
    Column(_("Tình trạng hạn"), 20, lambda task, around: around.classes[around.kind(task)]),
    Column(_("Báo cáo gần nhất"), 12, lambda task, around: task.reported_on),
    Column(_("Vướng mắc gần nhất"), 40, _cause),
)


def with_columns(tasks: TaskQuerySet, basis: Basis = Basis.CURRENT, on_map: Map = Map.NOW) -> QuerySet[Task]:
    """`tasks` with everything that the columns read, in a fixed number of queries, earliest deadline first."""
    last = ProgressReport.objects.filter(task=OuterRef("pk")).order_by("-pk")
    return (
        tasks.counted(basis)
        .mapped(on_map)
        .select_related("directive", "lead__heir", "lead_as_given", "officer")
        .defer(*HEAVY)
        .prefetch_related("parties__organisation")
        .annotate(asks_for_time=Exists(ExtensionRequest.objects.pending().filter(task=OuterRef("pk"))))
        .annotate(last_obstacle=Subquery(last.values("obstacle")[:1]), last_words=Subquery(last.values("support")[:1]))
        .order_by(F(UNTIL[basis]).asc(nulls_last=True), "pk")
    )


def rows(tasks: QuerySet[Task], today: date) -> Iterator[list[Value]]:
    """Values of TASK_COLUMNS per task of `with_columns`, read in batches: no objects, three queries a batch.

    A file of 100,000 tasks takes a fifth of the time that objects with their relations take.
    """
    asked = tasks.query.annotations
    names = list(FACTS)
    if "counted_by" in asked:
        names[UNTIL_PLACE] = UNTIL[Basis.ISSUED]
    around = _around(today, Map.THEN if "mapped_by" in asked else Map.NOW)
    found = tasks.prefetch_related(None).values_list(*names).iterator(chunk_size=BATCH)
    while batch := [Facts._make(row) for row in islice(found, BATCH)]:
        beside = _beside(around, [task.pk for task in batch])
        for task in batch:
            yield [column.value(task, beside) for column in TASK_COLUMNS]


def _around(today: date, on_map: Map) -> Around:
    bodies: dict[int, Body] = {}
    listed = Organisation.objects.order_by().values_list("pk", "short_name", "divided", "heir")
    former = former_names() if on_map is Map.THEN else {}
    for key, today_name, divided, heir in listed:
        name = former.get(key, today_name)
        marked = _now("%(unit)s (đã chia tách)") % {"unit": name} if divided else name
        bodies[key] = Body(name, marked, heir or key)
    statuses = {value: str(label) for value, label in TaskStatus.choices}
    classes = {kind: str(label) for kind, label in TIMELINESS_LABELS.items()}
    obstacles = {code: str(label) for code, label in ObstacleCode.choices if code != ObstacleCode.NONE}
    return Around(today, on_map, bodies, statuses, classes, obstacles, {}, {})


def _beside(around: Around, keys: list[int]) -> Around:
    """With helpers and last reports of these tasks."""
    helpers: dict[int, list[str]] = defaultdict(list)
    parties = Party.objects.filter(task__in=keys).order_by("pk").values_list("task", "organisation")
    for task, body in parties:
        helpers[task].append(around.bodies[body].name)
    last = ProgressReport.objects.filter(task__in=keys).order_by("task", "-pk").distinct("task")
    reports = {task: (code, words) for task, code, words in last.values_list("task", "obstacle", "support")}
    return replace(around, helpers=helpers, reports=reports)
