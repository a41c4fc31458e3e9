"""Open tasks of a paper that another one changed: keep, move or withdraw, each or all at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.policy import Decision
from directives.models import Directive
from tasks import policy_office
from tasks.actions import amendments
from tasks.actions.amendments import Verdict
from tasks.amendments import amendment_of
from tasks.models import AmendmentChoice, AmendmentRuling


def may_decide(request: AuthedRequest) -> Decision:
    """Monitors and leaders decide; everybody else who sees the paper reads."""
    return policy_office.may(request.user, "amend", today())


def amendment_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    day = today()
    paper = get_object_or_404(Directive.objects.visible_to(request.user, day).defer("text"), pk=pk)
    context = {
        "directive": paper,
        "amendment": amendment_of(paper, request.user, day),
        "may_decide": may_decide(request),
        "choices": AmendmentChoice,
    }
    return render(request, "tasks/amendment.html", context)


@require_POST
def amendment_decide(request: AuthedRequest, pk: int) -> HttpResponse:
    """Carry out the choices of the form; tasks without one keep waiting."""
    day = today()
    get_object_or_404(Directive.objects.visible_to(request.user, day).only("pk"), pk=pk)
    may_decide(request).require()
    done = amendments.decide(pk, _verdicts(request), actor=request.user, today=day)
    if done:
        words = ngettext("Đã quyết định %(count)s nhiệm vụ.", "Đã quyết định %(count)s nhiệm vụ.", len(done))
        messages.success(request, words % {"count": len(done)})
    else:
        messages.info(request, _("Chưa chọn quyết định cho nhiệm vụ nào."))
    return redirect("directive-amendment", pk=pk)


def _verdicts(request: AuthedRequest) -> list[Verdict]:
    """`choice-<task>`, with `version-<task>` and `clause-<task>` beside it."""
    form = request.POST
    keys = [name.removeprefix("choice-") for name, choice in form.items() if name.startswith("choice-") and choice]
    return [
        Verdict(
            task_id=int(key),
            choice=form[f"choice-{key}"],
            seen_version=_number(form.get(f"version-{key}", "")) or 0,
            clause=_number(form.get(f"clause-{key}", "")),
        )
        for key in keys
        if key.isdecimal()
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


@require_POST
def amendment_undo(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take one decision back."""
    day = today()
    visible = Directive.objects.visible_to(request.user, day)
    ruling = get_object_or_404(AmendmentRuling, pk=pk, paper__in=visible)
    may_decide(request).require()
    amendments.undo(ruling.pk, actor=request.user, today=day)
    messages.success(request, _("Đã hoàn lại; nhiệm vụ lại chờ quyết định."))
    return redirect("directive-amendment", pk=ruling.paper_id)
