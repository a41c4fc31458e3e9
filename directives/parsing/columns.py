"""What the columns of a table hold, by the words of its heading."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from directives.parsing.agencies import read_names
from directives.parsing.normalise import modern_tones
from directives.parsing.types import Span
from directives.parsing.vocab import COLUMN_WORDS

MAX_TITLE = 90
TOO_LONG = "no title"
_BODY_COLUMN = re.compile(
    r"(?:(?:các )?(?:cơ quan|đơn vị|phòng|ban|bộ phận|cá nhân|tổ chức|địa phương|người|sở|ngành)(?:[,/ ]+(?:và )?|$))+"
    r"(?:thực hiện|tham mưu|triển khai|chủ trì)?$"
)
_SIGNS = re.compile(r"[^0-9a-zà-ỹđ]+")
EDGES = " .:*"
# `Lãnh đạo UBND tỉnh phụ trách`, `Đồng chí chỉ đạo`: who watches over a task that a body beside it leads.
_WATCHES = re.compile(r"lãnh đạo|đồng chí|phó chủ tịch|chủ tịch|thường trực|ủy viên|bí thư")
_DETAILS = re.compile(r"cụ thể|chi tiết")
_GROUPS = re.compile(r"(?:các\s)?(?:nhóm|lĩnh vực|mảng)\s")
SHARED = "lead and coordinating"


@dataclass(slots=True)
class Cell:
    """A cell and where it stands in the stored text."""

    text: str
    span: Span


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; -1 where the table has no such column.

    `marked` are columns titled by a body, in which a sign (`x`, `CT`, `PH`) says whether it leads or coordinates;
    `is_shared`, whether the column of who leads is titled as that of who coordinates too.
    """

    index: int = -1
    task: int = -1
    lead: int = -1
    coordinating: int = -1
    deadline: int = -1
    product: int = -1
    marked: tuple[tuple[int, str], ...] = ()
    is_shared: bool = False

    @property
    def assigns(self) -> bool:
        """Whether the table gives tasks to somebody or dates them."""
        held = self.lead >= 0 or self.deadline >= 0 or self.coordinating >= 0 or bool(self.marked)
        return self.task >= 0 and held


def columns_of(row: Row) -> Columns | None:
    """The columns that a heading row names, or None when it is none."""
    if any(len(cell.text) > MAX_TITLE and len(cell.text.strip(EDGES)) > MAX_TITLE for cell in row):
        return None
    kinds = [_kind_of_column(cell.text) for cell in row]
    if "task" not in kinds or TOO_LONG in kinds:
        return None
    shared = SHARED in kinds and "lead" not in kinds
    kinds = list(_settled(kinds, row))
    if kinds.count("task") > 1:
        kinds = [None if kind == "task" and i != _most_exact(kinds, row) else kind for i, kind in enumerate(kinds)]
    known = {kind: kinds.index(kind) for kind in dict.fromkeys(kinds) if kind not in (None, "money", "note")}
    marked = _marked_columns(row, kinds) if "index" in kinds else ()
    columns = Columns(**known, marked=marked, is_shared=shared)
    return columns if columns.assigns else None


def _settled(kinds: list[str | None], row: Row) -> Iterator[str | None]:
    """`kinds` with what depends on the other columns: who watches leads only alone, a title of both roles too."""
    leads = [i for i, kind in enumerate(kinds) if kind == "lead"]
    watches = [i for i in leads if _WATCHES.search(row[i].text.lower())]
    for i, kind in enumerate(kinds):
        if kind == SHARED:
            yield "coordinating" if leads else "lead"
        else:
            yield "note" if i in watches and len(watches) < len(leads) else kind


def _most_exact(kinds: Sequence[str | None], row: Row) -> int:
    """Which column of tasks holds them: one of details (`Nhiệm vụ cụ thể`), else the first that is none of groups."""
    tasks = [i for i, kind in enumerate(kinds) if kind == "task"]
    exact = [i for i in tasks if _DETAILS.search(row[i].text.lower())]
    return next(iter(exact or [i for i in tasks if not _GROUPS.match(row[i].text.lower())] or tasks))


def names_columns(titles: Iterable[str]) -> bool:
    """Whether these titles, beside each other, head a table that gives tasks to somebody or dates them."""
    return columns_of(tuple(Cell(title, Span(0, 0)) for title in titles)) is not None


def titles_column(title: str) -> bool:
    """Whether such a title names what its column holds."""
    return _kind_of_column(title) not in (None, TOO_LONG)


def _marked_columns(row: Row, kinds: list[str | None]) -> tuple[tuple[int, str], ...]:
    """The columns titled by one body each, where there are several."""
    marked: list[tuple[int, str]] = []
    for i, cell in enumerate(row):
        bodies = None if kinds[i] else read_names(cell.text, bare=True, stops=False)
        if bodies and len(bodies.names) == 1 and bodies.end == len(cell.text):
            marked.append((i, bodies.names[0]))
    return tuple(marked) if len(marked) > 1 else ()


@lru_cache(maxsize=512)  # the words of headings, and the short cells that stand over and over in a table
def _kind_of_column(printed: str) -> str | None:
    title = modern_tones(printed).lower().strip(EDGES)
    if len(title) > MAX_TITLE:
        return TOO_LONG
    if title in COLUMN_WORDS[0][1]:
        return COLUMN_WORDS[0][0]
    if "bắt đầu" in title and "kết thúc" not in title and "hoàn thành" not in title:
        return "note"
    kind = _column_named(title, COLUMNS)
    return SHARED if kind == "coordinating" and "chủ trì" in title else kind or _of_body(title)


def _of_body(title: str) -> str | None:
    """`Đơn vị, cá nhân thực hiện`, `Cơ quan`: a column of bodies that no word of leading names; no unit of measure."""
    return "lead" if _BODY_COLUMN.match(title) else None


def heading_of(row: Row) -> tuple[Columns, Row] | None:
    """The columns that a heading row names and the row itself, what stands before its `STT` left out."""
    columns = columns_of(row)
    if columns:
        return columns, row
    at = next((i for i, cell in enumerate(row) if i and cell.text.lower().strip(" .*") in COLUMN_WORDS[0][1]), None)
    columns = columns_of(row[at:]) if at else None
    return (columns, row[at:]) if columns else None


def _spaced(words: str) -> str:
    """`words` between blanks, signs left out: `hạn` is found in `hạn/mốc` and not in `hạng mục`."""
    return f" {_SIGNS.sub(' ', words)} "


# The index is named by its whole title, every other column by a word in it.
COLUMNS = tuple((kind, tuple(map(_spaced, words))) for kind, words in COLUMN_WORDS[1:])


def _column_named(title: str, columns: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    """The first kind of column that a word of `title` names."""
    spaced = _spaced(title)
    for kind, words in columns:
        for word in words:
            if word in spaced:
                return kind
    return None


def headings_joined(rows: list[Row]) -> Iterator[tuple[Row, tuple[Columns, Row] | None]]:
    """`rows` with a heading of two printed rows (`Cơ quan thực hiện` over `Chủ trì | Phối hợp`) made into one.

    Each comes with what `heading_of` says about it.
    """
    skip = False
    for row, below in zip_longest(rows, rows[1:], fillvalue=()):
        if skip:
            skip = False
            continue
        heading = heading_of(row)
        skip = heading is not None and _is_subheading(below)
        whole = _overlaid(row, below) if skip else row
        yield whole, heading_of(whole) if skip else heading


def _is_subheading(row: Row) -> bool:
    titles = [modern_tones(cell.text).lower().strip(EDGES) for cell in row if cell.text]
    return len(titles) > 1 and all(
        len(title) < MAX_TITLE and _column_named(title, COLUMNS[:5]) is not None for title in titles
    )


def _overlaid(heading: Row, below: Row) -> Row:
    if len(below) == len(heading):
        return tuple(low if low.text else high for high, low in zip(heading, below, strict=True))
    columns = heading_of(heading)
    at = columns[0].lead if columns and columns[0].lead >= 0 else len(heading)
    parts = [cell for cell in below if cell.text]
    covered = next((i for i, cell in enumerate(heading[at + 1 :]) if cell.text), 0)  # empty cells of a flat heading
    return (*heading[:at], *parts, *heading[at + 1 + min(covered, len(parts) - 1) :])
