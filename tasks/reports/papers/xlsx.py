"""A report as an Excel file: a sheet per table, real dates and numbers, frozen heads, filters, set up for printing."""

import re
from collections.abc import Iterable
from datetime import date
from textwrap import shorten
from typing import Any, Final

from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tasks.reports.book import Book, Head, build
from tasks.reports.paper import Block, Column, Kind, Line, Part, Report, Value
from tasks.reports.papers.imprint import Imprint
from tasks.reports.papers.values import moment

FIRST: Final = 4
"""The row of the first line, counted from nought; the head stands above it."""
LONGEST_NAME: Final = 31
"""Letters that the name of a sheet may have."""
NEVER_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
NUMBERS: Final = {Kind.NUMBER: "#,##0", Kind.SHARE: "0.0%", Kind.DECIMAL: "#,##0.0", Kind.DAY: "dd/mm/yyyy"}


class Sheets:
    """The sheets of one report with the formats of their cells."""

    def __init__(self, book: Book, report: Report) -> None:
        self.book, self.report, self.names = book, report, set[str]()
        self.formats = {(kind, part): self._format(kind, part) for kind in Kind for part in Part}

    def add(self, block: Block) -> None:
        """The sheet of one table, the words under it below."""
        report, columns = self.report, block.columns
        title = block.title if len(report.blocks) > 1 and block.title else report.title
        said = " ".join((moment(report), *report.statement))
        heads, widths = [column.title for column in columns], [max(column.width, 8) for column in columns]
        sheet = self.book.sheet(self._name(block.title or report.title), Head(title, said), heads, widths)
        for row, line in enumerate(block.lines, start=FIRST):
            self._line(sheet, row, line, columns)
        parts = _length_without_sums(block.lines)
        if parts:
            sheet.autofilter(FIRST - 1, 0, FIRST + parts - 1, len(columns) - 1)
        if block.note:
            sheet.write_string(FIRST + len(block.lines) + 1, 0, block.note, self.book.note)

    def _line(self, sheet: Worksheet, row: int, line: Line, columns: tuple[Column, ...]) -> None:
        if line.part is not Part.HEADING:
            self.book.fit(sheet, row, [cell.value for cell in line.cells])
        for place, (cell, column) in enumerate(zip(line.cells, columns, strict=True)):
            _write(sheet, row, place, cell.value, self.formats[column.kind, line.part])

    def _format(self, kind: Kind, part: Part) -> Format:
        font: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "border": 1}
        font |= {"num_format": NUMBERS[kind]} if kind in NUMBERS else {"text_wrap": True}
        font |= {} if part is Part.PART else {"bold": True}
        font |= {"bg_color": "#F2F5F8"} if part is Part.HEADING else {}
        return self.book.workbook.add_format(font)

    def _name(self, title: str) -> str:
        """A name that Excel takes, unlike every other of this file."""
        plain = shorten(NEVER_IN_A_NAME.sub(" ", title), LONGEST_NAME, placeholder="…") or _("Báo cáo")
        name, number = plain, 2
        while name.lower() in self.names:
            tail = f" ({number})"
            name, number = plain[: LONGEST_NAME - len(tail)] + tail, number + 1
        self.names.add(name.lower())
        return name


def write(report: Report, imprint: Imprint) -> bytes:
    """The report as an .xlsx file; the letterhead belongs to papers that are signed."""

    def fill(book: Book) -> None:
        sheets = Sheets(book, report)
        for block in report.blocks:
            sheets.add(block)

    with build(fill, report.day) as file:
        return file.read()


def _write(sheet: Worksheet, row: int, place: int, value: Value, look: Format) -> None:
    """A date is a date, a number a number; text never becomes a formula or a link."""
    if value is None or value == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, look)
    else:
        sheet.write_number(row, place, value, look)


def _length_without_sums(lines: Iterable[Line]) -> int:
    """How many lines a filter may hide: the sums at the end stay."""
    lengths = [place for place, line in enumerate(lines, start=1) if line.part is not Part.SUM]
    return lengths[-1] if lengths else 0
