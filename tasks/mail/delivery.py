"""Claim, send, settle: the claim is committed before the server is spoken to, the outcome right after.

A worker killed in between leaves a claim that another takes over after `CLAIM_LASTS`. One window stays: the server
accepted a mail and the worker died before the outcome was committed; that one mail goes out again under the same
Message-ID.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from tasks.mail import compose, digests, releases, wire
from tasks.mail.types import Composed
from tasks.mail.wire import Fate, Outcome, Wire
from tasks.models import Mail, MailKind, MailState

log = logging.getLogger(__name__)

BATCH: Final = 50
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480))
"""How long a mail rests after its first, second ... failed try."""
MOST_ATTEMPTS: Final = len(PAUSES) + 1
OUTAGE_ATTEMPTS: Final = 4
"""Tries that a server that is away uses up at most: it is asked again every hour, and no mail dies of it."""
LONGEST_PROBLEM: Final = 500

Composer = Callable[[Mail], Composed | str]
"""What a mail says now, or the sentence why it need not be sent any more."""


@dataclass(slots=True)
class Report:
    """How many mails of a batch came to which state; `is_unreachable` says that no server answered."""

    states: Counter[str] = field(default_factory=Counter)
    is_unreachable: bool = False


@transaction.atomic
def claim(now: datetime, *, most: int = BATCH, only: int | None = None) -> list[Mail]:
    """Take up to `most` waiting mails (or the one named) for this worker; others skip rows that are being taken."""
    waiting = Mail.objects.waiting(now)
    if only is not None:
        waiting = waiting.filter(pk=only)
    keys = list(waiting.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
    Mail.objects.filter(pk__in=keys).update(state=MailState.SENDING, claimed_at=now)
    return list(Mail.objects.filter(pk__in=keys).select_related("recipient", "organisation").order_by("pk"))


def deliver(mails: Collection[Mail]) -> Report:
    """Send the claimed mails over one connection, settling each at once; a mail with a fault stops no other.

    Once no server answers, the rest of the batch is put back without asking again.
    """
    composer = _composer(mails, timezone.now())
    report = Report()
    with Wire() as connection:
        for mail in mails:
            outcome = _attempt(mail, composer, None if report.is_unreachable else connection)
            if outcome is not None:
                _settle(mail, outcome, report)
    return report


def _composer(mails: Collection[Mail], now: datetime) -> Composer:
    day_digest = digests.load([mail for mail in mails if mail.kind == MailKind.DIGEST], now)
    unit_release = releases.load([mail for mail in mails if mail.kind == MailKind.RELEASE], now)
    reachable = _with_posts(mails, now)

    def composed(mail: Mail) -> Composed | str:
        if mail.recipient_id is not None and mail.recipient_id not in reachable:
            return _("Người nhận không còn hoạt động hoặc không còn giữ vị trí công tác.")
        if not _address(mail):
            return _("Người nhận không còn địa chỉ thư.")
        if mail.kind == MailKind.DIGEST:
            digest = day_digest(mail)
            return compose.digest(digest) if digest else _("Các nhiệm vụ đã được xử lý hoặc đã có trong thư mới hơn.")
        release = unit_release(mail)
        return compose.release(release) if release else _("Các nhiệm vụ đã hoàn thành hoặc bị thu hồi trước khi gửi.")

    return composed


def _with_posts(mails: Collection[Mail], now: datetime) -> set[int]:
    """Recipients who are active and hold a post on the day of sending."""
    people = [mail.recipient_id for mail in mails if mail.recipient_id is not None]
    posts = Membership.objects.on(timezone.localtime(now).date()).filter(user__in=people)
    return set(posts.values_list("user_id", flat=True))


def _address(mail: Mail) -> str:
    """Where the recipient is reached now, which may have been put right since the mail was queued."""
    if mail.recipient is not None:
        return mail.recipient.email
    return mail.organisation.email if mail.organisation is not None else mail.address


def _attempt(mail: Mail, composer: Composer, connection: Wire | None) -> Outcome | None:
    """Compose and send one mail; None when another worker has taken it over meanwhile."""
    if connection is None:
        return Outcome(Fate.UNREACHABLE, _("Máy chủ thư đang ngừng; thư được giữ lại để gửi sau."))
    try:
        with translation.override(mail.recipient.language if mail.recipient else settings.LANGUAGE_CODE):
            composed = composer(mail)
    except Exception as error:  # the edge of the job: one mail that cannot be written must not stop the others
        log.exception("mail.not_composed mail=%s", mail.pk)
        return Outcome(Fate.FAILED, _("Không soạn được thư: %(reason)s") % {"reason": error})
    if isinstance(composed, str):
        return Outcome(Fate.DROPPED, composed)
    if not _hold(mail, composed):
        return None
    try:
        return connection.send(composed, mail.address, mail.message_id)
    except ValueError as error:  # a header or an address that no mail can carry
        return Outcome(Fate.FAILED, _("Địa chỉ hoặc tiêu đề thư không hợp lệ: %(reason)s") % {"reason": error})


def _hold(mail: Mail, composed: Composed) -> bool:
    """Renew the claim and keep what is about to be sent; false when the claim is no longer ours."""
    held = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at)
    mail.claimed_at, mail.address, mail.message_id = timezone.now(), _address(mail), wire.message_id(mail.key)
    return bool(
        held.update(
            claimed_at=mail.claimed_at,
            address=mail.address,
            message_id=mail.message_id,
            subject=composed.subject,
            text=composed.text,
            html=composed.html,
        )
    )


def _settle(mail: Mail, outcome: Outcome, report: Report) -> None:
    """Write the outcome, unless the claim has passed to another worker."""
    values = _outcome_values(mail, outcome, timezone.now())
    held = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at)
    if not held.update(**values):
        return
    report.is_unreachable |= outcome.fate is Fate.UNREACHABLE
    report.states[values["state"]] += 1
    if values["state"] != MailState.SENT:
        log.warning("mail.%s mail=%s attempt=%s: %s", values["state"], mail.pk, values["attempts"], outcome.problem)


def _outcome_values(mail: Mail, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns that the outcome changes."""
    values: dict[str, Any] = {"attempts": mail.attempts + 1, "problem": outcome.problem[:LONGEST_PROBLEM]}
    if outcome.fate is Fate.ACCEPTED:
        return {**values, "state": MailState.SENT, "sent_at": now, "next_try_at": None}
    if outcome.fate is Fate.DROPPED:
        return {**values, "state": MailState.DROPPED, "attempts": mail.attempts, "next_try_at": None}
    if outcome.fate is Fate.UNREACHABLE:
        values["attempts"] = max(mail.attempts, min(mail.attempts + 1, OUTAGE_ATTEMPTS))
    elif outcome.fate is Fate.REFUSED or values["attempts"] >= MOST_ATTEMPTS:
        return {**values, "state": MailState.DEAD, "next_try_at": None}
    pause = PAUSES[min(values["attempts"], len(PAUSES)) - 1]
    return {**values, "state": MailState.FAILED, "next_try_at": now + pause}
