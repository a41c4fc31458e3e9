"""Claim, send, settle: the claim is committed before the server is spoken to, the outcome right after.

A worker killed in between leaves a claim that another takes over after `CLAIM_LASTS`. One window stays: the server
accepted a mail and the outcome was not committed, because the worker died or the answer was lost on the way; that one
mail goes out again under the same Message-ID, and its first try is kept with the outcome "not known".
"""

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import uniform
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tasks.faultpoints import Point, reach
from tasks.mail import breaker, composers, dead, people, wire
from tasks.mail.answers import ANSWERED, TROUBLED, Fate
from tasks.mail.composers import Composer
from tasks.mail.types import Composed
from tasks.mail.wire import Outcome, Wire
from tasks.models import DeathCause, DeathEnd, Mail, MailState, MailTry, TryOutcome
from tasks.models.notice import UNSETTLED

log = logging.getLogger(__name__)

BATCH: Final = 50
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480))
"""How long a mail rests after its first, second ... failed try, give or take `JITTER`."""
JITTER: Final = 0.2
"""Mails that failed together come back apart by up to this share of their pause."""
MOST_ATTEMPTS: Final = len(PAUSES) + 1
LONGEST_PROBLEM: Final = 500

_TRY_OUTCOMES: Final = {
    Fate.ACCEPTED: TryOutcome.ACCEPTED,
    Fate.LATER: TryOutcome.LATER,
    Fate.REFUSED: TryOutcome.REFUSED,
    Fate.NO_MAILBOX: TryOutcome.REFUSED,
    Fate.BROKEN: TryOutcome.BROKEN,
    Fate.SERVER: TryOutcome.SERVER,
    Fate.INVALID: TryOutcome.INVALID,
}


@dataclass(slots=True)
class Report:
    """How many mails of a batch came to which state; `is_unreachable` says that the mail server serves nobody."""

    states: Counter[str] = field(default_factory=Counter)
    is_unreachable: bool = False


@dataclass(slots=True)
class _Batch:
    """What the sending of one batch needs to know and keeps count of."""

    compose: Composer
    connection: Wire
    known_dead: set[str]
    avoided: set[str]
    report: Report
    broken_in_a_row: int = 0


@transaction.atomic
def claim(now: datetime, *, most: int = BATCH, only: int | None = None) -> list[Mail]:
    """Take up to `most` waiting mails (or the one named) for this worker; others skip rows that are being taken.

    While the mail server is away, or when the limit per minute is used up, there is nothing to take.
    """
    allowed = breaker.allowance(now, most)
    if not allowed:
        return []
    waiting = Mail.objects.waiting(now)
    if only is not None:
        waiting = waiting.filter(pk=only)
    taken = waiting.order_by("pk").select_for_update(skip_locked=True).values_list("pk", "state", "attempts")[:allowed]
    keys = _without_killers(list(taken))
    Mail.objects.filter(pk__in=keys).update(state=MailState.SENDING, claimed_at=now)
    joined = Mail.objects.select_related("recipient", "organisation", "reader", "instead_of")
    return list(joined.filter(pk__in=keys).order_by("pk"))


def _without_killers(taken: Collection[tuple[int, str, int]]) -> list[int]:
    """The keys to send; a claim whose worker died counts as a try, so that no mail can kill workers for ever."""
    orphans = {key: attempts for key, state, attempts in taken if state == MailState.SENDING}
    killers = {key for key, attempts in orphans.items() if attempts + 1 >= MOST_ATTEMPTS}
    if orphans:
        Mail.objects.filter(pk__in=orphans).update(attempts=F("attempts") + 1)
    if killers:
        words = _("Tiến trình gửi thư bị ngắt nhiều lần khi gửi thư này.")
        Mail.objects.filter(pk__in=killers).update(state=MailState.DEAD, problem=words, next_try_at=None)
    return [key for key, _state, _attempts in taken if key not in killers]


def deliver(mails: Sequence[Mail]) -> Report:
    """Send the claimed mails over one connection, settling each at once; a mail with a fault stops no other.

    Once the server turns out to serve nobody, the mails not yet tried are put back as they were.
    """
    reach(Point.SEND_CLAIMED)
    now = timezone.now()
    addresses = [people.address_of(mail) for mail in mails]
    with Wire() as connection:
        batch = _Batch(
            compose=composers.load(mails, now),
            connection=connection,
            known_dead=dead.known(addresses),
            avoided=dead.avoided(addresses, now),
            report=Report(),
        )
        for index, mail in enumerate(mails):
            _deliver_one(mail, batch)
            if batch.report.is_unreachable:
                _put_back(mails[index + 1 :], batch.report)
                break
    return batch.report


def ask_server_when_idle(now: datetime) -> None:
    """When an outage lasts and no mail is left to ask with, ask with none."""
    if breaker.open_outage() is not None and not Mail.objects.filter(state__in=UNSETTLED).exists():
        _ask_server()


def _ask_server() -> None:
    with Wire() as connection:
        trouble = connection.ready()
    now = timezone.now()
    if trouble is None:
        breaker.report_answer(now)
    else:
        breaker.report_trouble(trouble.problem, now)


def _deliver_one(mail: Mail, batch: _Batch) -> None:
    composed = _composed(mail, batch)
    if isinstance(composed, Outcome):
        _settle(mail, None, composed, batch)
        return
    if (trouble := batch.connection.ready()) is not None:
        _settle(mail, None, trouble, batch)
        return
    noted = _hold(mail, composed)
    if noted is None:
        return
    reach(Point.SEND_HELD)
    outcome = batch.connection.send(composed, mail.address, mail.message_id)
    if outcome.fate is Fate.ACCEPTED:
        reach(Point.SEND_ACCEPTED)
    _settle(mail, noted, outcome, batch)
    reach(Point.SEND_SETTLED)


def _composed(mail: Mail, batch: _Batch) -> Composed | Outcome:
    """The mail as it has to be sent, or why it is not."""
    try:
        with translation.override(people.language_of(mail)):
            composed = batch.compose(mail)
    except Exception as error:  # the edge of the job: one mail that cannot be written must not stop the others
        log.exception("mail.not_composed mail=%s", mail.pk)
        return Outcome(Fate.INVALID, _("Không soạn được thư: %(reason)s") % {"reason": error})
    if isinstance(composed, str):
        return Outcome(Fate.DROPPED, composed)
    address = people.address_of(mail)
    if dead.normal(address) in batch.avoided:
        mail.address = address
        return Outcome(Fate.REROUTED, _("Địa chỉ %(address)s đang hỏng") % {"address": address})
    return composed


@transaction.atomic
def _hold(mail: Mail, composed: Composed) -> MailTry | None:
    """Renew the claim, keep what is about to be sent and note the try; None when the claim is no longer ours."""
    held = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at)
    mail.claimed_at, mail.address = timezone.now(), people.address_of(mail)
    mail.message_id = wire.message_id(mail.key)
    values = {"claimed_at": mail.claimed_at, "address": mail.address, "message_id": mail.message_id}
    if not held.update(**values, **composed.kept()):
        return None
    return MailTry.objects.create(mail=mail, at=mail.claimed_at, address=mail.address)


@transaction.atomic
def _settle(mail: Mail, noted: MailTry | None, outcome: Outcome, batch: _Batch) -> None:
    """Write the outcome, unless the claim has passed to another worker; what the server said is kept either way."""
    now = timezone.now()
    if noted is not None:
        said = (outcome.answer or outcome.problem)[:LONGEST_PROBLEM]
        row = MailTry.objects.filter(pk=noted.pk)
        row.update(ended_at=now, outcome=_TRY_OUTCOMES[outcome.fate], answer=said)
    _judge_server(outcome, batch, now)
    values = _outcome_values(mail, outcome, now)
    values |= _judge_address(mail, outcome, values, batch, now)
    held = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at)
    if not held.update(**values):
        return
    batch.report.states[values["state"]] += 1
    if values["state"] != MailState.SENT:
        log.warning("mail.%s mail=%s: %s", values["state"], mail.pk, outcome.problem)


def _judge_server(outcome: Outcome, batch: _Batch, now: datetime) -> None:
    """Open, keep or end the outage, by what the last try says about the server."""
    if outcome.fate in ANSWERED:
        batch.broken_in_a_row = 0
        breaker.report_answer(now)
        return
    if outcome.fate not in TROUBLED:
        breaker.ask_with_next(now)
        return
    batch.broken_in_a_row += outcome.fate is Fate.BROKEN
    is_down = outcome.fate is Fate.SERVER or batch.broken_in_a_row >= breaker.BROKEN_IN_A_ROW
    if is_down:
        batch.report.is_unreachable = True
        breaker.report_trouble(outcome.problem, now)


def _judge_address(
    mail: Mail, outcome: Outcome, values: dict[str, Any], batch: _Batch, now: datetime
) -> dict[str, Any]:
    """Note a dead or revived address; the columns of a mail that goes to somebody else instead."""
    address = mail.address
    if outcome.fate is Fate.ACCEPTED and dead.normal(address) in batch.known_dead:
        dead.revive(address, DeathEnd.DELIVERED, now)
    is_exhausted = outcome.fate is Fate.LATER and values["state"] == MailState.DEAD
    if outcome.fate is Fate.NO_MAILBOX or is_exhausted:
        cause = DeathCause.EXHAUSTED if is_exhausted else DeathCause.REFUSED
        dead.mark(address, cause, outcome.answer, now)
    elif outcome.fate is not Fate.REROUTED:
        return {}
    return rerouted(mail, outcome.problem, now)


def rerouted(mail: Mail, problem: str, now: datetime) -> dict[str, Any]:
    """Queue the mail for those who stand in; its own new columns. Without anybody it stays dead for all to see."""
    readers = [str(made.reader) for made in people.reroute(mail, now)]
    if not readers:
        return {"state": MailState.DEAD, "problem": problem[:LONGEST_PROBLEM]}
    told = _("%(problem)s; thư đã chuyển tới %(names)s.") % {"problem": problem, "names": ", ".join(readers)}
    return {"state": MailState.REROUTED, "problem": told[:LONGEST_PROBLEM], "address": mail.address}


def _outcome_values(mail: Mail, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns that the outcome changes."""
    values: dict[str, Any] = {"problem": outcome.problem[:LONGEST_PROBLEM], "next_try_at": None}
    if outcome.fate is Fate.DROPPED:
        return {**values, "state": MailState.DROPPED}
    if outcome.fate is Fate.SERVER:
        return {**values, **_as_before(mail), "next_try_at": mail.next_try_at}
    if outcome.fate is Fate.REROUTED:
        return {**values, "state": MailState.DEAD}
    values["attempts"] = mail.attempts + 1
    if outcome.fate is Fate.ACCEPTED:
        return {**values, "state": MailState.SENT, "sent_at": now}
    if outcome.fate in {Fate.REFUSED, Fate.NO_MAILBOX} or values["attempts"] >= MOST_ATTEMPTS:
        return {**values, "state": MailState.DEAD}
    pause = PAUSES[values["attempts"] - 1] * uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads load, hides nothing
    return {**values, "state": MailState.FAILED, "next_try_at": now + pause}


def _as_before(mail: Mail) -> dict[str, Any]:
    """The state a mail had before it was claimed: an outage costs no try."""
    return {"state": MailState.FAILED if mail.attempts else MailState.QUEUED}


def _put_back(mails: Collection[Mail], report: Report) -> None:
    """Release claims that were not used; `waiting` finds the mails again at once."""
    for state, attempts in ((MailState.QUEUED, {"attempts": 0}), (MailState.FAILED, {"attempts__gt": 0})):
        for claimed_at in {mail.claimed_at for mail in mails}:
            held = Mail.objects.filter(pk__in=[mail.pk for mail in mails], claimed_at=claimed_at, **attempts)
            report.states += Counter({state: held.filter(state=MailState.SENDING).update(state=state)})
