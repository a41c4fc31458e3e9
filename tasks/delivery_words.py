"""Sentences of notices about mails that cannot be delivered."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _


def _dead_address(facts: Mapping[str, Any]) -> str:
    if facts.get("by"):
        return _("%(by)s đề nghị sửa địa chỉ hỏng %(address)s của %(owner)s.") % facts
    known = {**facts, "since": f"{date.fromisoformat(facts['since']):%d/%m/%Y}"}
    if not facts["address"]:
        return _("%(owner)s đang có nhiệm vụ nhưng chưa có địa chỉ thư nào (đã %(days)s ngày, từ %(since)s).") % known
    if not facts["days"]:
        return _("Địa chỉ %(address)s của %(owner)s không nhận được thư: %(answer)s") % known
    return _("Địa chỉ %(address)s của %(owner)s đã hỏng %(days)s ngày, từ %(since)s: %(answer)s") % known


SENTENCES: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {"dead_address": _dead_address}
"""By kind of notice, as in `tasks.notice_words`."""
