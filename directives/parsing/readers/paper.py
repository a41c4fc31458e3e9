"""Pages of any origin put together to a document: furniture out, paragraphs made, old fonts turned into Unicode."""

from collections.abc import Iterable, Sequence

from directives.parsing.readers.blocks import Block, Grid, assemble
from directives.parsing.readers.legacy import CODES, modernised
from directives.parsing.readers.pdf_furniture import without_furniture
from directives.parsing.readers.pdf_paragraphs import blocks_of
from directives.parsing.readers.pdf_pieces import Page
from directives.parsing.readers.pdf_unruled import with_unruled
from directives.parsing.readers.several import HEAD, first_paper
from directives.parsing.readers.txt import CONVERTED
from directives.parsing.types import Document


def document_of(pages: Sequence[Page], warnings: Iterable[str] = ()) -> Document:
    """The text and the tables of these pages in reading order."""
    laid, turns = blocks_of(with_unruled(without_furniture(list(pages))))
    blocks, code = in_unicode(laid)
    document = assemble(blocks, (*warnings, *((CONVERTED.format(name=code),) if code else ())), turns)
    heads = [page.number + 1 for page in pages for piece in page.pieces if HEAD.search(piece.text)]
    return first_paper(document, heads)


def in_unicode(blocks: Sequence[Block]) -> tuple[list[Block], str | None]:
    """The blocks out of a font of the past, and the name of its code; as they are and None when there is none."""
    _, code = modernised("\n".join(map(_flat, blocks)))
    if code is None:
        return list(blocks), None
    return [_converted(block, code) for block in blocks], code


def _flat(block: Block) -> str:
    return block if isinstance(block, str) else "\n".join(cell for row in block.rows for cell in row if cell)


def _converted(block: Block, code: str) -> Block:
    convert = dict(CODES)[code]
    if isinstance(block, str):
        return convert(block)
    return Grid(tuple(tuple(cell and convert(cell) for cell in row) for row in block.rows))
