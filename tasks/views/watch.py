"""Whether reminders work: addresses that are dead, and the sweeps of the last weeks with those that were missed."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import people_policy
from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.jobs import wake
from tasks import jobs
from tasks.actions import deliveries, outbox
from tasks.mail import health
from tasks.models import DeadAddress, MailOutage, Workday
from tasks.notify import addresses

SHOWN_DAYS: Final = 31
SHOWN_ENDED: Final = 20
SHOWN_OUTAGES: Final = 10


@require_GET
def address_list(request: AuthedRequest) -> HttpResponse:
    """Addresses nothing arrives at and units without any, longest first, each with its days; then those mended."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    rows = list(DeadAddress.objects.open().select_related("organisation"))
    owners = addresses.owners([row.address for row in rows], day)
    ended = DeadAddress.objects.exclude(ended_at=None).select_related("organisation", "ended_by").order_by("-ended_at")
    context = {
        "rows": [(row, owners.get(row.address, []), _days(row)) for row in rows],
        "ended": ended[:SHOWN_ENDED],
        "may_retry": outbox.may_retry(request.user, day),
        "sees_people": people_policy.may_see_people(request.user, day),
    }
    return render(request, "tasks/address_list.html", context)


def _days(row: DeadAddress) -> int:
    """Calendar days since nothing arrives there."""
    return (today() - timezone.localtime(row.since).date()).days


@require_POST
def address_usable(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send to that address again from now on."""
    get_object_or_404(DeadAddress, pk=pk)
    row = deliveries.declare_usable(pk, actor=request.user, today=today(), now=timezone.now())
    messages.success(request, _("Từ nay thư lại được gửi tới %(address)s.") % {"address": row.address})
    return redirect("address-list")


@require_POST
def address_ask(request: AuthedRequest, pk: int) -> HttpResponse:
    """Let the administrators correct the address of a person."""
    get_object_or_404(DeadAddress, pk=pk)
    deliveries.ask_correction(pk, actor=request.user, today=today())
    messages.success(request, _("Đã báo quản trị hệ thống sửa địa chỉ này."))
    return redirect("address-list")


@require_GET
def sweep_list(request: AuthedRequest) -> HttpResponse:
    """Each day with its sweep, missed ones in red, and the times without a mail server."""
    day = today()
    outbox.may_read_log(request.user, day).require()
    now = timezone.now()
    days = health.last_sweeps(now, Workday.objects.calendar(), SHOWN_DAYS)
    context = {
        "days": days,
        "missed": sum(each.state is health.SweepState.MISSED for each in days),
        "planned": health.sweep_time(day),
        "trouble": health.trouble_of_sweep(now),
        "outages": MailOutage.objects.all()[:SHOWN_OUTAGES],
        "may_retry": outbox.may_retry(request.user, day),
    }
    return render(request, "tasks/sweep_list.html", context)


@require_POST
def sweep_now(request: AuthedRequest) -> HttpResponse:
    """Start the sweep of today; it may run any number of times."""
    outbox.may_retry(request.user, today()).require()
    wake(jobs.sweep_day, today().isoformat())
    messages.success(request, _("Đã yêu cầu chạy lượt quét hôm nay. Tải lại trang sau ít phút để xem kết quả."))
    return redirect("sweep-list")
