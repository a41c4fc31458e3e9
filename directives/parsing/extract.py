"""Everything that the engine reads out of a paper, in one call; it proposes, a clerk decides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from directives.parsing.addressees import addressed
from directives.parsing.clock import Clock, clock_of
from directives.parsing.columns import heading_of
from directives.parsing.confidence import doubted, reported
from directives.parsing.dates import dates_in
from directives.parsing.grids import bar_tables
from directives.parsing.header import prints_head, read_header
from directives.parsing.idle import assigns_nothing
from directives.parsing.layout import Block
from directives.parsing.lines import MAX_LINE
from directives.parsing.markers import Mark
from directives.parsing.news import day_out
from directives.parsing.normalise import (
    as_printed,
    fold_space,
    nfc,
    plain_bullets,
    plain_signs,
    unescaped,
    visible_blanks,
)
from directives.parsing.periods import find_periods
from directives.parsing.press import reports_orders, tasks_of_press
from directives.parsing.references import find_references
from directives.parsing.respelled import respelled
from directives.parsing.stacks import stacked_tables
from directives.parsing.structure import build_tree, sections_of, with_whole_articles
from directives.parsing.summaries import about_the_paper, without_repeats
from directives.parsing.tables import bodies_of_title, rows_of_table, tasks_of_rows
from directives.parsing.tasks import tasks_of_tree
from directives.parsing.torn import mended_rows
from directives.parsing.types import Document, Extraction, SectionFound, Table, TaskFound
from directives.parsing.zones import segments_of
from directives.workdays import DEFAULT_CALENDAR, WorkingCalendar

_ATTACHED = re.compile(r"(?i)kèm theo[^)\n]{0,160}ngày\s[^)]{6,40}")
HEAD = 4000
# Between two parts of a table stands the title of a group at most.
BETWEEN_TABLES = 300
FEWEST_COLUMNS = 3
NEAR = 40
# A paper of five hundred pages prints as many lines.
MAX_LINES = 20_000
_ENDLESS = re.compile(rf"[^\n]{{{MAX_LINE + 1},}}")
LONG_LINE = f"Văn bản có dòng dài quá {MAX_LINE} ký tự; chỉ đọc phần đầu của dòng đó."
TOO_LONG = f"Văn bản dài quá {MAX_LINES} dòng; chỉ đọc phần đầu, phần sau hãy nhập thành văn bản riêng."
_REPORTED = "Đây là tin báo chí thuật lại chỉ đạo; hãy đối chiếu với bản gốc."


def extract_text(text: str, *, received_on: date | None = None) -> Extraction:
    """The extraction of plain text in any Unicode form; spans point into its NFC form."""
    return extract(Document(nfc(text)), received_on=received_on)


def extract(
    document: Document, *, received_on: date | None = None, calendar: WorkingCalendar = DEFAULT_CALENDAR
) -> Extraction:
    """Header, structure, references and proposed tasks of `document`.

    Terms counted from receipt need `received_on`; `calendar` says which days are worked. Nothing is raised for text of
    any kind: what could not be read is left empty and told in `warnings`.
    """
    printed = _within_bounds(document)
    document = replace(printed, text=respelled(printed.text))
    header, number, missing = read_header(document.text)
    is_press = not prints_head(document.text) and (number is not None or reports_orders(document.text))
    issued = header.issued_on or _attached_to(document.text) or (day_out(document.text) if is_press else None)
    clock = clock_of(issued, received_on, calendar)
    sections, found = _read(document, clock, is_press=is_press, number=number.text if number and is_press else "")
    dated = (doubted(task, dates_in(document.text, task, clock)) for task in found)
    tasks = [] if assigns_nothing(header, document.text) else sorted(dated, key=lambda task: task.span.start)
    tasks = addressed(document.text, tasks)
    kept = without_repeats(map(reported, tasks)) if is_press else tuple(tasks)
    if printed.text != document.text:
        kept = tuple(_as_printed(task, printed.text) for task in kept)
    return Extraction(
        header=header,
        sections=sections,
        references=find_references(document.text, number),
        tasks=kept,
        warnings=(*document.warnings, *missing, *((_REPORTED,) if is_press else ()), *_about_tasks(kept)),
    )


def _as_printed(task: TaskFound, text: str) -> TaskFound:
    """`task` with its words as a scan has them, read though it was as it had been printed."""
    deadline = task.deadline
    if deadline.span and deadline.phrase:
        deadline = replace(deadline, phrase=fold_space(deadline.span.of(text)).strip(" ,.;:"))
    return replace(task, text=as_printed(text, task.span), deadline=deadline)


def _within_bounds(document: Document) -> Document:
    """`document` without what no paper has, with a warning for each thing left out."""
    whole = _first_lines(plain_bullets(plain_signs(unescaped(visible_blanks(document.text)))))
    legible = _legible(whole)
    cut = (TOO_LONG,) if len(whole) < len(document.text) else ()
    long = (LONG_LINE,) if legible != whole else ()
    tables = tuple(table for table in document.tables if table.span.end <= len(legible))
    return replace(document, text=legible, tables=tables, warnings=(*document.warnings, *cut, *long))


def _first_lines(text: str) -> str:
    """`text` up to the most lines that are read."""
    if text.count("\n") < MAX_LINES:
        return text
    end = -1
    for _ in range(MAX_LINES):
        end = text.find("\n", end + 1)
    return text[:end]


def _legible(text: str) -> str:
    """`text` with the tails of lines that no paper prints blanked out, everything else where it was."""
    read = 0
    while len(text) - read > MAX_LINE:
        read = text.rfind("\n", read, read + MAX_LINE + 1) + 1
        if not read:
            return _ENDLESS.sub(lambda match: match[0][:MAX_LINE] + "\n" * (len(match[0]) - MAX_LINE), text)
    return text


def _attached_to(text: str) -> date | None:
    """The date of the paper that a sheet without a head says it is attached to."""
    line = _ATTACHED.search(text[:HEAD])
    found = next(iter(find_periods(line[0], None)), None) if line else None
    return found.period.end if found else None


def _read(
    document: Document, clock: Clock, *, is_press: bool, number: str
) -> tuple[tuple[SectionFound, ...], list[TaskFound]]:
    """The structure of the body and the attachments, and the tasks in them, table by table.

    The lists of an item that tells of a paper with a `number` are what that paper orders.
    """
    sections: list[SectionFound] = []
    tasks: list[TaskFound] = []
    text = document.text
    wholes = _whole_tables(document.tables or bar_tables(text) or stacked_tables(text))
    tables = [table for parts in wholes for table in parts]
    starts = [table.span.start for table in tables]
    for segment in segments_of(text):
        blocks = list(_outside(segment.blocks, tables))
        blocks = list(about_the_paper(blocks, number)) if is_press else blocks
        rows, cells = mended_rows(text, blocks, clock)
        prose = [block for i, block in enumerate(blocks) if not block.is_row and i not in cells]
        roots = build_tree(list(with_whole_articles(prose)), segment.prefix)
        sections.extend(sections_of(roots))
        if segment.is_form:
            continue
        told = [root for root in roots if is_press and root.block.mark is Mark.NONE and not root.children]
        roots = [root for root in roots if root not in told]
        listed = list(tasks_of_tree(text, roots, clock, is_open=segment.is_annex or bool(number)))
        blocks_told = [root.block for root in told]
        tasks.extend(tasks_of_press(text, blocks_told, clock, number=number, listed=[task.lead for task in listed]))
        tasks.extend(listed)
        titled = bodies_of_title(text, rows[0][0].span.start) if rows and rows[0] else ()
        spelled_out = list(tasks_of_rows(text, rows, segment.prefix, clock, titled=titled, is_flat=True))
        starts += [row[0].span.start for row in rows if row] if spelled_out else []
        tasks.extend(spelled_out)
    tasks = [task for task in tasks if not _opens_table(text, task, starts)]
    for i, parts in enumerate(wholes):
        rows = [row for table in parts for row in rows_of_table(table)]
        titled = bodies_of_title(text, parts[0].span.start)
        tasks.extend(tasks_of_rows(text, rows, f"PL{i + 1}", clock, titled=titled, is_flat=not document.tables))
    return tuple(sections), tasks


def _opens_table(text: str, task: TaskFound, starts: Sequence[int]) -> bool:
    """Whether a line (`Phân công thực hiện như sau:`) only opens the table that spells out what is to be done."""
    if not task.text.endswith(":"):
        return False
    return any(0 <= at - task.span.end < NEAR and not text[task.span.end : at].strip(" \n\t|*:") for at in starts)


def _whole_tables(tables: Sequence[Table]) -> list[list[Table]]:
    """The tables that assign, each with those that go on with it: as wide, without a head, close below it."""
    wholes: list[list[Table]] = []
    for table in tables:
        if _assigns(table):
            wholes.append([table])
        elif wholes and _goes_on(wholes[-1][-1], table):
            wholes[-1].append(table)
    return wholes


def _goes_on(before: Table, table: Table) -> bool:
    width = len(before.rows[-1].cells) if before.rows else 0
    near = 0 <= table.span.start - before.span.end <= BETWEEN_TABLES
    return near and width >= FEWEST_COLUMNS and all(len(row.cells) == width for row in table.rows)


def _assigns(table: Table) -> bool:
    return any(heading_of(row) for row in rows_of_table(table))


def _outside(blocks: Sequence[Block], tables: list[Table]) -> Iterator[Block]:
    """The blocks that stand in none of `tables`."""
    spans = [table.span for table in tables]
    first, last = min((span.start for span in spans), default=0), max((span.end for span in spans), default=0)
    for block in blocks:
        start = block.span.start
        if not (first <= start < last and any(span.start <= start < span.end for span in spans)):
            yield block


def _about_tasks(tasks: tuple[TaskFound, ...]) -> tuple[str, ...]:
    if not tasks:
        return ("Không tìm thấy nhiệm vụ nào trong văn bản.",)
    unled = sum(not task.lead for task in tasks)
    return (f"{unled} nhiệm vụ không nêu cơ quan chủ trì.",) if unled else ()
