"""A leader's words: saying them to a selection, the list with its file, one record with its answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reading
from accounts.clock import today
from accounts.downloads import download
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.models import Organisation, User
from accounts.policy import Decision
from tasks import forms_instructions as forms
from tasks import policy_instructions as policy
from tasks.actions import explanations, instruct
from tasks.filters_instructions import InstructionFilter
from tasks.jobs import send_waiting_mail
from tasks.models import (
    Instruction,
    InstructionFile,
    InstructionKind,
    InstructionReceipt,
    InstructionState,
    Task,
)
from tasks.models.instruction import InstructionQuerySet
from tasks.reports import instructions as report
from tasks.reports.export import Head
from tasks.views.detail import seen_tasks
from tasks.views.listing import attachment, chips
from tasks.views.past import Looked, file_moment, looking

PER_PAGE: Final = 50
CHIPS: Final = ("unit", "task", "leader", "overdue", "unread")
"""Filters without a control in the toolbar, shown as removable words."""


@dataclass(frozen=True, slots=True)
class Step:
    """What can be done with one record: its words, form, action and who may."""

    label: str | Promise
    done: str | Promise
    form: type[forms.InstructionStepForm]
    act: Callable[..., Instruction]
    may: Callable[[User, Instruction, date], Decision]
    tone: str = ""


STEPS: Final[Mapping[str, Step]] = {
    "answer": Step(_("Trả lời"), _("Đã gửi trả lời."), forms.AnswerForm, explanations.answer, policy.may_answer),
    "accept": Step(
        _("Chấp nhận"), _("Đã chấp nhận câu trả lời."), forms.AcceptAnswerForm, explanations.accept, policy.may_rule
    ),
    "return": Step(
        _("Trả lại, yêu cầu trả lời lại"),
        _("Đã trả lại câu trả lời cho đơn vị."),
        forms.ReturnAnswerForm,
        explanations.return_,
        policy.may_rule,
    ),
    "issue": Step(
        _("Đồng ý và gửi đơn vị"), _("Đã gửi đơn vị."), forms.IssueForm, instruct.issue, policy.may_decide_proposal
    ),
    "decline": Step(
        _("Không dùng"), _("Đã ghi là không dùng."), forms.DeclineForm, instruct.decline, policy.may_decide_proposal
    ),
    "withdraw": Step(
        _("Thu hồi"),
        _("Đã thu hồi."),
        forms.WithdrawInstructionForm,
        instruct.withdraw,
        policy.may_withdraw,
        "danger",
    ),
}


def seen_rows(rows: InstructionQuerySet) -> QuerySet[Instruction]:
    """`rows` joined with what pages show of them."""
    joined = rows.select_related("task__lead", "task__directive", "unit", "leader", "prepared_by")
    return joined.defer("task__text", "task__search_text", "task__directive__text", "task__directive__search_text")


# ── saying ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: tasks that can be spoken of with their readers, those that cannot with the reason, units."""

    able: list[Task]
    unable: list[tuple[Task, str]]
    units: list[Organisation]

    @property
    def count(self) -> int:
        """Records that will be made."""
        return len(self.able) + len(self.units)

    @property
    def leader(self) -> User | None:
        """The leader in charge of the first task."""
        return next((task.leader for task in self.able if task.leader is not None), None)


@require_http_methods(["GET", "POST"])
def new_page(request: AuthedRequest) -> HttpResponse:
    """GET shows to whom it will be said, about what; POST says it, or lays it before the leader as a draft."""
    day = today()
    policy.may_speak(request.user, day).require()
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    if kind not in InstructionKind.values:
        raise Http404
    choice = _choice(request.user, given, kind, day)
    at_once = bool(policy.may_speak_at_once(request.user, day))
    form = forms.SayForm(request.POST or None, kind=kind, at_once=at_once, today=day, leader=choice.leader)
    if request.method == "POST" and form.is_valid():
        try:
            return _said(request, choice, form.wish(), day)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "choice": choice,
        "form": form,
        "at_once": at_once,
        "label": InstructionKind(kind).label,
        "kind": kind,
        "kinds": InstructionKind.choices,
        "back": given.get("task") if len(given.getlist("task")) == 1 else "",
    }
    return render(request, "tasks/instruction_new.html", context, status=422 if form.is_bound else 200)


def _keys(given: QueryDict, name: str) -> list[int]:
    return [int(key) for key in given.getlist(name) if key.isdecimal()][: instruct.MOST]


def _choice(user: User, given: QueryDict, kind: str, day: date) -> Choice:
    tasks = seen_tasks(user, day).filter(pk__in=_keys(given, "task"))
    able, unable = [], []
    for task in tasks.order_by("lead__rank", "lead__short_name", "due_on", "pk"):
        decision = policy.may_say(user, kind, task, day)
        if decision:
            able.append(task)
        else:
            unable.append((task, decision.reason))
    units = Organisation.objects.in_force(day).filter(pk__in=_keys(given, "unit"))
    return Choice(able, unable, list(units.order_by("rank", "short_name")))


def _said(request: AuthedRequest, choice: Choice, wish: instruct.Wish, day: date) -> HttpResponse:
    if choice.units:
        outcome = instruct.about_units([unit.pk for unit in choice.units], wish, actor=request.user, today=day)
    else:
        outcome = instruct.about_tasks([task.pk for task in choice.able], wish, actor=request.user, today=day)
    wake(send_waiting_mail)
    for reason in outcome.refused.values():
        messages.error(request, reason)
    if not outcome.said:
        return redirect("instruction-list")
    first = outcome.said[0]
    messages.success(request, _words(first, len(outcome.said)))
    if len(outcome.said) > 1:
        return redirect("instruction-list")
    return HttpResponseRedirect(first.task.get_absolute_url() if first.task is not None else first.get_absolute_url())


def _words(first: Instruction, count: int) -> str:
    known = {"count": count, "kind": first.get_kind_display()}
    if first.state == InstructionState.PROPOSED:
        words = ngettext(
            "%(kind)s: đã trình lãnh đạo %(count)s dự thảo.", "%(kind)s: đã trình lãnh đạo %(count)s dự thảo.", count
        )
        return words % known
    return ngettext("%(kind)s: đã ghi %(count)s ý kiến.", "%(kind)s: đã ghi %(count)s ý kiến.", count) % known


# ── the list ──────────────────────────────────────────────────────────────────────────────────
@require_GET
def list_page(request: AuthedRequest) -> HttpResponseBase:
    """What this person may see, newest first, with what is open, answered, overdue; `?format=xlsx` is a file."""
    with looking(request) as looked:
        return _list(request, looked)


def _list(request: AuthedRequest, looked: Looked) -> HttpResponseBase:
    day = looked.day
    filters = InstructionFilter(request.GET, today=day)
    visible = Instruction.objects.visible_to(request.user, looked.today)
    rows = seen_rows(filters.narrow(visible))
    if request.GET.get("format") == "xlsx" and filters.is_valid():
        head = Head(_now("DANH SÁCH Ý KIẾN CHỈ ĐẠO, GIẢI TRÌNH, BIỂU DƯƠNG, PHÊ BÌNH"), file_moment(request, looked))
        return attachment(request, report.list_file(rows, head=head, today=day), f"chi-dao-{day:%Y%m%d}.xlsx")
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    mine = InstructionReceipt.objects.filter(person=request.user, read_at=None, instruction__in=list(page.object_list))
    context = {
        "page_obj": page,
        "unread": set(mine.values_list("instruction_id", flat=True)),
        "filters": filters,
        "tabs": _tabs(visible, day),
        "tab": _tab(request.GET),
        "kinds": InstructionKind.choices,
        "chips": chips(filters, request.GET, CHIPS),
        "kept": [(name, request.GET.getlist(name)) for name in (*CHIPS, "state", "as_of") if request.GET.get(name)],
        "may_speak": bool(policy.may_speak(request.user, looked.today)),
        "looked": looked,
        "today": day,
    }
    return render(request, "tasks/instruction_list.html", context)


def _tabs(visible: InstructionQuerySet, day: date) -> list[tuple[str, str, str, int]]:
    """Key, label, query and number of each tab (one query)."""
    wanted = {
        "open": (_now("Chờ trả lời"), "state=open", Q(state="open")),
        "overdue": (_now("Quá hạn trả lời"), "overdue=true", Q(state="open", answer_by__lt=day)),
        "answered": (_now("Đã trả lời"), "state=answered", Q(state="answered")),
        "proposed": (_now("Dự thảo"), "state=proposed", Q(state="proposed")),
        "all": (_now("Tất cả"), "", Q()),
    }
    numbers = visible.order_by().aggregate(
        **{key: Count("pk", filter=where) for key, (_l, _q, where) in wanted.items()}
    )
    tabs = [(key, label, query, numbers[key]) for key, (label, query, _where) in wanted.items()]
    return [tab for tab in tabs if tab[0] != "proposed" or tab[3]]


def _tab(given: QueryDict) -> str:
    if given.get("overdue") == "true":
        return "overdue"
    states = given.getlist("state")
    return states[0] if len(states) == 1 and states[0] in {"open", "answered", "proposed"} else "all"


# ── one record ────────────────────────────────────────────────────────────────────────────────
@require_GET
def detail_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """What was said, who has read it, every answer, and what can be done now; opening it is the time of reading."""
    row = _found(request, pk)
    instruct.opened(request.user, [row.pk])
    return _show(request, row)


def _found(request: AuthedRequest, pk: int) -> Instruction:
    visible = Instruction.objects.visible_to(request.user, today())
    return get_object_or_404(seen_rows(visible).select_related("task__officer", "closed_by"), pk=pk)


def _show(
    request: AuthedRequest,
    row: Instruction,
    bound: tuple[str, forms.InstructionStepForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    day = today()
    decisions = {name: step.may(request.user, row, day) for name, step in STEPS.items()}
    offered: list[dict[str, Any]] = [
        {
            "name": name,
            "step": step,
            "form": bound[1] if bound and bound[0] == name else step.form(instruction=row),
            "open": bool(bound and bound[0] == name),
        }
        for name, step in STEPS.items()
        if decisions[name] or (bound and bound[0] == name)
    ]
    context = {
        "row": row,
        "answers": row.answers.select_related("by", "membership__organisation").prefetch_related("files"),
        "receipts": row.receipts.select_related("person"),
        "steps": offered,
        "why": decisions["answer"].reason if not offered and row.asks else "",
    }
    return render(request, "tasks/instruction_detail.html", context, status=status)


@require_POST
def step_page(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    """One step of one record: answer, accept, return, issue, decline, withdraw."""
    found = STEPS.get(step)
    if found is None:
        raise Http404
    row = _found(request, pk)
    form = found.form(request.POST, request.FILES, instruction=row)
    if not form.is_valid():
        return _show(request, row, (step, form), 422)
    try:
        found.act(row.pk, actor=request.user, today=today(), **form.given())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        form.data = request.POST.copy()
        form.data["version"] = str(Instruction.objects.values_list("version", flat=True).get(pk=pk))
        return _show(request, _found(request, pk), (step, form), refusal.status)
    wake(send_waiting_mail)
    messages.success(request, str(found.done))
    return redirect("instruction-detail", pk)


@require_GET
def answer_file(request: AuthedRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """A file of an answer, for those who see the record."""
    row = _found(request, pk)
    file = get_object_or_404(InstructionFile, pk=file_pk, answer__instruction=row)
    if row.kind == InstructionKind.EXPLAIN:
        reading.note("instruction.file_read", row, reader=request.user, about={"file": file.name})
    return download(file.content, file.name, file.content_type, sha256=file.sha256)
