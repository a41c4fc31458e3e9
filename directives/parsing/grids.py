"""Tables copied from a web page: every cell on lines of its own, bars alone on a line between the cells.

One bar parts two cells, two bars in a row part two rows.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from directives.parsing.types import Span, Table, TableRow

MAX_CELL = 4000
MIN_CELLS = 3
# The bar comes first, for that is searched for fast.
_BAR = re.compile(r"\|[ \t]*$", re.MULTILINE)
_DECORATION = " \t\n\f\v\u00a0*_"


def bar_tables(text: str) -> tuple[Table, ...]:
    """The tables of `text` that were copied cell by cell; layout tables of the head and foot are among them."""
    tables: list[Table] = []
    rows: list[TableRow] = []
    cells: list[Span] = []
    for span in _between_bars(text):
        if span is not None and text[span.start : span.end].strip(_DECORATION):
            cells.append(_stripped(text, span))
            continue
        if cells:
            rows.append(_row(text, cells))
            cells = []
        if span is None and rows:
            tables.append(Table(tuple(rows), Span(rows[0].spans[0].start, rows[-1].spans[-1].end)))
            rows = []
    return tuple(table for table in tables if max(len(row.cells) for row in table.rows) >= MIN_CELLS)


def _between_bars(text: str) -> Iterator[Span | None]:
    """What stands between each two bars; None where one table ends."""
    bars = list(_bars(text))
    for (_, left), (right, _) in pairwise(bars):
        if right - left > MAX_CELL:
            yield None
        else:
            yield Span(left, right)
    yield None


def _bars(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends that prints a bar and nothing else."""
    for bar in _BAR.finditer(text):
        start = text.rfind("\n", 0, bar.start()) + 1
        if not text[start : bar.start()].strip(" \t"):
            yield start, bar.end()


def _stripped(text: str, span: Span) -> Span:
    words = span.of(text).strip(_DECORATION)
    start = text.index(words, span.start)
    return Span(start, start + len(words))


def _row(text: str, cells: list[Span]) -> TableRow:
    return TableRow(tuple(span.of(text) for span in cells), tuple(cells))
