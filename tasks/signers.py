"""Who signs a result in the place of a head who is away: the substitute whom the office named for that time."""

from datetime import date

from accounts.models import Absence, Membership, Organisation, User
from accounts.roles import Role
from accounts.scope import covers


def is_head_over(posts: list[Membership], unit: Organisation) -> bool:
    """Whether one of the posts heads `unit` or what stands above it in its department."""
    return any(post.role == Role.HEAD and covers(post.organisation, unit) for post in posts)


def absent_head(user: User, unit: Organisation, today: date) -> User | None:
    """The head over `unit` in whose place `user` signs today (one query, two while they stand in; then kept)."""
    return next((post.user for post in covered_posts(user, today) if covers(post.organisation, unit)), None)


def covered_posts(user: User, today: date) -> list[Membership]:
    """The posts as head of those for whom `user` stands in, each with its holder and its body; kept like `posts`."""
    kept: dict[date, list[Membership]] = user.__dict__.setdefault("_covered_heads", {})
    if today not in kept:
        covered = Absence.objects.stand_ins(today).covered_by(user.pk)
        heads = Membership.objects.on(today).filter(role=Role.HEAD, user__in=covered)
        kept[today] = list(heads.select_related("user", "organisation").order_by("pk")) if covered else []
    return kept[today]
