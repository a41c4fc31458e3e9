"""Characters of a page gathered into pieces: stretches of one line without a wide gap, with their places."""

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from directives.parsing.readers.blocks import Grid
from directives.parsing.readers.ruling import Stroke

WIDE_GAP = 1.8
SAME_LINE = 0.5
# PDFium says so where a hyphen ends a line; which of the two depends on its version.
LINE_END_HYPHENS = "\x02\ufffe"
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff]")


class Char(NamedTuple):
    """A character and its box in points, from the upper left corner of the page as it is shown."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters on one line; blanks that the page does not draw are among them, without a place of their own."""

    chars: tuple[Char, ...]
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def text(self) -> str:
        """The words of the piece."""
        return "".join(char.text for char in self.chars).strip()

    @property
    def size(self) -> float:
        """The height of a line of this piece in points, which follows the size of its letters."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table and where it stands on its page; `edges` are the left sides of its columns."""

    grid: Grid
    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as shown: width and height in points, its pieces in the order of the file, its tables.

    `pictured` when pictures fill it, `across` and `down` are the lines drawn, `shapes` counts all
    that is.
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...] = ()
    tables: tuple[Ruled, ...] = ()
    pictured: bool = False
    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()
    shapes: int = 0

    @property
    def letters(self) -> int:
        """How many letters and digits the page holds."""
        return sum(sum(map(str.isalnum, piece.text)) for piece in self.pieces)

    @property
    def garbled(self) -> int:
        """How many characters have no meaning outside their font."""
        return sum(len(_MEANINGLESS.findall(piece.text)) for piece in self.pieces)


def piece_of(chars: Sequence[Char]) -> Piece:
    """The piece that these characters make; its box is that of the characters that are drawn."""
    drawn = [char for char in chars if not char.text.isspace()] or list(chars)
    _, lefts, rights, tops, bottoms = zip(*drawn, strict=True)
    return Piece(tuple(chars), min(lefts), max(rights), min(tops), max(bottoms))


def pieces_of(text: Any, rotation: int, size: tuple[float, float], origin: tuple[float, float]) -> Iterator[Piece]:
    """The pieces of a PDFium text page; `size` and `origin` are those of the unrotated media box."""
    gathered: list[Char] = []
    last: Char | None = None
    for char in _chars(text, rotation, size, origin):
        blank = char is not None and char.text.isspace()
        if char is None or (last is not None and not blank and _parts(last, char)):
            if last is not None:
                yield piece_of(gathered)
            gathered, last = [], None
        if char is None or (blank and last is None):
            continue
        gathered.append(char)
        last = last if blank else char
    if last is not None:
        yield piece_of(gathered)


def _parts(before: Char, char: Char) -> bool:
    """Whether `char` begins a piece: on another line than the last one drawn, back to the left, or after a wide gap."""
    _, x0, _, top, bottom = char
    _, before_x0, before_x1, before_top, before_bottom = before
    height = bottom - top if bottom - top > 1.0 else 1.0
    other = before_bottom - before_top if before_bottom - before_top > 1.0 else 1.0
    low = bottom if bottom < before_bottom else before_bottom
    high = top if top > before_top else before_top
    if low - high < SAME_LINE * (height if height < other else other):
        return True
    return x0 - before_x1 > WIDE_GAP * height or x0 < before_x0 - height


def _chars(text: Any, rotation: int, size: tuple[float, float], origin: tuple[float, float]) -> Iterator[Char | None]:
    """Every character in the order of the file; None where PDFium ends a line.

    This loop runs once for each letter of a paper, so names are looked up before it and upright pages go a short way.
    """
    box = pdfium.FS_RECTF()
    place_of, unicode_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetUnicode
    page, target = text.raw, ctypes.byref(box)
    high = ""
    place = (0.0, 0.0, 0.0, 0.0)
    left, top = origin[0], origin[1] + size[1]
    for i in range(text.count_chars()):
        char = high + chr(unicode_of(page, i) or 0xFFFD)
        if "\ud800" <= char <= "\udbff":
            high = char
            continue
        high = ""
        if char in "\r\n":
            yield None
            continue
        place_of(page, i, target)
        if char in LINE_END_HYPHENS:
            yield Char("-", place[1], place[1], *place[2:])
            continue
        if rotation:
            place = shown((box.left, box.bottom, box.right, box.top), rotation, size, origin)
        else:
            place = (box.left - left, box.right - left, top - box.top, top - box.bottom)
        yield Char(char if len(char) == 1 else _joined(char), *place)


def _joined(char: str) -> str:
    """Two surrogate halves as the one character that they stand for."""
    return char.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if len(char) > 1 else char


def shown(
    box: tuple[float, float, float, float],
    rotation: int,
    size: tuple[float, float],
    origin: tuple[float, float],
) -> tuple[float, float, float, float]:
    """A box of user space (left, bottom, right, top) as (x0, x1, top, bottom) on the page as it is shown."""
    left, right = box[0] - origin[0], box[2] - origin[0]
    bottom, top = box[1] - origin[1], box[3] - origin[1]
    width, height = size
    if rotation == 90:
        return bottom, top, left, right
    if rotation == 180:
        return width - right, width - left, bottom, top
    if rotation == 270:
        return height - top, height - bottom, width - right, width - left
    return left, right, height - top, height - bottom


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces that stand side by side, from the top down, each row from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top + piece.bottom) / 2):
        if rows and _beside(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_woven(sorted(row, key=lambda piece: piece.x0)) for row in rows]


def _beside(row: Sequence[Piece], piece: Piece) -> bool:
    first = row[0]
    shared = min(first.bottom, piece.bottom) - max(first.top, piece.top)
    return shared > SAME_LINE * min(first.size, piece.size)


def _woven(row: list[Piece]) -> list[Piece]:
    """Numbers and dates that a stamp put into the blanks of another piece, at their places in it."""
    woven: list[Piece] = []
    for piece in row:
        if woven and piece.x1 < woven[-1].x1 and piece.x0 > woven[-1].x0:
            host = woven[-1].chars
            if _printed_twice(host, piece):
                continue
            at = next(i for i, char in enumerate(host) if char.x0 >= piece.x0 and char.text.strip())
            blank = Char(" ", piece.x0, piece.x0, piece.top, piece.bottom)
            woven[-1] = piece_of((*host[:at], blank, *piece.chars, blank, *host[at:]))
        else:
            woven.append(piece)
    return woven


def _printed_twice(host: Sequence[Char], piece: Piece) -> bool:
    """Whether `piece` repeats letters that stand at its very place, as fonts do that draw some letters twice."""
    here = "".join(char.text for char in host if char.x0 <= (piece.x0 + piece.x1) / 2 <= char.x1)
    return piece.text in here
