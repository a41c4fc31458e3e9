"""Words about tasks for templates."""

from datetime import date

from django import template

from config.templatetags.ui import days_left
from tasks.lifecycle import OPEN, Status
from tasks.models import ObstacleCode, Task

register = template.Library()


@register.filter
def time_left(task: Task, today: date) -> str:
    """Days late or left of a task that somebody works on; nothing for one that waits or has ended."""
    running = Status(task.status) in OPEN - {Status.SUBMITTED, Status.SUSPENDED}
    return days_left(task.due_on, today) if running else ""


@register.filter
def obstacle(code: str) -> str:
    """The words of an obstacle code."""
    return str(ObstacleCode(code).label) if code in ObstacleCode.values else ""
