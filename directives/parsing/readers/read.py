"""The one way in: the content of a file, not its name, decides who reads it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from directives.parsing.errors import EmptyFile, OversizedFile, UnreadableFile
from directives.parsing.readers.kinds import Kind, kind_of
from directives.parsing.readers.several import first_paper
from directives.parsing.types import Document

MAX_BYTES = 20 * 1024 * 1024
SUFFIXES = {
    Kind.PDF: {".pdf"},
    Kind.WORD: {".docx", ".docm", ".dotx"},
    Kind.HTML: {".html", ".htm", ".xhtml"},
    Kind.PICTURE: {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"},
    Kind.OLD_WORD: {".doc", ".dot", ".wps"},
    Kind.RICH_TEXT: {".rtf", ".doc"},
    Kind.OPEN: {".odt"},
    Kind.TEXT: {".txt", ".text", ".md", ""},
}
OFFICE = {Kind.OLD_WORD: ".doc", Kind.RICH_TEXT: ".rtf", Kind.OPEN: ".odt"}
TOO_HEAVY = "Tệp quá lớn hoặc quá phức tạp để đọc; hãy tách nhỏ hoặc dán nội dung văn bản."


def read(data: bytes, name: str) -> Document:
    """The plain text and the tables of the file; `name` only serves to warn when its ending says otherwise.

    Raises `UnreadableFile` (or the kind of it that fits) with one Vietnamese sentence, and nothing else.
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise EmptyFile
    if len(data) > MAX_BYTES:
        raise OversizedFile
    try:
        kind = kind_of(data)
        document = first_paper(reader_of(kind)(data))
    except UnreadableFile:
        raise
    except MemoryError as error:
        raise OversizedFile(TOO_HEAVY) from error
    except Exception as error:
        raise UnreadableFile from error
    if not any(char.isalnum() for char in document.text):
        raise EmptyFile
    return _with_warning(document, kind, name)


def reader_of(kind: Kind) -> Callable[[bytes], Document]:
    """Who reads this kind, whole; imported late: each brings a large library that the others do not need."""
    if kind is Kind.PDF:
        from directives.parsing.readers import pdf

        return pdf.read_pdf
    if kind is Kind.WORD:
        from directives.parsing.readers import docx

        return docx.read_docx
    if kind is Kind.HTML:
        from directives.parsing.readers import html

        return html.read_html
    if kind in OFFICE:
        from directives.parsing.readers import office

        return partial(office.read_office, suffix=OFFICE[kind])
    if kind is Kind.PICTURE:
        from directives.parsing.readers import pictures

        return pictures.read_picture
    from directives.parsing.readers import txt

    return txt.read_txt


def _with_warning(document: Document, kind: Kind, name: str) -> Document:
    suffix = PurePath(name).suffix.lower()
    if suffix in SUFFIXES[kind] or suffix not in set().union(*SUFFIXES.values()):
        return document
    warning = f"Tệp có đuôi {suffix} nhưng nội dung là {kind.value}; đã đọc theo nội dung."
    return replace(document, warnings=(*document.warnings, warning))
