"""Which clauses of a paper gave no task, and what the clerk says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.http import AuthedRequest
from directives import policy
from directives.actions import clauses
from directives.models import ClauseRuling, Directive
from directives.points import COVER_WORDS, Cover, Point, looks_like_duty
from directives.views.patch import number
from directives.views.points import Paper, find, frame, paper_of

SHOWN = 400
"""Clauses of one page; a paper with more of them without a task has not been worked on yet."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A clause without a task: how far it came, and whether its words look like a duty."""

    point: Point
    number: int
    words: str
    state: str
    is_likely: bool


def coverage_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """The share of clauses with a task, the clauses without one, and those ruled to be no duty.

    Raises:
        Refused: the person sees a part of the tasks only, so every number would be wrong.
    """
    directive, _visible = find(request, pk)
    policy.may_see_coverage(request.user, today()).require()
    paper = paper_of(directive, request)
    gaps = _gaps(paper)
    context = {
        **frame(request, directive),
        "coverage": paper.coverage,
        "gaps": gaps[:SHOWN],
        "hidden": max(len(gaps) - SHOWN, 0),
        "ruled": [(at, point) for at, point in enumerate(paper.points, 1) if point.cover is Cover.NO_DUTY],
        "may_rule": policy.may(request.user, "rule_clauses", None, today()),
    }
    return render(request, "directives/coverage.html", context)


def _gaps(paper: Paper) -> Sequence[Gap]:
    """Clauses without a task, those that look like a duty first."""
    text, found = paper.directive.text, []
    for at, point in enumerate(paper.points, 1):
        if point.is_uncovered:
            words = point.words(text)
            likely = point.cover is not Cover.NOTHING or looks_like_duty(words)
            found.append(Gap(point, at, words, str(COVER_WORDS[point.cover]), likely))
    return sorted(found, key=lambda gap: not gap.is_likely)


@require_POST
def clause_rule(request: AuthedRequest, pk: int) -> HttpResponse:
    """A clause of the paper is no duty."""
    directive, _visible = find(request, pk)
    policy.may(request.user, "rule_clauses", None, today()).require()
    span = (number(request, "start"), number(request, "end"))
    said = {"path": request.POST.get("path", ""), "note": request.POST.get("note", "")}
    clauses.rule_no_duty(directive.pk, actor=request.user, today=today(), span=span, **said)
    messages.success(request, _("Đã đánh dấu điều khoản không phải nhiệm vụ."))
    return redirect("directive-coverage", pk=directive.pk)


@require_POST
def clause_unrule(request: AuthedRequest, pk: int) -> HttpResponse:
    """The clause counts again."""
    papers = Directive.objects.visible_to(request.user, today())
    ruling = get_object_or_404(ClauseRuling.objects.filter(directive__in=papers), pk=pk)
    directive = clauses.unrule(ruling.pk, actor=request.user, today=today())
    messages.success(request, _("Điều khoản được tính lại vào độ bao phủ."))
    return redirect("directive-coverage", pk=directive.pk)
