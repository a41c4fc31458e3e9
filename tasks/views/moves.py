"""Taking a step: the form opens in the page (or as a page of its own without scripts) and is sent back here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.errors import DomainError, Refused, Stale
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.policy import Decision
from tasks import policy
from tasks.forms import StepForm
from tasks.jobs import send_waiting_mail
from tasks.models import Party, Task
from tasks.views.detail import Panel, changes_since, seen_tasks, show
from tasks.views.steps import PARTY_FORMS, STEPS, Step

INVALID = 422


@dataclass(frozen=True, slots=True)
class Attempt:
    """A form that was sent: what to say when it is done, and whether the step still stands on a newer row."""

    form: StepForm
    done: str
    permits: Callable[[Task], Decision]


@require_http_methods(["GET", "POST"])
def move_page(request: AuthedRequest, pk: int, move: str) -> HttpResponse:
    """One step of one task: GET opens its form, POST takes it."""
    step = STEPS.get(move)
    if step is None:
        raise Http404
    task = get_object_or_404(seen_tasks(request.user, today()), pk=pk)
    if request.method == "POST":
        return _take(request, task, step)
    step.may(request.user, task, today()).require()
    form = step.form(task=task, actor=request.user, today=today())
    return _open(request, task, _panel(task, step, form))


@require_http_methods(["GET", "POST"])
def party_page(request: AuthedRequest, pk: int, party_pk: int, change: str) -> HttpResponse:
    """One change of one coordinating organisation: its terms, its state, its removal."""
    day = today()
    task = get_object_or_404(seen_tasks(request.user, day), pk=pk)
    party = get_object_or_404(task.parties.select_related("organisation"), pk=party_pk)
    party.task = task
    if change not in PARTY_FORMS:
        raise Http404
    title, form_class, done = PARTY_FORMS[change]
    decision = _may_change(request, party, change, day)
    address = reverse("task-party", args=[task.pk, party.pk, change])
    heading = f"{title}: {party.organisation.short_name}"
    if request.method == "GET":
        decision.require()
        form = form_class(task=task, actor=request.user, today=day, party=party)
        return _open(request, task, Panel(heading, address, form))
    form = form_class(request.POST, request.FILES, task=task, actor=request.user, today=day, party=party)
    attempt = Attempt(form, str(done), lambda _fresh: decision)
    return _carry_out(request, task, Panel(heading, address, form), attempt)


def _may_change(request: AuthedRequest, party: Party, change: str, day: date) -> Decision:
    if change == "update":
        return policy.may_update_party(request.user, party, day)
    if change == "remind":
        return policy.may(request.user, "remind_party", party.task, day, party=party)
    return policy.may_supervise(request.user, party.task, day)


def _take(request: AuthedRequest, task: Task, step: Step) -> HttpResponse:
    day = today()
    form = step.form(request.POST, request.FILES, task=task, actor=request.user, today=day)
    attempt = Attempt(form, str(step.done), lambda fresh: step.may(request.user, fresh, day))
    return _carry_out(request, task, _panel(task, step, form), attempt)


def _panel(task: Task, step: Step, form: StepForm) -> Panel:
    return Panel(step.label, reverse("task-move", args=[task.pk, step.name]), form, tone=step.look.tone)


def _open(request: AuthedRequest, task: Task, panel: Panel) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "tasks/_panel.html", {"panel": panel, "task": task})
    return show(request, task, panel=panel)


def _carry_out(request: AuthedRequest, task: Task, panel: Panel, attempt: Attempt) -> HttpResponse:
    """Take the step; whatever stands in its way, what was typed stays on the page."""
    if not attempt.form.is_valid():
        decision = attempt.permits(task)
        status = INVALID if decision else Refused.status
        return show(request, task, panel=replace(panel, refusal=decision.reason), status=status)
    try:
        attempt.form.carry_out()
    except Stale as stale:
        return _show_changes(request, task.pk, panel, attempt, stale)
    except DomainError as refusal:
        attempt.form.add_error(None, str(refusal))
        return show(request, task, panel=panel, status=refusal.status)
    wake(send_waiting_mail)
    messages.success(request, attempt.done)
    return HttpResponseRedirect(_after(request, task))


def _after(request: AuthedRequest, task: Task) -> str:
    """The list that the step was taken from, else the page of the task."""
    asked = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("task-detail", args=[task.pk])


def _show_changes(request: AuthedRequest, pk: int, panel: Panel, attempt: Attempt, stale: Stale) -> HttpResponse:
    """The same words in a form of the newest version, and above it what others did meanwhile."""
    task = get_object_or_404(seen_tasks(request.user, today()), pk=pk)
    form, seen = attempt.form, attempt.form.cleaned_data["version"]
    form.data = request.POST.copy()
    form.data["version"] = str(task.version)
    form.add_error(None, str(stale))
    fresh = replace(panel, changes=changes_since(task, seen), refusal=attempt.permits(task).reason)
    return show(request, task, panel=fresh, status=stale.status)
