"""Files on their way out: made a moment ago, noted in the trail, never kept by a cache."""

from io import BytesIO

from django.http import FileResponse

from accounts import reading
from accounts.clock import today
from accounts.http import AuthedRequest
from tasks.reports.paper import Report
from tasks.reports.papers import CONTENT_TYPES, Form, file_name, written
from tasks.reports.papers.imprint import imprint_of


def report_file(request: AuthedRequest, report: Report, form: Form) -> FileResponse:
    """The report as a download; that somebody took it stands in the trail."""
    content = written(report, form, imprint_of(request.user, today()))
    name = file_name(report, form)
    note(request, "report.exported", name)
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def note(request: AuthedRequest, action: str, name: str) -> None:
    """Who took which file, and what it was asked to hold."""
    about: dict[str, object] = {"name": name, "query": request.GET.urlencode()[:300]}
    reading.note(action, request.user, reader=request.user, about=about, every=True)
