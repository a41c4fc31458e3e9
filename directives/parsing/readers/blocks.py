"""What every reader delivers, paragraphs and grids in reading order, and the one way they become a `Document`."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directives.parsing.types import Document, Span, Table, TableRow

BAR = " | "
_DROPPED = re.compile("[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200d\u2060\ufeff]")
_SPACE = re.compile(r"[^\S\n]+")
_HEAD = re.compile(r"cộng h[òo][aà] xã hội|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam", re.IGNORECASE)
_FOOT = re.compile(r"\s*(?:nơi nhận\b|(?:TM|KT|TL|TUQ)\s?\.\s)", re.IGNORECASE)
# `15/4/202 6`: a year that a narrow column of a PDF broke over two lines.
_TORN_YEAR = re.compile(r"(?<=[\dIV]/)(?:2 0\d\d|20 [1-4]\d|20[1-4] \d)(?!\d)")
MOST_LAYOUT_COLUMNS = 4
MOST_LAYOUT_ROWS = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells of one width; None continues the cell to its left, a cell merged downwards repeats its text."""

    rows: tuple[tuple[str | None, ...], ...]


Block = str | Grid
Turn = tuple[int, int]
"""Where a page begins: in which block, and there at which character of a paragraph or at which row of a grid."""


def clean(text: str) -> str:
    """`text` in NFC with one kind of line end and without control and invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


def fold(text: str) -> str:
    """The lines of `text` cleaned, white space inside and around them folded, empty ones left out."""
    if text.isprintable() and "  " not in text and text == text.strip(" "):  # no control sign, no blank but this one
        return unicodedata.normalize("NFC", text)
    lines = (_SPACE.sub(" ", line).strip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def assemble(blocks: Iterable[Block], warnings: Iterable[str] = (), turns: Sequence[Turn] = ()) -> Document:
    """Blocks on lines of their own; a row of a grid is one line, its cells parted by bars, with exact spans.

    `turns` says for each page of the file, in order, where it begins.
    """
    pieces: list[str] = []
    tables: list[Table] = []
    starts: list[int] = []
    length = 0
    for i, block in enumerate(blocks):
        rows = _rows(block, length) if isinstance(block, Grid) else None
        text = rows[0] if rows else fold(block) if isinstance(block, str) else ""
        starts += [length + _into(text, place, block) for at, place in turns if at == i]
        if rows and rows[1]:
            tables.append(Table(rows[1], Span(length, length + len(text))))
        if text:
            pieces.append(text)
            length += len(text) + 1
    whole = "\n".join(pieces)
    starts += [len(whole)] * (len(turns) - len(starts))
    return Document(whole, tuple(tables), tuple(warnings), tuple(min(start, len(whole)) for start in starts))


def _into(text: str, place: int, block: Block) -> int:
    """How far into the text of a block a character of it, or a row, lies."""
    if isinstance(block, Grid):
        filled = sum(any(cell and fold(cell) for cell in row) for row in block.rows[:place])
        place = sum(len(line) + 1 for line in text.split("\n")[:filled])
    return min(place, len(text))


def _rows(grid: Grid, start: int) -> tuple[str, tuple[TableRow, ...]]:
    lines: list[str] = []
    rows: list[TableRow] = []
    for cells in grid.rows:
        if not any(cell and fold(cell) for cell in cells):
            continue
        line, row = _row(cells, start)
        lines.append(line)
        rows.append(row)
        start += len(line) + 1
    return "\n".join(lines), tuple(rows)


def _row(cells: Sequence[str | None], start: int) -> tuple[str, TableRow]:
    """A line and its row; a cell that continues its neighbour shares the neighbour's text and span."""
    line = ""
    texts: list[str] = []
    spans: list[Span] = []
    for i, cell in enumerate(cells):
        if cell is None and texts:
            texts.append(texts[-1])
            spans.append(spans[-1])
            continue
        text = " ".join(fold(cell or "").split())
        text = _TORN_YEAR.sub(lambda year: year[0].replace(" ", ""), text) if "/2" in text else text
        line += BAR if i else ""
        texts.append(text)
        spans.append(Span(start + len(line), start + len(line) + len(text)))
        line += text
    return line, TableRow(tuple(texts), tuple(spans))


def is_layout(cells: Sequence[Sequence[str]]) -> bool:
    """Whether a table only sets the letterhead or the signature side by side, or is a frame of one column."""
    if max((len(row) for row in cells), default=0) <= 1:
        return True
    if len(cells) > MOST_LAYOUT_ROWS or max(map(len, cells)) > MOST_LAYOUT_COLUMNS:
        return False
    texts = [cell for row in cells for cell in row]
    return any(_HEAD.search(text) or _FOOT.match(text) for text in texts)
