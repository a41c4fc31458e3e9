"""Builds the stored text of a paper line by line and notes where each table cell stands in it."""

import re
import unicodedata
from collections.abc import Sequence

from directives.parsing.types import Document, Span, Table, TableRow

SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SEPARATOR = " | "


def clean(text: str) -> str:
    """One line in NFC: no invisible characters, runs of spaces as one, no space at the ends."""
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


class Sheet:
    """Collects lines and tables in reading order; `document()` gives the text and the tables with exact spans."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tables: list[Table] = []
        self.warnings: list[str] = []

    def line(self, text: str) -> None:
        """A line of prose; an empty one parts paragraphs, several in a row count as one."""
        for piece in text.splitlines() or [""]:
            cleaned = clean(piece)
            if cleaned or (self._parts and self._parts[-1]):
                self._append(cleaned)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table, one line a row, cells parted by bars; a row without any text is left out."""
        kept = [[clean(" ".join(cell.split())) for cell in row] for row in rows]
        written = [self._row(cells) for cells in kept if any(cells)]
        if written:
            span = Span(written[0].spans[0].start, written[-1].spans[-1].end)
            self._tables.append(Table(tuple(written), span))
            self._append("")

    def document(self) -> Document:
        """What was collected."""
        return Document("\n".join(self._parts).rstrip("\n") + "\n", tuple(self._tables), tuple(self.warnings))

    @property
    def letters(self) -> int:
        """How many letters there are; a scan has hardly any."""
        return sum(char.isalpha() for part in self._parts for char in part)

    def _append(self, text: str) -> int:
        """Add a line and give back where it starts."""
        start = self._length
        self._parts.append(text)
        self._length += len(text) + 1
        return start

    def _row(self, cells: Sequence[str]) -> TableRow:
        position = self._append(SEPARATOR.join(cells))
        spans = []
        for cell in cells:
            spans.append(Span(position, position + len(cell)))
            position += len(cell) + len(SEPARATOR)
        return TableRow(tuple(cells), tuple(spans))


def is_grid(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of cells are data (three columns and two rows at least), not a letterhead or a signature block."""
    return len(rows) >= 2 and max((len(row) for row in rows), default=0) >= 3
