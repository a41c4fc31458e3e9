"""Walking the chain of the audit trail, to find the first row that was edited, removed or put elsewhere."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from accounts.audit import GENESIS
from accounts.models import AuditAnchor, AuditEntry
from accounts.models.audit import Said, chained

BATCH = 5000


class Fault(StrEnum):
    """What happened to a row after it was written."""

    EDITED = "edited"
    REMOVED = "removed"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rows` were read; `fault` is None when the chain holds, else `entry_id` is the first row that shows it.

    `head` is the hash of the last row: written down elsewhere and given to the next check, it also proves that
    nobody cut off the end, which the chain alone cannot show. `anchors` were met on the way.
    """

    rows: int
    head: str
    fault: Fault | None = None
    entry_id: int | None = None
    anchors: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What the walk needs of an entry."""

    pk: int
    said: Said
    previous: str
    hash: str


def anchors_in(lines: Iterable[str]) -> dict[int, str]:
    """Heads by the number of their row, out of a file of anchors.

    Raises:
        ValueError: a line is no anchor.
    """
    found: dict[int, str] = {}
    for line in filter(None, map(str.strip, lines)):
        _day, entry_id, _rows, head = line.split()
        found[int(entry_id)] = head
    return found


def walk(expected_head: str = "", known: Mapping[int, str] | None = None) -> Verdict:
    """Read the whole trail once, oldest first, in constant memory, and hold it against every anchor.

    `known` are heads by row kept outside of the database; those of the table are taken in any case.
    """
    heads = {**dict(AuditAnchor.objects.values_list("entry_id", "head")), **(known or {})}
    heads.pop(0, None)  # an anchor of an empty trail says nothing about any row
    waiting = set(heads)
    previous, rows, met = GENESIS, 0, not expected_head
    for row in _rows():
        rows += 1
        fault = _fault(row, previous, heads)
        if fault is not None:
            return Verdict(rows, previous, fault, row.pk, len(heads) - len(waiting))
        previous = row.hash
        waiting.discard(row.pk)
        met = met or row.hash == expected_head
    if waiting:
        return Verdict(rows, previous, Fault.CUT_OFF, min(waiting), len(heads) - len(waiting))
    return Verdict(rows, previous, None if met else Fault.CUT_OFF, None, len(heads))


def _fault(row: Row, previous: str, heads: Mapping[int, str]) -> Fault | None:
    if chained(row.previous, row.said) != row.hash:
        return Fault.EDITED
    if row.previous != previous:
        elsewhere = AuditEntry.objects.filter(hash=row.previous).exists()
        return Fault.REORDERED if elsewhere else Fault.REMOVED
    return Fault.REWRITTEN if heads.get(row.pk, row.hash) != row.hash else None


_COLUMNS = (
    "id, at, actor_id, membership_id, action, target_type, target_id, target_label, before::text, after::text,"
    " request_id, host(address), previous_hash, hash"
)


def _rows() -> Iterator[Row]:
    """The rows as the database holds them; building a model for each of a million would take most of the time."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM accounts_auditentry ORDER BY id")  # noqa: S608 - fixed names
        while batch := cursor.fetchmany(BATCH):
            yield from map(_row, batch)


def _row(values: tuple[Any, ...]) -> Row:
    pk, at, actor, post, action, kind, target, label, before, after, request, address, previous, own = values
    said: Said = {
        "at": at.isoformat(),
        "actor": actor,
        "membership": post,
        "action": action,
        "target": [kind, target, label],
        "before": json.loads(before),
        "after": json.loads(after),
        "request": request,
        "address": address,
    }
    return Row(pk, said, previous, own)
