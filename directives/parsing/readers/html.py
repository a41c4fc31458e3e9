"""Web pages and saved HTML: block structure to lines, data tables to tables, boilerplate dropped."""

from collections.abc import Iterator
from typing import Final

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from directives.parsing.readers.sheet import Sheet, is_grid
from directives.parsing.readers.txt import decode
from directives.parsing.types import Document

DROPPED: Final = ("script", "style", "nav", "aside", "form", "noscript", "iframe", "svg", "template", "head", "button")
BLOCKS: Final = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "ul"}
    | {"caption", "figcaption", "tbody", "td", "th", "thead", "tr"}
)
DEEPEST: Final = 200
MOST_SPAN: Final = 50


def read_html(data: bytes) -> Document:
    """The text of the page; of `<main>` or a single `<article>` only, where the page has one."""
    soup = BeautifulSoup(decode(data), "lxml")
    for tag in soup(DROPPED):
        tag.decompose()
    articles = soup.find_all("article")
    root = soup.find("main") or (articles[0] if len(articles) == 1 else soup.body) or soup
    walker = Walker()
    if isinstance(root, Tag):
        walker.walk(root, 0)
    walker.flush()
    return walker.sheet.document()


class Walker:
    """Goes through the page once; `inline` holds the line being built."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.inline: list[str] = []

    def walk(self, tag: Tag, depth: int) -> None:
        """Everything inside `tag`; what is nested deeper than any real page is taken as one run of text."""
        if depth > DEEPEST:
            self.inline.append(tag.get_text(" "))
            return
        for child in tag.children:
            if isinstance(child, Tag):
                self._tag(child, depth)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.inline.append(" ".join(str(child).split("\n")))

    def flush(self) -> None:
        """End the line."""
        if any(part.strip() for part in self.inline):
            self.sheet.line("".join(self.inline))
        self.inline = []

    def _tag(self, tag: Tag, depth: int) -> None:
        if tag.name == "br":
            self.flush()
        elif tag.name == "table":
            self.flush()
            self._table(tag, depth)
        elif tag.name in BLOCKS:
            self._block(tag, depth)
        else:
            self.walk(tag, depth + 1)

    def _block(self, tag: Tag, depth: int) -> None:
        self.flush()
        if tag.name == "li":
            self.inline.append(_marker(tag))
        self.walk(tag, depth + 1)
        self.flush()
        if tag.name == "p":
            self.sheet.line("")

    def _table(self, table: Tag, depth: int) -> None:
        rows = grid(table)
        if is_grid(rows):
            self.sheet.table(rows)
            return
        for cell in _own(table, ("td", "th")):
            self.walk(cell, depth + 1)
            self.flush()


def grid(table: Tag) -> list[list[str]]:
    """Cells by row; a cell that spans rows stands in each of them, one that spans columns in the first."""
    below: dict[tuple[int, int], str] = {}
    rows: list[list[str]] = []
    for number, row in enumerate(_own(table, ("tr",))):
        cells: list[str] = []
        for cell in _own(row, ("td", "th")):
            _fill_from_above(cells, below, number)
            text = cell.get_text(" ")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(1, high):
                below.update({(number + offset, len(cells) + i): text if i == 0 else "" for i in range(wide)})
            cells.extend([text, *[""] * (wide - 1)])
        _fill_from_above(cells, below, number)
        rows.append(cells)
    return rows


def _fill_from_above(cells: list[str], below: dict[tuple[int, int], str], row: int) -> None:
    while (row, len(cells)) in below:
        cells.append(below[row, len(cells)])


def _own(tag: Tag, names: tuple[str, ...]) -> Iterator[Tag]:
    """Descendants of these names that belong to `tag` itself, not to a table inside it."""
    for found in tag.find_all(names):
        if found.find_parent(["table"]) is (tag if tag.name == "table" else tag.find_parent(["table"])):
            yield found


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(MOST_SPAN, int(value)) if value.isdecimal() and int(value) else 1


def _marker(item: Tag) -> str:
    """The printed mark of a list item, which HTML leaves to the browser."""
    parent = item.parent
    if parent is None or parent.name != "ol":
        return "- "
    position = list(parent.find_all("li", recursive=False)).index(item)
    start = str(parent.get("start") or "1")
    return f"{position + (int(start) if start.isdecimal() else 1)}. "
