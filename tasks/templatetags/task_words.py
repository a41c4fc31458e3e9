"""Words about tasks for templates."""

from datetime import date
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.templatetags.ui import days_left, icon
from directives import recurrence
from tasks import practice
from tasks.lifecycle import OPEN, Status
from tasks.models import CodeKind, ExtensionRequest, ExtensionState, ObstacleCode, Task, Workday
from tasks.words import day_off_words

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
    return days_left(task.last_day, today) if running else ""


@register.simple_tag(takes_context=True)
def day_note(context: Context, day: date | None) -> str:
    """`rơi vào Thứ Bảy` for a deadline on a day off, else nothing (one query for a whole page)."""
    if day is None:
        return ""
    holder: Any = context.get("request") or context
    calendar = getattr(holder, "office_calendar", None)
    if calendar is None:
        calendar = Workday.objects.calendar()
        holder.office_calendar = calendar
    return day_off_words(day, calendar)


@register.filter
def rule_words(rule: str) -> str:
    """A recurrence rule in words."""
    return recurrence.label(rule)


@register.filter
def period_words(key: str) -> str:
    """The name of a period: `Kỳ tháng 7/2025`."""
    return recurrence.period_label(key)


@register.filter
def obstacle(code: str) -> str:
    """The words of an obstacle code; one of the office's own costs a query."""
    if code in ObstacleCode.values:
        return str(ObstacleCode(code).label)
    return practice.words_of(CodeKind.OBSTACLE).get(code, "")


SHIPPED_MARKS = {"good": _("Tốt"), "pass": _("Đạt"), "poor": _("Chưa tốt")}


@register.filter
def quality_words(code: str) -> str:
    """The words of a mark of quality; one of the office's own costs a query."""
    if code in SHIPPED_MARKS:
        return str(SHIPPED_MARKS[code])
    return practice.words_of(CodeKind.QUALITY).get(code, code)


@register.filter
def extension_badge(request: ExtensionRequest) -> SafeString:
    """What became of a request: word, shape and colour."""
    tone, shape = EXTENSION_LOOKS[ExtensionState(request.state)]
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icon(shape, 14), request.get_state_display())
