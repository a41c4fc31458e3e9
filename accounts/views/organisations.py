"""Pages of the directory of organisations, and the search behind every picker."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import lineage, people_policy, reorganisation_policy, text, tree
from accounts.actions import organisations as actions
from accounts.clock import today
from accounts.errors import DomainError
from accounts.forms import MoveForm, OrganisationForm
from accounts.forms_organisation import NewOrganisationForm
from accounts.http import AuthedRequest
from accounts.models import Membership, Organisation, OrganisationKind

PAGE = 120
PICKED = 20


@require_GET
def organisation_list(request: AuthedRequest) -> HttpResponse:
    """The tree with search, kinds and, when asked for, what no longer exists."""
    day = today()
    kind = request.GET.get("kind", "")
    dissolved = request.GET.get("dissolved") == "1"
    found = Organisation.objects.all() if dissolved else Organisation.objects.in_force(day)
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    found = found.named_like(request.GET.get("q", ""))
    page = Paginator(tree.nodes(found), PAGE).get_page(request.GET.get("page"))
    shown = {
        "page_obj": page,
        "kinds": OrganisationKind.choices,
        "kind": kind,
        "dissolved": dissolved,
        "may_manage": people_policy.may_manage(request.user, day),
        "may_read_reorganisations": reorganisation_policy.may_read(request.user, day),
    }
    return render(request, "accounts/organisation_list.html", shown)


@require_GET
def organisation_detail(request: AuthedRequest, pk: int) -> HttpResponse:
    """One organisation: names, people, what it came from and what became of it."""
    day = today()
    organisation = get_object_or_404(Organisation.objects.select_related("parent"), pk=pk)
    people = Membership.objects.on(day).of(organisation).select_related("user").order_by("role", "pk")
    shown = {
        "organisation": organisation,
        "people": people,
        "children": Organisation.objects.in_force(day).filter(parent=organisation),
        "life": lineage.life_of(organisation),
        "may_read_reorganisations": reorganisation_policy.may_read(request.user, day),
        "may_manage": people_policy.may_manage(request.user, day),
    }
    return render(request, "accounts/organisation_detail.html", shown)


@require_http_methods(["GET", "POST"])
def organisation_new(request: AuthedRequest) -> HttpResponse:
    """Add an organisation, anywhere in the tree; `?parent=` fills in the one above."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    above = request.GET.get("parent", "")
    form = NewOrganisationForm(request.POST or None, today=day, initial={"parent": above} if above.isdecimal() else {})
    if request.method == "POST" and form.is_valid():
        values = form.values()
        parent = values.pop("parent")
        try:
            made = actions.create(values, parent=parent, actor=request.user, today=day)
        except DomainError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("Đã thêm tổ chức."))
            return redirect("organisation-detail", made.pk)
    return render(request, "accounts/organisation_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def organisation_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Names, mailbox, aliases, symbols and dates."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid() and _saved(request, organisation, form, day):
        messages.success(request, _("Đã lưu tổ chức."))
        return redirect("organisation-detail", pk)
    move = MoveForm(organisation=organisation, today=day)
    shown = {"organisation": organisation, "form": form, "move": move}
    status = 422 if form.errors else 200
    return render(request, "accounts/organisation_edit.html", shown, status=status)


def _saved(request: AuthedRequest, organisation: Organisation, form: OrganisationForm, day: date) -> bool:
    seen = form.cleaned_data["version"]
    try:
        actions.change(organisation.pk, form.values(), actor=request.user, today=day, seen_version=seen)
    except DomainError as error:
        form.refuse(error, organisation)
        return False
    return True


@require_POST
def organisation_move(request: AuthedRequest, pk: int) -> HttpResponse:
    """Hang the subtree under another parent."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    organisation = get_object_or_404(Organisation, pk=pk)
    form = MoveForm(request.POST, organisation=organisation, today=day)
    if form.is_valid():
        seen = form.cleaned_data["version"]
        actions.move(pk, parent=form.cleaned_data["parent"], actor=request.user, today=day, seen_version=seen)
        messages.success(request, _("Đã chuyển tổ chức cùng các đơn vị trực thuộc."))
    else:
        messages.error(request, _("Tổ chức cấp trên được chọn không hợp lệ."))
    return redirect("organisation-detail", pk)


@require_GET
def organisation_search(request: AuthedRequest) -> JsonResponse:
    """At most 20 organisations for a picker: `[{"id", "name", "kind"}]`.

    `q` is matched at the start of words of names, aliases and symbols; accents count when they are typed.
    `on` (an ISO date) asks for those in force that day instead of today. A name that has ended finds its heir.
    """
    typed, day = request.GET.get("q", ""), _asked_day(request)
    rows = list(_picked(Organisation.objects.in_force(day).named_like(typed), typed))
    found = [{"id": row.pk, "name": row.short_name, "kind": str(row.get_kind_display())} for row in rows]
    if typed and len(found) < PICKED:
        found += _heirs(typed, day, {row.pk for row in rows})[: PICKED - len(found)]
    return JsonResponse(found, safe=False)


def _heirs(typed: str, day: date, known: set[int]) -> list[dict[str, object]]:
    """Bodies that took over an ended one of that name, each saying what it was called."""
    ended = Organisation.objects.filter(heir__isnull=False, valid_to__lte=day).named_like(typed)
    found: dict[int, dict[str, object]] = {}
    for row in ended.select_related("heir").order_by("rank", "pk")[:PICKED]:
        if row.heir is not None and row.heir.pk not in known and (row.heir.valid_to is None or row.heir.valid_to > day):
            words = _("trước đây: %(name)s") % {"name": row.short_name}
            found.setdefault(row.heir.pk, {"id": row.heir.pk, "name": row.heir.short_name, "kind": words})
    return list(found.values())


def _picked(found: QuerySet[Organisation], typed: str) -> QuerySet[Organisation]:
    """Those with the typed symbol first, then those whose name begins so, then the others by rank."""
    first = When(symbols__contains=[typed.strip()], then=Value(0))
    wanted = text.query_form(typed)
    # The words stand twice, behind the bar without accents, which most people do not type.
    begins = Q(search_text__startswith=f" {wanted}") | Q(search_text__contains=f"| {wanted}")
    second = When(begins, then=Value(1))
    closeness = Case(first, second, default=Value(2), output_field=IntegerField())
    return found.order_by(closeness, "rank", "pk")[:PICKED]


def _asked_day(request: AuthedRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()
