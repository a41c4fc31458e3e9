"""Words and colours of papers and drafts in templates."""

from datetime import date
from typing import Final

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.templatetags.ui import Look, badge
from directives import recurrence
from directives.kinds import kind_name
from directives.models import Directive, DraftState, TaskDraft, Urgency
from directives.parsing.types import Precision

register = template.Library()

UNREAD: Final = ("chỉ đọc", "chưa đọc")
"""Words of every sentence with which a reader says that it left something out."""

URGENCY: Final = {
    Urgency.URGENT: Look("warn", "zap"),
    Urgency.VERY_URGENT: Look("bad", "zap"),
    Urgency.EXPRESS: Look("bad", "siren"),
}


@register.filter
def urgency_badge(directive: Directive) -> SafeString:
    """The degree of urgency; nothing for an ordinary paper."""
    look = URGENCY.get(Urgency(directive.urgency))
    return badge(look, directive.get_urgency_display()) if look else SafeString("")


@register.filter
def left_unread(directive: Directive) -> list[str]:
    """What of the file was not read, as its readers said: a paper behind the first one, pages, endless lines.

    Nothing else on the page shows that it is missing, so these sentences are never folded away.
    """
    return [sentence for sentence in directive.warnings if any(words in sentence for words in UNREAD)]


@register.filter
def recurrence_label(rule: str) -> str:
    """A recurrence rule in words."""
    return recurrence.label(rule)


@register.filter
def due_words(draft: TaskDraft) -> str:
    """The deadline of a draft as precisely as the paper says it: 15/02/2023, quý I/2023, tháng 6/2023, năm 2025."""
    if draft.due_on is None:
        return recurrence.label(draft.recurrence)
    words = _precisely(draft.due_on, draft.precision)
    return f"{words}; {recurrence.label(draft.recurrence)}" if draft.recurrence else words


def _precisely(day: date, precision: str) -> str:
    shown = date_format(day, "SHORT_DATE_FORMAT")
    if precision == Precision.MONTH:
        return _("%(day)s (hết tháng %(month)s)") % {"day": shown, "month": day.month}
    if precision == Precision.QUARTER:
        return _("%(day)s (hết quý %(quarter)s)") % {"day": shown, "quarter": (day.month + 2) // 3}
    if precision == Precision.YEAR:
        return _("%(day)s (hết năm %(year)s)") % {"day": shown, "year": day.year}
    return shown


@register.filter
def confidence_badge(draft: TaskDraft) -> SafeString:
    """How sure the reading is, in a word with its share; with warnings it is never plainly sure."""
    percent = round(draft.confidence * 100)
    tone, word = ("ok", _("Chắc")) if percent >= 90 else ("warn", _("Khá chắc")) if percent >= 60 else ("bad", _("Ngờ"))
    if draft.warnings and draft.state != DraftState.REJECTED:
        tone = "warn" if tone == "ok" else tone
        word = _("Có cảnh báo, %(word)s") % {"word": word.lower()}
    return format_html('<span class="badge badge-{}">{} {}%</span>', tone, word, percent)


@register.filter(name="kind_name")
def kind_words(code: str) -> str:
    """The type of paper in words."""
    return kind_name(code) if code else ""
