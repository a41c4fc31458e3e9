"""Handing out a task's file: only to those who see the task, and never in a form that a browser would run."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from accounts.clock import today
from accounts.http import AuthedRequest
from tasks.models import Task, TaskFile


def task_file(request: AuthedRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """The file as a download; a proxy sends the bytes when one is configured."""
    visible = Task.objects.visible_to(request.user, today()).filter(pk=pk)
    row = get_object_or_404(TaskFile, pk=file_pk, task__in=visible)
    response = _by_proxy(row) if settings.FILE_ACCEL_PREFIX else _by_ourselves(row)
    response["Content-Type"] = row.content_type
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _by_proxy(row: TaskFile) -> HttpResponse:
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{settings.FILE_ACCEL_PREFIX.rstrip('/')}/{row.content.name}"
    return response


def _by_ourselves(row: TaskFile) -> FileResponse:
    try:
        return FileResponse(row.content.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
