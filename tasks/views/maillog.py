"""The delivery log: what became of each mail, and what people do about those that did not arrive."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from csp.decorators import csp
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts import reading
from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.models import Membership, Organisation
from tasks import jobs
from tasks.actions import deliveries, outbox
from tasks.mail import breaker, health
from tasks.models import DeadAddress, Mail, MailKind, MailState

PER_PAGE: Final = 50
MOST: Final = 200
"""Mails in one selection."""
ALIKE: Final = 20
"""Other mails of the same matter that a page names."""
SANDBOX: Final = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": ["allow-popups"]}


@dataclass(frozen=True, slots=True)
class Sieve:
    """The filters of the log as they stand in the address; what is not understood does not narrow."""

    state: str
    kind: str
    unit: int | None
    day: date | None
    words: str

    @classmethod
    def of(cls, query: QueryDict) -> "Sieve":
        """Read from the query string."""
        state, kind, unit = query.get("state", ""), query.get("kind", ""), query.get("unit", "")
        return cls(
            state=state if state in MailState.values else "",
            kind=kind if kind in MailKind.values else "",
            unit=int(unit) if unit.isdecimal() else None,
            day=_day(query.get("day", "")),
            words=query.get("q", "").strip(),
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but the state is asked for."""
        return bool(self.kind or self.unit or self.day or self.words)

    def through(self, mails: "QuerySet[Mail]") -> "QuerySet[Mail]":
        """The mails that pass."""
        if self.state:
            mails = mails.filter(state=self.state)
        if self.kind:
            mails = mails.filter(kind=self.kind)
        if self.day:
            mails = mails.filter(day=self.day)
        if self.unit is not None:
            posts = Membership.objects.filter(user=OuterRef("recipient"), organisation=self.unit)
            mails = mails.filter(Q(organisation=self.unit) | Exists(posts))
        if self.words:
            people = Q(recipient__full_name__icontains=self.words) | Q(reader__full_name__icontains=self.words)
            mails = mails.filter(Q(address__icontains=self.words) | people)
        return mails


def _day(typed: str) -> date | None:
    """A day as offices write it (dd/mm/yyyy), or as a date field sends it."""
    day, _slash, rest = typed.strip().partition("/")
    month, _slash, year = rest.partition("/")
    try:
        return date(int(year), int(month), int(day)) if rest else date.fromisoformat(typed.strip())
    except ValueError:
        return None


@require_GET
def mail_log(request: AuthedRequest) -> HttpResponse:
    """Mails, newest first, through the filters; `before` is the key the page begins below."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    sieve, before = Sieve.of(request.GET), request.GET.get("before", "")
    joined = Mail.objects.select_related("recipient", "organisation", "reader").defer("text", "html").order_by("-pk")
    mails = sieve.through(joined)
    if before.isdecimal():
        mails = mails.filter(pk__lt=int(before))
    rows = list(mails[: PER_PAGE + 1])
    box = health.outbox()
    context = {
        "rows": rows[:PER_PAGE],
        "following": rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else "",
        "sieve": sieve,
        "box": box,
        "tabs": [(value, label, box.counts.get(value)) for value, label in MailState.choices],
        "kinds": MailKind.choices,
        "units": Organisation.objects.in_force(day).filter(Exists(Mail.objects.filter(organisation=OuterRef("pk")))),
        "dead_addresses": DeadAddress.objects.open().count(),
        "outage": breaker.open_outage(),
        "may_retry": outbox.may_retry(request.user, day),
    }
    return render(request, "tasks/mail_log.html", context)


@require_GET
def mail_detail(request: AuthedRequest, pk: int) -> HttpResponse:
    """One mail: every try with the server's answer, who else got it, and its text as it was sent."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    joined = Mail.objects.select_related("recipient", "organisation", "directive", "reader", "instead_of")
    mail = get_object_or_404(joined, pk=pk)
    reading.note("mail.read", mail, reader=request.user)
    context = {
        "mail": mail,
        "tries": mail.tries.all(),
        "stand_ins": mail.stand_ins.select_related("reader"),
        "alike": _alike(mail),
        "dead_address": DeadAddress.objects.open().filter(address=mail.address.lower()).exclude(address="").first(),
        "may_retry": outbox.may_retry(request.user, day),
    }
    return render(request, "tasks/mail_detail.html", context)


def _alike(mail: Mail) -> list[Mail]:
    """Other mails of the same day about the same paper or task; a digest is its reader's own and has none."""
    if mail.task_id is not None:
        same = Q(task=mail.task_id)
    elif mail.directive_id is not None:
        same = Q(directive=mail.directive_id)
    else:
        return []
    found = Mail.objects.filter(same, day=mail.day, kind=mail.kind).exclude(pk=mail.pk).exclude(instead_of=mail.pk)
    return list(found.select_related("recipient", "organisation", "reader").defer("text", "html")[:ALIKE])


@require_GET
@csp(SANDBOX)  # type: ignore[arg-type]  # the wheel's types know no view with arguments
def mail_html(request: AuthedRequest, pk: int) -> HttpResponse:
    """The HTML of a mail as its reader sees it, in a sandbox of its own: mails carry inline styles, pages must not."""
    outbox.may_read_log(request.user, today()).require()
    mail = get_object_or_404(Mail, pk=pk)
    if not mail.html:
        raise Http404
    return HttpResponse(mail.html)


@require_POST
def mail_retry(request: AuthedRequest, pk: int) -> HttpResponse:
    """Queue a dead mail again and wake the worker."""
    get_object_or_404(Mail, pk=pk)
    mail = outbox.retry(pk, actor=request.user, today=today())
    wake(jobs.send_mail, mail.pk)
    messages.success(request, _("Đã xếp thư vào hàng chờ gửi lại."))
    return redirect("mail-detail", pk=mail.pk)


@require_POST
def mail_bulk(request: AuthedRequest) -> HttpResponse:
    """`deed` on the mails named by `mail`: `retry`, `retry_all` (every dead one) or `give_up` with a `reason`."""
    chosen = [int(key) for key in request.POST.getlist("mail") if key.isdecimal()][:MOST]
    deed = request.POST.get("deed", "")
    if deed not in {"retry", "retry_all", "give_up"}:
        raise Http404
    if not chosen and deed != "retry_all":
        messages.warning(request, _("Chưa chọn thư nào."))
    elif deed == "give_up":
        _give_up(request, chosen)
    else:
        _retry(request, None if deed == "retry_all" else chosen)
    return redirect(f"{request.path.removesuffix('bulk/')}?state=dead")


def _retry(request: AuthedRequest, chosen: list[int] | None) -> None:
    queued = deliveries.retry(chosen, actor=request.user, today=today(), now=timezone.now())
    wake(jobs.send_waiting_mail)
    number = len(queued)
    words = ngettext("Đã xếp %(n)s thư vào hàng chờ gửi lại.", "Đã xếp %(n)s thư vào hàng chờ gửi lại.", number)
    messages.success(request, words % {"n": number})


def _give_up(request: AuthedRequest, chosen: list[int]) -> None:
    reason = request.POST.get("reason", "")
    number = deliveries.give_up(chosen, actor=request.user, today=today(), reason=reason)
    messages.success(request, ngettext("Đã bỏ %(n)s thư.", "Đã bỏ %(n)s thư.", number) % {"n": number})
