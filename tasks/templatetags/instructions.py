"""A leader's words on pages: the badge of their state, and the record of a unit on its own page."""

from typing import Any

from django import template
from django.db.models import Count, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
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
