"""Letterhead and signature, which stand side by side: the left column first, then the right one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from directives.parsing.readers.pdf_pieces import Piece, piece_of, rows_of

HEAD = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do", re.IGNORECASE)
FOOT = re.compile(r"Nơi nhận\b", re.IGNORECASE)
DATED = re.compile(r"ngày\b.{0,9}\s*tháng\s+.{0,6}\s*năm\b|ngày\b.{0,24}\bnăm\s+20\d\d", re.IGNORECASE)
MOST_HEAD_ROWS = 12
HEAD_GAP = 2.5
BLANK = 0.5

Row = list[Piece]


def columns_apart(rows: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
    """Rows in reading order, each with whether it belongs to a letterhead or signature."""
    at = 0
    while at < len(rows):
        end, gutter = _region(rows, at)
        if gutter is None:
            yield rows[at], False
            at += 1
            continue
        for column in _halves((piece for row in rows[at:end] for piece in row), gutter):
            yield from ((row, True) for row in rows_of(column))
        at = end


def _region(rows: Sequence[Row], at: int) -> tuple[int, float | None]:
    """Where a region of two columns that begins at this row ends, and the place between its columns."""
    if any(FOOT.match(piece.text) for piece in rows[at][:1]):
        return _foot(rows, at)
    if at < MOST_HEAD_ROWS and any(HEAD.search(piece.text) for piece in _next(rows, at)):
        return _head(rows, at)
    return at, None


def _next(rows: Sequence[Row], at: int) -> Row:
    """The pieces of this row, and of the next when the left column begins a little higher."""
    beside = at + 1 < len(rows) and rows[at + 1][0].top < rows[at][0].bottom
    return [*rows[at], *(rows[at + 1] if beside else [])]


def _head(rows: Sequence[Row], at: int) -> tuple[int, float | None]:
    """Down to the place and date, or as far as nothing crosses the gutter."""
    title = next(piece for row in rows[at : at + 2] for piece in row if HEAD.search(piece.text))
    found = HEAD.search("".join(char.text for char in title.chars))
    gutter = _left_of_all(rows[at : at + MOST_HEAD_ROWS], title.chars[found.start() if found else 0].x0 - BLANK)
    end = at
    while end < min(len(rows), at + MOST_HEAD_ROWS) and _fits(rows[end], gutter):
        dated = any(DATED.search(piece.text) for piece in rows[end])
        end += 1
        if dated:
            return _below_number(rows, at, end, gutter), gutter
        if end < len(rows) and rows[end][0].top - rows[end - 1][0].bottom > HEAD_GAP * rows[end - 1][0].size:
            break
    return (end, gutter) if end > at + 1 else (at, None)


def _left_of_all(rows: Sequence[Row], gutter: float) -> float:
    """The gutter moved left of what stands beside the left column; a title on two lines is narrower than its motto."""
    left = 0.0
    for row in rows:
        for i, piece in enumerate(row):
            if piece.x1 <= gutter:
                left = max(left, piece.x1)
            elif left < piece.x0 < gutter and (i or DATED.search(piece.text)):
                gutter = piece.x0 - BLANK
        if any(DATED.search(piece.text) for piece in row):
            break
    return gutter


def _below_number(rows: Sequence[Row], at: int, end: int, gutter: float) -> int:
    """The subject of a letter ("V/v ...") goes on below its number, and below the date, in the left column alone."""
    begun = any(row[0].text.lower().startswith("v/v") for row in rows[at:end])
    while end < len(rows) and rows[end][-1].x1 < gutter:
        begun = begun or rows[end][0].text.lower().startswith("v/v")
        if not begun or rows[end][0].top - rows[end - 1][0].bottom > rows[end][0].size:
            break
        end += 1
    return end


def _foot(rows: Sequence[Row], at: int) -> tuple[int, float | None]:
    """From "Nơi nhận" to the end of the page, or to the first row that runs over both columns."""
    first = rows[at][0]
    rights = [piece.x0 for row in rows[at:] for piece in row[1:] if piece.x0 > first.x1 + first.size]
    if not rights:
        return at, None
    gutter = min(rights) - BLANK
    left = max((piece.x1 for row in rows[at:] for piece in row if piece.x1 <= gutter), default=gutter)
    wider = [piece.x0 for row in rows[at:] for piece in row if left + first.size < piece.x0 < gutter < piece.x1]
    gutter = min((gutter, *(x0 - BLANK for x0 in wider)))  # a name is wider than the titles above it
    end = at
    while end < len(rows) and _fits(rows[end], gutter):
        end += 1
    return (end, gutter) if end > at else (at, None)


def _fits(row: Row, gutter: float) -> bool:
    """Whether no piece of the row runs over the gutter, but for one that can be cut there."""
    return all(not _crosses(piece, gutter) or _cut(piece, gutter) is not None for piece in row)


def _crosses(piece: Piece, gutter: float) -> bool:
    return piece.x0 < gutter - BLANK and piece.x1 > gutter + BLANK


def _cut(piece: Piece, gutter: float) -> tuple[Piece, Piece] | None:
    """The two halves of a piece whose blank at the gutter is wider than one between words; None if there is none."""
    drawn = [i for i, char in enumerate(piece.chars) if char.text.strip()]
    for i, j in pairwise(drawn):
        left, right = piece.chars[i], piece.chars[j]
        wide = right.x0 - left.x1 > BLANK * piece.size
        named = HEAD.match("".join(char.text for char in piece.chars[j:]))
        if j > i + 1 and (named or (wide and left.x1 <= gutter + piece.size and right.x0 >= gutter - piece.size)):
            return piece_of(piece.chars[: i + 1]), piece_of(piece.chars[j:])
    return None


def _halves(pieces: Iterable[Piece], gutter: float) -> tuple[list[Piece], list[Piece]]:
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        cut = _cut(piece, gutter) if _crosses(piece, gutter) else None
        for part in cut or (piece,):
            (left if (part.x0 + part.x1) / 2 < gutter else right).append(part)
    return left, right
