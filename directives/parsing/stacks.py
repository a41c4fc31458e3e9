"""Tables copied as bare lines: every cell a line of its own, nothing between them (`STT`, `Nhiệm vụ`, ..., `1`, ...).

The titles say how many cells a row has, the running numbers where each row begins. A table whose rows do not come out
by both is left to the prose.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from directives.parsing.columns import names_columns, titles_column
from directives.parsing.tables import DATED
from directives.parsing.types import Span, Table, TableRow

FEWEST_COLUMNS = 3
MOST_COLUMNS = 9
LONGEST_TITLE = 60
# The most lines that one table is looked for in.
MOST_LINES = 3000
_INDEX = re.compile(r"^[ \t]*(?:STT|TT|Stt|Số TT)\.?[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"[^\s|\t][^\n]*(?<!\s)")
_NUMBER = re.compile(r"(\d{1,3})[.)]?$")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-E])[.)]?$")
_ENDS = re.compile(r"(?i)(?:[IVX]{1,5}|\d{1,2})[.)]\s+\S|n[ơo]i nhận\b|phụ lục\b|điều \d|trên đây là|tm\.")
_WHEN = ("thời", "tiến độ", "hạn", "hoàn thành", "lộ trình")


def stacked_tables(text: str) -> tuple[Table, ...]:
    """The tables of `text` printed one cell a line; those that assign nothing are left out."""
    if "TT\n" not in text and "tt\n" not in text:
        return ()
    tables: list[Table] = []
    for found in _INDEX.finditer(text):
        if tables and found.start() < tables[-1].span.end:
            continue
        table = _table_at(text, found.start())
        if table:
            tables.append(table)
    return tuple(tables)


def _table_at(text: str, start: int) -> Table | None:
    """The table whose first title begins at `start`, or None."""
    below = _lines(text, start)
    head = list(islice(below, MOST_COLUMNS + 1))
    width = next((i for i, line in enumerate(head) if i and _opens_row(line.of(text))), 0)
    titles = [line.of(text) for line in head[:width]]
    if not FEWEST_COLUMNS <= width <= MOST_COLUMNS or any(len(title) > LONGEST_TITLE for title in titles):
        return None
    if sum(map(titles_column, titles)) < width - 1 or not names_columns(titles):
        return None
    rows = list(_rows(text, chain(head[width:], below), width))
    if not rows or any(not 1 < len(row) <= width for row in rows):
        return None
    when = next((i for i, title in enumerate(titles) if title.lower().startswith(_WHEN)), -1)
    whole = [head[:width], *rows]
    return Table(tuple(_row(text, row, width, when) for row in whole), Span(start, rows[-1][-1].end))


def _lines(text: str, start: int) -> Iterator[Span]:
    """The printed lines from `start` on, empty ones left out."""
    for i, found in enumerate(_LINE.finditer(text, start)):
        if i == MOST_LINES:
            return
        yield Span(found.start(), found.end())


def _opens_row(line: str) -> bool:
    return bool(_GROUP.match(line)) or line.rstrip(".)") in ("1", "01")


def _rows(text: str, lines: Iterable[Span], width: int) -> Iterator[list[Span]]:
    """The cells of each row: a running number or the letter of a group begins one, a heading ends the table."""
    row: list[Span] = []
    last = 0
    for line in lines:
        words = line.of(text)
        number = _NUMBER.match(words)
        follows = number is not None and int(number[1]) in (last + 1, 1)
        if follows or _GROUP.match(words):
            if row:
                yield row
            row, last = [line], int(number[1]) if number else last
        elif _ENDS.match(words) or (len(row) == width and _reaches_end(text, line)):
            break
        else:
            row.append(line)
        if len(row) > width:
            break
    if row:
        yield row


def _reaches_end(text: str, line: Span) -> bool:
    """Whether no number of a row stands below `line`, so that a full row above it was the last one."""
    return not re.search(r"^[ \t]*\d{1,3}[.)]?[ \t]*$", text[line.end : line.end + MOST_LINES], re.MULTILINE)


def _row(text: str, cells: Sequence[Span], width: int, when: int) -> TableRow:
    """A row of `width` cells; what an empty cell left out is put before the date, else behind the last cell."""
    missing = width - len(cells)
    dated = next((i for i, cell in enumerate(cells) if i > 1 and DATED.match(cell.of(text))), -1)
    at = dated if missing and dated >= 0 and dated + missing >= when > dated else len(cells)
    gap = when - dated if at == dated else missing
    empty = Span(cells[at - 1].end, cells[at - 1].end)
    spans = (*cells[:at], *[empty] * gap, *cells[at:], *[empty] * (missing - gap))
    return TableRow(tuple(span.of(text) for span in spans), tuple(spans))
