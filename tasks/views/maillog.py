"""The delivery log and the health of the reminders."""

from typing import Final

from csp.decorators import csp
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.jobs import wake
from tasks import jobs
from tasks.actions import outbox
from tasks.mail import health
from tasks.models import Mail, MailState, Workday

PER_PAGE: Final = 50
SANDBOX: Final = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": ["allow-popups"]}


@require_GET
def mail_log(request: AuthedRequest) -> HttpResponse:
    """Mails, newest first, by state; `before` is the key the page begins below."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    mails = Mail.objects.select_related("recipient", "organisation").defer("text", "html").order_by("-pk")
    if state in MailState.values:
        mails = mails.filter(state=state)
    if before.isdecimal():
        mails = mails.filter(pk__lt=int(before))
    rows = list(mails[: PER_PAGE + 1])
    context = {
        "rows": rows[:PER_PAGE],
        "following": rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else "",
        "state": state,
        "box": (box := health.outbox()),
        "tabs": [(value, label, box.counts.get(value)) for value, label in MailState.choices],
        "sweeps": health.last_sweeps(timezone.now(), Workday.objects.calendar()),
        "may_retry": outbox.may_retry(request.user, day),
    }
    return render(request, "tasks/mail_log.html", context)


@require_GET
def mail_detail(request: AuthedRequest, pk: int) -> HttpResponse:
    """One mail: what became of it, and its text as it was sent."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    mail = get_object_or_404(Mail.objects.select_related("recipient", "organisation", "directive"), pk=pk)
    return render(request, "tasks/mail_detail.html", {"mail": mail, "may_retry": outbox.may_retry(request.user, day)})


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
