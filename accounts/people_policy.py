"""Who may look after people and organisations, and who may read the audit trail."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Decision, denied
from accounts.powers import Power
from accounts.roles import ANSWER, Role

NOT_ONESELF: Final = _("không phải của chính mình")

TABLE: Final[dict[str, Power]] = {
    "manage": Power(
        _("Thay đổi người dùng, vị trí công tác và tổ chức"),
        frozenset({Role.ADMIN}),
        _("Chỉ quản trị hệ thống mới được thay đổi người dùng và tổ chức."),
        first_admin=True,
    ),
    "see_people": Power(
        _("Xem danh sách người dùng với vị trí và tên đăng nhập"),
        frozenset({Role.ADMIN, Role.AUDITOR}),
        _("Danh sách người dùng chỉ dành cho quản trị hệ thống và bộ phận kiểm tra."),
        first_admin=True,
    ),
    "read_trail": Power(
        _("Xem và xuất nhật ký thao tác"),
        frozenset({Role.ADMIN, Role.AUDITOR}),
        _("Nhật ký thao tác chỉ dành cho quản trị hệ thống và bộ phận kiểm tra."),
        first_admin=True,
    ),
    "invite": Power(
        _("Mời người dùng, gửi lại và thu hồi lời mời"),
        frozenset({Role.ADMIN, Role.CLERK}),
        _("Chỉ quản trị hệ thống và văn thư của Văn phòng được mời người dùng."),
        (_("văn thư chỉ mời lãnh đạo đơn vị và chuyên viên"),),
        first_admin=True,
    ),
    "keep_absences": Power(
        _("Ghi người vắng mặt và người thay"),
        frozenset({Role.ADMIN, Role.CLERK, Role.MONITOR}),
        _("Chỉ văn thư, chuyên viên theo dõi và quản trị hệ thống được ghi người vắng mặt, người thay."),
        (NOT_ONESELF,),
    ),
}
"""What has to do with people; the superuser sets up the first administrators."""


def may_manage(user: User, today: date) -> Decision:
    """Change people, posts and organisations: administrators, and the superuser who sets up the first of them."""
    return TABLE["manage"].permits(user, today)


def may_see_people(user: User, today: date) -> Decision:
    """Open the list of people with their posts and sign-in names."""
    return TABLE["see_people"].permits(user, today)


def may_read_trail(user: User, today: date) -> Decision:
    """Open the audit trail and export it."""
    return TABLE["read_trail"].permits(user, today)


def may_invite_at_all(user: User, today: date) -> Decision:
    """Open the list of invitations and invite."""
    return TABLE["invite"].permits(user, today)


def may_invite(user: User, role: Role, today: date) -> Decision:
    """Administrators invite into every role, clerks only into those of the units."""
    decision = may_invite_at_all(user, today)
    if decision and role not in ANSWER and not may_manage(user, today):
        return denied(_("Văn thư chỉ mời lãnh đạo đơn vị và chuyên viên; vai trò khác do quản trị hệ thống mời."))
    return decision


def may_keep_absences(user: User, today: date) -> Decision:
    """Record who is away: the office, so that those away need not configure anything."""
    return TABLE["keep_absences"].permits(user, today)


def may_keep_absence_of(user: User, person: User, today: date) -> Decision:
    """As `may_keep_absences`, and never of oneself."""
    if user.pk == person.pk:
        return denied(_("Bạn không tự ghi vắng mặt và chọn người thay cho mình; hãy nhờ người khác của Văn phòng."))
    return may_keep_absences(user, today)
