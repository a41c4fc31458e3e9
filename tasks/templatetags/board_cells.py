"""The cells of a row of the board: thousands on one page, so they are written here and not by the template."""

from functools import lru_cache

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from config.templatetags.ui import vi_number
from tasks.reports.board import Entry, Row

register = template.Library()
UNGROUPED = 1000
"""Numbers below are written the same in every language."""


@register.simple_tag
def board_cells(row: Row, listing: str) -> SafeString:
    """A cell per figure, in the order of the columns; a number opens its list, a nought nothing."""
    opened = escape(listing)
    return mark_safe("".join(_cell(entry, opened) for entry in row.entries))  # noqa: S308 - each part is escaped below


def _cell(entry: Entry, listing: str) -> str:
    count = entry.cell.count
    begin = _begin(entry.label, entry.tone)
    if not count:
        return f'{begin}<span class="zero">0</span></td>'
    words = str(count) if 0 < count < UNGROUPED else vi_number(count)
    return f'{begin}<a href="{listing}?{_escaped(entry.cell.query_string)}">{words}</a></td>'


def _escaped(query: str) -> str:
    """A query string holds nothing but letters, digits, percent signs and `&`, `=`, `+`, `.`, `-`, `_`, `~`."""
    return query.replace("&", "&amp;")


@lru_cache(maxsize=500)
def _begin(label: str, tone: str) -> str:
    tones = f" tone-{tone}" if tone else ""
    return format_html('<td class="num{}" data-label="{}">', tones, label)
