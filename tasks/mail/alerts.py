"""Mails to those who run the product: what does not work, as it stands when the mail goes out."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.mail import health
from tasks.mail.compose import one_line
from tasks.mail.types import Composed
from tasks.models import Mail


def load(mails: list[Mail], now: datetime) -> Callable[[Mail], Composed | str]:
    """How to compose each alert: the troubles that last, or why none is left to tell."""

    def composed(mail: Mail) -> Composed | str:
        sentences = health.alarms(now)
        return alert(sentences, now) if sentences else _("Sự cố đã được khắc phục trước khi gửi.")

    return composed


def alert(sentences: list[str], now: datetime) -> Composed:
    """One mail that says them all, with the address of the page that shows more."""
    subject = one_line(_("Cảnh báo: %(what)s") % {"what": sentences[0]})
    context = {
        "subject": subject,
        "sentences": sentences,
        "counted_at": timezone.localtime(now),
        "url": f"{settings.SITE_URL}{reverse('sweep-list')}",
    }
    return Composed(
        subject=subject,
        text=render_to_string("mail/alert.txt", context).strip() + "\n",
        html=render_to_string("mail/alert.html", context),
    )
