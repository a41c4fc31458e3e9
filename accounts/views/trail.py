"""The audit trail as a page and as a file, for administrators and auditors."""

from dataclasses import asdict
from typing import Final

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import people_policy, reading, trail, trail_files, trail_words
from accounts.clock import today
from accounts.forms_trail import TrailForm
from accounts.http import AuthedRequest

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def audit_log(request: AuthedRequest) -> HttpResponseBase:
    """Newest first, filtered, page by page by key; `export=csv` or `xlsx` gives everything the filter finds.

    That somebody read it is noted, each file by an entry of its own.
    """
    people_policy.may_read_trail(request.user, today()).require()
    form = TrailForm(request.GET)
    asked = trail.Wanted(**form.cleaned_data) if form.is_valid() else trail.Wanted()
    wanted = asked.bounded(today())
    about = {name: value for name, value in asdict(wanted).items() if value}
    kind = request.GET.get("export", "")
    if kind in {"csv", "xlsx"} and form.is_valid():
        return _exported(request, wanted, kind, about)
    reading.note("trail.read", request.user, reader=request.user, about=about)
    below = request.GET.get("below", "")
    page = trail.page(wanted, int(below) if below.isdecimal() else None)
    shown = {
        "form": form,
        "rows": [(entry, trail_words.word(entry.action), trail_words.differences(entry)) for entry in page.entries],
        "older": page.older,
        "below": below,
        "words": trail_words.WORDS.items(),
        "bound": wanted.since if wanted.since != asked.since else None,
    }
    return render(request, "accounts/audit_log.html", shown, status=200 if form.is_valid() else 422)


def _exported(request: AuthedRequest, wanted: trail.Wanted, kind: str, about: dict[str, object]) -> HttpResponseBase:
    """The file; the entry that says so is written before the first byte goes out, and stands in the file."""
    body = trail_files.lines(wanted) if kind == "csv" else trail_files.workbook(wanted)
    reading.note("trail.exported", request.user, reader=request.user, about={**about, "format": kind}, every=True)
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    else:
        response = FileResponse(body, as_attachment=True, filename="nhat-ky.xlsx", content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response
