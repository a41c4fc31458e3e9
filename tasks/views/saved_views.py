"""Kept views: saved from the page they are of, opened from its menu, arranged on a page of their own."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.models import User
from accounts.roles import Role
from tasks.actions import saved_views
from tasks.forms_views import SaveForm, ViewForm, first_problem
from tasks.models import DefaultView, SavedView, ViewAudience
from tasks.policy_views import may_change, may_share
from tasks.saved_pages import PAGES, checked, page_name

Page = Callable[..., HttpResponseBase]


@require_GET
def list_page(request: AuthedRequest) -> HttpResponse:
    """Every view that the person finds, by page: their own to arrange, those of others to open."""
    day = today()
    views = SavedView.objects.offered_to(request.user, day).select_related("owner", "unit")
    defaults = set(DefaultView.objects.filter(user=request.user).values_list("view", flat=True))
    rows = [
        {"view": view, "page": PAGES.get(page_name(view.path), view.path), "is_default": view.pk in defaults}
        | {"may_change": may_change(request.user, view, day)}
        for view in views.order_by("path", "position", "name")
    ]
    context = {
        "groups": [(page, list(some)) for page, some in groupby(rows, key=lambda row: str(row["page"]))],
        "audiences": [(value, label, may_share(request.user, value, day)) for value, label in ViewAudience.choices],
        "roles": Role.choices,
    }
    return render(request, "tasks/saved_views.html", context)


@require_GET
def open_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """The page of a view as it can be read today; what of it means nothing any more is named and left out."""
    view = get_object_or_404(SavedView.objects.offered_to(request.user, today()), pk=pk)
    if not page_name(view.path):
        sentence = _("Trang của góc nhìn “%(name)s” không còn nữa; bạn có thể xóa góc nhìn này.")
        messages.error(request, sentence % {"name": view.name})
        return redirect("saved-views")
    found = checked(view.path, view.query, today())
    if found.dropped:
        sentence = _("Góc nhìn “%(name)s” có điều kiện không còn hiệu lực, đã bỏ qua: %(filters)s.")
        messages.warning(request, sentence % {"name": view.name, "filters": ", ".join(found.dropped)})
    found.query["view"] = str(view.pk)
    return HttpResponseRedirect(f"{view.path}?{found.query.urlencode()}")


def default_address(request: HttpRequest) -> str | None:
    """The view with which this page opens for the person, None when it is asked for with words of its own.

    One query for a page without a query string, none for others.
    """
    if request.method != "GET" or request.META.get("QUERY_STRING") or not isinstance(request.user, User):
        return None
    chosen = {"defaults__user": request.user.pk, "defaults__path": request.path}
    keys = SavedView.objects.keys_offered(request.user, today(), **chosen)
    return reverse("saved-view", args=[keys[0]]) if keys else None


def opens_with_default(page: Page) -> Page:
    """The page, which somebody who asks for it without a query string finds by the view they chose for it."""

    @wraps(page)
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        kept = default_address(request)
        return HttpResponseRedirect(kept) if kept else page(request, *args, **kwargs)

    return opened


@require_POST
def save_page(request: AuthedRequest) -> HttpResponse:
    """Keep the page that the form stands on, and go back to it."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_problem(form))
        return redirect("saved-views")
    place = form.place()
    try:
        view = saved_views.save(place, form.wish(), actor=request.user, today=today())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{place.path}?{place.query}")
    messages.success(request, _("Đã lưu góc nhìn “%(name)s”.") % {"name": view.name})
    query = f"{view.query}&" if view.query else ""
    return HttpResponseRedirect(f"{view.path}?{query}{urlencode({'view': view.pk})}")


@require_POST
def change_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """Another name, audience or place in the menu."""
    view = _found(request, pk)
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_problem(form))
        return redirect("saved-views")
    try:
        saved_views.change(view.pk, form.wish(), actor=request.user, today=today())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("saved-views")
    messages.success(request, _("Đã lưu thay đổi."))
    return redirect("saved-views")


@require_POST
def delete_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """Forget a view."""
    view = _found(request, pk)
    saved_views.delete(view.pk, actor=request.user, today=today())
    messages.success(request, _("Đã xóa góc nhìn “%(name)s”.") % {"name": view.name})
    return redirect("saved-views")


@require_POST
def default_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """Let the page of a view open with it, or with `off` plain again."""
    view = _found(request, pk)
    if request.POST.get("off"):
        get_object_or_404(DefaultView, user=request.user, view=view)
        saved_views.open_plain(view.pk, actor=request.user)
        messages.success(request, _("Trang mở không theo góc nhìn nào."))
    else:
        saved_views.open_with(view.pk, actor=request.user, today=today())
        messages.success(request, _("Từ nay trang mở theo góc nhìn “%(name)s”.") % {"name": view.name})
    return redirect("saved-views")


def _found(request: AuthedRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.offered_to(request.user, today()), pk=pk)
