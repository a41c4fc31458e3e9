"""Which organisations and fields a person's posts reach."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Membership, Organisation, User
from accounts.roles import ANSWER, SEE_ALL, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """`everything` for the office's own roles and leaders in general charge; else subtrees and fields.

    `organisations` are the subtrees whose work the person sees, `fields` (keys) those that a leader is in charge of.
    """

    everything: bool
    organisations: tuple[Organisation, ...]
    fields: frozenset[int] = frozenset()
    leads: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Materialised paths of the subtrees."""
        return tuple(organisation.path for organisation in self.organisations)


def of(user: User, today: date) -> Scope:
    """What the posts held on that day let `user` see (may cost one query, and one per post of a leader; all kept)."""
    posts = user.posts(today)
    if any(post.role in SEE_ALL - {Role.LEADER} for post in posts):
        return Scope(everything=True, organisations=_units(posts))
    charges = [post.charge for post in posts if post.role == Role.LEADER]
    return Scope(
        everything=None in charges,
        organisations=_units(posts),
        fields=frozenset().union(*(charge for charge in charges if charge is not None)),
        leads=bool(charges),
    )


def _units(posts: list[Membership]) -> tuple[Organisation, ...]:
    return tuple(post.organisation for post in posts if post.role in ANSWER)


def leads(post: Membership, field_id: int | None) -> bool:
    """Whether it is the post of a leader in charge of that field; of work without a field only one of all is."""
    return post.role == Role.LEADER and (post.charge is None or field_id in post.charge)


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
