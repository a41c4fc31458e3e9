"""Columns of the task list: one definition for the file, the page's heading and the tests."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Subquery
from django.db.models import Value as Parameter
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
    """What the columns show of some tasks, each a sequence over them; names in the order of `FACTS`."""

    pk: Sequence[int]
    number_text: Sequence[str]
    subject: Sequence[str]
    path: Sequence[str]
    text: Sequence[str]
    lead: Sequence[int]
    lead_as_given: Sequence[int | None]
    officer: Sequence[str | None]
    assigned_on: Sequence[date]
    issued: Sequence[date | None]
    due_on: Sequence[date | None]
    until: Sequence[date | None]
    urged_times: Sequence[int]
    extended_times: Sequence[int]
    status: Sequence[str]
    submitted_on: Sequence[date | None]
    event: Sequence[str]
    event_on: Sequence[date | None]
    reported_on: Sequence[date | None]


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
    """What the columns know beside the tasks: names by key, the words of codes.

    Of one batch also the class of each task in their order, and by key its helpers and the cause in its last report.
    """

    today: date
    on_map: Map
    bodies: Mapping[int, Body]
    statuses: Mapping[str, str]
    classes: Mapping[Timeliness, str]
    obstacles: Mapping[str, str]
    kinds: Sequence[Timeliness]
    helpers: Mapping[int, str]
    causes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Column:
    """`values` reads a batch of tasks, one value each; dates stay dates and numbers numbers; `width` in characters."""

    title: str | Promise
    width: int
    values: Callable[[Facts, Around], Iterable[Value]]


def _directives(tasks: Facts, around: Around) -> list[Value]:
    nameless = str(_("Văn bản chưa có số"))
    return [
        number or subject[:80] or nameless for number, subject in zip(tasks.number_text, tasks.subject, strict=True)
    ]


def _units(tasks: Facts, around: Around) -> list[Value]:
    """The bodies that the tasks count for."""
    bodies = around.bodies
    if around.on_map is Map.THEN:
        pairs = zip(tasks.lead_as_given, tasks.lead, strict=True)
        return [bodies[given or lead].marked for given, lead in pairs]
    return [bodies[bodies[lead].heir].marked for lead in tasks.lead]


def _days_late(tasks: Facts, around: Around) -> list[Value]:
    pairs, today = zip(tasks.until, around.kinds, strict=True), around.today
    return [days_late(until, today) if kind is Timeliness.OVERDUE else None for until, kind in pairs]


def cause_of(task: Task, today: date) -> str:
    """What the last report names as the obstacle, with its words; of tasks read `with_columns`."""
    code = getattr(task, "last_obstacle", "") or ""
    words = getattr(task, "last_words", "") or ""
    label = str(ObstacleCode(code).label) if code and code != ObstacleCode.NONE else ""
    return ": ".join(part for part in (label, words) if part)


TASK_COLUMNS: Final[Sequence[Column]] = (
    Column(_("Mã"), 8, lambda tasks, around: tasks.pk),
    Column(_("Văn bản"), 18, _directives),
    Column(_("Vị trí"), 12, lambda tasks, around: tasks.path),
    Column(_("Nhiệm vụ"), 70, lambda tasks, around: tasks.text),
    Column(_("Cơ quan chủ trì"), 30, _units),
    Column(_("Cơ quan phối hợp"), 34, lambda tasks, around: [around.helpers.get(key, "") for key in tasks.pk]),
    Column(_("Chuyên viên"), 20, lambda tasks, around: [name or "" for name in tasks.officer]),
    Column(_("Ngày giao"), 12, lambda tasks, around: tasks.assigned_on),
    Column(_("Hạn theo văn bản"), 12, lambda tasks, around: tasks.issued),
    Column(_("Hạn hiện tại"), 12, lambda tasks, around: tasks.due_on),
    Column(_("Đúng hạn đến hết ngày"), 12, lambda tasks, around: tasks.until),
    Column(_("Số ngày quá hạn"), 10, _days_late),
    Column(_("Số lần đôn đốc"), 9, lambda tasks, around: [times or None for times in tasks.urged_times]),
    Column(_("Số lần gia hạn"), 9, lambda tasks, around: [times or None for times in tasks.extended_times]),
    Column(_("Trạng thái"), 18, lambda tasks, around: [around.statuses[status] for status in tasks.status]),
    Column(_("Tình trạng hạn"), 20, lambda tasks, around: [around.classes[kind] for kind in around.kinds]),
    Column(_("Báo cáo gần nhất"), 12, lambda tasks, around: tasks.reported_on),
    Column(_("Vướng mắc gần nhất"), 40, lambda tasks, around: [around.causes.get(key, "") for key in tasks.pk]),
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


def rows(tasks: QuerySet[Task], today: date) -> Iterator[tuple[Value, ...]]:
    """Values of TASK_COLUMNS per task of `with_columns`, read in batches: no objects, three queries a batch.

    Each batch is worked out column by column: a call for a thousand values, where each value would take one.
    """
    asked = tasks.query.annotations
    names = list(FACTS)
    if "counted_by" in asked:
        names[UNTIL_PLACE] = UNTIL[Basis.ISSUED]
    around = _around(today, Map.THEN if "mapped_by" in asked else Map.NOW)
    found = tasks.prefetch_related(None).values_list(*names).iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        facts = Facts._make(zip(*batch, strict=True))
        beside = _beside(around, facts)
        yield from zip(*(column.values(facts, beside) for column in TASK_COLUMNS), strict=True)


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
    return Around(today, on_map, bodies, statuses, classes, obstacles, (), {}, {})


def _beside(around: Around, tasks: Facts) -> Around:
    """With the classes, helpers and last reports of these tasks."""
    these = _one_of(tasks.pk)
    helpers: dict[int, str] = {}
    for task, body in Party.objects.filter(these).order_by("pk").values_list("task", "organisation"):
        name = around.bodies[body].name
        helpers[task] = f"{helpers[task]}, {name}" if task in helpers else name
    last = ProgressReport.objects.filter(these).order_by("task", "-pk").distinct("task")
    causes = {
        task: ": ".join(part for part in (around.obstacles.get(code, ""), words) if part)
        for task, code, words in last.values_list("task", "obstacle", "support")
    }
    return replace(around, kinds=_kinds(tasks, around.today), helpers=helpers, causes=causes)


def _one_of(keys: Sequence[int]) -> Func:
    """That a row speaks of one of these tasks; one parameter, where `task__in` would prepare each key by itself."""
    return Func(
        *(F("task"), Parameter(list(keys))),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _kinds(tasks: Facts, today: date) -> list[Timeliness]:
    waits = (bool(event) and day is None for event, day in zip(tasks.event, tasks.event_on, strict=True))
    said = map(TimeFacts, map(Status, tasks.status), tasks.until, tasks.submitted_on, waits)
    return [timeliness(facts, today, soon_days=settings.DUE_SOON_DAYS) for facts in said]
