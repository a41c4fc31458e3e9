"""Web pages and what Word becomes on the way: block elements become lines, tables become grids."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag, XMLParsedAsHTMLWarning
from bs4.element import PreformattedString

from directives.parsing.readers.blocks import Block, Grid, assemble, fold, is_layout
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
LONG_CELL = 3000
MOST_SPAN = 100
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
# For each column the rows that a tall cell still covers, and its text (None right of a wide one).
_Hanging = dict[int, tuple[int, str | None]]
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
    """One grid, or the contents of its cells when the table only arranges them."""
    rows = [_cells(row) for row in _own_rows(table)]
    texts = [[cell.text for cell in row] for row in rows]
    nested = any(cell.tag.find("table") for row in rows for cell in row)
    arranges = nested and (max(map(len, rows)) <= 2 or _longest(texts) > LONG_CELL)
    if arranges or is_layout(texts):
        for row in rows:
            for cell in row:
                yield from cell.blocks
    else:
        yield Grid(tuple(_expanded(rows)))


def _longest(texts: Iterable[Iterable[str]]) -> int:
    return max((len(text) for row in texts for text in row), default=0)


@dataclass(frozen=True, slots=True)
class _Cell:
    tag: Tag
    blocks: tuple[Block, ...]
    text: str
    down: int
    across: int


def _own_rows(table: Tag) -> Iterator[Tag]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield row


def _cells(row: Tag) -> list[_Cell]:
    cells = []
    for tag in row.find_all(["td", "th"], recursive=False):
        walker = _Walker()
        walker.walk(tag)
        walker.flush()
        text = "\n".join(_flat(block) for block in walker.blocks)
        down, across = _number(tag.get("rowspan"), 1), _number(tag.get("colspan"), 1, MOST_SPAN)
        cells.append(_Cell(tag, tuple(walker.blocks), text, max(1, down), max(1, across)))
    return cells


def _flat(block: Block) -> str:
    """A grid inside a cell on one line: its cells parted by commas, its rows by semicolons."""
    if isinstance(block, str):
        return block
    rows = ([" ".join(fold(cell).split()) for cell in row if cell] for row in block.rows)
    return "; ".join(", ".join(filter(None, row)) for row in rows)


def _expanded(rows: list[list[_Cell]]) -> Iterator[tuple[str | None, ...]]:
    """Rows of one width: None right of a wide cell, the text again below a tall one."""
    hanging: _Hanging = {}
    lines = [_line(row, hanging) for row in rows]
    width = max(map(len, lines), default=0)
    for line in lines:
        yield (*line, *[""] * (width - len(line)))


def _line(row: list[_Cell], hanging: _Hanging) -> list[str | None]:
    """The texts of a row in their columns; what reaches further down is noted in `hanging`."""
    line: list[str | None] = []
    for cell in row:
        _hang(line, hanging)
        for text in (cell.text, *[None] * (cell.across - 1)):
            if cell.down > 1:
                hanging[len(line)] = (cell.down - 1, text)
            line.append(text)
    _hang(line, hanging)
    return line


def _hang(line: list[str | None], hanging: _Hanging) -> None:
    """Append what hangs down from rows above at the place that `line` has reached."""
    while len(line) in hanging:
        at = len(line)
        left, text = hanging.pop(at)
        if left > 1:
            hanging[at] = (left - 1, text)
        line.append(text)
