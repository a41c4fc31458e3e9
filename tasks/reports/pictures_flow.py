"""Where the tasks of a paper stand on their way: from giving them to done, returned or overdue."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from directives.models import Directive
from tasks.deadlines import Timeliness
from tasks.filters import timeliness_case
from tasks.models import TaskStatus
from tasks.models.task import OVERDUE_VALUES
from tasks.reports.asked import Asked
from tasks.reports.cells import linked
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape


class Stage(StrEnum):
    """How far a task has come."""

    UNRECEIVED = "unreceived"
    WORKING = "working"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"


class End(StrEnum):
    """How it stands there."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    RETURNED = "returned"
    RUNNING = "running"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"


STAGES: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.UNRECEIVED: (TaskStatus.ASSIGNED.value, TaskStatus.CONTESTED.value),
    Stage.WORKING: (
        *(TaskStatus.RECEIVED.value, TaskStatus.IN_PROGRESS.value),
        *(TaskStatus.SIGNING.value, TaskStatus.SUSPENDED.value),
    ),
    Stage.REPORTED: (TaskStatus.SUBMITTED.value, TaskStatus.DONE.value),
    Stage.WITHDRAWN: (TaskStatus.WITHDRAWN.value,),
}
"""Every status belongs to one stage."""
UNFINISHED: Final = (
    *(Timeliness.DUE_SOON.value, Timeliness.IN_TERM.value),
    *(Timeliness.AWAITING_EVENT.value, Timeliness.NO_DEADLINE.value),
)
ENDS: Final[Mapping[End, tuple[str, ...]]] = {
    End.OVERDUE: (Timeliness.OVERDUE.value,),
    End.RETURNED: UNFINISHED,
    End.RUNNING: UNFINISHED,
    End.SUSPENDED: (Timeliness.SUSPENDED.value,),
    End.WAITING: (Timeliness.WAITING.value,),
    End.ON_TIME: (Timeliness.DONE_ON_TIME.value, Timeliness.DONE_NO_DEADLINE.value),
    End.LATE: (Timeliness.DONE_LATE.value,),
    End.WITHDRAWN: (Timeliness.WITHDRAWN.value,),
}
"""Every class of time belongs to one end, but that those sent back at least once stand apart."""
WORDS: Final[Mapping[str, str | Promise]] = {
    Stage.UNRECEIVED: _("Chưa tiếp nhận"),
    Stage.WORKING: _("Đang thực hiện"),
    Stage.REPORTED: _("Đã báo cáo xong"),
    End.OVERDUE: _("Quá hạn"),
    End.RETURNED: _("Bị trả lại"),
    End.RUNNING: _("Chưa đến hạn"),
    End.SUSPENDED: _("Tạm dừng"),
    End.WAITING: _("Chờ xác nhận"),
    End.ON_TIME: _("Xong đúng hạn"),
    End.LATE: _("Xong quá hạn"),
    End.WITHDRAWN: _("Thu hồi"),
}
TONES: Final = {End.OVERDUE: "bad", End.RETURNED: "warn", End.WAITING: "info", End.ON_TIME: "ok", End.LATE: "warn"}
GIVEN: Final = _("Đã giao")
RECEIVED: Final = _("Đã tiếp nhận")
Place = tuple[Stage, End]


@dataclass(frozen=True, slots=True)
class _Counted:
    asked: Asked
    places: Counter[Place]

    def total(self, stage: Stage | None = None, end: End | None = None) -> int:
        return sum(number for (at, how), number in self.places.items() if stage in {None, at} and end in {None, how})


def flow(asked: Asked) -> Report:
    """Every task of the paper in the address (`directive=`), or of the whole filter, at one stage and one end."""
    counted = _Counted(asked, _places(asked))
    return Report(
        slug="flow",
        title=_title(asked),
        day=asked.day,
        counted_at=asked.now,
        statement=(),
        blocks=(_block(counted),),
        is_empty=not counted.places,
    )


def _title(asked: Asked) -> str:
    paper = asked.filters.form.cleaned_data.get("directive") if asked.filters.is_valid() else None
    if isinstance(paper, Directive):
        return _now("Nhiệm vụ của %(paper)s đang ở đâu") % {"paper": paper}
    return _now("Nhiệm vụ đang ở đâu")


def _places(asked: Asked) -> Counter[Place]:
    """How many tasks stand at each stage and end (one query)."""
    returned = ExpressionWrapper(Q(returned_count__gt=0, status__in=OVERDUE_VALUES), BooleanField())
    rows = asked.tasks.order_by().annotate(timed=timeliness_case(asked.day, asked.basis), back=returned)
    found: Counter[Place] = Counter()
    for row in rows.values("status", "timed", "back").annotate(number=Count("pk")):
        found[_stage(row["status"]), _end(row["timed"], returned=row["back"])] += row["number"]
    return found


def _stage(status: str) -> Stage:
    return next(stage for stage, statuses in STAGES.items() if status in statuses)


def _end(timed: str, *, returned: bool) -> End:
    if timed in UNFINISHED:
        return End.RETURNED if returned else End.RUNNING
    return next(end for end, classes in ENDS.items() if timed in classes)


def _query(stage: Stage | None, end: End | None) -> dict[str, str | list[str]]:
    """The filter of the list that holds what stands there."""
    query: dict[str, str | list[str]] = {}
    if stage is not None:
        query["status"] = list(STAGES[stage])
    if end is not None:
        query["timeliness"] = list(ENDS[end])
    if end in {End.RETURNED, End.RUNNING}:
        query["returned"] = "true" if end is End.RETURNED else "false"
    return query


def _block(counted: _Counted) -> Block:
    ends = [end for end in End if end is not End.WITHDRAWN]
    columns = (
        Column("stage", _now("Giai đoạn"), Kind.TEXT, 26),
        *(Column(end.value, str(WORDS[end]), width=12) for end in ends),
        Column("withdrawn", str(WORDS[End.WITHDRAWN])),
        Column("total", _now("Tổng giao")),
    )
    stages = (Stage.UNRECEIVED, Stage.WORKING, Stage.REPORTED)
    lines = [_line(counted, str(WORDS[stage]), stage, ends) for stage in stages]
    withdrawn = _line(counted, str(WORDS[End.WITHDRAWN]), Stage.WITHDRAWN, ends)
    total = _line(counted, _now("Cộng"), None, ends)
    return Block(
        key="flow",
        title=_now("Theo giai đoạn và tình trạng"),
        columns=columns,
        lines=(*lines, withdrawn, total),
        note=_now("Bị trả lại: chưa quá hạn, đã bị trả lại ít nhất một lần. Xong đúng hạn gồm cả việc không có hạn."),
        chart=_chart(counted),
    )


def _line(counted: _Counted, label: str, stage: Stage | None, ends: Sequence[End]) -> Line:
    cells = [
        linked(counted.asked, counted.total(stage, end), _query(stage, end), TONES.get(end, ""))
        for end in (*ends, End.WITHDRAWN)
    ]
    whole = linked(counted.asked, counted.total(stage), _query(stage, None))
    part = Part.PART if stage else Part.SUM
    return Line((Cell(label), *cells, whole), key=stage.value if stage else "sum", part=part)


def _chart(counted: _Counted) -> Chart:
    """Given → received or not → working or reported → how it stands."""
    ends = [str(WORDS[end]) for end in End]
    unreceived, working, reported = (str(WORDS[stage]) for stage in (Stage.UNRECEIVED, Stage.WORKING, Stage.REPORTED))
    labels = (str(GIVEN), str(RECEIVED), reported, working, unreceived, *ends)
    received = counted.total(Stage.WORKING) + counted.total(Stage.REPORTED)
    flows = {
        str(GIVEN): {
            str(RECEIVED): received,
            unreceived: counted.total(Stage.UNRECEIVED),
            str(WORDS[End.WITHDRAWN]): counted.total(Stage.WITHDRAWN),
        },
        str(RECEIVED): {working: counted.total(Stage.WORKING), reported: counted.total(Stage.REPORTED)},
        **{
            name: {str(WORDS[end]): counted.total(stage, end) for end in End}
            for name, stage in ((unreceived, Stage.UNRECEIVED), (working, Stage.WORKING), (reported, Stage.REPORTED))
        },
        **{str(WORDS[end]): {} for end in End},
    }
    tones = {str(WORDS[end]): tone for end, tone in TONES.items()}
    series = tuple(
        Series(name, tuple(targets.get(label, 0) for label in labels), tones.get(name, ""))
        for name, targets in flows.items()
    )
    return Chart(Shape.FLOW, _now("Đường đi của nhiệm vụ"), labels, series, _now("nhiệm vụ"))
