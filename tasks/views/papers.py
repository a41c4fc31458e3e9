"""Every report of the catalogue on one page, and the same report as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.http import AuthedRequest
from tasks.reports.asking import NOT_OF_THE_QUESTION, SAID_BY_STATEMENT, Question, answer, question
from tasks.reports.catalogue import REPORTS, Maker
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part, Report
from tasks.reports.papers import LABELS, Form
from tasks.reports.papers.plain import is_wide
from tasks.reports.papers.values import is_figure, moment, shown
from tasks.views.listing import bases, chips, maps
from tasks.views.sending import report_file

OWN_CONTROLS: Final = SAID_BY_STATEMENT | NOT_OF_THE_QUESTION
"""Names that the toolbar has a control for; whatever else stands in the address goes along unseen."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with its column and the text of its value; the first cell with words is the head of its row."""

    column: Column
    cell: Cell
    text: str
    is_head: bool

    @property
    def is_figure(self) -> bool:
        """Whether it stands at the right."""
        return is_figure(self.column)

    @property
    def is_nothing(self) -> bool:
        """A nought, or no figure at all: nothing to open."""
        return self.cell.value is None or self.cell.value == 0


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A block as the page lays it out: rows of cells, each with the part it plays."""

    block: Block
    rows: tuple[tuple[Part, tuple[ShownCell, ...]], ...]

    @property
    def hints(self) -> list[Column]:
        """The columns that say how they are counted."""
        return [column for column in self.block.columns if column.hint]


@require_safe
def index_page(request: AuthedRequest) -> HttpResponseBase:
    """The reports that this person may read, one line each."""
    day = today()
    makers = [maker for maker in REPORTS.values() if maker.may(request.user, day)]
    return render(request, "tasks/report_index.html", {"makers": makers})


@require_safe
def report_page(request: AuthedRequest, slug: str) -> HttpResponseBase:
    """The report of that name; with `format` the same as a file.

    Raises:
        Http404: there is no such report.
    """
    maker = REPORTS.get(slug)
    if maker is None:
        raise Http404
    day = today()
    maker.may(request.user, day).require()
    asked = question(maker, request.user, request.GET, today=day, now=timezone.now())
    report = None if asked.errors else answer(asked)
    wanted = request.GET.get("format", "")
    if report is not None and wanted in set(Form):
        return report_file(request, report, Form(wanted))
    return render(request, "tasks/report.html", _context(request, maker, asked, report))


def _context(request: AuthedRequest, maker: Maker, asked: Question, report: Report | None) -> dict[str, object]:
    filters = asked.asked.filters
    own = set(asked.options.fields) if asked.options else set()
    names = [name for name in filters.filters if name not in SAID_BY_STATEMENT and name not in own]
    return {
        "maker": maker,
        "report": report,
        "moment": moment(report) if report else "",
        "tables": [_table(block) for block in report.blocks] if report else [],
        "is_wide": any(is_wide(block) for block in report.blocks) if report else False,
        "days": asked.days,
        "options": asked.options,
        "filters": filters,
        "errors": asked.errors,
        "chips": chips(filters, request.GET, names),
        "kept": list(_kept(request, own)),
        "bases": bases(filters.counted_by),
        "maps": maps(filters.on_map),
        "formats": [(form.value, LABELS[form]) for form in Form],
    }


def _kept(request: AuthedRequest, own: set[str]) -> Iterator[tuple[str, str]]:
    for name, values in request.GET.lists():
        if name not in OWN_CONTROLS and name not in own:
            yield from ((name, value) for value in values if value)


def _table(block: Block) -> ShownTable:
    return ShownTable(block, tuple((line.part, _cells(line, block.columns)) for line in block.lines))


def _cells(line: Line, columns: tuple[Column, ...]) -> tuple[ShownCell, ...]:
    head = next((column for column in columns if column.kind is Kind.TEXT), None)
    pairs = zip(columns, line.cells, strict=True)
    return tuple(ShownCell(column, cell, shown(cell.value, column.kind), column is head) for column, cell in pairs)
