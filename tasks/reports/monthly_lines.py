"""Lines of the city in the periodical report: each a part of the books of the year, its share, and how it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from tasks.deadlines import Timeliness
from tasks.reports.asked import Asked
from tasks.reports.board import DONE_CLASSES, OPEN_CLASSES
from tasks.reports.cells import share
from tasks.reports.monthly_tally import (
    CENTRAL,
    DATED,
    DONE,
    EVERY,
    OPEN,
    Condition,
    Tally,
    Year,
    cell,
    of_class,
)
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part
from tasks.reports.periods import ReportPeriod

TONES: Final = {Timeliness.OVERDUE: "bad", Timeliness.DUE_SOON: "warn", Timeliness.DONE_LATE: "warn"}


@dataclass(frozen=True, slots=True)
class Moment:
    """The books of a period's year counted on one day."""

    asked: Asked
    period: ReportPeriod
    tally: Tally

    def number(self, part: str, among: Condition) -> int:
        """Tasks of the named part among these."""
        return self.tally.number(parts(self.period)[part] & among)

    def cell(self, part: str, among: Condition) -> Cell:
        """The same with the address of its list."""
        return cell(self.asked, self.tally, parts(self.period)[part] & among)


@lru_cache(maxsize=32)
def parts(period: ReportPeriod) -> Mapping[str, Condition]:
    """Every part that a line of the report shows, by its name."""
    year = Year(period)
    overdue = year.books & of_class(Timeliness.OVERDUE)
    return {
        "total": year.books,
        "done": year.books & DONE,
        **{kind.value: year.books & of_class(kind) for kind in (*DONE_CLASSES, *OPEN_CLASSES)},
        "open": year.books & OPEN,
        "overdue_of_all": overdue,
        "dated": year.books & DATED,
        "overdue_of_dated": overdue,
        "withdrawn": year.withdrawn,
        "given": year.books & year.given,
        "finished": year.books & year.finished,
        **{f"finished_{kind.value}": year.books & year.finished & of_class(kind) for kind in DONE_CLASSES},
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A line: the part it shows, its words, and the part that its share is counted on."""

    part: str
    label: str
    base: str = ""
    tone: str = ""
    kind: Part = Part.PART


def _rows() -> list[Row]:
    """The lines of domain rules in their order; parts stand under the sum that they make up."""
    done = {
        Timeliness.DONE_ON_TIME: _("– đúng hạn"),
        Timeliness.DONE_LATE: _("– quá hạn"),
        Timeliness.DONE_NO_DEADLINE: _("– không có hạn"),
    }
    running = {
        Timeliness.IN_TERM: _("– trong hạn"),
        Timeliness.DUE_SOON: _("– sắp đến hạn"),
        Timeliness.AWAITING_EVENT: _("– chờ mốc để tính hạn"),
        Timeliness.NO_DEADLINE: _("– không có hạn"),
        Timeliness.WAITING: _("– chờ xác nhận kết quả"),
        Timeliness.SUSPENDED: _("– tạm dừng"),
        Timeliness.OVERDUE: _("– quá hạn"),
    }
    return [
        Row("total", _("Tổng số nhiệm vụ theo dõi trong năm"), kind=Part.SUM),
        Row("done", _("Đã hoàn thành, trong đó:"), "total", kind=Part.SUM),
        *(Row(kind.value, label, "done", TONES.get(kind, "")) for kind, label in done.items()),
        Row("open", _("Chưa hoàn thành, trong đó:"), "total", kind=Part.SUM),
        *(Row(kind.value, label, "open", TONES.get(kind, "")) for kind, label in running.items()),
        Row("", _("Mức độ quá hạn"), kind=Part.HEADING),
        Row("overdue_of_all", _("Quá hạn so với tổng số"), "total", "bad"),
        Row("dated", _("Nhiệm vụ có thời hạn"), "total"),
        Row("overdue_of_dated", _("Quá hạn so với nhiệm vụ có thời hạn"), "dated", "bad"),
        Row("", _("Ngoài tổng số"), kind=Part.HEADING),
        Row("withdrawn", _("Giao trong năm và đã thu hồi")),
    ]


def _bases() -> dict[str, str]:
    return {
        "total": _("tổng số"),
        "done": _("số đã hoàn thành"),
        "open": _("số chưa hoàn thành"),
        "dated": _("số có thời hạn"),
        "finished": _("số hoàn thành trong kỳ"),
        "": "",
    }


def city_block(now: Moment, last: Moment | None) -> Block:
    """The lines of the whole city."""
    note = _(
        "Tổng số = giao từ đầu năm + chuyển từ năm trước sang (giao trước đó, đến đầu năm chưa hoàn thành). "
        "Tổng số = đã hoàn thành + chưa hoàn thành; mỗi số bằng tổng các dòng “–” ngay dưới nó. "
        "Nhiệm vụ đã thu hồi không tính."
    )
    return _block("city", _("Tình hình chung"), now, last, EVERY, note)


def central_block(now: Moment, last: Moment | None) -> Block:
    """The same lines of tasks given by the Government and the Prime Minister."""
    note = _(
        "Gồm nhiệm vụ trong văn bản của Chính phủ, Thủ tướng, Văn phòng Chính phủ truyền đạt, và trong văn bản được "
        "ban hành để thực hiện các văn bản đó; xác định theo cơ quan ban hành, ký hiệu và chuỗi văn bản."
    )
    return _block("central", _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao"), now, last, CENTRAL, note)


def _block(key: str, title: str, now: Moment, last: Moment | None, among: Condition, note: str) -> Block:
    year_first = now.period.year_first
    columns = (
        Column("label", _("Chỉ tiêu"), Kind.TEXT, 44),
        Column("total", _("Số nhiệm vụ")),
        Column(
            "new", _("Giao từ %(day)s") % {"day": f"{year_first:%d/%m/%Y}"}, hint=_("Ngày giao từ đầu năm báo cáo.")
        ),
        Column("carried", _("Năm trước chuyển sang"), hint=_("Giao trước đầu năm báo cáo, khi đó chưa hoàn thành.")),
        Column("share", _("Tỷ lệ"), Kind.SHARE),
        Column("base", _("Tính trên"), Kind.TEXT, 11),
        *change_columns(),
    )
    lines = [_line(row, now, last, among, len(columns)) for row in _rows()]
    return Block(key, title, columns, tuple(lines), note)


def change_columns() -> tuple[Column, Column]:
    """What the period before showed, and the difference."""
    return (
        Column("last", _("Kỳ trước"), hint=_("Cùng cách tính, như số liệu ngày cuối kỳ trước.")),
        Column("change", _("Tăng, giảm"), hint=_("Kỳ này trừ kỳ trước.")),
    )


def _line(row: Row, now: Moment, last: Moment | None, among: Condition, width: int) -> Line:
    if row.kind is Part.HEADING:
        return Line((Cell(row.label), *[Cell(None)] * (width - 1)), part=Part.HEADING)
    asked, condition, year = now.asked, parts(now.period)[row.part] & among, Year(now.period)
    number = now.tally.number(condition)
    whole = now.number(row.base, among) if row.base else 0
    halves = (condition & year.new, condition & year.carried)
    cells = (
        Cell(row.label),
        cell(asked, now.tally, condition, row.tone),
        *(cell(asked, now.tally, half) for half in halves),
        Cell(share(number, whole)),
        Cell(_bases()[row.base]),
        *changed(number, last.cell(row.part, among) if last else None),
    )
    return Line(cells, key=row.part, part=row.kind)


def changed(now: int, last: Cell | None) -> tuple[Cell, Cell]:
    """The number of the period before and the difference; empty where nothing is known of it."""
    if last is None or not isinstance(last.value, int):
        return Cell(None), Cell(None)
    return last, Cell(now - last.value)


def period_block(now: Moment, last: Moment | None) -> Block:
    """What was given and what was finished within the period."""
    rows: Sequence[Row] = (
        Row("given", _("Nhiệm vụ mới giao trong kỳ")),
        Row("finished", _("Hoàn thành trong kỳ, trong đó:"), kind=Part.SUM),
        Row("finished_done_on_time", _("– đúng hạn"), "finished"),
        Row("finished_done_late", _("– quá hạn"), "finished", "warn"),
        Row("finished_done_no_deadline", _("– không có hạn"), "finished"),
    )
    columns = (
        Column("label", _("Chỉ tiêu"), Kind.TEXT, 44),
        Column("total", _("Số nhiệm vụ")),
        Column("share", _("Tỷ lệ"), Kind.SHARE),
        Column("base", _("Tính trên"), Kind.TEXT, 16),
        *change_columns(),
    )
    lines = []
    for row in rows:
        number = now.number(row.part, EVERY)
        whole = now.number(row.base, EVERY) if row.base else 0
        before = last.cell(row.part, EVERY) if last else None
        shown = cell(now.asked, now.tally, parts(now.period)[row.part], row.tone)
        cells = (Cell(row.label), shown, Cell(share(number, whole)), Cell(_bases()[row.base]), *changed(number, before))
        lines.append(Line(cells, key=row.part, part=row.kind))
    note = _("Hoàn thành tính theo ngày Văn phòng xác nhận kết quả; nhiệm vụ giao trong kỳ không gồm số đã thu hồi.")
    return Block("period", _("Giao và hoàn thành trong kỳ"), columns, tuple(lines), note)
