"""The registry of papers: list, registering and correcting the header."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.errors import Stale
from accounts.http import AuthedRequest
from directives import policy
from directives.actions import registry
from directives.actions.registry import AlreadyRegistered
from directives.filters import DirectiveFilter
from directives.forms import HeaderForm
from directives.models import Directive, DraftState, TaskDraft, Urgency

PER_PAGE: Final = 30
COUNT_CAP: Final = 5_000


class CappedPaginator(Paginator[Directive]):
    """Counts at most COUNT_CAP rows: who has that many uses the filters."""

    @cached_property
    def count(self) -> int:
        """Rows found, never more than the cap."""
        found = cast("QuerySet[Directive]", self.object_list)
        return found.order_by()[:COUNT_CAP].count()


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of the list with how many tasks came, or may come, out of it."""

    directive: Directive
    drafts: int
    tasks: int


def directive_list(request: AuthedRequest) -> HttpResponse:
    """The registry, newest first."""
    chosen = DirectiveFilter(request.GET)
    visible = Directive.objects.visible_to(request.user, today())
    found = chosen.narrow(visible).select_related("issuer", "field").defer("text")
    page = CappedPaginator(_newest_first(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page_obj": page,
        "lines": _lines(page),
        "narrowed": any(value for name, value in request.GET.items() if name != "page"),
        "may_register": policy.may(request.user, "register", None, today()),
    }
    return render(request, "directives/list.html", context)


def _newest_first(found: QuerySet[Directive]) -> QuerySet[Directive]:
    return found.order_by(F("issued_on").desc(nulls_last=True), "-pk")


def _lines(page: Page[Directive]) -> list[Line]:
    """Counts for the rows of one page with two queries, however many there are."""
    keys = [directive.pk for directive in page.object_list]
    alive = TaskDraft.objects.filter(directive__in=keys).exclude(state=DraftState.REJECTED).order_by()
    drafts = dict(alive.values_list("directive").annotate(number=Count("pk")))
    tasks = dict(Directive.objects.filter(pk__in=keys).order_by().values_list("pk").annotate(number=Count("tasks")))
    return [Line(row, drafts.get(row.pk, 0), tasks.get(row.pk, 0)) for row in page.object_list]


def directive_register(request: AuthedRequest) -> HttpResponse:
    """A paper without a file; the address may name what is known of it, as a citation does."""
    policy.may(request.user, "register", None, today()).require()
    known = {
        "number_text": request.GET.get("number_text", "")[:80],
        "issued_on": _day(request.GET.get("issued_on", "")),
    }
    form = HeaderForm(request.POST or None, initial={**known, "urgency": Urgency.NORMAL})
    if request.method == "POST" and form.is_valid():
        try:
            directive = registry.register(form.values(), actor=request.user, today=today())
        except AlreadyRegistered as error:
            form.add_error("number_text", str(error))
        else:
            messages.success(request, _("Đã đăng ký %(paper)s.") % {"paper": directive})
            return redirect(directive)
    return _header_page(request, form, None)


def _day(typed: str) -> date | None:
    """A day of an address; None where it is none."""
    try:
        return parse_date(typed)
    except ValueError:
        return None


def directive_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Put the header right; `next=review` goes back to the review."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user, today()), pk=pk)
    policy.may(request.user, "edit", directive, today()).require()
    form = HeaderForm(request.POST, initial={"kind": directive.kind}) if request.POST else HeaderForm.of(directive)
    if request.method == "POST" and form.is_valid():
        try:
            registry.change_header(
                pk,
                form.values(),
                actor=request.user,
                today=today(),
                seen_version=form.cleaned_data["version"] or 0,
            )
        except AlreadyRegistered as error:
            form.add_error("number_text", str(error))
        except Stale as stale:
            form.refuse(stale, directive)
        else:
            messages.success(request, _("Đã lưu thông tin văn bản."))
            return redirect("directive-review" if request.GET.get("next") == "review" else "directive-detail", pk=pk)
    return _header_page(request, form, directive)


def _header_page(request: AuthedRequest, form: HeaderForm, directive: Directive | None) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "directive": directive, "issuers": registry.issuers()}
    return render(request, "directives/header.html", context, status=status)
