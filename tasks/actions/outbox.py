"""Notices that were seen, and mails that are to be tried again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.models import User
from accounts.policy import Decision
from tasks import policy_office
from tasks.actions import urgings
from tasks.mail import dead, people
from tasks.models import DeathEnd, Mail, MailState, Notice, NoticeKind, ReadVia


def may_read_log(user: User, today: date) -> Decision:
    """The delivery log shows mails of everybody."""
    return policy_office.may(user, "read_mail_log", today)


def may_retry(user: User, today: date) -> Decision:
    """Sending once more is up to those who can put the address right."""
    return policy_office.may(user, "retry_mail", today)


def mark_seen(actor: User, *, only: int | None = None) -> int:
    """Mark the unread notices of `actor` (or the one named) as read; counts them. Others' notices are not touched."""
    unread = Notice.objects.filter(recipient=actor, read_at=None)
    if only is not None:
        unread = unread.filter(pk=only)
        urged = unread.filter(kind=NoticeKind.URGE).values_list("task_id", flat=True)
        urgings.opened(actor, [task for task in urged if task is not None], ReadVia.NOTICE)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def retry(mail_id: int, *, actor: User, today: date) -> Mail:
    """Queue a dead mail again, with all its tries, to the address its recipient has by then, dead until now or not.

    Raises:
        Refused: the role does not allow it.
        DomainError: the mail is not dead.
    """
    acting.require(may_retry, actor, today=today)
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.state != MailState.DEAD:
        raise DomainError(_("Thư này không ở trạng thái “Không gửi được” nên không cần gửi lại."), code="mail_not_dead")
    dead.revive(people.address_of(mail), DeathEnd.BY_HAND, timezone.now(), by=actor)
    mail.state, mail.attempts, mail.next_try_at = MailState.QUEUED, 0, None
    mail.save(update_fields=["state", "attempts", "next_try_at"])
    audit.record("mail.retried", mail, actor=actor, before={"state": MailState.DEAD}, after={"state": mail.state})
    return mail
