"""Tags of the interface, built into every template."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final, Protocol
from xml.etree import ElementTree
from zipfile import ZipFile

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from lucide import IconDoesNotExist

register = template.Library()
log = logging.getLogger(__name__)

BADGE_ICON = 14
SVG: Final = "{http://www.w3.org/2000/svg}"


class Timed(Protocol):
    """What has a class of timeliness: a task."""

    @property
    def last_day(self) -> date | None:
        """The last day in time."""

    def timeliness(self, today: date, soon_days: int) -> str:
        """The class on that day, a value of `tasks.deadlines.Timeliness`."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and shape of a badge; the shape repeats the colour's meaning for those who do not see it."""

    tone: str
    icon: str
    label: str | Promise = ""


STATUS: Final = {
    # tasks
    "assigned": Look("info", "inbox"),
    "received": Look("info", "circle-dot"),
    "in_progress": Look("info", "play"),
    "signing": Look("warn", "signature"),
    "submitted": Look("warn", "hourglass"),
    "contested": Look("bad", "flag"),
    "suspended": Look("muted", "pause"),
    "done": Look("ok", "check"),
    "withdrawn": Look("muted", "undo-2"),
    # coordinating parties
    "asked": Look("info", "inbox"),
    "working": Look("info", "play"),
    # directives and their files
    "registered": Look("muted", "stamp"),
    "uploaded": Look("muted", "upload"),
    "reading": Look("info", "loader"),
    "read": Look("ok", "check"),
    "duplicate": Look("warn", "copy"),
    "refused": Look("bad", "shield-x"),
    "parsed": Look("warn", "scan-search"),
    "proposed": Look("muted", "lightbulb"),
    "accepted": Look("ok", "check"),
    "rejected": Look("muted", "x"),
    "reviewed": Look("info", "clipboard-check"),
    "released": Look("ok", "send"),
    # mails
    "queued": Look("muted", "clock"),
    "sending": Look("info", "loader"),
    "sent": Look("ok", "check"),
    "failed": Look("warn", "triangle-alert"),
    "dead": Look("bad", "octagon-x"),
    "dropped": Look("muted", "minus"),
    "rerouted": Look("warn", "forward"),
}
UNKNOWN: Final = Look("muted", "circle")

TIMELINESS: Final = {
    "done_on_time": Look("ok", "circle-check", _("Xong đúng hạn")),
    "done_late": Look("warn", "clock-alert", _("Xong quá hạn")),
    "done_no_deadline": Look("ok", "check", _("Đã xong")),
    "in_term": Look("muted", "calendar", _("Trong hạn")),
    "due_soon": Look("warn", "triangle-alert", _("Sắp đến hạn")),
    "overdue": Look("bad", "octagon-alert", _("Quá hạn")),
    "awaiting_event": Look("info", "calendar-clock", _("Chờ mốc")),
    "no_deadline": Look("muted", "calendar-off", _("Không có hạn")),
    "waiting": Look("info", "hourglass", _("Chờ xác nhận")),
    "suspended": Look("muted", "pause", _("Tạm dừng")),
    "withdrawn": Look("muted", "undo-2", _("Đã thu hồi")),
}


@cache
def _shapes() -> ZipFile:
    """Every icon of the wheel, in memory: its own tag opens the archive anew for each, 20 ms that a first page pays.

    An open file would not do: forked processes would read from one place in it.
    """
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@cache
def drawn(name: str, size: int) -> SafeString:
    """The icon as SVG; drawn once for each name and size.

    Raises:
        IconDoesNotExist: a misspelt name.
    """
    try:
        shape = _shapes().read(f"{name}.svg")
    except KeyError as error:
        raise IconDoesNotExist(f"No icon is called {name}.") from error
    svg = ElementTree.fromstring(shape)  # noqa: S314 - of the wheel
    for node in svg.iter():
        node.tag = node.tag.removeprefix(SVG)
    svg.attrib |= {"width": str(size), "height": str(size), "aria-hidden": "true", "focusable": "false"}
    return mark_safe(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S308 - of the wheel


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """An inline icon that screen readers skip; a misspelt name costs the drawing, never the page."""
    try:
        return drawn(str(name), size)
    except IconDoesNotExist:
        log.warning("No icon is called %s.", name)
        return drawn("square-dashed", size)


def badge(look: Look, label: object) -> SafeString:
    """Word, shape and colour in one."""
    return format_html('<span class="badge badge-{}">{}{}</span>', look.tone, drawn(look.icon, BADGE_ICON), label)


@register.filter
def status_badge(row: Model) -> SafeString:
    """The badge of a row's `status`, or else of its `state`, with the label of its choices."""
    name = "status" if hasattr(row, "status") else "state"
    label = getattr(row, f"get_{name}_display")()
    return badge(STATUS.get(str(getattr(row, name)), UNKNOWN), label)


@register.simple_tag(takes_context=True)
def timeliness_badge(context: Context, task: Timed) -> SafeString:
    """What time did to a task on the page's `today`; overdue and nearly due tasks say by how many days."""
    today: date = context["today"]
    kind = str(task.timeliness(today, settings.DUE_SOON_DAYS))
    look = TIMELINESS[kind]
    counted = kind in {"overdue", "due_soon"}
    return badge(look, days_left(task.last_day, today).capitalize() if counted else look.label)


@register.filter
def days_left(day: date | None, today: date) -> str:
    """`còn 3 ngày`, `hôm nay hết hạn`, `quá hạn 5 ngày`; an empty text without a day."""
    if day is None:
        return ""
    left = (day - today).days
    if left == 0:
        return str(_("hôm nay hết hạn"))
    if left > 0:
        return ngettext("còn %(days)s ngày", "còn %(days)s ngày", left) % {"days": vi_number(left)}
    return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", -left) % {"days": vi_number(-left)}


@register.filter
def vi_number(value: float | None) -> str:
    """A number with the grouping of the page's language: 1.234.567 in Vietnamese; a dash for none."""
    return "–" if value is None else _grouped(value, get_language())


@lru_cache(maxsize=20_000, typed=True)
def _grouped(value: float, language: str | None) -> str:
    """Looking up how a language writes numbers takes longer than writing one, and a page shows hundreds."""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag(takes_context=True)
def url_with(context: Context, **changes: object) -> str:
    """The page's query string with `changes`; None or an empty text removes a name.

    A change of anything but the page goes back to the first page.
    """
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else HttpRequest().GET.copy()
    for name, value in {"page": None, **changes}.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query.setlist(name, [str(item) for item in _several(value)])
    return f"?{query.urlencode()}"


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


@register.simple_tag
def render_field(field: BoundField, *, wide: bool = False) -> SafeString:
    """Label, control, hint and error of one field; `wide` spans the whole form grid."""
    return render_to_string("components/field.html", {"field": field, "wide": wide})


@register.simple_tag
def render_form(form: BaseForm) -> SafeString:
    """Every field of a form, its own errors first."""
    return form.as_div()


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page_obj: Page[object]) -> dict[str, object]:
    """Which rows are shown of how many, and the way to the other pages."""
    pages = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)
    return {"request": context.get("request"), "page_obj": page_obj, "pages": list(pages)}


@register.inclusion_tag("components/empty.html")
def empty_state(sentence: str, href: str = "", link: str = "", symbol: str = "inbox") -> dict[str, str]:
    """One sentence why there is nothing here, and the next step when there is one."""
    return {"sentence": sentence, "href": href, "link": link, "symbol": symbol}
