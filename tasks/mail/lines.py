"""The rows of a mail as HTML and as text, written by hand: the template engine took ten times as long per row.

A digest has some twenty rows and a night some ten thousand digests, so this is where its time goes.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasks.mail.types import Row

CELL: Final = (
    "border-bottom:1px solid #d5dae0;font-family:'Segoe UI',Arial,sans-serif;font-size:14px;line-height:20px;"
    "color:#1c232b;"
)
SMALL: Final = "font-size:12px;line-height:18px;color:#4a5561;"
LINK: Final = "color:#17527f;"
RED: Final = "color:#a3180f;"


class Labels(NamedTuple):
    """Words beside the values, in the reader's language."""

    paper: str
    lead: str
    help: str
    due: str
    no_due: str
    late: str


def labels() -> Labels:
    """As the active language says them."""
    return _labels(get_language() or "")


@lru_cache
def _labels(_language: str) -> Labels:
    """Looked up once for each language: the catalogue is asked a million times a night otherwise."""
    return Labels(
        paper=_("Văn bản:"),
        lead=_("Chủ trì:"),
        help=_("Phối hợp:"),
        due=_("Hạn:"),
        no_due=_("không có hạn"),
        late=_("quá hạn %(n)s ngày làm việc"),
    )


def as_html(rows: Iterable[Row]) -> str:
    """Table rows; every value is escaped."""
    words = labels()
    return "".join([_html(row, words) for row in rows])


def as_text(rows: Iterable[Row]) -> str:
    """Numbered paragraphs."""
    words = labels()
    return "".join([_text(number, row, words) for number, row in enumerate(rows, start=1)])


def _html(row: Row, words: Labels) -> str:
    url, urgency = escape(row.url), f'<b style="{RED}">{escape(row.urgency)}</b> ' if row.urgency else ""
    late = f'<br><b style="{RED}">{escape(_capital(_late(row, words)))}</b>' if row.days_late else ""
    day_off = f'<br><span style="{SMALL}">{escape(row.day_off)}</span>' if row.day_off else ""
    return (
        f'<tr>\n<td valign="top" style="padding:10px 12px 10px 0;{CELL}">{urgency}'
        f'<a href="{url}" style="{LINK}font-weight:bold;text-decoration:underline;">{escape(row.title)}</a><br>\n'
        f'<span style="{SMALL}">{escape(row.clause)}<br>\n{escape(_lead(row, words))}</span></td>\n'
        f'<td valign="top" width="150" style="padding:10px 0;{CELL}">{escape(_due(row, words))}{late}{day_off}<br>\n'
        f'<a href="{url}" style="font-size:12px;line-height:18px;{LINK}text-decoration:underline;">'
        f"{escape(row.action)}</a></td>\n</tr>\n"
    )


def _text(number: int, row: Row, words: Labels) -> str:
    urgency = f"[{row.urgency}] " if row.urgency else ""
    day_off = f" ({row.day_off})" if row.day_off else ""
    late = f" – {_late(row, words)}" if row.days_late else ""
    return (
        f"\n{number}. {urgency}{row.title}\n   {words.paper} {row.clause}\n   {_lead(row, words)}\n"
        f"   {words.due} {_due(row, words)}{day_off}{late}\n   {row.action}: {row.url}\n"
    )


def _due(row: Row, words: Labels) -> str:
    """The deadline as printed."""
    return _printed(row.due_on) if row.due_on else words.no_due


@lru_cache(maxsize=4096)
def _printed(day: date) -> str:
    """Many tasks share a deadline, and printing one is slow."""
    return f"{day:%d/%m/%Y}"


def _late(row: Row, words: Labels) -> str:
    return words.late % {"n": row.days_late}


def _lead(row: Row, words: Labels) -> str:
    """Who leads, by which officer, and who helps."""
    officer = f" ({row.officer})" if row.officer else ""
    helpers = f". {words.help} {row.help_words}" if row.helpers else ""
    return f"{words.lead} {row.lead}{officer}{helpers}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
