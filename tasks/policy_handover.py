"""Who hands over whose work: the office everything, the head of a unit what the unit leads."""

from datetime import date

from django.utils.translation import gettext as _

from accounts import people_policy
from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role
from accounts.scope import covers
from tasks.open_work import Group, Load


def may_hand_over(user: User, person: User, today: date) -> Decision:
    """Administrators and clerks; heads for people who hold, or held, a post under them."""
    if holds_all(user, today) or _heads(user, person, today):
        return ALLOWED
    return denied(_("Chỉ quản trị hệ thống, văn thư hoặc lãnh đạo đơn vị của người này được bàn giao việc."))


def holds_all(user: User, today: date) -> bool:
    """Whether the person hands over everything, whichever unit it belongs to."""
    return bool(people_policy.may_manage(user, today)) or user.holds({Role.CLERK}, today)


def _heads(user: User, person: User, today: date) -> bool:
    mine = [post.organisation for post in user.posts(today) if post.role == Role.HEAD]
    if not mine:
        return False
    theirs = [post.organisation for post in person.memberships.select_related("organisation")]
    return any(covers(one, other) for one in mine for other in theirs)


def share_of(user: User, load: Load, today: date) -> Load:
    """What of the load `user` may hand over; tokens are ended by administrators only."""
    if people_policy.may_manage(user, today):
        return load
    if holds_all(user, today):
        return Load({group: items for group, items in load.items.items() if group is not Group.TOKEN})
    return load.within(post.organisation.path for post in user.posts(today) if post.role == Role.HEAD)


def may_see_leaving(user: User, today: date) -> Decision:
    """The list of posts that end with open work: who keeps absences, and heads for their own units."""
    if people_policy.may_keep_absences(user, today) or user.holds({Role.HEAD}, today):
        return ALLOWED
    return denied(_("Danh sách này dành cho Văn phòng, quản trị hệ thống và lãnh đạo đơn vị."))
