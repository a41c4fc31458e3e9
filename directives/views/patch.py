"""Answers of the review to one step: only what changed, each part swapped into its own place on the page."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.models import User
from accounts.trail_words import word
from directives import policy
from directives.models import Directive, ReviewStep, TaskDraft
from directives.views.cards import bar_of, cards_of
from directives.views.paper import pieces_of, shown_text

STEPS_SHOWN: Final = 8


@dataclass(slots=True)
class Patch:
    """Keys of proposals that changed, came or went; `select` becomes the current one, `said` is told aloud."""

    changed: Sequence[int] = ()
    made: Sequence[int] = ()
    removed: Sequence[int] = ()
    structural: bool = False
    select: int | None = None
    said: str = ""
    toasts: list[tuple[str, str]] = field(default_factory=list)


def find_directive(request: AuthedRequest, pk: int) -> Directive:
    """The paper, which only those who may review find here; its text stays in the database.

    Raises:
        Refused: the person sees the paper but does not keep the registry.
    """
    papers = Directive.objects.visible_to(request.user, today()).defer("text", "search_text")
    directive = get_object_or_404(papers, pk=pk)
    policy.may(request.user, "register", directive, today()).require()
    return directive


def number(request: AuthedRequest, name: str) -> int:
    """A whole number of the form.

    Raises:
        DomainError: it is missing or no number.
    """
    value = request.POST.get(name, "")
    if not value.isdecimal():
        raise DomainError(_("Yêu cầu thiếu dữ liệu; hãy tải lại trang rồi thử lại."), code="bad_request")
    return int(value)


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step in the list of the last steps."""

    pk: int
    words: str
    numbers: str
    step: ReviewStep


@dataclass(frozen=True, slots=True)
class Steps:
    """The last steps of a person on a paper, latest first; `undo` and `redo` are the next ones in each direction."""

    rows: list[StepShown]
    undo: StepShown | None
    redo: StepShown | None


def steps_of(directive: Directive, person: User) -> Steps:
    """What the list of steps shows (one query)."""
    last = ReviewStep.objects.of(directive.pk, person).defer("changes")[:STEPS_SHOWN]
    rows = [StepShown(step.pk, word(step.action), step.numbers, step) for step in last]
    standing = next((row for row in rows if row.step.undone_at is None), None)
    undone = [row for row in rows if row.step.undone_at is not None]
    if standing is None and len(undone) == STEPS_SHOWN:  # what can be undone or redone lies further down
        own = ReviewStep.objects.of(directive.pk, person).defer("changes")
        standing = _shown(own.standing().first())
        return Steps(rows, standing, _shown(own.undone().order_by("pk").first()))
    return Steps(rows, standing, undone[-1] if undone else None)


def _shown(step: ReviewStep | None) -> StepShown | None:
    return StepShown(step.pk, word(step.action), step.numbers, step) if step else None


def answer(request: AuthedRequest, directive_pk: int, patch: Patch) -> HttpResponse:
    """Changed cards, counts, steps; the text with its marks only where rows came, went or were cut."""
    structural = patch.structural or bool(patch.made or patch.removed)
    papers = Directive.objects.all() if structural else Directive.objects.defer("text", "search_text")
    directive = papers.get(pk=directive_pk)
    shown = [*patch.changed, *patch.made]
    cards = cards_of(directive, shown) if shown else []
    context: dict[str, Any] = {
        "directive": directive,
        "cards": cards,
        "made": set(patch.made),
        "removed": patch.removed,
        "bar": bar_of(directive),
        "steps": steps_of(directive, request.user),
        "structural": structural,
        "oob": True,
    }
    if structural:
        context["pieces"] = pieces_of(shown_text(directive), directive.drafts.order_by("order", "pk"))
    response = HttpResponse(render_to_string("directives/_patch.html", context, request))
    response["HX-Reswap"] = "none"
    return _with_events(response, patch)


def _with_events(response: HttpResponse, patch: Patch) -> HttpResponse:
    after: dict[str, object] = {"review-step": {"select": patch.select, "said": patch.said}}
    response["HX-Trigger-After-Settle"] = json.dumps(after)
    if patch.toasts:
        level, text = patch.toasts[0][0], " ".join(text for _level, text in patch.toasts)
        response["HX-Trigger"] = json.dumps({"toast": {"level": level, "text": text}})
    return response


def one(request: AuthedRequest, draft: TaskDraft, said: str = "") -> HttpResponse:
    """The answer when a single proposal changed and stayed in its place."""
    return answer(request, draft.directive_id, Patch(changed=[draft.pk], said=said))


def keys_in_order(directive_pk: int, keys: Iterable[int]) -> list[int]:
    """Those of the keys that still exist, in the order of the page."""
    rows = TaskDraft.objects.filter(directive=directive_pk, pk__in=list(keys)).order_by("order", "pk")
    return list(rows.values_list("pk", flat=True))
