"""A leader's words on pages: the badge of their state, and the record of a unit on its own page."""

from functools import lru_cache
from typing import Any, Final

from django import template
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.models import Organisation
from config.templatetags.ui import icon as drawn_icon
from tasks import policy_instructions
from tasks.models import Instruction, InstructionKind, InstructionState
from tasks.reports import instructions as report

register = template.Library()
SHOWN = 8
LOOKS = {
    InstructionState.PROPOSED: ("muted", "pencil"),
    InstructionState.OPEN: ("info", "circle-dot"),
    InstructionState.ANSWERED: ("warn", "reply"),
    InstructionState.CLOSED: ("ok", "check"),
    InstructionState.RECORDED: ("ok", "check"),
    InstructionState.DECLINED: ("muted", "x"),
    InstructionState.WITHDRAWN: ("muted", "undo-2"),
    InstructionState.LAPSED: ("muted", "minus"),
}


@register.simple_tag
def instruction_badge(row: Instruction) -> SafeString:
    """Word, shape and colour of the state; a late answer says so."""
    tone, icon = LOOKS[InstructionState(row.state)]
    label: object = row.get_state_display()
    if row.is_late(today()):
        tone, icon, label = "bad", "octagon-alert", _("Quá hạn trả lời")
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, drawn_icon(icon, 14), label)


KEY: Final = "0123456789"
"""Stands in a menu that is kept where the key of its row will be; nothing else in it has a figure of this length."""


@register.simple_tag
def instruction_menu(about: str, key: int, *, small: bool = False) -> SafeString:
    """The menu of a leader's words about a "task" or a "unit"; `small` in rows of tables."""
    kept = _menu(get_language() or "", about, small=small)
    return mark_safe(kept.replace(KEY, str(int(key))))  # noqa: S308 - a template of our own and a number


@lru_cache(maxsize=16)
def _menu(language: str, about: str, *, small: bool) -> str:
    """Drawn once for each language: a board has a menu in every row, alike but for the key."""
    return render_to_string("tasks/_instruction_menu.html", {"about": about, "key": KEY, "small": small})


@register.inclusion_tag("tasks/_unit_record.html", takes_context=True)
def unit_record(context: dict[str, Any], organisation: Organisation) -> dict[str, Any]:
    """The last words to a unit and how many of each kind this year, as far as the reader may see them."""
    user, day = context["request"].user, today()
    visible = Instruction.objects.visible_to(user, day).filter(unit=organisation)
    labels = dict(InstructionKind.choices)
    numbers = report.counts(visible, day.replace(month=1, day=1), day)
    return {
        "rows": list(visible.select_related("task", "unit").order_by("-pk")[:SHOWN]),
        "numbers": [(labels[kind], number) for kind, number in numbers.items() if number],
        "may_speak": bool(policy_instructions.may_speak(user, day)),
        "organisation": organisation,
        "today": day,
    }


@register.simple_tag(takes_context=True)
def words_to_units(context: dict[str, Any]) -> dict[str, int]:
    """How many words to the reader's units, about no task in particular, wait for an answer, and how many too long."""
    day = today()
    waiting = Instruction.objects.visible_to(context["request"].user, day).unanswered().filter(task=None)
    late = Count("pk", filter=Q(answer_by__lt=day))
    return waiting.order_by().aggregate(open=Count("pk"), overdue=late)
