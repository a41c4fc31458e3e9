"""The page of the rules of figures: ageing bands and weights of the discipline index, each with its first day."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from tasks.actions import report_rules
from tasks.ageing import bands_on
from tasks.filters import band_words
from tasks.forms_report_rules import AgeingForm, WeightForm
from tasks.jobs import tend_tally
from tasks.models import AgeingRule, WeightRule
from tasks.reports.scorecard_formula import Formula
from tasks.reports.scorecard_rule import formula_on

MOST_SHOWN: Final = 50


@require_http_methods(["GET", "POST"])
def report_rules_page(request: AuthedRequest) -> HttpResponse:
    """What is in force, every row, and a form for each of the two rules; `rule` says which one was sent."""
    day = today()
    if request.method == "GET":
        return _show(request, AgeingForm.of(day), WeightForm.of(day), 200)
    report_rules.may_edit(request.user, day).require()
    if request.POST.get("rule") == "weights":
        return _weights(request)
    return _ages(request)


def _ages(request: AuthedRequest) -> HttpResponse:
    form = AgeingForm(request.POST, prefix="ages")
    if form.is_valid():
        try:
            report_rules.set_ages(form.rule(), actor=request.user, today=today())
        except DomainError as error:
            form.add_error("valid_from", str(error))
    if form.errors:
        return _show(request, form, WeightForm.of(today()), 422)
    wake(tend_tally)
    messages.success(request, _("Đã ghi các mức ngày quá hạn."))
    return redirect("report-rules")


def _weights(request: AuthedRequest) -> HttpResponse:
    form = WeightForm.of(today(), request.POST)
    if form.is_valid():
        try:
            report_rules.set_weights(form.rule(), actor=request.user, today=today())
        except DomainError as error:
            form.add_error("valid_from", str(error))
    if form.errors:
        return _show(request, AgeingForm.of(today()), form, 422)
    messages.success(request, _("Đã ghi trọng số của chỉ số kỷ luật."))
    return redirect("report-rules")


def _show(request: AuthedRequest, ages: AgeingForm, weights: WeightForm, status: int) -> HttpResponse:
    day = today()
    formula = formula_on(day)
    context = {
        "bands": [band_words(band) for band in bands_on(day)],
        "formula": formula,
        "age_rules": AgeingRule.objects.select_related("created_by")[:MOST_SHOWN],
        "weight_rows": _weight_rows(formula),
        "ages": ages,
        "weights": weights,
        "may_edit": report_rules.may_edit(request.user, day),
        "today": day,
    }
    return render(request, "tasks/report_rules.html", context, status=status)


def _weight_rows(formula: Formula) -> list[dict[str, object]]:
    """Every row with its weights in the order of the criteria."""
    rules = WeightRule.objects.select_related("created_by")[:MOST_SHOWN]
    return [
        {"rule": rule, "weights": [(each.label, rule.weights.get(each.key, 0)) for each in formula.criteria]}
        for rule in rules
    ]
