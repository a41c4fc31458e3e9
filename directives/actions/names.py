"""Ways of naming a body that reviewers settled by hand: proposed for keeping, used only once confirmed."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError, Stale
from accounts.locking import locked
from accounts.models import User
from accounts.policy import Decision
from directives import policy
from directives.groups import group_of, is_open_ended
from directives.matching import Body, Directory
from directives.models import DraftState, NameState, RememberedName, TaskDraft
from directives.spelling import name_key

MOST_PER_ROUND: Final = 500
_DECIDED: Final = (DraftState.ACCEPTED, DraftState.RELEASED)


def may_decide(user: User, today: date) -> Decision:
    """Whoever keeps the registry, or the directory of bodies, says which names are kept."""
    return policy.may(user, "confirm_names", None, today)


def gather(since: datetime, *, today: date) -> int:
    """Propose names out of what reviewers chose since then; counts the new ones. Asked twice nothing is doubled.

    A name is proposed where a draft prints one lead, a person settled it on one body, and matching would not have.
    """
    chosen = TaskDraft.objects.filter(edited_at__gte=since, edited_by__isnull=False, state__in=_DECIDED)
    single = chosen.filter(lead_mentions__len=1).annotate(found=Count("leads")).filter(found=1)
    drafts = list(single.select_related("directive").defer("directive__text").order_by("-edited_at")[:MOST_PER_ROUND])
    if not drafts:
        return 0
    directory = Directory.load(today)
    leads = dict(TaskDraft.leads.through.objects.filter(taskdraft__in=drafts).values_list("taskdraft", "organisation"))
    rows = [row for draft in drafts if (row := _proposal(draft, leads.get(draft.pk), directory)) is not None]
    return _insert(rows)


def _proposal(draft: TaskDraft, lead: int | None, directory: Directory) -> RememberedName | None:
    mention, day = draft.lead_mentions[0], draft.directive.issued_on
    body = directory.bodies.get(lead or 0)
    match = directory.match(mention, day)
    if body is None or match.settled_all or group_of(mention) or is_open_ended(mention) or len(mention) > 300:
        return None
    first, end = _era(body, day or directory.today)
    return RememberedName(
        name=mention,
        key=name_key(mention)[:400],
        organisation_id=body.pk,
        valid_from=first,
        valid_to=end,
        directive=draft.directive,
        proposed_by=draft.edited_by,
    )


def _era(body: Body, day: date) -> tuple[date | None, date | None]:
    """For which papers the name is proposed: while the body exists, or before it did when the paper is older."""
    if body.in_force(day):
        return body.valid_from, body.valid_to
    return None, body.valid_from


def _insert(rows: list[RememberedName]) -> int:
    """Save those that nobody proposed, confirmed or declined before."""
    known = set(RememberedName.objects.filter(key__in=[row.key for row in rows]).values_list("key", "organisation"))
    fresh = {(row.key, row.organisation_id): row for row in rows if (row.key, row.organisation_id) not in known}
    return len(RememberedName.objects.bulk_create(fresh.values(), ignore_conflicts=True))


@transaction.atomic
def confirm(
    name_id: int, *, valid_from: date | None, valid_to: date | None, actor: User, today: date, seen_version: int
) -> RememberedName:
    """From now on papers of that time that print the name mean this body.

    Raises:
        Refused: see `may_decide`.
        Stale: somebody decided in the meantime.
        DomainError: the interval is empty.
    """
    if valid_from is not None and valid_to is not None and valid_to <= valid_from:
        raise DomainError(_("Ngày kết thúc phải sau ngày bắt đầu."), code="empty_interval", status=400)
    return _decide(name_id, NameState.CONFIRMED, (valid_from, valid_to), actor=actor, today=today, seen=seen_version)


@transaction.atomic
def decline(name_id: int, *, actor: User, today: date, seen_version: int) -> RememberedName:
    """The name is not kept, or no longer; it is not proposed again.

    Raises:
        Refused, Stale: as `confirm`.
    """
    return _decide(name_id, NameState.DECLINED, None, actor=actor, today=today, seen=seen_version)


def _decide(
    name_id: int,
    state: NameState,
    interval: tuple[date | None, date | None] | None,
    *,
    actor: User,
    today: date,
    seen: int,
) -> RememberedName:
    acting.require(may_decide, actor, today=today)
    row = locked(RememberedName.objects.select_related("organisation").filter(pk=name_id)).get()
    if row.version != seen:
        raise Stale
    before = {"state": row.state, "valid_from": row.valid_from, "valid_to": row.valid_to}
    if interval is not None:
        row.valid_from, row.valid_to = interval
    row.state, row.decided_by, row.decided_at = state, actor, timezone.now()
    row.version += 1
    row.save(update_fields=["state", "valid_from", "valid_to", "decided_by", "decided_at", "version"])
    after = {"state": row.state, "valid_from": row.valid_from, "valid_to": row.valid_to}
    audit.record(f"name.{state}", row, actor=actor, before=before, after=after)
    return row
