"""A report as plain values: page, Word, Excel, PDF, CSV, mail and API all show this one thing, so their numbers agree.

A builder (`catalogue.py`) counts once and returns a `Report`; whoever shows it only lays it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | date | None


class Kind(StrEnum):
    """What the cells of a column hold; a share is a float between 0 and 1."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DECIMAL = "decimal"
    DAY = "day"


class Part(StrEnum):
    """What a line is: one of the parts, the sum of those above it, or words between them."""

    PART = "part"
    SUM = "sum"
    HEADING = "heading"


class Shape(StrEnum):
    """How a chart is drawn."""

    LINES = "lines"
    BARS = "bars"
    STACKED = "stacked"
    HEAT = "heat"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it for the API and CSV, `width` is in characters, `hint` says how it is counted."""

    key: str
    title: str
    kind: Kind = Kind.NUMBER
    width: int = 10
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, the address whose list holds exactly what was counted, and a tone (`bad`, `warn`, `ok`, `info`).

    A tone only repeats what the words say already.
    """

    value: Value
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One cell per column of its block; `key` tells it apart, `group` holds together what is ranked together."""

    cells: tuple[Cell, ...]
    key: str = ""
    group: str = ""
    part: Part = Part.PART


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one colour of bars, of a chart: a value per label, None where there is none."""

    label: str
    values: tuple[float | None, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers that the table of its block holds too; `unit` is said at the axis."""

    shape: Shape
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A table with its heading, the words under it, and the picture of it where there is one."""

    key: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""
    chart: Chart | None = None

    def column(self, key: str) -> Iterator[Cell]:
        """The cells of one column, headings left out."""
        place = [column.key for column in self.columns].index(key)
        return (line.cells[place] for line in self.lines if line.part is not Part.HEADING)


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted, as of the end of `day`.

    `counted_at` is None for a past day: such a report is the same whenever it is made. `statement` says basis, map and
    filter in words. `query` is the query string that makes the same report again. `is_empty` lets a mail pack leave
    it out.
    """

    slug: str
    title: str
    day: date
    counted_at: datetime | None
    statement: tuple[str, ...]
    blocks: tuple[Block, ...]
    query: str = ""
    is_empty: bool = False

    def block(self, key: str) -> Block:
        """The block of that key.

        Raises:
            KeyError: there is none.
        """
        found = {block.key: block for block in self.blocks}
        return found[key]
