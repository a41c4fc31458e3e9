"""A report as a Word file in the layout of NĐ 30/2020/NĐ-CP, the same bytes for the same report."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.shared import Mm, Pt
from docx.table import Table, _Row

from tasks.letters import layout
from tasks.letters.layout import Column, Head, Signature
from tasks.reports.paper import Part, Report
from tasks.reports.papers.imprint import Imprint
from tasks.reports.papers.pictures import Picture, pngs
from tasks.reports.papers.plain import Paper, PlainTable, paper

Pictures = Mapping[Picture, bytes]

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can name: the parts of the file carry it, so that no clock gets into the bytes."""


def write(report: Report, imprint: Imprint) -> bytes:
    """The report as a .docx file; number, day and signature are left for those who sign it."""
    laid = paper(report, imprint)
    pictures = pngs([table.picture for table in (*laid.tables, *laid.annexes) if table.picture is not None])
    document = layout.new_document()
    _describe(document, report, imprint)
    _front(document, laid)
    for table in laid.tables:
        _table(document, table, pictures)
    document.add_paragraph()
    layout.closing(document, laid.receivers, Signature((laid.signs,)))
    for table in laid.annexes:
        _annex(document, laid, table, pictures)
    return still(layout.saved(document))


def _describe(document: Document, report: Report, imprint: Imprint) -> None:
    """Properties of the file: dated by the day of the report, never by the clock."""
    known = document.core_properties
    known.title, known.author, known.comments = report.title, " ".join(imprint.organ), ""
    known.created = known.modified = datetime(report.day.year, report.day.month, report.day.day, tzinfo=UTC)
    known.last_modified_by, known.revision = "", 1


def _front(document: Document, laid: Paper) -> None:
    head = laid.imprint
    layout.letterhead(document, Head(head.superior, head.organ, head.symbol, head.place, None, ""))
    layout.title(document, laid.kind, laid.about)
    layout.paragraph(document, laid.text)


def _table(document: Document, table: PlainTable, pictures: Pictures) -> None:
    if table.title:
        layout.table_title(document, table.title)
    _picture(document, table, pictures)
    _grid(document, table)
    if table.note:
        layout.paragraph(document, table.note)


def _picture(document: Document, table: PlainTable, pictures: Pictures) -> None:
    shown = table.picture
    if shown is not None and shown in pictures:
        layout.picture(document, pictures[shown], title=shown.title, width=Mm(shown.width), told=shown.told)


def _annex(document: Document, laid: Paper, table: PlainTable, pictures: Pictures) -> None:
    title = (table.title or laid.about).upper()
    layout.annex(document, title, laid.reference, number=table.number, lies=True)
    _picture(document, table, pictures)
    _grid(document, table)
    if table.note:
        layout.paragraph(document, table.note)


def _grid(document: Document, table: PlainTable) -> None:
    columns = [Column(each.title, each.width, each.is_day, each.is_figure) for each in table.columns]
    rows = [_padded(row.texts, len(columns)) for row in table.rows]
    made = layout.table(document, columns, rows, size=Pt(table.size))
    for place, row in enumerate(table.rows, start=1):
        if row.part is not Part.PART:
            _stand_out(made, place, is_heading=row.part is Part.HEADING)


def _padded(texts: Sequence[str], count: int) -> list[str]:
    return [*texts, *([""] * (count - len(texts)))]


def _stand_out(made: Table, place: int, *, is_heading: bool) -> None:
    """A sum is bold; a heading also stretches over the whole table and stays with the row below it."""
    cells = _Row(made._tbl.tr_lst[place], made).cells
    if is_heading:
        cells[0].merge(cells[-1])
        for empty in cells[0].paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
        cells[0].paragraphs[0].alignment = layout.LEFTWARD
        cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    for cell in cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def still(content: bytes) -> bytes:
    """The same package with every part dated alike: zips otherwise remember the second they were written in."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = ZipInfo(entry.filename, EPOCH)
            part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, old.read(entry.filename))
    return buffer.getvalue()
