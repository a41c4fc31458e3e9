"""When the queue may send at all: not while the mail server is away, and no faster than the office allows.

A server that serves nobody opens an outage. While it is open the whole queue rests and single mails ask, at growing
distances, whether the server is back; no other mail loses a try by it. The first real answer ends the outage.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import F

from tasks.models import Mail, MailOutage, MailState, MailTry

PACE_LOCK: Final = 730_003  # pg_advisory_xact_lock key; workers that claim at once must not count past each other
PROBES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 1, 2, 5))
"""How long the queue rests before the first, second ... question; the last one repeats."""
BROKEN_IN_A_ROW: Final = 3
"""So many mails broken off one after the other speak of the server and no longer of the mails."""
MINUTE: Final = timedelta(minutes=1)
LONGEST_PROBLEM: Final = 500


def allowance(now: datetime, most: int) -> int:
    """How many mails a worker may claim at `now`, up to `most`: 0 while the queue rests, 1 to ask; in a transaction.

    Of several workers only one gets to ask, because asking moves the time of the next question.
    """
    outage = MailOutage.objects.filter(ended_at=None).select_for_update().first()
    if outage is None:
        return _room(now, most)
    if outage.next_probe_at > now:
        return 0
    _schedule_probe(outage, now)
    return min(1, _room(now, most))


def open_outage() -> MailOutage | None:
    """The outage that lasts, if one does."""
    return MailOutage.objects.filter(ended_at=None).first()


def report_trouble(problem: str, now: datetime) -> None:
    """The server serves nobody: open an outage, or keep the one that lasts with its latest reason."""
    said = problem[:LONGEST_PROBLEM]
    fresh = MailOutage(started_at=now, problem=said, next_probe_at=now + PROBES[0])
    MailOutage.objects.bulk_create([fresh], ignore_conflicts=True)
    MailOutage.objects.filter(ended_at=None).update(problem=said)


def report_answer(now: datetime) -> None:
    """The server answered: an outage that lasts is over."""
    MailOutage.objects.filter(ended_at=None).update(ended_at=now)


def ask_with_next(now: datetime) -> None:
    """The mail that was to ask needed no server: the next one asks at once, so that obsolete ones prolong no outage."""
    MailOutage.objects.filter(ended_at=None).update(next_probe_at=now)


def _schedule_probe(outage: MailOutage, now: datetime) -> None:
    pause = PROBES[min(outage.probes + 1, len(PROBES) - 1)]
    MailOutage.objects.filter(pk=outage.pk).update(probes=F("probes") + 1, next_probe_at=now + pause)


def _room(now: datetime, most: int) -> int:
    """What the limit per minute leaves: tries of the last minute and claims that were not tried yet are used up."""
    limit = settings.MAIL_PER_MINUTE
    if not limit:
        return most
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PACE_LOCK])
    tried = MailTry.objects.filter(at__gt=now - MINUTE).exclude(reference__gt="")
    untried = Mail.objects.filter(state=MailState.SENDING).exclude(tries__in=tried)
    return max(0, min(most, limit - tried.count() - untried.count()))
