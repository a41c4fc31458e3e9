"""Who is away and who receives in their place, kept by the office."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import people_policy
from accounts.actions import absences as actions
from accounts.clock import today
from accounts.errors import DomainError
from accounts.forms_absence import AbsenceForm
from accounts.http import AuthedRequest
from accounts.models import Absence, Membership, User

PAGE = 50
MOST_FOUND = 20
"""People shown for a search; a longer answer asks for more letters."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody found by name, with the posts they hold."""

    person: User
    held: list[Membership]


@dataclass(frozen=True, slots=True)
class Line:
    """An absence; `receiver` is who receives today when that is not the substitute named, else empty."""

    row: Absence
    receiver: str


@require_GET
def absence_list(request: AuthedRequest) -> HttpResponse:
    """Absences of today and to come, or those that are over; and the search for whom to enter one."""
    day = today()
    people_policy.may_keep_absences(request.user, day).require()
    over = request.GET.get("over") == "1"
    kept = Absence.objects.select_related("person", "substitute", "entered_by")
    rows: QuerySet[Absence] = _ended(kept, day) if over else kept.in_force().filter(last_on__gte=day)
    page = Paginator(rows.order_by("-last_on" if over else "first_on", "pk"), PAGE).get_page(request.GET.get("page"))
    typed = request.GET.get("q", "").strip()
    shown = {
        "page_obj": page,
        "lines": _lines(list(page.object_list), day),
        "over": over,
        "typed": typed,
        "found": _named(typed, day) if typed else [],
        "most_found": MOST_FOUND,
        "today": day,
    }
    return render(request, "accounts/absence_list.html", shown)


@require_http_methods(["GET", "POST"])
def absence_enter(request: AuthedRequest, pk: int) -> HttpResponse:
    """Enter an absence of one person."""
    person = get_object_or_404(User, pk=pk, is_active=True)
    return _edit(request, person, None)


@require_http_methods(["GET", "POST"])
def absence_change(request: AuthedRequest, pk: int) -> HttpResponse:
    """Change days or substitute."""
    row = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    return _edit(request, row.person, row)


@require_POST
def absence_call_off(request: AuthedRequest, pk: int) -> HttpResponse:
    """The person is there after all."""
    get_object_or_404(Absence, pk=pk)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else None
    actions.call_off(pk, actor=request.user, today=today(), seen_version=seen)
    messages.success(request, _("Đã hủy đợt vắng mặt."))
    return redirect("absence-list")


def _edit(request: AuthedRequest, person: User, row: Absence | None) -> HttpResponse:
    day = today()
    people_policy.may_keep_absence_of(request.user, person, day).require()
    begin = max(day, row.first_on) if row else day
    substitutes = actions.possible_substitutes(person, begin)
    form = AbsenceForm(request.POST or None, substitutes=substitutes, today=day, row=row)
    if request.method == "POST" and form.is_valid() and _saved(request, person, row, form, day):
        messages.success(request, _("Đã ghi vắng mặt của %(person)s.") % {"person": person})
        return redirect("absence-list")
    shown = {"form": form, "person": person, "row": row, "held": person.posts(day), "alone": not substitutes}
    return render(request, "accounts/absence_edit.html", shown, status=422 if form.errors else 200)


def _saved(request: AuthedRequest, person: User, row: Absence | None, form: AbsenceForm, day: date) -> bool:
    try:
        if row is None:
            actions.enter(person.pk, form.leave(), actor=request.user, today=day)
        else:
            seen = form.cleaned_data["version"]
            actions.change(row.pk, form.leave(), actor=request.user, today=day, seen_version=seen)
    except DomainError as error:
        form.refuse(error, row)
        return False
    return True


def _ended(rows: QuerySet[Absence], day: date) -> QuerySet[Absence]:
    return rows.filter(Q(last_on__lt=day) | Q(called_off_at__isnull=False))


def _named(typed: str, day: date) -> list[Found]:
    """People who sign in and are called so, with the posts they hold (two queries)."""
    named = Q(full_name__icontains=typed) | Q(username__icontains=typed)
    people = list(User.objects.filter(named, is_active=True).order_by("full_name", "pk")[: MOST_FOUND + 1])
    posts = Membership.objects.on(day).filter(user__in=people).select_related("organisation").order_by("pk")
    held: dict[int, list[Membership]] = defaultdict(list)
    for post in posts:
        held[post.user_id].append(post)
    return [Found(person, held[person.pk]) for person in people]


def _lines(rows: list[Absence], day: date) -> list[Line]:
    """The rows, with who receives today where that is somebody else than the substitute named (two queries)."""
    stand_ins = Absence.objects.stand_ins(day)
    away = {row.pk: stand_ins.of(row.person_id) for row in rows if stand_ins.is_away(row.person_id)}
    names = dict(User.objects.filter(pk__in=[key for key in away.values() if key]).values_list("pk", "full_name"))
    chained = {row.pk for row in rows if row.pk in away and away[row.pk] != row.substitute_id}
    return [Line(row, names.get(away[row.pk] or 0, _("không có ai")) if row.pk in chained else "") for row in rows]
