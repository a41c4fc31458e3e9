"""What the office does about signing in: demand a second factor, help who lost theirs, unlock, end sessions."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting, audit, lockout, mfa_demand, people_policy, sessions
from accounts.errors import DomainError, Stale
from accounts.models import SecondFactorRule, User

MOST_GRACE_DAYS: Final = 180


@dataclass(frozen=True, slots=True)
class Wish:
    """The rule as it shall be: from `since` on these roles have `grace_days` days to set up a second factor."""

    roles: tuple[str, ...]
    since: date
    grace_days: int


@transaction.atomic
def change_rule(wish: Wish, *, actor: User, today: date, seen_version: int | None) -> SecondFactorRule:
    """Demand a second factor of these roles, or of nobody.

    Raises:
        Refused: the actor is no administrator.
        Stale: somebody changed the rule since the form was opened.
        DomainError: more days of grace than make sense.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    if not 0 <= wish.grace_days <= MOST_GRACE_DAYS:
        sentence = _("Thời gian chuẩn bị từ 0 đến %(most)s ngày.") % {"most": MOST_GRACE_DAYS}
        raise DomainError(sentence, code="grace_days")
    SecondFactorRule.objects.get_or_create(pk=1)
    rule = SecondFactorRule.objects.select_for_update().get(pk=1)
    if seen_version is not None and rule.version != seen_version:
        raise Stale
    before = _said(rule)
    rule.roles, rule.since, rule.grace_days = sorted(wish.roles), wish.since, wish.grace_days
    rule.version += 1
    rule.save()
    transaction.on_commit(mfa_demand.forget)
    audit.record("factor.demanded", rule, actor=actor, before=before, after=_said(rule))
    return rule


@transaction.atomic
def reset_factors(user_id: int, *, actor: User, today: date) -> tuple[User, int]:
    """Take away every second factor of somebody who lost theirs, and end their sessions; how many factors there were.

    Raises:
        Refused: the actor is no administrator.
        DomainError: there is nothing to take away, or it is the actor's own account.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    if user_id == actor.pk:
        raise DomainError(_("Bạn bỏ lớp xác thực của chính mình ở trang Bảo mật."), code="own_account")
    user = User.objects.select_for_update().get(pk=user_id)
    held = Authenticator.objects.filter(user=user)
    types = sorted(held.values_list("type", flat=True))
    if not types:
        raise DomainError(_("Người này chưa thiết lập xác thực hai lớp."), code="no_factor")
    held.delete()
    ended = sessions.end_all(user)
    audit.record("factor.reset", user, actor=actor, before={"types": types}, after={"sessions_ended": ended})
    return user, len(types)


@transaction.atomic
def unlock(user_id: int, *, actor: User, today: date) -> bool:
    """Open an account that wrong passwords closed; whether it was closed.

    Raises:
        Refused: the actor is no administrator.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    user = User.objects.get(pk=user_id)
    was_closed = lockout.release(lockout.of_user(user))
    if was_closed:
        audit.record("signin.unlocked", user, actor=actor)
    return was_closed


@transaction.atomic
def end_sessions(user_id: int, *, actor: User, today: date) -> int:
    """End every session of a person at once; how many there were.

    Raises:
        Refused: the actor is no administrator.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    user = User.objects.get(pk=user_id)
    return _end(user, None, actor)


@transaction.atomic
def end_own(session_id: int, *, actor: User) -> UserSession:
    """End one session of one's own.

    Raises:
        UserSession.DoesNotExist: it is somebody else's, or has ended.
    """
    row: UserSession = UserSession.objects.get(pk=session_id, user=actor)
    said = {"device": sessions.device(row.user_agent), "address": row.ip}
    row.end()
    audit.record("session.ended", actor, actor=actor, before=said)
    return row


@transaction.atomic
def end_own_others(*, actor: User, keep: str | None) -> int:
    """End all sessions of one's own but the one with the key `keep`; how many there were."""
    return _end(actor, keep, actor)


def _end(user: User, keep: str | None, actor: User) -> int:
    ended = sessions.end_all(user, but=keep)
    if ended:
        audit.record("session.all_ended", user, actor=actor, after={"count": ended})
    return ended


def _said(rule: SecondFactorRule) -> dict[str, object]:
    return {"roles": list(rule.roles), "since": rule.since, "grace_days": rule.grace_days}
