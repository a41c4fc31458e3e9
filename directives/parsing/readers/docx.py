"""Word files: paragraphs with their printed labels, tables, text boxes, notes, in the order of the paper.

A walker of our own instead of a converter to web pages: labels, tracked changes, symbols, notes and fonts from before
Unicode all have to be seen at once, and it reads a paper of twenty pages in a fraction of the time.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from directives.parsing.readers.blocks import Block, assemble, fold
from directives.parsing.readers.cells import Cell, flat, table_blocks
from directives.parsing.readers.docx_text import ALTERNATIVES, CHOICE, FALLBACK, Fonts, Words, private_signs
from directives.parsing.readers.numbering import Labels, W
from directives.parsing.readers.package import main_part, open_package, parse
from directives.parsing.readers.paper import in_unicode
from directives.parsing.readers.txt import CONVERTED
from directives.parsing.types import Document

NOTES_MOVED = "Chú thích ở chân trang được đặt ở cuối văn bản."
NOTE_PARTS = ("word/footnotes.xml", "word/endnotes.xml")
NOTE_MARKS = (f"{W}footnoteReference", f"{W}endnoteReference")
PARAGRAPH, TABLE, PROPERTIES, MARK, DELETED = (f"{W}{name}" for name in ("p", "tbl", "pPr", "rPr", "del"))
MOST_SPAN = 100
AROUND = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "dir", "bdo")}
_OLD_FONT = re.compile(rb'"(?:\.Vn|VNI[ _-])', re.IGNORECASE)
_NUMBER = re.compile(r"\bSố\s*:?\s*\d*\s*[-/]\s*\w", re.IGNORECASE)


def read_docx(data: bytes) -> Document:
    """Text as printed with all changes accepted; nothing outside the package is fetched, no picture is unpacked.

    Headers and footers are read when only they hold the number of the paper; footnotes stand at the end.
    """
    with open_package(data) as package:
        main = main_part(package)
        styles = _part(package, "word/styles.xml")
        labels = Labels(_part(package, "word/numbering.xml"), styles)
        fonts = Fonts(styles) if _has_old_fonts(package, main) else None
        reader = Reader(Words(fonts), labels)
        body, code = in_unicode(list(reader.blocks(_body(parse(package, main)))))
        notes = list(_notes(package, reader)) if reader.noted else []
        edges = list(_edges(package, fonts)) if not _NUMBER.search("\n".join(map(flat, body))) else []
    warnings = [NOTES_MOVED] if notes else []
    return assemble([*edges, *body, *notes], warnings + ([CONVERTED.format(name=code)] if code else []))


def _body(root: Any) -> Any:
    body = root.find(f"{W}body")
    return root if body is None else body


def _part(package: zipfile.ZipFile, name: str) -> Any:
    return parse(package, name) if name in package.namelist() else None


def _has_old_fonts(package: zipfile.ZipFile, main: str) -> bool:
    names = [name for name in (main, "word/styles.xml") if name in package.namelist()]
    return any(_OLD_FONT.search(package.read(name)) for name in names)


@dataclass(slots=True)
class Reader:
    """Walks through a part; counts list labels along the way, and remembers whether notes were referred to."""

    words: Words
    labels: Labels
    noted: bool = False
    _carried: str = ""

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and tables below `parent`, in order."""
        for child in _children(parent):
            if child.tag == PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == TABLE:
                yield from table_blocks(self._rows(child))

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        """The text with its label, then its text boxes; a deleted end of paragraph joins it to the next."""
        properties = paragraph.find(PROPERTIES)
        label = self.labels.next(properties)
        text = self._carried + private_signs(self.words.of(paragraph))
        self._carried = ""
        self.noted = self.noted or next(paragraph.iter(*NOTE_MARKS), None) is not None
        boxes, self.words.boxes = self.words.boxes, []
        if label and text.strip():
            text = f"{label} {text.lstrip()}"
        mark = None if properties is None else properties.find(MARK)
        if mark is not None and mark.find(DELETED) is not None:
            self._carried = text
        elif text.strip():
            yield text
        for box in boxes:
            yield from self.blocks(box)

    def _rows(self, table: Any) -> list[list[Cell]]:
        """The rows, merged cells in the first row that they cover."""
        rows: list[list[Cell]] = []
        open_cells: dict[int, Cell] = {}
        for row in _children(table):
            if row.tag != f"{W}tr" or row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[Cell] = []
            column = _whole(row.find(f"{W}trPr/{W}gridBefore"), 0)
            cells.extend(Cell(()) for _ in range(column))
            for tag in (child for child in _children(row) if child.tag == f"{W}tc"):
                column = self._cell(tag, column, cells, open_cells)
            rows.append(cells)
        return rows

    def _cell(self, tag: Any, column: int, cells: list[Cell], open_cells: dict[int, Cell]) -> int:
        """Add the cell to its row, or one more row to the cell above that it continues; the next free column."""
        across = min(MOST_SPAN, max(1, _whole(tag.find(f"{W}tcPr/{W}gridSpan"), 1)))
        merge = tag.find(f"{W}tcPr/{W}vMerge")
        continues = merge is not None and merge.get(f"{W}val", "continue") != "restart"
        above = open_cells.get(column)
        if continues and above is not None and above.across == across:
            above.down += 1
            return column + across
        nested = next(tag.iter(f"{W}tbl"), None) is not None
        cell = Cell(tuple(self.blocks(tag)), across=across, nested=nested)
        cells.append(cell)
        for covered in range(column, column + across):
            open_cells.pop(covered, None)
        if merge is not None:
            open_cells[column] = cell
        return column + across


def _children(parent: Any) -> Iterator[Any]:
    """The elements below `parent`, those inside content controls and tracked insertions as if they stood alone."""
    for child in parent:
        if child.tag in AROUND:
            yield from _children(child)
        elif child.tag == ALTERNATIVES:
            chosen = next((part for name in (CHOICE, FALLBACK) for part in child if part.tag == name), None)
            yield from () if chosen is None else _children(chosen)
        elif isinstance(child.tag, str):
            yield child


def _whole(element: Any, default: int) -> int:
    text = "" if element is None else str(element.get(f"{W}val", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _notes(package: zipfile.ZipFile, reader: Reader) -> Iterator[str]:
    """Footnotes and endnotes, numbered as printed."""
    number = 0
    for name in NOTE_PARTS:
        root = _part(package, name)
        for note in () if root is None else root:
            if note.get(f"{W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            text = " ".join(fold(flat(block)).replace("\n", " ") for block in reader.blocks(note))
            number += 1
            if text:
                yield f"[{number}] {text}"


def _edges(package: zipfile.ZipFile, fonts: Fonts | None) -> Iterator[Block]:
    """Headers and footers that hold a number and symbol, each once, as letterhead."""
    for name in sorted(package.namelist()):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            blocks = list(Reader(Words(fonts), Labels(None, None)).blocks(parse(package, name)))
            if _NUMBER.search(_text(blocks)):
                yield from blocks
                return


def _text(blocks: Iterable[Block]) -> str:
    return "\n".join(map(flat, blocks))
