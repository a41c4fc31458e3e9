"""What mails that came back mean for the ledger: the try is noted, the address is dead, somebody else gets the mail."""

import logging
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.mail import dead, reports
from tasks.mail.answers import Fate, Reply, Step
from tasks.mail.boxes import opened
from tasks.mail.delivery import rerouted
from tasks.mail.reports import Returned
from tasks.models import DeathCause, Mail, MailState, MailTry, TryOutcome

log = logging.getLogger(__name__)


def read_box(url: str, now: datetime) -> Counter[str]:
    """Take in every report of the mailbox; counts `returned`, `known` (read before), `delayed` and `foreign` ones.

    A mail is marked as seen after its report is committed, so that a reader killed in between reads it once more and
    finds it known.

    Raises:
        CannotRead: the mailbox cannot be read.
    """
    counts: Counter[str] = Counter()
    with opened(url) as box:
        for key, content in box.unseen():
            found = reports.read(content)
            counts.update([take_in(returned, now) for returned in found] or ["foreign"])
            box.mark(key)
    return counts


@transaction.atomic
def take_in(returned: Returned, now: datetime) -> str:
    """Note one recipient of a report; what it was, in one of the words of `read_box`."""
    mails = Mail.objects.select_related("recipient", "organisation", "reader", "instead_of")
    mail = mails.select_for_update(of=("self",)).filter(message_id=returned.message_id).first()
    if mail is None or dead.normal(mail.address) != returned.address:
        return "foreign"
    if not returned.is_final:
        return "delayed"
    _row, is_new = MailTry.objects.get_or_create(
        mail=mail,
        reference=returned.report_id[:250],
        defaults={
            "at": now,
            "ended_at": now,
            "address": mail.address,
            "outcome": TryOutcome.BOUNCED,
            "answer": returned.answer[:500],
        },
    )
    if not is_new:
        return "known"
    if mail.state in {MailState.SENT, MailState.FAILED, MailState.SENDING}:
        _judge(mail, returned, now)
    return "returned"


def _judge(mail: Mail, returned: Returned, now: datetime) -> None:
    reply = Reply(Step.RECIPIENT, 550, f"{returned.status} {returned.words}")
    problem = _("Thư bị trả lại từ %(address)s: %(answer)s") % {"address": mail.address, "answer": returned.answer}
    if reply.fate in {Fate.NO_MAILBOX, Fate.LATER}:  # a full mailbox that was given up is as good as none
        dead.mark(mail.address, DeathCause.BOUNCED, returned.answer, now)
        values = rerouted(mail, problem, now)
    else:
        values = {"state": MailState.DEAD, "problem": problem[:500]}
    Mail.objects.filter(pk=mail.pk).update(**values, next_try_at=None)
    log.warning("mail.returned mail=%s: %s", mail.pk, returned.answer)
