"""Pieces of all pages put into reading order and into paragraphs: wrapped lines joined, columns one after the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from directives.parsing.readers.blocks import Block, Grid, Turn
from directives.parsing.readers.pdf_columns import columns_apart
from directives.parsing.readers.pdf_pieces import Page, Piece, Ruled, rows_of
from directives.parsing.readers.pdf_tables import join_over_pages, same_columns

LIST_MARKER = re.compile(
    r"\(?\d{1,2}(?:\.\d{1,2})*[.)](?!\d)|\(?[a-zđ][.)](?=\s|[A-ZĐ])|[IVX]{1,5}[.)-](?=\s|[A-ZĐ])|[-–—+•●▪*](?!\d)\s?|"
    r"Điều\s+\d|(?:Phần|Chương|Mục|PHẦN|CHƯƠNG|MỤC)\s+(?:thứ\b|THỨ\b|[IVX\d]+\b)|"
    r"\((?:Kèm|Ban hành kèm) theo\s"
)
LOOSE = 0.75
INDENT = 8.0
CENTRED = 8.0
SLACK = 6.0
HALF = 0.5


@dataclass(slots=True)
class Line:
    """A printed line; `alone` lines (letterhead, signature) are never joined to others."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    page: int
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the running text of a page begins and ends."""

    left: float
    right: float


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The paragraph on one line; a hyphen at the end of a line keeps its word together."""
        text = ""
        for line in self.lines:
            glue = "" if not text or re.search(r"\w-$", text) else " "
            text += glue + line.text
        return text


def blocks_of(pages: Sequence[Page]) -> tuple[list[Block], list[Turn]]:
    """Paragraphs and tables in reading order over all pages, and for each page where it begins in them."""
    laid = _Laid()
    for page in pages:
        laid.add(page)
    return [block.text if isinstance(block, Paragraph) else block for block in laid.blocks], laid.turns


@dataclass(slots=True)
class _Laid:
    """What was read so far; `table` is the last table, which may go on overleaf."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    table: Ruled | None = None

    def add(self, page: Page) -> None:
        """Take in the next page; its first line or table may belong to what stands last on the page before."""
        lines = lines_of(page)
        margins = _margins(lines, page)
        overleaf, count = self.table, len(self.blocks)
        size = _size(self.blocks[-1]) if self.blocks else 0
        for item in _in_order(lines, page):
            if isinstance(item, Line):
                _add(self.blocks, item, margins)
            else:
                self._add_table(item, overleaf)
                overleaf = None
        goes_on = bool(self.blocks) and count > 0 and _size(self.blocks[count - 1]) > size
        self.turns.append((count - 1, size) if goes_on else (count, 0))

    def _add_table(self, table: Ruled, overleaf: Ruled | None) -> None:
        last = self.blocks[-1] if self.blocks else None
        if overleaf and isinstance(last, Grid) and same_columns(overleaf, table):
            self.blocks[-1] = join_over_pages(last, overleaf, table)
        else:
            self.blocks.append(table.grid)
        self.table = table


def _size(block: Paragraph | Grid) -> int:
    """Characters of a paragraph, rows of a grid."""
    return len(block.text) if isinstance(block, Paragraph) else len(block.rows)


def _in_order(lines: list[Line], page: Page) -> Iterator[Line | Ruled]:
    """Lines in their order, each table before the first line that stands below it."""
    tables = list(page.tables)
    for line in lines:
        while tables and tables[0].top < line.top:
            yield tables.pop(0)
        yield line
    yield from tables


def lines_of(page: Page) -> list[Line]:
    """The printed lines of a page in reading order."""
    return [_line(row, page.number, alone=alone) for row, alone in columns_apart(rows_of(page.pieces))]


def _line(row: Sequence[Piece], page: int, *, alone: bool) -> Line:
    text = " ".join(" ".join(piece.text for piece in row).split())
    top, bottom = min(piece.top for piece in row), max(piece.bottom for piece in row)
    return Line(text, row[0].x0, max(piece.x1 for piece in row), top, bottom, page, alone)


def _margins(lines: Sequence[Line], page: Page) -> Margins:
    """The outermost edges that the running text reaches, single lines that stick out not counted."""
    running = [line for line in lines if not line.alone] or list(lines)
    if not running:
        return Margins(0, page.width)
    rights = sorted(line.x1 for line in running)
    return Margins(min(line.x0 for line in running), rights[int(0.95 * (len(rights) - 1))])


def _add(blocks: list[Paragraph | Grid], line: Line, margins: Margins) -> None:
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and _goes_on(last, line, margins):
        last.lines.append(line)
    else:
        blocks.append(Paragraph([line]))


def _goes_on(paragraph: Paragraph, line: Line, margins: Margins) -> bool:
    """Whether `line` is the rest of the paragraph, which was broken only because its next word did not fit."""
    before = paragraph.lines[-1]
    size, other = before.bottom - before.top, line.bottom - line.top
    if before.alone or line.alone or (line.page == before.page and line.top - before.bottom > LOOSE * size):
        return False
    if _breaks_off(before, line, margins) and (line.page != before.page or _is_full(before, line, margins)):
        return True
    if abs(size - other) > 0.2 * max(size, other):
        return False
    if LIST_MARKER.match(line.text) and not _halves(before.text, line.text):
        return False
    if _is_centred(line, margins) and _is_even(before, margins):
        ends = before.text.endswith((".", ":")) or line.text.endswith(":")  # `CHỦ TỊCH UBND TỈNH điện:` is no title
        return not (ends or _is_capitals(before.text) or _is_capitals(line.text))
    return _is_full(before, line, margins) and not _is_indented(paragraph, line)


def _breaks_off(before: Line, line: Line, margins: Margins) -> bool:
    """Whether a wide line ends within a sentence, which goes on in small letters.

    The lines of a scan differ in height, its pages in their edges.
    """
    wide = before.x1 - before.x0 > HALF * (margins.right - margins.left)
    return wide and line.text[:1].islower() and before.text[-1:].isalnum() and not LIST_MARKER.match(line.text)


def _is_full(before: Line, line: Line, margins: Margins) -> bool:
    """Whether the first word of `line` would not have fitted behind `before`; a dash goes with the next word."""
    words = line.text.split(" ")
    head = " ".join(words[: 1 if words[0][:1].isalnum() else 2])
    room = (line.x1 - line.x0) * (len(head) + 1) / max(1, len(line.text))
    return before.x1 + room >= margins.right - SLACK


def _halves(before: str, line: str) -> bool:
    """`2021` / `- 2025` and `Văn hóa` / `– Xã hội,`: the dash stands between two halves of one name or period."""
    if re.search(r"\d{4}$", before) and re.match(r"[-–]\s*\d{4}\b", line):
        return True
    return bool(re.match(r"[-–—]\s", line)) and not re.search(r"[.;:,!?]$", before)


def _is_indented(paragraph: Paragraph, line: Line) -> bool:
    """Whether `line` begins further right than the line before: a new paragraph, unless a list label hangs out."""
    before = paragraph.lines[-1]
    hangs = len(paragraph.lines) == 1 and LIST_MARKER.match(before.text) is not None
    return line.page == before.page and line.x0 > before.x0 + INDENT and not hangs


def _is_centred(line: Line, margins: Margins) -> bool:
    return line.x0 > margins.left + INDENT and _is_even(line, margins)


def _is_even(line: Line, margins: Margins) -> bool:
    return abs((line.x0 - margins.left) - (margins.right - line.x1)) < 2 * CENTRED


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all(char.isupper() for char in letters)
