"""Reorganising bodies: written down, looked at, carried out on its day in one transaction, and taken back exactly."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, lineage, locking
from accounts.actions.organisations import TREE_LOCK
from accounts.errors import DomainError, Stale
from accounts.models import Organisation, Reorganisation, ReorganisationState, ReorganisedRow, User
from accounts.reorganisation_policy import may_reorganise
from tasks.actions.succession_moves import Application, carry_out, follow_up, locked
from tasks.actions.succession_rows import MOST_BLOCKERS, blockers, restore
from tasks.actions.succession_words import took_back
from tasks.models import Party, Task
from tasks.notify import reorganisations as telling
from tasks.succession import END, Outline, Sort, outline
from tasks.succession_conflicts import conflicts

log = logging.getLogger(__name__)

WIZARD_LOCK: Final = 730_003  # pg_advisory_xact_lock key; one reorganisation is carried out or taken back at a time
OPEN_STATES: Final = frozenset({ReorganisationState.DRAFT, ReorganisationState.UNDONE})
"""States in which a decision can still be edited."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the paper says: bodies by key, new bodies as `{"name", "short_name", "symbol", "email"}`."""

    kind: str
    effective_on: date
    document: str
    sources: tuple[int, ...]
    receivers: tuple[int, ...] = ()
    founded: tuple[Mapping[str, str], ...] = ()
    parent: Organisation | None = None
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """As the row keeps them."""
        return {
            "kind": self.kind,
            "effective_on": self.effective_on,
            "document": self.document.strip(),
            "sources": list(self.sources),
            "receivers": list(self.receivers),
            "founded": [dict(body) for body in self.founded],
            "parent": self.parent,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who gets what: by sort and key of an item a reference of a receiver ("" takes the choice back)."""

    choices: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    fallback: str = ""
    follows_people: bool = True


# ── writing down ──────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def prepare(decision: Decision, *, actor: User, today: date) -> Reorganisation:
    """Write a decision down; nothing moves yet.

    Raises:
        Refused: the actor is no administrator.
    """
    acting.require(may_reorganise, actor, today=today)
    row = Reorganisation.objects.create(created_by=actor, **decision.columns())
    audit.record("reorganisation.drafted", row, actor=actor, after=_said(row))
    return row


@transaction.atomic
def edit(row_id: int, decision: Decision, *, actor: User, today: date, seen_version: int | None) -> Reorganisation:
    """Change a decision that was not carried out; choices for receivers that are gone are forgotten.

    Raises:
        Refused, Stale: as everywhere.
        DomainError: `not_open`, it was carried out or called off.
    """
    row = _open(row_id, actor=actor, today=today, seen_version=seen_version)
    before = _said(row)
    _become(row, **decision.columns())
    audit.record("reorganisation.drafted", row, actor=actor, before=before, after=_said(row))
    return row


@transaction.atomic
def share(row_id: int, sharing: Sharing, *, actor: User, today: date, seen_version: int | None) -> Reorganisation:
    """Say who gets which items, and who gets the rest.

    Raises:
        Refused, Stale, DomainError: as `edit`; `unknown_receiver` for a reference that names nobody.
    """
    row = _open(row_id, actor=actor, today=today, seen_version=seen_version)
    plan = outline(row)
    known = {*plan.receivers, ""}
    _require_known({sharing.fallback}, known)
    choices = {sort: dict(some) for sort, some in row.choices.items()}
    for sort, some in sharing.choices.items():
        allowed = known | {END} if sort == Sort.POST else known
        _require_known(set(some.values()), allowed)
        merged = {**choices.get(sort, {}), **{str(key): ref for key, ref in some.items()}}
        choices[sort] = {key: ref for key, ref in merged.items() if ref}
    before = {"choices": row.choices, "fallback": row.fallback, "follows_people": row.follows_people}
    _become(row, choices=choices, fallback=sharing.fallback, follows_people=sharing.follows_people)
    after = {"choices": choices, "fallback": row.fallback, "follows_people": row.follows_people}
    audit.record("reorganisation.shared", row, actor=actor, before=before, after=after)
    return row


def _require_known(given: set[str], known: set[str]) -> None:
    if given - known:
        raise DomainError(_("Đơn vị nhận được chọn không thuộc đợt sắp xếp này."), code="unknown_receiver", status=400)


@transaction.atomic
def schedule(row_id: int, *, actor: User, today: date, seen_version: int | None) -> Reorganisation:
    """Let the nightly job carry it out on its day.

    Raises:
        DomainError: `day_has_come`, or something blocks it (`blocked`).
    """
    row = _open(row_id, actor=actor, today=today, seen_version=seen_version)
    if row.effective_on <= today:
        raise DomainError(_("Ngày có hiệu lực đã đến; hãy thực hiện ngay."), code="day_has_come")
    _require_clear(outline(row), today)
    _become(row, state=ReorganisationState.PLANNED, problem="")
    audit.record("reorganisation.planned", row, actor=actor, after=_said(row))
    return row


@transaction.atomic
def cancel(row_id: int, *, actor: User, today: date, seen_version: int | None) -> Reorganisation:
    """Call off what was not carried out.

    Raises:
        DomainError: `already_applied`.
    """
    acting.require(may_reorganise, actor, today=today)
    row = _locked(row_id, seen_version)
    if row.state not in {*OPEN_STATES, ReorganisationState.PLANNED}:
        raise DomainError(_("Đợt sắp xếp này đã thực hiện hoặc đã hủy; hãy tải lại trang."), code="already_applied")
    before = {"state": row.state}
    _become(row, state=ReorganisationState.CANCELLED)
    audit.record("reorganisation.cancelled", row, actor=actor, before=before, after={"state": row.state})
    return row


# ── carrying out ──────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def apply(row_id: int, *, actor: User, today: date, seen_version: int | None) -> Reorganisation:
    """Move everything in one transaction; nothing when anything is undecided or blocked.

    Raises:
        Refused, Stale: as everywhere.
        DomainError: `not_open`, `day_ahead`, or `blocked` with the sentences.
    """
    acting.require(may_reorganise, actor, today=today)
    _lock_wizard()
    row = _locked(row_id, seen_version)
    if row.state not in {*OPEN_STATES, ReorganisationState.PLANNED}:
        raise DomainError(_("Đợt sắp xếp này đã thực hiện hoặc đã hủy; hãy tải lại trang."), code="not_open")
    if row.effective_on > today:
        raise DomainError(_("Chưa đến ngày có hiệu lực; hãy lên lịch để hệ thống tự thực hiện."), code="day_ahead")
    return _apply(row, actor=actor, today=today)


def _apply(row: Reorganisation, *, actor: User, today: date) -> Reorganisation:
    plan = locked(outline(row))
    _require_clear(plan, today)
    row.turn += 1
    work = Application(plan, actor=actor, today=today)
    counts = carry_out(work)
    work.journal.store()
    _become(
        row,
        state=ReorganisationState.APPLIED,
        turn=row.turn,
        counts=counts,
        founded_keys=[work.keys[ref] for ref in plan.receivers if not ref.isdecimal()],
        applied_by=actor,
        applied_at=timezone.now(),
        problem="",
    )
    lineage.settle_heirs()
    telling.applied(row, work.moved, actor=actor, today=today)
    before, after = work.journal.said()
    audit.record("reorganisation.applied", row, actor=actor, before=before, after=after)
    return row


def apply_due(today: date) -> int:
    """Carry out what was planned up to that day, each on its own; the reason stays on those that could not be."""
    due = Reorganisation.objects.filter(state=ReorganisationState.PLANNED, effective_on__lte=today)
    return sum(_apply_planned(key, today) for key in due.order_by("effective_on", "pk").values_list("pk", flat=True))


def _apply_planned(row_id: int, today: date) -> bool:
    try:
        with transaction.atomic():
            _lock_wizard()
            row = locking.locked(Reorganisation.objects.select_related("created_by").filter(pk=row_id)).get()
            if row.state != ReorganisationState.PLANNED:
                return False
            _apply(row, actor=row.created_by, today=today)
    except DomainError as error:
        log.warning("reorganisation.blocked id=%s reason=%s", row_id, error)
        Reorganisation.objects.filter(pk=row_id).update(problem=str(error))
        telling.blocked(Reorganisation.objects.get(pk=row_id), today=today)
        return False
    return True


def catch_up(today: date) -> int:
    """Move on what was given to a body in the very moment in which it ended; counts tasks and parts.

    Whoever hands out work asks whether the body is in force before the row is written, so a body may end in between.
    """
    applied = Reorganisation.objects.filter(state=ReorganisationState.APPLIED)
    sources = {source for keys in applied.values_list("sources", flat=True) for source in keys}
    ended = Organisation.objects.filter(pk__in=sources, valid_to__lte=today)
    late = set(Task.objects.open().filter(lead__in=ended).values_list("lead", flat=True))
    late |= set(
        Party.objects.filter(organisation__in=ended, task__in=Task.objects.open()).values_list(
            "organisation", flat=True
        )
    )
    return sum(_catch_up(row.pk, today) for row in applied.filter(sources__overlap=list(late))) if late else 0


@transaction.atomic
def _catch_up(row_id: int, today: date) -> int:
    _lock_wizard()
    row = _locked(row_id, None)
    if row.state != ReorganisationState.APPLIED:
        return 0
    first = (row.rows.filter(turn=row.turn).aggregate(last=Max("place"))["last"] or 0) + 1
    work = Application(locked(outline(row)), actor=row.applied_by or row.created_by, today=today, first=first)
    count = follow_up(work)
    work.journal.store()
    if count:
        before, after = work.journal.said()
        audit.record("reorganisation.followed", row, actor=None, before=before, after=after)
    return count


# ── taking back ───────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def undo(row_id: int, *, actor: User, today: date, seen_version: int | None) -> Reorganisation:
    """Bring every row back to what it was, or nothing.

    Versions go on, and the history of tasks says that they came back.

    Raises:
        Refused, Stale: as everywhere.
        DomainError: `not_applied`, or `undo_blocked` with what was touched since.
    """
    acting.require(may_reorganise, actor, today=today)
    _lock_wizard()
    row = _locked(row_id, seen_version)
    if row.state != ReorganisationState.APPLIED:
        raise DomainError(_("Đợt sắp xếp này chưa thực hiện nên không có gì để hoàn lại."), code="not_applied")
    rows = changes_of(row)
    if found := blockers(rows):
        raise DomainError(_blocked(found), code="undo_blocked")
    restore(rows)
    founded = row.founded_keys
    _become(row, state=ReorganisationState.UNDONE, undone_by=actor, undone_at=timezone.now(), founded_keys=[])
    lineage.settle_heirs()
    moved = took_back(row, rows, actor=actor, today=today)
    telling.undone(row, moved, actor=actor, today=today)
    after = {"counts": row.counts, "rows": len(rows), "removed": founded}
    audit.record("reorganisation.undone", row, actor=actor, before={"turn": row.turn}, after=after)
    return row


def changes_of(row: Reorganisation) -> list[ReorganisedRow]:
    """What the latest application changed, in its order."""
    return list(row.rows.filter(turn=row.turn).order_by("place"))


def standing_against(row: Reorganisation) -> list[str]:
    """What an undo would be refused for now, without locking anything; empty when it may be taken back."""
    return blockers(changes_of(row), lock=False)[:MOST_BLOCKERS]


def _blocked(found: list[str]) -> str:
    words = " ".join(found[:MOST_BLOCKERS])
    if len(found) > MOST_BLOCKERS:
        words += " " + _("Và %(count)s mục khác.") % {"count": len(found) - MOST_BLOCKERS}
    return _("Không hoàn lại được vì đã có thay đổi mới hơn. %(words)s") % {"words": words}


# ── rows ──────────────────────────────────────────────────────────────────────────────────────
def _open(row_id: int, *, actor: User, today: date, seen_version: int | None) -> Reorganisation:
    acting.require(may_reorganise, actor, today=today)
    row = _locked(row_id, seen_version)
    if row.state not in OPEN_STATES:
        raise DomainError(
            _("Đợt sắp xếp này không còn ở trạng thái soạn; hãy hủy lịch hoặc hoàn lại trước."), code="not_open"
        )
    return row


def _locked(row_id: int, seen_version: int | None) -> Reorganisation:
    row = locking.locked(Reorganisation.objects.select_related("parent").filter(pk=row_id)).get()
    if seen_version is not None and row.version != seen_version:
        raise Stale
    return row


def _require_clear(plan: Outline, today: date) -> None:
    blocking = [each.words for each in conflicts(plan, today) if each.blocks]
    if blocking:
        raise DomainError(" ".join(blocking), code="blocked")


def _become(row: Reorganisation, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def _said(row: Reorganisation) -> dict[str, object]:
    names = ("kind", "effective_on", "document", "sources", "receivers", "founded", "note", "state")
    return {**{name: getattr(row, name) for name in names}, "parent": row.parent_id}


def _lock_wizard() -> None:
    """One wizard at a time, and nobody else at the tree: these two locks come before all row locks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WIZARD_LOCK])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
