"""What belongs to an office, whatever the task is: handing out, the calendar, rules, the delivery log, the board."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Decision
from accounts.powers import Power
from accounts.roles import KEEP_REGISTRY, OVERSEE, Role
from tasks.permits import permits

ADMIN: Final = frozenset({Role.ADMIN})
CHARGE: Final = frozenset(Role) - {Role.OFFICER}
"""Everybody with charge of others, and those who watch the system."""

TABLE: Final[dict[str, Power]] = {
    "hand_out": Power(
        _("Giao nhiệm vụ từ văn bản; giữ nhiệm vụ định kỳ"),
        KEEP_REGISTRY,
        _("Chỉ văn thư, chuyên viên tổng hợp hoặc chuyên viên theo dõi được giao nhiệm vụ từ văn bản."),
        (_("văn bản chưa giao việc"),),
    ),
    "urge": Power(
        _("Gửi đợt đôn đốc, soạn công văn đôn đốc, xem ai đã đọc"),
        OVERSEE,
        _("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được đôn đốc."),
    ),
    "amend": Power(
        _("Quyết định về nhiệm vụ của văn bản bị sửa đổi, bãi bỏ"),
        OVERSEE,
        _("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được quyết định về các nhiệm vụ này."),
    ),
    "read_board": Power(
        _("Xem bảng quá hạn, báo cáo"),
        CHARGE,
        _("Bảng quá hạn dành cho lãnh đạo đơn vị và văn phòng; nhiệm vụ của bạn ở trang Việc của tôi."),
    ),
    "read_scores": Power(
        _("Xem bảng điểm kỷ luật thực hiện nhiệm vụ"),
        CHARGE,
        _("Bảng điểm dành cho lãnh đạo đơn vị và văn phòng; nhiệm vụ của bạn ở trang Việc của tôi."),
        (_("lãnh đạo đơn vị xem nhóm của mình, danh sách nhiệm vụ của đơn vị mình"),),
    ),
    "read_oversight": Power(
        _("Xem báo cáo về việc theo dõi của Văn phòng"),
        frozenset({Role.CLERK, Role.MONITOR, Role.LEADER, Role.ADMIN, Role.AUDITOR}),
        _("Báo cáo này dành cho lãnh đạo UBND, Văn phòng và người kiểm tra."),
        (_("hoặc lãnh đạo của Văn phòng"), _("từng người: chỉ lãnh đạo UBND, lãnh đạo Văn phòng, người kiểm tra")),
    ),
    "share_view": Power(
        _("Chia sẻ góc nhìn đã lưu với tất cả mọi người hoặc một vai trò"),
        OVERSEE | {Role.CLERK, Role.ADMIN},
        _("Chỉ lãnh đạo UBND và văn phòng được chia sẻ góc nhìn ngoài đơn vị mình; bạn có thể chia sẻ trong đơn vị."),
    ),
    "keep_calendar": Power(_("Sửa lịch làm việc"), ADMIN, _("Chỉ quản trị hệ thống được sửa lịch làm việc.")),
    "keep_rules": Power(_("Ghi quy tắc tính hạn"), ADMIN, _("Chỉ quản trị hệ thống được ghi quy tắc tính hạn.")),
    "keep_packs": Power(
        _("Sửa quy tắc gửi bộ báo cáo, gửi thử"),
        frozenset({Role.MONITOR, Role.ADMIN}),
        _("Chỉ chuyên viên theo dõi và quản trị hệ thống được sửa quy tắc gửi bộ báo cáo."),
    ),
    "keep_ladder": Power(_("Sửa quy tắc nhắc hạn"), ADMIN, _("Chỉ quản trị hệ thống được sửa quy tắc nhắc hạn.")),
    "read_mail_log": Power(
        _("Xem nhật ký gửi thư, địa chỉ hỏng, lịch chạy"),
        frozenset({Role.CLERK, Role.MONITOR, Role.ADMIN, Role.AUDITOR}),
        _("Nhật ký gửi thư chỉ dành cho văn thư, chuyên viên theo dõi, quản trị hệ thống và người kiểm tra."),
    ),
    "retry_mail": Power(
        _("Gửi lại thư"),
        frozenset({Role.MONITOR, Role.ADMIN}),
        _("Chỉ chuyên viên theo dõi và quản trị hệ thống được gửi lại thư."),
    ),
}
"""What has to do with handing out, watching and the rules of the house."""


def may(user: User, name: str, today: date) -> Decision:
    """Whether one of the posts of `user` carries the power `name`.

    Raises:
        KeyError: the table has no such line.
    """
    return permits(TABLE[name], user, today)
