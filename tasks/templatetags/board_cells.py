"""The rows of the board: a hundred with thousands of cells on one page, so no template writes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.templatetags.ui import icon, url_with, vi_number
from tasks.reports.board import Cell, Figure, Row, figures
from tasks.views.board_rows import Group, Shown
from tasks.views.verbs import Verb

register = template.Library()
UNGROUPED = 1000
"""Numbers below are written the same in every language."""
ICON_SIZE = 14


@dataclass(frozen=True, slots=True)
class Words:
    """What all rows of a page say alike, escaped: the address of the list, `open`, titles of the verbs by name."""

    language: str
    listing: str
    open: str
    silent: str
    titles: dict[str, str]


@register.simple_tag(takes_context=True)
def board_rows(context: Context, total: Shown, groups: Iterable[Group]) -> SafeString:
    """The bodies of the table: the sum of everything, then each group under its own sum."""
    words = _words()
    bodies = [f'<tbody class="board-total">{_row(context, total, words)}</tbody>']
    for group in groups:
        whole = _row(context, group.total, words, is_sum=True) if group.total else ""
        bodies.append(f"<tbody>{whole}{''.join(_row(context, shown, words) for shown in group.rows)}</tbody>")
    return mark_safe("".join(bodies))  # noqa: S308 - each part is escaped below


def _words() -> Words:
    urge, explain = _("Đôn đốc mọi nhiệm vụ quá hạn của dòng này"), _("Yêu cầu cơ quan này giải trình")
    return Words(
        get_language() or "",
        escape(reverse("task-list")),
        escape(_("Mở từng đơn vị")),
        _("Im lặng"),
        {"urge": escape(urge), "explain": escape(explain)},
    )


def _row(context: Context, shown: Shown, words: Words, *, is_sum: bool = False) -> str:
    """A row: what it stands for with what can be done about it, then a cell per figure in the order of the columns."""
    row = shown.row
    head = str(escape(row.label))
    if row.opens and not is_sum:
        head += f' <a class="small" href="{escape(url_with(context, group=row.opens))}">{words.open}</a>'
    if row.detail:
        head += f'<div class="small muted">{escape(row.detail)}</div>'
    if shown.verbs:
        head += f'<div class="row-verbs small">{"".join(_verb(verb, words) for verb in shown.verbs)}</div>'
    begin = '<tr class="group-sum">' if is_sum else "<tr>"
    return f'{begin}<th scope="row" data-label="">{head}</th>{"".join(_cells(shown, words))}</tr>\n'


def _verb(verb: Verb, words: Words) -> str:
    """A link, or why there is none; who does not see it hears it."""
    drawing, label = icon(verb.icon, ICON_SIZE), escape(verb.label)
    if verb.decision:
        return f'<a href="{escape(verb.href)}" title="{words.titles[verb.name]}">{drawing} {label}</a>'
    why = escape(verb.decision.reason)
    told = f'<span class="visually-hidden">: {why}</span>'
    return f'<span class="verb-off" title="{why}">{drawing} {label}{told}</span>'


def _cells(shown: Shown, words: Words) -> Iterator[str]:
    """A number opens its list, a nought nothing."""
    row = shown.row
    within, counts = Cell(0, row.query).query_string, row.counts
    for figure in figures(words.language, row.ages):
        count = sum(counts.get(name, 0) for name in figure.names)
        yield _begin(figure.label, figure.tone) + _number(count, _query(row, within, figure), words)
    if shown.silent:
        yield _begin(words.silent, "") + _number(shown.silent.count, shown.silent.query_string, words)


def _query(row: Row, within: str, figure: Figure) -> str:
    """The condition of the row, said once for all its cells, and that of the column, which may replace a part of it."""
    if any(name in row.query for name, _value in figure.own):
        return Cell(0, {**row.query, **dict(figure.own)}).query_string
    return "&".join(part for part in (within, _own(figure.own)) if part)


@lru_cache(maxsize=500)
def _own(pairs: tuple[tuple[str, str], ...]) -> str:
    return urlencode(pairs)


def _number(count: int, query: str, words: Words) -> str:
    if not count:
        return '<span class="zero">0</span></td>'
    said = str(count) if 0 < count < UNGROUPED else vi_number(count)
    return f'<a href="{words.listing}?{_escaped(query)}">{said}</a></td>'


def _escaped(query: str) -> str:
    """A query string holds nothing but letters, digits, percent signs and `&`, `=`, `+`, `.`, `-`, `_`, `~`."""
    return query.replace("&", "&amp;")


@lru_cache(maxsize=500)
def _begin(label: str, tone: str) -> str:
    tones = f" tone-{tone}" if tone else ""
    return format_html('<td class="num{}" data-label="{}">', tones, label)
