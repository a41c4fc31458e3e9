"""What of a file can be shown without its program: the number of its pages, its text, or the values of its sheets."""

import io
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from directives.parsing.errors import EmptyFile, MislabelledFile, OversizedFile, UnreadableFile
from directives.parsing.readers.kinds import Kind, kind_of
from directives.parsing.readers.package import open_package
from directives.parsing.readers.pictures import FORMATS
from directives.parsing.readers.read import MAX_BYTES, reader_of

MOST_CHARACTERS: Final = 200_000
MOST_SHEETS: Final = 20
MOST_ROWS: Final = 200
MOST_COLUMNS: Final = 30
MOST_IN_CELL: Final = 500
BOOK: Final = "xl/workbook.xml"
NOT_SHOWN: Final = "Loại tệp này chưa xem trước được; hãy tải tệp về máy để mở."
NOT_OPENED: Final = "Tệp hỏng hoặc có mật khẩu nên không xem trước được; hãy tải tệp về máy để mở."


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of one sheet from its first row and column on; `is_cut` when there is more than is shown."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """Either `pages` (how many can be drawn), or `sheets`, or `text`; `is_cut` when the text goes on."""

    pages: int = 0
    text: str = ""
    sheets: tuple[Sheet, ...] = ()
    is_cut: bool = False


def preview(data: bytes) -> Preview:
    """What can be shown of `data`, by its content; no formula, macro or script of it runs.

    Raises:
        UnreadableFile: with the sentence for people, and nothing else.
    """
    if len(data) > MAX_BYTES:
        raise OversizedFile
    try:
        return _preview(data)
    except MislabelledFile as error:
        raise UnreadableFile(NOT_SHOWN) from error
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(NOT_OPENED) from error


def _preview(data: bytes) -> Preview:
    if data[:4] == b"PK\x03\x04" and _is_book(data):
        return Preview(sheets=tuple(_sheets(data)))
    kind = kind_of(data)
    if kind is Kind.PDF:
        return Preview(pages=_pages_of_pdf(data))
    if kind is Kind.PICTURE:
        return Preview(pages=_frames(data))
    text = reader_of(kind)(data).text.strip("\n")
    if not text.strip():
        raise EmptyFile
    return Preview(text=text[:MOST_CHARACTERS], is_cut=len(text) > MOST_CHARACTERS)


def _pages_of_pdf(data: bytes) -> int:
    from directives.parsing.readers import pdf

    with pdf.opened(data) as paper:
        return len(paper)


def _frames(data: bytes) -> int:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        return int(getattr(picture, "n_frames", 1))


def _is_book(data: bytes) -> bool:
    with open_package(data) as package:
        return BOOK in package.namelist()


def _sheets(data: bytes) -> Iterable[Sheet]:
    from openpyxl import load_workbook  # only who opens a sheet pays for it

    with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)) as book:
        for sheet in book.worksheets[:MOST_SHEETS]:
            yield _sheet(
                sheet.title, sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)
            )


def _sheet(name: str, rows: Iterable[Sequence[Any]]) -> Sheet:
    """One row and one column more than are shown are looked at, which tells whether anything is left out."""
    cells = [tuple(map(_words, row)) for row in rows]
    is_cut = any(map(any, cells[MOST_ROWS:])) or any(any(row[MOST_COLUMNS:]) for row in cells)
    shown = [row[:MOST_COLUMNS] for row in cells[:MOST_ROWS]]
    while shown and not any(shown[-1]):
        shown.pop()
    width = max((index + 1 for row in shown for index, cell in enumerate(row) if cell), default=0)
    return Sheet(name, tuple((*row[:width], *[""] * (width - len(row))) for row in shown), is_cut)


def _words(value: object) -> str:
    """A value as people write it here; where a formula stands, its last result that the file itself holds."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return _number(value)
    return " ".join(str(value).split())[:MOST_IN_CELL]


def _number(value: float) -> str:
    with suppress(ValueError, OverflowError):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return f"{value:.10g}".replace(".", ",")
