"""The review: the text with its spans on the left, the proposals on the right, and what concerns the whole paper."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.trail_words import word
from directives.actions import history, registry, review, shaping
from directives.actions.history import Turned
from directives.forms import HeaderForm
from directives.models import DirectiveState, DraftState, TaskDraft
from directives.views.cards import bar_of, cards_of
from directives.views.missing import missing
from directives.views.paper import pieces_of, shown_text, unsure_words
from directives.views.patch import Patch, answer, find_directive, number, steps_of


def directive_review(request: AuthedRequest, pk: int) -> HttpResponse:
    """The page itself; a released paper is shown on its own page."""
    directive = find_directive(request, pk)
    if directive.state == DirectiveState.RELEASED:
        return redirect(directive)
    cards = cards_of(directive)
    files = list(directive.files.exclude(content="").order_by("pk"))
    context = {
        "directive": directive,
        "cards": cards,
        "bar": bar_of(directive),
        "steps": steps_of(directive, request.user),
        "pieces": pieces_of(shown_text(directive), [card.draft for card in cards]),
        "unsure": unsure_words(directive),
        "header_form": HeaderForm.of(directive),
        "issuers": registry.issuers(),
        "missing": missing(directive),
        "files": files,
        "pictured": next((file for file in files if file.page_starts), None),
    }
    return render(request, "directives/review.html", context)


@require_POST
def draft_create(request: AuthedRequest, pk: int) -> HttpResponse:
    """A draft out of the selected characters."""
    find_directive(request, pk)
    start, end = number(request, "start"), number(request, "end")
    draft = shaping.create(pk, start, end, actor=request.user, today=today())
    said = _("Đã tạo đề xuất %(number)s.") % {"number": draft.order}
    return answer(request, pk, Patch(made=[draft.pk], select=draft.pk, said=said))


@require_POST
def accept_all(request: AuthedRequest, pk: int) -> HttpResponse:
    """Every proposal from a confidence on, as the dialog promised."""
    find_directive(request, pk)
    accepted = review.accept_all(
        pk,
        actor=request.user,
        today=today(),
        above=_share(request.POST.get("above", "")),
        warned_too=bool(request.POST.get("warned_too")),
        seen_version=number(request, "version"),
    )
    first_open = TaskDraft.objects.filter(directive=pk, state=DraftState.PROPOSED).order_by("order", "pk").first()
    sentence = ngettext("Đã chấp nhận %(count)s đề xuất.", "Đã chấp nhận %(count)s đề xuất.", len(accepted))
    text = sentence % {"count": len(accepted)}
    patch = Patch(accepted, select=first_open.pk if first_open else None, said=text, toasts=[("success", text)])
    return answer(request, pk, patch)


def _share(typed: str) -> float:
    """A confidence in 0..1 as the form sends it.

    Raises:
        DomainError: it is no such number.
    """
    try:
        above = float(typed or review.SURE)
    except ValueError:
        above = -1.0
    if not 0 <= above <= 1:
        raise DomainError(_("Ngưỡng tin cậy phải nằm trong khoảng 0 đến 100%."), code="bad_request")
    return above


@require_POST
def step_undo(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take the last step back."""
    find_directive(request, pk)
    turned = history.undo(pk, actor=request.user, today=today(), seen_step=number(request, "step"))
    return _turned(request, pk, turned, _("Đã hoàn tác: %(step)s."))


@require_POST
def step_redo(request: AuthedRequest, pk: int) -> HttpResponse:
    """Do the step again that was taken back last."""
    find_directive(request, pk)
    turned = history.redo(pk, actor=request.user, today=today(), seen_step=number(request, "step"))
    return _turned(request, pk, turned, _("Đã làm lại: %(step)s."))


def _turned(request: AuthedRequest, pk: int, turned: Turned, sentence: str) -> HttpResponse:
    said = sentence % {"step": f"{word(turned.step.action)} {turned.step.numbers}".strip()}
    touched = [*turned.made, *turned.changed]
    whole = [("warning", text) for text in turned.kept]
    patch = Patch(
        changed=turned.changed,
        made=turned.made,
        removed=turned.removed,
        structural=turned.is_structural,
        select=touched[0] if touched else None,
        said=said,
        toasts=whole,
    )
    return answer(request, pk, patch)


@require_POST
def finish(request: AuthedRequest, pk: int) -> HttpResponse:
    """The review is over."""
    find_directive(request, pk)
    review.finish(pk, actor=request.user, today=today(), seen_version=number(request, "version"))
    return redirect("directive-detail", pk=pk)
