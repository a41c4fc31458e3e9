"""Who may urge whom: monitors and leaders, about tasks whose unit has the ball."""

from datetime import date
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Decision
from tasks import policy_office
from tasks.lifecycle import Status
from tasks.models import Task
from tasks.permits import Line, decide, decide_side
from tasks.relations import OFFICE, Case, case_of

WHY_NOT: Final[dict[Status, Promise]] = {
    Status.DONE: _("Nhiệm vụ đã hoàn thành nên không còn gì để đôn đốc."),
    Status.WITHDRAWN: _("Nhiệm vụ đã thu hồi nên không đôn đốc."),
    Status.SUBMITTED: _("Đơn vị đã báo cáo hoàn thành, đang chờ Văn phòng xác nhận; hãy xác nhận hoặc trả lại."),
    Status.SUSPENDED: _("Nhiệm vụ đang tạm dừng; cho thực hiện tiếp rồi mới đôn đốc."),
    Status.CONTESTED: _("Đơn vị đang đề nghị giao lại; hãy quyết định việc đó trước khi đôn đốc."),
}
"""Statuses in which the ball is not with the unit, and what to do instead."""


def _urgers_only(_case: Case) -> str:
    return _now("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được đôn đốc.")


def _why_not(case: Case) -> str:
    return str(WHY_NOT[Status(case.task.status)])


TABLE: Final[dict[str, Line]] = {
    "urge": Line(_("Đôn đốc"), OFFICE, _urgers_only, frozenset(Status) - set(WHY_NOT), closed=_why_not),
}
"""Urging, in the form of `policy.TABLE`."""


def may_urge(user: User, task: Task, today: date) -> Decision:
    """Whether `user` may urge the lead of `task` today; a refusal says why and what to do instead."""
    return decide(TABLE["urge"], case_of(user, task, today))


def may_urge_by_side(user: User, task: Task, today: date) -> Decision:
    """Whether urging belongs to somebody with the user's posts, whatever the status of the task."""
    return decide_side(TABLE["urge"], case_of(user, task, today))


def may_urge_at_all(user: User, today: date) -> Decision:
    """Monitors and leaders urge; a round, its letter and who has read it are theirs to see."""
    return policy_office.may(user, "urge", today)


def needs_escalation(times: int) -> bool:
    """Whether so many urgings put a task on the leaders' next sitting (the habit of Hà Nội: more than three)."""
    return times > settings.URGINGS_BEFORE_ESCALATION
