"""Who reads which report."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role


def may_read_board(user: User, today: date) -> Decision:
    """Officers work from their own list; everybody with charge of others reads the board."""
    if user.holds(set(Role) - {Role.OFFICER}, today):
        return ALLOWED
    return denied(_("Bảng quá hạn dành cho lãnh đạo đơn vị và văn phòng; nhiệm vụ của bạn ở trang Việc của tôi."))
