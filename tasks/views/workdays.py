"""The working calendar, a year on a page."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.widgets import DayInput
from directives import announcements
from directives.workdays import SATURDAY
from tasks.actions import workdays
from tasks.models import Workday

OCTOBER: Final = 10
"""From then on the plan of the next year is missed when it is not there."""


class WorkdayForm(forms.Form):
    """A weekday that is off, or a weekend day that is worked; which of the two follows from the day."""

    day = forms.DateField(label=gettext_lazy("Ngày"), widget=DayInput())
    source = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=300,
        help_text=gettext_lazy("Số, ký hiệu và ngày của văn bản thông báo."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)


class RewordForm(forms.Form):
    """The words beside a day."""

    source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)


class PasteForm(forms.Form):
    """The sentences of a notice that name days off and days worked instead."""

    text = forms.CharField(
        label=gettext_lazy("Nội dung thông báo"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "Ví dụ: Hoán đổi ngày làm việc từ thứ Sáu ngày 02/01/2026 sang thứ Bảy ngày 10/01/2026."
        ),
    )
    source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300)
    year = forms.IntegerField(min_value=2000, max_value=2100, widget=forms.HiddenInput)


class DecideForm(forms.Form):
    """The number of the plan of a year."""

    source = forms.CharField(label=gettext_lazy("Số, ký hiệu và ngày của quyết định"), max_length=300)


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
    """Enter an exception: first what it would do, then, confirmed, the entry itself."""
    form = WorkdayForm(request.POST)
    if not form.is_valid():
        return _show(request, today().year, form, 422)
    day = form.cleaned_data["day"]
    done = _("Đã ghi ngày %(day)s vào lịch.") % {"day": f"{day:%d/%m/%Y}"}
    return _decide(request, [workdays.addition(**form.cleaned_data)], day.year, done)


@require_POST
def workday_remove(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take an exception out of the calendar, in the same two steps."""
    row = Workday.objects.filter(pk=pk).first()
    if row is None:
        workdays.may_edit(request.user, today()).require()
        raise DomainError(_("Ngày này không còn trong lịch; có thể người khác vừa xóa."), code="workday_gone")
    return _decide(request, [workdays.Change(row.day, None)], row.day.year, _("Đã xóa ngày khỏi lịch."))


@require_POST
def workday_paste(request: AuthedRequest) -> HttpResponse:
    """Enter what a pasted announcement says, in the same two steps; days that stand there already are left out."""
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _show(request, today().year, WorkdayForm(), 422, paste=form)
    given = form.cleaned_data
    found = announcements.read(given["text"], given["year"])
    known = set(Workday.objects.filter(is_expected=False).values_list("day", "is_working"))
    changes = [
        workdays.Change(each.day, each.is_working, given["source"], each.sentence[:300])
        for each in found
        if (each.day, each.is_working) not in known
    ]
    if not changes:
        form.add_error("text", _("Không đọc được ngày nghỉ hay ngày làm bù nào mới trong đoạn này."))
        return _show(request, given["year"], WorkdayForm(), 422, paste=form)
    return _decide(request, changes, given["year"], _("Đã ghi các ngày của thông báo vào lịch."))


@require_http_methods(["GET", "POST"])
def workday_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Another source or note of a day; the day itself is removed and entered anew."""
    workdays.may_edit(request.user, today()).require()
    row = get_object_or_404(Workday, pk=pk)
    form = RewordForm(request.POST or None, initial={"source": row.source, "note": row.note})
    if request.method == "POST" and form.is_valid():
        workdays.reword(pk, **form.cleaned_data, actor=request.user, today=today())
        messages.success(request, _("Đã lưu căn cứ của ngày."))
        return HttpResponseRedirect(f"{reverse('workday-list')}?year={row.day.year}")
    status = 422 if form.errors else 200
    return render(request, "tasks/workday_edit.html", {"row": row, "form": form}, status=status)


@require_POST
def workday_decide(request: AuthedRequest, year: int) -> HttpResponse:
    """The plan of the year has come: its expected days are confirmed with its number."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _show(request, year, WorkdayForm(), 422, decide=form)
    count = workdays.decide_year(year, source=form.cleaned_data["source"], actor=request.user, today=today())
    messages.success(request, _("Đã xác nhận %(n)s ngày nghỉ theo quyết định.") % {"n": count})
    return HttpResponseRedirect(f"{reverse('workday-list')}?year={year}")


def _decide(request: AuthedRequest, changes: list[workdays.Change], year: int, done: str) -> HttpResponse:
    """Show what the changes would do, or carry them out when that has been seen."""
    day = today()
    if request.POST.get("confirmed"):
        workdays.apply(changes, actor=request.user, today=day)
        messages.success(request, done)
        return HttpResponseRedirect(f"{reverse('workday-list')}?year={year}")
    context = {
        "changes": changes,
        "effect": workdays.preview(changes, actor=request.user, today=day),
        "fields": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"],
        "year": year,
    }
    return render(request, "tasks/workday_preview.html", context)


def _show(
    request: AuthedRequest,
    year: int,
    form: WorkdayForm,
    status: int,
    *,
    paste: "PasteForm | None" = None,
    decide: "DecideForm | None" = None,
) -> HttpResponse:
    rows = list(Workday.objects.filter(day__year=year))
    day = today()
    cells = {row.day: _exception_cell(row) for row in rows}
    context = {
        "year": year,
        "years": sorted({each.year for each in Workday.objects.dates("day", "year")} | {year, day.year}),
        "months": [(date(year, month, 1), _month(year, month, cells)) for month in range(1, 13)],
        "rows": rows,
        "form": form,
        "paste": paste or PasteForm(initial={"year": year}),
        "decide": decide or DecideForm(),
        "expected": sum(row.is_expected for row in rows),
        "undecided": undecided(day),
        "may_edit": workdays.may_edit(request.user, day),
        "today": day,
        "working_days": Workday.objects.calendar().working_days_between(date(year - 1, 12, 31), date(year, 12, 31)),
    }
    return render(request, "tasks/workdays.html", context, status=status)


def undecided(day: date) -> list[int]:
    """Years from this one on whose plan has not been entered: this year, and from October the next one."""
    years = [day.year, day.year + 1] if day.month >= OCTOBER else [day.year]
    known = Workday.objects.filter(day__year__in=years, is_expected=False)
    decided = {row.year for row in known.dates("day", "year")}
    return [year for year in years if year not in decided]


def _year(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) <= len(str(MAXYEAR)) else today().year
    return number if MINYEAR < number < MAXYEAR else today().year


def _exception_cell(row: Workday) -> DayCell:
    kind = _("làm bù") if row.is_working else _("nghỉ")
    words = f"{kind}: {row.note or row.source}"
    if row.is_expected:
        return DayCell(row.day, "expected", _("%(words)s (dự kiến)") % {"words": words})
    return DayCell(row.day, "worked" if row.is_working else "off", words)


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
