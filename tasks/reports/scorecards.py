"""The league table of units with dignity: a published index, and volume, extensions and the months before beside it.

Every number of a unit opens its list for those who may see the tasks; a unit is shown the figures of the others of its
group, so that its place can be checked, but not their tasks.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from tasks.reports.asked import Asked
from tasks.reports.board import group_label
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape, Value
from tasks.reports.scorecard_options import chosen, period_words
from tasks.reports.scorecard_units import League, Standing, View, as_seen, league, total, trend, view_of
from tasks.reports.scorecard_words import card_address, formula_block, history_words, link

SHOWN_MONTHS: Final = 3
"""Months before that stand beside a unit in the league; its own card has all of them."""
CHARTED: Final = 24
"""Units in a picture; a longer league is read from its table."""


def scorecards(asked: Asked) -> Report:
    """The league of each ranking group that the reader is shown."""
    view = view_of(asked)
    seen = as_seen(asked, view)
    span, cut = chosen(asked.options)
    now, before = league(seen, span, cut), trend(seen, span, cut)
    blocks = [_group_block(group, seen, view, now, before) for group in view.groups(now)]
    return Report(
        slug="scorecards",
        title=_("Bảng xếp hạng kỷ luật thực hiện nhiệm vụ %(period)s") % {"period": period_words(asked)},
        day=asked.day,
        counted_at=asked.now,
        statement=statement(seen, view),
        blocks=(*blocks, formula_block(now.formula)),
        is_empty=not blocks,
    )


def statement(asked: Asked, view: View) -> tuple[str, ...]:
    """What a reader who does not see everything is told; for others the page says it."""
    if view.everything:
        return ()
    return (
        f"{asked.filters.statement()}.",
        _("Số liệu tính trên mọi nhiệm vụ thành phố giao; phạm vi được xem chỉ giới hạn các danh sách."),
    )


def _group_block(group: str, asked: Asked, view: View, now: League, before: Sequence[League]) -> Block:
    units = now.of_group(group)
    lines = [_line(unit, asked, view, now, before) for unit in units]
    whole = _sum_line(units, asked, view, now)
    scored = [unit for unit in units if unit.rank is not None]
    return Block(
        key=f"group-{group}",
        title=group_label(group),
        columns=_columns(),
        lines=(*lines, whole),
        note=_note(now, before),
        chart=_chart(group, scored) if 1 < len(scored) <= CHARTED else None,
    )


def _columns() -> tuple[Column, ...]:
    late = _("Số ngày làm việc từ sau ngày cuối còn trong hạn đến ngày báo cáo hoàn thành, hoặc đến nay.")
    return (
        Column("rank", _("Hạng"), width=6),
        Column("unit", _("Cơ quan"), Kind.TEXT, 28),
        Column("index", _("Chỉ số"), Kind.DECIMAL, 8, _("Từ 0 đến 100, theo công thức ở cuối báo cáo.")),
        Column("change", _("So tháng trước"), Kind.TEXT, 12, _("Thay đổi hạng so với cuối tháng trước.")),
        Column("trend", _("Cuối các tháng trước"), Kind.TEXT, 22, _("Chỉ số như đã có vào cuối ba tháng trước.")),
        Column("given", _("Giao trong kỳ"), width=8, hint=_("Để đối chiếu, không tính điểm.")),
        Column("done", _("Xong trong kỳ"), width=8, hint=_("Để đối chiếu, không tính điểm.")),
        Column("judged", _("Đã đánh giá"), width=8, hint=_("Đã xong có hạn, hoặc đang quá hạn.")),
        Column("on_time", _("Đúng hạn"), width=8),
        Column("share", _("Tỷ lệ đúng hạn"), Kind.SHARE, 8),
        Column("late", _("Chậm"), width=7, hint=_("Xong quá hạn hoặc đang quá hạn.")),
        Column("median", _("Trung vị số ngày chậm"), Kind.DECIMAL, 8, late),
        Column("extended", _("Có gia hạn"), width=7),
        Column("sent_back", _("Bị trả lại"), width=7),
        Column("quiet", _("Im lặng"), width=7, hint=_("Đang thực hiện, lâu không báo cáo.")),
    )


TONES: Final[Mapping[str, str]] = {"late": "bad", "quiet": "warn"}


def figures(unit: Standing, asked: Asked, now: League, *, opens: bool, leads: list[str]) -> list[Cell]:
    """The cells from the volume on, in the order of the columns."""

    def count(part: str) -> Cell:
        number = unit.counts[part]
        href = link(asked, now, part, leads) if opens else ""
        return Cell(number, href, TONES.get(part, "") if number else "")

    judged = unit.counts["judged"]
    return [
        count("given"),
        count("done"),
        count("judged"),
        count("on_time"),
        Cell(unit.counts["on_time"] / judged if judged else None),
        count("late"),
        Cell(unit.late.median),
        *(count(part) for part in ("extended", "sent_back", "quiet")),
    ]


def _line(unit: Standing, asked: Asked, view: View, now: League, before: Sequence[League]) -> Line:
    opens = view.opens(unit)
    earlier = before[-1].find(unit.key) if before else None
    head = [
        Cell(unit.rank),
        Cell(unit.name, card_address(asked, unit.key) if opens else ""),
        Cell(unit.index),
        Cell(change_words(unit, earlier, known=bool(before))),
        Cell(_trend_words(unit, before)),
    ]
    cells = (*head, *figures(unit, asked, now, opens=opens, leads=[str(unit.key)]))
    return Line(cells, key=str(unit.key), group=unit.group)


def _sum_line(units: Sequence[Standing], asked: Asked, view: View, now: League) -> Line:
    whole = total(units, now.formula)
    head: list[Value] = [None, _("Cả nhóm"), whole.index, "", ""]
    leads = [str(unit.key) for unit in units]
    cells = figures(whole, asked, now, opens=view.everything, leads=leads)
    return Line((*(Cell(value) for value in head), *cells), part=Part.SUM)


def change_words(unit: Standing, earlier: Standing | None, *, known: bool) -> str:
    """How the place moved since the end of last month, in words; nothing where there is nothing to compare."""
    if not known or unit.rank is None:
        return ""
    if earlier is None or earlier.rank is None:
        return _("mới xếp hạng")
    moved = earlier.rank - unit.rank
    if not moved:
        return _("giữ hạng")
    return (_("lên %(places)d") if moved > 0 else _("xuống %(places)d")) % {"places": abs(moved)}


def _trend_words(unit: Standing, before: Sequence[League]) -> str:
    """The index at the end of each month before; a dash for a month without one."""
    found = [month.find(unit.key) for month in before[-SHOWN_MONTHS:]]
    known = [None if then is None else then.index for then in found]
    return " · ".join("–" if index is None else number_format(index, 1) for index in known)


def _note(now: League, before: Sequence[League]) -> str:
    few = _("Cơ quan có dưới %(least)d nhiệm vụ đã đến kỳ đánh giá được nêu số liệu nhưng không xếp hạng.") % {
        "least": now.formula.least_judged
    }
    if not before:
        return f"{few} {_('Chưa có lịch sử của các tháng trước để so sánh.')}"
    months = ", ".join(date_format(month.day, "d/m") for month in before[-SHOWN_MONTHS:])
    stood = _("Chỉ số các tháng trước là số liệu như đã có vào cuối các ngày %(days)s.") % {"days": months}
    return f"{few} {stood} {history_words(before[-SHOWN_MONTHS:])}".strip()


def _chart(group: str, units: Sequence[Standing]) -> Chart:
    return Chart(
        Shape.BARS,
        _("Chỉ số kỷ luật: %(group)s") % {"group": group_label(group)},
        tuple(unit.name for unit in units),
        (Series(_("Chỉ số"), tuple(unit.index for unit in units)),),
        _("điểm"),
    )
