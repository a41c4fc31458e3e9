"""What stands on every page and belongs to none: page numbers, running heads and feet."""

import re
from collections import Counter
from dataclasses import replace

from directives.parsing.readers.pdf_pieces import Page, Piece
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
    """A running head that holds the number of the paper, or a stamp as secret, stays on the first page."""
    return [
        piece
        for piece in page.pieces
        if not _in_margin(page, piece)
        or not (
            _PAGE_NUMBER.fullmatch(piece.text)
            or (_key(piece) in repeated and not (page.number == 0 and _belongs_to_head(piece.text)))
        )
    ]


def _belongs_to_head(text: str) -> bool:
    return bool(re.match(r"Số\b", text)) or is_mark(text)


def _in_margin(page: Page, piece: Piece) -> bool:
    return piece.bottom < MARGIN * page.height or piece.top > (1 - MARGIN) * page.height


def _key(piece: Piece) -> tuple[str, int]:
    """What makes two running heads one: their words without digits, and their height on the page."""
    return re.sub(r"\d+", "#", piece.text), round(piece.top / 4)
