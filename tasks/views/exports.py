"""Files that a person asked for in the background: how far they are, download, stop, try again."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import downloads, reading
from accounts.http import AuthedRequest
from accounts.jobs import wake
from tasks import jobs, retention
from tasks.actions import exports
from tasks.models import Export, ExportState
from tasks.reports.papers import CONTENT_TYPES, LABELS, Form

SHOWN: Final = 50


@require_GET
def list_page(request: AuthedRequest) -> HttpResponseBase:
    """One's own files, newest first; while one is being made, the table asks for itself every two seconds."""
    rows = list(Export.objects.filter(owner=request.user)[:SHOWN])
    context = {
        "rows": rows,
        "labels": {form.value: label for form, label in LABELS.items()},
        "is_busy": any(row.is_unfinished for row in rows),
        "days": retention.days_kept("exports"),
    }
    template = "tasks/_exports.html" if request.headers.get("HX-Request") else "tasks/exports.html"
    return render(request, template, context)


@require_GET
def file(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The finished file of its owner; another person's does not exist here."""
    row = get_object_or_404(Export, pk=pk, owner=request.user, state=ExportState.READY)
    if not row.content:
        raise Http404
    reading.note("export.downloaded", row, reader=request.user, every=True)
    return downloads.download(row.content, row.name, CONTENT_TYPES[Form(row.form)])


@require_POST
def cancel(request: AuthedRequest, pk: int) -> HttpResponse:
    """Stop it."""
    get_object_or_404(Export, pk=pk, owner=request.user)
    exports.cancel(pk, actor=request.user)
    messages.success(request, _("Đã hủy tạo tệp."))
    return redirect("export-list")


@require_POST
def retry(request: AuthedRequest, pk: int) -> HttpResponse:
    """Make it after all."""
    get_object_or_404(Export, pk=pk, owner=request.user)
    row = exports.retry(pk, actor=request.user)
    wake(jobs.make_export, row.pk)
    messages.success(request, _("Tệp đang được tạo lại."))
    return redirect("export-list")
