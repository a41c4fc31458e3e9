"""Recurring duties: the list, the page of one with its occurrences, and what the office changes."""

from datetime import timedelta
from typing import Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.clock import today
from accounts.errors import DomainError, Stale
from accounts.http import AuthedRequest
from accounts.models import Organisation
from accounts.roles import Role
from accounts.widgets import DayInput
from directives import recurrence
from directives.models import Directive
from tasks.actions import series as actions
from tasks.actions import series_changes as changes
from tasks.actions.issue import headline
from tasks.forms import units
from tasks.models import Series, SeriesState
from tasks.models.series import DEADLINE_KINDS, TIMINGS
from tasks.series_scope import seen_by

PER_PAGE: Final = 50
SHOWN_BEFORE, SHOWN_AFTER = timedelta(days=370), timedelta(days=400)
MOST_OCCURRENCES: Final = 60


class RuleForm(forms.Form):
    """How a duty comes back."""

    rule = forms.CharField(
        label=gettext_lazy("Quy tắc lặp"),
        max_length=200,
        help_text=gettext_lazy("Theo RFC 5545, ví dụ FREQ=MONTHLY;BYMONTHDAY=25 là ngày 25 hằng tháng."),
        widget=forms.TextInput(attrs={"list": "common-rules", "spellcheck": "false"}),
    )
    timing = forms.ChoiceField(label=gettext_lazy("Cách tính kỳ"), choices=TIMINGS)
    kind = forms.ChoiceField(label=gettext_lazy("Cách ghi hạn"), choices=DEADLINE_KINDS[:2])

    def pattern(self, source: str = "") -> actions.Pattern:
        """As the actions take it (the form is valid)."""
        given = self.cleaned_data
        return actions.Pattern(given["rule"].strip(), given["timing"], given["kind"], source)


class SeriesForm(RuleForm):
    """A recurring duty by hand."""

    text = forms.CharField(label=gettext_lazy("Nội dung"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    lead = forms.ModelChoiceField(label=gettext_lazy("Cơ quan chủ trì"), queryset=Organisation.objects.none())
    product = forms.CharField(label=gettext_lazy("Sản phẩm"), max_length=500, required=False)
    field_order = ["text", "lead", "rule", "timing", "kind", "product"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through
        _offer_units(self)


class ReasonForm(forms.Form):
    """Why, and the version of the series that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=500)


class OccurrenceForm(ReasonForm):
    """One occurrence left out, or moved when a day is given."""

    period = forms.CharField(max_length=20, widget=forms.HiddenInput)
    due_on = forms.DateField(label=gettext_lazy("Dời sang ngày"), required=False, widget=DayInput())


class CloseForm(ReasonForm):
    """The end of a series."""

    document = forms.CharField(label=gettext_lazy("Số, ký hiệu văn bản"), max_length=80, required=False)


class ChangeRuleForm(RuleForm):
    """Another rule from a day on."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    from_on = forms.DateField(label=gettext_lazy("Áp dụng từ ngày"), widget=DayInput())
    source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300)


class HandOverForm(ReasonForm):
    """Another lead for the occurrences to come."""

    lead = forms.ModelChoiceField(label=gettext_lazy("Cơ quan chủ trì mới"), queryset=Organisation.objects.none())
    field_order = ["version", "lead", "reason"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through
        _offer_units(self)


def _offer_units(form: forms.Form) -> None:
    field = form.fields["lead"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    field.queryset = units(today())


@require_GET
def series_list(request: AuthedRequest) -> HttpResponse:
    """All recurring duties, those that need somebody first."""
    state = request.GET.get("state", "")
    rows = (
        Series.objects.filter(seen_by(request.user, today()))
        .select_related("directive", "lead")
        .prefetch_related("rules")
    )
    rows = rows.defer("text", "directive__text", "directive__search_text").annotate(made=Count("occurrences"))
    if state in SeriesState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("state", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    states = [("", _("Tất cả")), *SeriesState.choices]
    return render(request, "tasks/series_list.html", {"page": page, "states": states, "state": state})


@require_http_methods(["GET", "POST"])
def series_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """One duty with its periods; a POST carries the name of the change in `change`."""
    series = get_object_or_404(_rows(request), pk=pk)
    if request.method == "GET":
        return _show(request, series, {}, 200)
    name = request.POST.get("change", "")
    form_class = FORMS.get(name, ReasonForm)
    form = form_class(request.POST)
    if name not in FORMS or not form.is_valid():
        return _show(request, series, {name: form}, 422)
    try:
        _carry_out(request, series, name, form)
    except (Stale, DomainError) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, get_object_or_404(_rows(request), pk=pk), {name: form}, refusal.status)
    messages.success(request, _("Đã lưu thay đổi của nhiệm vụ định kỳ."))
    return HttpResponseRedirect(series.get_absolute_url())


FORMS: Final[dict[str, type[forms.Form]]] = {
    "occurrence": OccurrenceForm,
    "rule": ChangeRuleForm,
    "lead": HandOverForm,
    "close": CloseForm,
}


def _rows(request: AuthedRequest) -> QuerySet[Series]:
    rows = Series.objects.filter(seen_by(request.user, today())).select_related(
        "directive", "lead", "officer", "monitor", "leader"
    )
    return rows.defer("directive__text", "directive__search_text")


def _carry_out(request: AuthedRequest, series: Series, name: str, form: forms.Form) -> None:
    given = dict(form.cleaned_data)
    version = given.pop("version")
    who = {"actor": request.user, "today": today(), "seen_version": version}
    if name == "close":
        changes.close(series.pk, **who, **given)
    elif name == "lead":
        changes.hand_over(series.pk, given["lead"], **who, reason=given["reason"])
    elif name == "rule":
        assert isinstance(form, ChangeRuleForm)  # noqa: S101 - chosen by its name
        changes.change_rule(series.pk, form.pattern(given["source"]), **who, from_on=given["from_on"])
    elif given["due_on"]:
        changes.move(series.pk, given["period"], **who, reason=given["reason"], due_on=given["due_on"])
    else:
        changes.skip(series.pk, given["period"], **who, reason=given["reason"])


def _show(request: AuthedRequest, series: Series, bound: dict[str, forms.Form], status: int) -> HttpResponse:
    day = today()
    made = {task.period: task for task in series.occurrences.select_related("officer").order_by("-due_on")[:400]}
    planned = actions.plan(series, max(series.starts_on, day - SHOWN_BEFORE), day + SHOWN_AFTER)[:MOST_OCCURRENCES]
    fresh = {"version": series.version}
    rule = series.rules.order_by("from_on", "pk").last()
    start = {**fresh, "from_on": day, **({"rule": rule.rule, "timing": rule.timing, "kind": rule.kind} if rule else {})}
    context = {
        "series": series,
        "rules": series.rules.select_related("created_by").order_by("from_on", "pk"),
        "rows": [(each, made.get(each.occurrence.key)) for each in planned],
        "may_keep": actions.may_keep(request.user, day) and series.state != SeriesState.CLOSED,
        "forms": {
            "rule": bound.get("rule") or ChangeRuleForm(initial=start),
            "lead": bound.get("lead") or HandOverForm(initial=fresh),
            "close": bound.get("close") or CloseForm(initial=fresh),
        },
        "occurrence": bound.get("occurrence"),
        "common": recurrence.COMMON,
        "today": day,
    }
    return render(request, "tasks/series_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
def series_new(request: AuthedRequest, pk: int) -> HttpResponse:
    """A recurring duty by hand under a paper."""
    day = today()
    actions.may_keep(request.user, day).require()
    directive = get_object_or_404(Directive.objects.visible_to(request.user, day), pk=pk)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        monitor = request.user if request.user.holds({Role.MONITOR}, day) else None
        duty = actions.Duty(
            text=given["text"].strip(),
            title=headline(given["text"]),
            lead=given["lead"],
            product=given["product"],
            people={"monitor": monitor},
        )
        try:
            series = actions.create(directive.pk, duty, form.pattern(), actor=request.user, today=day)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã lập nhiệm vụ định kỳ và giao kỳ đầu tiên."))
            return HttpResponseRedirect(series.get_absolute_url())
    context = {"form": form, "directive": directive, "common": recurrence.COMMON}
    return render(request, "tasks/series_new.html", context, status=422 if form.errors else 200)
