"""The page of the city's rules for counting deadlines."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.widgets import DayInput
from tasks.actions import rules
from tasks.jobs import recount_deadlines
from tasks.models import DeadlinePolicy

MOST_SHOWN = 100


class RulesForm(forms.ModelForm[DeadlinePolicy]):
    """A row of rules, filled with those in force."""

    class Meta:
        model = DeadlinePolicy
        fields = ["valid_from", "before_is_strict", "named_rolls", "grace_days", "review_days", "source", "note"]
        widgets = {"valid_from": DayInput()}

    def values(self) -> rules.NewRules:
        """As the action takes them (the form is valid)."""
        return rules.NewRules(**self.cleaned_data)


@require_http_methods(["GET", "POST"])
def rules_page(request: AuthedRequest) -> HttpResponse:
    """All rows, newest first; a new one is first shown with what it would change, then entered."""
    day = today()
    if request.method == "GET":
        return _show(request, RulesForm(initial=_initial()), 200)
    rules.may_edit(request.user, day).require()
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _show(request, form, 422)
    if not request.POST.get("confirmed"):
        effect = rules.preview(form.values(), actor=request.user, today=day)
        fields = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
        return render(request, "tasks/rules_preview.html", {"new": form.values(), "effect": effect, "fields": fields})
    rules.adopt(form.values(), actor=request.user, today=day)
    wake(recount_deadlines)
    messages.success(request, _("Đã ghi quy tắc; số liệu đang được tính lại."))
    return redirect("rules")


def _initial() -> dict[str, object]:
    now = DeadlinePolicy.objects.on(today())
    names = ("before_is_strict", "named_rolls", "grace_days", "review_days")
    return {"valid_from": today(), **({name: getattr(now, name) for name in names} if now else {})}


def _show(request: AuthedRequest, form: RulesForm, status: int) -> HttpResponse:
    day = today()
    now = DeadlinePolicy.objects.on(day)
    context = {
        "rows": DeadlinePolicy.objects.select_related("created_by")[:MOST_SHOWN],
        "now": now,
        "form": form,
        "may_edit": rules.may_edit(request.user, day),
        "today": day,
    }
    return render(request, "tasks/rules.html", context, status=status)
