"""The search box of every page and the page with all results."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.models import Field
from config.menu import DECIDERS, STANDS_IN, menu
from directives.highlight import marked, meets
from directives.kinds import KIND_NAMES
from directives.search import understand
from tasks import deciders
from tasks.reports.catalogue import REPORTS
from tasks.search import MOST_COUNTED, PER_PAGE, SOURCES, Found, Source, Wish, look
from tasks.search_hits import Hit, shown

LEAST_TYPED: Final = 2
"""Characters before the box begins to look."""
QUICK: Final = {"papers": 4, "tasks": 5, "files": 3, "answers": 2, "people": 3, "organisations": 3}
"""Rows of each group under the box."""
FIRST_ROWS: Final = 5
"""Rows of each group on the page with all groups."""
MOST_PAGES: Final = 6
FIRST_YEAR, LAST_YEAR = 1945, 2200


class SearchForm(forms.Form):
    """What the address of the page says; an unknown value is an error, never silently everything."""

    q = forms.CharField(required=False, label=_("Tìm"))
    kind = forms.ChoiceField(required=False, label=_("Loại văn bản"), choices=[("", _("Tất cả")), *KIND_NAMES.items()])
    year = forms.IntegerField(required=False, label=_("Năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    field = forms.ModelChoiceField(Field.objects.all(), required=False, label=_("Lĩnh vực"), empty_label=_("Tất cả"))


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one source as shown; `every` leads to all of them."""

    key: str
    label: str | Promise
    icon: str
    hits: list[Hit]
    found: Found
    every: str = ""

    @property
    def counted(self) -> int:
        """How many, as far as they were counted."""
        return min(self.found.count, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are shown here."""
        return self.found.count > len(self.hits)


@require_GET
def quick_page(request: AuthedRequest) -> HttpResponse:
    """The list under the box while somebody types; the last word may be only begun."""
    typed = request.GET.get("q", "").strip()
    if len(typed) < LEAST_TYPED:
        return render(request, "tasks/_search_quick.html", {"typed": ""})
    begun = typed if typed.endswith(("*", '"', "”")) else f"{typed}*"
    wish = Wish(request.user, today(), understand(begun), typed)
    groups = [group for group in _groups(wish, begun, QUICK) if group.hits]
    context = {"typed": typed, "query": wish.query, "groups": groups, "pages": _pages(request, wish), "every": begun}
    return render(request, "tasks/_search_quick.html", {**context, "today": wish.today})


@require_GET
def search_page(request: AuthedRequest) -> HttpResponse:
    """All groups with their first rows, or with `?in=` one of them page by page."""
    form = SearchForm(request.GET)
    source = next((each for each in SOURCES if each.key == request.GET.get("in")), None)
    context: dict[str, Any] = {"form": form, "typed": request.GET.get("q", "").strip(), "chosen": source}
    if form.is_valid():
        wish = _wish(request, form)
        context |= {"query": wish.query, "today": wish.today, "pages": [] if source else _pages(request, wish)}
        context |= _results(request, wish, source) if wish.query else {}
    return render(request, "tasks/search.html", context, status=200 if form.is_valid() else 422)


def _wish(request: AuthedRequest, form: SearchForm) -> Wish:
    given = form.cleaned_data
    field = given["field"].pk if given["field"] else None
    typed = given["q"]
    return Wish(request.user, today(), understand(typed), typed, given["kind"], given["year"], field)


def _results(request: AuthedRequest, wish: Wish, chosen: Source | None) -> dict[str, Any]:
    sizes = {source.key: FIRST_ROWS if chosen is None else 0 for source in SOURCES}
    if chosen is not None:
        sizes[chosen.key] = PER_PAGE
    groups = list(_groups(wish, wish.typed, sizes, request.GET.get("after", "")))
    group = next((each for each in groups if chosen is not None and each.key == chosen.key), None)
    listed = f"{reverse('task-list')}?{urlencode({'q': wish.typed})}&level=all"
    return {"groups": groups, "group": group, "total": sum(each.found.count for each in groups), "listed": listed}


def _groups(wish: Wish, typed: str, sizes: dict[str, int], cursor: str = "") -> Iterator[Group]:
    """Every source with so many rows as `sizes` says; a source of no rows is only counted."""
    for source in SOURCES:
        size = sizes[source.key]
        found = look(source, wish, size=max(size, 1), cursor=cursor if size == PER_PAGE else "")
        hits = shown(source.key, wish, found.keys) if size else []
        every = f"{reverse('search')}?{urlencode({'q': typed})}&in={source.key}"
        yield Group(source.key, source.label, source.icon, hits, found, every)


def _pages(request: AuthedRequest, wish: Wish) -> list[Hit]:
    """Pages of the menu and reports of that name, those that the person may open."""
    links = [*_menu(request, wish.today), *_reports(request, wish.today)]
    named = {href: label for href, label in links if meets(wish.query, label)}
    return [Hit(href, marked(wish.query, label), []) for href, label in named.items()][:MOST_PAGES]


def _menu(request: AuthedRequest, day: date) -> list[tuple[str, str]]:
    roles = {post.role for post in request.user.posts(day)}
    stands_in = not roles & DECIDERS and deciders.stands_in(request.user, day)
    sections = menu(roles, "", (STANDS_IN,) if stands_in else ())
    return [(link.href, str(link.label)) for section in sections for link in section.links]


def _reports(request: AuthedRequest, day: date) -> list[tuple[str, str]]:
    makers = [maker for maker in REPORTS.values() if maker.may(request.user, day)]
    return [(reverse("report", args=[maker.slug]), str(maker.title)) for maker in makers]
