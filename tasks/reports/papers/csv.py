"""A report as CSV that Excel opens by a double click: UTF-8 with a mark, the separators of the language of the page.

A list of a Vietnamese Excel is separated by semicolons, because the comma stands in numbers.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.formats import get_format

from tasks.reports.paper import Kind, Line, Report, Value
from tasks.reports.papers.imprint import Imprint
from tasks.reports.papers.values import moment

MARK: Final = "\ufeff"
"""Tells Excel that the file is UTF-8."""
DANGEROUS: Final = frozenset("=+-@\t\r\n")
"""A text that begins so would be run as a formula."""
DAYS_KEPT: Final = 4096
"""Days that stay written out: those of a list repeat, and eleven years are more than most lists touch."""


class Ready(str):
    """A figure that is text already; it is no formula, whatever sign it begins with."""


def write(report: Report, imprint: Imprint) -> bytes:
    """The report as a .csv file, its tables one below the other, each under its heading."""
    return "".join(lines(_rows(report))).encode()


def lines(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The file piece by piece, its mark first; nothing is kept, so a list of any length can be streamed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=_separator())
    yield MARK
    for row in rows:
        # Most cells are harmless text: those are known without a call.
        writer.writerow([cell if type(cell) is str and cell[:1] not in DANGEROUS else plain(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def plain(value: Value, kind: Kind = Kind.TEXT) -> str:
    """A value as Excel reads it back: no grouping, the decimal sign of the language, a share in percent."""
    if value is None:
        return ""
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Ready):
        return value
    if isinstance(value, str):
        return f"'{value}" if value[:1] in DANGEROUS else value
    if kind is Kind.SHARE:
        return f"{value * 100:.1f}%".replace(".", _decimal())
    return f"{value:.2f}".replace(".", _decimal()) if isinstance(value, float) else str(value)


@lru_cache(DAYS_KEPT)
def _day(value: date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year}"  # a tenth of what `date_format` takes


def _rows(report: Report) -> Iterator[Sequence[Value]]:
    yield [report.title]
    yield [" ".join((moment(report), *report.statement))]
    for block in report.blocks:
        kinds = [column.kind for column in block.columns]
        yield []
        yield [block.title]
        yield [column.title for column in block.columns]
        yield from (_cells(line, kinds) for line in block.lines)
        if block.note:
            yield [block.note]


def _cells(line: Line, kinds: Sequence[Kind]) -> list[Value]:
    cells = zip(line.cells, kinds, strict=True)
    return [cell.value if isinstance(cell.value, str) else Ready(plain(cell.value, kind)) for cell, kind in cells]


def _decimal() -> str:
    return str(get_format("DECIMAL_SEPARATOR"))


def _separator() -> str:
    return ";" if _decimal() == "," else ","
