"""PDF files: PDFium gives characters, drawn lines and, for pages without words, the picture that is read instead."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from directives.parsing.errors import EmptyFile, EncryptedFile, OversizedFile, ScannedFile, UnreadableFile
from directives.parsing.readers.language import plausibility
from directives.parsing.readers.legacy import modernised
from directives.parsing.readers.paper import document_of
from directives.parsing.readers.patience import Patience
from directives.parsing.readers.pdf_drawn import drawn_on, strokes_of
from directives.parsing.readers.pdf_pieces import Page, pieces_of, shown
from directives.parsing.readers.pdf_tables import with_tables
from directives.parsing.readers.scan import ScannedPage, scanned_page, told
from directives.parsing.types import Document

MAX_PAGES = 1000
SAMPLE = 300
SEAL_ABOVE = 0.9
TOO_MANY_PAGES = f"Tệp PDF dài quá {MAX_PAGES} trang; hãy tách nhỏ rồi tải lên từng phần."
BROKEN = "Tệp PDF bị hỏng nên không mở được; hãy xuất lại PDF hoặc dán nội dung văn bản."
GARBLED = "Phông chữ trong tệp PDF này không kèm bảng mã nên không đọc được chữ; hãy tải bản .docx hoặc dán nội dung."
SCANNED_PAGES = "Trang {pages} là ảnh quét, chưa đọc được chữ."
NO_WORDS = (
    "Tệp PDF này là bản quét không nhận ra chữ nào; hãy quét lại rõ hơn, tải bản có chữ hoặc dán nội dung văn bản."
)
# A scanned page may still bear the letters of an electronic stamp.
FEW_LETTERS = 200
LARGE_IMAGE = 0.4
MOST_GARBLED = 0.2
LEAST_PLAUSIBLE = 0.6
# So many drawn shapes and hardly a letter: the words were turned into outlines.
OUTLINES = 400
PDF_PASSWORD = 4
SCAN_DPI = 300.0
MOST_PIXELS = 4000

# PDFium keeps global state and must not be entered by two threads at once.
_ONE_AT_A_TIME = threading.Lock()


def read_pdf(data: bytes) -> Document:
    """Paragraphs and tables of all pages; raises `EncryptedFile`, `ScannedFile`, `EmptyFile`, `OversizedFile`.

    Page numbers and running heads are left out, wrapped lines joined, letterhead and signature taken column by column.
    Pages without words, or with a text layer that is no language, are read from their pictures.
    """
    with opened(data) as paper:
        if len(paper) > MAX_PAGES:
            raise OversizedFile(TOO_MANY_PAGES)
        paper.init_forms()
        pages = [_page(paper, number) for number in range(len(paper))]
        pages, warnings = _with_scans(paper, pages)
    _check(pages)
    return document_of(with_tables(pages), warnings)


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The file in PDFium, which belongs to one thread meanwhile; raises `EncryptedFile`, `UnreadableFile`."""
    with _ONE_AT_A_TIME, closing(_open(data)) as paper:
        yield paper


def _with_scans(paper: pypdfium2.PdfDocument, pages: list[Page]) -> tuple[list[Page], list[str]]:
    """The pages, those that are pictures replaced by what is read in them, and warnings about it."""
    wanted = [page for page in pages if _is_picture(page) or _is_rubbish(page)]
    if not wanted:
        return pages, []
    patience = Patience()
    try:
        scans = [scan for page in wanted if (scan := _scanned(paper, page, patience))]
    except ScannedFile:
        if 2 * len(wanted) >= len(pages) or any(map(_is_rubbish, wanted)):
            raise
        return pages, [SCANNED_PAGES.format(pages=", ".join(str(page.number + 1) for page in wanted))]
    better = {scan.page.number: scan for scan in scans if _is_better(scan.page, pages[scan.page.number])}
    pages = [better[page.number].page if page.number in better else page for page in pages]
    return pages, [*told(list(better.values())), *patience.told()]


def _scanned(paper: pypdfium2.PdfDocument, page: Page, patience: Patience) -> ScannedPage | None:
    """The page read from its picture; None when there is no time left for it."""
    if patience.is_over():
        patience.skip(page.number)
        return None
    scale = min(SCAN_DPI / 72, MOST_PIXELS / max(page.width, page.height, 1.0))
    with closing(paper[page.number]) as drawn:
        picture = drawn.render(scale=scale, may_draw_forms=True).to_pil()
    return scanned_page(picture, page.number, scale * 72)


def _is_picture(page: Page) -> bool:
    """Whether a page is one picture, or its letters are drawn as shapes; a stamp on it may be text."""
    return (page.pictured or page.shapes > OUTLINES) and page.letters < FEW_LETTERS


def _is_rubbish(page: Page) -> bool:
    """Whether the letters of a page mean nothing: fonts without a table of their codes."""
    garbled = page.garbled
    if garbled and garbled > MOST_GARBLED * (page.letters + garbled):
        return True
    text = _words(page)
    share = plausibility(text, SAMPLE)
    return share is not None and share < LEAST_PLAUSIBLE and modernised(text)[1] is None


def _is_better(scan: Page, page: Page) -> bool:
    """Whether the picture gives more of the language than the text layer."""
    return not _is_rubbish(page) or (plausibility(_words(scan)) or 0.0) > (plausibility(_words(page)) or 0.0)


def _words(page: Page) -> str:
    cells = (cell for table in page.tables for row in table.grid.rows for cell in row if cell)
    return " ".join((*(piece.text for piece in page.pieces), *cells))


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
        _drop_seals(paper, drawn)
        flattened = pdfium.FPDFPage_Flatten(drawn, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
        if not flattened:
            return _read_page(drawn, number)
    with closing(paper[number]) as page:
        return _read_page(page, number)


def _drop_seals(paper: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> None:
    """Take out the seals of electronic signatures above the letterhead, which name who signed the file, and when.

    NĐ 30/2020/NĐ-CP, annex I, puts the seal of the office into the upper corner of the first page; those further down
    hold the number and the day, and stay.
    """
    if paper.formenv is None:
        return
    place = pdfium.FS_RECTF()
    for i in reversed(range(max(0, pdfium.FPDFPage_GetAnnotCount(page)))):
        note = pdfium.FPDFPage_GetAnnot(page, i)
        signed = note and pdfium.FPDFAnnot_GetFormFieldType(paper.formenv, note) == pdfium.FPDF_FORMFIELD_SIGNATURE
        seal = signed and pdfium.FPDFAnnot_GetRect(note, place) and place.bottom > SEAL_ABOVE * page.get_height()
        if note:
            pdfium.FPDFPage_CloseAnnot(note)
        if seal:
            pdfium.FPDFPage_RemoveAnnot(page, i)


def _read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    left, bottom, right, top = page.get_mediabox()
    size = (right - left, top - bottom)
    with closing(page.get_textpage()) as text:
        found = tuple(pieces_of(text, page.get_rotation(), size, (left, bottom)))
        drawn = drawn_on(page)
    across, down = strokes_of(shown(box, page.get_rotation(), size, (left, bottom)) for box in drawn.lines)
    area = size[0] * size[1]
    blank = Page(number, *(size if page.get_rotation() % 180 == 0 else size[::-1]))
    return replace(
        blank,
        pieces=found,
        pictured=area > 0 and drawn.pictures / area > LARGE_IMAGE,
        across=across,
        down=down,
        shapes=drawn.shapes,
    )


def _check(pages: list[Page]) -> None:
    """Raise the error that fits when there is nothing to read."""
    garbled = sum(page.garbled for page in pages)
    if garbled and garbled > MOST_GARBLED * (garbled + sum(page.letters for page in pages)):
        raise UnreadableFile(GARBLED)
    if not any(page.pieces or page.tables for page in pages):
        if any(page.pictured or page.shapes > OUTLINES for page in pages):
            raise ScannedFile(NO_WORDS)
        raise EmptyFile
