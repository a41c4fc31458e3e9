"""What people do about mails that did not arrive: try again, give up with a reason, declare an address usable."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.audit import Deed
from accounts.errors import DomainError
from accounts.models import User
from tasks.actions.outbox import may_retry
from tasks.mail import dead, people
from tasks.models import DeadAddress, DeathEnd, Mail, MailState
from tasks.notify import addresses

CAN_BE_GIVEN_UP = (MailState.DEAD, MailState.FAILED, MailState.QUEUED)
LONGEST_REASON = 300


@transaction.atomic
def retry(mail_ids: Collection[int] | None, *, actor: User, today: date, now: datetime) -> list[int]:
    """Queue dead mails again, the named ones or all, with all their tries; the keys of those queued.

    They go to the address their reader has by then, and one that was noted as dead counts as usable again: whoever
    presses the button says so.

    Raises:
        Refused: the role does not allow it.
    """
    acting.require(may_retry, actor, today=today)
    mails = Mail.objects.filter(state=MailState.DEAD).select_related("recipient", "organisation", "reader")
    if mail_ids is not None:
        mails = mails.filter(pk__in=mail_ids)
    rows = list(mails.select_for_update(of=("self",)).order_by("pk"))
    for address in {people.address_of(mail) for mail in rows}:
        dead.revive(address, DeathEnd.BY_HAND, now, by=actor)
    Mail.objects.filter(pk__in=[mail.pk for mail in rows]).update(state=MailState.QUEUED, attempts=0, next_try_at=None)
    state = {"state": MailState.DEAD}
    audit.record_all(
        [Deed("mail.retried", mail, before=state, after={"state": MailState.QUEUED}) for mail in rows], actor=actor
    )
    return [mail.pk for mail in rows]


@transaction.atomic
def give_up(mail_ids: Collection[int], *, actor: User, today: date, reason: str) -> int:
    """Take mails off the list of those to be cared for, for a reason that stays with them; counts them.

    Raises:
        Refused: the role does not allow it.
        DomainError: no reason was given.
    """
    acting.require(may_retry, actor, today=today)
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise DomainError(_("Hãy ghi lý do bỏ thư, ví dụ đã báo bằng điện thoại."), code="reason_missing")
    rows = list(Mail.objects.select_for_update().filter(pk__in=mail_ids, state__in=CAN_BE_GIVEN_UP).order_by("pk"))
    deeds = [
        Deed("mail.given_up", mail, before={"state": mail.state}, after={"state": MailState.DROPPED, "problem": said})
        for mail in rows
    ]
    Mail.objects.filter(pk__in=[mail.pk for mail in rows]).update(
        state=MailState.DROPPED, next_try_at=None, problem=_("Bỏ theo yêu cầu: %(reason)s") % {"reason": said}
    )
    audit.record_all(deeds, actor=actor)
    return len(rows)


@transaction.atomic
def declare_usable(dead_id: int, *, actor: User, today: date, now: datetime) -> DeadAddress:
    """Send to that address again from now on.

    Raises:
        Refused: the role does not allow it.
        DomainError: it is not dead any more, or there is no address to send to.
    """
    acting.require(may_retry, actor, today=today)
    row = DeadAddress.objects.select_for_update().get(pk=dead_id)
    if row.ended_at is not None or not row.address:
        raise DomainError(_("Địa chỉ này không còn trong danh sách hỏng. Hãy tải lại trang."), code="not_dead")
    row.ended_at, row.ending, row.ended_by = now, DeathEnd.BY_HAND, actor
    row.save(update_fields=["ended_at", "ending", "ended_by"])
    audit.record("address.declared_usable", row, actor=actor, after={"ending": row.ending})
    return row


@transaction.atomic
def ask_correction(dead_id: int, *, actor: User, today: date) -> int:
    """Hand a dead address of a person to the administrators, who keep people's addresses; once a day and person asked.

    The answer counts the administrators newly told.

    Raises:
        Refused: the role does not allow it.
        DomainError: it is not dead any more, or no active person has it.
    """
    acting.require(may_retry, actor, today=today)
    row = DeadAddress.objects.select_for_update().get(pk=dead_id)
    owners = addresses.owners([row.address], today).get(row.address, [])
    named = next((owner for owner in owners if isinstance(owner, User)), None)
    if row.ended_at is not None or named is None:
        raise DomainError(_("Địa chỉ này không còn hỏng hoặc không còn ai dùng."), code="address_not_dead")
    told = addresses.ask_administrators(row, named, actor=actor, today=today)
    audit.record("address.correction_asked", row, actor=actor, after={"address": row.address, "owner": str(named)})
    return told
