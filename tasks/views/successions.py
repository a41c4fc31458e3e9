"""The wizard that reorganises bodies: what was decided, what it would move, carrying it out, taking it back."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.models import Organisation, Reorganisation, ReorganisationState
from accounts.reorganisation_policy import may_read, may_reorganise
from tasks.actions import succession
from tasks.forms_succession import DecisionForm
from tasks.models import Task
from tasks.succession import Outline, Sort, outline
from tasks.succession_preview import DONE_LABELS, SHOWN, bundles, preview

PER_PAGE: Final = 50
KINDS_WITH: Final = {"receivers": "merge split dissolve", "founded": "merge split rename", "parent": "move"}
"""Which kinds a field of the form is for."""
Step = Callable[..., Reorganisation]
STEPS: Final[Mapping[str, tuple[Step, str | Promise]]] = {
    "apply": (succession.apply, gettext_lazy("Đã thực hiện sắp xếp tổ chức.")),
    "schedule": (succession.schedule, gettext_lazy("Đã lên lịch; hệ thống sẽ tự thực hiện vào ngày có hiệu lực.")),
    "cancel": (succession.cancel, gettext_lazy("Đã hủy đợt sắp xếp.")),
    "undo": (succession.undo, gettext_lazy("Đã hoàn lại: mọi thứ trở về như trước khi sắp xếp.")),
}


@require_GET
def reorganisation_list(request: AuthedRequest) -> HttpResponse:
    """All reorganisations, the latest day first."""
    day = today()
    may_read(request.user, day).require()
    rows = Reorganisation.objects.select_related("created_by", "parent")
    if request.GET.get("body", "").isdecimal():
        key = int(request.GET["body"])
        rows = rows.filter(sources__contains=[key]) | rows.filter(receivers__contains=[key])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    keys = {key for row in page.object_list for key in (*row.sources, *row.receivers)}
    names = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "short_name"))
    shown = {
        "page_obj": page,
        "rows": [(row, [names.get(key, "") for key in row.sources], _into(row, names)) for row in page.object_list],
        "may_reorganise": may_reorganise(request.user, day),
    }
    return render(request, "tasks/reorganisation_list.html", shown)


def _into(row: Reorganisation, names: Mapping[int, str]) -> list[str]:
    into = [names.get(key, "") for key in row.receivers] + [body["short_name"] for body in row.founded]
    return into or ([row.parent.short_name] if row.parent else [])


@require_http_methods(["GET", "POST"])
def reorganisation_new(request: AuthedRequest) -> HttpResponse:
    """Write a decision down."""
    day = today()
    may_reorganise(request.user, day).require()
    form = DecisionForm(request.POST or None, today=day)
    if request.method == "POST" and form.is_valid():
        row = succession.prepare(form.decision(), actor=request.user, today=day)
        return redirect("reorganisation-detail", row.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def reorganisation_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Change a decision that was not carried out."""
    day = today()
    may_reorganise(request.user, day).require()
    row = get_object_or_404(Reorganisation, pk=pk)
    form = DecisionForm(request.POST or None, row=row, today=day)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            succession.edit(pk, form.decision(), actor=request.user, today=day, seen_version=seen)
            return redirect("reorganisation-detail", pk)
        except DomainError as error:
            form.refuse(error, row)
    return _form_page(request, form, row)


def _form_page(request: AuthedRequest, form: DecisionForm, row: Reorganisation | None) -> HttpResponse:
    pickers = [(form[name], form.chosen(name), KINDS_WITH.get(name, "")) for name in ("sources", "receivers", "parent")]
    shown = {"form": form, "row": row, "pickers": pickers, "founded_kinds": KINDS_WITH["founded"]}
    return render(request, "tasks/reorganisation_form.html", shown, status=422 if form.errors else 200)


@require_GET
def reorganisation_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """The preview of what would move, or what was moved."""
    day = today()
    may_read(request.user, day).require()
    row = get_object_or_404(Reorganisation.objects.select_related("parent", "created_by", "applied_by"), pk=pk)
    plan = outline(row)
    manage = may_reorganise(request.user, day)
    shown = {"row": row, "plan": plan, "may_reorganise": manage, "into": _receivers(plan)}
    if row.state == ReorganisationState.APPLIED:
        shown |= _done(request, row)
    elif row.state != ReorganisationState.CANCELLED:
        shown |= _ahead(request, plan, day)
    return render(request, "tasks/reorganisation_detail.html", shown)


def _receivers(plan: Outline) -> list[tuple[str, int | None]]:
    """Names of who takes over, with their keys where they exist."""
    founded = dict(zip([ref for ref in plan.receivers if not ref.isdecimal()], plan.row.founded_keys, strict=False))
    return [(each.name, each.key or founded.get(each.ref)) for each in plan.receivers.values()]


def _ahead(request: AuthedRequest, plan: Outline, day: date) -> dict[str, Any]:
    asked = request.GET.get("sort", "")
    only = Sort(asked) if asked in set(Sort) else None
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    shown = bundles(plan, only=only, page=max(page, 1))
    pages = -(-shown[0].count // SHOWN) if only and shown else 1
    return {
        "preview": preview(plan, day),
        "bundles": shown,
        "only": only,
        "page": page,
        "pages": range(1, pages + 1),
        "ahead": plan.row.effective_on > day,
        "several": len(plan.receivers) > 1,
        "open": plan.row.state in succession.OPEN_STATES,
    }


def _done(request: AuthedRequest, row: Reorganisation) -> dict[str, Any]:
    """Rows of the latest application by table, and its tasks page by page (a fixed number of queries)."""
    rows = row.rows.filter(turn=row.turn)
    tables: dict[str, int] = {}
    for table in rows.values_list("table", flat=True):
        tables[table] = tables.get(table, 0) + 1
    moved = rows.filter(table="tasks.task").order_by("key", "place")
    page = Paginator(moved, PER_PAGE).get_page(request.GET.get("page"))
    keys = [each.key for each in page.object_list]
    tasks = Task.objects.select_related("lead").only("title", "status", "lead__short_name").in_bulk(keys)
    bodies = {each.before.get("lead_id") for each in page.object_list}
    names = dict(Organisation.objects.filter(pk__in=bodies - {None}).values_list("pk", "short_name"))
    lines = [(tasks.get(each.key), names.get(each.before.get("lead_id"), "")) for each in page.object_list]
    counted = [(str(DONE_LABELS.get(table, table)), count) for table, count in sorted(tables.items())]
    return {"tables": counted, "page_obj": page, "lines": lines, "blockers": succession.standing_against(row)}


@require_POST
def reorganisation_share(request: AuthedRequest, pk: int) -> HttpResponse:
    """Keep who gets what: `<sort>-<key>` names the receiver of an item."""
    day = today()
    may_reorganise(request.user, day).require()
    get_object_or_404(Reorganisation.objects.only("pk"), pk=pk)
    sharing = _sharing(request.POST)
    if _carried(request, lambda seen: succession.share(pk, sharing, actor=request.user, today=day, seen_version=seen)):
        messages.success(request, _("Đã lưu phân chia."))
    return _back(request, pk)


def _sharing(form: QueryDict) -> succession.Sharing:
    choices: dict[str, dict[int, str]] = {}
    for name, value in form.items():
        sort, _dash, key = name.rpartition("-")
        if sort in set(Sort) and key.isdecimal():
            choices.setdefault(sort, {})[int(key)] = str(value)
    return succession.Sharing(choices, form.get("fallback", ""), form.get("follows_people") == "on")


@require_POST
def reorganisation_step(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    """Carry it out, plan it, call it off, take it back."""
    day = today()
    may_reorganise(request.user, day).require()
    get_object_or_404(Reorganisation.objects.only("pk"), pk=pk)
    if step not in STEPS:
        raise Http404
    act, done = STEPS[step]
    if _carried(request, lambda seen: act(pk, actor=request.user, today=day, seen_version=seen)):
        messages.success(request, str(done))
    return redirect("reorganisation-detail", pk)


def _carried(request: AuthedRequest, act: Callable[[int | None], object]) -> bool:
    """Whether it was done; a refusal is told on the page where the button stands."""
    seen = request.POST.get("version", "")
    try:
        act(int(seen) if seen.isdecimal() else None)
    except DomainError as error:
        messages.error(request, str(error))
        return False
    return True


def _back(request: AuthedRequest, pk: int) -> HttpResponseRedirect:
    answer = redirect("reorganisation-detail", pk)
    query = request.POST.get("query", "")
    if query and all(character.isalnum() or character in "=&" for character in query):
        answer["Location"] += f"?{query}"
    return answer
