"""Mails that invite people: the link stands only in what is sent, never in the delivery log."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.invitations import link
from accounts.models import Invitation
from tasks.mail.compose import render
from tasks.mail.types import Composed
from tasks.models import Mail


def load(mails: list[Mail], now: datetime) -> Callable[[Mail], Composed | str]:
    """How to compose each mail (one query); why not where the invitation is over or was sent again."""
    keys = [mail.facts.get("invitation", 0) for mail in mails]
    rows = Invitation.objects.filter(pk__in=keys).select_related("organisation", "invited_by")
    found = {row.pk: row for row in rows}

    def composed(mail: Mail) -> Composed | str:
        row = found.get(mail.facts.get("invitation", 0))
        if row is None or not row.is_open(now) or row.sent_times != mail.facts.get("times"):
            return _("Lời mời đã được nhận, thu hồi, hết hạn hoặc gửi lại trước khi thư này đi.")
        return _compose(row)

    return composed


def _compose(row: Invitation) -> Composed:
    url = f"{settings.SITE_URL}{link(row)}"
    subject = _("%(by)s mời bạn tham gia hệ thống theo dõi nhiệm vụ") % {"by": row.invited_by}
    context = {"invitation": row, "url": url, "expires_at": timezone.localtime(row.expires_at)}
    made = render("invitation", subject, context)
    return Composed(made.subject, made.text, made.html, secret=url)
