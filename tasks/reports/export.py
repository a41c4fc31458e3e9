"""Lists and the board as Excel files."""

from itertools import zip_longest
from typing import IO, Final

from django.utils.translation import gettext as _

from tasks.deadlines import Timeliness
from tasks.filters import band_words
from tasks.reports.board import Board, Row, group_label
from tasks.reports.board_silence import Silent, silent_column
from tasks.reports.book import Book, Head, build
from tasks.reports.columns import Value

__all__ = ["MAX_ROWS", "Book", "Head", "board_file", "board_titles", "board_values", "build"]

BEFORE_DEADLINE: Final = (
    *(Timeliness.DUE_SOON, Timeliness.IN_TERM),
    *(Timeliness.AWAITING_EVENT, Timeliness.NO_DEADLINE),
)
MAX_ROWS: Final = 20_000
"""Bigger files take longer than a person waits for a page."""


def board_titles(board: Board, subject: str) -> list[str]:
    """Headings of the board, in the order of `board_values`."""
    counted = [_("Quá hạn"), *(band_words(band) for band in board.ages), _("Sắp đến hạn"), _("Trong hạn")]
    waiting = [_("Chờ mốc"), _("Không có hạn"), _("Chờ xác nhận")]
    done = [_("Tạm dừng"), _("Chưa xong"), _("Đúng hạn"), _("Quá hạn (đã xong)"), _("Không hạn (đã xong)")]
    sums = [_("Đã xong"), _("Đã thu hồi"), _("Tổng giao"), _("Tỷ lệ đúng hạn")]
    return [subject, _("Nhóm"), *counted, *waiting, *done, *sums]


def board_values(row: Row) -> list[Value | float]:
    """One row of the board: the parts stand before their sums."""
    count = {kind: row.counts.get(kind.value, 0) for kind in Timeliness}
    ages = [row.counts.get(f"band:{band.key}", 0) for band in row.ages]
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


def board_file(board: Board, *, head: Head, subject: str, silent: Silent | None = None) -> IO[bytes]:
    """The board as a file: the same rows, the same sums, silence where the page counts it."""

    def fill(book: Book) -> None:
        titles = [*board_titles(board, subject), *([_("Im lặng")] if silent is not None else [])]
        sheet = book.sheet(_("Bảng quá hạn"), head, titles, [34, 16, *([11] * (len(titles) - 2))])
        line = 4
        quiet = [] if silent is None else silent_column(board, silent)
        for line, (row, cell) in enumerate(zip_longest((*board.rows, board.total), quiet), start=4):
            book.write(sheet, line, [*board_values(row), *([cell.count] if cell else [])])
        sheet.autofilter(3, 0, line - 1, len(titles) - 1)

    return build(fill, board.today)
