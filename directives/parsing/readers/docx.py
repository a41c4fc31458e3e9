"""Word files read from their XML: paragraphs with printed numbering, tables with merged cells, text boxes.

Tracked changes count as accepted: insertions are read, deletions and the old place of moved text are not. Libraries
for Word drop insertions, content controls or numbering (see docs/decisions.md), so the parts are walked here.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from directives.parsing.readers.archive import W, open_docx, part
from directives.parsing.readers.numbering import Numbering, numbering_of
from directives.parsing.readers.sheet import Sheet, is_grid
from directives.parsing.types import Document

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
GONE: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{MC}Fallback", f"{W}pPr"})
TEXT_BOX: Final = f"{W}txbxContent"
MARKS: Final = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
DEEPEST: Final = 60


def read_docx(data: bytes) -> Document:
    """The text of the paper in reading order.

    Raises:
        UnreadableFile: or one of its kinds, see `archive.open_docx`.
    """
    with open_docx(data) as archive:
        root = part(archive, "word/document.xml")
        numbering = numbering_of(part(archive, "word/numbering.xml"), part(archive, "word/styles.xml"))
        heads = [part(archive, name) for name in sorted(archive.namelist()) if name.startswith("word/header")]
    reader = Reader(numbering)
    for head in heads:
        reader.numbers_in(head)
    if root is not None:
        reader.body(root, 0)
    return reader.sheet.document()


class Reader:
    """Walks the body once; `numbering` counts list items on the way."""

    def __init__(self, numbering: Numbering) -> None:
        self.sheet = Sheet()
        self.numbering = numbering

    def body(self, container: etree._Element, depth: int) -> None:
        """Paragraphs and tables of a body, a cell, a content control or a text box."""
        for child in container if depth < DEEPEST else ():
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._table(child, depth)
            elif child.tag not in GONE:
                self.body(child, depth + 1)

    def numbers_in(self, head: etree._Element | None) -> None:
        """A page head that holds the number of the paper, as some templates do."""
        for paragraph in () if head is None else head.iter(f"{W}p"):
            text = text_of(paragraph)
            if text.strip().startswith("Số:"):
                self.sheet.line(text)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        label = self.numbering.label(paragraph)
        text = text_of(paragraph)
        if text.strip():
            self.sheet.line(label + text.lstrip())
        else:
            self.sheet.line("")
        for box in own(paragraph, TEXT_BOX):
            self.body(box, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        rows = self._rows(table)
        if is_grid(rows):
            self.sheet.table(rows)
            return
        for cell in own(table, f"{W}tc"):
            self.body(cell, depth + 1)

    def _rows(self, table: etree._Element) -> list[list[str]]:
        above: list[str] = []
        rows = []
        for row in own(table, f"{W}tr"):
            cells: list[str] = []
            for cell in own(row, f"{W}tc"):
                wide, continued = _merge(cell)
                text = above[len(cells)] if continued and len(cells) < len(above) else self._cell(cell)
                cells.extend([text, *[""] * (wide - 1)])
            rows.append(cells)
            above = cells
        return rows

    def _cell(self, cell: etree._Element) -> str:
        lines = [self.numbering.label(item) + text_of(item) for item in cell.iter(f"{W}p")]
        return " ".join(line.strip() for line in lines if line.strip())


def text_of(paragraph: etree._Element) -> str:
    """What a paragraph prints, text boxes apart; line breaks as new lines."""
    return "".join(_runs(paragraph, 0))


def _runs(element: etree._Element, depth: int) -> Iterator[str]:
    for child in element if depth < DEEPEST else ():
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        elif child.tag not in GONE and child.tag != TEXT_BOX:
            yield from _runs(child, depth + 1)


def own(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The nearest descendants with `tag`, in order, not those inside one another; what was deleted is passed over."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in GONE:
            yield from own(child, tag)


def _merge(cell: etree._Element) -> tuple[int, bool]:
    """How many columns the cell spans, and whether it continues the one above."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, False
    wide = properties.find(f"{W}gridSpan")
    merge = properties.find(f"{W}vMerge")
    value = "1" if wide is None else str(wide.get(f"{W}val") or "1")
    columns = min(50, int(value)) if value.isdecimal() and int(value) else 1
    return columns, merge is not None and merge.get(f"{W}val") != "restart"
