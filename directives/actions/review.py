"""What the reviewer decides about proposals: accept, reject, restore, all sure ones at once, and done."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from directives.actions import history
from directives.actions.history import Recorder
from directives.actions.rows import lock_directive, lock_draft, reopen, require_fresh
from directives.actions.storing import too_early
from directives.models import Directive, DirectiveState, DraftState, TaskDraft
from directives.terms import awaited

SURE: Final = 0.9
"""Confidence from which a proposal counts as sure: of those at least 95 % are to be right in every field."""


class NotReady(DomainError):
    """A proposal cannot be accepted yet; the sentence says what is missing."""

    code = "not_ready"


def obstacle(draft: TaskDraft, directive: Directive, *, has_lead: bool | None = None) -> str:
    """Why the draft cannot be accepted yet, as one sentence; an empty text when nothing is in the way.

    `has_lead` spares the look at the leads where the caller knows.
    """
    if not (draft.leads.all() if has_lead is None else has_lead):
        return _("Chưa rõ cơ quan chủ trì: hãy chọn cơ quan trước khi chấp nhận.")
    said = draft.due_on or draft.recurrence or draft.no_deadline_confirmed
    if not said and awaited(draft.deadline_phrase) is None:
        return _("Chưa có hạn: hãy nhập hạn, hoặc xác nhận nhiệm vụ không có hạn.")
    return too_early(draft.due_on, directive.issued_on)


@transaction.atomic
def accept(draft_id: int, *, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """Take the proposal over as it stands; accepting it twice changes nothing.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        NotReady: no lead, nothing said about the deadline, or a deadline before the day of issue.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=None)
    if draft.state == DraftState.ACCEPTED:
        return draft
    require_fresh(draft, seen_version)
    if reason := obstacle(draft, draft.directive):
        raise NotReady(reason)
    return _decide(draft, DraftState.ACCEPTED, actor)


@transaction.atomic
def reject(draft_id: int, *, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """Leave the proposal out; it stays on the page and can be restored.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=None)
    if draft.state == DraftState.REJECTED:
        return draft
    require_fresh(draft, seen_version)
    return _decide(draft, DraftState.REJECTED, actor)


@transaction.atomic
def restore(draft_id: int, *, actor: User, today: date) -> TaskDraft:
    """Take a decision back: the draft is proposed again.

    Raises:
        Refused: see `rows.lock_draft`.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=None)
    return draft if draft.state == DraftState.PROPOSED else _decide(draft, DraftState.PROPOSED, actor)


@transaction.atomic
def confirm_no_deadline(draft_id: int, *, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """Say that the task has no deadline (a standing duty), or take that back.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: the draft has a deadline.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    if draft.due_on is not None or draft.recurrence:
        raise DomainError(_("Nhiệm vụ đã có hạn; hãy xóa hạn trước khi xác nhận không có hạn."), code="has_deadline")
    found = Recorder(draft)
    draft.no_deadline_confirmed = not draft.no_deadline_confirmed
    return touch(draft, actor, "draft.deadline_confirmed", "no_deadline_confirmed", found=found)


@transaction.atomic
def accept_all(
    directive_id: int,
    *,
    actor: User,
    today: date,
    above: float = SURE,
    warned_too: bool = False,
    seen_version: int | None = None,
) -> list[int]:
    """Accept every open proposal of at least that confidence that nothing stands in the way of; their keys.

    Proposals with a warning wait for a look of their own, unless `warned_too`. One entry in the trail, one step.

    Raises:
        Refused, Stale: see `rows.lock_directive`; stale means that the number promised on the page may be wrong.
    """
    directive = lock_directive(directive_id, actor=actor, today=today, seen_version=seen_version)
    proposed = directive.drafts.select_for_update().filter(state=DraftState.PROPOSED, confidence__gte=above)
    calm = proposed if warned_too else proposed.filter(warnings=[])
    drafts = calm.order_by("order", "pk").prefetch_related("leads")
    ready = [draft for draft in drafts if not obstacle(draft, directive)]
    if not ready:
        return []
    _take_over(directive, ready, actor)
    keys = [draft.pk for draft in ready]
    after = {"above": above, "drafts": keys}
    audit.record("directive.drafts_accepted", directive, actor=actor, after=after)
    return keys


def _take_over(directive: Directive, ready: Sequence[TaskDraft], actor: User) -> None:
    now = timezone.now()
    after = {"state": DraftState.ACCEPTED, "edited_by_id": actor.pk, "edited_at": now}
    changes = [
        {
            "draft": draft.pk,
            "before": history.as_kept({name: getattr(draft, name) for name in after}),
            "after": history.as_kept(after),
        }
        for draft in ready
    ]
    TaskDraft.objects.filter(pk__in=[draft.pk for draft in ready]).update(**after, version=F("version") + 1)
    reopen(directive)
    count = ngettext("%(count)s đề xuất", "%(count)s đề xuất", len(ready)) % {"count": len(ready)}
    history.note(directive, actor, "directive.drafts_accepted", changes, numbers=count)


@transaction.atomic
def finish(directive_id: int, *, actor: User, today: date, seen_version: int | None = None) -> Directive:
    """Say that the review is over.

    Raises:
        Refused, Stale: see `rows.lock_directive`.
        DomainError: a proposal is still open.
    """
    directive = lock_directive(directive_id, actor=actor, today=today, seen_version=seen_version)
    if directive.state == DirectiveState.REVIEWED:
        return directive
    left = directive.drafts.filter(state=DraftState.PROPOSED).count()
    if left:
        sentence = ngettext(
            "Còn %(count)s đề xuất chưa quyết định: hãy chấp nhận hoặc loại bỏ.",
            "Còn %(count)s đề xuất chưa quyết định: hãy chấp nhận hoặc loại bỏ.",
            left,
        )
        raise DomainError(sentence % {"count": left}, code="undecided")
    before, directive.state, directive.version = directive.state, DirectiveState.REVIEWED, directive.version + 1
    directive.save(update_fields=["state", "version"])
    after = {"state": directive.state}
    audit.record("directive.reviewed", directive, actor=actor, before={"state": before}, after=after)
    return directive


def touch(
    draft: TaskDraft,
    actor: User,
    action: str,
    *columns: str,
    found: Recorder | None = None,
    before: dict[str, object] | None = None,
    whole: bool = False,
) -> TaskDraft:
    """Save these columns of a draft with who and when, open the review again, note the step and the trail.

    `found` holds what the step started from; None notes no step (a part of a larger one).
    """
    draft.edited_by, draft.edited_at, draft.version = actor, timezone.now(), draft.version + 1
    draft.save(update_fields=[*columns, "edited_by", "edited_at", "version"])
    reopen(draft.directive)
    if found is not None:
        found.note(draft.directive, actor, action, whole=whole)
    after = {column: getattr(draft, column) for column in columns}
    audit.record(action, draft, actor=actor, before=before or {}, after=after)
    return draft


def _decide(draft: TaskDraft, state: DraftState, actor: User) -> TaskDraft:
    found = Recorder(draft)
    before, draft.state = draft.state, state
    return touch(draft, actor, f"draft.{state}", "state", found=found, before={"state": before})
