"""The formula in words, and the addresses behind the numbers of a scorecard."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from tasks.asof import rebuilt_words
from tasks.reports.asked import Asked
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part
from tasks.reports.scorecard_formula import FULL, Formula, Score
from tasks.reports.scorecard_units import League

KEPT: Final = ("period", "cut", "basis", "map")
"""What goes along from the league to the card of one unit."""


def link(asked: Asked, now: League, part: str, leads: list[str]) -> str:
    """The list of what was counted of these units under that name."""
    return asked.href(lead=leads, since=now.first.isoformat(), score=part)


def card_address(asked: Asked, unit: int) -> str:
    """The scorecard of one unit, asked the same way."""
    query = asked.options.copy()
    for name in [name for name in query if name not in KEPT]:
        query.pop(name)
    query["unit"] = str(unit)
    if asked.day != asked.today:
        query["as_of"] = asked.day.isoformat()
    return f"{reverse('report', args=['scorecard'])}?{query.urlencode()}"


def formula_block(formula: Formula) -> Block:
    """Every criterion with its weight, and what the index is, so that anybody can count it again."""
    lines = [
        Line((Cell(str(each.label)), Cell(each.weight), Cell(str(each.words))), key=each.key)
        for each in formula.criteria
    ]
    whole = (Cell(_("Cộng")), Cell(sum(each.weight for each in formula.criteria)), Cell(""))
    return Block(
        key="formula",
        title=_("Công thức chỉ số (phiên bản %(version)s, áp dụng từ %(day)s)")
        % {"version": formula.version, "day": date_format(formula.valid_from, "d/m/Y")},
        columns=(
            Column("criterion", _("Tiêu chí"), Kind.TEXT, 24),
            Column("weight", _("Trọng số"), width=8),
            Column("words", _("Cách tính"), Kind.TEXT, 80),
        ),
        lines=(*lines, Line(whole, part=Part.SUM)),
        note=formula_words(formula),
    )


def formula_words(formula: Formula) -> str:
    """The rules that the table of weights leaves open."""
    ages = "; ".join(
        _("chậm %(days)s ngày tính %(times)d lần") % {"days": _band_words(band.key), "times": formula.weight_of(band)}
        for band in formula.ages
    )
    sentences = (
        _("Điểm mỗi tiêu chí là tỷ lệ đạt nhân trọng số; chỉ số là tổng điểm chia cho tổng trọng số, nhân 100."),
        _("Tiêu chí chưa có nhiệm vụ nào để xét thì bỏ qua cả điểm lẫn trọng số."),
        _("Việc chậm không được tính là đạt ở tiêu chí nào, nên thêm một việc chậm không bao giờ làm tăng chỉ số."),
        _("Mức độ chậm: %(ages)s (ngày lịch).") % {"ages": ages},
        _("Khối lượng được giao và hoàn thành nêu để đối chiếu, không tính điểm."),
        _("Mỗi số đều mở được danh sách nhiệm vụ; thấy sai ở nhiệm vụ nào, đơn vị phản ánh tại nhiệm vụ đó."),
    )
    return " ".join(sentences)


def history_words(leagues: Sequence[League]) -> str:
    """That some of these days were put together from dates when the history began; nothing when all were kept."""
    return rebuilt_words(leagues[0].day) if leagues else ""


def _band_words(key: str) -> str:
    least, most = key.split("-")
    return f"{least}-{most}" if most else _("từ %(least)s") % {"least": least}


def example(result: Score) -> str:
    """The index of a unit worked out with its own numbers."""
    if result.index is None:
        return _("Chưa có nhiệm vụ có hạn nào đến kỳ đánh giá nên chưa có chỉ số.")
    measured = [each for each in result.points if each.of]
    terms = " + ".join(f"{each.criterion.weight} × {each.good}/{each.of}" for each in measured)
    words = _("Cách tính với số của đơn vị: (%(terms)s) ÷ %(weight)d × %(full)d = %(index)s.")
    index = number_format(result.index, 1)
    return words % {"terms": terms, "weight": result.weight, "full": FULL, "index": index}
