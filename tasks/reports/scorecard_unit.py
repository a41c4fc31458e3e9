"""The scorecard of one unit: its index worked out with its own numbers, what stands beside it, how it came there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.http import Http404
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Organisation
from tasks.filters_score import PARTS
from tasks.reports.asked import Asked
from tasks.reports.board import group_label
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape
from tasks.reports.scorecard_formula import Points
from tasks.reports.scorecard_options import chosen, chosen_unit, period_words
from tasks.reports.scorecard_units import League, Standing, View, as_seen, league, total, trend, view_of
from tasks.reports.scorecard_words import card_address, example, formula_block, history_words, link
from tasks.reports.scorecards import change_words, statement

BESIDE: Final = (
    *("given", "done", "judged", "on_time", "done_late", "overdue", "extended", "decided", "sent_back"),
    *("running", "quiet", "to_receive", "received_late", "waiting"),
)
"""Counts shown beside the index, in this order."""
SHARE_OF: Final = {
    "on_time": "judged",
    "done_late": "judged",
    "overdue": "judged",
    "extended": "judged",
    "sent_back": "decided",
    "quiet": "running",
    "received_late": "to_receive",
}
"""Of which other count each one is a part."""


def scorecard(asked: Asked) -> Report:
    """One unit, the reader's own unless another is named.

    Raises:
        Http404: there is no such unit.
        Refused: its tasks are not for the reader to see.
    """
    view = view_of(asked)
    seen = as_seen(asked, view)
    span, cut = chosen(asked.options)
    now = league(seen, span, cut)
    unit = _unit(asked, view, now)
    if unit is None:
        return _report(asked, view, seen, _("Bảng điểm của từng cơ quan"), (_choice(seen, view, now),))
    before = trend(seen, span, cut)
    words = {"unit": unit.name, "period": period_words(asked)}
    title = _("Bảng điểm của %(unit)s %(period)s") % words
    blocks = (
        _score_block(unit, seen, now),
        _beside_block(unit, seen, now),
        _trend_block(unit, [*before, now], seen),
        formula_block(now.formula),
    )
    return _report(asked, view, seen, title, blocks)


def _report(asked: Asked, view: View, seen: Asked, title: str, blocks: tuple[Block, ...]) -> Report:
    return Report(
        slug="scorecard",
        title=title,
        day=asked.day,
        counted_at=asked.now,
        statement=statement(seen, view),
        blocks=blocks,
    )


def _unit(asked: Asked, view: View, now: League) -> Standing | None:
    """The unit asked for, or the reader's own where there is just one; None when it has still to be chosen."""
    key = chosen_unit(asked.options)
    if key is None:
        own = [unit for unit in now.units if not view.everything and view.opens(unit)]
        return own[0] if len(own) == 1 else None
    body = Organisation.objects.filter(pk=key).first()
    if body is None:
        raise Http404
    unit = now.find(body.pk) or _idle(body, now)
    if not view.opens(unit):
        raise Refused(_("Bảng điểm chi tiết của %(unit)s chỉ đơn vị đó và Văn phòng được xem.") % {"unit": body})
    return unit


def _idle(body: Organisation, now: League) -> Standing:
    """A unit that had nothing to do in the period."""
    unit = total([], now.formula)
    unit.key, unit.name, unit.path = body.pk, body.short_name, body.path
    return unit


def _choice(asked: Asked, view: View, now: League) -> Block:
    """The units to choose from, in the order of their groups."""
    units = [unit for unit in now.units if view.opens(unit)]
    return Block(
        key="units",
        title=_("Chọn cơ quan"),
        columns=(
            Column("unit", _("Cơ quan"), Kind.TEXT, 36),
            Column("group", _("Nhóm"), Kind.TEXT, 20),
            Column("index", _("Chỉ số"), Kind.DECIMAL, 8),
        ),
        lines=tuple(
            Line(
                (Cell(unit.name, card_address(asked, unit.key)), Cell(group_label(unit.group)), Cell(unit.index)),
                key=str(unit.key),
            )
            for unit in units
        ),
        note="" if units else _("Chưa có cơ quan nào được giao nhiệm vụ trong phạm vi này."),
    )


# ── the index ─────────────────────────────────────────────────────────────────────────────────
def _score_block(unit: Standing, asked: Asked, now: League) -> Block:
    lines = [_criterion_line(points, unit, asked, now) for points in unit.score.points]
    cells = (_("Chỉ số kỷ luật"), None, None, None, unit.score.weight, unit.index)
    return Block(
        key="score",
        title=_("Chỉ số kỷ luật thực hiện nhiệm vụ"),
        columns=(
            Column("criterion", _("Tiêu chí"), Kind.TEXT, 26),
            Column("good", _("Đạt"), width=8),
            Column("of", _("Được xét"), width=8),
            Column("share", _("Tỷ lệ đạt"), Kind.SHARE, 8),
            Column("weight", _("Trọng số"), width=8),
            Column("points", _("Điểm"), Kind.DECIMAL, 8),
        ),
        lines=(*lines, Line(tuple(Cell(value) for value in cells), part=Part.SUM)),
        note=f"{example(unit.score)} {_rank_words(unit, now)}",
    )


def _criterion_line(points: Points, unit: Standing, asked: Asked, now: League) -> Line:
    rule, leads = points.criterion, [str(unit.key)]
    reached = unit.score.reached(points)
    cells = (
        Cell(str(rule.label)),
        Cell(points.good, link(asked, now, rule.good, leads)),
        Cell(points.of, "" if rule.by_age else link(asked, now, rule.of, leads)),
        Cell(points.share),
        Cell(rule.weight if points.of else None),
        Cell(None if reached is None else round(reached, 1)),
    )
    return Line(cells, key=rule.key)


def _rank_words(unit: Standing, now: League) -> str:
    if unit.rank is None:
        return _("Chưa xếp hạng: mới có %(judged)d nhiệm vụ đã đến kỳ đánh giá, cần ít nhất %(least)d.") % {
            "judged": unit.score.judged,
            "least": now.formula.least_judged,
        }
    ranked = sum(other.rank is not None for other in now.of_group(unit.group))
    group = group_label(unit.group)
    return _("Hạng %(rank)d trên %(units)d cơ quan được xếp hạng của nhóm %(group)s.") % {
        "rank": unit.rank,
        "units": ranked,
        "group": group,
    }


# ── what stands beside it ─────────────────────────────────────────────────────────────────────
def _beside_block(unit: Standing, asked: Asked, now: League) -> Block:
    group = total(now.of_group(unit.group), now.formula)
    lines = []
    for part in BESIDE:
        count, whole = unit.counts[part], SHARE_OF.get(part)
        cells = (
            Cell(str(PARTS[part])),
            Cell(count, link(asked, now, part, [str(unit.key)])),
            Cell(_share(unit, part, whole)),
            Cell(_share(group, part, whole)),
        )
        lines.append(Line(cells, key=part))
    return Block(
        key="beside",
        title=_("Số liệu kèm theo"),
        columns=(
            Column("what", _("Nội dung"), Kind.TEXT, 44),
            Column("count", _("Số nhiệm vụ"), width=10),
            Column("share", _("Tỷ lệ"), Kind.SHARE, 8),
            Column("group", _("Tỷ lệ cả nhóm"), Kind.SHARE, 8),
        ),
        lines=tuple(lines),
        note=_late_words(unit),
    )


def _share(unit: Standing, part: str, whole: str | None) -> float | None:
    return unit.counts[part] / unit.counts[whole] if whole and unit.counts[whole] else None


def _late_words(unit: Standing) -> str:
    median, mean = unit.late.median, unit.late.mean
    if median is None or mean is None:
        return _("Không có nhiệm vụ nào chậm.")
    days = {
        "count": unit.late.count,
        "median": number_format(round(median, 1), 1),
        "mean": number_format(round(mean, 1), 1),
    }
    return _("%(count)d nhiệm vụ chậm: trung vị %(median)s ngày làm việc, bình quân %(mean)s ngày làm việc.") % days


# ── the months before ─────────────────────────────────────────────────────────────────────────
def _trend_block(unit: Standing, leagues: Sequence[League], asked: Asked) -> Block:
    found = [(each, each.find(unit.key)) for each in leagues]
    lines = []
    for number, (each, then) in enumerate(found):
        earlier = found[number - 1][1] if number else None
        lines.append(_month_line(each, (then, earlier), asked, known=number > 0))
    return Block(
        key="trend",
        title=_("Diễn biến"),
        columns=(
            Column("day", _("Đến hết ngày"), Kind.DAY, 12),
            Column("index", _("Chỉ số"), Kind.DECIMAL, 8),
            Column("group", _("Chỉ số cả nhóm"), Kind.DECIMAL, 8),
            Column("rank", _("Hạng"), width=6),
            Column("change", _("So tháng trước"), Kind.TEXT, 12),
            Column("share", _("Tỷ lệ đúng hạn"), Kind.SHARE, 8),
            Column("late", _("Chậm"), width=7),
            Column("given", _("Giao trong kỳ"), width=8),
            Column("done", _("Xong trong kỳ"), width=8),
        ),
        lines=tuple(lines),
        note=_trend_words(leagues),
        chart=_chart(unit, leagues) if len(leagues) > 1 else None,
    )


def _trend_words(leagues: Sequence[League]) -> str:
    if len(leagues) < 2:
        return _("Chưa có lịch sử của các tháng trước để so sánh.")
    each = _("Mỗi dòng là số liệu như đã có vào cuối ngày đó, theo kỳ đánh giá chứa ngày đó.")
    return f"{each} {history_words(leagues)}".strip()


def _month_line(
    each: League, then_and_before: tuple[Standing | None, Standing | None], asked: Asked, *, known: bool
) -> Line:
    then, earlier = then_and_before
    if then is None:
        return Line((Cell(each.day), *([Cell(None)] * 8)), key=each.day.isoformat())
    of_day = replace(asked, day=each.day)
    cells = (
        Cell(each.day),
        Cell(then.index),
        Cell(total(each.of_group(then.group), each.formula).index),
        Cell(then.rank),
        Cell(change_words(then, earlier, known=known)),
        Cell(_share(then, "on_time", "judged")),
        *(Cell(then.counts[part], link(of_day, each, part, [str(then.key)])) for part in ("late", "given", "done")),
    )
    return Line(cells, key=each.day.isoformat())


def _chart(unit: Standing, leagues: Sequence[League]) -> Chart:
    own = [found.index if (found := each.find(unit.key)) else None for each in leagues]
    group = [total(each.of_group(unit.group), each.formula).index for each in leagues]
    return Chart(
        Shape.LINES,
        _("Chỉ số của %(unit)s và của cả nhóm") % {"unit": unit.name},
        tuple(date_format(each.day, "d/m/Y") for each in leagues),
        (Series(unit.name, tuple(own)), Series(_("Cả nhóm"), tuple(group))),
        _("điểm"),
    )
