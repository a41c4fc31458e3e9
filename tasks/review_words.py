"""Sentences of notices about tasks without a deadline; see `tasks.notice_words`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

Facts = Mapping[str, Any]


def _review(facts: Facts) -> str:
    return _("Đến ngày rà soát nhiệm vụ không có hạn: %(title)s") % facts


def _event_date(facts: Facts) -> str:
    if facts.get("due"):
        return _corrected(facts)
    known = {"event": facts.get("event", ""), "title": facts["title"]}
    return _("Chưa có ngày của mốc “%(event)s” nên chưa tính được hạn: %(title)s") % known


def _corrected(facts: Facts) -> str:
    known = {"event": facts.get("event", ""), "title": facts["title"]}
    known |= {name: f"{date.fromisoformat(facts[name]):%d/%m/%Y}" for name in ("event_on", "due")}
    return _("Ngày của mốc “%(event)s” sửa thành %(event_on)s; hạn là %(due)s: %(title)s") % known


SENTENCES: Final[dict[str, Callable[[Facts], str]]] = {"review": _review, "event_date": _event_date}
"""By kind of notice."""
