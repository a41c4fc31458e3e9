"""The directory as a spreadsheet: download it, look at what a changed one would do, bring it in."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import people_policy, sheets
from accounts.actions import organisation_import as importing
from accounts.clock import today
from accounts.errors import DomainError
from accounts.forms_organisation import SheetForm
from accounts.http import AuthedRequest
from accounts.models import Organisation
from accounts.sheets import Line

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT: Final = "organisation-sheet"
KEPT_FOR: Final = 3600
"""Seconds between looking at a file and bringing it in; later it is read anew."""
SHOWN: Final = 300
"""Rows that the page shows, those to decide about first."""
_DAYS: Final = ("valid_from", "valid_to")


@require_GET
def directory_export(request: AuthedRequest) -> HttpResponseBase:
    """All organisations with every column; `?template=1` is the file to fill in."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    empty = request.GET.get("template") == "1"
    rows = Organisation.objects.select_related("parent").order_by("path")
    file = sheets.write([] if empty else rows.iterator(chunk_size=1000))
    name = "to-chuc-mau.xlsx" if empty else f"to-chuc-{day:%Y%m%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def directory_import(request: AuthedRequest) -> HttpResponse:
    """Choose a file, see row by row what it would do, then say yes; nothing is written before."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    if request.method == "POST" and "kept" in request.POST:
        return _bring(request, day)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _look(request, sheets.read(form.cleaned_data["file"].read()))
        except DomainError as error:
            form.add_error("file", str(error))
    return render(request, "accounts/organisation_import.html", {"form": form}, status=422 if form.errors else 200)


def _look(request: AuthedRequest, lines: Sequence[Line], status: int = 200) -> HttpResponse:
    outcomes = importing.check(lines)
    counts = Counter(outcome.kind for outcome in outcomes)
    telling = sorted(
        (outcome for outcome in outcomes if outcome.kind != importing.SAME),
        key=lambda outcome: (importing.OUTCOMES.index(outcome.kind), outcome.line.number),
    )
    shown = {
        "form": SheetForm(),
        "outcomes": telling[:SHOWN],
        "more": max(len(telling) - SHOWN, 0),
        "counts": {kind: counts[kind] for kind in importing.OUTCOMES},
        "total": len(outcomes),
        "kept": _keep(lines),
    }
    return render(request, "accounts/organisation_import.html", shown, status=status)


def _bring(request: AuthedRequest, day: date) -> HttpResponse:
    try:
        lines = _kept(request.POST["kept"])
    except signing.BadSignature:
        messages.error(request, _("Bảng đã xem trước quá một giờ; hãy chọn lại tệp."))
        return redirect("organisation-import")
    try:
        only_right = request.POST.get("only_right") == "on"
        done = importing.carry_out(lines, only_right=only_right, actor=request.user, today=day)
    except DomainError as error:
        messages.error(request, str(error))
        return _look(request, lines, status=422)
    words = {"added": len(done.added), "changed": len(done.changed)}
    messages.success(request, _("Đã thêm %(added)d và sửa %(changed)d tổ chức.") % words)
    return redirect("organisation-list")


def _keep(lines: Sequence[Line]) -> str:
    """What was read, signed, so that exactly what was shown is brought in."""
    rows = [[line.number, dict(line.values), dict(line.wrong)] for line in lines]
    plain = json.loads(json.dumps(rows, cls=DjangoJSONEncoder))
    return signing.dumps(plain, salt=SALT, compress=True)


def _kept(text: str) -> list[Line]:
    rows = signing.loads(text, salt=SALT, max_age=KEPT_FOR)
    return [
        Line(number, {name: _value(name, value) for name, value in values.items()}, wrong)
        for number, values, wrong in rows
    ]


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DAYS and value else value
