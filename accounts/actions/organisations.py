"""Making, renaming, moving and ending organisations; nothing official is deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from accounts import acting, audit, lineage, people_policy
from accounts.directory import Entry, Origin
from accounts.errors import DomainError, Stale
from accounts.models import Organisation, Succession, User

TREE_LOCK: Final = 730_002  # pg_advisory_xact_lock key; paths of the tree change one after the other
EDITABLE: Final = frozenset(
    {"name", "short_name", "email", "aliases", "symbols", "head_titles", "valid_from", "valid_to", "rank", "note"}
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, by code; `successions` counts new ones."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int
    successions: int


@transaction.atomic
def create(values: Mapping[str, Any], *, parent: Organisation | None, actor: User, today: date) -> Organisation:
    """A new organisation below `parent` (None makes a root); `values` are columns, with code, name and kind.

    Raises:
        Refused: the actor is no administrator.
        DomainError: the code is taken.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    _lock_tree()
    if Organisation.objects.filter(code=values["code"]).exists():
        raise DomainError(_('Mã "%(code)s" đã có tổ chức dùng.') % {"code": values["code"]}, code="code_taken")
    made = Organisation.objects.create(parent=_fresh(parent), **values)
    audit.record("organisation.created", made, actor=actor, after={**values, "parent": parent})
    return made


@transaction.atomic
def change(
    organisation_id: int, values: Mapping[str, Any], *, actor: User, today: date, seen_version: int | None
) -> Organisation:
    """Store what differs of `values` (names, mailbox, aliases, symbols, dates, rank, note).

    Raises:
        Refused: the actor is no administrator.
        Stale: somebody changed the row since the form was opened.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    organisation = _locked(organisation_id, seen_version)
    differs = _differing(organisation, {name: value for name, value in values.items() if name in EDITABLE})
    if not differs:
        return organisation
    before = {name: getattr(organisation, name) for name in differs}
    organisation.become(**differs)
    audit.record("organisation.changed", organisation, actor=actor, before=before, after=differs)
    return organisation


@transaction.atomic
def rename(
    organisation_id: int, *, name: str, short_name: str, actor: User, today: date, seen_version: int | None
) -> Organisation:
    """Give it a new name; the name so far stays findable as an alias.

    Raises:
        Refused: the actor is no administrator.
        Stale: somebody changed the row since the form was opened.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    former = {organisation.name, organisation.short_name} - {name, short_name}
    aliases = [*organisation.aliases, *sorted(former - set(organisation.aliases))]
    values = {"name": name, "short_name": short_name, "aliases": aliases}
    return change(organisation_id, values, actor=actor, today=today, seen_version=seen_version)


@transaction.atomic
def move(
    organisation_id: int, *, parent: Organisation | None, actor: User, today: date, seen_version: int | None
) -> Organisation:
    """Hang it, with everything below it, under another parent; every path of the subtree is rewritten at once.

    Raises:
        Refused: the actor is no administrator.
        Stale: somebody changed the row since the form was opened.
        DomainError: the new parent lies inside the subtree itself.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    _lock_tree()
    organisation = _locked(organisation_id, seen_version)
    parent = _fresh(parent)
    if parent is not None and parent.path.startswith(organisation.path):
        raise DomainError(_("Không thể chuyển một tổ chức vào bên trong chính nó."), code="move_into_itself")
    former = organisation.parent
    if former == parent:
        return organisation
    _rehang(organisation, parent)
    before, after = {"parent": former}, {"parent": parent}
    audit.record("organisation.moved", organisation, actor=actor, before=before, after=after)
    return organisation


@transaction.atomic
def end(organisation_id: int, *, on: date, actor: User, today: date, seen_version: int | None = None) -> Organisation:
    """End it: from the day `on` it no longer exists.

    Raises:
        Refused: the actor is no administrator.
        Stale: somebody changed the row since the form was opened.
        DomainError: something below it goes on after that day, or it would end before it began.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    if organisation.valid_from is not None and on <= organisation.valid_from:
        raise DomainError(_("Ngày kết thúc phải sau ngày bắt đầu của tổ chức."), code="ends_before_start")
    if Organisation.objects.within(organisation).exclude(pk=organisation.pk).in_force(on).exists():
        raise DomainError(
            _("Còn tổ chức trực thuộc hoạt động sau ngày này. Hãy kết thúc hoặc chuyển chúng trước."),
            code="has_living_children",
        )
    return change(organisation_id, {"valid_to": on}, actor=actor, today=today, seen_version=seen_version)


@transaction.atomic
def load(entries: list[Entry], origins: list[Origin], *, actor: User | None) -> Loaded:
    """Bring the directory to what a file states: new codes are added, differing ones changed, others left alone.

    Only an operator's command calls this, so no policy is asked; each change is audited all the same.
    """
    _lock_tree()
    known = {row.code: row for row in Organisation.objects.select_related("parent")}
    former = set(known)
    added = [_add(entry, known) for entry in entries if entry.code not in former]
    changed = {
        entry.code: deed
        for entry in entries
        if entry.code in former and (deed := _bring(known[entry.code], entry, known))
    }
    links = _link(origins, known)
    lineage.settle_heirs()
    made = [audit.Deed("organisation.created", row, after={"code": row.code, "name": row.name}) for row in added]
    audit.record_all([*made, *changed.values()], actor=actor)
    codes = tuple(row.code for row in added)
    return Loaded(codes, tuple(changed), len(entries) - len(added) - len(changed), links)


def _add(entry: Entry, known: dict[str, Organisation]) -> Organisation:
    parent = known[entry.parent] if entry.parent else None
    known[entry.code] = Organisation.objects.create(code=entry.code, parent=parent, **entry.values)
    return known[entry.code]


def _bring(row: Organisation, entry: Entry, known: Mapping[str, Organisation]) -> audit.Deed | None:
    """What differed, None when nothing did; a mailbox set by hand stays when the file names none."""
    differs = _differing(row, entry.values)
    before: dict[str, Any] = {name: getattr(row, name) for name in differs}
    after: dict[str, Any] = dict(differs)
    if differs:
        row.become(**differs)
    parent = known[entry.parent] if entry.parent else None
    moved = row.parent_id != (parent.pk if parent else None)
    if moved:
        before["parent"], after["parent"] = row.parent_id, parent.pk if parent else None
        row.refresh_from_db()
        _rehang(row, _fresh(parent))
    return audit.Deed("organisation.changed", row, before=before, after=after) if after else None


def _link(origins: list[Origin], known: Mapping[str, Organisation]) -> int:
    before = Succession.objects.count()
    rows = [
        Succession(
            predecessor=known.get(origin.code),
            predecessor_name=origin.name or known[origin.code].name,
            successor=known[origin.into],
            kind=origin.kind,
            effective_on=origin.on,
        )
        for origin in origins
    ]
    Succession.objects.bulk_create(rows, ignore_conflicts=True)
    return Succession.objects.count() - before


def _rehang(organisation: Organisation, parent: Organisation | None) -> None:
    """Rewrite the paths of the subtree in one statement; the new prefix is one that nobody has."""
    old, new = organisation.path, Organisation.next_path(parent)
    subtree = Organisation.objects.filter(path__startswith=old)
    subtree.update(path=Concat(Value(new), Substr("path", len(old) + 1)), version=F("version") + 1)
    Organisation.objects.filter(pk=organisation.pk).update(parent=parent)
    organisation.refresh_from_db()


def _differing(organisation: Organisation, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(organisation, name) != value}


def _locked(organisation_id: int, seen_version: int | None) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    if seen_version is not None and organisation.version != seen_version:
        raise Stale
    return organisation


def _fresh(parent: Organisation | None) -> Organisation | None:
    return Organisation.objects.get(pk=parent.pk) if parent is not None else None


def _lock_tree() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
