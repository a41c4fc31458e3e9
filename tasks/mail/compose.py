"""One function per kind of mail: typed input in, subject, text and HTML out; no database, no clock."""

import re
from typing import Final, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tasks.mail.types import Composed, Digest, Event, Release, Row

LONGEST_SUBJECT: Final = 250
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class Section(NamedTuple):
    """Rows under one heading, and of how many tasks they are."""

    label: str
    number: int
    rows: tuple[Row, ...]


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
    return render("digest", subject, {"digest": data, "sections": _sections(data), "headline": ", ".join(said)})


def _sections(data: Digest) -> list[Section]:
    """The rows by what time did to them; the number is of all tasks of that kind, shown or not."""
    sections = [
        Section(_("Quá hạn"), data.overdue, tuple(row for row in data.rows if row.due_on and row.due_on < data.day)),
        Section(_("Đến hạn hôm nay"), data.today, tuple(row for row in data.rows if row.due_on == data.day)),
        Section(_("Sắp đến hạn"), data.soon, tuple(row for row in data.rows if row.due_on and row.due_on > data.day)),
    ]
    return [section for section in sections if section.rows]


def release(data: Release) -> Composed:
    """What a paper gave a unit to lead and to help with."""
    known = {"paper": data.paper, "unit": data.unit, "n": data.total}
    subject = _("%(paper)s: %(n)s nhiệm vụ giao %(unit)s") % known
    if data.first_due_on:
        subject += _(", hạn sớm nhất %(due)s") % {"due": f"{data.first_due_on:%d/%m/%Y}"}
    sections = [
        Section(_("Chủ trì"), data.leading, data.leads),
        Section(_("Phối hợp"), data.helping, data.helps),
    ]
    shown = [section for section in sections if section.rows]
    return render("release", subject, {"release": data, "sections": shown})


def event(data: Event) -> Composed:
    """One event of one task, told at once."""
    headline = f"{data.urgency} – {data.headline}" if data.urgency else data.headline
    sections = [Section(_("Nhiệm vụ"), 1, (data.row,))]
    context: dict[str, object] = {"event": data, "headline": headline, "sections": sections}
    return render("event", f"{headline}: {data.row.title}", context)


def one_line(text: str) -> str:
    """`text` as one header line: no line break or control character, and not too long for the column."""
    flat = " ".join(_CONTROL.sub(" ", text).split())
    return flat if len(flat) <= LONGEST_SUBJECT else flat[: LONGEST_SUBJECT - 1] + "…"


def render(kind: str, subject: str, context: dict[str, object]) -> Composed:
    """Text and HTML from the two templates of that kind."""
    line = one_line(subject)
    context = {**context, "subject": line}
    return Composed(
        subject=line,
        text=render_to_string(f"mail/{kind}.txt", context).strip() + "\n",
        html=render_to_string(f"mail/{kind}.html", context),
    )
