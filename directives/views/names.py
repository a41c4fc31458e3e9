"""Ways of naming bodies that reviewers met: confirm with the time they are valid for, or decline."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from directives.actions import names
from directives.models import NameState, RememberedName

PER_PAGE = 30


def name_list(request: AuthedRequest) -> HttpResponse:
    """Names that wait, or with `state` those that were confirmed or declined."""
    names.may_decide(request.user, today()).require()
    state = request.GET.get("state", NameState.PROPOSED.value)
    rows = RememberedName.objects.filter(state=state).select_related("organisation", "directive", "proposed_by")
    context = {
        "page_obj": Paginator(rows.defer("directive__text").order_by("-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "state": state,
        "states": NameState.choices,
    }
    return render(request, "directives/names.html", context)


@require_POST
def name_verb(request: AuthedRequest, pk: int, verb: str) -> HttpResponse:
    """`confirm` or `decline` one name."""
    names.may_decide(request.user, today()).require()
    row = get_object_or_404(RememberedName, pk=pk)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else 0
    if verb == "confirm":
        interval = {"valid_from": _day(request, "valid_from"), "valid_to": _day(request, "valid_to")}
        names.confirm(row.pk, **interval, actor=request.user, today=today(), seen_version=seen)
        messages.success(request, _("Đã ghi nhớ “%(name)s”.") % {"name": row.name})
    elif verb == "decline":
        names.decline(row.pk, actor=request.user, today=today(), seen_version=seen)
        messages.success(request, _("Không dùng cách gọi “%(name)s”.") % {"name": row.name})
    else:
        raise Http404
    return redirect("name-list")


def _day(request: AuthedRequest, name: str) -> date | None:
    """A day of the form; an empty field leaves the side open.

    Raises:
        DomainError: it is no date.
    """
    try:
        value = forms.DateField(required=False).clean(request.POST.get(name, ""))
    except forms.ValidationError as error:
        raise DomainError(_("Ngày không đúng; hãy nhập dạng ngày/tháng/năm."), code="bad_date", status=400) from error
    return value if isinstance(value, date) else None
