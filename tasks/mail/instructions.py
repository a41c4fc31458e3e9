"""Mails about a leader's words: one per person and step, all words of that step which still stand when it goes out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.mail import rows
from tasks.mail.compose import render
from tasks.mail.types import MOST_ROWS, Composed
from tasks.models import ASKING, Instruction, InstructionState, Mail

STANDING = (InstructionState.OPEN, InstructionState.ANSWERED, InstructionState.RECORDED)
"""States in which the words are still worth a mail."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, as the mail shows it; `about` is the task, empty when it is about the unit as such."""

    label: str
    about: str
    unit: str
    words: str
    answer_by: date | None
    paper: str
    url: str
    asks: bool


@dataclass(frozen=True, slots=True)
class InstructionMail:
    """All words of one step for one reader, at most `MOST_ROWS` of `total`."""

    to_name: str
    by: str
    day: date
    counted_at: datetime
    said: tuple[Said, ...]
    total: int

    @property
    def hidden(self) -> int:
        """Words that are counted but not shown."""
        return self.total - len(self.said)

    @property
    def asks(self) -> bool:
        """Whether any of them wants an answer."""
        return any(each.asks for each in self.said)


def load(mails: list[Mail], now: datetime) -> Callable[[Mail], Composed | str]:
    """How to compose each mail (two queries for the batch)."""
    found = _read({str(mail.facts.get("batch", "")) for mail in mails})

    def composed(mail: Mail) -> Composed | str:
        told = [row for row in found[str(mail.facts.get("batch", ""))] if _is_for(row, mail)]
        if not told:
            return _("Ý kiến đã được trả lời hoặc thu hồi trước khi gửi.")
        return _compose(_mail(mail, told, now))

    return composed


def _read(batches: Collection[str]) -> defaultdict[str, list[Instruction]]:
    standing = Instruction.objects.filter(batch__in=[batch for batch in batches if batch], state__in=STANDING)
    joined = standing.select_related("task__directive", "unit", "leader").prefetch_related("receipts")
    found: defaultdict[str, list[Instruction]] = defaultdict(list)
    for row in joined.defer("task__text", "task__search_text", "task__directive__text").order_by("pk"):
        found[str(row.batch)].append(row)
    return found


def _is_for(row: Instruction, mail: Mail) -> bool:
    if mail.recipient_id is not None:
        return any(receipt.person_id == mail.recipient_id for receipt in row.receipts.all())
    return row.unit_id == mail.organisation_id


def _mail(mail: Mail, told: Sequence[Instruction], now: datetime) -> InstructionMail:
    return InstructionMail(
        to_name=str(mail.recipient or mail.organisation or ""),
        by=str(told[0].leader or ""),
        day=mail.day,
        counted_at=timezone.localtime(now),
        said=tuple(_said(row) for row in told[:MOST_ROWS]),
        total=len(told),
    )


def _said(row: Instruction) -> Said:
    label = _("%(kind)s lần %(number)s") % {"kind": row.get_kind_display(), "number": row.number}
    dated = f" ({row.document_on:%d/%m/%Y})" if row.document_on else ""
    return Said(
        label=label,
        about=row.task.title if row.task is not None else "",
        unit=row.unit.short_name,
        words=row.words,
        answer_by=row.answer_by,
        paper=f"{row.document_number}{dated}" if row.document_number else "",
        url=rows.url(row.get_absolute_url()),
        asks=row.kind in ASKING,
    )


def _compose(data: InstructionMail) -> Composed:
    first = data.said[0]
    subject = f"{first.label}: {first.about or first.unit}"
    if data.total > 1:
        subject = _("%(by)s: %(n)s ý kiến chỉ đạo") % {"by": data.by, "n": data.total}
    limits = [each.answer_by for each in data.said if each.answer_by is not None]
    if limits:
        subject += _(", trả lời trước hết ngày %(day)s") % {"day": f"{min(limits):%d/%m/%Y}"}
    return render("instruction", subject, {"instruction": data})
