"""Who reads which report."""

from datetime import date

from accounts.models import User
from accounts.policy import Decision
from tasks import policy_office


def may_read_board(user: User, today: date) -> Decision:
    """Officers work from their own list; everybody with charge of others reads the board."""
    return policy_office.may(user, "read_board", today)


def may_read_scores(user: User, today: date) -> Decision:
    """As the board: a unit is told how it stands, and who watches it is told of all."""
    return policy_office.may(user, "read_scores", today)
