"""Every verb of the review that concerns one proposal, as one small request each."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.errors import DomainError, Stale
from accounts.http import AuthedRequest
from directives import policy, recurrence
from directives.actions import review, shaping
from directives.actions.storing import too_early
from directives.forms import DraftForm, StagesForm
from directives.models import TaskDraft, bodies
from directives.office_calendar import office_calendar
from directives.parsing.clock import Clock
from directives.typed_deadline import NotUnderstood, read_typed
from directives.views.cards import day_words
from directives.views.patch import Patch, answer, find_directive, number, one
from directives.views.splits import places_to_split, stages_in


def _draft(request: AuthedRequest, pk: int) -> TaskDraft:
    draft = get_object_or_404(TaskDraft, pk=pk)
    draft.directive = find_directive(request, draft.directive_id)
    return draft


def _said(sentence: str, draft: TaskDraft) -> str:
    return sentence % {"number": draft.order}


# ── verbs ─────────────────────────────────────────────────────────────────────────────────────
def _accept(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = number(request, "version")
    draft = review.accept(pk, actor=request.user, today=today(), seen_version=seen)
    return one(request, draft, _said(_("Đã chấp nhận đề xuất %(number)s."), draft))


def _reject(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = number(request, "version")
    draft = review.reject(pk, actor=request.user, today=today(), seen_version=seen)
    return one(request, draft, _said(_("Đã loại đề xuất %(number)s."), draft))


def _restore(request: AuthedRequest, pk: int) -> HttpResponse:
    draft = review.restore(pk, actor=request.user, today=today())
    return answer(request, draft.directive_id, Patch(changed=[pk], structural=True, select=pk))


def _confirm(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = number(request, "version")
    return one(request, review.confirm_no_deadline(pk, actor=request.user, today=today(), seen_version=seen))


def _lead(request: AuthedRequest, pk: int) -> HttpResponse:
    chosen, seen = number(request, "organisation"), number(request, "version")
    return one(request, shaping.choose_lead(pk, chosen, actor=request.user, today=today(), seen_version=seen))


def _group(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = number(request, "version")
    return one(request, shaping.choose_group(pk, actor=request.user, today=today(), seen_version=seen))


def _swap(request: AuthedRequest, pk: int) -> HttpResponse:
    seen = number(request, "version")
    draft = shaping.swap_sides(pk, actor=request.user, today=today(), seen_version=seen)
    return one(request, draft, _said(_("Đã đổi vai chủ trì, phối hợp của đề xuất %(number)s."), draft))


def _split(request: AuthedRequest, pk: int) -> HttpResponse:
    offset, seen = number(request, "offset"), number(request, "version")
    first, second = shaping.split(pk, offset, actor=request.user, today=today(), seen_version=seen)
    return answer(request, first.directive_id, Patch([first.pk], made=[second.pk], select=first.pk))


def _merge(request: AuthedRequest, pk: int) -> HttpResponse:
    other, seen = number(request, "other"), number(request, "version")
    draft = shaping.merge(pk, other, actor=request.user, today=today(), seen_version=seen)
    return answer(request, draft.directive_id, Patch([pk, other], structural=True, select=pk))


def _moved(request: AuthedRequest, pk: int, *, down: bool) -> HttpResponse:
    seen = number(request, "version")
    draft = shaping.move(pk, down=down, actor=request.user, today=today(), seen_version=seen)
    said = _said(_("Đề xuất này nay đứng thứ %(number)s."), draft)
    return answer(request, draft.directive_id, Patch([pk], structural=True, select=pk, said=said))


VERBS: Final[dict[str, Callable[[AuthedRequest, int], HttpResponse]]] = {
    "accept": _accept,
    "reject": _reject,
    "restore": _restore,
    "confirm": _confirm,
    "lead": _lead,
    "group": _group,
    "swap": _swap,
    "split": _split,
    "merge": _merge,
    "up": lambda request, pk: _moved(request, pk, down=False),
    "down": lambda request, pk: _moved(request, pk, down=True),
}


@require_POST
def draft_verb(request: AuthedRequest, pk: int, verb: str) -> HttpResponse:
    """Do `verb` to one draft; the answer holds what changed."""
    if verb not in VERBS:
        raise Http404
    _draft(request, pk)
    return VERBS[verb](request, pk)


# ── forms in the place of a card ──────────────────────────────────────────────────────────────
def draft_card(request: AuthedRequest, pk: int) -> HttpResponse:
    """The card as it stands (the way out of a form)."""
    return one(request, _draft(request, pk))


def draft_split_places(request: AuthedRequest, pk: int) -> HttpResponse:
    """Where the draft could be cut, as buttons in the place of the card."""
    draft = _draft(request, pk)
    places = places_to_split(draft.directive.text, draft.start, draft.end)
    context = {"draft": draft, "places": places, "directive": draft.directive}
    return render(request, "directives/_split.html", context)


def draft_stages(request: AuthedRequest, pk: int) -> HttpResponse:
    """Milestones: the dates that the clause names, one line each, to make one proposal of each."""
    draft = _draft(request, pk)
    directive = draft.directive
    clock = Clock(directive.issued_on or today(), directive.received_on, office_calendar())
    initial = {"stages": stages_in(directive.text[draft.start : draft.end], clock), "version": draft.version}
    form = StagesForm(request.POST or None, initial=initial, clock=clock, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            return _staged(request, pk, form)
        except Stale:
            raise
        except DomainError as error:
            form.add_error("stages", str(error))
    context = {"draft": draft, "form": form}
    return render(request, "directives/_stages.html", context, status=422 if form.errors else 200)


def _staged(request: AuthedRequest, pk: int, form: StagesForm) -> HttpResponse:
    seen, stages = form.cleaned_data["version"], form.cleaned_data["stages"]
    first, *more = shaping.split_by_dates(pk, stages, actor=request.user, today=today(), seen_version=seen)
    return answer(request, first.directive_id, Patch([pk], made=[draft.pk for draft in more], select=pk))


def draft_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """The card as a form, and what came back from it."""
    draft = _draft(request, pk)
    policy.may(request.user, "review", draft.directive, today()).require()
    clock = Clock(draft.directive.issued_on, None, office_calendar())
    form = DraftForm.of(draft, clock=clock, today=today(), data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            edited = shaping.edit(pk, form.values(), actor=request.user, today=today(), seen_version=seen)
            return one(request, edited, _said(_("Đã lưu đề xuất %(number)s."), edited))
        except Stale:
            form.add_error(None, _stale_words(pk))
        except DomainError as error:
            form.add_error("due_on" if error.code == "deadline_before_issue" else None, str(error))
    return _form_card(request, draft, form)


def _stale_words(pk: int) -> str:
    """Who changed the proposal meanwhile; what was typed stays in the form."""
    draft = TaskDraft.objects.select_related("edited_by").get(pk=pk)
    words = {"name": draft.edited_by or _("người khác"), "text": draft.text[:120]}
    return _("%(name)s vừa thay đổi đề xuất này (nay là “%(text)s”). Nội dung bạn gõ vẫn còn ở đây.") % words


def _form_card(request: AuthedRequest, draft: TaskDraft, form: DraftForm) -> HttpResponse:
    who = bodies.bodies_of([draft.pk])[draft.pk]
    chosen: dict[str, Any] = {"leads": who.leads, "coordinating": who.coordinating}
    if form.is_bound:
        chosen = {name: form.in_order(name) for name in chosen}
    clock = Clock(draft.directive.issued_on, None, office_calendar())
    words = day_words(draft.due_on, clock.calendar)
    context = {"draft": draft, "directive": draft.directive, "form": form, "day_words": words, **chosen}
    return render(request, "directives/_draft_form.html", context, status=422 if form.errors else 200)


def deadline_preview(request: AuthedRequest, pk: int) -> JsonResponse:
    """What a deadline being typed means: `{"ok", "words", "tone", "precision", "recurrence"}`."""
    draft = _draft(request, pk)
    calendar, issued_on = office_calendar(), draft.directive.issued_on
    try:
        typed = read_typed(request.GET.get("typed", "")[:200], issued_on=issued_on, today=today(), calendar=calendar)
    except NotUnderstood as error:
        return JsonResponse({"ok": False, "tone": "bad", "words": str(error)})
    early = too_early(typed.due_on, issued_on)
    words = [f"{typed.due_on:%d/%m/%Y}" if typed.due_on else "", day_words(typed.due_on, calendar)]
    words += [recurrence.label(typed.recurrence), early, _passed(typed.due_on)]
    doubtful = typed.due_on is not None and (typed.due_on < today() or not calendar.is_working(typed.due_on))
    return JsonResponse(
        {
            "ok": not early,
            "tone": "bad" if early else "warn" if doubtful else "ok",
            "words": "; ".join(part for part in words if part),
            "precision": typed.precision,
            "recurrence": typed.recurrence,
        }
    )


def _passed(due_on: date | None) -> str:
    return _("đã qua") if due_on is not None and due_on < today() else ""
