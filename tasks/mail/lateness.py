"""Whether a mail comes late because the system stood still, and from when to when."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Mail, MailKind, MailOutage, SweepRun

LATE_AFTER: Final = timedelta(hours=2)
"""A mail that goes out so long after it was due owes its reader a word about it."""

Gap = tuple[datetime, datetime]


def load(mails: Collection[Mail], now: datetime) -> Callable[[Mail], str]:
    """How to get the sentence for each of `mails`, empty for one in time (two queries at most)."""
    sweeps = _late_sweeps({mail.day for mail in mails if mail.kind in {MailKind.DIGEST, MailKind.UNIT}})
    waited = [due_at(mail) for mail in mails if now - due_at(mail) > LATE_AFTER]
    outages = _outages(min(waited), now) if waited else []

    def sentence(mail: Mail) -> str:
        gap = _gap(mail, now, sweeps.get(mail.day), outages)
        if gap is None:
            return ""
        start, end = (f"{timezone.localtime(at):%H:%M %d/%m/%Y}" for at in gap)
        return _("Thư gửi muộn do hệ thống gián đoạn từ %(start)s đến %(end)s.") % {"start": start, "end": end}

    return sentence


def _late_sweeps(days: Collection[date]) -> dict[date, datetime]:
    late = SweepRun.objects.filter(day__in=days, late_since__isnull=False)
    return {run.day: run.late_since for run in late if run.late_since is not None}


def _outages(since: datetime, now: datetime) -> list[Gap]:
    met = MailOutage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since)).order_by("started_at")
    return [(outage.started_at, outage.ended_at or now) for outage in met]


def due_at(mail: Mail) -> datetime:
    """When it was to go out: at once, or at the end of its reader's quiet hours, which are no standstill."""
    waits = mail.next_try_at is not None and not mail.attempts
    return max(mail.created_at, mail.next_try_at) if waits and mail.next_try_at else mail.created_at


def _gap(mail: Mail, now: datetime, late_since: datetime | None, outages: Collection[Gap]) -> Gap | None:
    """The longest time of standstill this mail waited for; one nobody recorded is that in which no try was made."""
    met = [gap for gap in outages if gap[1] > due_at(mail) and now - due_at(mail) > LATE_AFTER]
    if late_since is not None and mail.kind in {MailKind.DIGEST, MailKind.UNIT}:
        met.append((late_since, mail.created_at))
    if not met and now - due_at(mail) > LATE_AFTER and not mail.attempts:
        return (due_at(mail), now)
    return (min(start for start, _ in met), max(end for _, end in met)) if met else None
