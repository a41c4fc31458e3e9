"""One function per kind of mail: typed input in, subject, text and HTML out; no database, no clock."""

import re
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tasks.mail import daily
from tasks.mail.tables import Section
from tasks.mail.types import Composed, Digest, Event, PartKind, Release

LONGEST_SUBJECT: Final = 250
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


LABELS: Final = {
    PartKind.OVERDUE: _lazy("Quá hạn"),
    PartKind.TODAY: _lazy("Đến hạn hôm nay"),
    PartKind.SOON: _lazy("Sắp đến hạn"),
    PartKind.DECIDE: _lazy("Chờ Văn phòng quyết định"),
    PartKind.UNRECEIVED: _lazy("Chưa tiếp nhận đúng hạn"),
    PartKind.SILENT: _lazy("Lâu không báo cáo"),
}
COUNTED_FIRST: Final = {
    PartKind.OVERDUE: _lazy("%(n)s nhiệm vụ quá hạn"),
    PartKind.TODAY: _lazy("%(n)s nhiệm vụ đến hạn hôm nay"),
    PartKind.SOON: _lazy("%(n)s nhiệm vụ sắp đến hạn"),
    PartKind.DECIDE: _lazy("%(n)s nhiệm vụ chờ quyết định"),
    PartKind.UNRECEIVED: _lazy("%(n)s nhiệm vụ chưa tiếp nhận đúng hạn"),
    PartKind.SILENT: _lazy("%(n)s nhiệm vụ lâu không báo cáo"),
}
COUNTED_NEXT: Final = {
    PartKind.OVERDUE: _lazy("%(n)s quá hạn"),
    PartKind.TODAY: _lazy("%(n)s đến hạn hôm nay"),
    PartKind.SOON: _lazy("%(n)s sắp đến hạn"),
    PartKind.DECIDE: _lazy("%(n)s chờ quyết định"),
    PartKind.UNRECEIVED: _lazy("%(n)s chưa tiếp nhận đúng hạn"),
    PartKind.SILENT: _lazy("%(n)s lâu không báo cáo"),
}


def digest(data: Digest) -> Composed:
    """The daily mail: overdue first, then today, then what comes near, what waits for a decision, and silence."""
    headline = ", ".join(_counts(data))
    sections = [Section(str(LABELS[part.kind]), part.number, part.rows, part.url) for part in data.parts]
    return daily.write(data, one_line(f"{headline} – {data.day:%d/%m/%Y}"), headline, sections)


def _counts(data: Digest) -> list[str]:
    """How many of what, worst first; the first number says of what."""
    said: list[str] = []
    for part in data.parts:
        words = COUNTED_NEXT if said else COUNTED_FIRST
        said.append(str(words[part.kind]) % {"n": part.number})
    if data.extensions:
        said.append(_("%(n)s đề nghị gia hạn chờ quyết định") % {"n": data.extensions})
    if data.news:
        said.append(_("%(n)s tin mới") % {"n": len(data.news)})
    return said


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
    sections = [Section("", 1, (data.row,))]
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
