"""The tables of a mail as HTML and as text: rows under a heading, and numbers by officer or by unit.

By hand for the same reason as the rows (`tasks.mail.lines`): a night writes some fifty thousand of these tables.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasks.mail import lines
from tasks.mail.types import Digest, Group, Row

FONT: Final = "font-family:'Segoe UI',Arial,sans-serif;"
HEADING: Final = f"padding:14px 20px 4px 20px;{FONT}font-size:15px;line-height:21px;font-weight:bold;color:#1c232b;"
HEAD: Final = f"border-bottom:2px solid #1c232b;{FONT}font-size:12px;line-height:16px;color:#4a5561;"
NUMBER: Final = f"padding:7px 0 7px 8px;border-bottom:1px solid #d5dae0;{FONT}font-size:14px;line-height:20px;"
GREY, BLACK, BAD = "color:#4a5561;", "color:#1c232b;", "color:#a3180f;font-weight:bold;"
TABLE: Final = '<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;">'


class Words(NamedTuple):
    """What stands in the heads of the tables, and under those that were cut."""

    task: str
    due: str
    more: str
    by_unit: str
    by_officer: str
    unit: str
    officer: str
    overdue: str
    soon: str
    decide: str
    more_units: str
    more_officers: str


@lru_cache
def _words(_language: str) -> Words:
    return Words(
        task=_("Nhiệm vụ"),
        due=_("Hạn"),
        more=_("… và %(n)s nhiệm vụ khác"),
        by_unit=_("Theo đơn vị"),
        by_officer=_("Theo chuyên viên"),
        unit=_("Đơn vị"),
        officer=_("Chuyên viên"),
        overdue=_("Quá hạn"),
        soon=_("Sắp đến hạn"),
        decide=_("Chờ quyết định"),
        more_units=_("và %(n)s đơn vị khác"),
        more_officers=_("và %(n)s chuyên viên khác"),
    )


def words() -> Words:
    """As the active language says them."""
    return _words(get_language() or "")


class Section(NamedTuple):
    """Rows under one heading (none where `label` is empty), and of how many tasks; `url` is the list of all of them."""

    label: str
    number: int
    rows: tuple[Row, ...]
    url: str = ""

    @property
    def hidden(self) -> int:
        """Tasks that are counted, not shown, but listed at `url`."""
        return self.number - len(self.rows) if self.url else 0

    @property
    def html(self) -> SafeString:
        """Its heading and its table, as rows of the frame of a mail."""
        said = words()
        more = _link(self.url, said.more % {"n": self.hidden}) if self.hidden else ""
        heading = f'<tr><td style="{HEADING}">{escape(self.label)} ({self.number})</td></tr>\n' if self.label else ""
        return _safe(
            f'{heading}<tr><td style="padding:0 20px;">\n{TABLE}\n<tr>\n{_head(said.task, "left")}'
            f"{_head(said.due, 'left', 150)}</tr>\n{lines.as_html(self.rows)}</table>{more}\n</td></tr>\n"
        )

    @property
    def text(self) -> SafeString:
        """Its heading and its rows as paragraphs."""
        more = f"\n{words().more % {'n': self.hidden}}: {self.url}\n" if self.hidden else ""
        heading = f"\n{self.label.upper()} ({self.number})\n" if self.label else ""
        return _safe(f"{heading}{lines.as_text(self.rows)}{more}")


class Groups(NamedTuple):
    """Numbers by officer, or by unit for those who oversee many."""

    groups: Sequence[Group]
    hidden: int
    by_unit: bool
    list_url: str

    @property
    def html(self) -> SafeString:
        """Its heading and its table, as rows of the frame of a mail; an empty text when there is nobody."""
        if not self.groups:
            return _safe("")
        said = words()
        heads = [(said.unit if self.by_unit else said.officer, "left", 0), (said.overdue, "right", 70)]
        heads += [(said.soon, "right", 80)] + ([(said.decide, "right", 80)] if self.by_unit else [])
        return _safe(
            f'<tr><td style="{HEADING}">{said.by_unit if self.by_unit else said.by_officer}</td></tr>\n'
            f'<tr><td style="padding:0 20px;">\n{TABLE}\n<tr>\n{"".join(_head(*head) for head in heads)}</tr>\n'
            f"{''.join([self._row(group) for group in self.groups])}</table>"
            f"{_link(self.list_url, self._left_out) if self.hidden else ''}\n</td></tr>\n"
        )

    @property
    def text(self) -> SafeString:
        """Its heading and one line for each; an empty text when there is nobody."""
        if not self.groups:
            return _safe("")
        said = words()
        heading = (said.by_unit if self.by_unit else said.by_officer).upper()
        named = [(said.overdue, "overdue"), (said.soon.lower(), "soon")]
        named += [(said.decide.lower(), "decide")] if self.by_unit else []
        told = [
            f"- {group.name}: " + ", ".join(f"{word} {getattr(group, name)}" for word, name in named) + "\n"
            for group in self.groups
        ]
        more = f"{self._left_out}: {self.list_url}\n" if self.hidden else ""
        return _safe(f"\n{heading}\n{''.join(told)}{more}")

    @property
    def _left_out(self) -> str:
        said = words()
        return (said.more_units if self.by_unit else said.more_officers) % {"n": self.hidden}

    def _row(self, group: Group) -> str:
        decide = _number(group.decide, BLACK) if self.by_unit else ""
        return (
            f'<tr>\n<td style="padding:7px 8px 7px 0;border-bottom:1px solid #d5dae0;{FONT}font-size:14px;'
            f'line-height:20px;"><a href="{escape(group.url)}" style="color:#17527f;">{escape(group.name)}</a></td>\n'
            f"{_number(group.overdue, BAD)}{_number(group.soon, BLACK)}{decide}</tr>\n"
        )


def of_groups(digest: Digest) -> Groups:
    """The groups of a digest."""
    return Groups(digest.groups, digest.hidden_groups, digest.by_unit, digest.list_url)


def _head(word: str, align: str, width: int = 0) -> str:
    wide = f' width="{width}"' if width else ""
    padding = "6px 8px 6px 0" if not width else "6px 0 6px 8px" if align == "right" else "6px 0"
    return f'<th align="{align}"{wide} style="padding:{padding};{HEAD}">{escape(word)}</th>\n'


def _number(number: int, colour: str) -> str:
    return f'<td align="right" style="{NUMBER}{colour if number else GREY}">{number}</td>\n'


def _link(url: str, word: str) -> str:
    return f'<a href="{escape(url)}" style="{FONT}font-size:14px;line-height:28px;color:#17527f;">{escape(word)}</a>'


def _safe(written: str) -> SafeString:
    """What is written here: each value went through `escape`, the rest is our own; texts need no escaping."""
    return mark_safe(written)  # noqa: S308 - see above
