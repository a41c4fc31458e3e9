"""PDF with text: lines in reading order, page numbers and running heads dropped, ruled tables as tables."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pdfplumber
import pypdfium2
from pdfplumber.page import Page
from pdfplumber.table import Table

from directives.parsing.errors import EncryptedFile, OversizedFile, ScannedFile, UnreadableFile
from directives.parsing.readers.columns import lines_of
from directives.parsing.readers.sheet import Sheet, clean
from directives.parsing.types import Document

MOST_PAGES: Final = 500
FEWEST_LETTERS: Final = 40
"""Per page; a scan has none, or a stamp's worth."""
FEWEST_RULES: Final = 4
PAGE_NUMBER: Final = re.compile(r"[-–—]?\s*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–—]?", re.IGNORECASE)
PASSWORD: Final = 4  # FPDF_ERR_PASSWORD

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a page: lines of prose, or the rows of a table."""

    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def read_pdf(data: bytes) -> Document:
    """The text of the paper.

    Raises:
        EncryptedFile, ScannedFile, OversizedFile, UnreadableFile: with one sentence each.
    """
    plain = _plain_pages(data)
    if sum(char.isalpha() for page in plain for char in page) < FEWEST_LETTERS * max(1, len(plain)):
        raise ScannedFile
    pages = [_without_edges(pieces, _running(plain)) for pieces in _pages(data, plain)]
    sheet = Sheet()
    for piece in _joined([piece for page in pages for piece in page]):
        if piece.rows:
            sheet.table(piece.rows)
        for line in piece.lines:
            sheet.line(line)
    return sheet.document()


def _plain_pages(data: bytes) -> list[str]:
    """Text by page, as the drawing order gives it."""
    try:
        paper = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EncryptedFile if getattr(error, "err_code", 0) == PASSWORD else UnreadableFile from error
    try:
        if len(paper) > MOST_PAGES:
            raise OversizedFile(f"Tệp PDF có hơn {MOST_PAGES} trang; hãy tách nhỏ rồi tải lên.")
        return [_text_of_page(paper, number) for number in range(len(paper))]
    finally:
        paper.close()


def _text_of_page(paper: pypdfium2.PdfDocument, number: int) -> str:
    page = paper[number]
    text = page.get_textpage()
    try:
        # PDFium marks a hyphen at a line's end by U+FFFE.
        return str(text.get_text_bounded()).replace("\r\n", "\n").replace("\ufffe", "-")
    finally:
        text.close()
        page.close()


def _pages(data: bytes, plain: list[str]) -> Iterator[list[Piece]]:
    """The pieces of each page; a page of mere prose is taken as PDFium gives it, which is ten times as fast."""
    with pdfplumber.open(io.BytesIO(data)) as paper:
        for number, (page, text) in enumerate(zip(paper.pages, plain, strict=False)):
            at_an_end = number in {0, len(plain) - 1}  # where the letterhead and the signature stand
            yield _pieces(page) if at_an_end or _ruled(page) else [Piece(tuple(text.split("\n")))]
            page.close()


def _ruled(page: Page) -> bool:
    return len(page.lines) + len(page.rects) >= FEWEST_RULES


def _pieces(page: Page) -> list[Piece]:
    tables = page.find_tables() if _ruled(page) else []
    grids = sorted((table.bbox[1], table.bbox[3], _cells(table.extract())) for table in tables if _parted(table))
    pieces, top = [], 0.0
    for start, end, rows in grids:
        pieces.append(_prose(page, top, start))
        pieces.append(Piece(rows=tuple(tuple(row) for row in rows)))
        top = max(top, end)
    pieces.append(_prose(page, top, float(page.height)))
    return [piece for piece in pieces if piece.rows or any(piece.lines)]


def _parted(table: Table) -> bool:
    """Whether most rows are parted into three columns by rules; a frame around paragraphs is no table."""
    parted = sum(sum(cell is not None for cell in row.cells) >= 3 for row in table.rows)
    return len(table.rows) >= 2 and parted * 2 >= len(table.rows)


def _cells(rows: list[list[str | None]]) -> Rows:
    """Cells as text; a cell merged with the one above carries its text."""
    filled: Rows = []
    for row in rows:
        above = filled[-1] if filled else [""] * len(row)
        filled.append([(above[i] if cell is None and i < len(above) else cell or "") for i, cell in enumerate(row)])
    return filled


def _prose(page: Page, top: float, bottom: float) -> Piece:
    if bottom - top < 1:
        return Piece()
    box = (0, max(0, top), page.width, min(bottom, page.height))
    return Piece(tuple(lines_of(page.crop(box, strict=False))))


def _running(pages: list[str]) -> frozenset[str]:
    """First and last lines that stand on most of the pages: running heads and feet."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [clean(line) for line in page.split("\n") if clean(line)]
        edges.update({*lines[:1], *lines[-1:]})
    return frozenset(line for line, times in edges.items() if times >= 3 and times > len(pages) / 2)


def _without_edges(pieces: list[Piece], running: frozenset[str]) -> list[Piece]:
    """The page without its number and without running lines at its two ends."""
    return [
        Piece(tuple(_trimmed(piece.lines, running, first=i == 0, last=i == len(pieces) - 1)), piece.rows)
        for i, piece in enumerate(pieces)
    ]


def _trimmed(lines: tuple[str, ...], running: frozenset[str], *, first: bool, last: bool) -> list[str]:
    kept = list(lines)
    while first and kept and _is_edge(kept[0], running):
        kept.pop(0)
    while last and kept and _is_edge(kept[-1], running):
        kept.pop()
    return kept


def _is_edge(line: str, running: frozenset[str]) -> bool:
    text = clean(line)
    return not text or text in running or bool(PAGE_NUMBER.fullmatch(text))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Tables that go on over a page break become one, a repeated head row is read once."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and piece.rows and len(piece.rows[0]) == len(held.rows[0]):
            rows = piece.rows[1:] if piece.rows[0] == held.rows[0] else piece.rows
            held = Piece(rows=(*held.rows, *rows))
            continue
        if held is not None and (piece.rows or any(line.strip() for line in piece.lines)):
            yield held
            held = None
        if piece.rows:
            held = piece
        else:
            yield piece
    if held is not None:
        yield held
