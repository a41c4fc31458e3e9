"""Writing the audit trail, inside the transaction of the action itself."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts import context
from accounts.models import AuditEntry, User

CHAIN_LOCK = 730_001  # pg_advisory_xact_lock key; entries are chained one after the other
GENESIS = "0" * 64


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """`values` as JSON can hold them (dates become ISO texts, rows their key)."""
    keyed = {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
    result: dict[str, object] = json.loads(json.dumps(keyed, cls=DjangoJSONEncoder))
    return result


@dataclass(frozen=True, slots=True)
class Deed:
    """What an entry says: `action` is a dotted name such as `task.submitted`; before and after hold what changed."""

    action: str
    target: models.Model
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)


def record(
    action: str,
    target: models.Model,
    *,
    actor: User | None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Append one entry; call it last in the transaction, because it holds the chain's lock until commit.

    Raises:
        TransactionManagementError: as `record_all`.
    """
    return record_all([Deed(action, target, before or {}, after or {})], actor=actor)[0]


def record_all(deeds: Iterable[Deed], *, actor: User | None) -> list[AuditEntry]:
    """Append one entry for each deed, in this order, for an action that changes many rows at once.

    Raises:
        TransactionManagementError: outside a transaction the lock would be gone before the rows are written.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.record belongs inside the transaction of its action.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    previous = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS
    entries = []
    for deed in deeds:
        entry = _entry(deed, actor, previous)
        previous = entry.hash
        entries.append(entry)
    return AuditEntry.objects.bulk_create(entries)


def _entry(deed: Deed, actor: User | None, previous: str) -> AuditEntry:
    where = context.current()
    entry = AuditEntry(
        at=timezone.now(),
        actor=actor,
        membership_id=where.membership_id,
        action=deed.action,
        target_type=deed.target._meta.label_lower,
        target_id=str(deed.target.pk or ""),
        target_label=str(deed.target)[:300],
        before=plain(deed.before),
        after=plain(deed.after),
        request_id=where.request_id,
        address=where.address,
        previous_hash=previous,
    )
    entry.hash = entry.digest()
    return entry
