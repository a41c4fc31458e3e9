"""Words about tasks for templates."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.deadlines import is_overdue
from tasks.lifecycle import OPEN, Status
from tasks.models import ObstacleCode, Task

register = template.Library()


@register.filter
def time_left(task: Task, today: date) -> str:
    """Days late or left of a task that somebody works on; nothing for one that waits or has ended."""
    status = Status(task.status)
    if task.due_on is None or status not in OPEN - {Status.SUBMITTED, Status.SUSPENDED}:
        return ""
    if is_overdue(status, task.due_on, today):
        days = task.days_late(today)
        return ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", days) % {"days": days}
    days = (task.due_on - today).days
    if days == 0:
        return _("hết hạn hôm nay")
    return ngettext("còn %(days)d ngày", "còn %(days)d ngày", days) % {"days": days}


@register.filter
def obstacle(code: str) -> str:
    """The words of an obstacle code."""
    return str(ObstacleCode(code).label) if code in ObstacleCode.values else ""
