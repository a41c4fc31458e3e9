"""Writing many rows at once, each at most once: the schema's unique keys decide, not an `if`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.utils import timezone

from tasks.models import REMINDERS, Notice

Row = TypeVar("Row")
CHUNK = 2000
"""Rows per statement, which bounds memory whatever the number of tasks."""


def chunks(rows: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """`rows` in lists of at most `size`."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk


def insert_new(rows: Iterable[models.Model]) -> int:
    """Insert the rows (of one model) that are not there yet; the answer counts only those.

    `bulk_create(ignore_conflicts=True)` cannot say how many rows were new, hence a statement of our own: one array per
    column, a few times quicker for many rows than one parameter per value.
    """
    return sum(_insert(chunk) for chunk in chunks(rows))


def _insert(rows: Sequence[models.Model]) -> int:
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{_array_type(field)}" for field in fields)
    # The connection behind Django's proxy: asked once here, a million times a night otherwise.
    real = connections[DEFAULT_DB_ALIAS]
    values = [[field.get_db_prep_save(field.pre_save(row, add=True), real) for row in rows] for field in fields]
    sql = f'INSERT INTO "{meta.db_table}" ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING'  # noqa: S608 - identifiers of our own models
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _array_type(field: models.Field[object, object]) -> str:
    """The array type of the column; texts as `text`, so that too long a value is refused and never cut silently."""
    kind = field.db_type(connection) or "text"
    return "text[]" if kind.startswith("varchar") else f"{kind}[]"


def retire(reminders: models.QuerySet[Notice], day: date) -> int:
    """Take unread reminders off the unread list, because something newer holds since `day`; counts them."""
    return overtake(reminders.filter(kind__in=REMINDERS), day)


def overtake(notices: models.QuerySet[Notice], day: date) -> int:
    """As `retire`, whatever kind they are of."""
    return notices.filter(read_at=None).update(read_at=timezone.now(), obsolete_on=day)
