"""One function per kind of mail: typed input in, subject, text and HTML out; no database, no clock."""

import re
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tasks.mail.types import Composed, Digest, Release, Row

LONGEST_SUBJECT: Final = 250
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def digest(data: Digest) -> Composed:
    """The daily reminder: overdue first, then today, then what comes near."""
    counts = [
        (data.overdue, _("%(n)s nhiệm vụ quá hạn"), _("%(n)s quá hạn")),
        (data.today, _("%(n)s nhiệm vụ đến hạn hôm nay"), _("%(n)s đến hạn hôm nay")),
        (data.soon, _("%(n)s nhiệm vụ sắp đến hạn"), _("%(n)s sắp đến hạn")),
    ]
    said: list[str] = []
    for number, first, later in counts:
        if number:
            said.append((later if said else first) % {"n": number})
    subject = f"{', '.join(said)} – {data.day:%d/%m/%Y}"
    return _render("digest", subject, {"digest": data, "sections": _sections(data), "headline": ", ".join(said)})


def _sections(data: Digest) -> list[tuple[str, tuple[Row, ...]]]:
    """The rows by what time did to them, without empty sections."""
    by_label = [
        (_("Quá hạn"), tuple(row for row in data.rows if row.due_on and row.due_on < data.day)),
        (_("Đến hạn hôm nay"), tuple(row for row in data.rows if row.due_on == data.day)),
        (_("Sắp đến hạn"), tuple(row for row in data.rows if row.due_on and row.due_on > data.day)),
    ]
    return [(label, rows) for label, rows in by_label if rows]


def release(data: Release) -> Composed:
    """What a paper gave a unit to lead and to help with."""
    known = {"paper": data.paper, "unit": data.unit, "n": data.total}
    subject = _("%(paper)s: %(n)s nhiệm vụ giao %(unit)s") % known
    if data.first_due_on:
        subject += _(", hạn sớm nhất %(due)s") % {"due": f"{data.first_due_on:%d/%m/%Y}"}
    sections = [(_("Chủ trì"), data.leads), (_("Phối hợp"), data.helps)]
    return _render("release", subject, {"release": data, "sections": [each for each in sections if each[1]]})


def one_line(text: str) -> str:
    """`text` as one header line: no line break or control character, and not too long for the column."""
    flat = " ".join(_CONTROL.sub(" ", text).split())
    return flat if len(flat) <= LONGEST_SUBJECT else flat[: LONGEST_SUBJECT - 1] + "…"


def _render(kind: str, subject: str, context: dict[str, object]) -> Composed:
    line = one_line(subject)
    context = {**context, "subject": line}
    return Composed(
        subject=line,
        text=render_to_string(f"mail/{kind}.txt", context).strip() + "\n",
        html=render_to_string(f"mail/{kind}.html", context),
    )
