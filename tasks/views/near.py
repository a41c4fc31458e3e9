"""What a paper repeats: near-identical papers and open tasks, with a choice for each."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.http import AuthedRequest
from directives import policy
from directives.actions import review
from directives.models import Directive, TaskDraft
from tasks.actions import repeats
from tasks.models import RepeatChoice
from tasks.near import near_duplicates


def near_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """The list as a page, or as the fragment that the review page asks for."""
    day = today()
    directive = get_object_or_404(Directive.objects.visible_to(request.user, day).defer("text"), pk=pk)
    policy.may(request.user, "register", None, day).require()
    return _show(request, directive)


def _show(request: AuthedRequest, directive: Directive) -> HttpResponse:
    day = today()
    context = {
        "directive": directive,
        "near": near_duplicates(directive, day, request.user),
        "may_review": policy.may(request.user, "review", directive, day),
        "choices": RepeatChoice,
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    return render(request, "tasks/_near.html" if is_fragment else "tasks/near.html", context)


@require_POST
def near_rule(request: AuthedRequest, pk: int, task_pk: int, choice: str) -> HttpResponse:
    """Decide about one proposal and one task: `both`, `child`, `reject` the proposal, or `forget` the decision."""
    day = today()
    visible = Directive.objects.visible_to(request.user, day)
    draft = get_object_or_404(TaskDraft.objects.select_related("directive"), pk=pk, directive__in=visible)
    if choice == "reject":
        review.reject(draft.pk, actor=request.user, today=day, seen_version=None)
    elif choice == "forget":
        repeats.forget(draft.pk, task_pk, actor=request.user, today=day)
    elif choice in RepeatChoice.values:
        repeats.rule(draft.pk, task_pk, choice, actor=request.user, today=day)
    else:
        raise Http404
    if request.headers.get("HX-Request"):
        return _show(request, draft.directive)
    return redirect(reverse("directive-near", args=[draft.directive_id]))
