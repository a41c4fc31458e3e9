"""How the daily mail is written: its sentences once, set as text and as HTML.

By hand, for the reason `tasks.mail.lines` gives; the frame around it comes from the template that all mails share
and is rendered once for each language.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasks.mail import tables
from tasks.mail.tables import Section
from tasks.mail.types import Composed, Digest, News

MOST_OTHERS: Final = 12
"""Names of further readers that are said; the rest are a number."""
SLOTS: Final = ("subject", "headline", "lead", "tables", "more", "footer")
_SLOT: Final = re.compile(r"\x00(\w+)\x00")
SMALL: Final = "font-size:12px;color:#4a5561;"
LINK: Final = "color:#17527f;"


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a digest says around its tables, in the reader's language; `links` are (address, words)."""

    greeting: str
    standing: str
    counted: str
    news: Sequence[News]
    asked: str
    asked_url: str
    ending: Sequence[str]
    links: Sequence[tuple[str, str]]


def write(data: Digest, subject: str, headline: str, sections: Sequence[Section]) -> Composed:
    """The whole mail."""
    said, groups = _sentences(data), tables.of_groups(data)
    html = _framed(
        subject=escape(subject),
        headline=escape(headline),
        lead=_lead_html(said),
        tables=groups.html + "".join([section.html for section in sections]),
        more="",
        footer=_footer_html(said),
    )
    return Composed(subject=subject, text=_text(said, [groups.text, *(each.text for each in sections)]), html=html)


# ── words ─────────────────────────────────────────────────────────────────────────────────────
def _sentences(data: Digest) -> Sentences:
    ending = [_others(data.others)] if data.others else []
    return Sentences(
        greeting=_("Kính gửi %(name)s,") % {"name": data.to_name},
        standing=_standing(data),
        counted=_counted(data),
        news=data.news,
        asked=_("%(n)s đề nghị gia hạn chờ Ông/Bà quyết định") % {"n": data.extensions} if data.extensions else "",
        asked_url=data.extensions_url,
        ending=[
            *ending,
            _("Lần nhắc tiếp theo: %(day)s, nếu còn việc đến kỳ nhắc.") % {"day": f"{data.next_on:%d/%m/%Y}"},
            _(
                "Nhiệm vụ không thuộc chức năng của đơn vị: lãnh đạo đơn vị chọn “Đề nghị giao lại” trên trang nhiệm "
                "vụ. Thư gửi nhầm người: báo chuyên viên theo dõi của Văn phòng để sửa người nhận."
            ),
        ],
        links=[
            (data.list_url, _("Tất cả nhiệm vụ chưa xong")),
            (data.notices_url, _("Tất cả thông báo")),
            (data.settings_url, _("Giờ không nhận thư, ngôn ngữ")),
        ],
    )


def _standing(data: Digest) -> str:
    if not data.overdue:
        return ""
    return _("Nhiệm vụ quá hạn chưa có báo cáo hoàn thành vẫn nằm trong bảng theo dõi của lãnh đạo và được nhắc lại.")


def _counted(data: Digest) -> str:
    known = {"day": f"{data.day:%d/%m/%Y}", "at": f"{data.counted_at:%H:%M %d/%m/%Y}"}
    counted = _("Số liệu ngày %(day)s, tính lúc %(at)s.") % known
    return f"{counted} {_('Thư này gửi chậm so với ngày nhắc.')}" if data.is_delayed else counted


def _others(names: Sequence[str]) -> str:
    said = ", ".join(names[:MOST_OTHERS])
    if len(names) > MOST_OTHERS:
        said = _("%(names)s và %(n)s người khác") % {"names": said, "n": len(names) - MOST_OTHERS}
    return _("Cùng được nhắc về các nhiệm vụ này trong ngày: %(names)s.") % {"names": said}


# ── text and HTML ─────────────────────────────────────────────────────────────────────────────
def _text(said: Sentences, parts: Iterable[str]) -> str:
    head = [said.greeting, "", *([said.standing] if said.standing else []), said.counted]
    news = [""] + [f"- {news.sentence}\n  {news.url}" for news in said.news] if said.news else []
    asked = ["", f"{said.asked}: {said.asked_url}"] if said.asked else []
    links = [f"{words}: {url}" for url, words in said.links]
    return "\n".join([*head, *news, *asked]) + "\n" + "".join(parts) + "\n".join(["", "--", *said.ending, *links, ""])


def _lead_html(said: Sentences) -> str:
    standing = f"{escape(said.standing)}<br>\n" if said.standing else ""
    news = "".join(f"<br>\n• {_anchor(news.url, news.sentence)}" for news in said.news)
    asked = f"<br>\n{_anchor(said.asked_url, said.asked, 'font-weight:bold;')}" if said.asked else ""
    counted = f'<span style="{SMALL}">{escape(said.counted)}</span>'
    return f"{escape(said.greeting)}<br>\n{standing}{counted}{news}{asked}"


def _footer_html(said: Sentences) -> str:
    links = " · ".join([_anchor(url, words) for url, words in said.links])
    return "".join([f"{escape(sentence)}<br>\n" for sentence in said.ending]) + links


def _anchor(url: str, words: str, style: str = "") -> str:
    return f'<a href="{escape(url)}" style="{LINK}{style}">{escape(words)}</a>'


def _framed(**slots: str) -> str:
    """The values in the frame of the active language; each is HTML already."""
    pieces = _frame(get_language() or "")
    return "".join([slots[piece] if index % 2 else piece for index, piece in enumerate(pieces)])


@lru_cache
def _frame(_language: str) -> tuple[str, ...]:
    """What `mail/base.html` says around its slots, and at every odd place the name of the slot that follows."""
    marks = {slot: mark_safe(f"\x00{slot}\x00") for slot in SLOTS}  # noqa: S308 - names of our own
    return tuple(_SLOT.split(render_to_string("mail/base.html", {"frame": marks, "subject": marks["subject"]})))
