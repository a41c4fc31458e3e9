"""Rows of a flat table whose cells were torn onto lines of their own, as converters of web pages leave them.

A paragraph between two rows is a cell of one of them: the task of a row that begins with a body, or the deadline and
the product of a row that ends before those columns.
"""

import re
from collections.abc import Sequence

from directives.parsing.agencies import read_names
from directives.parsing.columns import Cell, Columns, Row, heading_of
from directives.parsing.deadlines import Clock, read_cell
from directives.parsing.layout import Block
from directives.parsing.markers import Mark
from directives.parsing.normalise import CAPITALS, fold_space
from directives.parsing.tables import LONGEST_DATE, row_of_line, sets_date
from directives.parsing.types import Span

FIRST_BODY = 2
# `UBND xã, phường, đặc khu Sở Tài chính`: no name of one body goes on so behind a noun for many.
_BODY = r"(?=(?:Sở|Công an|Văn phòng|UBND|Ủy ban|Các (?:sở|cơ quan|đơn vị|phòng|bộ))(?!\w))"
_NOUNS = ("khu", "quan", "phường", "đơn vị", "ngành", "chính", "phương")
# The white space comes first, for that is searched for fast.
_GLUE = re.compile(rf"\s{_BODY}(?:" + "|".join(rf"(?<={noun}\s)" for noun in _NOUNS) + ")")
# Capitals are rarer, and most rows hold none where it matters.
_BODY_BEHIND_NOUN = re.compile("[SCVUỦ](?:" + "|".join(rf"(?<={noun}\s.)" for noun in _NOUNS) + ")")
_SENTENCE = re.compile(rf"(?<=\w\.)\s+(?=[{CAPITALS}])")
_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]?$")
# Of a cell that holds several lines.
MOST_LINES = 12
LONGEST_GROUP = 120
_ROMAN = re.compile(r"[IVX]{1,5}[.)]?$")


def mended_rows(text: str, blocks: Sequence[Block], clock: Clock) -> tuple[list[Row], set[int]]:
    """The rows among `blocks` with their torn cells, and the places in `blocks` of the paragraphs that were cells."""
    if not any(block.is_row for block in blocks):
        return [], set()
    rows: list[Row] = []
    columns: Columns | None = None
    loose: list[int] = []
    printed = [row_of_line(text, block.span) if block.is_row else None for block in blocks]
    headings = [heading_of(row) if row else None for row in printed]
    cells = _joined(text, blocks, printed, headings)
    for i, whole in enumerate(printed):
        if whole is None:
            loose += [i] if i not in cells else []
            rows += [(_title_of(blocks[i]),) * 2] if columns and _is_group(blocks[i]) else []
            continue
        row, heading = whole, headings[i]
        if columns and loose and not heading and all(blocks[at].mark is Mark.NONE for at in loose):
            rows[-1], rest = _filled(rows[-1], columns, blocks, loose, clock)
            row, rest = _with_task(row, columns, blocks, rest)
            cells.update(set(loose) - set(rest), _titles(blocks, rest))
        columns = heading[0] if heading else columns
        rows.append(row)
        loose = []
    return [part for row in rows for part in _parted(text, row)], cells


def _joined(
    text: str, blocks: Sequence[Block], printed: list[Row | None], headings: list[tuple[Columns, Row] | None]
) -> set[int]:
    """Makes one row of those in `printed` whose cell holds several lines; the places of what went into them.

    `1 | Tuyên truyền:`, `- Tổ chức hội nghị;`, `- Phát tờ rơi. | Sở A | Quý II` is one row of four cells.
    """
    taken: set[int] = set()
    columns, width = None, 0
    for i, row in enumerate(printed):
        heading = headings[i]
        if heading and row:
            columns, width = heading[0], len(row)
        if columns is None or row is None or heading or i in taken or not _opens_row(row, columns):
            continue
        end, whole = i, row
        while len(whole) < width and (at := _next_row(blocks, printed, headings, end)):
            end, whole = at, _one_row(text, whole, printed[at] or ())
        if end > i and len(whole) == width and _is_whole(whole, columns):
            printed[i], headings[i] = whole, heading_of(whole)
            printed[i + 1 : end + 1] = [None] * (end - i)
            headings[i + 1 : end + 1] = [None] * (end - i)
            taken.update(range(i + 1, end + 1))
    return taken


def _opens_row(row: Row, columns: Columns) -> bool:
    """Whether a row has its number and lacks the cell that dates it."""
    return columns.index == 0 < columns.deadline and len(row) <= columns.deadline and bool(_NUMBER.match(row[0].text))


def _next_row(blocks: Sequence[Block], printed: Sequence[Row | None], headings: Sequence[object], i: int) -> int | None:
    """The place of the row close below that has no number of its own."""
    for at in range(i + 1, min(i + MOST_LINES, len(blocks))):
        row = printed[at]
        if row is not None:
            return None if _NUMBER.match(row[0].text) or _ROMAN.match(row[0].text) or headings[at] else at
        if blocks[at].mark not in (Mark.NONE, Mark.DASH, Mark.PLUS):
            return None
    return None


def _one_row(text: str, first: Row, second: Row) -> Row:
    """Two rows as one, the last cell of the first going on in the first cell of the second."""
    span = Span(first[-1].span.start, second[0].span.end)
    parts = (first[-1].text, second[0].text)
    words = "; ".join(parts) if all(map(_is_body, parts)) else fold_space(span.of(text))
    return (*first[:-1], Cell(words, span), *second[1:])


def _is_whole(row: Row, columns: Columns) -> bool:
    """Whether the cells of a joined row stand in their columns: a date where one belongs, no date among the bodies."""
    dated = sets_date(row[columns.deadline].text) or len(row[columns.deadline].text) <= LONGEST_DATE
    return dated and not (columns.lead > 0 and sets_date(row[columns.lead].text))


def _filled(
    row: Row, columns: Columns, blocks: Sequence[Block], loose: list[int], clock: Clock
) -> tuple[Row, list[int]]:
    """`row` with the deadline and the product that stand below it, and the paragraphs that are left."""
    if len(row) != columns.deadline or not _dates(blocks[loose[0]], clock):
        return row, loose
    row, rest = (*row, _cell_of(blocks[loose[0]])), loose[1:]
    if rest and len(row) == columns.product and not _ROMAN.match(blocks[rest[0]].text):
        return (*row, _cell_of(blocks[rest[0]])), rest[1:]
    return row, rest


def _with_task(row: Row, columns: Columns, blocks: Sequence[Block], loose: list[int]) -> tuple[Row, list[int]]:
    """`Sở A | Sở B | Quý IV` with the task that stands above it."""
    if not loose or (columns.index, columns.task, columns.lead) != (0, 1, FIRST_BODY) or not _is_body(row[0].text):
        return row, loose
    task = blocks[loose[-1]]
    before = Cell("", Span(task.span.start, task.span.start))
    return (before, _cell_of(task), *row), loose[:-1]


def _parted(text: str, row: Row) -> list[Row]:
    """`row`, or two rows when two of them were run together: two sentences, and two bodies with nothing between."""
    glued = [_cut(text, cell, _GLUE) for cell in row] if _holds_glue(text, row) else []
    if not any(glued):
        return [row]
    halves = [both or _cut(text, cell, _SENTENCE) for both, cell in zip(glued, row, strict=True)]
    first_text = next(i for i, cell in enumerate(row) if " " in cell.text)
    if glued[first_text] or halves[first_text] is None:
        return [row]
    return [tuple(both[i] if both else cell for both, cell in zip(halves, row, strict=True)) for i in (0, 1)]


def _holds_glue(text: str, row: Row) -> bool:
    return _BODY_BEHIND_NOUN.search(text, row[0].span.start, row[-1].span.end) is not None


def _cut(text: str, cell: Cell, sign: re.Pattern[str]) -> tuple[Cell, Cell] | None:
    """The two halves of a cell in which `sign` stands once, or None."""
    found = list(sign.finditer(text, cell.span.start, cell.span.end))
    if len(found) != 1:
        return None
    spans = Span(cell.span.start, found[0].start()), Span(found[0].end(), cell.span.end)
    first, second = (Cell(fold_space(span.of(text)), span) for span in spans)
    return first, second


def _is_group(block: Block) -> bool:
    """`I. Sở Y tế` between two rows: a cell that was merged over all columns."""
    return block.mark is Mark.ROMAN and len(block.text) <= LONGEST_GROUP and not block.text.endswith((".", ";", ":"))


def _title_of(block: Block) -> Cell:
    return Cell(f"{block.label.rstrip('.')}. {block.text}", block.span)


def _titles(blocks: Sequence[Block], loose: list[int]) -> set[int]:
    """The number of a group of rows on a line of its own (`V`) and the title below it."""
    numbers = [at for at in loose if _ROMAN.match(blocks[at].text)]
    return {*numbers, *(at + 1 for at in numbers if at + 1 in loose)}


def _dates(block: Block, clock: Clock) -> bool:
    found = read_cell(block.view, clock) if len(block.text) <= LONGEST_DATE else None
    return found is not None and bool(found.due_on or found.recurrence)


def _is_body(text: str) -> bool:
    names = read_names(text, bare=True, stops=False)
    return names is not None and names.end == len(text)


def _cell_of(block: Block) -> Cell:
    return Cell(block.text, block.span)
