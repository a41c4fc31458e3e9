"""Which organisations a person's posts reach, as paths for filters."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Organisation, User
from accounts.roles import ANSWER, SEE_ALL


@dataclass(frozen=True, slots=True)
class Scope:
    """`everything` for the office's own roles; else the subtrees whose work the person sees."""

    everything: bool
    organisations: tuple[Organisation, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Materialised paths of the subtrees."""
        return tuple(organisation.path for organisation in self.organisations)


def of(user: User, today: date) -> Scope:
    """What the posts held on that day let `user` see (may cost one query, kept on the user)."""
    posts = user.posts(today)
    return Scope(
        everything=any(post.role in SEE_ALL for post in posts),
        organisations=tuple(post.organisation for post in posts if post.role in ANSWER),
    )


def covers(organisation: Organisation, unit: Organisation) -> bool:
    """Whether a post in `organisation` answers for `unit`: that very body, or one above it in the same department.

    The root of the tree (the city) is nobody's department: its leaders oversee, they do not carry out.
    """
    if organisation.pk == unit.pk:
        return True
    return organisation.parent_id is not None and unit.path.startswith(organisation.path)


def same_branch(one: Organisation, other: Organisation) -> bool:
    """Whether one of the two stands at or below the other."""
    return one.path.startswith(other.path) or other.path.startswith(one.path)
