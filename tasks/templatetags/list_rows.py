"""The rows of the list of tasks: fifty with a thousand small decisions on one page, so no template writes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django import template
from django.template.context import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from config.templatetags.ui import icon, timeliness_badge
from tasks.models import ObstacleCode, Task
from tasks.templatetags.task_words import day_note, obstacle, quality_words, time_left

register = template.Library()
SMALL_ICON = 14
LONGEST_WORDS = 90
"""Characters of a unit's words on what hinders it."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What every row says before its cells on a narrow screen."""

    task: str
    lead: str
    due: str
    state: str
    urged: str
    report: str
    none: str


@register.simple_tag(takes_context=True)
def list_rows(context: Context, tasks: Iterable[Task], chosen_from: object) -> SafeString:
    """A row per task, with a box to choose it where something can be done with `chosen_from`; needs `today`."""
    heads = Heads(
        escape(_("Nhiệm vụ")),
        escape(_("Chủ trì")),
        escape(_("Hạn")),
        escape(_("Tình trạng")),
        escape(_("Số lần đôn đốc")),
        escape(_("Báo cáo gần nhất")),
        escape(_("Chưa có")),
    )
    rows = (_row(context, task, heads, picked=bool(chosen_from)) for task in tasks)
    return mark_safe("".join(rows))  # noqa: S308 - each part is escaped below


def _row(context: Context, task: Task, heads: Heads, *, picked: bool) -> str:
    href, title = escape(task.get_absolute_url()), escape(task.title)
    pick = ""
    if picked:
        label = _("Chọn: %(title)s") % {"title": title}
        box = f'type="checkbox" name="task" value="{task.pk}" data-select-row aria-label="{label}"'
        pick = f'<td class="pick"><input {box}></td>'
    cells = (
        f'<td data-label="{heads.task}"><a href="{href}">{title}</a>{_origin(task)}</td>',
        f'<td data-label="{heads.lead}">{_body(task)}</td>',
        f'<td class="date" data-label="{heads.due}">{"".join(_due(context, task))}</td>',
        f'<td data-label="{heads.state}">{timeliness_badge(context, task)}{_state(task)}</td>',
        f'<td class="num" data-label="{heads.urged}">{task.urged_times or _muted(0)}</td>',
        f'<td data-label="{heads.report}">{_report(task, heads)}</td>',
    )
    return f'<tr data-row-link="{href}">{pick}{"".join(cells)}</tr>\n'


def _origin(task: Task) -> str:
    """Out of which paper, and whether a unit handed it out inside."""
    inside = ""
    if task.giver_id:
        drawn = icon("git-branch-plus", SMALL_ICON)
        inside = f'<span class="badge badge-info">{drawn}{escape(_("việc nội bộ"))}</span> '
    place = f" · {escape(task.path)}" if task.path else ""
    return f'<div class="small muted">{inside}{escape(task.directive)}{place}</div>'


def _body(task: Task) -> str:
    unit = task.unit
    divided = f' <span class="badge badge-muted">{escape(_("đã chia tách"))}</span>' if unit.divided else ""
    officer = f'<div class="small muted">{escape(task.officer.full_name)}</div>' if task.officer else ""
    return f"{escape(unit.short_name)}{divided}{officer}"


def _due(context: Context, task: Task) -> Iterator[str]:
    """The deadline, whether it falls on a day off, what is left, and whether more time was given or asked for."""
    today: date = context["today"]
    off = escape(day_note(context, task.due_on))
    told, note = (f' title="{off}"', f' <span class="small muted">({off})</span>') if off else ("", "")
    yield f"<span{told}>{_day(task.due_on) or '—'}</span>{note}"
    if task.last_day is not None and task.last_day >= today:
        yield f'<div class="small muted">{escape(time_left(task, today))}</div>'
    if task.extended_times:
        yield f'<div class="small muted">{icon("calendar-clock", SMALL_ICON)} {escape(_("đã gia hạn"))}</div>'
    if getattr(task, "asks_for_time", False):
        yield f'<div class="small muted">{icon("clock", SMALL_ICON)} {escape(_("đang xin gia hạn"))}</div>'


def _state(task: Task) -> str:
    returned = " · " + _("trả lại %(n)s lần") % {"n": task.returned_count} if task.returned_count else ""
    quality = f" · {quality_words(task.quality)}" if task.quality else ""
    return format_html('<div class="small muted">{}{}{}</div>', task.get_status_display(), returned, quality)


def _report(task: Task, heads: Heads) -> str:
    """When the unit last reported, and what it said hinders it."""
    day = _day(task.reported_on)
    said = f'<span class="nowrap">{day}</span>' if day else _muted(heads.none)
    code = getattr(task, "last_obstacle", "")
    if not code or code == ObstacleCode.NONE:
        return said
    words = Truncator(getattr(task, "last_words", "") or "").chars(LONGEST_WORDS)
    return said + format_html('<div class="small">{}{}</div>', obstacle(code), f": {words}" if words else "")


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _muted(words: object) -> str:
    return f'<span class="muted">{words}</span>'
