"""Who may reorganise bodies, and who may read what was reorganised."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts import people_policy
from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import SEE_ALL


def may_reorganise(user: User, today: date) -> Decision:
    """Merge, split, rename, dissolve and move bodies: whoever may change organisations at all."""
    return people_policy.may_manage(user, today)


def may_read(user: User, today: date) -> Decision:
    """See reorganisations with the tasks they moved: roles that see every task anyway."""
    if user.is_superuser or user.holds(SEE_ALL, today):
        return ALLOWED
    return denied(_("Các đợt sắp xếp tổ chức chỉ dành cho Văn phòng, lãnh đạo UBND và quản trị hệ thống."))
