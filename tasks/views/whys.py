"""Why a task stands on a leader's list, in words with a tone and a shape."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from config.templatetags.ui import days_left
from tasks.attention import Reason, reasons_of
from tasks.models import Instruction, Task


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: words, the tone and the icon that repeat how serious it is."""

    words: str
    tone: str
    icon: str


def whys(task: Task, today: date, *, more_time: str, asked: Instruction | None) -> list[Why]:
    """The reasons of a row of `attention`, the most serious first; an empty list where nothing is the matter.

    `more_time` says what is asked for, `asked` is the demand to explain that waits.
    """
    return [_why(reason, task, today, more_time, asked) for reason in reasons_of(task)]


def _why(reason: Reason, task: Task, today: date, more_time: str, asked: Instruction | None) -> Why:
    left = days_left(task.last_day, today).capitalize()
    limit = f"{asked.answer_by:%d/%m/%Y}" if asked and asked.answer_by else ""
    number = {"number": asked.number if asked else "", "day": limit}
    heard = f"{task.reported_on or task.assigned_on:%d/%m/%Y}"
    words = {
        Reason.OVERDUE: Why(left, "bad", "octagon-alert"),
        Reason.EXPRESS: Why(_("Hỏa tốc"), "bad", "zap"),
        Reason.ANSWER_LATE: Why(
            _("Quá hạn giải trình lần %(number)s (hạn %(day)s)") % number, "bad", "circle-question-mark"
        ),
        Reason.DUE_SOON: Why(left, "warn", "triangle-alert"),
        Reason.DECISION: Why(more_time, "warn", "calendar-clock"),
        Reason.CONTESTED: Why(_("Đơn vị đề nghị giao lại"), "warn", "flag"),
        Reason.EXPLANATION: Why(
            _("Chờ giải trình lần %(number)s (hạn %(day)s)") % number, "warn", "circle-question-mark"
        ),
        Reason.SILENT: Why(_("Im lặng từ %(day)s") % {"day": heard}, "info", "message-circle-off"),
        Reason.NOT_RECEIVED: Why(
            _("Chưa tiếp nhận từ %(day)s") % {"day": f"{task.assigned_on:%d/%m/%Y}"}, "info", "inbox"
        ),
    }
    return words[reason]
