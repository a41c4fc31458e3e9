"""Rows of a table that no line parts, or lines of dots too small to be drawn as such: their numbers part them."""

from collections.abc import Iterator, Sequence

from directives.parsing.readers.pdf_pieces import Page, Piece
from directives.parsing.readers.row_numbers import NUMBERS, Counted
from directives.parsing.readers.ruling import Cell

# Less high than two lines: nothing can be parted.
LEAST_HEIGHT = 20.0
# How far the first number may stand below the highest line of its row, in heights of a line.
LEVEL = 0.5
ABOVE = 1.0

Number = tuple[str, float]
"""What stands on a line of the first column, and the top of that line."""


def parted_rows(page: Page, cells: Sequence[Cell], near: float) -> list[Cell]:
    """`cells`, those of a row parted above each number where its first cell holds several that follow each other.

    Only numbers on the first line of their rows are taken for such; above the first one on a page the rest of a row
    from the page before may stand. `near` is how far apart equal sides may lie.
    """
    left, top = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
    parted = list(cells)
    for first in (cell for cell in cells if cell[0] - left < near and cell[3] - cell[1] > LEAST_HEIGHT):
        row = [cell for cell in cells if abs(cell[1] - first[1]) < near and abs(cell[3] - first[3]) < near]
        overleaf = page.number > 0 and first[1] - top < near
        cuts = _cuts(page, first, max(cell[2] for cell in row), overleaf=overleaf)
        if cuts:
            parted = [cell for cell in parted if cell not in row]
            parted += [slice_ for cell in row for slice_ in _slices(cell, cuts)]
    return parted


def _slices(cell: Cell, cuts: Sequence[float]) -> Iterator[Cell]:
    tops = [cell[1], *cuts]
    for top, low in zip(tops, [*cuts, cell[3]], strict=True):
        yield cell[0], top, cell[2], low


def _cuts(page: Page, first: Cell, right: float, *, overleaf: bool) -> list[float]:
    """Where the row of this first cell is to be parted; empty when it is one row."""
    inside = [piece for piece in page.pieces if first[1] < (piece.top + piece.bottom) / 2 < first[3]]
    inside = [piece for piece in inside if first[0] < piece.x1 and piece.x0 < right]
    numbers = sorted(_numbers(inside, first), key=lambda number: number[1])
    counted = Counted()
    for text, _ in numbers[1:] if numbers and NUMBERS.match(numbers[0][0]) else numbers:
        if counted.row and not counted.follows(text):
            return []
        counted.take(text)
        if not counted.row:
            return []
    if len(numbers) < 2:
        return []
    highest = min(inside, key=lambda piece: piece.top)
    begins = numbers[0][1] - highest.top <= LEVEL * highest.size
    return [top - ABOVE for _, top in numbers[begins:]] if begins or overleaf else []


def _numbers(pieces: Sequence[Piece], cell: Cell) -> Iterator[Number]:
    """The words of the first column, line by line."""
    for piece in pieces:
        if piece.x0 < cell[2]:
            text = "".join(char.text for char in piece.chars if char.middle[0] < cell[2]).strip()
            if text:
                yield text, piece.top
