"""Tables drawn with lines: pdfplumber finds the cells, the characters of PDFium fill them."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pdfplumber

from directives.parsing.readers.blocks import Grid
from directives.parsing.readers.pdf_pieces import Page, Piece, Ruled, piece_of, rows_of

NEAR = 3.0
Box = tuple[float, float, float, float]


def with_tables(data: bytes, pages: list[Page]) -> list[Page]:
    """The pages with their tables, whose pieces are taken out of the running text."""
    if not any(page.ruled and page.pieces for page in pages):
        return pages
    with pdfplumber.open(io.BytesIO(data)) as paper:
        return [_with_tables(page, paper.pages[page.number]) if page.ruled else page for page in pages]


def _with_tables(page: Page, drawn: Any) -> Page:
    try:
        tables = [table for table in drawn.filter(_is_stroke).find_tables() if _is_table(table.cells)]
    finally:
        drawn.close()
    ruled = [ruled_of(page, [_box(cell) for cell in table.cells]) for table in tables]
    kept = tuple(piece for piece in page.pieces if not any(_inside(piece, table) for table in ruled))
    return replace(page, pieces=kept, tables=tuple(sorted(ruled, key=lambda table: table.top)))


def _is_stroke(thing: dict[str, Any]) -> bool:
    """Lines, outlines and thin bars; filled areas are shading behind words and would pass for cells."""
    if thing["object_type"] == "char":
        return False
    filled = thing["object_type"] == "rect" and not thing.get("stroke")
    return not filled or min(thing["width"], thing["height"]) <= NEAR


def _is_table(cells: Sequence[Box]) -> bool:
    """At least two rows and two columns: one line under a heading or one frame is no table."""
    return len(_edges(cell[0] for cell in cells)) > 1 and len(_edges(cell[1] for cell in cells)) > 1


def _box(cell: Sequence[float]) -> Box:
    x0, top, x1, bottom = map(float, cell)
    return x0, top, x1, bottom


def _inside(piece: Piece, table: Ruled) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    return table.x0 <= x <= table.x1 and table.top <= y <= table.bottom


def _edges(values: Iterable[float]) -> list[float]:
    """Values in order, those that are nearly equal once."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > NEAR:
            edges.append(value)
    return edges


def ruled_of(page: Page, cells: Sequence[Box]) -> Ruled:
    """The grid of these cells: a cell over several columns leaves None, one over several rows repeats its text."""
    columns = _edges(cell[0] for cell in cells)
    lines = _edges(cell[1] for cell in cells)
    ends = _edges(cell[3] for cell in cells)
    texts = dict(zip(cells, _texts(page, cells), strict=True))
    rows = []
    for top in lines:
        low = min((end for end in ends if end > top + NEAR), default=top + 2 * NEAR)
        rows.append(tuple(_row(columns, (top + low) / 2, cells, texts)))
    return Ruled(
        Grid(tuple(rows)),
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
        tuple(columns),
    )


def _row(columns: Sequence[float], y: float, cells: Sequence[Box], texts: dict[Box, str]) -> Iterator[str | None]:
    before: Box | None = None
    for left in columns:
        x = left + NEAR
        cell = next((cell for cell in cells if cell[0] <= x < cell[2] and cell[1] <= y <= cell[3]), None)
        yield None if cell is not None and cell == before else texts.get(cell, "") if cell else ""
        before = cell


def _texts(page: Page, cells: Sequence[Box]) -> Iterator[str]:
    """The words in each cell, line by line; blanks go with the character before them."""
    inside: list[list[Piece]] = [[] for _ in cells]
    for piece in page.pieces:
        at: int | None = None
        chars: list[Any] = []
        for char in piece.chars:
            home = _home(char.middle, cells) if char.text.strip() else at
            if home != at and at is not None and chars:
                inside[at].append(piece_of(chars))
                chars = []
            at = home
            chars = [*chars, char] if at is not None else []
        if at is not None and any(char.text.strip() for char in chars):
            inside[at].append(piece_of(chars))
    for pieces in inside:
        yield " ".join(piece.text for row in rows_of(pieces) for piece in row)


def _home(place: tuple[float, float], cells: Sequence[Box]) -> int | None:
    x, y = place
    return next((i for i, cell in enumerate(cells) if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]), None)


def join_over_pages(grid: Grid, more: Grid) -> Grid:
    """A table that goes on overleaf: the repeated heading goes, a row that was cut in two is made whole."""
    rows = list(more.rows)
    if rows and rows[0] == grid.rows[0]:
        rows = rows[1:]
    if rows and _is_rest(rows[0]):
        last = grid.rows[-1]
        whole = tuple(_glued(above, below) for above, below in zip(last, rows[0], strict=True))
        return Grid((*grid.rows[:-1], whole, *rows[1:]))
    return Grid((*grid.rows, *rows))


def _is_rest(row: Sequence[str | None]) -> bool:
    """The second half of a row: no number in its first cell, and half of its cells empty."""
    return not row[0] and None not in row and 2 * sum(not cell for cell in row) >= len(row)


def _glued(above: str | None, below: str | None) -> str | None:
    return above if not below else f"{above or ''} {below}".strip()
