"""Rows locked for a change, after the policy has agreed."""

from datetime import date

from accounts import acting
from accounts.errors import Stale
from accounts.models import User
from directives import policy
from directives.models import Directive, DirectiveState, TaskDraft


def lock_directive(
    pk: int, *, actor: User, today: date, action: str = "review", seen_version: int | None = None
) -> Directive:
    """The paper locked for this transaction; release locks the same row, so a change and a release never mix.

    Raises:
        Refused: `actor` may not do `action`, or the tasks of the paper have been released.
        Stale: the paper was changed since the form was opened (`seen_version`; None skips the check).
    """
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=pk)
    acting.require(policy.may, actor, action, directive, today=today)
    if seen_version is not None and directive.version != seen_version:
        raise Stale
    return directive


def lock_draft(pk: int, *, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """The draft with its paper, both locked in that order.

    Raises:
        Refused: as `lock_directive`.
        Stale: the draft was changed since the page was shown.
    """
    owner = TaskDraft.objects.values_list("directive_id", flat=True).get(pk=pk)
    directive = lock_directive(owner, actor=actor, today=today)
    draft = TaskDraft.objects.select_for_update().get(pk=pk)
    draft.directive = directive
    require_fresh(draft, seen_version)
    return draft


def require_fresh(draft: TaskDraft, seen_version: int | None) -> None:
    """Nothing when the draft is as the page showed it (None skips the check).

    Raises:
        Stale: it was changed since.
    """
    if seen_version is not None and draft.version != seen_version:
        raise Stale


def reopen(directive: Directive) -> None:
    """A change of drafts makes a new version of the paper, so that nobody releases what they have not seen."""
    if directive.state in {DirectiveState.REVIEWED, DirectiveState.REGISTERED}:
        directive.state = DirectiveState.PARSED
    directive.version += 1
    directive.save(update_fields=["state", "version"])
