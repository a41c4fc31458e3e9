"""What every report promises, checked on its cells: sums, shares, differences, and lists behind numbers."""

from datetime import date
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from tasks.asof import as_it_stood
from tasks.filters import TaskFilter
from tasks.filters_extensions import ExtensionFilter
from tasks.filters_instructions import InstructionFilter
from tasks.models import ExtensionRequest, Instruction, Task
from tasks.reports.asked import Asked
from tasks.reports.board import filter_query
from tasks.reports.paper import Block, Part, Report


def ask(user: User, query: str, today: date) -> Asked:
    """The question as the page reads it out of an address."""
    options = QueryDict(query)
    day = date.fromisoformat(options["as_of"]) if "as_of" in options else today
    filters = TaskFilter(options, today=day)
    return Asked(user, today, day, None, filters, options, filter_query(options))


def _listed(href: str, day: date, user: User, today: date) -> int:
    """How many rows the list at this address holds, asked inside the state of its day."""
    parts = urlsplit(href)
    query = QueryDict(parts.query)
    if parts.path == reverse("task-list"):
        return _narrowed(TaskFilter(query, today=day), Task.objects.visible_to(user, today))
    if parts.path == reverse("extension-list"):
        return _narrowed(ExtensionFilter(query, today=day), ExtensionRequest.objects.visible_to(user, today))
    assert parts.path == reverse("instruction-list")
    return _narrowed(InstructionFilter(query, today=day), Instruction.objects.visible_to(user, today))


def _narrowed(filters, rows) -> int:
    assert filters.is_valid(), filters.errors
    return filters.narrow(rows).count()


def links(report: Report, user: User, today: date, *, stride: int = 1) -> int:
    """Numbers with an address stand on a list of so many rows; how many different addresses there were.

    Only every `stride`-th address is opened: a filter costs more to build than its list to count.
    """
    seen: dict[date, dict[str, tuple[str, str, int]]] = {}
    for block in report.blocks:
        for line in block.lines:
            for cell in line.cells:
                if cell.href and isinstance(cell.value, int):
                    said = QueryDict(urlsplit(cell.href).query).get("as_of")
                    day = date.fromisoformat(said) if said else today
                    seen.setdefault(day, {})[cell.href] = (block.key, line.key, cell.value)
    for day, found in seen.items():
        with as_it_stood(day, today):
            for href, (block_key, line_key, value) in list(found.items())[::stride]:
                assert _listed(href, day, user, today) == value, (block_key, line_key, href)
    return sum(len(found) for found in seen.values())


def values(block: Block) -> dict[str, dict[str, object]]:
    """Values of a block by key of line and column, headings left out."""
    names = [column.key for column in block.columns]
    return {
        line.key or f"{line.part}:{line.group}": dict(zip(names, (cell.value for cell in line.cells), strict=True))
        for line in block.lines
        if line.part is not Part.HEADING
    }
