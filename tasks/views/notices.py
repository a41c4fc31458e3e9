"""What one person was told: unread first, by kind, page by page."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.models import User
from tasks import practice
from tasks.actions import ladder, outbox
from tasks.context import count_unread
from tasks.desk import desks, silent_since
from tasks.mail import piles
from tasks.mail.compose import LABELS
from tasks.mail.digests import Link
from tasks.mail.types import PartKind
from tasks.models import LadderRule, Mail, Notice, NoticeKind, Workday

PER_PAGE: Final = 50
UNREAD, READ = "u", "r"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: unread notices come before read ones, newer before older."""

    part: str = UNREAD
    before: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """`u120` goes on below unread notice 120, `r95` below read notice 95; anything else is the beginning."""
        part, number = text[:1], text[1:]
        return cls(part, int(number)) if part in {UNREAD, READ} and number.isdecimal() else cls()

    def __str__(self) -> str:
        return f"{self.part}{self.before}"


@require_GET
def notice_list(request: AuthedRequest) -> HttpResponse:
    """Notices of the person who asks; `kind` and `unread=1` narrow, `before` is the cursor."""
    kind = request.GET.get("kind", "")
    unread_only = request.GET.get("unread") == "1"
    notices = Notice.objects.filter(recipient=request.user).select_related("task__directive", "task__lead", "directive")
    notices = notices.defer("directive__text", "task__directive__text", "task__text")
    if kind in NoticeKind.values:
        notices = notices.filter(kind=kind)
    rows, following = _page(notices, Cursor.parse(request.GET.get("before", "")), unread_only=unread_only)
    context = {
        "rows": rows,
        "can_acknowledge": _acknowledgeable(rows, request.user),
        "following": following,
        "kind": kind,
        "kinds": NoticeKind.choices,
        "unread_only": unread_only,
        "unread": count_unread(request.user),
        "first_page": not request.GET.get("before"),
        "parts": [] if request.GET.get("before") else _parts(request.user),
        "today": today(),
    }
    return render(request, "tasks/notices.html", context)


def _acknowledgeable(notices: list[Notice], user: User) -> set[int]:
    """Keys of the notices in force that say a task of the reader's unit is late: the newest of each task."""
    day = today()
    latest = {
        notice.task_id: notice
        for notice in sorted(notices, key=lambda each: each.pk)
        if notice.kind == NoticeKind.OVERDUE and notice.task is not None and notice.obsolete_on is None
    }
    return {notice.pk for notice in latest.values() if notice.task and ladder.may_acknowledge(user, notice.task, day)}


@dataclass(frozen=True, slots=True)
class Count:
    """One number of today's digest, with the list that holds exactly so many."""

    label: str
    number: int
    url: str
    tone: str


def _parts(user: User) -> list[Count]:
    """What the digest of today counts, in the same way and with the same links."""
    day = today()
    desk = desks([user.pk], day)[user.pk]
    calendar = Workday.objects.calendar()
    since, unreceived = silent_since(LadderRule.objects.ladder(), calendar, day), practice.unreceived(day, calendar)
    numbers = piles.numbers(desk, day, since, unreceived)
    link = Link(Mail(recipient_id=user.pk))
    return [
        Count(
            label=str(LABELS[kind]),
            number=numbers[kind],
            url=link.to_part(kind, day).removeprefix(settings.SITE_URL),
            tone="bad" if kind is PartKind.OVERDUE else "",
        )
        for kind in PartKind
        if numbers.get(kind)
    ]


def _page(notices: QuerySet[Notice], cursor: Cursor, *, unread_only: bool) -> tuple[list[Notice], str]:
    """One page from the cursor on, and the cursor of the next page or an empty text."""
    rows: list[Notice] = []
    if cursor.part == UNREAD:
        rows = _below(notices.filter(read_at=None), cursor.before, PER_PAGE + 1)
    if not unread_only and len(rows) <= PER_PAGE:
        below = cursor.before if cursor.part == READ else None
        rows += _below(notices.exclude(read_at=None), below, PER_PAGE + 1 - len(rows))
    if len(rows) <= PER_PAGE:
        return rows, ""
    last = rows[PER_PAGE - 1]
    return rows[:PER_PAGE], str(Cursor(READ if last.read_at else UNREAD, last.pk))


def _below(notices: QuerySet[Notice], before: int | None, most: int) -> list[Notice]:
    found = notices if before is None else notices.filter(pk__lt=before)
    return list(found.order_by("-pk")[:most])


@require_POST
def notice_read(request: AuthedRequest, pk: int) -> HttpResponse:
    """Mark one notice as read; another person's notice does not exist here."""
    if not Notice.objects.filter(pk=pk, recipient=request.user).exists():
        raise Http404
    outbox.mark_seen(request.user, only=pk)
    return HttpResponseRedirect(_back(request))


@require_POST
def notice_read_all(request: AuthedRequest) -> HttpResponse:
    """Mark every unread notice as read."""
    outbox.mark_seen(request.user)
    return HttpResponseRedirect(reverse("notice-list"))


def _back(request: HttpRequest) -> str:
    """The page the button stood on."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else reverse("notice-list")
