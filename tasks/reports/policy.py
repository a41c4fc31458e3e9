"""Who reads which report."""

from datetime import date

from accounts.models import Membership, User
from accounts.policy import ALLOWED, Decision
from accounts.roles import KEEP_REGISTRY, Role
from tasks import policy_office


def may_read_board(user: User, today: date) -> Decision:
    """Officers work from their own list; everybody with charge of others reads the board."""
    return policy_office.may(user, "read_board", today)


def may_read_scores(user: User, today: date) -> Decision:
    """As the board: a unit is told how it stands, and who watches it is told of all."""
    return policy_office.may(user, "read_scores", today)


def may_read_oversight(user: User, today: date) -> Decision:
    """Those who oversee, those who are overseen, and the heads of the body that does the overseeing."""
    return ALLOWED if _heads_office(user, today) else policy_office.may(user, "read_oversight", today)


def sees_everybody(user: User, today: date) -> bool:
    """Whether figures of single persons of the office are for `user` to see; everybody else sees the own ones."""
    return user.holds({Role.LEADER, Role.AUDITOR}, today) or _heads_office(user, today)


def _heads_office(user: User, today: date) -> bool:
    """Whether `user` heads a body in which papers are entered or tasks are watched."""
    headed = [post.organisation_id for post in user.posts(today) if post.role == Role.HEAD]
    office = Membership.objects.on(today).filter(organisation__in=headed, role__in=KEEP_REGISTRY)
    return bool(headed) and office.exists()
