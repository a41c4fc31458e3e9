"""Walking the chain of the audit trail, to find the first row that was edited, removed or put elsewhere."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.audit import GENESIS
from accounts.models import AuditEntry


class Fault(StrEnum):
    """What happened to a row after it was written."""

    EDITED = "edited"
    REMOVED = "removed"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rows` were read; `fault` is None when the chain holds, else `entry_id` is the first row that shows it.

    `head` is the hash of the last row: written down elsewhere and given to the next check, it also proves that
    nobody cut off the end, which the chain alone cannot show.
    """

    rows: int
    head: str
    fault: Fault | None = None
    entry_id: int | None = None


def walk(expected_head: str = "") -> Verdict:
    """Read the whole trail once, oldest first, in constant memory."""
    previous, rows, met = GENESIS, 0, not expected_head
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        rows += 1
        fault = _fault(entry, previous)
        if fault is not None:
            return Verdict(rows, previous, fault, entry.pk)
        previous = entry.hash
        met = met or entry.hash == expected_head
    return Verdict(rows, previous, None if met else Fault.CUT_OFF)


def _fault(entry: AuditEntry, previous: str) -> Fault | None:
    if entry.digest() != entry.hash:
        return Fault.EDITED
    if entry.previous_hash == previous:
        return None
    elsewhere = AuditEntry.objects.filter(hash=entry.previous_hash).exists()
    return Fault.REORDERED if elsewhere else Fault.REMOVED
