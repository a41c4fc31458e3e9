"""Tables drawn with lines: the lines give the cells, the characters that stand in them the words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from directives.parsing.readers.blocks import Grid
from directives.parsing.readers.pdf_pieces import Page, Piece, Ruled, piece_of, rows_of
from directives.parsing.readers.pdf_rows import parted_rows
from directives.parsing.readers.ruling import Cell, cells_of

NEAR = 3.0
LEAST_SENTENCE = 20


def with_tables(pages: Iterable[Page]) -> list[Page]:
    """The pages with their tables, whose pieces are taken out of the running text."""
    found: list[Page] = []
    for page in pages:
        above = found[-1].tables[-1:] if found else ()
        found.append(_with_tables(page, above) if page.across and page.down else page)
    return found


def _with_tables(page: Page, above: Sequence[Ruled]) -> Page:
    """The page with its tables; one row alone is the rest of a table when the last one overleaf has its columns."""
    drawn = [
        ruled_of(page, parted_rows(page, cells, NEAR))
        for cells in cells_of(page.across, page.down, NEAR, fewest_rows=1)
    ]
    ruled = [
        table
        for i, table in enumerate(drawn)
        if len(table.grid.rows) > 1 or (i == 0 and any(same_columns(table, last) for last in above))
    ]
    kept = tuple(piece for piece in page.pieces if not any(_inside(piece, table) for table in ruled))
    return replace(page, pieces=kept, tables=tuple(ruled))


def same_columns(table: Ruled, other: Ruled) -> bool:
    """Whether both tables have their columns at the same places of the page."""
    return len(table.edges) == len(other.edges) and all(
        abs(one - two) < 2 * NEAR for one, two in zip(table.edges, other.edges, strict=True)
    )


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
    tall = {cell for cell in cells if sum(cell[1] - NEAR < top < cell[3] - NEAR for top in lines) > 1}
    rows: list[tuple[str | None, ...]] = []
    merged: list[tuple[bool, ...]] = []
    for top in lines:
        low = min((end for end in ends if end > top + NEAR), default=top + 2 * NEAR)
        row = [_at(left + NEAR, (top + low) / 2, cells) for left in columns]
        rows.append(tuple(_row(row, texts)))
        merged.append(tuple(cell in tall for cell in row))
    return Ruled(
        Grid(tuple(rows)),
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
        tuple(columns),
        tuple(merged),
    )


def _at(x: float, y: float, cells: Sequence[Cell]) -> Cell | None:
    return next((cell for cell in cells if cell[0] <= x < cell[2] and cell[1] <= y <= cell[3]), None)


def _row(row: Sequence[Cell | None], texts: dict[Cell, str]) -> Iterator[str | None]:
    before: Cell | None = None
    for cell in row:
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


def join_over_pages(grid: Grid, above: Ruled, below: Ruled) -> Grid:
    """`grid`, which ends with the rows of `above`, and the rows overleaf.

    The repeated heading goes, a row that was cut in two is made whole, a merged cell that goes on gives its text on.
    """
    heading = takewhile(lambda pair: pair[0] == pair[1], zip(below.grid.rows, grid.rows, strict=False))
    repeated = sum(1 for _same in heading)
    rows, merged = below.grid.rows[repeated:], below.merged[repeated:]
    if not rows:
        return grid
    last = grid.rows[-1]
    grown = tuple(one or two for one, two in zip(above.merged[-1], merged[0], strict=True))
    carried = _carried(last, rows, merged, grown)
    if not below.rest and (grown[0] or not _is_rest(rows[0], last)):
        return Grid((*grid.rows, *carried))
    whole = tuple(_glued(one, two) for one, two in zip(last, rows[0], strict=True))
    return Grid((*grid.rows[:-1], whole, *carried[1:]))


def _carried(
    last: Sequence[str | None],
    rows: Sequence[tuple[str | None, ...]],
    merged: Sequence[Sequence[bool]],
    grown: Sequence[bool],
) -> list[tuple[str | None, ...]]:
    """`rows` with the text of cells that began on the page before, as far down as each of them reaches."""
    filled = [list(row) for row in rows]
    for column, text in enumerate(last):
        height = 0
        while text and grown[column] and height < len(rows) and rows[height][column] == "":
            filled[height][column] = text
            height += 1
            if not merged[height - 1][column]:
                break
    return [tuple(row) for row in filled]


def _is_rest(row: Sequence[str | None], above: Sequence[str | None]) -> bool:
    """The second half of a row: no number in its first cell, and half of its cells empty or a sentence going on."""
    if row[0] or None in row:
        return False
    return 2 * sum(not cell for cell in row) >= len(row) or any(map(_goes_on, above, row))


def _goes_on(above: str | None, below: str | None) -> bool:
    """Whether `below` is the rest of a sentence or a list; a short cell holds a date or a sign, which ends with it."""
    if not (above and below) or len(above) < LEAST_SENTENCE:
        return False
    return above.endswith(",") or (below[0].islower() and not re.search(r"[.;:]$", above))


def _glued(above: str | None, below: str | None) -> str | None:
    return above if not below else f"{above or ''} {below}".strip()
