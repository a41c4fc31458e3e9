"""From the paper's issue to its entry, from its entry to the release of its tasks: how long, and within which limits.

The limits are those provinces set for themselves (Thanh Hóa: an urgent paper on its day, any other within one working
day, one with many tasks or for many bodies within two; NĐ 30/2020/NĐ-CP art. 22-24 ask the same of incoming papers).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.models import Directive, Urgency
from tasks.elapsed import Elapsed, Spread
from tasks.models import Task
from tasks.reports.asked import Asked
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part

MANY_TASKS: Final = 10
"""Tasks from which a paper counts as one with many; a task has one lead, so bodies are counted with them."""
OLD_DAYS: Final = 60
"""Calendar days after which a paper is brought in later on purpose; its age says nothing about the office."""
MOST_NAMED: Final = 200
"""Papers that an address may name one by one."""
LIMITS: Final[dict[str, tuple[int, str | Promise]]] = {
    "urgent": (0, gettext_lazy("Văn bản khẩn: ngay trong ngày")),
    "many": (2, gettext_lazy("Văn bản nhiều nhiệm vụ, nhiều đơn vị: 2 ngày làm việc")),
    "normal": (1, gettext_lazy("Văn bản khác: 1 ngày làm việc")),
}


@dataclass(frozen=True, slots=True)
class Handled:
    """A paper on the day asked about; `came` is when it reached the office, `released` None while it waits."""

    pk: int
    clerk: int | None
    came: date | None
    entered: date
    released: date | None
    kind: str

    @property
    def is_old(self) -> bool:
        """Brought in long after it was issued."""
        return self.came is not None and (self.entered - self.came).days > OLD_DAYS


@dataclass(slots=True)
class Tally:
    """Papers of one clerk, of one limit, or of all."""

    papers: list[Handled] = field(default_factory=list)
    entry: Spread = field(default_factory=Spread)
    release: Spread = field(default_factory=Spread)
    within: list[int] = field(default_factory=list)
    beyond: list[int] = field(default_factory=list)

    @property
    def waiting(self) -> list[Handled]:
        """Those whose tasks are not given yet."""
        return [paper for paper in self.papers if paper.released is None]

    @property
    def share(self) -> float | None:
        """Within the limit, of those that were or should have been released."""
        judged = len(self.within) + len(self.beyond)
        return len(self.within) / judged if judged else None


def handled(first: date, day: date) -> list[Handled]:
    """Papers entered from `first` to `day` (two queries), as they were at the end of `day`."""
    found = Directive.objects.filter(registered_at__date__gte=first, registered_at__date__lte=day).order_by("pk")
    tasks = Task.objects.filter(giver=None).order_by().values_list("directive")
    many = dict(tasks.annotate(n=Count("pk")).filter(n__gte=MANY_TASKS))
    columns = ("pk", "issued_on", "received_on", "registered_at", "released_at", "urgency", "registered_by_id")
    return [_paper(row, day, many) for row in found.values(*columns, "released_by_id").iterator()]


def _paper(row: dict[str, object], day: date, many: dict[int, int]) -> Handled:
    entered, released = _day(row["registered_at"]), _day(row["released_at"])
    assert entered is not None  # noqa: S101 - the column is never empty
    if released is not None and released > day:
        released = None
    key = int(str(row["pk"]))
    kind = "urgent" if row["urgency"] != Urgency.NORMAL else "many" if key in many else "normal"
    came = row["received_on"] or row["issued_on"]
    assert came is None or isinstance(came, date)  # noqa: S101 - columns of days
    clerk = row["released_by_id" if released else "registered_by_id"]
    return Handled(key, clerk if isinstance(clerk, int) else None, came, entered, released, kind)


def _day(moment: object) -> date | None:
    return timezone.localtime(moment).date() if moment else None  # type: ignore[arg-type]  # a column of moments


def tally(papers: Iterable[Handled], elapsed: Elapsed, day: date) -> Tally:
    """Durations in working days; papers brought in long after their issue are counted but not measured."""
    made = Tally()
    for paper in papers:
        made.papers.append(paper)
        if paper.came is None or paper.is_old:
            continue
        made.entry.add(elapsed.between(paper.came, paper.entered))
        if paper.released is not None:
            made.release.add(elapsed.between(paper.entered, paper.released))
        took = elapsed.between(paper.came, paper.released or day)
        if took > LIMITS[paper.kind][0]:
            made.beyond.append(paper.pk)
        elif paper.released is not None:
            made.within.append(paper.pk)
    return made


# ── as tables ─────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Office:
    """The period that ends with the day asked about, its calendar, and whether the reader's lists hold everything."""

    asked: Asked
    first: date
    elapsed: Elapsed
    opens: bool

    def papers(self, keys: Sequence[int], query: dict[str, str] | None = None) -> str:
        """The registry with just these papers: by a filter that holds the same ones today, else named one by one."""
        if not self.opens:
            return ""
        if query is not None and self.asked.day == self.asked.today:
            period = {"entered_from": self.first.isoformat(), "entered_to": self.asked.day.isoformat()}
            return f"{reverse('directive-list')}?{urlencode({**period, **query})}"
        if not 0 < len(keys) <= MOST_NAMED:
            return ""
        return f"{reverse('directive-list')}?{urlencode({'among': ','.join(map(str, keys))})}"


def blocks(office: Office, names: dict[int, str], papers: Sequence[Handled]) -> tuple[Block, Block]:
    """By clerk (those in `names`) with all together, and by limit."""
    lines = []
    for key, name in names.items():
        if own := [paper for paper in papers if paper.clerk == key]:
            lines.append(_line(name, own, office, key))
    whole = _line(_("Cả Văn phòng"), papers, office, None)
    old = sum(paper.is_old for paper in papers)
    note = _("Ngày làm việc từ khi văn bản ban hành (hoặc đến) tới khi vào sổ, rồi tới khi giao việc.")
    if old:
        note += " " + _("%(count)d văn bản cũ nhập bù (quá %(days)d ngày sau khi ban hành) không tính thời gian.") % {
            "count": old,
            "days": OLD_DAYS,
        }
    own_table = Block("papers", _("Từ văn bản đến giao việc"), _columns(), (*lines, whole), note)
    return own_table, _limits_block(office, papers)


def _columns() -> tuple[Column, ...]:
    return (
        Column("who", _("Người xử lý"), Kind.TEXT, 28),
        Column("entered", _("Vào sổ"), width=8),
        Column("entry_median", _("Ban hành → vào sổ, trung vị"), Kind.DECIMAL, 10),
        Column("entry_p90", _("90% trong"), Kind.DECIMAL, 8, _("Chín phần mười số văn bản không quá số ngày này.")),
        Column("released", _("Đã giao việc"), width=8),
        Column("release_median", _("Vào sổ → giao, trung vị"), Kind.DECIMAL, 10),
        Column("release_p90", _("90% trong"), Kind.DECIMAL, 8, _("Chín phần mười số văn bản không quá số ngày này.")),
        Column("within", _("Đúng hạn nhập"), width=8),
        Column("beyond", _("Quá hạn nhập"), width=8),
        Column("share", _("Tỷ lệ đúng hạn nhập"), Kind.SHARE, 8),
        Column("waiting", _("Chưa giao"), width=8),
        Column("since", _("Chờ lâu nhất từ"), Kind.DAY, 12),
    )


def _line(name: str, papers: Sequence[Handled], office: Office, clerk: int | None) -> Line:
    made = tally(papers, office.elapsed, office.asked.day)
    by = {"clerk": str(clerk)} if clerk else {}
    waiting, released = made.waiting, [paper.pk for paper in papers if paper.released is not None]
    cells = (
        Cell(name),
        Cell(len(papers), office.papers([paper.pk for paper in papers], by)),
        Cell(made.entry.median),
        Cell(made.entry.at_most(0.9)),
        Cell(len(released), office.papers(released, {**by, "unreleased": "false"})),
        Cell(made.release.median),
        Cell(made.release.at_most(0.9)),
        Cell(len(made.within), office.papers(made.within)),
        Cell(len(made.beyond), office.papers(made.beyond), "bad" if made.beyond else ""),
        Cell(made.share),
        Cell(len(waiting), office.papers([paper.pk for paper in waiting], {**by, "unreleased": "true"})),
        Cell(min((paper.entered for paper in waiting), default=None)),
    )
    return Line(cells, key=str(clerk or "all"), part=Part.PART if clerk else Part.SUM)


def _limits_block(office: Office, papers: Sequence[Handled]) -> Block:
    lines, all_within, all_beyond = [], 0, 0
    for kind, (_days, words) in LIMITS.items():
        made = tally((paper for paper in papers if paper.kind == kind), office.elapsed, office.asked.day)
        all_within, all_beyond = all_within + len(made.within), all_beyond + len(made.beyond)
        cells = (
            Cell(str(words)),
            Cell(len(made.within), office.papers(made.within)),
            Cell(len(made.beyond), office.papers(made.beyond), "bad" if made.beyond else ""),
            Cell(made.share),
        )
        lines.append(Line(cells, key=kind))
    judged = all_within + all_beyond
    whole = (_("Cộng"), all_within, all_beyond, all_within / judged if judged else None)
    return Block(
        key="limits",
        title=_("Thời hạn nhập và giao việc, tính từ ngày ban hành hoặc ngày đến"),
        columns=(
            Column("limit", _("Loại văn bản và thời hạn"), Kind.TEXT, 48),
            Column("within", _("Đúng hạn"), width=10),
            Column("beyond", _("Quá hạn"), width=10),
            Column("share", _("Tỷ lệ đúng hạn"), Kind.SHARE, 10),
        ),
        lines=(*lines, Line(tuple(Cell(value) for value in whole), part=Part.SUM)),
        note=_("Văn bản chưa giao việc được tính là quá hạn khi đã quá thời hạn; trong thời hạn thì chưa tính."),
    )
