"""Who prepares, holds and reads review meetings: leaders, and the monitors of the office for them."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Decision, denied
from accounts.powers import Power
from accounts.roles import OVERSEE, Role
from tasks.models import Meeting, MeetingState
from tasks.permits import permits

TABLE: Final[dict[str, Power]] = {
    "read_meetings": Power(
        _("Xem chương trình và kết luận các cuộc họp giao ban"),
        OVERSEE | {Role.CLERK, Role.AUDITOR},
        _("Chương trình họp dành cho lãnh đạo UBND và Văn phòng; kết luận về đơn vị bạn ở trang Ý kiến chỉ đạo."),
        (_("lãnh đạo phụ trách lĩnh vực chỉ xem cuộc họp mình chủ trì"),),
    ),
    "hold_meetings": Power(
        _("Lập chương trình họp, ghi kết luận cuộc họp"),
        OVERSEE,
        _("Chỉ lãnh đạo UBND và chuyên viên theo dõi được lập chương trình và ghi kết luận cuộc họp."),
        (_("kết luận do chuyên viên ghi là dự thảo cho đến khi người chủ trì đồng ý"),),
    ),
}
"""What belongs to an office, whatever the meeting is."""


def may_read(user: User, today: date) -> Decision:
    """The list and the pages of meetings."""
    return permits(TABLE["read_meetings"], user, today)


def may_hold(user: User, today: date) -> Decision:
    """Plan a meeting, put something on an agenda."""
    return permits(TABLE["hold_meetings"], user, today)


def may_prepare(user: User, meeting: Meeting, today: date) -> Decision:
    """Change the agenda of a meeting that is not over."""
    decision = may_hold(user, today)
    if decision and meeting.state == MeetingState.CLOSED:
        return denied(_now("Cuộc họp đã kết thúc nên không sửa được nữa."))
    return decision


def may_decide(user: User, meeting: Meeting, today: date) -> Decision:
    """Write down decisions while it goes on."""
    decision = may_prepare(user, meeting, today)
    if decision and meeting.state == MeetingState.PLANNED:
        return denied(_now("Hãy bấm “Bắt đầu họp” trước khi ghi kết luận."))
    return decision
