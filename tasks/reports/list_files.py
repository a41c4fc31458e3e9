"""A list of tasks as a file, row by row, so that its length does not matter: Excel and CSV with every column."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import IO, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tasks.models import Task
from tasks.reports.book import Book, Head
from tasks.reports.columns import TASK_COLUMNS, rows
from tasks.reports.paper import Value
from tasks.reports.papers.csv import lines

TOLD_EVERY: Final = 1_000
"""Rows after which whoever waits hears how far it is."""

Told = Callable[[int], None]


def nobody(done: int) -> None:
    """Nobody waits."""


def write_xlsx(file: IO[bytes], tasks: QuerySet[Task], *, day: date, head: Head, told: Told = nobody) -> int:
    """Write the workbook into `file`; counts the rows."""
    book = Book(file, day)
    titles, widths = [str(column.title) for column in TASK_COLUMNS], [column.width for column in TASK_COLUMNS]
    sheet = book.sheet(_("Nhiệm vụ"), head, titles, widths)
    count = 0
    for count, values in enumerate(rows(tasks, day), start=1):
        book.write(sheet, count + 3, values)
        if count % TOLD_EVERY == 0:
            told(count)
    sheet.autofilter(3, 0, count + 3, len(TASK_COLUMNS) - 1)
    book.workbook.close()
    return count


def write_csv(file: IO[bytes], tasks: QuerySet[Task], *, day: date, head: Head, told: Told = nobody) -> int:
    """Write the list into `file` as CSV; counts the rows."""
    count = -len(_above(head))
    for line in csv_lines(tasks, day=day, head=head):
        file.write(line.encode())
        count += 1
        if count > 0 and count % TOLD_EVERY == 0:
            told(count)
    return count - 1


def csv_lines(tasks: QuerySet[Task], *, day: date, head: Head) -> Iterator[str]:
    """The CSV piece by piece: the mark, two lines that say what it is, the heads, a line for each task."""

    def every() -> Iterator[Sequence[Value]]:
        yield from _above(head)
        yield from rows(tasks, day)

    return lines(every())


def _above(head: Head) -> list[list[Value]]:
    return [[head.title], [head.as_of], [str(column.title) for column in TASK_COLUMNS]]
