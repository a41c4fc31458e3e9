"""The audit trail as files: CSV as a stream, a workbook row by row; nothing in them can be taken for a formula."""

import csv
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Final

import xlsxwriter
from django.utils.translation import gettext as _

from accounts import trail

WIDTHS: Final = (10, 18, 24, 28, 30, 50, 60, 60, 16)
IN_MEMORY: Final = 5_000_000  # bytes; larger workbooks go to the disk


class Echo:
    """A file that hands back what is written, for the csv module."""

    def write(self, value: str) -> str:
        """The line itself."""
        return value


def lines(wanted: trail.Wanted) -> Iterator[str]:
    """The rows as lines of CSV.

    A byte order mark comes first, or a Vietnamese spreadsheet program would garble the accents.

    Raises:
        DomainError: there are more than `trail.MOST_CSV`.
    """
    found = trail.within(wanted, trail.MOST_CSV)
    return _lines(trail.table(found.iterator(chunk_size=2000)))


def _lines(rows: Iterator[list[str]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff"
    for row in rows:
        yield str(writer.writerow(row))


def workbook(wanted: trail.Wanted) -> IO[bytes]:
    """The rows as a workbook, positioned at its start; every cell is text.

    Raises:
        DomainError: there are more than `trail.MOST_XLSX`.
    """
    found = trail.within(wanted, trail.MOST_XLSX)
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it after sending
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Dấu vết"))
    head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1})
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    for line, row in enumerate(trail.table(found.iterator(chunk_size=2000))):
        for column, value in enumerate(row):
            sheet.write_string(line, column, value[:32_767], head if line == 0 else None)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    return file
