"""Which period a report speaks of, and as of which day it counts."""

from datetime import date
from typing import Final

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import DomainError
from directives.workdays import ONE_DAY
from tasks.asof import PARAMETER, first_day
from tasks.reports.asked import Asked
from tasks.reports.periods import Cut, ReportPeriod, Span

OFFERED: Final = {Span.MONTH: 24, Span.QUARTER: 8, Span.HALF: 4, Span.YEAR: 3}
"""How many periods of each length the form offers."""
SPAN_LABELS: Final = {
    Span.MONTH: gettext_lazy("Tháng"),
    Span.QUARTER: gettext_lazy("Quý"),
    Span.HALF: gettext_lazy("Nửa năm"),
    Span.YEAR: gettext_lazy("Năm"),
}
CUT_LABELS: Final = {
    Cut.CALENDAR: gettext_lazy("Theo tháng dương lịch"),
    Cut.DECREE: gettext_lazy("Từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP)"),
}


class PeriodForm(forms.Form):
    """`period` is a name such as `2026-03`, `2026-Q1`, `2026-H1`, `2026`, or a length for its last whole period.

    `month=2026-03` says the same as `period=2026-03`. Without either it is the last month that is over.
    """

    period = forms.CharField(label=gettext_lazy("Kỳ báo cáo"), widget=forms.Select)
    cut = forms.ChoiceField(
        label=gettext_lazy("Cách chia kỳ"), choices=[(each.value, CUT_LABELS[each]) for each in Cut]
    )

    def __init__(self, query: QueryDict, day: date) -> None:
        self.day = day
        cut = query.get("cut") or settings.REPORT_CUT
        said = query.get("period") or query.get("month") or ""
        known = Cut(cut) if cut in set(Cut) else Cut.CALENDAR
        over = day if query.get(PARAMETER) else day - ONE_DAY
        chosen = _default(Span(said), known, over) if said in set(Span) else None
        chosen = chosen or ReportPeriod.read(said, known) if said else _default(Span.MONTH, known, over)
        super().__init__({"period": chosen.key if chosen else said, "cut": cut}, auto_id="report_%s")
        self.fields["period"].widget.choices = _offered(known, day, chosen)

    def clean(self) -> dict[str, object]:
        """A period that has begun.

        Raises:
            ValidationError: the text names no period, or one that lies ahead.
        """
        given = super().clean() or {}
        if "cut" in given and "period" in given:
            found = ReportPeriod.read(given["period"], Cut(given["cut"]))
            if found is None:
                self.add_error("period", _("Không có kỳ này; hãy ghi như 2026-03, 2026-Q1, 2026-H1 hoặc 2026."))
            elif found.first > self.day:
                self.add_error("period", _("Kỳ này chưa bắt đầu."))
            self.found = found
        return given

    def chosen(self) -> ReportPeriod:
        """The period.

        Raises:
            DomainError: the query string names none.
        """
        if not self.is_valid() or self.found is None:
            problems = [str(problem) for errors in self.errors.values() for problem in errors]
            raise DomainError(" ".join(problems), code="bad_period", status=400)
        return self.found


def _default(span: Span, cut: Cut, day: date) -> ReportPeriod:
    """The last whole period; where nothing is known of it yet, the one that runs."""
    whole, since = ReportPeriod.last_whole(span, cut, day), first_day()
    return whole if since is not None and since <= whole.last else ReportPeriod.holding(span, cut, day + ONE_DAY)


def _offered(cut: Cut, day: date, chosen: ReportPeriod | None) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = []
    for span, many in OFFERED.items():
        running = ReportPeriod.holding(span, cut, day)
        periods = [running.before(steps) for steps in range(many)]
        if chosen is not None and chosen.span is span and chosen not in periods:
            periods.append(chosen)
        groups.append((str(SPAN_LABELS[span]), [(each.key, _capital(each.words)) for each in periods]))
    return groups


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def options(query: QueryDict, day: date) -> PeriodForm:
    """The form of the period, out of the query string."""
    return PeriodForm(query, day)


def asked_moment(asked: Asked, period: ReportPeriod) -> Asked:
    """The question about the day that the report counts as of.

    That is the last day of the period, today while it runs, or the day that was asked for.
    """
    if asked.options.get(PARAMETER) or asked.day != asked.today:
        return asked
    return asked.on(min(period.last, asked.today))


def period_words(period: ReportPeriod) -> str:
    """The period in one sentence."""
    words = {"period": period.words, "first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
    return _("Kỳ báo cáo %(period)s: từ %(first)s đến hết %(last)s.") % words
