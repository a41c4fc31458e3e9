"""Annex tables: a row is a task; the columns say who leads, who coordinates, by when, with what product."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from directives.parsing.agencies import read_names, split_names
from directives.parsing.confidence import rate
from directives.parsing.deadlines import Clock, read_cell
from directives.parsing.normalise import View, as_printed, fold_space, modern_tones, view_of
from directives.parsing.roles import roles_in
from directives.parsing.sentences import is_imperative
from directives.parsing.types import DeadlineFound, Span, Table, TaskFound
from directives.parsing.vocab import COLUMN_WORDS

MAX_TITLE = 90
TOO_LONG = "no title"
MIN_TASK = 8
# In letters: a longer cell that reads as the name of a body is a deed (`Thanh tra đột xuất các cơ sở ...`).
LONGEST_BODY = 70
_BODY_COLUMN = re.compile(
    r"(?:(?:các )?(?:cơ quan|đơn vị|phòng|ban|bộ phận|cá nhân|tổ chức|địa phương|người|sở|ngành)(?:[,/ ]+(?:và )?|$))+"
    r"(?:thực hiện|tham mưu|triển khai|chủ trì)?$"
)
_INDEX = re.compile(r"^\(?(\d{1,3}(?:\.\d{1,3})*)[.)]?$")
_GROUP = re.compile(r"^([IVX]{1,5}|[A-ZĐ])[.)]?$")
_TITLED = re.compile(r"^([IVX]{1,5}|[A-ZĐ])[.)]\s")
_LEADS = re.compile(r"(?i)(?:x|✓|✔|●|v|\+|ct|chủ trì)$")
_HELPS = re.compile(r"(?i)(?:o|ph|phối hợp|○)$")
_EDGES = " .:*"
_SIGNS = re.compile(r"[^0-9a-zà-ỹđ]+")
# `8h00 - 8h10`, `07 giờ 30`: the hour of a point of an agenda, no day by which something is due.
_HOURS = re.compile(r"(?i)(?:từ\s+)?(?:\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d{2})?(?:\s?phút)?(?:\s*(?:-|–|đến)\s*|$)){1,2}$")
# What a cell that sets a date opens with; a row that lost cells is set right by it.
DATED = re.compile(
    r"(?i)(?:(?:trước|trong|hoàn thành|đến|chậm nhất|từ|hết)\s[^;]{0,40})?(?:quý|tháng|năm|giai đoạn|"
    r"\d{1,2}/\d|20\d\d|hằng|hàng|thường xuyên|định kỳ)"
)
LONGEST_DATE = 60
_SAME_AS_ABOVE = re.compile(r'^[-–\s"“”]*(?:nt|như trên|["”“]|//|,,)[-–.\s"“”]*$', re.IGNORECASE)


@dataclass(slots=True)
class Cell:
    """A cell and where it stands in the stored text."""

    text: str
    span: Span


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; -1 where the table has no such column.

    `marked` are columns titled by a body, in which a sign (`x`, `CT`, `PH`) says whether it leads or coordinates.
    """

    index: int = -1
    task: int = -1
    lead: int = -1
    coordinating: int = -1
    deadline: int = -1
    product: int = -1
    marked: tuple[tuple[int, str], ...] = ()

    @property
    def assigns(self) -> bool:
        """Whether the table gives tasks to somebody or dates them."""
        held = self.lead >= 0 or self.deadline >= 0 or self.coordinating >= 0 or bool(self.marked)
        return self.task >= 0 and held


def rows_of_table(table: Table) -> list[Row]:
    """The rows of a table that a reader delivered."""
    return [
        tuple(Cell(fold_space(text), span) for text, span in zip(row.cells, row.spans, strict=True))
        for row in table.rows
    ]


def row_of_line(text: str, span: Span) -> Row:
    """The cells of one printed line whose cells are parted by bars or tabs."""
    line = span.of(text)
    separator = "|" if "|" in line else "\t"
    line = re.sub(r"\|[ \t]*$", "", line) if line.startswith("|") else line
    cells: list[Cell] = []
    pos = int(line.startswith("|"))
    for raw in line[pos:].split(separator):
        words = raw.strip()
        left = span.start + pos + len(raw) - len(raw.lstrip())
        cells.append(Cell(fold_space(words), Span(left, left + len(words))))
        pos += len(raw) + 1
    return tuple(cells)


def columns_of(row: Row) -> Columns | None:
    """The columns that a heading row names, or None when it is none."""
    if any(len(cell.text) > MAX_TITLE and len(cell.text.strip(_EDGES)) > MAX_TITLE for cell in row):
        return None
    kinds = [_kind_of_column(cell.text) for cell in row]
    if "task" not in kinds or TOO_LONG in kinds:
        return None
    known = {kind: kinds.index(kind) for kind in dict.fromkeys(kinds) if kind not in (None, "money", "note")}
    columns = Columns(**known, marked=_marked_columns(row, kinds) if "index" in kinds else ())
    return columns if columns.assigns else None


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
    title = modern_tones(printed).lower().strip(_EDGES)
    if len(title) > MAX_TITLE:
        return TOO_LONG
    if title in COLUMN_WORDS[0][1]:
        return COLUMN_WORDS[0][0]
    if "bắt đầu" in title and "kết thúc" not in title and "hoàn thành" not in title:
        return "note"
    return _column_named(title, COLUMNS) or _of_body(title)


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


def tasks_of_rows(document: str, rows: Iterable[Row], prefix: str, clock: Clock) -> Iterator[TaskFound]:
    """The tasks in the rows below each heading row; `prefix` begins their paths (`PL1`)."""
    columns: Columns | None = None
    group, number = "", ""
    above: Row = ()
    opens_group = True
    joined = list(_headings_joined(list(rows)))
    for (printed, heading), (below, _) in zip_longest(joined, joined[1:], fillvalue=((), None)):
        if heading:
            columns, group, number, above = heading[0], "", "", ()
        if heading or columns is None or not any(cell.text for cell in printed):
            continue
        row = _without_lead_in(printed, columns)
        title = _group_of(row, columns)
        if title or _titles_parts(row, below, columns):
            group, opens_group = title or group, True
            continue
        full = _completed(row if opens_group else _aligned(row, columns, above), columns, above)
        number = _number_of(full, columns) or number
        task = _task(document, full, columns, _path(prefix, group, number), clock)
        if task:
            above, opens_group = full, False
            yield task


def _headings_joined(rows: list[Row]) -> Iterator[tuple[Row, tuple[Columns, Row] | None]]:
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
    titles = [modern_tones(cell.text).lower().strip(_EDGES) for cell in row if cell.text]
    return len(titles) > 1 and all(
        len(title) < MAX_TITLE and _column_named(title, COLUMNS[:4]) is not None for title in titles
    )


def _overlaid(heading: Row, below: Row) -> Row:
    if len(below) == len(heading):
        return tuple(low if low.text else high for high, low in zip(heading, below, strict=True))
    columns = heading_of(heading)
    at = columns[0].lead if columns and columns[0].lead >= 0 else len(heading)
    return (*heading[:at], *(cell for cell in below if cell.text), *heading[at + 1 :])


def _number_of(row: Row, columns: Columns) -> str:
    match = _INDEX.match(row[0].text) if columns.index == 0 else None
    return match[1] if match else ""


def _without_lead_in(row: Row, columns: Columns) -> Row:
    """An empty first cell before the number, as flattened merged cells leave it, is dropped."""
    if columns.index == 0 and len(row) > 1 and not row[0].text and _INDEX.match(row[1].text):
        return row[1:]
    return row


def _group_of(row: Row, columns: Columns) -> str:
    """The number of a row that only titles the rows below it, or an empty text."""
    if len(row) > 1 and len({cell.span for cell in row}) == 1:  # one cell merged over every column
        number = _TITLED.match(row[0].text)
        return number[1] if number else row[0].text[:20]
    filled = [cell.text for cell in row if cell.text]
    match = _GROUP.match(filled[0].strip(_EDGES)) if filled else None
    others = set(filled[1:])
    if match and (len(others) <= 1 or len(filled) <= 2):
        return match[1]
    if columns.index == 0 and len(set(filled)) == 1 and len(row) > 1 and not row[0].text:
        return filled[0][:20]
    return ""


def _titles_parts(row: Row, below: Row, columns: Columns) -> bool:
    """Whether a row `2 | Quản lý đội tàu | | ` only titles those below it (`2.1 | ...`)."""
    if columns.index != 0 or not below or any(cell.text for i, cell in enumerate(row) if i not in (0, columns.task)):
        return False
    number = _number_of(row, columns)
    return bool(number) and _number_of(below, columns).startswith(f"{number}.")


def _aligned(row: Row, columns: Columns, above: Row) -> Row:
    """A numbered row without the cells that were merged over several rows, these taken from the row above."""
    when = columns.deadline
    if columns.index != 0 or not columns.task < when or len(row) >= len(above) or not _INDEX.match(row[0].text):
        return row
    at = next((i for i in range(columns.task + 1, min(len(row), when)) if sets_date(row[i].text)), -1)
    if at < 0:
        only_task = len(row) == columns.task + 1 and is_imperative(row[columns.task].text)
        return (*row, *above[len(row) :]) if only_task or columns.lead < len(row) <= when else row
    if at > columns.lead >= 0 and row[columns.lead].text == above[at].text:  # the helpers are printed, who leads is not
        return (*row[: columns.lead], *above[columns.lead : at], *row[columns.lead :])
    return (*row[:at], *above[at:when], *row[at:])


def sets_date(text: str) -> bool:
    """Whether a cell opens as one that says by when."""
    return len(text) <= LONGEST_DATE and DATED.match(text) is not None


def _completed(row: Row, columns: Columns, above: Row) -> Row:
    """A row with the cells that a merged column left out taken from the row above."""
    if columns.index == 0 and above and not _INDEX.match(row[0].text) and row[0].text and len(row) < len(above):
        row = (above[0], *row)
    if above and columns.index == 0 and row[0] is above[0]:
        row = row + above[len(row) :]
    return tuple(above[i] if _repeats(cell, i, above) else cell for i, cell in enumerate(row))


def _repeats(cell: Cell, i: int, above: Row) -> bool:
    return i < len(above) and bool(_SAME_AS_ABOVE.match(cell.text))


def _path(prefix: str, group: str, number: str) -> str:
    return ".".join(part for part in (prefix or "PL1", group, f"r{number}" if number else "") if part)


def _cell(row: Row, at: int) -> Cell | None:
    return row[at] if 0 <= at < len(row) and row[at].text else None


def _task(document: str, row: Row, columns: Columns, path: str, clock: Clock) -> TaskFound | None:
    cell = _cell(row, columns.task)
    when = _cell(row, columns.deadline)
    if cell is None or len(cell.text) < MIN_TASK or (when and _HOURS.match(when.text)):
        return None
    view = _view(document, cell.span)
    body = read_names(view.text, bare=True, stops=False)
    leads, coordinating, product = (_cell(row, at) for at in (columns.lead, columns.coordinating, columns.product))
    charged = leads and when  # a deed with its body and its day (`Cấp bổ sung ...`) is no body
    if not view.text or (body and body.end == len(view.text) <= LONGEST_BODY and not charged):
        return None
    deadline = _deadline(document, when, clock)
    lead, helpers = roles_in(leads.text) if leads else (_marked(row, columns, _LEADS), ())
    span = view.span(0, len(view.text))
    text = as_printed(document, span)
    confidence, reasons = rate(lead, deadline, named=True, ordered=False, imperative=is_imperative(text), in_table=True)
    return TaskFound(
        text=text,
        path=path,
        span=span,
        lead=lead,
        coordinating=split_names(coordinating.text) if coordinating else helpers or _marked(row, columns, _HELPS),
        deadline=deadline,
        product=product.text if product else "",
        warnings=deadline.warnings,
        confidence=confidence,
        reasons=reasons,
    )


def _marked(row: Row, columns: Columns, sign: re.Pattern[str]) -> tuple[str, ...]:
    """The bodies whose column holds the sign."""
    return tuple(name for at, name in columns.marked if (cell := _cell(row, at)) and sign.match(cell.text))


def _view(document: str, span: Span) -> View:
    return view_of(document, span.start, span.end)


def _deadline(document: str, cell: Cell | None, clock: Clock) -> DeadlineFound:
    return read_cell(_view(document, cell.span), clock) if cell else DeadlineFound()
