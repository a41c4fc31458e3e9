"""A task's files, those of answers and letters: handed out and shown only to those who see what they belong to."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts import reading
from accounts.clock import today
from accounts.downloads import download
from accounts.http import AuthedRequest
from directives.actions.previews import Stored
from directives.views.preview import Place, preview_page
from tasks import policy_urging
from tasks.models import Instruction, InstructionFile, InstructionKind, Task, TaskFile, UrgingLetter


def task_file(request: AuthedRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """The file as a download; what is not yours to see is not found."""
    row = _of_task(request, pk, file_pk)
    return download(row.content, row.name, row.content_type, sha256=row.sha256)


@require_GET
def task_file_view(request: AuthedRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """The file in the browser, for whom it is a download."""
    row = _of_task(request, pk, file_pk)
    place = Place(reverse("task-file", args=[pk, file_pk]), row.task.get_absolute_url(), row.task.title)
    return preview_page(request, _stored(row), place)


@require_GET
def answer_file_view(request: AuthedRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """A file of an answer in the browser, for those who see the record; reading an explanation is noted."""
    record = get_object_or_404(Instruction.objects.visible_to(request.user, today()), pk=pk)
    row = get_object_or_404(InstructionFile, pk=file_pk, answer__instruction=record)
    if record.kind == InstructionKind.EXPLAIN and "picture" not in request.GET:
        reading.note("instruction.file_read", record, reader=request.user, about={"file": row.name})
    place = Place(reverse("instruction-file", args=[pk, file_pk]), record.get_absolute_url(), str(record))
    return preview_page(request, _stored(row), place)


@require_GET
def letter_view(request: AuthedRequest, pk: int, letter_pk: int) -> HttpResponseBase:
    """A letter as it was drafted, in the browser."""
    policy_urging.may_urge_at_all(request.user, today()).require()
    row = get_object_or_404(UrgingLetter, pk=letter_pk, round=pk)
    place = Place(reverse("urging-letter", args=[pk, letter_pk]), reverse("urging-round", args=[pk]), str(row.round))
    return preview_page(request, _stored(row), place)


def _of_task(request: AuthedRequest, pk: int, file_pk: int) -> TaskFile:
    visible = Task.objects.visible_to(request.user, today()).filter(pk=pk)
    return get_object_or_404(TaskFile.objects.select_related("task"), pk=file_pk, task__in=visible)


def _stored(row: TaskFile | InstructionFile | UrgingLetter) -> Stored:
    return Stored(row.name, row.sha256, row.content)
