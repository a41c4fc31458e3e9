"""The files of a report: one value in, bytes out. The libraries behind them are loaded by who writes such a file."""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import Final

from accounts.text import fold
from tasks.reports.paper import Report
from tasks.reports.papers.imprint import Imprint


class Form(StrEnum):
    """What a report can be downloaded as."""

    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"
    CSV = "csv"


LABELS: Final = {Form.XLSX: "Excel", Form.DOCX: "Word", Form.PDF: "PDF", Form.CSV: "CSV"}
CONTENT_TYPES: Final = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.PDF: "application/pdf",
    Form.CSV: "text/csv; charset=utf-8",
}


def written(report: Report, form: Form, imprint: Imprint) -> bytes:
    """The report as a file; for a past day the same bytes each time.

    Raises:
        DomainError: this installation cannot make such a file.
    """
    write: Callable[[Report, Imprint], bytes] = import_module(f"{__name__}.{form.value}").write
    return write(report, imprint)


def file_name(report: Report, form: Form) -> str:
    """What the download is called: `tinh-hinh-thuc-hien-20261031.xlsx`."""
    words = "-".join(fold(report.title).split())
    plain = "".join(letter for letter in words if letter.isalnum() or letter == "-")
    return f"{plain[:60].strip('-')}-{report.day:%Y%m%d}.{form.value}"
