"""Tables without lines: the words of their heading and the white space between their columns give the cells."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from directives.parsing.columns import names_columns, titles_column
from directives.parsing.readers.blocks import Grid
from directives.parsing.readers.pdf_pieces import Page, Piece, Ruled, rows_of
from directives.parsing.readers.row_numbers import NUMBERS, Counted

_PART = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])[.)]?")
_SECTION = re.compile(r"[IVX]{1,5}[.)]|(?:Nơi|Điều|Chương|Mục|Phần|PHỤ|CHƯƠNG|MỤC|PHẦN|TM|KT|TL|TUQ)\b")
# In heights of a line: white between the titles of two columns, and between the lines of one row.
TITLES_APART = 0.45
LOOSE = 1.2
# In common whites between words: a wider one parts columns.
MOST_WHITE = 1.5
# The least white between two columns, in points: what is left of two margins of a cell.
LEAST_WHITE = 2.4
# How far a line may begin left of its column, in points.
OUT = 3.0
MOST_HEADING_LINES = 6
# Of `Số TT` and `Số thứ tự`.
UPPER_HALVES = ("số", "thứ")
FEWEST_COLUMNS, MOST_COLUMNS = 3, 10
# Of a heading; each part of it is compared with each other.
MOST_WORDS = 120

Gap = tuple[float, float]


class Word(NamedTuple):
    """A word and where it begins and ends on its line."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand side by side, and the pieces that they were taken from."""

    words: tuple[Word, ...]
    pieces: tuple[Piece, ...]
    top: float
    bottom: float


@dataclass(slots=True)
class Columns:
    """The columns as far as they are known: titles, and between each two the stretches that no line has filled."""

    titles: tuple[str, ...]
    starts: tuple[float, ...]
    index_end: float
    gaps: list[list[Gap]]
    left: float | None = None
    counted: Counted = field(default_factory=Counted)

    def takes(self, line: Line) -> bool:
        """Whether the line leaves white between all columns; if so, what it fills is no longer white."""
        left = [_less(gaps, line.words) for gaps in self.gaps]
        if not all(left):
            return False
        self.gaps = left
        return True

    def index_of(self, line: Line) -> str | None:
        """What stands in the column of numbers, which may be nothing; None when it is no number that may follow."""
        inside = [word.text for word in line.words if word.x0 < self.index_end]
        if len(inside) > 1 and _PART.fullmatch(inside[0]):
            inside = inside[:1]
        index = " ".join(inside)
        return index if not index or self.counted.follows(index) else None

    def holds(self, line: Line) -> bool:
        """Whether a line without a number begins where its column does, and is no heading of the text."""
        first = line.words[0]
        if self.left is None or first.x0 < self.index_end:
            self.left = self.left or next((word.x0 for word in line.words if word.x0 >= self.index_end), None)
            return True
        return first.x0 > self.left - OUT and not _SECTION.match(first.text)

    def cells(self, lines: Sequence[Line]) -> tuple[str, ...]:
        """The words of these lines, column by column."""
        walls = [_wall(i, gaps) for i, gaps in enumerate(self.gaps)]
        texts: list[list[str]] = [[] for _ in self.starts]
        for word in (word for line in lines for word in line.words):
            texts[sum(wall <= word.x0 + LEAST_WHITE / 4 for wall in walls)].append(word.text)
        return tuple(map(" ".join, texts))


@dataclass(slots=True)
class _Found:
    """A table on one page: its rows as lines, the first of which may belong to the row that ends overleaf."""

    columns: Columns
    rows: list[list[Line]] = field(default_factory=list)
    wide: set[int] = field(default_factory=set)
    rest: bool = False
    heading: tuple[Line, ...] = ()
    overleaf: bool = False
    end: int = 0

    def ruled(self) -> Ruled:
        """The table as one with lines would be."""
        lines = [*self.heading, *(line for row in self.rows for line in row)]
        cells: list[tuple[str | None, ...]] = [self.columns.titles] if self.heading else []
        nothing = (None,) * (len(self.columns.starts) - 1)
        for i, row in enumerate(self.rows):
            words = " ".join(word.text for line in row for word in line.words)
            cells.append((words, *nothing) if i in self.wide else self.columns.cells(row))
        return Ruled(
            Grid(tuple(cells)),
            min(line.words[0].x0 for line in lines),
            lines[0].top,
            max(line.words[-1].x1 for line in lines),
            lines[-1].bottom,
            self.columns.starts,
            tuple((False,) * len(row) for row in cells),
            rest=self.rest,
        )


def with_unruled(pages: Sequence[Page]) -> list[Page]:
    """The pages with the tables that no lines are drawn for, their pieces taken out of the running text.

    Such a table has a heading that begins with the column of numbers and names tasks and who or when, as
    `Phụ lục` of plans have; it ends at the first line that runs over its columns.
    """
    found: list[Page] = []
    open_ended: Columns | None = None
    for page in pages:
        if open_ended is None and not any(NUMBERS.match(piece.text) for piece in page.pieces):
            found.append(page)
            continue
        changed, open_ended = _with_unruled(page, open_ended)
        found.append(changed)
    return found


def _with_unruled(page: Page, overleaf: Columns | None) -> tuple[Page, Columns | None]:
    """The page with its tables, and the columns of one that reaches its end."""
    lines = [_line(row) for row in rows_of(page.pieces)]
    tables: list[_Found] = []
    at = 0
    while at < len(lines):
        table = _found_at(lines, at, None if tables else overleaf, tables[-1].end if tables else 0)
        tables += [table] if table else []
        at = table.end if table else at + 1
    last = tables[-1] if tables else None
    rest = last.columns if last and last.end == len(lines) else None
    if not tables:
        return page, None
    taken = {id(piece) for table in tables for line in _lines_of(table) for piece in line.pieces}
    ruled = sorted([*page.tables, *(table.ruled() for table in tables)], key=lambda table: table.top)
    kept = tuple(piece for piece in page.pieces if id(piece) not in taken)
    return replace(page, pieces=kept, tables=tuple(ruled)), rest


def _lines_of(table: _Found) -> Iterable[Line]:
    yield from table.heading
    for row in table.rows:
        yield from row


def _line(row: Sequence[Piece]) -> Line:
    words = sorted((word for piece in row for word in _words(piece)), key=lambda word: word.x0)
    return Line(tuple(words), tuple(row), min(piece.top for piece in row), max(piece.bottom for piece in row))


def _words(piece: Piece) -> Iterable[Word]:
    """The words of a piece; white that no blank is written for parts them too."""
    begun: list[tuple[str, float, float]] = []
    for char in piece.chars:
        blank = not char.text.strip()
        if begun and (blank or char.x0 - begun[-1][2] > LEAST_WHITE):
            yield _word(begun)
            begun = []
        if not blank:
            begun.append((char.text, char.x0, char.x1))
    if begun:
        yield _word(begun)


def _word(chars: Sequence[tuple[str, float, float]]) -> Word:
    return Word("".join(char[0] for char in chars), chars[0][1], max(char[2] for char in chars))


def _found_at(lines: Sequence[Line], at: int, overleaf: Columns | None, above: int) -> _Found | None:
    """The table in whose heading this line begins with `STT`, or which goes on here from the page before."""
    if NUMBERS.match(" ".join(word.text for word in lines[at].words[:4])):
        return _headed(lines, at, overleaf, above)
    return _grown(_Found(deepcopy(overleaf), overleaf=True), lines, at) if overleaf and at == 0 else None


def _headed(lines: Sequence[Line], at: int, overleaf: Columns | None, above: int) -> _Found | None:
    """The table below a heading; where one of the same titles stands overleaf, it goes on with that one."""
    left = lines[at].words[0].x1
    high, deep = at, at + 1
    above = max(above, at - MOST_HEADING_LINES)
    while high > above and _is_title(lines[high - 1], lines[high], left):
        high -= 1
    while deep < min(len(lines) - 1, at + MOST_HEADING_LINES) and lines[deep].words[0].x0 > left:
        deep += 1
    for low in range(at + 1, deep + 1) if overleaf else ():
        again = _columns(lines[high:low])
        if again and overleaf and again.titles == overleaf.titles:
            return _grown(_Found(overleaf, heading=tuple(lines[high:low]), overleaf=True), lines, low)
    low = _end_of_heading(lines, at, deep)
    columns = _columns(lines[high:low])
    return _grown(_Found(columns, heading=tuple(lines[high:low])), lines, low) if columns else None


def _end_of_heading(lines: Sequence[Line], at: int, deep: int) -> int:
    """Where the widest white stands below the heading, or further down where titles stand below titles."""
    if deep == len(lines):
        return deep
    low = max(range(at + 1, deep + 1), key=lambda i: (round(lines[i].top - lines[i - 1].bottom), i))
    while low < deep:
        parts = _parts(lines[low])
        if len(parts) < 2 or not all(titles_column(_text(part)) for part in parts):
            break
        low += 1
    return low


def _is_title(line: Line, below: Line, left: float) -> bool:
    """Whether a line is the upper part of titles that stand right of `STT` and beside each other."""
    first = line.words[0]
    if below.top - line.bottom >= TITLES_APART * (line.bottom - line.top):
        return False
    right = first.x0 > left or first.text.lower() in UPPER_HALVES
    return right and (len(_parts(line)) > 1 or line.bottom > below.top)


def _columns(heading: Sequence[Line]) -> Columns | None:
    """The columns that these lines title; None when they title no table of tasks."""
    if sum(len(line.words) for line in heading) > MOST_WORDS:
        return None
    parts = [Line(words, (), line.top, line.bottom) for line in heading for words in _parts(line)]
    parts = [part for part in parts if not _titles_several(part, parts)]
    spans = _merged((part.words[0].x0, part.words[-1].x1) for part in parts)
    if not FEWEST_COLUMNS <= len(spans) <= MOST_COLUMNS:
        return None
    titles = tuple(
        " ".join(word.text for part in parts for word in part.words if left <= word.x0 <= right)
        for left, right in spans
    )
    if not (NUMBERS.fullmatch(titles[0]) and names_columns(titles)):
        return None
    gaps = [[(one[1], two[0])] for one, two in pairwise(spans)]
    return Columns(titles, tuple(left for left, _ in spans), spans[0][1] + LEAST_WHITE, gaps)


def _titles_several(title: Line, parts: Iterable[Line]) -> bool:
    """Whether a title stands over those of two columns: `Phân công` over `Chủ trì` and `Phối hợp`."""
    left, right = title.words[0].x0, title.words[-1].x1
    below = [
        _text(part.words)
        for part in parts
        if part.top > title.top + LEAST_WHITE and part.words[0].x0 < right and part.words[-1].x1 > left
    ]
    return len(below) > 1 and all(map(titles_column, below))


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _parts(line: Line) -> list[tuple[Word, ...]]:
    """The words of a line, parted where the titles of two columns would be."""
    white = TITLES_APART * (line.bottom - line.top)
    parts = [[line.words[0]]]
    for word in line.words[1:]:
        if word.x0 - parts[-1][-1].x1 > white:
            parts.append([])
        parts[-1].append(word)
    return [tuple(part) for part in parts]


def _merged(spans: Iterable[Gap]) -> list[Gap]:
    """Spans in order, those that overlap made into one."""
    merged: list[Gap] = []
    for left, right in sorted(spans):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _grown(table: _Found, lines: Sequence[Line], at: int) -> _Found | None:
    """The table with all lines that fit below its heading; None when nothing says that they are its rows."""
    columns = table.columns
    begins = at
    numbers: dict[int, str] = {}
    while at < len(lines):
        line = lines[at]
        index = columns.index_of(line)
        if index is None or not (index or (_near(lines, at, begins, table) and columns.holds(line))):
            break
        part = len(_parts(line)) == 1 and _titles_rows(lines, at, columns)
        if part or (at > begins and _is_prose(line, columns)) or not columns.takes(line):
            if not (part or _titles_rows(lines, at, columns)):
                break
            table.wide.add(at)
        elif index:
            columns.holds(line)
        if index:
            numbers[at] = index
            columns.counted.take(index)
        at += 1
    table.end = at
    if not numbers and not (at > begins and table.overleaf and lines[begins].words[0].text[:1].islower()):
        return None
    _part(table, lines, begins, sorted(numbers))
    return table


def _near(lines: Sequence[Line], at: int, begins: int, table: _Found) -> bool:
    """Whether the line stands close below the one before it, which is of the table too."""
    if at == begins:
        return True
    return lines[at].top - lines[at - 1].bottom < LOOSE * (lines[at].bottom - lines[at].top)


def _is_prose(line: Line, columns: Columns) -> bool:
    """Whether the line runs on without more white than between its words, and not from where columns begin."""
    whites = sorted(two.x0 - one.x1 for one, two in pairwise(line.words))
    if len(whites) < FEWEST_COLUMNS or whites[-1] > MOST_WHITE * max(whites[len(whites) // 2], LEAST_WHITE):
        return False
    return sum(_widest_of(gaps)[1] - _widest_of(_less(gaps, line.words))[1] > 1 for gaps in columns.gaps) > 1


def _widest_of(gaps: Sequence[Gap]) -> Gap:
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))


def _part(table: _Found, lines: Sequence[Line], begins: int, numbers: Sequence[int]) -> None:
    """Part the lines into rows: each begins with its number, unless numbers stand in the middle of their rows."""
    starts = list(numbers)
    centred = [at for at in numbers if len(lines[at].words) == 1]
    if numbers and (centred or (numbers[0] > begins and not table.overleaf)):
        starts = _widest(lines, begins, numbers)
    table.rest = table.overleaf and begins not in starts
    edges = sorted({begins, *starts, *(at + 1 for at in table.wide), table.end})
    table.wide = {i for i, start in enumerate(edges) if start in table.wide}
    table.rows = [list(lines[one:two]) for one, two in pairwise(edges)]


def _widest(lines: Sequence[Line], begins: int, numbers: Sequence[int]) -> list[int]:
    """The first line of every row: that below the widest white between two numbers, most often above the second."""
    white = {i: round(lines[i].top - lines[i - 1].bottom) for i in range(begins + 1, numbers[-1] + 1)}
    between = [range(one + 1, two + 1) for one, two in pairwise(numbers)]
    return [begins, *(max(span, key=lambda i: (white[i], i)) for span in between)]


def _titles_rows(lines: Sequence[Line], at: int, columns: Columns) -> bool:
    """Whether a line that runs over the columns is the title of the rows below it: `II. Nhóm nhiệm vụ ...`."""
    below = lines[at + 1].words[0] if at + 1 < len(lines) else None
    part = _PART.fullmatch(lines[at].words[0].text)
    return bool(part and below and below.x0 < columns.index_end and below.text[:1].isalnum() and len(below.text) < 6)


def _less(gaps: Sequence[Gap], words: Sequence[Word]) -> list[Gap]:
    """What is left of the gaps between and beside these words."""
    left: list[Gap] = []
    for start, end in gaps:
        at = start
        for word in words:
            if word.x1 <= at or word.x0 >= end:
                continue
            if word.x0 - at >= LEAST_WHITE:
                left.append((at, word.x0))
            at = word.x1
        if end - at >= LEAST_WHITE:
            left.append((at, end))
    return left


def _wall(place: int, gaps: Sequence[Gap]) -> float:
    """Where one column ends: the first white behind the numbers, else the widest."""
    left, right = gaps[0] if place == 0 else _widest_of(gaps)
    return (left + right) / 2
