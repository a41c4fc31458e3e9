"""A report as PDF, set by typst: the same layout as in Word, the same bytes for the same report.

The fonts of the machine are used, Times New Roman or one as wide (Liberation Serif); where there is none, typst brings
a serif with all Vietnamese letters itself.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.errors import DomainError
from tasks.letters import layout
from tasks.reports.paper import Report
from tasks.reports.papers.imprint import Imprint
from tasks.reports.papers.plain import PlainTable, paper

SOURCE: Final = Path(__file__).resolve().parent / "report.typ"
MOST_TAGGED: Final = 500
"""Lines up to which the file also tells a screen reader what is a table; the marks take most of the time and space."""


def write(report: Report, imprint: Imprint) -> bytes:
    """The report as a PDF file.

    Raises:
        DomainError: this installation has no typst.
    """
    try:
        import typst  # loaded by who prints, not by every worker
    except ImportError as error:
        words = _("Máy chủ chưa cài bộ tạo PDF (typst); hãy tải tệp Word, hoặc dùng nút In rồi lưu thành PDF.")
        raise DomainError(words, code="no_pdf") from error
    dated = datetime(report.day.year, report.day.month, report.day.day, tzinfo=UTC)
    laid = {"laid": json.dumps(_laid(report, imprint))}
    is_tagged = sum(len(block.lines) for block in report.blocks) <= MOST_TAGGED
    return bytes(typst.compile(_source(), format="pdf", sys_inputs=laid, timestamp=dated, pdf_tags=is_tagged))


@cache
def _source() -> bytes:
    return SOURCE.read_bytes()


def _laid(report: Report, imprint: Imprint) -> dict[str, Any]:
    """What the source reads; the date of the file is the day of the report."""
    laid = paper(report, imprint)
    return {
        "day": [report.day.year, report.day.month, report.day.day],
        "author": " ".join(imprint.organ),
        "superior": imprint.superior,
        "organ": imprint.organ,
        "symbol": imprint.symbol,
        "place": imprint.place,
        "nation": layout.NATION,
        "motto": layout.MOTTO,
        "dated": layout.day_words(None),
        "kind": laid.kind,
        "about": laid.about,
        "text": laid.text,
        "tables": [_table(table) for table in laid.tables],
        "annexes": [_table(table) for table in laid.annexes],
        "receivers": laid.receivers,
        "signs": laid.signs,
        "reference": laid.reference,
    }


def _table(table: PlainTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [
            {"title": each.title, "width": each.width, "figure": each.is_figure, "day": each.is_day}
            for each in table.columns
        ],
        "rows": [{"texts": row.texts, "part": row.part.value} for row in table.rows],
        "note": table.note,
        "size": table.size,
        "number": table.number,
        "picture": None if table.picture is None else asdict(table.picture),
    }
