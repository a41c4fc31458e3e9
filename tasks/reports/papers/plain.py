"""A report as a paper of an office, before Word or PDF: texts, widths in millimetres, what goes into an annex.

Narrow tables stand in the text, in the order of the report; a wide one becomes an annex on a page that lies on its
long side, as reports of a city do it (NĐ 30/2020/NĐ-CP, annex I, part III).
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tasks.letters.layout import LONG_WIDTH, TEXT_WIDTH, day_words
from tasks.letters.urging import roman
from tasks.reports.paper import Block, Column, Kind, Line, Part, Report
from tasks.reports.papers.imprint import Imprint
from tasks.reports.papers.pictures import Picture, picture
from tasks.reports.papers.values import is_figure, moment, shown

OF_A_LETTER: Final = 2.15
"""Millimetres that a letter of 12 pt takes."""
BESIDE: Final = 3
UNPRINTABLE: Final = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")
"""Signs that no Word file may hold; scans and pasted texts have them."""
FIGURE: Final = 7
"""Letters that a figure needs at least, unless its column asked for fewer."""
WORDS: Final = 20
"""Letters of words that stand in one line at least; longer texts are folded before letters get smaller."""
SHORT: Final = 12
"""Letters in a line that the narrowest column of words keeps when a longer one takes the room."""
SIZES: Final = (12, 11, 10, 9, 8, 7)
"""Points of a table: the largest that fits."""
LEAST_UPRIGHT: Final = 10
"""A table that needs smaller letters than this becomes an annex."""


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A heading, its width in millimetres, and whether the cells below are figures or days."""

    title: str
    width: int
    is_figure: bool
    is_day: bool


@dataclass(frozen=True, slots=True)
class PlainRow:
    """The texts of a line; `part` says whether it is a sum or a heading."""

    texts: tuple[str, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table as it is printed, its picture above, letters of `size` points; `number` is the Roman one of an annex."""

    title: str
    columns: tuple[PlainColumn, ...]
    rows: tuple[PlainRow, ...]
    note: str
    size: int
    number: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that Word and PDF print; `day` in ISO dates the file."""

    imprint: Imprint
    kind: str
    about: str
    text: str
    tables: tuple[PlainTable, ...]
    annexes: tuple[PlainTable, ...]
    receivers: tuple[str, ...]
    signs: str

    @property
    def reference(self) -> str:
        """The line under the title of an annex; number and day are left for the registry."""
        return f"(Kèm theo Báo cáo số          /{self.imprint.symbol} {day_words(None)})"


def paper(report: Report, imprint: Imprint) -> Paper:
    """`report` under the letterhead of `imprint`."""
    wide = [block for block in report.blocks if is_wide(block)]
    narrow = [block for block in report.blocks if block not in wide]
    numbers = [roman(place) if len(wide) > 1 else "" for place in range(1, len(wide) + 1)]
    below = [_("Số liệu chi tiết tại Phụ lục kèm theo.")] if wide else []
    return Paper(
        imprint=imprint,
        kind=_("BÁO CÁO"),
        about=report.title,
        text=" ".join((moment(report), *report.statement, *below)),
        tables=tuple(_table(block, TEXT_WIDTH) for block in narrow),
        annexes=tuple(_table(block, LONG_WIDTH, number) for block, number in zip(wide, numbers, strict=True)),
        receivers=(_("Lãnh đạo UBND thành phố (để báo cáo)"), _("Lưu: VT, TH")),
        signs=imprint.signs,
    )


def is_wide(block: Block) -> bool:
    """Whether its table does not fit an upright page in readable letters."""
    return _natural(block.columns, LEAST_UPRIGHT) > TEXT_WIDTH


def _table(block: Block, width: int, number: str = "") -> PlainTable:
    sizes = SIZES if width == TEXT_WIDTH else SIZES[1:]
    size = next((size for size in sizes if _natural(block.columns, size) <= width), SIZES[-1])
    widths = _widths(block.columns, size, width)
    columns = tuple(
        PlainColumn(column.title, wide, is_figure(column), column.kind is Kind.DAY)
        for column, wide in zip(block.columns, widths, strict=True)
    )
    rows = tuple(PlainRow(_texts(line, block.columns), line.part) for line in block.lines)
    return PlainTable(block.title, columns, rows, block.note, size, number, picture(block.chart, width))


def _texts(line: Line, columns: tuple[Column, ...]) -> tuple[str, ...]:
    if line.part is Part.HEADING:
        return (next((shown(cell.value, Kind.TEXT) for cell in line.cells if cell.value is not None), ""),)
    cells = zip(line.cells, columns, strict=True)
    return tuple(shown(cell.value, column.kind).translate(UNPRINTABLE) for cell, column in cells)


def _least(column: Column, size: int, words: int = WORDS) -> float:
    """Millimetres that a column needs: for the longest word of its heading, and for a line of its cells."""
    wanted = min(column.width, words if column.kind is Kind.TEXT else FIGURE)
    letters = max(wanted, _longest(column.title), _longest_day(column))
    return letters * OF_A_LETTER * size / SIZES[0] + BESIDE


def _longest_day(column: Column) -> int:
    return len("05/02/2023") if column.kind is Kind.DAY else 0


def _longest(title: str) -> int:
    return max((len(word) for word in title.split()), default=0)


def _natural(columns: tuple[Column, ...], size: int) -> float:
    return sum(_least(column, size) for column in columns)


def _widths(columns: tuple[Column, ...], size: int, width: int) -> list[int]:
    """Whole millimetres that fill `width`: figures get what they need, words share the rest as they asked for."""
    least = [_least(column, size) for column in columns]
    sharing = {place for place, column in enumerate(columns) if column.kind is Kind.TEXT}
    if sum(least) > width or not sharing:
        factor = min(1.0, width / sum(least))
        return [int(wide * factor) for wide in least]
    kept = [_least(column, size, SHORT) for column in columns]
    share = _share(columns, kept, sharing, width)
    while short := {place for place in sharing if columns[place].width * share < kept[place]}:
        sharing -= short  # They keep what they need at least; the others share what is left.
        share = _share(columns, kept, sharing, width)
    return [int(columns[at].width * share) if at in sharing else int(wide) for at, wide in enumerate(kept)]


def _share(columns: tuple[Column, ...], kept: list[float], sharing: set[int], width: int) -> float:
    """Millimetres for each letter that the columns `sharing` the rest asked for; the others have what they keep."""
    rest = width - sum(wide for place, wide in enumerate(kept) if place not in sharing)
    return rest / sum(columns[place].width for place in sharing)
