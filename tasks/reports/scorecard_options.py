"""Which period a scorecard is asked for, and of which unit."""

from datetime import date
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from tasks.models import Task
from tasks.reports.asked import Asked
from tasks.reports.periods import Cut, ReportPeriod, Span

SPANS: Final = [
    (Span.YEAR.value, _("Từ đầu năm")),
    (Span.HALF.value, _("Từ đầu nửa năm")),
    (Span.QUARTER.value, _("Từ đầu quý")),
    (Span.MONTH.value, _("Từ đầu tháng")),
]
CUTS: Final = [
    (Cut.CALENDAR.value, _("Theo tháng dương lịch")),
    (Cut.DECREE.value, _("Từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP)")),
]


class PeriodForm(forms.Form):
    """The running period up to the day asked about; without a choice the running year."""

    period = forms.ChoiceField(choices=SPANS, required=False, label=_("Kỳ đánh giá"))
    cut = forms.ChoiceField(choices=CUTS, required=False, label=_("Cách chia kỳ"))

    def __init__(self, query: QueryDict, _day: date) -> None:
        data = query.copy()
        for name, usual in (("period", Span.YEAR), ("cut", Cut.CALENDAR)):
            data.setdefault(name, usual.value)
        super().__init__(data, auto_id="report_%s")


class UnitForm(PeriodForm):
    """The same, of one unit."""

    unit = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), required=False, label=_("Cơ quan"), empty_label=_("Cơ quan của tôi")
    )

    field_order = ("unit", "period", "cut")

    def __init__(self, query: QueryDict, day: date) -> None:
        super().__init__(query, day)
        leads = Task.objects.order_by().values("lead")
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Organisation.objects.filter(pk__in=leads, heir=None).order_by("rank", "pk")


def chosen(options: QueryDict) -> tuple[Span, Cut]:
    """The period asked for; what nobody knows is the running year by the calendar."""
    span, cut = options.get("period", ""), options.get("cut", "")
    return (
        Span(span) if span in set(Span) else Span.YEAR,
        Cut(cut) if cut in set(Cut) else Cut.CALENDAR,
    )


def chosen_unit(options: QueryDict) -> int | None:
    """The key of the unit asked for."""
    unit = options.get("unit", "")
    return int(unit) if unit.isdecimal() else None


def period_words(asked: Asked) -> str:
    """The period asked about, as it stands in a title."""
    span, cut = chosen(asked.options)
    period = ReportPeriod.holding(span, cut, asked.day)
    if period.last <= asked.day:
        return period.words
    days = {"first": date_format(period.first, "d/m/Y"), "day": date_format(asked.day, "d/m/Y")}
    return _now("từ %(first)s đến %(day)s") % days
