"""Reading the audit trail: the filter that page and export share, pages by key, rows for a spreadsheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from accounts.models import AuditEntry
from accounts.trail_words import word

PAGE: Final = 50
TEXT_DAYS: Final = 92
"""How far back a text is looked for when nothing else narrows the question."""
MOST_CSV: Final = 500_000
MOST_XLSX: Final = 50_000
"""Rows of a file; more of them take longer than a person waits."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; empty texts and None ask for nothing."""

    actor: str = ""
    action: str = ""
    target: str = ""
    address: str = ""
    text: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None

    def bounded(self, today: date) -> "Wanted":
        """The same question, within the last `TEXT_DAYS` where it asks for a text and for nothing that is indexed.

        A text is looked for in every row of the time asked for; without a bound that is the trail of all years.
        """
        if not self.text or self.since or self.actor or self.about:
            return self
        return replace(self, since=today - timedelta(days=TEXT_DAYS))

    def narrow(self) -> QuerySet[AuditEntry]:
        """The entries asked for, newest first; `until` includes that day, `address` is one or a network (10.1.0.0/16).

        `about` is one row as `app.model:key`, `text` stands somewhere in what was before or after.
        """
        found = AuditEntry.objects.select_related("actor", "membership__organisation").order_by("-pk")
        if self.actor:
            found = found.filter(Q(actor__full_name__icontains=self.actor) | Q(actor__username__iexact=self.actor))
        if self.action:
            found = found.filter(action__startswith=self.action)
        if self.target:
            found = found.filter(target_label__icontains=self.target)
        if self.address:
            found = found.extra(where=["address <<= %s::inet"], params=[self.address])
        if self.about:
            kind, _colon, key = self.about.rpartition(":")
            found = found.filter(target_type=kind, target_id=key)
        if self.text:
            said = Q(said_before__icontains=self.text) | Q(said_after__icontains=self.text)
            found = found.annotate(
                said_before=Cast("before", TextField()), said_after=Cast("after", TextField())
            ).filter(said)
        if self.since:
            found = found.filter(at__gte=_midnight(self.since))
        if self.until:
            found = found.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """Entries by key: `older` is the key to continue below, None at the end."""

    entries: list[AuditEntry]
    older: int | None


def page(wanted: Wanted, below: int | None) -> Page:
    """At most `PAGE` entries older than the entry `below` (None: from the newest)."""
    found = wanted.narrow()
    if below is not None:
        found = found.filter(pk__lt=below)
    entries = list(found[: PAGE + 1])
    return Page(entries[:PAGE], entries[PAGE - 1].pk if len(entries) > PAGE else None)


def within(wanted: Wanted, most: int) -> QuerySet[AuditEntry]:
    """What is asked for, when it fits into a file of `most` rows.

    Raises:
        DomainError: there is more; the question must be narrowed.
    """
    found = wanted.narrow()
    if found.order_by()[: most + 1].count() > most:
        words = gettext("Có hơn %(most)s dòng khớp; hãy thu hẹp bộ lọc (ví dụ theo ngày) rồi tải lại.")
        raise DomainError(words % {"most": f"{most:,}".replace(",", ".")}, code="too_many_rows")
    return found


def table(entries: Iterable[AuditEntry]) -> Iterator[list[str]]:
    """Rows for a spreadsheet, headings first; nothing in them can be taken for a formula."""
    yield [
        str(heading)
        for heading in (
            _("Số"),
            _("Lúc"),
            _("Người"),
            _("Vị trí"),
            _("Việc"),
            _("Đối tượng"),
            _("Trước"),
            _("Sau"),
            "IP",
        )
    ]
    for entry in entries:
        cells = (
            str(entry.pk),
            timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
            str(entry.actor or ""),
            str(entry.membership or ""),
            word(entry.action),
            entry.target_label,
            _plain(entry.before),
            _plain(entry.after),
            entry.address or "",
        )
        yield [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]


def _plain(values: Mapping[str, object]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
