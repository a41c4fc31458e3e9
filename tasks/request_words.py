"""Sentences about urging and about requests for more time, for notices and their mails."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

Facts = Mapping[str, Any]


def _day(facts: Facts, name: str) -> str:
    kept = facts.get(name)
    return f"{date.fromisoformat(kept):%d/%m/%Y}" if kept else ""


def _urged(facts: Facts) -> str:
    known = {"number": facts.get("number", 1), "by": facts.get("by", ""), "title": facts["title"]}
    words = _("Đôn đốc lần %(number)s (%(by)s): %(title)s") % known
    if answer_by := _day(facts, "answer_by"):
        words += _(" – trả lời trước hết ngày %(day)s") % {"day": answer_by}
    return words + (f" – {facts['words']}" if facts.get("words") else "")


def _asked(facts: Facts) -> str:
    return _(
        "%(unit)s xin gia hạn từ %(before)s đến %(asked)s, cần quyết định trước hết ngày %(answer_by)s: %(title)s"
    ) % _known(facts)


def _decided(facts: Facts) -> str:
    known = _known(facts)
    if facts.get("state") == "granted":
        return _("Được gia hạn đến %(granted)s (hạn cũ %(before)s): %(title)s") % known
    if facts.get("state") == "withdrawn":
        return _("%(unit)s đã rút đề nghị gia hạn đến %(asked)s: %(title)s") % known
    return _("Không được gia hạn đến %(asked)s, hạn vẫn là %(before)s: %(title)s – lý do: %(reason)s") % known


def _undecided(facts: Facts) -> str:
    known = {**_known(facts), "late": facts.get("late", 0)}
    if known["late"]:
        return _("Quá hạn quyết định %(late)s ngày làm việc: %(unit)s xin gia hạn đến %(asked)s, %(title)s") % known
    return _("Cần quyết định trước hết ngày %(answer_by)s: %(unit)s xin gia hạn đến %(asked)s, %(title)s") % known


def _known(facts: Facts) -> dict[str, Any]:
    days = {name: _day(facts, name) for name in ("before", "asked", "granted", "answer_by")}
    return {**days, "unit": facts.get("unit", ""), "title": facts["title"], "reason": facts.get("reason", "")}


SENTENCES: Final[dict[str, Callable[[Facts], str]]] = {
    "urge": _urged,
    "extension_ask": _asked,
    "extension_decide": _decided,
    "extension_due": _undecided,
}
"""By kind of notice."""
