"""Straight lines put together to the cells of tables, on a page of any origin: drawn, or found in a scan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Cell = tuple[float, float, float, float]
"""Left, top, right and bottom side."""

MOST_CELLS = 20_000
# The narrowest column or lowest row at an open side, in distances at which things still touch.
NARROWEST = 4
# A cross of two lines is no grid.
LEAST_GRID = 3
# How far apart strokes in one line may lie, in the same distances.
SAME_LEVEL = 0.25


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line across (`at` is its height) or down (`at` is its distance from the left), from `start` to `end`."""

    at: float
    start: float
    end: float


def cells_of(
    across: Sequence[Stroke], down: Sequence[Stroke], near: float, *, fewest_rows: int = 2
) -> list[list[Cell]]:
    """The cells of each table that these lines draw; `near` is how far apart things that touch may lie.

    A cell is the smallest rectangle with lines on all four sides; where a line between two fields of the grid is
    missing, they are one merged cell. One frame alone is no table; one row is where `fewest_rows` says so.
    A side of the table that is left open, as some do left and right, is closed where its lines end.
    """
    tables = []
    for rows, columns in _connected(_joined(across, near), _joined(down, near), near):
        cells = _cells([*rows, *_outer(columns, rows, near)], [*columns, *_outer(rows, columns, near)], near)
        if len({cell[0] for cell in cells}) > 1 and len({cell[1] for cell in cells}) >= fewest_rows:
            tables.append(cells)
    return sorted(tables, key=lambda cells: min(cell[1] for cell in cells))


def _joined(strokes: Sequence[Stroke], near: float) -> list[Stroke]:
    """Strokes in one line that touch made into one: some programs draw the sides of every cell."""
    joined: list[Stroke] = []
    levels: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if not levels or stroke.at - levels[-1][0].at > SAME_LEVEL * near:
            levels.append([])
        levels[-1].append(stroke)
    for group in levels:
        for i, stroke in enumerate(sorted(group, key=lambda stroke: stroke.start)):
            if i and stroke.start - joined[-1].end <= near:
                joined[-1] = Stroke(joined[-1].at, joined[-1].start, max(joined[-1].end, stroke.end))
            else:
                joined.append(stroke)
    return joined


def _connected(
    across: Sequence[Stroke], down: Sequence[Stroke], near: float
) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Groups of lines that meet each other."""
    strokes = [*((line, True) for line in across), *((line, False) for line in down)]
    parent = list(range(len(strokes)))
    for i, (line, _) in enumerate(strokes[: len(across)]):
        for j in range(len(across), len(strokes)):
            if _meet(line, strokes[j][0], near):
                parent[_root(parent, i)] = _root(parent, j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, (line, runs_across) in enumerate(strokes):
        group = groups.setdefault(_root(parent, i), ([], []))
        group[0 if runs_across else 1].append(line)
    return (group for group in groups.values() if group[0] and group[1] and len(group[0]) + len(group[1]) > 2)


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _meet(across: Stroke, down: Stroke, near: float) -> bool:
    return across.start - near <= down.at <= across.end + near and down.start - near <= across.at <= down.end + near


def _outer(lines: Sequence[Stroke], crossing: Sequence[Stroke], near: float) -> Iterator[Stroke]:
    """Strokes along the ends of `lines` where most of them reach beyond the outermost line that crosses them."""
    places = [stroke.at for stroke in crossing]
    whole = len(_levels(lines, near))
    if whole + len(_levels(crossing, near)) < LEAST_GRID:
        return
    first, last = min(stroke.start for stroke in crossing), max(stroke.end for stroke in crossing)
    for end, beyond in (
        (min(line.start for line in lines), min(places) - min(line.start for line in lines)),
        (max(line.end for line in lines), max(line.end for line in lines) - max(places)),
    ):
        reaching = [line for line in lines if min(abs(line.start - end), abs(line.end - end)) <= near]
        if (
            beyond > NARROWEST * near
            and len(_levels(reaching, near)) > whole // 2
            and whole + len(_levels(crossing, near)) > 2
        ):
            yield Stroke(end, first, last)


def _levels(lines: Iterable[Stroke], near: float) -> list[float]:
    """The places of lines in order, those that nearly agree once."""
    levels: list[float] = []
    for at in sorted(line.at for line in lines):
        if not levels or at - levels[-1] > near:
            levels.append(at)
    return levels


def _cells(across: Sequence[Stroke], down: Sequence[Stroke], near: float) -> list[Cell]:
    ys, xs = _levels(across, near), _levels(down, near)
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width > MOST_CELLS:
        return []
    sides = _drawn(down, xs, ys, near)
    tops = _drawn(across, ys, xs, near)
    parent = list(range(height * width))
    for i in range(height):
        for j in range(width):
            if j + 1 < width and i not in sides[j + 1]:
                parent[_root(parent, i * width + j)] = _root(parent, i * width + j + 1)
            if i + 1 < height and j not in tops[i + 1]:
                parent[_root(parent, i * width + j)] = _root(parent, (i + 1) * width + j)
    fields: dict[int, list[tuple[int, int]]] = {}
    for at in range(height * width):
        fields.setdefault(_root(parent, at), []).append(divmod(at, width))
    return [cell for group in fields.values() if (cell := _cell(group, xs, ys, sides, tops))]


def _drawn(lines: Sequence[Stroke], levels: list[float], marks: list[float], near: float) -> list[set[int]]:
    """For each level the stretches between two marks over which a line is drawn there."""
    drawn: list[set[int]] = [set() for _ in levels]
    for line in lines:
        level = min(range(len(levels)), key=lambda i: abs(levels[i] - line.at))
        for i in range(len(marks) - 1):
            middle = (marks[i] + marks[i + 1]) / 2
            if line.start - near <= middle <= line.end + near:
                drawn[level].add(i)
    return drawn


def _cell(
    group: list[tuple[int, int]], xs: list[float], ys: list[float], sides: list[set[int]], tops: list[set[int]]
) -> Cell | None:
    """The rectangle that a group of fields fills; None when it is open to one side or no rectangle."""
    rows, columns = {row for row, _ in group}, {column for _, column in group}
    top, low, left, right = min(rows), max(rows) + 1, min(columns), max(columns) + 1
    if len(group) != (low - top) * (right - left):
        return None
    closed = rows <= sides[left] and rows <= sides[right] and columns <= tops[top] and columns <= tops[low]
    return (xs[left], ys[top], xs[right], ys[low]) if closed else None
