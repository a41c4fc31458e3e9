"""The Vietnamese words of moves and events, once for buttons, refusals, history and mails."""

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directives.workdays import SATURDAY, WorkingCalendar

MOVE_LABELS: Final[dict[str, Promise]] = {
    "receive": _("Tiếp nhận"),
    "contest": _("Đề nghị giao lại"),
    "reassign": _("Giao cơ quan khác"),
    "reject_contest": _("Giữ nguyên cơ quan chủ trì"),
    "delegate": _("Giao chuyên viên"),
    "report": _("Báo cáo tiến độ"),
    "submit": _("Báo cáo hoàn thành"),
    "take_back": _("Rút lại kết quả"),
    "sign_off": _("Ký duyệt kết quả"),
    "send_back": _("Trả lại chuyên viên"),
    "accept": _("Xác nhận hoàn thành"),
    "return": _("Trả lại kết quả"),
    "suspend": pgettext_lazy("move", "Tạm dừng"),
    "resume": _("Cho thực hiện tiếp"),
    "withdraw": pgettext_lazy("move", "Thu hồi"),
}
"""What stands on the button of each move of `lifecycle.MOVES`."""


def verb(move: str) -> str:
    """The move inside a sentence: its label with a small first letter."""
    label = str(MOVE_LABELS[move])
    return label[:1].lower() + label[1:]


def day_off_words(day: date, calendar: WorkingCalendar) -> str:
    """That a deadline falls on a day off, and on which, in lists, pages and mails alike; else an empty text."""
    if calendar.is_working(day):
        return ""
    if day.weekday() == SATURDAY:
        return gettext("rơi vào Thứ Bảy")
    return gettext("rơi vào Chủ nhật") if day.weekday() > SATURDAY else gettext("rơi vào ngày nghỉ lễ")
