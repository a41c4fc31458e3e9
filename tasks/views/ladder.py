"""The rules of the ladder, and what they would do today; units that nobody can be told for."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import Count
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from tasks import addressees
from tasks.actions import ladder, outbox
from tasks.forms_ladder import GeneralForm, RuleForm, RuleSet
from tasks.ladder import SHIPPED, Ladder, Rung
from tasks.models import Anchor, LadderPolicy, LadderRule, Task
from tasks.notify.standing import preview

RuleForms = BaseFormSet[RuleForm]


@require_http_methods(["GET", "POST"])
def ladder_page(request: AuthedRequest) -> HttpResponse:
    """The rules; the administrator tries them (`try`) and keeps them."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    if request.method == "GET":
        return _show(request, RuleSet(initial=_rules()), GeneralForm(instance=_policy()), day)
    ladder.may_edit_ladder(request.user, day).require()
    rules, general = RuleSet(request.POST, initial=_rules()), GeneralForm(request.POST, instance=_policy())
    if not (rules.is_valid() and general.is_valid()):
        return _show(request, rules, general, day, status=422)
    kept = [form.rule() for form in rules if form.cleaned_data and not form.cleaned_data["drop"]]
    if "try" in request.POST:
        return _show(request, rules, general, day, tried=_ladder(kept, general.general()))
    return _keep(request, rules, general, kept, day)


def _keep(
    request: AuthedRequest, rules: RuleForms, general: GeneralForm, kept: list[ladder.Rule], day: date
) -> HttpResponse:
    seen = general.cleaned_data["version"]
    try:
        ladder.replace_rules(kept, general.general(), actor=request.user, today=day, seen_version=seen)
    except DomainError as error:
        general.add_error(None, str(error))
        return _show(request, rules, general, day, status=422)
    messages.success(request, _("Đã lưu quy tắc nhắc; áp dụng từ lượt quét tới."))
    return redirect("ladder")


def _show(
    request: AuthedRequest,
    rules: RuleForms,
    general: GeneralForm,
    day: date,
    *,
    tried: Ladder | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "rules": rules,
        "general": general,
        "may_edit": ladder.may_edit_ladder(request.user, day),
        "preview": preview(tried, day) if tried else None,
        "day": day,
    }
    return render(request, "tasks/ladder.html", context, status=status)


def _rules() -> list[dict[str, object]]:
    fields = ("anchor", "audience", "days", "urgent_days", "every", "is_active")
    rows = list(LadderRule.objects.order_by("anchor", "days", "pk").values(*fields))
    return [dict(row) for row in rows] or [
        {
            "anchor": anchor.value,
            "audience": rung.audience,
            "days": rung.days,
            "urgent_days": rung.urgent_days,
            "every": rung.every,
            "is_active": True,
        }
        for anchor in Anchor
        for rung in getattr(SHIPPED, anchor.value)
    ]


def _policy() -> LadderPolicy:
    return LadderPolicy.objects.first() or LadderPolicy(pk=1)


def _ladder(rules: list[ladder.Rule], general: ladder.General) -> Ladder:
    active = sorted((rule for rule in rules if rule.is_active), key=lambda rule: rule.days)
    by_anchor = {
        anchor: tuple(
            Rung(rule.audience, rule.days, rule.urgent_days, rule.every) for rule in active if rule.anchor == anchor
        )
        for anchor in Anchor
    }
    return Ladder(
        before=by_anchor[Anchor.BEFORE],
        late=by_anchor[Anchor.LATE],
        silent=by_anchor[Anchor.SILENT],
        waiting=by_anchor[Anchor.WAITING],
        pause_days=general.pause_days,
        urgent_pause_days=general.urgent_pause_days,
        acks_in_row=general.acks_in_row,
        urgent_on_days_off=general.urgent_on_days_off,
    )


@dataclass(frozen=True, slots=True)
class EmptyUnit:
    """A unit with open tasks and nobody at its head who receives anything today."""

    pk: int
    name: str
    tasks: int
    away: tuple[str, ...]


@require_GET
def unreachable_page(request: AuthedRequest) -> HttpResponse:
    """Units with open work that nobody can be told of."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    known = addressees.on(day)
    counted = Task.objects.open().order_by("lead__short_name").values_list("lead", "lead__short_name")
    units = [
        EmptyUnit(pk, name, number, tuple(known.names.get(head, "") for head in known.heads_of(pk)))
        for pk, name, number in counted.annotate(number=Count("pk"))
        if not known.is_reachable(pk)
    ]
    return render(request, "tasks/unreachable.html", {"units": units})
