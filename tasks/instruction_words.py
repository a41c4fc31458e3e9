"""Sentences of notices about a leader's words, hand-overs and posts that end; see `tasks.notice_words`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

Facts = Mapping[str, Any]


def _day(facts: Facts, name: str) -> str:
    kept = facts.get(name)
    return f"{date.fromisoformat(kept):%d/%m/%Y}" if kept else ""


def _about(facts: Facts) -> str:
    """The task as it is called now, else the unit."""
    return str(facts.get("title") or facts.get("unit", ""))


def _known(facts: Facts) -> dict[str, Any]:
    names = ("number", "leader", "unit", "words", "by", "answer", "late")
    return {**{name: facts.get(name, "") for name in names}, "about": _about(facts)}


def _limit(facts: Facts) -> str:
    limit = _day(facts, "answer_by")
    return _(" (trả lời trước hết ngày %(day)s)") % {"day": limit} if limit else ""


def _instruct(facts: Facts) -> str:
    words = _("%(leader)s chỉ đạo lần %(number)s: %(about)s") % _known(facts)
    return f"{words}{_limit(facts)} – {facts.get('words', '')}"


def _explain(facts: Facts) -> str:
    words = _("%(leader)s yêu cầu %(unit)s giải trình lần %(number)s: %(about)s") % _known(facts)
    return f"{words}{_limit(facts)} – {facts.get('words', '')}"


def _commend(facts: Facts) -> str:
    sentences = {
        "praise": _("%(leader)s biểu dương %(unit)s: %(words)s"),
        "reward": _("%(unit)s được khen thưởng: %(words)s"),
        "criticise": _("%(leader)s phê bình %(unit)s: %(words)s"),
    }
    return sentences.get(facts.get("kind", ""), _("%(leader)s nhắc nhở %(unit)s: %(words)s")) % _known(facts)


def _proposal(facts: Facts) -> str:
    return _("Dự thảo chờ lãnh đạo quyết định, gửi %(unit)s: %(words)s") % _known(facts)


def _answer(facts: Facts) -> str:
    if facts.get("kind") == "explain":
        return _("%(unit)s giải trình (%(by)s): %(about)s – %(answer)s") % _known(facts)
    return _("%(unit)s trả lời ý kiến chỉ đạo (%(by)s): %(about)s – %(answer)s") % _known(facts)


def _ruled(facts: Facts) -> str:
    sentences = {
        "closed": _("%(by)s chấp nhận câu trả lời của %(unit)s: %(about)s"),
        "open": _("%(by)s trả lại câu trả lời, cần trả lời lại%(limit)s: %(about)s – lý do: %(answer)s"),
        "withdrawn": _("%(by)s thu hồi ý kiến đã gửi %(unit)s: %(about)s – lý do: %(answer)s"),
        "declined": _("%(by)s không dùng dự thảo gửi %(unit)s: %(words)s"),
    }
    return sentences.get(facts.get("state", ""), "%(about)s") % {**_known(facts), "limit": _limit(facts)}


def _due(facts: Facts) -> str:
    what = _("giải trình") if facts.get("kind") == "explain" else _("trả lời ý kiến chỉ đạo")
    known = {**_known(facts), "what": what, "day": _day(facts, "answer_by")}
    if facts.get("late"):
        return _("%(unit)s quá hạn %(what)s %(late)s ngày làm việc (hạn %(day)s): %(about)s") % known
    return _("%(unit)s cần %(what)s trước hết ngày %(day)s: %(about)s") % known


def _handed_over(facts: Facts) -> str:
    known = {"count": facts.get("count", 0), "person": facts.get("person", ""), "by": facts.get("by", "")}
    return _("Bạn nhận bàn giao %(count)s việc của %(person)s (người thực hiện: %(by)s).") % known


def _post_ends(facts: Facts) -> str:
    known = {name: facts.get(name, "") for name in ("person", "unit", "count")} | {"day": _day(facts, "ends")}
    return _("%(person)s thôi giữ vị trí tại %(unit)s từ ngày %(day)s mà còn %(count)s việc chưa bàn giao.") % known


SENTENCES: Final[dict[str, Callable[[Facts], str]]] = {
    "instruct": _instruct,
    "explain": _explain,
    "commend": _commend,
    "proposal": _proposal,
    "answer": _answer,
    "answer_ruled": _ruled,
    "answer_due": _due,
    "hand_over": _handed_over,
    "post_end": _post_ends,
}
"""By kind of notice."""
