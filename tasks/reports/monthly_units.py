"""The table of agencies in the periodical report: three ranking groups, the rest, their sums, and a stated rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from tasks.deadlines import Timeliness
from tasks.reports.board import group_label
from tasks.reports.cells import Query, linked, share
from tasks.reports.monthly_lines import Moment
from tasks.reports.monthly_tally import Condition, Tally, Year, of_class
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part
from tasks.reports.units import Unit

CLASSES: Final[Mapping[str, tuple[Timeliness, ...]]] = {
    "done_on_time": (Timeliness.DONE_ON_TIME,),
    "done_late": (Timeliness.DONE_LATE,),
    "done_no_deadline": (Timeliness.DONE_NO_DEADLINE,),
    "in_term": (Timeliness.IN_TERM, Timeliness.DUE_SOON),
    "undated": (Timeliness.AWAITING_EVENT, Timeliness.NO_DEADLINE),
    "waiting": (Timeliness.WAITING,),
    "suspended": (Timeliness.SUSPENDED,),
    "overdue": (Timeliness.OVERDUE,),
}
"""The columns that add up to the total of a row."""
TONES: Final = {"overdue": "bad", "done_late": "warn"}


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency with its numbers by column; `keys` are the bodies that they were counted for."""

    label: str
    group: str
    keys: tuple[int, ...]
    numbers: Mapping[str, int]

    @property
    def total(self) -> int:
        """All tasks of the row."""
        return sum(self.numbers.values())

    @property
    def done(self) -> int:
        """The finished ones."""
        return sum(self.numbers[name] for name in ("done_on_time", "done_late", "done_no_deadline"))

    @property
    def on_time(self) -> float | None:
        """Share on time among what has come due: done on time, done late and overdue."""
        good = self.numbers["done_on_time"]
        return share(good, good + self.numbers["done_late"] + self.numbers["overdue"])

    @property
    def place(self) -> tuple[float, int, float]:
        """What the rank is decided by, the best first; nothing due comes last."""
        rate = -1.0 if self.on_time is None else self.on_time
        return -rate, self.numbers["overdue"], -(share(self.done, self.total) or 0.0)


def units_block(now: Moment) -> Block:
    """Every agency with tasks in the books, ranked within its group, with the sums of groups and of all."""
    year = Year(now.period)
    standings = [_standing(now.tally.units[key], counted, year.books) for key, counted in now.tally.by_unit().items()]
    found = sorted((each for each in standings if each.total), key=lambda each: (each.group, each.place, each.label))
    lines: list[Line] = []
    for group, members in groupby(found, key=lambda each: each.group):
        lines += _group_lines(now, group, list(members), year.books.query)
    total = _sum(_("Tổng cộng"), "", found)
    if found:
        lines.append(_line(now, total, None, year.books.query, Part.SUM))
    return Block("units", _("Kết quả của từng cơ quan, đơn vị"), _columns(), tuple(lines), _rule())


def _rule() -> str:
    return _(
        "Xếp trong từng nhóm theo tỷ lệ đúng hạn: hoàn thành đúng hạn chia cho số đã đến hạn (hoàn thành đúng hạn, "
        "hoàn thành quá hạn và đang quá hạn); bằng nhau thì ít nhiệm vụ quá hạn hơn, rồi tỷ lệ hoàn thành cao hơn "
        "xếp trên. Cơ quan chưa có nhiệm vụ nào đến hạn và nhóm “Cơ quan khác” không xếp hạng. "
        "Tổng giao bằng tổng tám cột số tiếp theo."
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("rank", _("TT"), Kind.NUMBER, 5, _("Thứ hạng trong nhóm.")),
        Column("unit", _("Cơ quan"), Kind.TEXT, 34),
        Column("total", _("Tổng giao")),
        Column("done_on_time", _("Hoàn thành đúng hạn")),
        Column("done_late", _("Hoàn thành quá hạn")),
        Column("done_no_deadline", _("Hoàn thành, không có hạn")),
        Column("in_term", _("Chưa xong, trong hạn"), hint=_("Gồm cả sắp đến hạn.")),
        Column("undated", _("Chưa xong, chưa có hạn"), hint=_("Không có hạn hoặc chờ mốc.")),
        Column("waiting", _("Chờ xác nhận")),
        Column("suspended", _("Tạm dừng")),
        Column("overdue", _("Chưa xong, quá hạn")),
        Column("done_share", _("Tỷ lệ hoàn thành"), Kind.SHARE, hint=_("Đã hoàn thành chia cho tổng giao.")),
        Column("on_time_share", _("Tỷ lệ đúng hạn"), Kind.SHARE, hint=_("Trên số nhiệm vụ đã đến hạn.")),
    )


def _standing(unit: Unit, counted: Tally, books: Condition) -> Standing:
    numbers = {name: counted.number(books & of_class(*kinds)) for name, kinds in CLASSES.items()}
    return Standing(unit.label, unit.group, (unit.key,), numbers)


def _sum(label: str, group: str, members: Sequence[Standing]) -> Standing:
    """The sum of rows, out of the numbers that they show."""
    numbers = {name: sum(each.numbers[name] for each in members) for name in CLASSES}
    return Standing(label, group, tuple(key for each in members for key in each.keys), numbers)


def _group_lines(now: Moment, group: str, members: Sequence[Standing], books: Query) -> list[Line]:
    heading = Line((Cell(group_label(group)), *[Cell(None)] * 12), group=group, part=Part.HEADING)
    lines = [heading]
    for each in members:
        ranked = group != "4" and each.on_time is not None
        rank = 1 + sum(other.place < each.place for other in members) if ranked else None
        lines.append(_line(now, each, rank, books, Part.PART))
    words = _("Cộng %(group)s") % {"group": group_label(group).lower()}
    return [*lines, _line(now, _sum(words, group, members), None, books, Part.SUM)]


def _line(now: Moment, row: Standing, rank: int | None, books: Query, part: Part) -> Line:
    asked = now.asked
    whose: Query = {"lead": [str(key) for key in row.keys]} if row.group else {}
    counts = [
        linked(asked, number, {**books, **whose, **of_class(*CLASSES[name]).query}, TONES.get(name, ""))
        for name, number in row.numbers.items()
    ]
    cells = (
        Cell(rank),
        Cell(row.label),
        linked(asked, row.total, {**books, **whose}),
        *counts,
        Cell(share(row.done, row.total)),
        Cell(row.on_time),
    )
    return Line(cells, key=str(row.keys[0]) if part is Part.PART else "", group=row.group, part=part)
