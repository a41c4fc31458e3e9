"""Changing rows of any table so that each change is kept and can be taken back exactly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.models import Reorganisation, ReorganisedRow, RowChange

Columns = Mapping[str, Any]
MOST_BLOCKERS: Final = 10
"""Rows named when an undo is refused; the sentence says how many more there are."""


class Journal:
    """The changes of one application in their order; `store` keeps them."""

    def __init__(self, reorganisation: Reorganisation, first: int = 0) -> None:
        self._reorganisation = reorganisation
        self._first = first
        self._rows: list[ReorganisedRow] = []

    def change(self, model: type[models.Model], wanted: Mapping[int, Columns]) -> int:
        """Set columns (by their database names) of these rows, locked first; a row with a version gets the next one."""
        if not wanted:
            return 0
        versioned = ["version"] if _has_version(model) else []
        manager = model._base_manager
        now = manager.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True, of=("self",))
        before = {row.pk: row for row in now}
        groups: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
        for key, values in wanted.items():
            groups[tuple(sorted(values.items(), key=lambda pair: pair[0]))].append(key)
            was = before[key]
            touched = [*values, *versioned]
            old = {name: plain(getattr(was, name)) for name in touched}
            new = {**old, **{name: plain(value) for name, value in values.items()}}
            if versioned:
                new["version"] = old["version"] + 1
            self._note(model, key, RowChange.CHANGED, old, new)
        bump: dict[str, Any] = {"version": F("version") + 1} if versioned else {}
        for pairs, keys in groups.items():
            manager.filter(pk__in=keys).update(**dict(pairs), **bump)
        return len(wanted)

    def create(self, rows: Iterable[models.Model]) -> None:
        """Note rows that were just made."""
        for row in rows:
            self._note(type(row), row.pk, RowChange.CREATED, {}, columns_of(row))

    def delete(self, rows: Iterable[models.Model]) -> int:
        """Delete these rows and keep them whole."""
        doomed = list(rows)
        for row in doomed:
            self._note(type(row), row.pk, RowChange.DELETED, columns_of(row), {})
        for model in {type(row) for row in doomed}:
            model._base_manager.filter(pk__in=[row.pk for row in doomed if type(row) is model]).delete()
        return len(doomed)

    def store(self) -> None:
        """Keep what was noted."""
        ReorganisedRow.objects.bulk_create(self._rows, batch_size=1000)

    def said(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Before and after of everything, by table and key, for the audit trail."""
        before: dict[str, Any] = defaultdict(dict)
        after: dict[str, Any] = defaultdict(dict)
        for row in self._rows:
            before[row.table].setdefault(str(row.key), row.before)
            after[row.table].setdefault(str(row.key), {}).update(row.after)
        return dict(before), dict(after)

    def _note(self, model: type[models.Model], key: int, change: RowChange, before: Columns, after: Columns) -> None:
        self._rows.append(
            ReorganisedRow(
                reorganisation=self._reorganisation,
                turn=self._reorganisation.turn,
                place=self._first + len(self._rows),
                table=model._meta.label_lower,
                key=key,
                change=change,
                before=before,
                after=after,
            )
        )


def plain(value: Any) -> Any:
    """A column's value as JSON holds it without loss (microseconds too)."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def columns_of(row: models.Model) -> dict[str, Any]:
    """Every column of a row, by its database name."""
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _has_version(model: type[models.Model]) -> bool:
    return any(field.attname == "version" for field in model._meta.concrete_fields)


# ── taking back ───────────────────────────────────────────────────────────────────────────────
def blockers(rows: Iterable[ReorganisedRow], *, lock: bool = True) -> list[str]:
    """What stands against taking these changes back: a sentence for each row that is not as it was left."""
    by_table: dict[str, list[ReorganisedRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    return [sentence for table, some in by_table.items() for sentence in _touched(_model(table), some, lock=lock)]


def _touched(model: type[models.Model], rows: list[ReorganisedRow], *, lock: bool) -> list[str]:
    """Only the last change of each row is compared; earlier ones lie beneath it."""
    last = {row.key: row for row in rows}
    known = model._base_manager.order_by("pk")
    found = (known.select_for_update(no_key=True, of=("self",)) if lock else known).in_bulk(list(last))
    return [sentence for key, row in last.items() if (sentence := _differs(model, row, found.get(key)))]


def _differs(model: type[models.Model], row: ReorganisedRow, now: models.Model | None) -> str:
    words = {"what": str(model._meta.verbose_name), "name": str(now)[:120] if now is not None else row.key}
    if row.change == RowChange.DELETED:
        return "" if now is None else _("%(what)s “%(name)s”: đã có lại sau khi sắp xếp.") % words
    if now is None:
        return _("%(what)s số %(name)s: không còn nữa.") % words
    same = all(plain(getattr(now, name)) == value for name, value in row.after.items())
    return "" if same else _("%(what)s “%(name)s”: đã thay đổi sau khi sắp xếp.") % words


def restore(rows: Iterable[ReorganisedRow]) -> None:
    """Take the changes back, the last first.

    A version goes on instead of back, so that a form opened in between is still noticed.

    Raises:
        DomainError: `undo_blocked`, when something made since refers to a row that would go.
    """
    for row in sorted(rows, key=lambda row: row.place, reverse=True):
        model = _model(row.table)
        if row.change == RowChange.CREATED:
            _remove(model, row.key)
        elif row.change == RowChange.DELETED:
            _insert(model, row.before)
        else:
            _set(model, row.key, row.before)


def _remove(model: type[models.Model], key: int) -> None:
    try:
        model._base_manager.filter(pk=key).delete()
    except ProtectedError as error:
        names = [f"{one._meta.verbose_name} “{str(one)[:80]}”" for one in list(error.protected_objects)[:3]]
        words = {"what": model._meta.verbose_name, "names": "; ".join(names)}
        raise DomainError(
            _("Không hoàn lại được: %(what)s lập khi sắp xếp đã được dùng (%(names)s).") % words, code="undo_blocked"
        ) from error


def _insert(model: type[models.Model], kept: Columns) -> None:
    values = _read(model, kept)
    model._base_manager.bulk_create([model(**values)])
    # Columns that the model fills by itself on saving, such as a time of change, come back as they were.
    model._base_manager.filter(pk=values["id"]).update(
        **{name: value for name, value in values.items() if name != "id"}
    )


def _set(model: type[models.Model], key: int, kept: Columns) -> None:
    values = _read(model, {name: value for name, value in kept.items() if name != "version"})
    if "version" in kept:
        values["version"] = F("version") + 1
    model._base_manager.filter(pk=key).update(**values)


def _read(model: type[models.Model], kept: Columns) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in kept.items()}


def _model(table: str) -> type[models.Model]:
    return apps.get_model(table)
