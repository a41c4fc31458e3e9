"""Writing down the head of the audit chain once a day, in the database and outside of it."""

import logging
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import CHAIN_LOCK, GENESIS
from accounts.models import AuditAnchor, AuditEntry

log = logging.getLogger(__name__)


@transaction.atomic
def anchor(day: date) -> tuple[AuditAnchor, bool]:
    """The anchor of `day`, and whether it was made just now; a second call on a day changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    kept = AuditAnchor.objects.filter(day=day).first()
    if kept is not None:
        return kept, False
    before = AuditAnchor.objects.first()
    last = AuditEntry.objects.order_by("-pk").only("hash").first()
    known = before.entry_id if before else 0
    rows = (before.rows if before else 0) + AuditEntry.objects.filter(pk__gt=known).count()
    head, entry_id = (last.hash, last.pk) if last else (GENESIS, 0)
    made = AuditAnchor.objects.create(day=day, at=timezone.now(), entry_id=entry_id, rows=rows, head=head)
    return made, True


def publish(made: AuditAnchor) -> None:
    """Write the anchor where the database's owner cannot change it: the log, a file, the auditors' mailboxes.

    A file or a mail that fails is logged and costs nothing else: the next day's anchor covers this one.
    """
    log.info("audit.anchor %s", made.line())
    try:
        _append(made)
        _send(made)
    except OSError as error:  # smtplib's errors are among them
        log.warning("audit.anchor_not_published day=%s reason=%s", made.day, error)


def _append(made: AuditAnchor) -> None:
    if settings.AUDIT_ANCHOR_FILE:
        with Path(settings.AUDIT_ANCHOR_FILE).open("a", encoding="ascii") as file:
            file.write(f"{made.line()}\n")


def _send(made: AuditAnchor) -> None:
    if settings.AUDIT_ANCHOR_MAIL:
        subject = _("Mốc nhật ký thao tác ngày %(day)s") % {"day": f"{made.day:%d/%m/%Y}"}
        words = _(
            "Hãy giữ thư này: khi cần, kiểm tra nhật ký với dòng dưới đây (manage.py verify_audit --anchors TỆP)."
        )
        send_mail(subject, f"{words}\n\n{made.line()}\n", None, list(settings.AUDIT_ANCHOR_MAIL))
