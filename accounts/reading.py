"""Noting that somebody opened a sensitive page: the trail itself, its export, the data of a person."""

import zlib
from typing import Final

from django.core.cache import cache
from django.db import models, transaction
from redis.exceptions import RedisError

from accounts import audit
from accounts.models import User

QUIET_SECONDS: Final = 600
"""The same person reading the same thing again within this time is one reading."""


def note(
    action: str, target: models.Model, *, reader: User, about: dict[str, object] | None = None, every: bool = False
) -> None:
    """Append `action` to the trail unless the same reading was noted a moment ago; with `every` in any case.

    `about` says what was asked for, for instance the filter of an export; another filter is another reading.
    """
    details = audit.plain(about or {})
    digest = zlib.crc32(str(sorted(details.items())).encode())
    key = f"reading:{reader.pk}:{action}:{target._meta.label_lower}:{target.pk}:{digest}"
    if not every and not _is_first(key):
        return
    with transaction.atomic():
        audit.record(action, target, actor=reader, after=details)


def _is_first(key: str) -> bool:
    """Without the cache every reading is noted: rather twice than never."""
    try:
        return bool(cache.add(key, 1, QUIET_SECONDS))
    except (RedisError, OSError):
        return True
