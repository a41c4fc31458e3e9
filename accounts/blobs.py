"""Stored bytes that several rows share: kept once for each content, removed when the last row that names them goes."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver


def hold(contents: Iterable[str]) -> None:
    """Let nobody store or remove bytes of these contents (sha256) before this transaction ends.

    Taken in the order of the contents and after every row, so that two forms with the same files wait, not lock up.
    """
    with connection.cursor() as cursor:
        for sha256 in sorted(set(contents)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])


def is_named(name: str, *, beside: models.Model | None = None) -> bool:
    """Whether a row of any table, `beside` left out, names these stored bytes."""
    for field in _fields():
        rows = field.model._default_manager.filter(**{field.name: name})
        if beside is not None and field.model is type(beside):
            rows = rows.exclude(pk=beside.pk)
        if rows.exists():
            return True
    return False


def _fields() -> Iterator[models.FileField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.concrete_fields if isinstance(field, models.FileField))


@receiver(post_delete, dispatch_uid="blobs.row_gone")
def let_go(instance: models.Model, **_details: Any) -> None:
    """A row that is gone for good takes its bytes with it, if it was the last one."""
    for field in instance._meta.concrete_fields:
        if isinstance(field, models.FileField) and (content := getattr(instance, field.attname)):
            sha256 = getattr(instance, "sha256", content.name)
            transaction.on_commit(partial(_remove, content.storage, content.name, sha256))


def _remove(storage: Storage, name: str, sha256: str) -> None:
    with transaction.atomic():
        hold([sha256])
        if not is_named(name):
            storage.delete(name)
