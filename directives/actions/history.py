"""Steps of a review: how each is noted, taken back and done again.

A step holds the columns that it changed, before and after. Taking it back sets those columns to what they were, as
far as they still are what the step made of them; what somebody else changed since is left alone and named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from directives.actions.rows import lock_directive, reopen
from directives.models import Directive, ReviewStep, Section, TaskDraft, bodies
from directives.models.step import STEPS_KEPT

Values = dict[str, Any]

_BODIES: Final = ("leads", "coordinating")
_NOT_CONTENT: Final = frozenset({"id", "directive_id", "version"})
_WHO: Final = ("edited_by_id", "edited_at")
_COLUMNS: Final = {
    column.attname: column for column in TaskDraft._meta.concrete_fields if column.attname not in _NOT_CONTENT
}
MOVED: Final = "draft.moved"


def values_of(drafts: Iterable[TaskDraft]) -> dict[int, Values]:
    """Everything of these proposals that a step may change, as JSON holds it (two queries)."""
    rows = {draft.pk: draft for draft in drafts}
    who = bodies.keys_of(rows)
    return {
        pk: as_kept({name: getattr(draft, name) for name in _COLUMNS})
        | {"leads": who[pk].leads, "coordinating": who[pk].coordinating}
        for pk, draft in rows.items()
    }


def as_kept(values: Values) -> Values:
    """Columns as a step keeps them: JSON, with all digits of a time.

    JSON's usual three digits are written otherwise once a time of whole seconds was read back from them, and the
    reviewer's own hand then looked like somebody else's.
    """
    return audit.plain({k: v.isoformat() if isinstance(v, datetime) else v for k, v in values.items()})


class Recorder:
    """Proposals as they were before a step; `note` compares them with what they are after it."""

    def __init__(self, *drafts: TaskDraft) -> None:
        self.before: dict[int, Values | None] = {**values_of(drafts)}
        self.numbers = [draft.order for draft in drafts]

    def made(self, draft: TaskDraft) -> None:
        """The step made this proposal."""
        self.before[draft.pk] = None
        self.numbers.append(draft.order)

    def note(self, directive: Directive, actor: User, action: str, *, whole: bool = False) -> None:
        """Write the step, unless nothing changed."""
        after = values_of(TaskDraft.objects.filter(pk__in=self.before))
        changes = [_difference(pk, before, after.get(pk)) for pk, before in self.before.items()]
        numbers = ", ".join(map(str, dict.fromkeys(self.numbers)))
        note(directive, actor, action, [change for change in changes if change], numbers=numbers, whole=whole)


def _difference(pk: int, before: Values | None, after: Values | None) -> Values:
    if before is None or after is None:
        return {"draft": pk, "before": before, "after": after}
    names = [name for name in before if before[name] != after[name]]
    pick = {"before": {name: before[name] for name in names}, "after": {name: after[name] for name in names}}
    return {"draft": pk, **pick} if set(names) - set(_WHO) else {}


def note(
    directive: Directive,
    actor: User,
    action: str,
    changes: Sequence[Values],
    *,
    numbers: str,
    whole: bool = False,
) -> None:
    """Write a step; what was undone before it can no longer be done again, and the oldest steps go."""
    if not changes:
        return
    own = ReviewStep.objects.of(directive.pk, actor)
    own.undone().order_by().delete()
    ReviewStep.objects.create(
        directive=directive, actor=actor, action=action, changes=list(changes), numbers=numbers[:60], whole=whole
    )
    old = list(own.values_list("pk", flat=True)[STEPS_KEPT:])
    if old:
        ReviewStep.objects.filter(pk__in=old).delete()


# ── taking back and doing again ───────────────────────────────────────────────────────────────
@dataclass(slots=True)
class Turned:
    """What an undo or redo did: keys of proposals, and sentences about those that it left alone."""

    step: ReviewStep
    changed: list[int] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    repeated: bool = False

    @property
    def is_structural(self) -> bool:
        """Whether rows came, went or changed places."""
        return bool(self.made or self.removed) or self.step.whole or self.step.action == MOVED


@transaction.atomic
def undo(directive_id: int, *, actor: User, today: date, seen_step: int) -> Turned:
    """Take back the latest step of `actor` on this paper, which the page showed as `seen_step`.

    A repeated request takes nothing more back.

    Raises:
        Refused: see `rows.lock_directive`; after release nothing is taken back.
        DomainError: nothing is left, or the person did more in another window.
    """
    return _turn(directive_id, actor, today, seen_step, back=True)


@transaction.atomic
def redo(directive_id: int, *, actor: User, today: date, seen_step: int) -> Turned:
    """Do again the step of `actor` that was taken back last.

    Raises:
        Refused, DomainError: as `undo`.
    """
    return _turn(directive_id, actor, today, seen_step, back=False)


def _turn(directive_id: int, actor: User, today: date, seen_step: int, *, back: bool) -> Turned:
    directive = lock_directive(directive_id, actor=actor, today=today)
    own = ReviewStep.objects.of(directive.pk, actor)
    step = own.standing().first() if back else own.undone().order_by("pk").first()
    if step is None or step.pk != seen_step:
        return _repeated(own.filter(pk=seen_step).first(), step, back=back)
    step.directive = directive
    turned = _Turn(step, back=back).run()
    step.undone_at = timezone.now() if back else None
    if turned.kept and not (turned.changed or turned.made or turned.removed):
        step.delete()  # it can never be done again; the next press reaches the step before it
    else:
        step.save(update_fields=["undone_at"])
        reopen(directive)
    action = "directive.step_undone" if back else "directive.step_redone"
    after = {"step": str(step), "changed": turned.changed, "made": turned.made, "removed": turned.removed}
    audit.record(action, directive, actor=actor, after=after)
    return turned


def _repeated(seen: ReviewStep | None, latest: ReviewStep | None, *, back: bool) -> Turned:
    """The same request once more shows the same proposals again; any other one is out of date."""
    if seen is not None and bool(seen.undone_at) == back:
        existing = TaskDraft.objects.filter(pk__in=[change["draft"] for change in seen.changes])
        return Turned(seen, changed=list(existing.values_list("pk", flat=True)), repeated=True)
    if latest is None:
        nothing = _("Không còn bước nào để hoàn tác.") if back else _("Không còn bước nào để làm lại.")
        raise DomainError(nothing, code="nothing_left")
    raise DomainError(
        _("Bạn đã làm thêm bước khác ở một cửa sổ khác; hãy tải lại trang rồi bấm lại."), code="other_step"
    )


class _Turn:
    """One step carried out backwards or forwards on locked rows."""

    def __init__(self, step: ReviewStep, *, back: bool) -> None:
        self.step, self.source, self.target = step, *(("after", "before") if back else ("before", "after"))
        keys = [change["draft"] for change in step.changes]
        locked = TaskDraft.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        self.rows = {draft.pk: draft for draft in locked.select_related("edited_by")}
        self.now = values_of(self.rows.values())
        self.done = Turned(step)

    def run(self) -> Turned:
        """Apply every change that nobody else has overtaken."""
        free = [change for change in self.step.changes if self._is_free(change)]
        if self.step.whole and self.done.kept:
            return self.done
        if self.step.action == MOVED:
            self._swap(free)
        else:
            for change in free:
                self._apply(change)
            self._save()
        return self.done

    def _is_free(self, change: Values) -> bool:
        """Whether the proposal still is what the other side of the step left."""
        draft, source = self.rows.get(change["draft"]), change[self.source]
        if source is None:
            free = draft is None
        elif draft is None:
            free = False
        else:
            compared = set(source) - {*_WHO, "order"}
            free = all(self.now[draft.pk].get(name) == source[name] for name in compared)
        if not free:
            self.done.kept.append(_overtaken(draft))
        return free

    def _apply(self, change: Values) -> None:
        pk, target = change["draft"], change[self.target]
        if target is None:
            _remove(self.rows.pop(pk))
            self.done.removed.append(pk)
        elif change[self.source] is None:
            _bring_back(self.step.directive, pk, target)
            self.done.made.append(pk)
        else:
            self._set(self.rows[pk], change)
            self.done.changed.append(pk)

    def _set(self, draft: TaskDraft, change: Values) -> None:
        source, target, now = change[self.source], change[self.target], self.now[draft.pk]
        same_hand = all(now[name] == source.get(name, now[name]) for name in _WHO)
        for name, column in _COLUMNS.items():
            if name in target and name != "order" and (name not in _WHO or same_hand):
                setattr(draft, name, column.to_python(target[name]))
        draft.version += 1
        if set(target) & set(_BODIES):
            sides = [target.get(side, now[side]) for side in _BODIES]
            bodies.write(draft, *sides)

    def _save(self) -> None:
        rows = [self.rows[pk] for pk in self.done.changed]
        names = {name for change in self.step.changes for name in change[self.target] or ()} & set(_COLUMNS)
        if rows:
            TaskDraft.objects.bulk_update(rows, [*sorted(map(_field_name, names - {"order"})), "version"], 200)

    def _swap(self, free: list[Values]) -> None:
        """Two neighbours change places, whatever their numbers are by now."""
        if len(free) == 2:
            first, second = (self.rows[change["draft"]] for change in free)
            first.order, second.order = second.order, first.order
            TaskDraft.objects.bulk_update([first, second], ["order"])
            self.done.changed = [first.pk, second.pk]


def _field_name(attname: str) -> str:
    return _COLUMNS[attname].name


def _overtaken(draft: TaskDraft | None) -> str:
    if draft is None:
        return _("Một đề xuất của bước này không còn nữa (văn bản đã được đọc lại hoặc người khác đã gộp, bỏ).")
    words = {"number": draft.order, "name": draft.edited_by or _("người khác")}
    return _("Đề xuất %(number)s đã được %(name)s thay đổi sau bước này nên được giữ nguyên.") % words


def _remove(draft: TaskDraft) -> None:
    TaskDraft.objects.filter(directive=draft.directive_id, order__gt=draft.order).update(order=F("order") - 1)
    draft.delete()


def _bring_back(directive: Directive, pk: int, values: Values) -> None:
    """The same row again, under its old key, so that later steps still find it."""
    TaskDraft.objects.filter(directive=directive, order__gte=values["order"]).update(order=F("order") + 1)
    row = TaskDraft(pk=pk, directive=directive, version=1)
    for name, column in _COLUMNS.items():
        if name in values:
            setattr(row, name, column.to_python(values[name]))
    if row.section_id and not Section.objects.filter(pk=row.section_id).exists():
        row.section_id = None
    row.save(force_insert=True)
    bodies.write(row, values["leads"], values["coordinating"])
