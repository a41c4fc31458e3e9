"""Lines of a table of roles: what it is, which posts may do it, and the sentence for everybody else.

Such tables hold what belongs to an office, whatever the case at hand is; what also depends on how a person stands to a
task is in `tasks.policy`. The page "Quyền hạn" shows all of them as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Power:
    """`roles` may do what `label` says, everybody else reads `refusal`; `conditions` are words for the reader only.

    `first_admin` lets the superuser in, who sets up the first administrators and holds no post yet.
    """

    label: str | Promise
    roles: frozenset[Role]
    refusal: str | Promise
    conditions: tuple[str | Promise, ...] = ()
    first_admin: bool = False

    def permits(self, user: User, today: date) -> Decision:
        """Whether one of the posts that `user` holds on that day is of these roles (may cost one query)."""
        if (self.first_admin and user.is_superuser) or user.holds(self.roles, today):
            return ALLOWED
        return denied(self.refusal)


Powers = Mapping[str, Power]
