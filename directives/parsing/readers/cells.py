"""Cells of Word and of web pages: put into a grid, or unfolded when the table only arranges a page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from directives.parsing.readers.blocks import Block, Grid, fold, is_layout

LONG_CELL = 3000
MOST_COLUMNS = 150
# For each column the rows that a tall cell still covers, and its text (None right of a wide one).
_Hanging = dict[int, tuple[int, str | None]]


@dataclass(slots=True)
class Cell:
    """What a cell holds, how many rows and columns it covers, and whether there is a table in it."""

    blocks: tuple[Block, ...]
    down: int = 1
    across: int = 1
    nested: bool = False

    @property
    def text(self) -> str:
        """Its lines; a table inside it is one of them."""
        return "\n".join(flat(block) for block in self.blocks)


def flat(block: Block) -> str:
    """A grid inside a cell on one line: its cells parted by commas, its rows by semicolons."""
    if isinstance(block, str):
        return block
    rows = ([" ".join(fold(cell).split()) for cell in row if cell] for row in block.rows)
    return "; ".join(", ".join(filter(None, row)) for row in rows)


def table_blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """One grid, or the contents of its cells when the table only arranges them."""
    texts = [[cell.text for cell in row] for row in rows]
    nested = any(cell.nested for row in rows for cell in row)
    arranges = nested and (max(map(len, rows)) <= 2 or _longest(texts) > LONG_CELL)
    if arranges or is_layout(texts):
        for row in rows:
            for cell in row:
                yield from cell.blocks
    else:
        yield Grid(tuple(_expanded(rows)))


def _longest(texts: Iterable[Iterable[str]]) -> int:
    return max((len(text) for row in texts for text in row), default=0)


def _expanded(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str | None, ...]]:
    """Rows of one width: None right of a wide cell, the text again below a tall one."""
    hanging: _Hanging = {}
    lines = [_line(row, hanging) for row in rows]
    width = max(map(len, lines), default=0)
    for line in lines:
        yield (*line, *[""] * (width - len(line)))


def _line(row: Sequence[Cell], hanging: _Hanging) -> list[str | None]:
    """The texts of a row in their columns; what reaches further down is noted in `hanging`."""
    line: list[str | None] = []
    for cell in row:
        if len(line) >= MOST_COLUMNS:
            break
        _hang(line, hanging)
        for text in (cell.text, *[None] * (cell.across - 1)):
            if cell.down > 1:
                hanging[len(line)] = (cell.down - 1, text)
            line.append(text)
    _hang(line, hanging)
    return line


def _hang(line: list[str | None], hanging: _Hanging) -> None:
    """Append what hangs down from rows above at the place that `line` has reached."""
    while len(line) in hanging:
        at = len(line)
        left, text = hanging.pop(at)
        if left > 1:
            hanging[at] = (left - 1, text)
        line.append(text)
