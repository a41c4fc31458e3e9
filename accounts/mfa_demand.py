"""Who must sign in with a second factor, and from which day on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from allauth.mfa.models import Authenticator

from accounts.models import Membership, SecondFactorRule, User
from accounts.roles import Role

REMEMBERED_SECONDS: Final = 15
"""A changed rule reaches every web process within this time; until then no page asks the database for it."""

STRONG: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are no factor: they only replace one that is lost."""

_remembered: dict[str, tuple[float, "Demand"]] = {}


@dataclass(frozen=True, slots=True)
class Demand:
    """The rule as one request sees it."""

    roles: frozenset[str]
    since: date
    grace_days: int

    def due(self, user: User, posts: Sequence[Membership]) -> date | None:
        """The first day on which `user` cannot work without a factor, or None when nothing is demanded of them.

        Who takes up a post later has the same days of grace from its first day.
        """
        begun = [max(self.since, post.valid_from) for post in posts if post.role in self.roles]
        if user.is_superuser and Role.ADMIN in self.roles:
            begun.append(self.since)
        return min(begun) + timedelta(days=self.grace_days) if begun else None


def demand() -> Demand:
    """The rule in force, remembered in this process for a few seconds."""
    kept = _remembered.get("demand")
    if kept is not None and time.monotonic() - kept[0] < REMEMBERED_SECONDS:
        return kept[1]
    row = SecondFactorRule.current()
    found = Demand(frozenset(row.roles), row.since or date.max, row.grace_days)
    _remembered["demand"] = (time.monotonic(), found)
    return found


def forget() -> None:
    """Read the rule anew at the next question."""
    _remembered.clear()


def due(user: User, today: date) -> date | None:
    """As `Demand.due` under the rule in force (no query while nothing is demanded)."""
    rule = demand()
    return rule.due(user, user.posts(today)) if rule.roles else None


def has_factor(user: User) -> bool:
    """Whether the person has an authenticator app or a security key (one query)."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists())
