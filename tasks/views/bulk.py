"""One move on many tasks: first a page that says what will happen to each, then the deed, task by task."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.policy import Decision
from tasks import policy
from tasks.actions import progress
from tasks.models import Task
from tasks.views.detail import seen_tasks
from tasks.words import MOVE_LABELS

ACTIONS: Final = {"receive": progress.receive, "accept": progress.accept}
MOST: Final = 200
"""Tasks in one selection."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task of the selection and whether the move can be made on it."""

    task: Task
    decision: Decision


@require_http_methods(["GET", "POST"])
def bulk_page(request: AuthedRequest) -> HttpResponse:
    """GET previews `move` on every `task` named; POST makes it on those that still stand as previewed."""
    given = request.POST if request.method == "POST" else request.GET
    move = given.get("move", "")
    if move not in ACTIONS:
        raise Http404
    if request.method == "POST":
        return _make(request, move, given)
    chosen = _chosen(request, move, _keys(given))
    context = {
        "move": move,
        "label": MOVE_LABELS[move],
        "able": [item for item in chosen if item.decision],
        "unable": [item for item in chosen if not item.decision],
    }
    return render(request, "tasks/bulk.html", context)


def _keys(given: QueryDict) -> list[int]:
    return [int(key) for key in given.getlist("task") if key.isdecimal()][:MOST]


def _chosen(request: AuthedRequest, move: str, keys: list[int]) -> list[Chosen]:
    day = today()
    tasks = seen_tasks(request.user, day).filter(pk__in=keys).order_by("due_on", "pk")
    return [Chosen(task, policy.may(request.user, move, task, day)) for task in tasks]


def _make(request: AuthedRequest, move: str, given: QueryDict) -> HttpResponse:
    """Each task in a transaction of its own: one that changed meanwhile is named and does not hold up the rest."""
    day, made, refused = today(), 0, []
    for task in seen_tasks(request.user, day).filter(pk__in=_keys(given)).order_by("pk"):
        seen = given.get(f"version-{task.pk}", "")
        try:
            version = int(seen) if seen.isdecimal() else 0
            ACTIONS[move](task.pk, actor=request.user, today=day, seen_version=version)
            made += 1
        except DomainError as refusal:
            refused.append(f"{task.title}: {refusal}")
    if made:
        words = ngettext("%(label)s: đã xong %(count)s nhiệm vụ.", "%(label)s: đã xong %(count)s nhiệm vụ.", made)
        messages.success(request, words % {"label": MOVE_LABELS[move], "count": made})
    for sentence in refused:
        messages.error(request, sentence)
    if not made and not refused:
        messages.warning(request, _("Chưa chọn nhiệm vụ nào."))
    return HttpResponseRedirect(reverse("home"))
