"""The words of any kept file, only to be found by them: quick, without tables, layout or reading of pictures."""

import unicodedata
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from directives.parsing.errors import MislabelledFile, OversizedFile, UnreadableFile
from directives.parsing.readers.kinds import Kind, kind_of
from directives.parsing.readers.preview import NOT_OPENED, NOT_SHOWN, preview
from directives.parsing.readers.read import MAX_BYTES, reader_of

MOST_CHARACTERS: Final = 400_000
FEWEST_LETTERS: Final = 40
"""A PDF with fewer letters a page is taken for pictures of paper; a stamp or a running head is no text."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words, and whether the file is made of pictures, in which `reader_of` may find more with more time."""

    text: str
    scanned: bool = False


def wording(data: bytes) -> Wording:
    """What stands in the file, at most `MOST_CHARACTERS` of it.

    Raises:
        UnreadableFile: with the sentence for people, and nothing else.
    """
    if len(data) > MAX_BYTES:
        raise OversizedFile
    try:
        return _wording(data)
    except MislabelledFile as error:
        raise UnreadableFile(NOT_SHOWN) from error
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(NOT_OPENED) from error


def _wording(data: bytes) -> Wording:
    if data[:4] == b"PK\x03\x04" and (sheets := preview(data).sheets):
        cells = (cell for sheet in sheets for row in (*((sheet.name,),), *sheet.rows) for cell in row if cell)
        return Wording(_cut("\n".join(cells)))
    kind = kind_of(data)
    if kind is Kind.PICTURE:
        return Wording("", scanned=True)
    if kind is Kind.PDF:
        return _of_pdf(data)
    return Wording(_cut(reader_of(kind)(data).text))


def _of_pdf(data: bytes) -> Wording:
    from directives.parsing.readers import pdf

    found: list[str] = []
    with pdf.opened(data) as paper:
        for page in paper:
            with closing(page), closing(page.get_textpage()) as words:
                found.append(words.get_text_bounded())
    text = _cut("\n".join(found))
    return Wording(text, scanned=sum(map(str.isalpha, text)) < FEWEST_LETTERS * len(found))


def _cut(text: str) -> str:
    """Composed, without the characters that PostgreSQL refuses."""
    return unicodedata.normalize("NFC", text).replace("\0", " ")[:MOST_CHARACTERS]
