"""The overdue board as a report: the counts of `overdue_board`, laid out like every other report."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import zip_longest
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.filters import band_words
from tasks.reports.asked import Asked
from tasks.reports.board import Board, GroupBy, Row, group_label, overdue_board
from tasks.reports.board import Cell as Counted
from tasks.reports.board_silence import Silent, counts_silence, silence, silent_column
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part, Report

SUBJECTS: Final[Mapping[GroupBy, object]] = {
    GroupBy.LEAD: gettext_lazy("Đơn vị"),
    GroupBy.DIRECTIVE: gettext_lazy("Văn bản"),
    GroupBy.FIELD: gettext_lazy("Lĩnh vực"),
    GroupBy.LEADER: gettext_lazy("Lãnh đạo"),
}


class BoardOptions(forms.Form):
    """What a line of the board stands for."""

    by = forms.ChoiceField(label=gettext_lazy("Tổng hợp theo"), required=False)

    def __init__(self, query: QueryDict, day: date) -> None:
        chosen = query.copy()
        chosen.setdefault("by", GroupBy.LEAD.value)
        super().__init__(chosen, auto_id="report_%s")
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what stands above
        field.choices = [(by.value, str(label)) for by, label in SUBJECTS.items()]


def build(asked: Asked) -> Report:
    """Counts by class and ageing band, worst first within each ranking group."""
    given = asked.options.get("by", "")
    by = GroupBy(given) if given in set(GroupBy) else GroupBy.LEAD
    board = overdue_board(
        asked.tasks, by=by, today=asked.day, query=asked.query, basis=asked.basis, on_map=asked.on_map
    )
    wanted = counts_silence(board, asked=asked.options.get("silence") == "1")
    silent = silence(asked.tasks, by, asked.day, asked.on_map) if wanted else None
    block = Block(
        key="board",
        title="",
        columns=_columns(board, str(SUBJECTS[by]), silent),
        lines=tuple(_lines(board, asked, silent)),
        note=_(
            "Chưa xong = quá hạn + sắp đến hạn + trong hạn + chờ mốc + không có hạn + chờ xác nhận + tạm dừng. "
            "Tỷ lệ đúng hạn = hoàn thành đúng hạn / (hoàn thành đúng hạn + hoàn thành quá hạn)."
        ),
    )
    return Report(
        slug="overdue",
        title=_("Tình hình thực hiện nhiệm vụ"),
        day=asked.day,
        counted_at=asked.now,
        statement=(),
        blocks=(block,),
        is_empty=not board.total.everything.count,
    )


def _columns(board: Board, subject: str, silent: Silent | None) -> tuple[Column, ...]:
    labels = [band_words(band) for band in board.ages]
    ages = {label: _("Trong đó quá hạn %(days)s") % {"days": label.lower()} for label in labels}
    counted = (
        Column(f"c{place}", entry.label, hint=ages.get(entry.label, ""))
        for place, entry in enumerate(board.total.entries)
    )
    rate = Column("rate", _("Tỷ lệ đúng hạn"), Kind.SHARE)
    quiet = Column("silent", _("Im lặng"), hint=_("Trong số chưa xong: đang thực hiện mà lâu không có báo cáo."))
    return (Column("label", subject, Kind.TEXT, 34), *counted, rate, *([quiet] if silent is not None else []))


def _lines(board: Board, asked: Asked, silent: Silent | None) -> Iterator[Line]:
    width = len(board.total.entries) + (1 if silent is None else 2)
    quiet = [] if silent is None else silent_column(board, silent)
    group = ""
    for row, cell in zip_longest((*board.rows, board.total), quiet):
        if row.group not in {group, ""}:
            group = row.group
            yield Line((Cell(group_label(group)), *(Cell(None) for _place in range(width))), part=Part.HEADING)
        yield _line(row, asked, cell, Part.SUM if row is board.total else Part.PART)


def _line(row: Row, asked: Asked, silent: Counted | None, part: Part) -> Line:
    name = f"{row.label} · {row.detail}" if row.detail else row.label
    counted = [Cell(entry.cell.count, asked.href(**entry.cell.query), _tone(entry.tone)) for entry in row.entries]
    quiet = [Cell(silent.count, asked.href(**silent.query))] if silent else []
    cells = (Cell(name), *counted, Cell(row.on_time_rate), *quiet)
    return Line(cells, key=str(row.key or ""), group=row.group, part=part)


def _tone(tone: str) -> str:
    return tone if tone == "bad" else ""
