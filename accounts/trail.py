"""Reading the audit trail: the filter that page and export share, pages by key, rows for a spreadsheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from accounts.trail_words import word

PAGE: Final = 50
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; empty texts and None ask for nothing."""

    actor: str = ""
    action: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None

    def narrow(self) -> QuerySet[AuditEntry]:
        """The entries asked for, newest first; `until` includes that day."""
        found = AuditEntry.objects.select_related("actor", "membership__organisation").order_by("-pk")
        if self.actor:
            found = found.filter(Q(actor__full_name__icontains=self.actor) | Q(actor__username__iexact=self.actor))
        if self.action:
            found = found.filter(action__startswith=self.action)
        if self.target:
            found = found.filter(target_label__icontains=self.target)
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
