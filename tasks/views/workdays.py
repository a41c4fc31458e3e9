"""The working calendar, a year on a page."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.clock import today
from accounts.http import AuthedRequest
from directives.workdays import SATURDAY
from tasks.actions import workdays
from tasks.models import Workday


class WorkdayForm(forms.Form):
    """A weekday that is off, or a weekend day that is worked; which of the two follows from the day."""

    day = forms.DateField(label=gettext_lazy("Ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    source = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=300,
        help_text=gettext_lazy("Số, ký hiệu và ngày của văn bản thông báo."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)


@dataclass(frozen=True, slots=True)
class DayCell:
    """One cell of a month; `day` None pads the week."""

    day: date | None
    tone: str = ""
    words: str = ""


@require_GET
def workday_list(request: AuthedRequest) -> HttpResponse:
    """Twelve months of `year` with what differs from Monday to Friday, and the list of exceptions."""
    return _show(request, _year(request.GET.get("year", "")), WorkdayForm(), 200)


@require_POST
def workday_add(request: AuthedRequest) -> HttpResponse:
    """Enter an exception."""
    form = WorkdayForm(request.POST)
    if not form.is_valid():
        return _show(request, today().year, form, 422)
    row = workdays.add(**form.cleaned_data, actor=request.user, today=today())
    messages.success(request, _("Đã ghi ngày %(day)s vào lịch.") % {"day": f"{row.day:%d/%m/%Y}"})
    return HttpResponseRedirect(f"{reverse('workday-list')}?year={row.day.year}")


@require_POST
def workday_remove(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take an exception out of the calendar."""
    workdays.remove(pk, actor=request.user, today=today())
    messages.success(request, _("Đã xóa ngày khỏi lịch."))
    return redirect("workday-list")


def _show(request: AuthedRequest, year: int, form: WorkdayForm, status: int) -> HttpResponse:
    rows = list(Workday.objects.filter(day__year=year))
    day = today()
    cells = {row.day: _exception_cell(row) for row in rows}
    context = {
        "year": year,
        "years": sorted({each.year for each in Workday.objects.dates("day", "year")} | {year, day.year}),
        "months": [(date(year, month, 1), _month(year, month, cells)) for month in range(1, 13)],
        "rows": rows,
        "form": form,
        "may_edit": workdays.may_edit(request.user, day),
        "today": day,
        "working_days": Workday.objects.calendar().working_days_between(date(year - 1, 12, 31), date(year, 12, 31)),
    }
    return render(request, "tasks/workdays.html", context, status=status)


def _year(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) <= len(str(MAXYEAR)) else today().year
    return number if MINYEAR < number < MAXYEAR else today().year


def _exception_cell(row: Workday) -> DayCell:
    kind = _("làm bù") if row.is_working else _("nghỉ")
    return DayCell(row.day, "worked" if row.is_working else "off", f"{kind}: {row.note or row.source}")


def _month(year: int, month: int, cells: dict[date, DayCell]) -> list[list[DayCell]]:
    """Weeks from Monday to Sunday; days of the neighbouring months stay empty."""
    return [
        [_cell(day, month, cells) for day in week] for week in Calendar(firstweekday=0).monthdatescalendar(year, month)
    ]


def _cell(day: date, month: int, cells: dict[date, DayCell]) -> DayCell:
    if day.month != month:
        return DayCell(None)
    plain = DayCell(day, "weekend" if day.weekday() >= SATURDAY else "")
    return cells.get(day, plain)
