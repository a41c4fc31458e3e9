"""Targets of a paper: what was found, what the clerk says of it, and how far each has come."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import scope
from accounts.clock import today
from accounts.errors import DomainError, Stale
from accounts.http import AuthedRequest
from accounts.models import Organisation, OrganisationKind
from directives import policy
from directives.actions import targets
from directives.forms_targets import MeasuredForm, TargetForm
from directives.models import Directive, Target, TargetProgress, TargetState
from directives.target_words import Followed, followed
from directives.views.patch import number
from directives.views.points import find, frame

STATES = {
    "confirm": TargetState.CONFIRMED,
    "remove": TargetState.REMOVED,
    "restore": TargetState.CONFIRMED,
}


def targets_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """Confirmed targets with their progress, proposals that wait, and those removed."""
    directive, _visible = find(request, pk)
    day, user = today(), request.user
    visible = directive.targets.visible_to(user, day).select_related("lead__heir")
    rows = followed(visible.order_by("start", "pk"), day)
    may_keep = policy.may(user, "keep_targets", None, day)
    context = {
        **frame(request, directive),
        "confirmed": [_line(request, row) for row in rows if row.target.state == TargetState.CONFIRMED],
        "proposed": [row for row in rows if row.target.state == TargetState.PROPOSED],
        "removed": directive.targets.filter(state=TargetState.REMOVED) if may_keep else [],
        "may_keep": may_keep,
        "sees_all": scope.of(user, day).everything,
    }
    return render(request, "directives/targets.html", context)


def _line(request: AuthedRequest, row: Followed) -> dict[str, object]:
    return {"row": row, "may_report": policy.may_report(request.user, row.target, today())}


def bodies() -> QuerySet[Organisation]:
    """Bodies that can lead a target today."""
    rows = Organisation.objects.in_force(today()).exclude(kind=OrganisationKind.CENTRAL_AUTHORITY)
    return rows.order_by("rank", "pk")


@require_http_methods(["GET", "POST"])
def target_new(request: AuthedRequest, pk: int) -> HttpResponse:
    """A target by hand."""
    directive, _visible = find(request, pk)
    policy.may(request.user, "keep_targets", None, today()).require()
    form = TargetForm(request.POST or None, bodies=bodies())
    if request.method == "POST" and form.is_valid():
        try:
            targets.add(directive.pk, form.values(), actor=request.user, today=today())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã thêm chỉ tiêu."))
            return redirect("directive-targets", pk=directive.pk)
    return _form_page(request, directive, form, None)


@require_http_methods(["GET", "POST"])
def target_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Put a target right."""
    target = _find(request, pk)
    policy.may(request.user, "keep_targets", None, today()).require()
    form = TargetForm(request.POST or None, bodies=bodies(), target=target)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            targets.change(pk, form.values(), actor=request.user, today=today(), seen_version=seen)
        except Stale as stale:
            form.refuse(stale, target)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã lưu chỉ tiêu."))
            return redirect("directive-targets", pk=target.directive_id)
    return _form_page(request, target.directive, form, target)


def _form_page(request: AuthedRequest, directive: Directive, form: TargetForm, target: Target | None) -> HttpResponse:
    context = {"directive": directive, "form": form, "target": target}
    return render(request, "directives/target_form.html", context, status=422 if form.errors else 200)


def _find(request: AuthedRequest, pk: int) -> Target:
    """The target, where its paper may be seen; the office finds removed ones too."""
    day, user = today(), request.user
    rows = Target.objects.all() if policy.may(user, "keep_targets", None, day) else Target.objects.visible_to(user, day)
    return get_object_or_404(rows.select_related("directive", "lead__heir"), pk=pk)


@require_POST
def target_verb(request: AuthedRequest, pk: int, verb: str) -> HttpResponse:
    """`confirm`, `remove` or `restore` one target."""
    if verb not in STATES:
        raise Http404
    target = _find(request, pk)
    seen = number(request, "version")
    targets.decide(pk, STATES[verb], actor=request.user, today=today(), seen_version=seen)
    messages.success(request, _said(verb))
    return redirect("directive-targets", pk=target.directive_id)


def _said(verb: str) -> str:
    sentences = {
        "confirm": _("Đã xác nhận chỉ tiêu."),
        "remove": _("Đã bỏ chỉ tiêu."),
        "restore": _("Đã khôi phục chỉ tiêu."),
    }
    return sentences[verb]


@require_POST
def targets_confirm(request: AuthedRequest, pk: int) -> HttpResponse:
    """Every proposal that the page showed."""
    directive, _visible = find(request, pk)
    keys = [int(key) for key in request.POST.getlist("target") if key.isdecimal()]
    count = targets.confirm_all(directive.pk, keys, actor=request.user, today=today())
    sentence = ngettext("Đã xác nhận %(count)s chỉ tiêu.", "Đã xác nhận %(count)s chỉ tiêu.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("directive-targets", pk=directive.pk)


@require_POST
def targets_find(request: AuthedRequest, pk: int) -> HttpResponse:
    """Look for targets in a paper that was read before."""
    directive, _visible = find(request, pk)
    count = targets.look_for(directive.pk, actor=request.user, today=today())
    sentence = ngettext("Có %(count)s chỉ tiêu đề xuất.", "Có %(count)s chỉ tiêu đề xuất.", count)
    messages.success(request, sentence % {"count": count} if count else _("Không tìm thấy chỉ tiêu mới nào."))
    return redirect("directive-targets", pk=directive.pk)


@require_http_methods(["GET", "POST"])
def target_value(request: AuthedRequest, pk: int) -> HttpResponse:
    """Write down a value of a target; the page also shows those known."""
    target = _find(request, pk)
    may_report = policy.may_report(request.user, target, today())
    form = MeasuredForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            targets.enter(pk, form.measured(), actor=request.user, today=today())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ghi số liệu của chỉ tiêu."))
            return redirect("target-value", pk=pk)
    (row,) = followed([target], today())
    papers = Directive.objects.visible_to(request.user, today())
    context = {
        "directive": target.directive,
        "row": row,
        "form": form,
        "may_report": may_report,
        "opens_paper": papers.filter(pk=target.directive_id).exists(),
    }
    return render(request, "directives/target_values.html", context, status=422 if form.errors else 200)


@require_POST
def target_value_drop(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take a value back."""
    row = get_object_or_404(TargetProgress, pk=pk)
    target = _find(request, row.target_id)
    targets.drop(pk, actor=request.user, today=today())
    messages.success(request, _("Đã xóa số liệu."))
    return redirect("target-value", pk=target.pk)
