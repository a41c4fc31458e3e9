"""Handing out: the drafts of a paper as tasks, or one task written down by hand."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from directives.models import Directive
from directives.parsing.normalise import fold_space
from tasks import policy
from tasks.actions import assign
from tasks.actions.issue import Released, release
from tasks.amendments import banner_of
from tasks.forms_assign import OrderForm
from tasks.jobs import send_waiting_mail, sketch_new_tasks, tell_of_amendments

INVALID = 422
LONGEST_OFFSET = 9


@require_POST
def release_directive(request: AuthedRequest, pk: int) -> HttpResponse:
    """Release the accepted drafts; the form carries the `version` of the paper that was on the page."""
    day = today()
    directive = get_object_or_404(Directive.objects.visible_to(request.user, day).only("pk"), pk=pk)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else 0
    released = release(directive.pk, actor=request.user, today=day, seen_version=seen)
    if released.created:
        wake(send_waiting_mail)
        wake(sketch_new_tasks)
        wake(tell_of_amendments)
    messages.success(request, _said(released))
    return _go(request, _next_page(request, directive))


def _next_page(request: AuthedRequest, directive: Directive) -> str:
    """Where the release leads: first to tasks of papers that this one changes, while they wait for a decision."""
    if banner_of(directive, request.user, today()).waiting:
        return reverse("directive-amendment", args=[directive.pk])
    return f"{reverse('task-list')}?directive={directive.pk}"


def _said(released: Released) -> str:
    count = len(released.tasks)
    if not released.created:
        return _("Văn bản này đã được giao trước đó; không tạo thêm nhiệm vụ nào.")
    return ngettext("Đã giao %(count)s nhiệm vụ.", "Đã giao %(count)s nhiệm vụ.", count) % {"count": count}


def _go(request: AuthedRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@require_http_methods(["GET", "POST"])
def create_task(request: AuthedRequest, pk: int) -> HttpResponse:
    """Write down a task that the text does not hold, as after an oral order."""
    day = today()
    directive = get_object_or_404(Directive.objects.visible_to(request.user, day).defer("text", "search_text"), pk=pk)
    policy.may_hand_out(request.user, day).require()
    form = OrderForm(request.POST or None, directive=directive, today=day, initial=_clause(request, pk))
    if not form.is_valid():
        return _order_page(request, directive, form, INVALID if form.is_bound else 200)
    try:
        task = assign.create_task(directive.pk, actor=request.user, today=day, order=form.order())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _order_page(request, directive, form, refusal.status)
    wake(send_waiting_mail)
    messages.success(request, _("Đã giao nhiệm vụ."))
    return HttpResponseRedirect(reverse("task-detail", args=[task.pk]))


def _clause(request: AuthedRequest, pk: int) -> dict[str, str]:
    """The words and the place of the clause that the address names, for a task that the reading did not find."""
    span = [request.GET.get(name, "") for name in ("start", "end")]
    if not all(edge.isdecimal() and len(edge) < LONGEST_OFFSET for edge in span):
        return {}
    text = Directive.objects.values_list("text", flat=True).get(pk=pk)
    return {"text": fold_space(text[int(span[0]) : int(span[1])]), "path": request.GET.get("path", "")[:120]}


def _order_page(request: AuthedRequest, directive: Directive, form: OrderForm, status: int) -> HttpResponse:
    return render(request, "tasks/order.html", {"directive": directive, "form": form}, status=status)
