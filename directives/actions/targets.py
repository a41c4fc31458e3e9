"""Targets of a paper: found by the engine, decided about by a clerk, followed by values of the body that leads them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError, Stale
from accounts.locking import locked
from accounts.models import Organisation, User
from directives import policy
from directives.actions.found_targets import propose
from directives.models import Directive, Target, TargetProgress, TargetState
from directives.parsing.targets import Comparison


@dataclass(frozen=True, slots=True)
class TargetValues:
    """What a clerk says of a target."""

    name: str
    value_from: Decimal
    value_to: Decimal | None = None
    comparison: str = Comparison.AT_LEAST.value
    unit: str = ""
    due_on: date | None = None
    lead: Organisation | None = None
    path: str = ""

    def columns(self) -> dict[str, object]:
        """The values by column."""
        return {column.name: getattr(self, column.name) for column in fields(self)}


# ── what the engine finds ─────────────────────────────────────────────────────────────────────
@transaction.atomic
def look_for(directive_id: int, *, actor: User, today: date) -> int:
    """Propose targets of a paper that was read before; how many proposals wait now.

    Raises:
        Refused: `actor` does not keep the registry.
        DomainError: the paper has no text.
    """
    acting.require(policy.may, actor, "keep_targets", None, today=today)
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    if not directive.text:
        raise DomainError(_("Văn bản chưa có nội dung để tìm chỉ tiêu; hãy thêm bằng tay."), code="no_text")
    count = propose(directive)
    audit.record("directive.targets_found", directive, actor=actor, after={"targets": count})
    return count


# ── what a clerk decides ──────────────────────────────────────────────────────────────────────
@transaction.atomic
def add(directive_id: int, values: TargetValues, *, actor: User, today: date) -> Target:
    """A target that the engine did not find, confirmed at once.

    Raises:
        Refused: `actor` does not keep the registry.
        DomainError: `range_backward` when the range ends below its start.
    """
    acting.require(policy.may, actor, "keep_targets", None, today=today)
    directive = Directive.objects.only("pk").get(pk=directive_id)
    row = Target(directive=directive, state=TargetState.CONFIRMED, confirmed_on=today, **_checked(values))
    _touch(row, actor)
    row.save()
    audit.record("target.added", row, actor=actor, after={"directive": directive_id, **values.columns()})
    return row


@transaction.atomic
def change(target_id: int, values: TargetValues, *, actor: User, today: date, seen_version: int) -> Target:
    """Put a target right; that confirms a proposal.

    Raises:
        Refused: `actor` does not keep the registry.
        Stale: somebody changed it meanwhile.
        DomainError: as `add`.
    """
    row = _lock(target_id, actor=actor, today=today, seen_version=seen_version)
    columns = _checked(values)
    before = {name: getattr(row, name) for name in columns}
    after = {name: value for name, value in columns.items() if value != before[name]}
    for name, value in columns.items():
        setattr(row, name, value)
    _settle(row, TargetState.CONFIRMED, actor, today)
    audit.record("target.changed", row, actor=actor, before={name: before[name] for name in after}, after=after)
    return row


@transaction.atomic
def decide(target_id: int, state: TargetState, *, actor: User, today: date, seen_version: int) -> Target:
    """Confirm a proposal, remove a target, or bring a removed one back.

    Raises:
        Refused: `actor` does not keep the registry.
        Stale: somebody changed it meanwhile.
    """
    row = _lock(target_id, actor=actor, today=today, seen_version=seen_version)
    was = row.state
    if was == state:
        return row
    _settle(row, state, actor, today)
    verb = "removed" if state == TargetState.REMOVED else "restored" if was == TargetState.REMOVED else "confirmed"
    audit.record(f"target.{verb}", row, actor=actor, before={"state": was}, after={"state": state})
    return row


@transaction.atomic
def confirm_all(directive_id: int, keys: Collection[int], *, actor: User, today: date) -> int:
    """Confirm the proposals that the page showed; how many. One that was changed meanwhile is left alone.

    Raises:
        Refused: `actor` does not keep the registry.
    """
    acting.require(policy.may, actor, "keep_targets", None, today=today)
    directive = Directive.objects.only("pk", "number_text", "subject").get(pk=directive_id)
    rows = directive.targets.select_for_update(of=("self",)).filter(pk__in=keys, state=TargetState.PROPOSED)
    done = list(rows.order_by("pk"))
    for row in done:
        _settle(row, TargetState.CONFIRMED, actor, today)
    if done:
        after = {"targets": [row.pk for row in done]}
        audit.record("target.all_confirmed", directive, actor=actor, after=after)
    return len(done)


def _lock(target_id: int, *, actor: User, today: date, seen_version: int) -> Target:
    acting.require(policy.may, actor, "keep_targets", None, today=today)
    row = Target.objects.select_for_update(of=("self",)).get(pk=target_id)
    if row.version != seen_version:
        raise Stale
    return row


def _checked(values: TargetValues) -> dict[str, object]:
    if values.value_to is not None and values.value_to < values.value_from:
        raise DomainError(
            _("Giá trị cuối của khoảng không thể nhỏ hơn giá trị đầu."), code="range_backward", status=400
        )
    return values.columns()


def _settle(row: Target, state: TargetState, actor: User, today: date) -> None:
    row.state = state
    if state == TargetState.CONFIRMED and row.confirmed_on is None:
        row.confirmed_on = today
    row.version += 1
    _touch(row, actor)
    row.save()


def _touch(row: Target, actor: User) -> None:
    row.edited_by, row.edited_at = actor, timezone.now()


# ── how far it has come ───────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Measured:
    """A value on a day, and from where it is known."""

    on: date
    value: Decimal
    source: str
    note: str = ""

    def columns(self) -> dict[str, object]:
        """The values by column."""
        return {column.name: getattr(self, column.name) for column in fields(self)}


@transaction.atomic
def enter(target_id: int, measured: Measured, *, actor: User, today: date) -> TargetProgress:
    """Write down a value; a second one of the same day takes the place of the first, with both in the trail.

    Raises:
        Refused: neither of the office nor of the body that leads the target.
        DomainError: `day_ahead` when the day lies ahead, `source_required` without a source.
    """
    target = locked(Target.objects.select_related("lead__heir").filter(pk=target_id)).get()
    acting.require(policy.may_report, actor, target, today=today)
    if measured.on > today:
        raise DomainError(_("Ngày của số liệu không thể ở tương lai."), code="day_ahead", status=400)
    if not measured.source.strip():
        raise DomainError(_("Hãy ghi nguồn số liệu."), code="source_required", status=400)
    known = target.progress.filter(on=measured.on).first()
    row = known or TargetProgress(target=target)
    before = {name: getattr(row, name) for name in measured.columns()} if known else {}
    for name, value in measured.columns().items():
        setattr(row, name, value)
    row.reported_by, row.reported_at = actor, timezone.now()
    row.save()
    action = "target.value_changed" if known else "target.value_entered"
    audit.record(action, target, actor=actor, before=before, after=measured.columns())
    return row


@transaction.atomic
def drop(progress_id: int, *, actor: User, today: date) -> Target:
    """Take a value back that was written down by mistake; the trail keeps it.

    Raises:
        Refused: as `enter`.
    """
    row = locked(TargetProgress.objects.select_related("target__lead__heir").filter(pk=progress_id)).get()
    acting.require(policy.may_report, actor, row.target, today=today)
    before = {"on": row.on, "value": row.value, "source": row.source, "reported_by": row.reported_by_id}
    row.delete()
    audit.record("target.value_removed", row.target, actor=actor, before=before)
    return row.target
