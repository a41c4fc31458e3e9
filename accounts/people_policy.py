"""Who may look after people and organisations, and who may read the audit trail."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role

READ_TRAIL: Final = frozenset({Role.ADMIN, Role.AUDITOR})
"""Roles that may read who did what."""

KEEP_ABSENCES: Final = frozenset({Role.ADMIN, Role.CLERK, Role.MONITOR})
"""Roles of the office that record who is away and who stands in."""


def may_manage(user: User, today: date) -> Decision:
    """Change people, posts and organisations: administrators, and the superuser who sets up the first of them."""
    if user.is_superuser or user.holds({Role.ADMIN}, today):
        return ALLOWED
    return denied(_("Chỉ quản trị hệ thống mới được thay đổi người dùng và tổ chức."))


def may_see_people(user: User, today: date) -> Decision:
    """Open the list of people with their posts and sign-in names."""
    if user.is_superuser or user.holds(READ_TRAIL, today):
        return ALLOWED
    return denied(_("Danh sách người dùng chỉ dành cho quản trị hệ thống và bộ phận kiểm tra."))


def may_read_trail(user: User, today: date) -> Decision:
    """Open the audit trail and export it."""
    if user.is_superuser or user.holds(READ_TRAIL, today):
        return ALLOWED
    return denied(_("Nhật ký thao tác chỉ dành cho quản trị hệ thống và bộ phận kiểm tra."))


def may_keep_absences(user: User, today: date) -> Decision:
    """Record who is away: the office, so that those away need not configure anything."""
    if user.holds(KEEP_ABSENCES, today):
        return ALLOWED
    return denied(_("Chỉ văn thư, chuyên viên theo dõi và quản trị hệ thống được ghi người vắng mặt, người thay."))


def may_keep_absence_of(user: User, person: User, today: date) -> Decision:
    """As `may_keep_absences`, and never of oneself."""
    if user.pk == person.pk:
        return denied(_("Bạn không tự ghi vắng mặt và chọn người thay cho mình; hãy nhờ người khác của Văn phòng."))
    return may_keep_absences(user, today)
