"""Locking rows that are read together with what they point at."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def locked(rows: QuerySet[Row], *, skip_locked: bool = False) -> QuerySet[Row]:
    """Lock what `rows` finds, the smallest key first, and return those rows, to be read by a statement of their own.

    In one statement PostgreSQL would wait for the lock and then join the new row with the bodies and people of the
    old snapshot: a task whose lead changed meanwhile would be missing, and the person told that it does not exist.
    Read after the lock, it is there as it is now. `skip_locked` leaves out what somebody else holds.
    """
    bare = rows.select_related(None).defer(None).only("pk").order_by("pk")
    keys = [row.pk for row in bare.select_for_update(of=("self",), skip_locked=skip_locked)]
    return rows.filter(pk__in=keys)
