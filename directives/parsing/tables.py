"""Annex tables: a row is a task; the columns say who leads, who coordinates, by when, with what product."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from directives.parsing.agencies import read_names, split_names
from directives.parsing.assignees import find_lead
from directives.parsing.columns import EDGES, Cell, Columns, Row, headings_joined
from directives.parsing.confidence import rate
from directives.parsing.deadlines import Clock, read_cell
from directives.parsing.normalise import as_printed, fold_space, view_of
from directives.parsing.partners import find_coordinating
from directives.parsing.roles import parted_by_slash, roles_in
from directives.parsing.sentences import is_imperative
from directives.parsing.types import DeadlineFound, Span, Table, TaskFound

MIN_TASK = 8
_SUM = re.compile(r"(?i)(?:tổng )?(?:cộng|số)\s*(?:\([^()]*\))?[:.]?$")
# In letters: a longer cell that reads as the name of a body is a deed (`Thanh tra đột xuất các cơ sở ...`).
LONGEST_BODY = 70
_INDEX = re.compile(r"^\(?(\d{1,3}(?:\.\d{1,3})*)[.)]?$")
_GROUP = re.compile(r"^([IVX]{1,5}|[A-ZĐ])[.)]?$")
_TITLED = re.compile(r"^([IVX]{1,5}|[A-ZĐ])[.)]\s")
_LEADS = re.compile(r"(?i)(?:x|✓|✔|●|v|\+|ct|chủ trì)$")
_HELPS = re.compile(r"(?i)(?:o|ph|phối hợp|○)$")
# `8h00 - 8h10`, `07 giờ 30`: the hour of a point of an agenda, no day by which something is due.
_HOURS = re.compile(r"(?i)(?:từ\s+)?(?:\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d{2})?(?:\s?phút)?(?:\s*(?:-|–|đến)\s*|$)){1,2}$")
# What a cell that sets a date opens with; a row that lost cells is set right by it.
DATED = re.compile(
    r"(?i)(?:(?:trước|trong|hoàn thành|đến|chậm nhất|từ|hết)\s[^;]{0,40})?(?:quý|tháng|năm|giai đoạn|"
    r"\d{1,2}/\d|20\d\d|hằng|hàng|thường xuyên|định kỳ)"
)
LONGEST_DATE = 60
# `DANH MỤC NHIỆM VỤ GIAO SỞ Y TẾ`: the title of a table that names who does what stands in it.
_DUTIES_OF = re.compile(
    r"(?i)(?:(?:phụ lục(?:\s[\dIVX]+)?[.:]?|danh mục|bảng|biểu|phân công|phân giao|các)\s+)*(?:nội dung\s+)?"
    r"(?:nhiệm vụ|công việc|trách nhiệm)\s+(?:cụ thể\s+)?(?:của|giao(?:\s+cho)?|do|đối với)\s+"
)
TITLE_LINES = 4
FAR_ABOVE = 500
_SAME_AS_ABOVE = re.compile(r"^[-–\s\"“”]*(?:nt|như trên|[\"”“″〃]|//|,,|'')[-–.\s\"“”]*$", re.IGNORECASE)


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


def tasks_of_rows(
    document: str,
    rows: Iterable[Row],
    prefix: str,
    clock: Clock,
    *,
    titled: tuple[str, ...] = (),
    is_flat: bool = False,
) -> Iterator[TaskFound]:
    """The tasks in the rows below each heading row; `prefix` begins their paths (`PL1`).

    `titled` are the bodies that the title of the table names; a row whose cells and words name nobody falls to those
    of the row that titles it (`I | SỞ Y TẾ`), else to them. In a table that `is_flat`, text without its rules, a cell
    merged over several rows stands empty below the first.
    """
    columns: Columns | None = None
    group, number = "", ""
    above: Row = ()
    opens_group = True
    heads = Heads(titled)
    joined = list(headings_joined(list(rows)))
    for (printed, heading), (below, _) in zip_longest(joined, joined[1:], fillvalue=((), None)):
        if heading:
            heads = heads if heading[0] == columns else Heads(titled)  # a heading is printed again on the next page
            columns, group, number, above = heading[0], "", "", ()
        if heading or columns is None or not any(cell.text for cell in printed):
            continue
        row = _without_lead_in(printed, columns)
        title = _group_of(row, columns)
        if title or _titles_parts(row, below, columns):
            heads.open(row, columns)
            group, opens_group = title or group, True
            continue
        full = _completed(row if opens_group else _aligned(row, columns, above), columns, above)
        full = full if opens_group or not is_flat else _with_merged(full, columns, above)
        number = _number_of(full, columns) or number
        task = _task(document, full, columns, _path(prefix, group, number), clock, heads)
        if task:
            above, opens_group = full, False
            yield task


def bodies_of_title(document: str, start: int) -> tuple[str, ...]:
    """The bodies that the title of a table, in the few lines above `start`, names for all that stands in it."""
    above = document[max(0, start - FAR_ABOVE) : start].split("\n")[-TITLE_LINES - 1 :]
    for line in map(fold_space, reversed(above)):
        title = _DUTIES_OF.match(line)
        named = find_lead(line[title.end() :], heading=True) if title else None
        if title and named and title.end() + named.end >= len(line.rstrip(EDGES)):
            return named.names
    return ()


def _number_of(row: Row, columns: Columns) -> str:
    match = _INDEX.match(row[0].text) if columns.index == 0 else None
    return match[1] if match else ""


def _without_lead_in(row: Row, columns: Columns) -> Row:
    """An empty first cell before the number, as flattened merged cells leave it, is dropped."""
    if columns.index == 0 and len(row) > 1 and not row[0].text and _INDEX.match(row[1].text):
        return row[1:]
    return row


class Heads:
    """Who leads, and who coordinates, by the rows that title those below them; each falls with a title as high."""

    def __init__(self, titled: tuple[str, ...]) -> None:
        self._open: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = [(-1, titled, ())]

    @property
    def lead(self) -> tuple[str, ...]:
        return self._open[-1][1]

    @property
    def coordinating(self) -> tuple[str, ...]:
        return self._open[-1][2]

    def open(self, row: Row, columns: Columns) -> None:
        """Takes in a row that titles those below it: by a column of bodies, or by a title that is a name."""
        rank, title = _ranked(row, columns)
        self._open = [head for head in self._open if head[0] < rank]
        spread = len({cell.span for cell in row}) == 1  # one cell over every column
        lead, helpers = ((), ()) if spread else _bodies(row, columns)
        named = None if lead else find_lead(title, heading=True)
        if named and named.end >= len(title.rstrip(EDGES)):
            lead, helpers = named.names, named.helpers
        self._open.append((rank, lead or self.lead, helpers if lead else self.coordinating))


def _ranked(row: Row, columns: Columns) -> tuple[int, str]:
    """How deep a row that titles others stands (`A`, `I`, without a number, `1`), and its title without the number."""
    first = next(cell.text for cell in row if cell.text)
    numbered = _TITLED.match(first)
    number = numbered[1] if numbered else first.strip(EDGES)
    title = first[numbered.end() :] if numbered else ((_cell(row, columns.task) or row[0]).text or first)
    if _INDEX.match(number):
        return 3 + number.count("."), title
    return (2 if not _GROUP.match(number) else int(set(number) <= set("IVX"))), title


def _group_of(row: Row, columns: Columns) -> str:
    """The number of a row that only titles the rows below it, or an empty text."""
    if len(row) > 1 and len({cell.span for cell in row}) == 1:  # one cell merged over every column
        number = _TITLED.match(row[0].text)
        return number[1] if number else row[0].text[:20]
    filled = [cell.text for cell in row if cell.text]
    match = _GROUP.match(filled[0].strip(EDGES)) if filled else None
    others = set(filled[1:])
    if match and (len(others) <= 1 or len(filled) <= 2):
        return match[1]
    if columns.index == 0 and len(set(filled)) == 1 and len(row) > 1 and not row[0].text:
        return filled[0][:20]
    return ""


def _titles_parts(row: Row, below: Row, columns: Columns) -> bool:
    """Whether a row `2 | Quản lý đội tàu | | ` only titles those below it (`2.1 | ...`).

    It may say who leads and who coordinates where the first row below it does not.
    """
    if columns.index != 0 or not below:
        return False
    said = {i for i, cell in enumerate(row) if cell.text} - {0, columns.task}
    if said - {columns.lead, columns.coordinating} or (said and _cell(below, columns.lead)):
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
    if columns.index == 0 and above and not _INDEX.match(row[0].text) and len(row) < len(above):
        row = (*above[: _lost(row, columns)], *row)
    if above and columns.index == 0 and row[0] is above[0]:
        row = row + above[len(row) :]
    return tuple(above[i] if _repeats(cell, i, above) else cell for i, cell in enumerate(row))


def _lost(row: Row, columns: Columns) -> int:
    """How many cells a row without its number lost in front, by where its date stands; one where nothing says so."""
    dated = next((i for i, cell in enumerate(row) if sets_date(cell.text)), columns.deadline)
    lost = columns.deadline - dated
    return lost if 0 < lost <= columns.task else int(bool(row[0].text))


def _with_merged(row: Row, columns: Columns, above: Row) -> Row:
    """A flat row with who leads taken from the row above where the cell is empty; what else is empty beside it, too."""
    if not above or columns.lead < 0 or _cell(row, columns.lead):
        return row
    taken = [columns.lead]
    if _cell(row, columns.coordinating) is None:
        taken += [at for at in (columns.coordinating, columns.deadline) if at >= 0 and _cell(row, at) is None]
    width = max(len(row), *(at + 1 for at in taken))
    row = (*row, *above[len(row) : width])
    return tuple(above[i] if i in taken and i < len(above) else cell for i, cell in enumerate(row))


def _repeats(cell: Cell, i: int, above: Row) -> bool:
    return i < len(above) and bool(_SAME_AS_ABOVE.match(cell.text))


def _path(prefix: str, group: str, number: str) -> str:
    return ".".join(part for part in (prefix or "PL1", group, f"r{number}" if number else "") if part)


def _cell(row: Row, at: int) -> Cell | None:
    return row[at] if 0 <= at < len(row) and row[at].text else None


def _task(document: str, row: Row, columns: Columns, path: str, clock: Clock, heads: Heads) -> TaskFound | None:
    cell = _cell(row, columns.task)
    when = _cell(row, columns.deadline)
    if cell is None or len(cell.text) < MIN_TASK or _SUM.match(cell.text) or (when and _HOURS.match(when.text)):
        return None
    view = view_of(document, cell.span.start, cell.span.end)
    leads, product = _cell(row, columns.lead), _cell(row, columns.product)
    lead, coordinating = _bodies(row, columns)
    own = find_lead(view.text) if not lead and columns.lead < 0 else None
    if not view.text or (_only_names(view.text) and not (leads and when) and not own):
        return None
    if not lead:
        lead, helpers = (
            (own.names, find_coordinating(view.text, own.names)) if own else (heads.lead, heads.coordinating)
        )
        coordinating = coordinating or helpers
    deadline = _deadline(document, when, clock)
    span = view.span(0, len(view.text))
    text = as_printed(document, span)
    confidence, reasons = rate(lead, deadline, named=True, ordered=False, imperative=is_imperative(text), in_table=True)
    return TaskFound(
        text=text,
        path=path,
        span=span,
        lead=lead,
        coordinating=coordinating,
        deadline=deadline,
        product=product.text if product else "",
        warnings=deadline.warnings,
        confidence=confidence,
        reasons=reasons,
    )


def _only_names(text: str) -> bool:
    """Whether a cell holds the name of a body and no deed; one with its body and its day is a deed all the same."""
    body = read_names(text, bare=True, stops=False)
    return body is not None and body.end == len(text) <= LONGEST_BODY


def _bodies(row: Row, columns: Columns) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who coordinates by the cells of a row."""
    leads, helps = _cell(row, columns.lead), _cell(row, columns.coordinating)
    lead, helpers = roles_in(leads.text) if leads else (_marked(row, columns, _LEADS), ())
    if leads and columns.is_shared and not helpers:  # `Sở A/Sở B` under `Chủ trì/phối hợp`
        lead, helpers = (lead[:1], lead[1:]) if "/" not in leads.text else parted_by_slash(leads.text)
    return lead, split_names(helps.text) if helps else helpers or _marked(row, columns, _HELPS)


def _marked(row: Row, columns: Columns, sign: re.Pattern[str]) -> tuple[str, ...]:
    """The bodies whose column holds the sign."""
    return tuple(name for at, name in columns.marked if (cell := _cell(row, at)) and sign.match(cell.text))


def _deadline(document: str, cell: Cell | None, clock: Clock) -> DeadlineFound:
    return read_cell(view_of(document, cell.span.start, cell.span.end), clock) if cell else DeadlineFound()
