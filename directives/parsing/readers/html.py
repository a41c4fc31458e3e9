"""Web pages and what Word becomes on the way: block elements become lines, tables become grids."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag, XMLParsedAsHTMLWarning
from bs4.element import PreformattedString

from directives.parsing.readers.blocks import Block, assemble, fold
from directives.parsing.readers.cells import Cell, table_blocks
from directives.parsing.readers.txt import decode
from directives.parsing.types import Document

DROPPED = {
    "script", "style", "noscript", "template", "nav", "aside", "form", "button", "iframe", "svg", "object", "head",
    "select", "textarea", "audio", "video", "canvas", "dialog",
}  # fmt: skip
PAGE_FURNITURE = {"header", "footer"}
BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "hr", "address", "center", "table", "body",
    "html", "tr", "td", "th", "caption",
}  # fmt: skip
MOST_SPAN = 100
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes) -> Document:
    """The words of the page in reading order, without menus, scripts and hidden parts."""
    return assemble(blocks_of(decode(data)))


def blocks_of(markup: str) -> list[Block]:
    """Paragraphs and grids of an HTML text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(markup, "lxml")
    walker = _Walker()
    walker.walk(soup)
    walker.flush()
    return walker.blocks


@dataclass(slots=True)
class _Walker:
    """Collects inline text until a block begins or ends."""

    blocks: list[Block] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)

    def walk(self, node: Tag) -> None:
        """All children of `node` in order."""
        for child in node.children:
            if isinstance(child, Tag):
                self.element(child)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.inline.append(_SPACE.sub(" ", str(child)))

    def element(self, tag: Tag) -> None:
        """One element: left out, a line break, a table, or a stretch of text that may begin a line."""
        if _is_dropped(tag):
            return
        if tag.name == "br":
            self.inline.append("\n")
        elif tag.name == "table":
            self.flush()
            self.blocks += _table(tag)
        elif tag.name in BLOCKS:
            self.flush()
            if tag.name == "li":
                self.inline.append(_label(tag))
            self.walk(tag)
            self.flush()
        else:
            self.walk(tag)

    def flush(self) -> None:
        """Close the paragraph that is being gathered; a list label waits for its words."""
        text = fold("".join(self.inline))
        if text and not (len(self.inline) == 1 and self.inline[0] in _LABELS):
            self.blocks.append(text)
            self.inline.clear()
        elif not text:
            self.inline.clear()


_LABELS = {"- ", *(f"{n}. " for n in range(1, 1000)), *(f"{chr(n)}) " for n in range(97, 123))}


def _label(item: Tag) -> str:
    """The label a browser would print before a list item."""
    parent = item.parent
    if parent is None or parent.name != "ol":
        return "- "
    before = sum(1 for sibling in item.find_previous_siblings("li"))
    number = _number(item.get("value"), _number(parent.get("start"), 1) + before)
    if parent.get("type") in {"a", "A"} and 1 <= number <= 26:
        return f"{chr(96 + number)}) "
    return f"{number}. "


def _number(value: object, default: int, most: int = 9999) -> int:
    text = str(value or "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _is_dropped(tag: Tag) -> bool:
    if tag.name in DROPPED or tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style", ""))):
        return True
    return tag.name in PAGE_FURNITURE and tag.parent is not None and tag.parent.name == "body"


def _table(table: Tag) -> Iterator[Block]:
    return table_blocks([_cells(row) for row in _own_rows(table)])


def _own_rows(table: Tag) -> Iterator[Tag]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield row


def _cells(row: Tag) -> list[Cell]:
    cells = []
    for tag in row.find_all(["td", "th"], recursive=False):
        walker = _Walker()
        walker.walk(tag)
        walker.flush()
        down, across = _number(tag.get("rowspan"), 1), _number(tag.get("colspan"), 1, MOST_SPAN)
        nested = tag.find("table") is not None
        cells.append(Cell(tuple(walker.blocks), down=max(1, down), across=max(1, across), nested=nested))
    return cells
