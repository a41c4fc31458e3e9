"""Requests for more time: what waits for my decision, the decision on many, the list, the statistics."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.policy import Decision
from tasks import deciders, policy_extensions
from tasks.actions import extensions
from tasks.filters_extensions import ExtensionFilter
from tasks.forms_extensions import GRANT, OTHER, VerdictFields
from tasks.jobs import send_waiting_mail
from tasks.models import ExtensionRequest, ExtensionState, Task
from tasks.models.extension import ExtensionQuerySet
from tasks.reports import extensions as report
from tasks.reports.export import Head
from tasks.reports.policy import may_read_board
from tasks.views.listing import attachment, chips
from tasks.views.past import Looked, file_moment, looking

PER_PAGE: Final = 50
CHIPS: Final = ("lead", "code", "task", "decider", "decider_none", "last_moment", "late", "repeat", "of_tasks")
"""Filters without a control in the toolbar, shown as removable words."""
KEPT: Final = (*CHIPS, "map", "as_of")
MOST: Final = 100
"""Requests in one selection."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A request of the selection, whether this person may decide it, and dates that a grant leaves behind."""

    request: ExtensionRequest
    decision: Decision
    loose_ends: list[str]


def seen_requests(requests: ExtensionQuerySet) -> QuerySet[ExtensionRequest]:
    """`requests` joined with what lists show of them."""
    return requests.select_related(
        "task__lead", "task__directive", "asked_by", "decider", "decided_by", "decided_for"
    ).defer("task__text", "task__search_text", "task__directive__text", "task__directive__search_text")


@require_GET
def queue_page(request: AuthedRequest) -> HttpResponse:
    """What waits for this person's decision, the nearest limit first."""
    waiting = seen_requests(deciders.waiting_for(request.user, today())).order_by("answer_by", "pk")
    page = Paginator(waiting.prefetch_related("evidence"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/extension_queue.html", {"page_obj": page})


@require_http_methods(["GET", "POST"])
def decide_page(request: AuthedRequest) -> HttpResponse:
    """GET previews the selection and asks for the decision; POST decides each request for itself."""
    given = request.POST if request.method == "POST" else request.GET
    form = VerdictFields(request.POST or None, initial={"verdict": given.get("verdict", GRANT)})
    keys = [int(key) for key in given.getlist("request") if key.isdecimal()][:MOST]
    if request.method == "POST" and form.is_valid():
        return _decide(request, keys, form)
    chosen = _chosen(request, keys)
    context = {
        "form": form,
        "able": [each for each in chosen if each.decision],
        "unable": [each for each in chosen if not each.decision],
    }
    return render(request, "tasks/extension_decide.html", context, status=422 if form.is_bound else 200)


def _chosen(request: AuthedRequest, keys: list[int]) -> list[Chosen]:
    day = today()
    visible = ExtensionRequest.objects.visible_to(request.user, day).filter(pk__in=keys)
    found = seen_requests(visible).select_related("task__parent").order_by("answer_by", "pk")
    return [
        Chosen(
            each,
            policy_extensions.may_decide(request.user, each, day),
            extensions.loose_ends(each.task, each.asked_due_on),
        )
        for each in found
    ]


def _decide(request: AuthedRequest, keys: list[int], form: VerdictFields) -> HttpResponse:
    """Each request in a transaction of its own: one that changed meanwhile is named and does not hold up the rest."""
    given, done, refused = form.cleaned_data, 0, []
    granted = {GRANT: extensions.AS_ASKED, OTHER: given["granted_on"]}.get(given["verdict"])
    verdict = extensions.Verdict(granted, given["words"])
    visible = ExtensionRequest.objects.visible_to(request.user, today()).filter(pk__in=keys)
    for task in Task.objects.filter(pk__in=visible.values("task")).order_by("pk"):
        seen = _version(request.POST, task)
        try:
            extensions.decide(task.pk, actor=request.user, today=today(), seen_version=seen, verdict=verdict)
            done += 1
        except DomainError as refusal:
            refused.append(f"{task.title}: {refusal}")
    wake(send_waiting_mail)
    _say(request, done, refused)
    return HttpResponseRedirect(reverse("extension-queue"))


def _version(given: QueryDict, task: Task) -> int:
    seen = given.get(f"version-{task.pk}", "")
    return int(seen) if seen.isdecimal() else 0


def _say(request: AuthedRequest, done: int, refused: list[str]) -> None:
    if done:
        words = ngettext("Đã quyết định %(count)s đề nghị gia hạn.", "Đã quyết định %(count)s đề nghị gia hạn.", done)
        messages.success(request, words % {"count": done})
    for sentence in refused:
        messages.error(request, sentence)
    if not done and not refused:
        messages.warning(request, _("Chưa chọn đề nghị nào."))


@require_GET
def list_page(request: AuthedRequest) -> HttpResponseBase:
    """Every request of the tasks this person may see, newest first; `?format=xlsx` is the same list as a file."""
    with looking(request) as looked:
        return _list(request, looked)


def _list(request: AuthedRequest, looked: Looked) -> HttpResponseBase:
    day = looked.day
    filters = ExtensionFilter(request.GET, today=day)
    requests = seen_requests(filters.narrow(ExtensionRequest.objects.visible_to(request.user, looked.today)))
    if request.GET.get("format") == "xlsx" and filters.is_valid():
        head = Head(_("DANH SÁCH ĐỀ NGHỊ GIA HẠN"), file_moment(request, looked))
        file = report.list_file(requests, day=day, head=head)
        return attachment(request, file, f"gia-han-{day:%Y%m%d}.xlsx")
    context = {
        "page_obj": Paginator(requests.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "states": ExtensionState.choices,
        "chips": chips(filters, request.GET, CHIPS),
        "kept": [(name, request.GET.getlist(name)) for name in KEPT if request.GET.get(name)],
        "may_count": may_read_board(request.user, looked.today),
        "looked": looked,
        "today": day,
    }
    return render(request, "tasks/extension_list.html", context)
