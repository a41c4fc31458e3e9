"""Characters of a page gathered into pieces: stretches of one line without a wide gap, with their places."""

import ctypes
import re
import struct
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
FIRST_PLAIN, FIRST_SURROGATE = 0x20, 0xD800
# `FS_RECTF`: four numbers of single precision.
_BOX = struct.Struct("4f")
# Asked of every character, so with plain addresses, and without letting go of the interpreter for a microsecond.
_PLACE_OF = ctypes.cast(
    pdfium.FPDFText_GetLooseCharBox,
    ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p),
)
_UNICODE_OF = ctypes.cast(pdfium.FPDFText_GetUnicode, ctypes.PYFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int))
# As `Char(...)`, without the call in between.
_NEW = tuple.__new__
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
    """Characters on one line; blanks that the page does not draw are among them, without a place of their own.

    `text` are the words of the piece, kept because they are asked for again and again.
    """

    chars: tuple[Char, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    text: str

    @property
    def size(self) -> float:
        """The height of a line of this piece in points, which follows the size of its letters."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table and where it stands on its page; `edges` are the left sides of its columns.

    `merged` says for every field of the grid whether its cell fills several rows, `rest` that the first row
    surely goes on with one from the page before.
    """

    grid: Grid
    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]
    merged: tuple[tuple[bool, ...], ...] = ()
    rest: bool = False


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
    text = "".join([char.text for char in chars]).strip()
    return Piece(tuple(chars), min(lefts), max(rights), min(tops), max(bottoms), text)


def pieces_of(text: Any, rotation: int, size: tuple[float, float], origin: tuple[float, float]) -> Iterator[Piece]:
    """The pieces of a PDFium text page; `size` and `origin` are those of the unrotated media box."""
    gathered: list[Char] = []
    last: Char | None = None
    for char in _chars(text, rotation, size, origin):
        if char is not None and char[0].isspace():
            if last is not None:
                gathered.append(char)
            continue
        if last is not None and (char is None or _parts(last, char)):
            yield piece_of(gathered)
            gathered = []
        if char is not None:
            gathered.append(char)
        last = char
    if last is not None:
        yield piece_of(gathered)


def _parts(before: Char, char: Char) -> bool:
    """Whether `char` begins a piece: on another line than the last one drawn, back to the left, or after a wide gap."""
    _, x0, _, top, bottom = char
    _, before_x0, before_x1, before_top, before_bottom = before
    if top == before_top and bottom == before_bottom and bottom - top > 1.0:  # most of them: on one line, of one size
        return x0 - before_x1 > WIDE_GAP * (bottom - top) or x0 < before_x0 - (bottom - top)
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
    high = ""
    place = (0.0, 0.0, 0.0, 0.0)
    left, top = origin[0], origin[1] + size[1]
    for code, (box_left, box_top, box_right, box_bottom) in _measured(text):
        here = (box_left - left, box_right - left, top - box_top, top - box_bottom)
        if FIRST_PLAIN <= code < FIRST_SURROGATE and not (rotation or high):
            place = here
            yield _NEW(Char, (chr(code), *place))
            continue
        char = high + chr(code or 0xFFFD)
        if "\ud800" <= char <= "\udbff":
            high = char
            continue
        high = ""
        if char in "\r\n":
            yield None
        elif char in LINE_END_HYPHENS:
            yield Char("-", place[1], place[1], *place[2:])
        else:
            box = (box_left, box_bottom, box_right, box_top)
            place = shown(box, rotation, size, origin) if rotation else here
            yield Char(_joined(char), *place)


def _measured(text: Any) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """The code of every character and the sides of its box (left, top, right, bottom) in user space.

    All boxes are written into one stretch of memory and taken out of it at once.
    """
    count = text.count_chars()
    boxes = (pdfium.FS_RECTF * count)()
    page, place = ctypes.addressof(text.raw.contents), ctypes.addressof(boxes)
    for i in range(count):
        _PLACE_OF(page, i, place + i * _BOX.size)
    codes = [_UNICODE_OF(page, i) for i in range(count)]
    return zip(codes, _BOX.iter_unpack(boxes), strict=True)


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
