"""Workbooks: real dates and numbers, frozen heads, filters, text that never becomes a formula."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from tempfile import SpooledTemporaryFile
from typing import IO, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tasks.reports.paper import Value

LINE: Final = 15.0
"""Points of a line of 11 pt."""
LETTERS: Final = 1.15
"""Letters of that font in one unit of a column's width, which is made for wider letters."""
HIGHEST: Final = 409.0
"""Points that a row of Excel can have."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the table: what it is, and as of when it was counted."""

    title: str
    as_of: str


class Book:
    """A workbook that is written row by row; `day` dates its properties, so that the clock does not."""

    def __init__(self, file: IO[bytes], day: date | None = None) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = xlsxwriter.Workbook(file, options)
        if day is not None:
            self.workbook.set_properties({"created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
        self.widths: dict[str, list[int]] = {}
        add = self.workbook.add_format
        font = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        self.title = add({**font, "bold": True, "font_size": 14})
        self.note = add({**font, "italic": True})
        self.head = add(
            {**font, "bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EDF3", "align": "center"}
        )
        self.text = add({**font, "text_wrap": True, "border": 1})
        self.day = add({**font, "num_format": "dd/mm/yyyy", "border": 1})
        self.number = add({**font, "num_format": "#,##0", "border": 1})
        self.share = add({**font, "num_format": "0.0%", "border": 1})
        self.sum = add({**font, "bold": True, "num_format": "#,##0", "border": 1})

    def sheet(self, name: str, head: Head, titles: Sequence[str], widths: Sequence[int]) -> Worksheet:
        """A sheet with its head, filter and frozen panes; rows start at index 4."""
        sheet = self.workbook.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        self.widths[sheet.name] = list(widths)
        sheet.write_string(0, 0, head.title, self.title)
        sheet.write_string(1, 0, head.as_of, self.note)
        self.fit(sheet, 3, titles)
        for index, title in enumerate(titles):
            sheet.write_string(3, index, title, self.head)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.set_footer("&C&P/&N")
        return sheet

    def fit(self, sheet: Worksheet, row: int, values: Sequence[Value]) -> None:
        """Make the row as high as its longest text folded into its column; call it before the row is written.

        Not every program works the height out itself when it opens the file.
        """
        pairs = zip(values, self.widths[sheet.name], strict=False)
        lines = max(
            (ceil(len(value) / (max(width, 1) * LETTERS)) for value, width in pairs if isinstance(value, str)),
            default=1,
        )
        if lines > 1:
            sheet.set_row(row, min(lines * LINE, HIGHEST))

    def write(self, sheet: Worksheet, row: int, values: Sequence[Value]) -> None:
        """One row; a date is a date, a number a number, everything else text."""
        self.fit(sheet, row, values)
        for column, value in enumerate(values):
            if value is None or value == "":
                sheet.write_blank(row, column, None, self.text)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, self.day)
            elif isinstance(value, float):
                sheet.write_number(row, column, value, self.share)
            elif isinstance(value, int):
                sheet.write_number(row, column, value, self.number)
            else:
                sheet.write_string(row, column, value, self.text)


def build(fill: Callable[[Book], None], day: date | None = None) -> IO[bytes]:
    """A workbook that `fill` has written: the finished file, positioned at its start; small ones stay in memory."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115 - the answer closes it after sending
    book = Book(file, day)
    fill(book)
    book.workbook.close()
    file.seek(0)
    return file
