"""Handing out a task's file: only to those who see the task."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.clock import today
from accounts.downloads import download
from accounts.http import AuthedRequest
from tasks.models import Task, TaskFile


def task_file(request: AuthedRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """The file as a download; what is not yours to see is not found."""
    visible = Task.objects.visible_to(request.user, today()).filter(pk=pk)
    row = get_object_or_404(TaskFile, pk=file_pk, task__in=visible)
    return download(row.content, row.name, row.content_type, sha256=row.sha256)
