"""Who may reorganise bodies, and who may read what was reorganised."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Decision
from accounts.powers import Power
from accounts.roles import SEE_ALL, Role

TABLE: Final[dict[str, Power]] = {
    "reorganise": Power(
        _("Sắp xếp, sáp nhập tổ chức và hoàn lại"),
        frozenset({Role.ADMIN}),
        _("Chỉ quản trị hệ thống mới được sắp xếp, sáp nhập tổ chức."),
        first_admin=True,
    ),
    "read": Power(
        _("Xem các đợt sắp xếp tổ chức"),
        SEE_ALL,
        _("Các đợt sắp xếp tổ chức chỉ dành cho Văn phòng, lãnh đạo UBND và quản trị hệ thống."),
        first_admin=True,
    ),
}
"""Whoever may change organisations merges them; roles that see every task anyway read what was moved."""


def may_reorganise(user: User, today: date) -> Decision:
    """Merge, split, rename, dissolve and move bodies."""
    return TABLE["reorganise"].permits(user, today)


def may_read(user: User, today: date) -> Decision:
    """See reorganisations with the tasks that they moved."""
    return TABLE["read"].permits(user, today)
