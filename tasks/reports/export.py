"""Excel files: real dates and numbers, frozen head, filters, text that never becomes a formula."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Final

import xlsxwriter
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from accounts.errors import DomainError
from tasks.deadlines import Timeliness, bands
from tasks.models import Task
from tasks.reports.board import Board, Row, group_label
from tasks.reports.columns import TASK_COLUMNS, Value, rows

BEFORE_DEADLINE: Final = (
    *(Timeliness.DUE_SOON, Timeliness.IN_TERM),
    *(Timeliness.AWAITING_EVENT, Timeliness.NO_DEADLINE),
)
MAX_ROWS: Final = 20_000
"""Bigger files take longer than a person waits for a page."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the table: what it is, and as of when it was counted."""

    title: str
    as_of: str


class Book:
    """A workbook that is written row by row."""

    def __init__(self, file: IO[bytes]) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = xlsxwriter.Workbook(file, options)
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
        sheet.write_string(0, 0, head.title, self.title)
        sheet.write_string(1, 0, head.as_of, self.note)
        for index, title in enumerate(titles):
            sheet.write_string(3, index, title, self.head)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        return sheet

    def write(self, sheet: Worksheet, row: int, values: Iterable[Value | float]) -> None:
        """One row; a date is a date, a number a number, everything else text."""
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


def build(fill: Callable[[Book], None]) -> IO[bytes]:
    """A workbook that `fill` has written: the finished file, positioned at its start; small ones stay in memory."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115 - the answer closes it after sending
    book = Book(file)
    fill(book)
    book.workbook.close()
    file.seek(0)
    return file


def task_list(tasks: QuerySet[Task], *, today: date, head: Head) -> IO[bytes]:
    """The list as a file.

    Raises:
        DomainError: there are more than MAX_ROWS tasks; the filter must be narrowed.
    """
    if tasks.order_by()[: MAX_ROWS + 1].count() > MAX_ROWS:
        raise DomainError(_("Danh sách có hơn 20.000 nhiệm vụ; hãy thu hẹp bộ lọc rồi tải lại."), code="too_many_rows")

    def fill(book: Book) -> None:
        titles, widths = [str(column.title) for column in TASK_COLUMNS], [column.width for column in TASK_COLUMNS]
        sheet = book.sheet(_("Nhiệm vụ"), head, titles, widths)
        last = 3
        for last, values in enumerate(rows(tasks, today), start=4):
            book.write(sheet, last, values)
        sheet.autofilter(3, 0, last, len(TASK_COLUMNS) - 1)

    return build(fill)


def board_titles(board: Board, band_labels: Sequence[str], subject: str) -> list[str]:
    """Headings of the board, in the order of `board_values`."""
    counted = [_("Quá hạn"), *band_labels, _("Sắp đến hạn"), _("Trong hạn")]
    waiting = [_("Chờ mốc"), _("Không có hạn"), _("Chờ xác nhận")]
    done = [_("Tạm dừng"), _("Chưa xong"), _("Đúng hạn"), _("Quá hạn (đã xong)"), _("Không hạn (đã xong)")]
    sums = [_("Đã xong"), _("Đã thu hồi"), _("Tổng giao"), _("Tỷ lệ đúng hạn")]
    return [subject, _("Nhóm"), *counted, *waiting, *done, *sums]


def board_values(row: Row) -> list[Value | float]:
    """One row of the board: the parts stand before their sums."""
    count = {kind: row.counts.get(kind.value, 0) for kind in Timeliness}
    ages = [row.counts.get(f"band:{band.key}", 0) for band in bands(settings.AGEING_BANDS)]
    running = [count[kind] for kind in BEFORE_DEADLINE]
    ended = [count[kind] for kind in (Timeliness.DONE_ON_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DEADLINE)]
    waiting = [count[Timeliness.WAITING], count[Timeliness.SUSPENDED]]
    sums = [row.done.count, count[Timeliness.WITHDRAWN], row.everything.count]
    overdue = [count[Timeliness.OVERDUE], *ages]
    return [
        row.label,
        group_label(row.group),
        *overdue,
        *running,
        *waiting,
        row.open.count,
        *ended,
        *sums,
        row.on_time_rate,
    ]


def board_file(board: Board, *, head: Head, band_labels: Sequence[str], subject: str) -> IO[bytes]:
    """The board as a file: the same rows, the same sums."""

    def fill(book: Book) -> None:
        titles = board_titles(board, band_labels, subject)
        sheet = book.sheet(_("Bảng quá hạn"), head, titles, [34, 16, *([11] * (len(titles) - 2))])
        line = 4
        for line, row in enumerate((*board.rows, board.total), start=4):
            book.write(sheet, line, board_values(row))
        sheet.autofilter(3, 0, line - 1, len(titles) - 1)

    return build(fill)
