"""The review: the text with its spans on the left, the proposals on the right, every verb as one small request."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.errors import DomainError, Stale
from accounts.http import AuthedRequest
from directives import policy
from directives.actions import registry, review, shaping
from directives.forms import DraftForm, HeaderForm
from directives.models import Directive, DirectiveState, DraftState, TaskDraft
from directives.views.paper import pieces_of
from directives.views.registry import missing
from directives.views.splits import places_to_split


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal as it is shown: `obstacle` is why it cannot be accepted, "" when it can."""

    draft: TaskDraft
    obstacle: str

    @property
    def owner_unclear(self) -> bool:
        """No lead is settled."""
        return not self.draft.leads.all()

    @property
    def undated(self) -> bool:
        """Nothing is said about the deadline."""
        return not (self.draft.due_on or self.draft.recurrence or self.draft.no_deadline_confirmed)

    @property
    def chips(self) -> list[dict[str, Any]]:
        """Candidates worth a click: those that are not leads yet, and the group if there is one."""
        chosen = {organisation.pk for organisation in self.draft.leads.all()}
        return [row for row in self.draft.candidates if row.get("organisation") not in chosen]


@dataclass(frozen=True, slots=True)
class Bar:
    """Counts of the piles and what keeps the paper from being released."""

    total: int
    decided: int
    owner_unclear: int
    undated: int
    sure: int
    obstacle: str

    @property
    def left(self) -> int:
        """Proposals without a decision."""
        return self.total - self.decided


def _find(request: AuthedRequest, pk: int) -> Directive:
    """The paper, which only those who may review find here.

    Raises:
        Refused: the person sees the paper but does not keep the registry.
    """
    directive = get_object_or_404(Directive.objects.visible_to(request.user, today()), pk=pk)
    policy.may(request.user, "register", directive, today()).require()
    return directive


def _cards(directive: Directive) -> list[Card]:
    drafts = directive.drafts.order_by("order", "pk").prefetch_related("leads", "coordinating")
    return [Card(draft, review.obstacle(draft, directive)) for draft in drafts]


def _bar(directive: Directive, cards: list[Card]) -> Bar:
    alive = [card for card in cards if card.draft.state != DraftState.REJECTED]
    proposed = [card for card in alive if card.draft.state == DraftState.PROPOSED]
    return Bar(
        total=len(cards),
        decided=len(cards) - len(proposed),
        owner_unclear=sum(card.owner_unclear for card in alive),
        undated=sum(card.undated for card in alive),
        sure=sum(not card.obstacle and card.draft.confidence >= review.SURE for card in proposed),
        obstacle=_release_obstacle(directive, alive, len(proposed)),
    )


def _release_obstacle(directive: Directive, alive: list[Card], undecided: int) -> str:
    """The first thing that is missing for a release, as the sentence beside the button."""
    if lacking := missing(directive):
        return lacking[0]
    if not any(card.draft.state == DraftState.ACCEPTED and not card.owner_unclear for card in alive):
        return _("Chưa chấp nhận đề xuất nào có cơ quan chủ trì.")
    if undecided:
        sentence = ngettext(
            "Còn %(count)s đề xuất chưa quyết định.", "Còn %(count)s đề xuất chưa quyết định.", undecided
        )
        return sentence % {"count": undecided}
    return ""


def directive_review(request: AuthedRequest, pk: int) -> HttpResponse:
    """The page itself; a released paper is shown on its own page."""
    directive = _find(request, pk)
    if directive.state == DirectiveState.RELEASED:
        return redirect(directive)
    cards = _cards(directive)
    context = {
        "directive": directive,
        "cards": cards,
        "bar": _bar(directive, cards),
        "pieces": pieces_of(directive.text, [card.draft for card in cards]),
        "header_form": HeaderForm.of(directive),
        "issuers": registry.issuers(),
        "missing": missing(directive),
    }
    return render(request, "directives/review.html", context)


# ── answers to small requests ─────────────────────────────────────────────────────────────────
def _with_bar(request: AuthedRequest, directive: Directive, cards: list[Card], html: str) -> HttpResponse:
    """A fragment and the counts, which every change of a draft may move."""
    context = {"directive": directive, "bar": _bar(directive, cards), "oob": True}
    return HttpResponse(html + render_to_string("directives/_bar.html", context, request))


def _one_card(request: AuthedRequest, draft: TaskDraft) -> HttpResponse:
    directive = Directive.objects.get(pk=draft.directive_id)
    cards = _cards(directive)
    card = next(card for card in cards if card.draft.pk == draft.pk)
    html = render_to_string("directives/_draft.html", {"card": card, "directive": directive}, request)
    return _with_bar(request, directive, cards, html)


def _all_cards(request: AuthedRequest, pk: int, selected: int | None = None) -> HttpResponse:
    """The whole list and the text again: the pieces of the text have changed."""
    directive = Directive.objects.get(pk=pk)
    cards = _cards(directive)
    pieces = pieces_of(directive.text, [card.draft for card in cards])
    context = {"directive": directive, "cards": cards, "pieces": pieces, "oob": True}
    html = render_to_string("directives/_drafts.html", context, request)
    html += render_to_string("directives/_text.html", context, request)
    response = _with_bar(request, directive, cards, html)
    response["HX-Retarget"], response["HX-Reswap"] = "#drafts", "innerHTML"
    if selected is not None:
        response["HX-Trigger-After-Settle"] = json.dumps({"select-draft": {"id": selected}})
    return response


def _number(request: AuthedRequest, name: str) -> int:
    """A whole number of the form.

    Raises:
        DomainError: it is missing or no number.
    """
    value = request.POST.get(name, "")
    if not value.isdecimal():
        raise DomainError(_("Yêu cầu thiếu dữ liệu; hãy tải lại trang rồi thử lại."), code="bad_request")
    return int(value)


def _draft(request: AuthedRequest, pk: int) -> TaskDraft:
    draft = get_object_or_404(TaskDraft.objects.select_related("directive"), pk=pk)
    _find(request, draft.directive_id)
    return draft


# ── verbs ─────────────────────────────────────────────────────────────────────────────────────
def _accept(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = _number(request, "version")
    return _one_card(request, review.accept(pk, actor=request.user, today=today(), seen_version=seen))


def _reject(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = _number(request, "version")
    return _one_card(request, review.reject(pk, actor=request.user, today=today(), seen_version=seen))


def _restore(request: AuthedRequest, pk: int) -> HttpResponse:
    review.restore(pk, actor=request.user, today=today())
    draft = TaskDraft.objects.get(pk=pk)
    return _all_cards(request, draft.directive_id, pk)


def _confirm(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = _number(request, "version")
    return _one_card(request, review.confirm_no_deadline(pk, actor=request.user, today=today(), seen_version=seen))


def _lead(request: AuthedRequest, pk: int) -> HttpResponse:
    chosen, seen = _number(request, "organisation"), _number(request, "version")
    draft = shaping.choose_lead(pk, chosen, actor=request.user, today=today(), seen_version=seen)
    return _one_card(request, draft)


def _group(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = _number(request, "version")
    return _one_card(request, shaping.choose_group(pk, actor=request.user, today=today(), seen_version=seen))


def _split(request: AuthedRequest, pk: int) -> HttpResponse:
    offset, seen = _number(request, "offset"), _number(request, "version")
    first, _second = shaping.split(pk, offset, actor=request.user, today=today(), seen_version=seen)
    return _all_cards(request, first.directive_id, first.pk)


def _merge(request: AuthedRequest, pk: int) -> HttpResponse:
    other, seen = _number(request, "other"), _number(request, "version")
    draft = shaping.merge(pk, other, actor=request.user, today=today(), seen_version=seen)
    return _all_cards(request, draft.directive_id, draft.pk)


VERBS: Final[dict[str, Callable[[AuthedRequest, int], HttpResponse]]] = {
    "accept": _accept,
    "reject": _reject,
    "restore": _restore,
    "confirm": _confirm,
    "lead": _lead,
    "group": _group,
    "split": _split,
    "merge": _merge,
}


@require_POST
def draft_verb(request: AuthedRequest, pk: int, verb: str) -> HttpResponse:
    """Do `verb` to one draft; the answer is the card, or the whole list when other drafts changed too."""
    _draft(request, pk)
    if verb not in VERBS:
        raise Http404
    return VERBS[verb](request, pk)


def draft_card(request: AuthedRequest, pk: int) -> HttpResponse:
    """The card as it stands (the way out of a form)."""
    return _one_card(request, _draft(request, pk))


def draft_split_places(request: AuthedRequest, pk: int) -> HttpResponse:
    """Where the draft could be cut, as buttons in the place of the card."""
    draft = _draft(request, pk)
    places = places_to_split(draft.directive.text, draft.start, draft.end)
    context = {"draft": draft, "places": places, "directive": draft.directive}
    return render(request, "directives/_split.html", context)


def draft_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """The card as a form, and what came back from it."""
    draft = _draft(request, pk)
    policy.may(request.user, "review", draft.directive, today()).require()
    form = DraftForm(request.POST, rule=draft.recurrence) if request.method == "POST" else DraftForm.of(draft)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            return _one_card(
                request, shaping.edit(pk, form.values(), actor=request.user, today=today(), seen_version=seen)
            )
        except Stale:
            raise
        except DomainError as error:
            form.add_error("due_on" if error.code == "deadline_before_issue" else None, str(error))
    return _form_card(request, draft, form)


def _form_card(request: AuthedRequest, draft: TaskDraft, form: DraftForm) -> HttpResponse:
    chosen: dict[str, QuerySet[Any]] = {"leads": draft.leads.all(), "coordinating": draft.coordinating.all()}
    if form.is_bound:
        chosen = {name: form.cleaned_data.get(name, chosen[name]) for name in chosen}
    context = {"draft": draft, "directive": draft.directive, "form": form, **chosen}
    return render(request, "directives/_draft_form.html", context, status=422 if form.errors else 200)


@require_POST
def draft_create(request: AuthedRequest, pk: int) -> HttpResponse:
    """A draft out of the selected characters."""
    _find(request, pk)
    start, end = _number(request, "start"), _number(request, "end")
    draft = shaping.create(pk, start, end, actor=request.user, today=today())
    return _all_cards(request, pk, draft.pk)


@require_POST
def accept_all(request: AuthedRequest, pk: int) -> HttpResponse:
    """Every sure proposal at once."""
    _find(request, pk)
    accepted = review.accept_all(pk, actor=request.user, today=today())
    first_open = TaskDraft.objects.filter(directive=pk, state=DraftState.PROPOSED).order_by("order", "pk").first()
    response = _all_cards(request, pk, first_open.pk if first_open else None)
    sentence = ngettext("Đã chấp nhận %(count)s đề xuất.", "Đã chấp nhận %(count)s đề xuất.", len(accepted))
    text = sentence % {"count": len(accepted)}
    response["HX-Trigger"] = json.dumps({"toast": {"level": "success", "text": text}})
    return response


@require_POST
def finish(request: AuthedRequest, pk: int) -> HttpResponse:
    """The review is over."""
    _find(request, pk)
    review.finish(pk, actor=request.user, today=today(), seen_version=_number(request, "version"))
    return redirect("directive-detail", pk=pk)
