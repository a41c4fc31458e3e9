"""In whose name a report is laid out: the organ above, the body itself, its symbol and place."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings

from accounts.models import Membership, User
from accounts.roles import Role
from tasks.letters.types import SIGNATURES, Signer

OF_THE_OFFICE: Final = frozenset({Role.LEADER, Role.MONITOR, Role.CLERK, Role.ADMIN, Role.AUDITOR})
"""Posts whose reports go out under the letterhead of the office of the city."""

HEAD_OF_A_BODY: Final = "THỦ TRƯỞNG ĐƠN VỊ"


@dataclass(frozen=True, slots=True)
class Imprint:
    """Lines of the letterhead in capitals, the symbol behind the number (`BC-VP`), and what stands above the name."""

    superior: tuple[str, ...]
    organ: tuple[str, ...]
    symbol: str
    place: str
    signs: str


def imprint_of(user: User, today: date) -> Imprint:
    """The office for its own people and the leaders, otherwise the body of the first post of `user`."""
    posts = user.posts(today)
    own = next((post for post in posts if post.role not in OF_THE_OFFICE), None)
    superior = tuple(settings.LETTER_ORGAN.split("|"))
    if own is None or any(post.role in OF_THE_OFFICE for post in posts):
        signs = SIGNATURES[Signer.OWN_OFFICE_HEAD][0]
        return Imprint(superior, (settings.LETTER_OFFICE,), "BC-VP", settings.LETTER_PLACE, signs)
    return Imprint(superior, (own.organisation.name.upper(),), _symbol(own), settings.LETTER_PLACE, HEAD_OF_A_BODY)


def _symbol(post: Membership) -> str:
    symbols = post.organisation.symbols
    return f"BC-{symbols[0]}" if symbols else "BC"
