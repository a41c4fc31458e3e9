"""The page of the rules of the process: time limits, the signature inside a unit, and the lists of codes."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.models import Organisation
from accounts.roles import Role
from accounts.widgets import DayInput
from tasks.actions import practice_rules
from tasks.models import CodeItem, PracticeRule, SignOffWaiver

MOST_SHOWN = 100


class RuleForm(forms.ModelForm[PracticeRule]):
    """A row of rules, filled with those in force."""

    class Meta:
        model = PracticeRule
        fields = ["valid_from", "receive_days", "contest_days", "units_may_waive", "source", "note"]
        widgets = {"valid_from": DayInput()}


@require_http_methods(["GET", "POST"])
def practice_page(request: AuthedRequest) -> HttpResponse:
    """All rows, newest first; a new one takes effect from its day."""
    day = today()
    if request.method == "GET":
        now = PracticeRule.objects.on(day)
        kept = {name: getattr(now, name) for name in ("receive_days", "contest_days", "units_may_waive")}
        return _show(request, RuleForm(initial={"valid_from": day, **kept}), 200)
    practice_rules.may_edit(request.user, day).require()
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _show(request, form, 422)
    practice_rules.adopt(form.instance, actor=request.user, today=day)
    messages.success(request, _("Đã ghi quy tắc xử lý nhiệm vụ."))
    return redirect("practice")


@require_POST
def waiver(request: AuthedRequest, pk: int, change: str) -> HttpResponse:
    """The head of a unit does without the signature, or takes it up again."""
    day = today()
    if change not in {"waive", "restore"} or pk not in {unit.pk for unit in _headed(request)}:
        raise Http404
    try:
        if change == "waive":
            practice_rules.waive(pk, actor=request.user, today=day, reason=request.POST.get("reason", ""))
        else:
            practice_rules.restore(pk, actor=request.user, today=day)
    except SignOffWaiver.DoesNotExist as error:
        raise Http404 from error
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("practice")
    messages.success(request, _("Đã lưu cách ký duyệt của đơn vị."))
    return redirect("practice")


def _headed(request: AuthedRequest) -> list[Organisation]:
    return [post.organisation for post in request.user.posts(today()) if post.role == Role.HEAD]


def _show(request: AuthedRequest, form: RuleForm, status: int) -> HttpResponse:
    day = today()
    waived = list(SignOffWaiver.objects.filter(until=None).select_related("organisation", "by"))
    closed = {row.organisation_id for row in waived}
    context = {
        "rows": PracticeRule.objects.select_related("created_by")[:MOST_SHOWN],
        "now": PracticeRule.objects.on(day),
        "form": form,
        "may_edit": practice_rules.may_edit(request.user, day),
        "waived": waived,
        "units": [
            (unit, unit.pk in closed, practice_rules.may_waive(request.user, unit, day)) for unit in _headed(request)
        ],
        "codes": CodeItem.objects.all(),
    }
    return render(request, "tasks/practice.html", context, status=status)
