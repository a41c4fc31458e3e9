"""The audit trail as a page and as a file, for administrators and auditors."""

import csv
from collections.abc import Iterator
from dataclasses import asdict

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import people_policy, reading, trail, trail_words
from accounts.clock import today
from accounts.forms import TrailForm
from accounts.http import AuthedRequest


class Echo:
    """A file that hands back what is written, for the csv module."""

    def write(self, value: str) -> str:
        """The line itself."""
        return value


@require_GET
def audit_log(request: AuthedRequest) -> HttpResponseBase:
    """Newest first, filtered, page by page by key; `export=csv` gives everything the filter finds."""
    people_policy.may_read_trail(request.user, today()).require()
    form = TrailForm(request.GET)
    wanted = trail.Wanted(**form.cleaned_data) if form.is_valid() else trail.Wanted()
    exporting = request.GET.get("export") == "csv" and form.is_valid()
    asked = {name: value for name, value in asdict(wanted).items() if value}
    reading.note("trail.exported" if exporting else "trail.read", request.user, reader=request.user, about=asked)
    if exporting:
        return _exported(wanted)
    below = request.GET.get("below", "")
    page = trail.page(wanted, int(below) if below.isdecimal() else None)
    rows = [(entry, trail_words.word(entry.action), trail_words.differences(entry)) for entry in page.entries]
    shown = {"form": form, "rows": rows, "older": page.older, "below": below, "words": trail_words.WORDS.items()}
    return render(request, "accounts/audit_log.html", shown, status=200 if form.is_valid() else 422)


def _exported(wanted: trail.Wanted) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(wanted), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    return response


def _lines(wanted: trail.Wanted) -> Iterator[str]:
    """A byte order mark first, or a Vietnamese spreadsheet program would garble the accents."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for row in trail.table(wanted.narrow().iterator(chunk_size=2000)):
        yield str(writer.writerow(row))
