"""One step on many tasks: a page that says what will happen to each and why not, then the deed, task by task."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.policy import Decision
from tasks.forms_bulk import FORMS, BulkForm
from tasks.jobs import send_waiting_mail
from tasks.models import Task
from tasks.views.detail import seen_tasks
from tasks.views.steps import STEPS

MOST: Final = 200
"""Tasks in one selection."""
INVALID: Final = 422


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task of the selection and whether the step can be taken on it."""

    task: Task
    decision: Decision


@dataclass(frozen=True, slots=True)
class Refused:
    """A task that was left as it is, and why."""

    task: Task
    reason: str


@require_http_methods(["GET", "POST"])
def bulk_page(request: AuthedRequest) -> HttpResponse:
    """GET previews a step on every `task` named; POST takes it on those that still stand as previewed."""
    given = request.POST if request.method == "POST" else request.GET
    move = given.get("move", "")
    if move not in FORMS:
        raise Http404
    if request.method == "GET":
        return _preview(request, move, given, FORMS[move](actor=request.user, today=today()))
    form = FORMS[move](request.POST, actor=request.user, today=today())
    if not form.is_valid():
        return _preview(request, move, given, form, status=INVALID)
    return _take(request, move, given, form)


def _keys(given: QueryDict) -> list[int]:
    return [int(key) for key in given.getlist("task") if key.isdecimal()][:MOST]


def _back(request: AuthedRequest, given: QueryDict) -> str:
    """The page that the selection came from, else the first page."""
    asked = given.get("back") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("home")


def _preview(request: AuthedRequest, move: str, given: QueryDict, form: BulkForm, *, status: int = 200) -> HttpResponse:
    day = today()
    tasks = seen_tasks(request.user, day).filter(pk__in=_keys(given)).order_by("due_on", "pk")
    chosen = [Chosen(task, STEPS[move].may(request.user, task, day)) for task in tasks]
    context = {
        "move": move,
        "step": STEPS[move],
        "form": form,
        "able": [item for item in chosen if item.decision],
        "unable": [item for item in chosen if not item.decision],
        "back": _back(request, given),
    }
    return render(request, "tasks/bulk.html", context, status=status)


def _take(request: AuthedRequest, move: str, given: QueryDict, form: BulkForm) -> HttpResponse:
    """Each task in a transaction of its own: one that changed meanwhile is named and does not hold up the rest."""
    done: list[Task] = []
    refused: list[Refused] = []
    for task in seen_tasks(request.user, today()).filter(pk__in=_keys(given)).order_by("pk"):
        seen = given.get(f"version-{task.pk}", "")
        try:
            form.take(task, int(seen) if seen.isdecimal() else 0)
            done.append(task)
        except DomainError as refusal:
            refused.append(Refused(task, str(refusal)))
    wake(send_waiting_mail)
    return _result(request, move, done, refused, _back(request, given))


def _result(
    request: AuthedRequest, move: str, done: Sequence[Task], refused: Sequence[Refused], back: str
) -> HttpResponse:
    context = {"step": STEPS[move], "done": done, "refused": refused, "back": back}
    return render(request, "tasks/bulk_done.html", context)
