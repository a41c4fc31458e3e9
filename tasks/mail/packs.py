"""The mail of the leadership pack: the main numbers in its text, the files of the pack attached."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.mail.compose import render
from tasks.mail.types import Attachment, Composed
from tasks.models import Mail, Pack

MOST_BYTES: Final = 15_000_000
"""Attachments beyond this stay in the archive, and the mail says so: many servers refuse bigger mails."""
TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv",
}


def load(mails: list[Mail], now: datetime) -> Callable[[Mail], Composed | str]:
    """How to compose each mail; the files are those of the archive, whenever it goes out."""
    packs = Pack.objects.filter(pk__in=[mail.facts.get("pack", 0) for mail in mails])
    found = {pack.pk: pack for pack in packs.select_related("rule", "reader").prefetch_related("files")}

    def composed(mail: Mail) -> Composed | str:
        pack = found.get(mail.facts.get("pack", 0))
        return _compose(pack) if pack is not None else _("Bộ báo cáo không còn trong kho lưu.")

    return composed


def _compose(pack: Pack) -> Composed:
    attached = _attachments(pack)
    words = {"name": pack.rule.name, "day": f"{pack.day:%d/%m/%Y}"}
    subject = _("%(name)s – ngày %(day)s") % words
    context: dict[str, object] = {
        "pack": pack,
        "counted_to": pack.day - timedelta(days=1),
        "numbers": [(words, number, f"{settings.SITE_URL}{href}") for words, number, href in pack.numbers],
        "left_out": len(pack.files.all()) - len(attached),
        "url": f"{settings.SITE_URL}{reverse('pack', args=[pack.pk])}",
    }
    made = render("pack", _("[Gửi thử] %(subject)s") % {"subject": subject} if pack.is_trial else subject, context)
    return Composed(made.subject, made.text, made.html, attachments=attached)


def _attachments(pack: Pack) -> tuple[Attachment, ...]:
    found, size = [], 0
    for row in pack.files.all():
        size += row.size
        if size > MOST_BYTES:
            break
        with row.content.open("rb") as file:
            found.append(Attachment(row.name, file.read(), TYPES[row.form]))
    return tuple(found)
