"""Oversight of the overseers: how long the office itself takes, and what it leaves without a decision.

Every figure is that of the whole city; single persons are named to the leaders, the heads of the office and auditors,
and to everybody else only themselves. Lists open for those who may see every task.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from tasks.elapsed import Elapsed, Spread
from tasks.filters_extensions import decided_late
from tasks.filters_oversight import rulings, urgings
from tasks.models import ExtensionRequest, ExtensionState, Task, TaskEvent, TaskStatus, Workday
from tasks.models.task import TaskQuerySet
from tasks.reports import oversight_papers
from tasks.reports.asked import Asked
from tasks.reports.oversight_papers import Office
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part, Report
from tasks.reports.periods import ReportPeriod
from tasks.reports.policy import sees_everybody
from tasks.reports.scorecard_options import chosen, period_words
from tasks.reports.scorecard_units import as_seen, view_of
from tasks.reports.scorecards import statement

NOBODY: Final = 0
"""Stands for tasks that nobody watches, and requests addressed to nobody."""
ANSWERS: Final = ("reassign", "reject_contest")
"""Steps by which the office answers a unit that says a task is not its own."""


def oversight(asked: Asked) -> Report:
    """Papers, acceptance, urging, extensions and contests in the period that holds the day."""
    view = view_of(asked)
    seen = as_seen(asked, view)
    first = ReportPeriod.holding(*chosen(asked.options), asked.day).first
    office = Office(seen, first, Elapsed(Workday.objects.calendar()), view.everything)
    tasks = seen.filters.narrow(Task.objects.all())
    papers = oversight_papers.handled(first, asked.day)
    accepted, urged, requests = _acceptance(office, tasks), _urged(office, tasks), _requests(office, tasks)
    found = {paper.clerk for paper in papers} | accepted.keys() | urged.keys() | requests.keys()
    names = _names(asked, found)
    return Report(
        slug="oversight",
        title=_("Việc theo dõi của Văn phòng %(period)s") % {"period": period_words(asked)},
        day=asked.day,
        counted_at=asked.now,
        statement=statement(seen, view),
        blocks=(
            *oversight_papers.blocks(office, {key: name for key, name in names.items() if key}, papers),
            _acceptance_block(office, names, accepted),
            _urging_block(office, names, urged),
            _requests_block(office, names, requests),
            _contests_block(office, tasks),
        ),
    )


def _names(asked: Asked, keys: set[int | None] | set[int]) -> dict[int, str]:
    """The people that the reader is shown, by name; with everybody also what is nobody's."""
    if not sees_everybody(asked.user, asked.today):
        return {asked.user.pk: str(asked.user)}
    people = User.objects.filter(pk__in=[key for key in keys if key]).order_by("full_name", "pk")
    return {**{person.pk: str(person) for person in people}, NOBODY: _("Chưa phân công")}


Row = dict[str, Any]
Rows = dict[int, Row]
"""Figures by person; everybody's are their sum."""


def _whole(rows: Rows, counted: Sequence[str]) -> Row:
    made: Row = {name: sum(row[name] for row in rows.values()) for name in counted}
    made["took"] = Spread().join(row["took"] for row in rows.values() if "took" in row)
    made["since"] = min((row["since"] for row in rows.values() if row.get("since")), default=None)
    return made


def _lines(names: Mapping[int, str], rows: Rows) -> list[tuple[int, str, Row]]:
    return [(key, name, rows[key]) for key, name in names.items() if key in rows]


# ── from submission to acceptance ─────────────────────────────────────────────────────────────
RULED: Final = ("accepted", "waiting", "ruled", "sent_back")


def _acceptance(office: Office, tasks: TaskQuerySet) -> Rows:
    """By who watches the task: results accepted in the period, those that wait, and those sent back (four queries)."""
    rows: Rows = defaultdict(lambda: {"took": Spread(), "since": None, **dict.fromkeys(RULED, 0)})
    day = office.asked.day
    ended = tasks.filter(status=TaskStatus.DONE, completed_on__gte=office.first, completed_on__lte=day).order_by()
    for who, came, done, count in ended.values_list("monitor", "submitted_on", "completed_on").annotate(Count("pk")):
        row = rows[who or NOBODY]
        row["accepted"] += count
        row["took"].add(office.elapsed.between(came, done), count)
    waiting = tasks.filter(status=TaskStatus.SUBMITTED).order_by()
    for who, came, count in waiting.values_list("monitor", "submitted_on").annotate(Count("pk")):
        row = rows[who or NOBODY]
        row["waiting"] += count
        row["since"] = min(came, row["since"] or came)
    for part in ("ruled", "sent_back"):
        found = tasks.filter(pk__in=rulings(part, office.first, day).values("task")).order_by()
        for who, count in found.values_list("monitor").annotate(Count("pk")):
            rows[who or NOBODY][part] = count
    return dict(rows)


def _acceptance_block(office: Office, names: Mapping[int, str], rows: Rows) -> Block:
    lines = [_acceptance_line(office, key, name, row) for key, name, row in _lines(names, rows)]
    return Block(
        key="acceptance",
        title=_("Từ báo cáo hoàn thành đến xác nhận"),
        columns=(
            Column("who", _("Người theo dõi"), Kind.TEXT, 28),
            Column("accepted", _("Đã xác nhận"), width=8),
            Column("median", _("Trung vị (ngày làm việc)"), Kind.DECIMAL, 10),
            Column("p90", _("90% trong"), Kind.DECIMAL, 8, _("Chín phần mười số kết quả không quá số ngày này.")),
            Column("waiting", _("Đang chờ"), width=8),
            Column("since", _("Chờ lâu nhất từ"), Kind.DAY, 12),
            Column("ruled", _("Đã kết luận"), width=8, hint=_("Nhiệm vụ được xác nhận hoặc trả lại trong kỳ.")),
            Column("sent_back", _("Trả lại"), width=8),
            Column("share", _("Tỷ lệ trả lại"), Kind.SHARE, 8),
        ),
        lines=(*lines, _acceptance_line(office, None, _("Cả Văn phòng"), _whole(rows, RULED))),
        note=_(
            "Theo người đang theo dõi nhiệm vụ. Một nhiệm vụ bị trả lại rồi được xác nhận trong kỳ chỉ tính một lần."
        ),
    )


def _acceptance_line(office: Office, key: int | None, name: str, row: Row) -> Line:
    first, day = office.first.isoformat(), office.asked.day.isoformat()

    def count(what: str, tone: str = "", **query: str) -> Cell:
        by = {} if key is None else {"monitor": str(key)} if key else {"monitor_none": "true"}
        return Cell(row[what], office.asked.href(**by, **query) if office.opens else "", tone if row[what] else "")

    cells = (
        Cell(name),
        count("accepted", status=TaskStatus.DONE.value, done_from=first, done_to=day),
        Cell(row["took"].median),
        Cell(row["took"].at_most(0.9)),
        count("waiting", "info", status=TaskStatus.SUBMITTED.value),
        Cell(row["since"]),
        count("ruled", overseen="ruled", seen_from=first),
        count("sent_back", overseen="sent_back", seen_from=first),
        Cell(row["sent_back"] / row["ruled"] if row["ruled"] else None),
    )
    return Line(cells, key="all" if key is None else str(key), part=Part.SUM if key is None else Part.PART)


# ── urging ────────────────────────────────────────────────────────────────────────────────────
def _urged(office: Office, tasks: TaskQuerySet) -> Rows:
    """By who urged: tasks urged in the period in time and after the deadline, and the urgings (four queries)."""
    rows: Rows = defaultdict(lambda: dict.fromkeys(("urged", "urged_early", "urged_late", "early", "late"), 0))
    everybody = rows[-1]
    for part in ("urged", "urged_early", "urged_late"):
        found = urgings(part, office.first, office.asked.day).filter(task__in=tasks.order_by().values("pk"))
        for who, count in found.values_list("round__by").annotate(Count("task", distinct=True)):
            rows[who][part] = count
        everybody[part] = found.values("task").distinct().count()
    times = urgings("urged", office.first, office.asked.day).filter(task__in=tasks.order_by().values("pk"))
    after_it = Count("pk", filter=Q(days_late__gt=0))
    for who, count, after in times.values_list("round__by").annotate(n=Count("pk"), late=after_it):
        for row in (rows[who], everybody):
            row["late"] += after
            row["early"] += count - after
    return dict(rows)


def _urging_block(office: Office, names: Mapping[int, str], rows: Rows) -> Block:
    lines = [_urging_line(office, key, name, row) for key, name, row in _lines(names, rows)]
    return Block(
        key="urging",
        title=_("Đôn đốc: còn hạn hay đã quá hạn"),
        columns=(
            Column("who", _("Người đôn đốc"), Kind.TEXT, 28),
            Column("urged", _("Nhiệm vụ được đôn đốc"), width=10),
            Column("urged_early", _("Khi chưa quá hạn"), width=10),
            Column("urged_late", _("Khi đã quá hạn"), width=10),
            Column("early", _("Lượt chưa quá hạn"), width=10),
            Column("late", _("Lượt quá hạn"), width=10),
            Column("share", _("Tỷ lệ lượt đôn đốc muộn"), Kind.SHARE, 10),
        ),
        lines=(*lines, _urging_line(office, None, _("Cả Văn phòng"), rows[-1])),
        note=_("Một nhiệm vụ được đôn đốc cả trước và sau hạn, hoặc bởi nhiều người, có mặt ở mỗi cột và mỗi dòng đó."),
    )


def _urging_line(office: Office, key: int | None, name: str, row: Row) -> Line:
    def count(part: str) -> Cell:
        by = {} if key is None else {"seen_by": str(key)}
        href = office.asked.href(overseen=part, seen_from=office.first.isoformat(), **by) if office.opens else ""
        return Cell(row[part], href)

    times = row["early"] + row["late"]
    cells = (
        Cell(name),
        *(count(part) for part in ("urged", "urged_early", "urged_late")),
        Cell(row["early"]),
        Cell(row["late"]),
        Cell(row["late"] / times if times else None),
    )
    return Line(cells, key="all" if key is None else str(key), part=Part.SUM if key is None else Part.PART)


# ── requests for more time ────────────────────────────────────────────────────────────────────
DECISIONS: Final = ("asked", "decided", "late", "pending")


def _requests(office: Office, tasks: TaskQuerySet) -> Rows:
    """By whom the request is addressed to: asked in the period, decided, decided or left too late (one query)."""
    day = office.asked.day
    found = ExtensionRequest.objects.filter(task__in=tasks.order_by().values("pk"), asked_on__gte=office.first)
    decided = Q(state__in=[ExtensionState.GRANTED, ExtensionState.REFUSED])
    sums = {
        "asked": Count("pk"),
        "decided": Count("pk", filter=decided),
        "late": Count("pk", filter=decided_late(day)),
        "pending": Count("pk", filter=Q(state=ExtensionState.PENDING)),
    }
    rows: Rows = defaultdict(lambda: dict.fromkeys(DECISIONS, 0))
    for who, *numbers in found.filter(asked_on__lte=day).order_by().values_list("decider").annotate(**sums):
        rows[who or NOBODY] = dict(zip(DECISIONS, numbers, strict=True))
    return dict(rows)


def _requests_block(office: Office, names: Mapping[int, str], rows: Rows) -> Block:
    lines = [_request_line(office, key, name, row) for key, name, row in _lines(names, rows)]
    return Block(
        key="requests",
        title=_("Đề nghị gia hạn: quyết định đúng lúc hay chậm"),
        columns=(
            Column("who", _("Người quyết định"), Kind.TEXT, 28),
            Column("asked", _("Đề nghị trong kỳ"), width=10),
            Column("decided", _("Đã quyết định"), width=10),
            Column("late", _("Chậm"), width=10, hint=_("Quyết định sau thời hạn, hoặc quá thời hạn chưa quyết định.")),
            Column("pending", _("Chờ quyết định"), width=10),
            Column("share", _("Tỷ lệ chậm"), Kind.SHARE, 10),
        ),
        lines=(*lines, _request_line(office, None, _("Tất cả"), _whole(rows, DECISIONS))),
    )


def _request_line(office: Office, key: int | None, name: str, row: Row) -> Line:
    narrowed = {"asked_from": office.first.isoformat(), "asked_to": office.asked.day.isoformat()}
    named = {} if key is None else {"decider": str(key)}
    linked = office.opens and office.asked.day == office.asked.today and key != NOBODY and not office.asked.query

    def count(what: str, **query: str | list[str]) -> Cell:
        address = f"{reverse('extension-list')}?{urlencode({**narrowed, **named, **query}, doseq=True)}"
        return Cell(row[what], address if linked else "", "bad" if what == "late" and row[what] else "")

    cells = (
        Cell(name),
        count("asked"),
        count("decided", state=[ExtensionState.GRANTED.value, ExtensionState.REFUSED.value]),
        count("late", late="true"),
        count("pending", state=ExtensionState.PENDING.value),
        Cell(row["late"] / row["asked"] if row["asked"] else None),
    )
    return Line(cells, key="all" if key is None else str(key), part=Part.SUM if key is None else Part.PART)


# ── units that say a task is not theirs ───────────────────────────────────────────────────────
def _contests_block(office: Office, tasks: TaskQuerySet) -> Block:
    """How long the office took to answer, and what still waits (two queries)."""
    answered, waiting = _contests(office, tasks)
    open_now = tasks.filter(status=TaskStatus.CONTESTED).count()
    href = office.asked.href(status=TaskStatus.CONTESTED.value) if office.opens else ""
    cells = (
        Cell(_("Cả Văn phòng")),
        Cell(answered.count),
        Cell(answered.median),
        Cell(answered.at_most(0.9)),
        Cell(open_now, href, "warn" if open_now else ""),
        Cell(min(waiting, default=None)),
    )
    return Block(
        key="contests",
        title=_("Trả lời đề nghị giao lại"),
        columns=(
            Column("who", _("Nơi trả lời"), Kind.TEXT, 28),
            Column("answered", _("Đã trả lời trong kỳ"), width=10),
            Column("median", _("Trung vị (ngày làm việc)"), Kind.DECIMAL, 10),
            Column("p90", _("90% trong"), Kind.DECIMAL, 8, _("Chín phần mười số đề nghị không quá số ngày này.")),
            Column("waiting", _("Chưa trả lời"), width=10),
            Column("since", _("Chờ lâu nhất từ"), Kind.DAY, 12),
        ),
        lines=(Line(cells, key="all", part=Part.SUM),),
    )


def _contests(office: Office, tasks: TaskQuerySet) -> tuple[Spread, list[date]]:
    """Working days from each contest to its answer in the period, and since when the others wait."""
    steps = TaskEvent.objects.filter(
        move__in=("contest", *ANSWERS), on__lte=office.asked.day, task__in=tasks.order_by().values("pk")
    )
    asked_on: dict[int, date] = {}
    took = Spread()
    for task, move, day in steps.order_by("task", "pk").values_list("task", "move", "on"):
        if move == "contest":
            asked_on[task] = day
        elif (since := asked_on.pop(task, None)) is not None and day >= office.first:
            took.add(office.elapsed.between(since, day))
    open_now = set(tasks.filter(status=TaskStatus.CONTESTED).order_by().values_list("pk", flat=True))
    return took, [day for task, day in asked_on.items() if task in open_now]
