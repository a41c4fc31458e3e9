"""A picture of a page into a `Page` of pieces and tables, as if it had been set in letters.

The words of Tesseract are given the places of letters, so that everything behind (running heads, columns of the
letterhead, paragraphs, tables over several pages) is the same as for a PDF with text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import fmean, median

import numpy as np
from PIL import Image

from directives.parsing.readers import page_image
from directives.parsing.readers.ocr import Word, words_in
from directives.parsing.readers.page_image import Box, Gray
from directives.parsing.readers.pdf_pieces import WIDE_GAP, Char, Page, Piece, Ruled, piece_of
from directives.parsing.readers.pdf_tables import ruled_of
from directives.parsing.readers.ruling import Cell, cells_of
from directives.parsing.readers.scan_words import corrected

POINTS = 72.0
A4_HEIGHT = 11.69
TARGET_DPI = 200.0
LEAST_DPI = 90.0
# Of a page that stands on its head only rubbish is read.
UPSIDE_DOWN = 70.0
NOISE = 25.0
NOISY_LINE = 45.0
GOOD_LINE = 70.0
UNSURE = 60.0
POOR = 75.0
MOST_TOLD = 12
FEWEST_LETTERS = 12
EDGE = 0.006
NEAR = 0.035
PAD = 0.015
ROOM = 0.06
LEAST_INK = 0.12
ASCENT, DESCENT = 0.9, 0.25
SAME_SIZE = 0.25


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page that was read from its picture: how sure that is on average, 0 to 100, and the words that are not."""

    page: Page
    sure: float
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An upright picture and what was read on it, in pixels."""

    grey: Gray
    dpi: float
    words: tuple[Word, ...]
    tables: tuple[tuple[Cell, ...], ...]

    @property
    def sure(self) -> float:
        """The mean over all words, longer ones weighing more."""
        weights = [len(word.text) for word in self.words]
        return float(np.average([word.sure for word in self.words], weights=weights)) if weights else 0.0


def scanned_page(picture: Image.Image, number: int, dpi: float | None = None) -> ScannedPage:
    """The page `number` (from 0) as read; `dpi` is guessed from the height of A4 when it is not known.

    Raises `ScannedFile` when Tesseract or its data is missing.
    """
    picture, dpi = _sized(picture, dpi)
    grey = page_image.even_light(picture)
    if page_image.is_lying(page_image.ink_of(grey)):
        grey = grey.transpose(Image.Transpose.ROTATE_90)
    sheet = _sheet(grey, dpi)
    if sheet.words and sheet.sure < UPSIDE_DOWN:
        sheet = max(sheet, _sheet(grey.transpose(Image.Transpose.ROTATE_180), dpi), key=lambda each: each.sure)
    if sheet.sure < UNSURE and sum(len(word.text) for word in sheet.words) < FEWEST_LETTERS:
        sheet = replace(sheet, words=())
    return _as_page(sheet, number)


def _sized(picture: Image.Image, dpi: float | None) -> tuple[Image.Image, float]:
    """The picture at about 300 dots per inch, the size of letters that Tesseract reads best."""
    dpi = dpi or max(LEAST_DPI, max(picture.size) / A4_HEIGHT)
    if 0.8 <= dpi / TARGET_DPI <= 1.25:
        return picture, dpi
    factor = min(TARGET_DPI / dpi, 4.0)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS), dpi * factor


def _sheet(grey: Image.Image, dpi: float) -> _Sheet:
    grey = page_image.upright(grey, page_image.skew_of(page_image.ink_of(grey)))
    ink = page_image.ink_of(grey)
    across, down = page_image.ruled_lines(ink, dpi)
    tables = tuple(tuple(cells) for cells in cells_of(across, down, NEAR * dpi))
    clean = page_image.without_lines(np.asarray(grey), across, down, dpi)
    running = clean.copy()
    for frame in map(_frame, tables):  # a region of text above and below a table would hold its words once more
        running[frame.top : frame.bottom, frame.x0 : frame.x1] = 255
    regions = page_image.regions_of(running < page_image.INK, dpi)
    words = _sound(words_in(Image.fromarray(running), regions, dpi), grey.size)
    picture = Image.fromarray(clean)
    for cells in tables:
        words += _words_of_table(picture, cells, dpi, max((word.line for word in words), default=0))
    return _Sheet(clean, dpi, tuple(words), tables)


def _frame(cells: Sequence[Cell]) -> Box:
    return Box(
        int(min(cell[0] for cell in cells)),
        int(min(cell[1] for cell in cells)),
        int(max(cell[2] for cell in cells)) + 1,
        int(max(cell[3] for cell in cells)) + 1,
    )


def _words_of_table(picture: Image.Image, cells: Sequence[Cell], dpi: float, line: int) -> list[Word]:
    """Columns are read as a whole, which is faster than cell by cell; what that leaves out is read on its own.

    Left out are cells over several columns, and single digits, which pass for specks in a column.
    """
    lefts = sorted({cell[0] for cell in cells})
    wide = [cell for cell in cells if sum(cell[0] < left < cell[2] for left in lefts)]
    narrow = [cell for cell in cells if cell not in wide]
    read = words_in(picture, _boxes(_columns(narrow), dpi), dpi, first_line=line)
    kept = [word for word in read if word.sure >= NOISE and not _holder(wide, word.box)]
    done = {_holder(narrow, word.box) for word in kept}
    ink = np.asarray(picture) < page_image.INK
    left_out = [*wide, *(cell for cell in narrow if cell not in done)]
    boxes = [box for cell in _boxes(left_out, dpi) if (box := _trimmed(ink, cell, dpi))]
    after = max((word.line for word in kept), default=line)
    more = words_in(picture, boxes, dpi, first_line=after, in_block=True)
    return [*kept, *(word for word in more if word.sure >= NOISE)]


def _columns(cells: Sequence[Cell]) -> list[Cell]:
    """For each column the rectangle that holds its cells."""
    columns = []
    for left in sorted({cell[0] for cell in cells}):
        own = [cell for cell in cells if cell[0] == left]
        columns.append((left, min(c[1] for c in own), min(c[2] for c in own), max(c[3] for c in own)))
    return columns


def _boxes(cells: Iterable[Cell], dpi: float) -> list[Box]:
    pad = round(PAD * dpi)
    boxes = [Box(int(x0) + pad, int(top) + pad, int(x1) - pad, int(low) - pad) for x0, top, x1, low in cells]
    return [box for box in boxes if box.x1 - box.x0 > pad and box.bottom - box.top > pad]


def _holder(cells: Iterable[Cell], box: Box) -> Cell | None:
    """The cell in which the middle of `box` lies."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return next((cell for cell in cells if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]), None)


def _trimmed(ink: page_image.Mask, box: Box, dpi: float) -> Box | None:
    """The part of a cell that holds its words, with room around them; None when it holds no more than specks."""
    part = ink[box.top : box.bottom, box.x0 : box.x1]
    if int(part.sum()) < LEAST_INK * dpi:
        return None
    rows, columns = (np.flatnonzero(part.any(axis=axis)) for axis in (1, 0))
    room = round(ROOM * dpi)
    return Box(
        max(box.x0, box.x0 + int(columns[0]) - room),
        max(box.top, box.top + int(rows[0]) - room),
        min(box.x1, box.x0 + int(columns[-1]) + 1 + room),
        min(box.bottom, box.top + int(rows[-1]) + 1 + room),
    )


def _sound(words: Iterable[Word], size: tuple[int, int]) -> list[Word]:
    """Words without the specks, scribbles and edges of paper that were taken for letters."""
    margin = EDGE * max(size)
    kept: list[Word] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = [word for word in group if _inside(word.box, size, margin)]
        if line and fmean(word.sure for word in line) < GOOD_LINE:
            line = [word for word in line if word.sure >= NOISE]
        while line and not _is_word(line[-1]):
            line.pop()
        if line and fmean(word.sure for word in line) >= NOISY_LINE and any(_is_word(word) for word in line):
            kept.extend(line)
    return kept


def _inside(box: Box, size: tuple[int, int], margin: float) -> bool:
    return box.x1 > margin and box.x0 < size[0] - margin and box.bottom > margin and box.top < size[1] - margin


def _is_word(word: Word) -> bool:
    return any(char.isalnum() for char in word.text) or word.sure >= UNSURE + 20


def _as_page(sheet: _Sheet, number: int) -> ScannedPage:
    scale = POINTS / sheet.dpi
    height, width = sheet.grey.shape
    typical = median(word.height for word in sheet.words) if sheet.words else 0.0
    pieces = tuple(_pieces(sheet.words, typical, scale))
    page = Page(number, width * scale, height * scale, pieces, pictured=True)
    ruled = [ruled_of(page, [_scaled(cell, scale) for cell in cells]) for cells in sheet.tables]
    page = replace(page, pieces=tuple(_outside(pieces, ruled)), tables=tuple(ruled))
    unsure = (word.text for word in sheet.words if word.sure < UNSURE and re.search(r"\w{2}", word.text))
    return ScannedPage(page, sheet.sure, tuple(unsure))


def _scaled(cell: Cell, scale: float) -> Cell:
    left, top, right, bottom = (side * scale for side in cell)
    return left, top, right, bottom


def _outside(pieces: Iterable[Piece], tables: Sequence[Ruled]) -> Iterator[Piece]:
    for piece in pieces:
        x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
        if not any(table.x0 <= x <= table.x1 and table.top <= y <= table.bottom for table in tables):
            yield piece


def _pieces(words: Iterable[Word], typical: float, scale: float) -> Iterator[Piece]:
    """The words of each line as pieces, parted at wide gaps."""
    for _, group in groupby(words, key=lambda word: word.line):
        line = corrected(sorted(group, key=lambda word: word.box.x0))
        size = median(word.height for word in line)
        size = typical if abs(size - typical) <= SAME_SIZE * typical else size
        base = median(word.baseline for word in line)
        chars: list[Char] = []
        end = 0
        for word in line:
            if chars and word.box.x0 - end > WIDE_GAP * size:
                yield piece_of(chars)
                chars = []
            if chars:
                chars.append(Char(" ", end * scale, word.box.x0 * scale, chars[-1].top, chars[-1].bottom))
            chars.extend(_chars(word, base, size, scale))
            end = word.box.x1
        if chars:
            yield piece_of(chars)


def _chars(word: Word, base: float, size: float, scale: float) -> Iterator[Char]:
    """The letters of a word, spread evenly over its box."""
    step = (word.box.x1 - word.box.x0) / len(word.text)
    top, bottom = (base - ASCENT * size) * scale, (base + DESCENT * size) * scale
    for i, letter in enumerate(word.text):
        yield Char(letter, (word.box.x0 + i * step) * scale, (word.box.x0 + (i + 1) * step) * scale, top, bottom)


def told(scans: Sequence[ScannedPage]) -> Iterator[str]:
    """Warnings about pages that were read from their pictures."""
    if not scans:
        return
    pages = ", ".join(f"{scan.page.number + 1} ({scan.sure:.0f} %)" for scan in scans[:MOST_TOLD])
    more = f" và {len(scans) - MOST_TOLD} trang khác" if len(scans) > MOST_TOLD else ""
    yield f"Đọc bằng nhận dạng chữ, độ tin cậy theo trang: {pages}{more}; hãy đối chiếu với bản gốc."
    poor = [str(scan.page.number + 1) for scan in scans if scan.sure < POOR and scan.page.pieces]
    if poor:
        yield f"Trang {', '.join(poor)} quét mờ hoặc lệch nên chữ đọc được có thể sai nhiều."
    unsure = [f"“{word}” (trang {scan.page.number + 1})" for scan in scans for word in scan.unsure]
    if unsure:
        yield f"Chữ chưa chắc: {', '.join(unsure[:MOST_TOLD])}{'…' if len(unsure) > MOST_TOLD else ''}"
