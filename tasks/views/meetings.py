"""Review meetings: the list, planning, the agenda, the page while people sit, the minutes."""

import io
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reading
from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from tasks import policy_meetings as policy
from tasks.actions import meetings
from tasks.agenda import last_meeting
from tasks.forms_meetings import AddForm, DecideForm, PlanForm
from tasks.jobs import send_waiting_mail
from tasks.letters import minutes
from tasks.models import AgendaItem, AgendaState, ExtensionRequest, Meeting, MeetingDecision, MeetingState, Task
from tasks.models.meeting import MeetingQuerySet

PER_PAGE: Final = 30
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INVALID: Final = 422


@require_GET
def list_page(request: AuthedRequest) -> HttpResponse:
    """Meetings, the latest day first, with how much was decided and how much is left."""
    day = today()
    policy.may_read(request.user, day).require()
    left = Q(items__state__in=[AgendaState.WAITING, AgendaState.POSTPONED])
    rows = _seen(request).select_related("chair")
    counted = rows.annotate(
        item_count=Count("items", distinct=True),
        decision_count=Count("items__decisions", distinct=True),
        left_count=Count("items", filter=left, distinct=True),
    ).order_by("-held_on", "-pk")  # grouping forgets the order of the model
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_hold": policy.may_hold(request.user, day)}
    return render(request, "tasks/meeting_list.html", context)


@require_http_methods(["GET", "POST"])
def plan_page(request: AuthedRequest) -> HttpResponse:
    """GET asks when and under whom; POST makes the meeting and its agenda in one step."""
    day = today()
    policy.may_hold(request.user, day).require()
    form = PlanForm(request.POST or None, today=day, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meetings.plan(form.plan(), actor=request.user, today=day)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã lập cuộc họp và chương trình."))
            return redirect(meeting)
    return render(request, "tasks/meeting_new.html", {"form": form}, status=INVALID if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def change_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """Another day, place, chair or title."""
    day = today()
    meeting = get_object_or_404(_seen(request), pk=pk)
    policy.may_prepare(request.user, meeting, day).require()
    form = PlanForm(request.POST or None, today=day, actor=request.user, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            meetings.change(pk, form.plan(), actor=request.user, today=day, seen_version=seen)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(meeting)
    context = {"form": form, "meeting": meeting}
    return render(request, "tasks/meeting_new.html", context, status=INVALID if form.is_bound else 200)


@require_GET
def detail_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """The agenda; while people sit, the form for the item that is talked about (`item`, else the next one waiting)."""
    return _show(request, get_object_or_404(_seen(request), pk=pk))


def _show(request: AuthedRequest, meeting: Meeting, form: DecideForm | None = None, status: int = 200) -> HttpResponse:
    day = today()
    items = _items(meeting)
    item = _current(request, items)
    asks = item is not None and _asks(item)
    context = {
        "meeting": meeting,
        "items": items,
        "item": item,
        "asks": asks,
        "form": form or (DecideForm(item=item, today=day, asks=asks) if item else None),
        "add_form": AddForm(),
        "last": last_meeting(meeting),
        "may_prepare": policy.may_prepare(request.user, meeting, day),
        "may_decide": policy.may_decide(request.user, meeting, day),
        "is_chair": request.user.pk == meeting.chair_id,
        "counts": {state.value: sum(each.state == state for each in items) for state in AgendaState},
    }
    return render(request, "tasks/meeting_detail.html", context, status=status)


def _seen(request: AuthedRequest) -> MeetingQuerySet:
    """The meetings that the reader may know of; others do not exist for them."""
    day = today()
    policy.may_read(request.user, day).require()
    return Meeting.objects.visible_to(request.user, day)


def _items(meeting: Meeting) -> list[AgendaItem]:
    decisions = MeetingDecision.objects.select_related("unit", "instruction", "by")
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("task__lead", "task__directive", "task__officer")
    rows = rows.defer("task__text", "task__search_text", "task__directive__text", "task__directive__search_text")
    return list(rows.prefetch_related(Prefetch("decisions", decisions)))


def _current(request: AuthedRequest, items: list[AgendaItem]) -> AgendaItem | None:
    asked = request.GET.get("item") or request.POST.get("item") or ""
    named = next((item for item in items if str(item.pk) == asked), None)
    return named or next((item for item in items if item.state == AgendaState.WAITING), None)


def _asks(item: AgendaItem) -> bool:
    return item.task is not None and ExtensionRequest.objects.pending().filter(task=item.task).exists()


@require_POST
def decide(request: AuthedRequest, pk: int, item_pk: int) -> HttpResponse:
    """Write a decision down and go on to the next item; what is wrong with it stays in the form."""
    meeting, item = _found(request, pk, item_pk)
    policy.may_decide(request.user, meeting, today()).require()
    form = DecideForm(request.POST, item=item, today=today(), asks=_asks(item))
    if form.is_valid():
        try:
            meetings.decide(item_pk, form.ruling(), actor=request.user, today=today())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            wake(send_waiting_mail)
            messages.success(request, _("Đã ghi kết luận."))
            return _back(meeting)
    return _show(request, meeting, form, INVALID)


@require_POST
def settle(request: AuthedRequest, pk: int, item_pk: int, state: str) -> HttpResponse:
    """Heard, or left for next time."""
    meeting, _item = _found(request, pk, item_pk)
    note = request.POST.get("note", "")
    return _do(request, meeting, lambda: meetings.settle(item_pk, state, note, actor=request.user, today=today()))


@require_POST
def move(request: AuthedRequest, pk: int, item_pk: int, way: str) -> HttpResponse:
    """One place up or down."""
    if way not in {"up", "down"}:
        raise Http404
    meeting, _item = _found(request, pk, item_pk)
    user, day = request.user, today()
    return _do(request, meeting, lambda: meetings.move(item_pk, up=way == "up", actor=user, today=day), item_pk)


@require_POST
def remove(request: AuthedRequest, pk: int, item_pk: int) -> HttpResponse:
    """Off the agenda."""
    meeting, item = _found(request, pk, item_pk)
    after = AgendaItem.objects.filter(meeting=meeting, position__gt=item.position).first()
    return _do(
        request,
        meeting,
        lambda: meetings.remove(item_pk, actor=request.user, today=today()),
        after.pk if after is not None else None,
    )


@require_POST
def add(request: AuthedRequest, pk: int) -> HttpResponse:
    """Something that is no task, or what has come to press since (`refill`)."""
    meeting = get_object_or_404(_seen(request), pk=pk)
    user, day = request.user, today()
    if request.POST.get("refill"):
        return _do(request, meeting, lambda: meetings.refill(pk, actor=user, today=day))
    return _do(request, meeting, lambda: meetings.add(pk, title=request.POST.get("title", ""), actor=user, today=day))


@require_POST
def step(request: AuthedRequest, pk: int, move: str) -> HttpResponse:
    """Begin or close the sitting."""
    steps = {"begin": meetings.begin, "close": meetings.close}
    if move not in steps:
        raise Http404
    meeting = get_object_or_404(_seen(request), pk=pk)
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() else None
    done = _do(request, meeting, lambda: steps[move](pk, actor=request.user, today=today(), seen_version=version))
    wake(send_waiting_mail)
    return done


@require_POST
def put_on(request: AuthedRequest) -> HttpResponse:
    """Put tasks of a list on the agenda of the next meeting."""
    day = today()
    policy.may_hold(request.user, day).require()
    keys = [int(key) for key in request.POST.getlist("task") if key.isdecimal()]
    seen = Task.objects.visible_to(request.user, day).filter(pk__in=keys).values_list("pk", flat=True)
    try:
        meeting, count = meetings.put_on(list(seen), actor=request.user, today=day)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("meeting-list")
    words = ngettext("Đã đưa %(n)s nhiệm vụ vào chương trình.", "Đã đưa %(n)s nhiệm vụ vào chương trình.", count)
    messages.success(request, words % {"n": count} if count else _("Các nhiệm vụ này đã có trong chương trình."))
    return redirect(meeting)


def _found(request: AuthedRequest, pk: int, item_pk: int) -> tuple[Meeting, AgendaItem]:
    meeting = get_object_or_404(_seen(request), pk=pk)
    item = get_object_or_404(AgendaItem.objects.select_related("task__lead"), pk=item_pk, meeting=meeting)
    return meeting, item


def _do(
    request: AuthedRequest, meeting: Meeting, act: Callable[[], object], item_pk: int | None = None
) -> HttpResponse:
    """Act, then back to the row of the item `item_pk`, else to what is talked about."""
    try:
        act()
    except DomainError as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
    return _back(meeting, f"item-{item_pk}" if item_pk else "now")


def _back(meeting: Meeting, place: str = "now") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('meeting-detail', args=[meeting.pk])}#{place}")


@require_GET
def minutes_file(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The minutes in Word; that somebody took them stands in the trail."""
    meeting = get_object_or_404(_seen(request).select_related("chair", "planned_by"), pk=pk)
    if meeting.state == MeetingState.PLANNED:
        raise DomainError(_("Cuộc họp chưa bắt đầu nên chưa có biên bản."), code="not_begun", status=400)
    content = minutes.draft(_minutes(meeting))
    name = f"bien-ban-{meeting.held_on:%Y%m%d}.docx"
    reading.note("meeting.minutes", meeting, reader=request.user, about={"name": name}, every=True)
    response = HttpResponse(io.BytesIO(content), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _minutes(meeting: Meeting) -> minutes.Minutes:
    items = _items(meeting)
    conclusions = [
        minutes.Conclusion(str(item), decision.words, decision.unit.short_name, decision.until)
        for item in items
        for decision in item.decisions.all()
    ]
    left = {AgendaState.WAITING, AgendaState.POSTPONED}
    return minutes.Minutes(
        organ=tuple(settings.LETTER_ORGAN.split("|")),
        office=settings.LETTER_OFFICE,
        symbol="BB-VP",
        city=settings.LETTER_PLACE,
        title=meeting.title,
        held_on=meeting.held_on,
        place=meeting.place,
        chair=meeting.chair.full_name,
        secretary=meeting.planned_by.full_name,
        present=[line.strip() for line in meeting.present.splitlines() if line.strip()],
        conclusions=conclusions,
        heard=[(_about(item), item.note) for item in items if item.state == AgendaState.NOTED],
        left=[(_about(item), item.note) for item in items if item.state in left],
    )


def _about(item: AgendaItem) -> str:
    """What was talked about, with the unit: one clause often gives the same task to many of them."""
    return str(item) if item.task is None else f"{item} ({item.task.lead.short_name})"
