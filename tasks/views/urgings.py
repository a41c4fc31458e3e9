"""Urging of a selection: preview by unit, the round that was made, its letter, and the log of all rounds."""

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Max, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.clock import today
from accounts.downloads import download
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.models import Organisation, User
from tasks import addressees, policy_urging
from tasks.actions import urging_letters, urgings
from tasks.filters import TaskFilter
from tasks.forms_urgings import RoundForm, WholeRoundLetterForm
from tasks.jobs import send_waiting_mail
from tasks.lifecycle import WORKING
from tasks.models import Task, Urging, UrgingLetter, UrgingReceipt, UrgingRound
from tasks.policy_urging import needs_escalation
from tasks.views.detail import seen_tasks

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task of the selection: the number its urging gets, whom it goes to, the question before a second one today."""

    task: Task
    number: int
    people: str
    question: str

    @property
    def escalate(self) -> bool:
        """Whether so many urgings belong on the leaders' next sitting."""
        return needs_escalation(self.number)


@dataclass(slots=True)
class Preview:
    """The selection by unit, and what is left out with the reason; `beyond` tasks of a filter are past the cap."""

    beyond: int = 0
    units: dict[Organisation, list[Chosen]] = field(default_factory=dict)
    refused: list[tuple[Task, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Tasks that will be urged."""
        return sum(len(chosen) for chosen in self.units.values())

    @property
    def people(self) -> int:
        """How many different people or mailboxes get a mail."""
        named = {name for chosen in self.units.values() for each in chosen for name in each.people.split(", ")}
        return len(named)

    @property
    def asks_again(self) -> bool:
        """Whether any of them was urged today already."""
        return any(each.question for chosen in self.units.values() for each in chosen)


@require_http_methods(["GET", "POST"])
def new_page(request: AuthedRequest) -> HttpResponse:
    """GET shows what urging the selection will do, by unit; POST does it and leads to the round."""
    day = today()
    policy_urging.may_urge_at_all(request.user, day).require()
    given = request.POST if request.method == "POST" else request.GET
    everything = request.method == "GET" and request.GET.get("all") == "1"
    keys, beyond = _found(request, day) if everything else (_keys(given), 0)
    preview = _preview(request.user, keys, day)
    preview.beyond = beyond
    form = RoundForm(request.POST or None, asks_again=preview.asks_again)
    if request.method == "POST" and form.is_valid():
        try:
            return _urge(request, form, day)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "tasks/urging_new.html", {"preview": preview, "form": form}, status=status)


def _found(request: AuthedRequest, day: date) -> tuple[list[int], int]:
    """The tasks of a filter that are with their units, the longest overdue first, and how many are past the cap."""
    filters = TaskFilter(request.GET, today=day)
    working = [status.value for status in WORKING]
    found = filters.narrow(Task.objects.visible_to(request.user, day)).filter(status__in=working)
    first = found.order_by(F("counts_until").asc(nulls_last=True), "pk").values_list("pk", flat=True)[: urgings.MOST]
    return list(first), max(0, found.order_by().count() - urgings.MOST)


def _keys(given: QueryDict) -> list[int]:
    return [int(key) for key in given.getlist("task") if key.isdecimal()][: urgings.MOST]


def _preview(user: User, keys: list[int], day: date) -> Preview:
    tasks = list(seen_tasks(user, day).filter(pk__in=keys).order_by("lead__rank", "lead__short_name", "due_on", "pk"))
    known = addressees.on(day, near=tasks)
    names = dict(User.objects.filter(pk__in=known.people).values_list("pk", "full_name"))
    questions = urgings.urged_on(tasks, day)
    preview = Preview()
    for task in tasks:
        reason = urgings.why_not(task, known, actor=user, today=day)
        if reason is not None:
            preview.refused.append((task, reason.sentence))
            continue
        people = ", ".join(names[key] for key in urgings.people_of(task, known)) or task.lead.email
        question = urgings.twice_today(questions[task.pk]) if task.pk in questions else ""
        preview.units.setdefault(task.lead, []).append(Chosen(task, task.urged_times + 1, people, question))
    return preview


def _urge(request: AuthedRequest, form: RoundForm, day: date) -> HttpResponse:
    """Urge, draft the letter when one is wanted, and say what was left out."""
    chosen = Task.objects.visible_to(request.user, day).filter(pk__in=_keys(request.POST))
    seen = {key: _seen(request.POST, key) for key in chosen.order_by().values_list("pk", flat=True)}
    outcome = urgings.urge(seen, actor=request.user, today=day, message=form.message())
    wake(send_waiting_mail)
    for reason in outcome.refused.values():
        messages.error(request, reason.sentence)
    if outcome.round is None:
        return HttpResponseRedirect(reverse("task-list"))
    if form.cleaned_data["with_letter"]:
        urging_letters.write(outcome.round.pk, actor=request.user, today=day, terms=form.terms())
    count = len(outcome.urged)
    words = ngettext("Đã đôn đốc %(count)s nhiệm vụ.", "Đã đôn đốc %(count)s nhiệm vụ.", count)
    messages.success(request, words % {"count": count})
    return redirect("urging-round", outcome.round.pk)


def _seen(given: QueryDict, key: int) -> int:
    """The number of the task's last urging on the page; a missing or bad one is none that can match."""
    number = given.get(f"seen-{key}", "")
    return int(number) if number.isdecimal() else -1


@require_POST
def draft_file(request: AuthedRequest) -> HttpResponseBase:
    """The letter of a selection as a draft to look at; nobody is urged and nothing is kept."""
    day = today()
    policy_urging.may_urge_at_all(request.user, day).require()
    form = RoundForm(request.POST, asks_again=False)
    if not form.is_valid():
        raise DomainError(_("Hãy kiểm tra lại các mục đã nhập rồi tải bản thảo."), code="invalid", status=400)
    terms, message = form.terms(), form.message()
    tasks = urging_letters.listed(_keys(request.POST), actor=request.user, today=day, whole=terms.whole)
    times = (tasks.aggregate(most=Max("urged_times"))["most"] or 0) + 1
    content, units = urging_letters.draft(
        tasks, terms, times=times, words=message.words, answer_by=message.answer_by, today=day
    )
    name = f"ban-thao-{urging_letters.file_name(units, times, day)}"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=DOCX)


@require_GET
def round_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """One round: who was urged about what, who has read it, and its letters."""
    policy_urging.may_urge_at_all(request.user, today()).require()
    held = get_object_or_404(UrgingRound.objects.select_related("by"), pk=pk)
    return _show_round(request, held, WholeRoundLetterForm(units=_units(held)))


def _show_round(
    request: AuthedRequest, held: UrgingRound, form: WholeRoundLetterForm, status: int = 200
) -> HttpResponse:
    found = held.urgings.select_related("task__directive", "lead").order_by("lead__rank", "lead__short_name", "pk")
    context = {
        "held": held,
        "urgings": found.defer("task__text", "task__search_text", "task__directive__text").prefetch_related(
            "receipts__person"
        ),
        "letters": held.letters.select_related("made_by").prefetch_related("units"),
        "form": form,
    }
    return render(request, "tasks/urging_round.html", context, status=status)


def _units(held: UrgingRound) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=held.urgings.order_by().values("lead")).order_by("rank", "short_name")


@require_POST
def letter_new(request: AuthedRequest, pk: int) -> HttpResponse:
    """Draft a letter of the round and keep it; it is downloaded from the page of the round."""
    held = get_object_or_404(UrgingRound.objects.select_related("by"), pk=pk)
    form = WholeRoundLetterForm(request.POST, units=_units(held))
    if form.is_valid():
        unit = form.cleaned_data["unit"]
        terms = form.terms(unit.pk if unit else None)
        try:
            urging_letters.write(held.pk, actor=request.user, today=today(), terms=terms)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return _show_round(request, held, form, refusal.status)
        messages.success(request, _("Đã soạn công văn; tải về ở mục Công văn."))
        return redirect("urging-round", held.pk)
    return _show_round(request, held, form, 422)


@require_GET
def letter_file(request: AuthedRequest, pk: int, letter_pk: int) -> HttpResponseBase:
    """The letter as it was drafted."""
    policy_urging.may_urge_at_all(request.user, today()).require()
    letter = get_object_or_404(UrgingLetter, pk=letter_pk, round=pk)
    return download(letter.content, letter.name, DOCX)


@require_GET
def log_page(request: AuthedRequest) -> HttpResponse:
    """Every round, newest first, with how many tasks, units and readers."""
    policy_urging.may_urge_at_all(request.user, today()).require()
    rounds = UrgingRound.objects.select_related("by").order_by("-pk")
    page = Paginator(rounds, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/urging_log.html", {"page_obj": page, "rows": _counted(list(page.object_list))})


@dataclass(slots=True)
class Figures:
    """A round in numbers: tasks and units urged, people told, how many of them have read it, letters drafted."""

    tasks: int = 0
    units: int = 0
    told: int = 0
    read: int = 0
    letters: int = 0


def _counted(rounds: list[UrgingRound]) -> list[tuple[UrgingRound, Figures]]:
    """Rounds with their figures, in three queries for the page."""
    figures = {each.pk: Figures() for each in rounds}
    sizes = Urging.objects.filter(round__in=rounds).order_by().values_list("round")
    for key, tasks, units in sizes.annotate(Count("pk"), Count("lead", distinct=True)):
        figures[key].tasks, figures[key].units = tasks, units
    receipts = UrgingReceipt.objects.filter(urging__round__in=rounds).order_by().values_list("urging__round")
    for key, told, read in receipts.annotate(Count("pk"), Count("read_at")):
        figures[key].told, figures[key].read = told, read
    letters = UrgingLetter.objects.filter(round__in=rounds).order_by().values_list("round")
    for key, count in letters.annotate(Count("pk")):
        figures[key].letters = count
    return [(each, figures[each.pk]) for each in rounds]
