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
