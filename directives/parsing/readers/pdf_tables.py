"""Tables drawn with lines: the lines give the cells, the characters that stand in them the words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from directives.parsing.readers.blocks import Grid
from directives.parsing.readers.pdf_pieces import Page, Piece, Ruled, piece_of, rows_of
from directives.parsing.readers.ruling import Cell, cells_of

NEAR = 3.0


def with_tables(pages: Iterable[Page]) -> list[Page]:
    """The pages with their tables, whose pieces are taken out of the running text."""
    return [_with_tables(page) if page.across and page.down else page for page in pages]


def _with_tables(page: Page) -> Page:
    ruled = [ruled_of(page, cells) for cells in cells_of(page.across, page.down, NEAR)]
    kept = tuple(piece for piece in page.pieces if not any(_inside(piece, table) for table in ruled))
    return replace(page, pieces=kept, tables=tuple(ruled))


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


def ruled_of(page: Page, cells: Sequence[Cell]) -> Ruled:
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


def _row(columns: Sequence[float], y: float, cells: Sequence[Cell], texts: dict[Cell, str]) -> Iterator[str | None]:
    before: Cell | None = None
    for left in columns:
        x = left + NEAR
        cell = next((cell for cell in cells if cell[0] <= x < cell[2] and cell[1] <= y <= cell[3]), None)
        yield None if cell is not None and cell == before else texts.get(cell, "") if cell else ""
        before = cell


def _texts(page: Page, cells: Sequence[Cell]) -> Iterator[str]:
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


def _home(place: tuple[float, float], cells: Sequence[Cell]) -> int | None:
    x, y = place
    return next((i for i, cell in enumerate(cells) if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]), None)


def join_over_pages(grid: Grid, more: Grid) -> Grid:
    """A table that goes on overleaf: the repeated heading goes, a row that was cut in two is made whole."""
    repeated = sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(more.rows, grid.rows, strict=False)))
    rows = list(more.rows)[repeated:]
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
