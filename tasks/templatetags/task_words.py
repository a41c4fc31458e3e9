"""Words about tasks for templates."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.templatetags.ui import days_left, icon
from tasks.lifecycle import OPEN, Status
from tasks.models import ExtensionRequest, ExtensionState, ObstacleCode, Task

register = template.Library()

EXTENSION_LOOKS = {
    ExtensionState.PENDING: ("warn", "clock"),
    ExtensionState.GRANTED: ("ok", "check"),
    ExtensionState.REFUSED: ("bad", "x"),
    ExtensionState.WITHDRAWN: ("muted", "undo-2"),
    ExtensionState.LAPSED: ("muted", "minus"),
}
"""Tone and shape of each state of a request for more time."""


@register.filter
def time_left(task: Task, today: date) -> str:
    """Days late or left of a task that somebody works on; nothing for one that waits or has ended."""
    running = Status(task.status) in OPEN - {Status.SUBMITTED, Status.SUSPENDED}
    return days_left(task.due_on, today) if running else ""


@register.filter
def obstacle(code: str) -> str:
    """The words of an obstacle code."""
    return str(ObstacleCode(code).label) if code in ObstacleCode.values else ""


@register.filter
def extension_badge(request: ExtensionRequest) -> SafeString:
    """What became of a request: word, shape and colour."""
    tone, shape = EXTENSION_LOOKS[ExtensionState(request.state)]
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icon(shape, 14), request.get_state_display())
