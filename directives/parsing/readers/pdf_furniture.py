"""What stands on every page and belongs to none: page numbers, running heads and feet."""

import re
from collections import Counter
from dataclasses import replace

from directives.parsing.readers.pdf_pieces import Page, Piece
from directives.parsing.readers.row_numbers import NUMBERS
from directives.parsing.stamps import is_mark

MARGIN = 0.1
FEWEST_REPEATS = 3
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:Trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)


def without_furniture(pages: list[Page]) -> list[Page]:
    """The pages without page numbers and without lines in the margins that come back on half of the pages."""
    seen = Counter(key for page in pages for key in {_key(piece) for piece in page.pieces if _in_margin(page, piece)})
    repeated = {key for key, times in seen.items() if times >= max(FEWEST_REPEATS, len(pages) / 2)}
    return [replace(page, pieces=tuple(_kept(page, repeated))) for page in pages]


def _kept(page: Page, repeated: set[tuple[str, int]]) -> list[Piece]:
    """A running head that holds the number of the paper, or a stamp as secret, stays on the first page.

    A number beside words that stay is that of a row, and titles around `STT` are those of a table, given on every page.
    """
    heads = {id(piece) for piece in page.pieces if _in_margin(page, piece) and _key(piece) in repeated}
    if page.number == 0:
        heads -= {id(piece) for piece in page.pieces if _belongs_to_head(piece.text)}
    for column in (piece for piece in page.pieces if heads and NUMBERS.match(piece.text)):
        heads -= {id(piece) for piece in page.pieces if _touches(piece, column)}
    numbers = [piece for piece in page.pieces if _in_margin(page, piece) and _PAGE_NUMBER.fullmatch(piece.text)]
    gone = heads | {id(piece) for piece in numbers}
    for number in numbers:
        if any(id(piece) not in gone and _beside(piece, number) for piece in page.pieces):
            gone.discard(id(number))
    return [piece for piece in page.pieces if id(piece) not in gone]


def _touches(piece: Piece, title: Piece) -> bool:
    return piece.top < title.bottom + title.size / 2 and piece.bottom > title.top - title.size / 2


def _beside(piece: Piece, number: Piece) -> bool:
    return piece.top < (number.top + number.bottom) / 2 < piece.bottom


def _belongs_to_head(text: str) -> bool:
    return bool(re.match(r"Số\b", text)) or is_mark(text)


def _in_margin(page: Page, piece: Piece) -> bool:
    return piece.bottom < MARGIN * page.height or piece.top > (1 - MARGIN) * page.height


def _key(piece: Piece) -> tuple[str, int]:
    """What makes two running heads one: their words without digits, and their height on the page."""
    return re.sub(r"\d+", "#", piece.text), round(piece.top / 4)
