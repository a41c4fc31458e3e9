"""Lines above the text of a mail that are not its own: that it comes late, or in somebody's place."""

import re
from dataclasses import replace
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tasks.mail.compose import one_line
from tasks.mail.people import addressee_of
from tasks.mail.types import Composed
from tasks.models import Mail

_BODY: Final = re.compile(r"<body\b[^>]*>")


def above(composed: Composed, mail: Mail, late: str) -> Composed:
    """`composed` with the notes that `mail` needs; unchanged when it needs none."""
    lines = [line for line in (_in_place(mail), late) if line]
    if not lines:
        return composed
    html = render_to_string("mail/_notes.html", {"lines": lines})
    return replace(
        composed,
        subject=_subject(composed.subject, mail),
        text="\n".join(lines) + "\n\n" + composed.text,
        html=_BODY.sub(lambda found: found[0] + html, composed.html, count=1),
    )


def _subject(subject: str, mail: Mail) -> str:
    if mail.instead_of is None:
        return subject
    return one_line(_("Chuyển thay %(name)s: %(subject)s") % {"name": addressee_of(mail), "subject": subject})


def _in_place(mail: Mail) -> str:
    if mail.instead_of is None:
        return ""
    return _("Thư này gửi cho %(name)s. Địa chỉ %(address)s đang hỏng nên thư được chuyển tới Ông/Bà.") % {
        "name": addressee_of(mail),
        "address": mail.instead_of.address,
    }
