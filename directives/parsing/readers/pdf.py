"""PDF files with a text layer: pypdfium2 gives the characters, pdfplumber the lines of tables."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from directives.parsing.errors import EmptyFile, EncryptedFile, OversizedFile, ScannedFile, UnreadableFile
from directives.parsing.readers.blocks import assemble
from directives.parsing.readers.pdf_furniture import without_furniture
from directives.parsing.readers.pdf_paragraphs import blocks_of
from directives.parsing.readers.pdf_pieces import Page, pieces_of
from directives.parsing.readers.pdf_tables import with_tables
from directives.parsing.types import Document

MAX_PAGES = 500
TOO_MANY_PAGES = f"Tệp PDF dài quá {MAX_PAGES} trang; hãy tách nhỏ rồi tải lên từng phần."
BROKEN = "Tệp PDF bị hỏng nên không mở được; hãy xuất lại PDF hoặc dán nội dung văn bản."
GARBLED = "Phông chữ trong tệp PDF này không kèm bảng mã nên không đọc được chữ; hãy tải bản .docx hoặc dán nội dung."
SCANNED_PAGES = "Trang {pages} là ảnh quét, chưa đọc được chữ."
# A scanned page may still bear the letters of an electronic stamp.
FEW_LETTERS = 200
LARGE_IMAGE = 0.4
MOST_GARBLED = 0.2
FEWEST_LINES = 2
LINE_WIDTH = 4.0
PDF_PASSWORD = 4

# PDFium keeps global state and must not be entered by two threads at once.
_ONE_AT_A_TIME = threading.Lock()


def read_pdf(data: bytes) -> Document:
    """Paragraphs and tables of all pages; raises `EncryptedFile`, `ScannedFile`, `EmptyFile`, `OversizedFile`.

    Page numbers and running heads are left out, wrapped lines joined, letterhead and signature taken column by column.
    """
    with _ONE_AT_A_TIME, closing(_open(data)) as paper:
        if len(paper) > MAX_PAGES:
            raise OversizedFile(TOO_MANY_PAGES)
        paper.init_forms()
        pages = [_page(paper, number) for number in range(len(paper))]
    scanned = [page.number + 1 for page in pages if page.pictured and page.letters < FEW_LETTERS]
    _check(pages, scanned)
    warnings = [SCANNED_PAGES.format(pages=", ".join(map(str, scanned)))] if scanned else []
    pages = with_tables(data, without_furniture(pages))
    return assemble(blocks_of(pages), warnings)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PDF_PASSWORD or "password" in str(error).lower():
            raise EncryptedFile from error
        raise UnreadableFile(BROKEN) from error


def _page(paper: pypdfium2.PdfDocument, number: int) -> Page:
    """One page, stamps and filled fields drawn into it first: numbers and dates are often put in that way."""
    with closing(paper[number]) as drawn:
        flattened = pdfium.FPDFPage_Flatten(drawn, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
        if not flattened:
            return _read_page(drawn, number)
    with closing(paper[number]) as page:
        return _read_page(page, number)


def _read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    left, bottom, right, top = page.get_mediabox()
    size = (right - left, top - bottom)
    with closing(page.get_textpage()) as text:
        found = tuple(pieces_of(text, page.get_rotation(), size, (left, bottom)))
    blank = Page(number, *(size if page.get_rotation() % 180 == 0 else size[::-1]))
    return replace(
        blank,
        pieces=found,
        pictured=_share_of_images(page, size[0] * size[1]) > LARGE_IMAGE,
        ruled=_is_ruled(page),
    )


def _is_ruled(page: pypdfium2.PdfPage) -> bool:
    """Whether there are lines enough for a table: looking for one is a hundred times slower than reading text."""
    across = down = 0
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = path.get_bounds()
        wide, high = right - left > LINE_WIDTH, top - bottom > LINE_WIDTH
        framed = wide and high and _is_stroked(path)
        across += framed or (wide and not high)
        down += framed or (high and not wide)
    return across >= FEWEST_LINES and down >= FEWEST_LINES


def _is_stroked(path: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _share_of_images(page: pypdfium2.PdfPage, area: float) -> float:
    return sum(_areas(page)) / area if area > 0 else 0.0


def _areas(page: pypdfium2.PdfPage) -> Iterator[float]:
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        yield abs(right - left) * abs(top - bottom)


def _check(pages: list[Page], scanned: list[int]) -> None:
    """Raise the error that fits when there is nothing to read."""
    letters = sum(page.letters for page in pages)
    if not letters and not any(page.pictured for page in pages):
        raise EmptyFile
    if letters < FEW_LETTERS * len(pages) and 2 * len(scanned) >= len(pages):
        raise ScannedFile
    garbled = sum(page.garbled for page in pages)
    if garbled > MOST_GARBLED * (letters + garbled):
        raise UnreadableFile(GARBLED)
