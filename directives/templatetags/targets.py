"""Targets in templates: numbers, the badge of where they stand, and the two small pictures."""

from decimal import Decimal
from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.templatetags.ui import Look, badge
from directives import target_words
from directives.models import Standing
from directives.target_words import Followed

register = template.Library()

LOOKS: Final = {
    Standing.REACHED: Look("ok", "circle-check"),
    Standing.MISSED: Look("warn", "circle-dashed"),
    Standing.UNKNOWN: Look("muted", "circle-question-mark"),
}


@register.filter
def figure(value: Decimal | None) -> str:
    """A number as the country writes it."""
    return target_words.figure(value)


@register.simple_tag
def standing_badge(row: Followed) -> SafeString:
    """Reached, not reached or not known; past its day the badge says so."""
    standing = row.standing
    shown = badge(LOOKS[standing], standing.label)
    if not row.is_late:
        return shown
    return format_html("{} {}", shown, badge(Look("bad", "octagon-alert"), _("đã qua thời điểm phải đạt")))


@register.inclusion_tag("directives/_target_bar.html")
def target_bar(row: Followed) -> dict[str, object]:
    """The latest value as a bar, the target as a mark across it."""
    bar = row.bar
    if bar is None or row.latest is None:
        return {}
    negative = row.latest.value < 0
    said = {"value": target_words.figure(row.latest.value), "unit": row.target.unit, "wanted": row.wanted}
    return {
        "bar": bar,
        "bar_x": bar.zero - bar.length if negative else bar.zero,
        "range": bar.mark_to - bar.mark,
        "words": _("Thực hiện %(value)s %(unit)s, mục tiêu %(wanted)s") % said,
    }


@register.inclusion_tag("directives/_target_line.html")
def target_line(row: Followed) -> dict[str, object]:
    """Every value over time; nothing for fewer than two."""
    return {"row": row, "words": "; ".join(dot.words for dot in row.dots)}
