"""Writing the audit trail, inside the transaction of the action itself."""

import json
from collections.abc import Mapping

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


def record(
    action: str,
    target: models.Model,
    *,
    actor: User | None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Append one entry; call it last in the transaction, because it holds the chain's lock until commit.

    `action` is a dotted name such as `task.submitted`; `before` and `after` hold only what changed.

    Raises:
        TransactionManagementError: outside a transaction the lock would be gone before the row is written.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.record belongs inside the transaction of its action.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
    where = context.current()
    entry = AuditEntry(
        at=timezone.now(),
        actor=actor,
        membership_id=where.membership_id,
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk or ""),
        target_label=str(target)[:300],
        before=plain(before or {}),
        after=plain(after or {}),
        request_id=where.request_id,
        address=where.address,
        previous_hash=last or GENESIS,
    )
    entry.hash = entry.digest()
    entry.save(force_insert=True)
    return entry
