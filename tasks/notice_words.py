"""The sentence of a notice, made when it is read, in the language of its reader, from its kind and the facts kept."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from directives.models.section import RELATIONS
from tasks import delivery_words, reorganisation_words, request_words, review_words
from tasks.instruction_words import SENTENCES as LEADERS_WORDS
from tasks.words import MOVE_LABELS

Facts = Mapping[str, Any]


def say(kind: str, facts: Facts, title: str = "") -> str:
    """The sentence; `title` is that of the task as it is called now. An unknown kind says only the title."""
    sentence = SENTENCES.get(kind, _plain)({"title": title, **facts})
    if away := facts.get("instead_of"):
        return _("Thay %(name)s: %(sentence)s") % {"name": away, "sentence": sentence}
    return sentence


def day(facts: Facts, name: str) -> str:
    """A day kept as an ISO text, as offices write it; an empty text when it is not there."""
    kept = facts.get(name)
    return f"{date.fromisoformat(kept):%d/%m/%Y}" if kept else ""


def _plain(facts: Facts) -> str:
    return str(facts["title"])


def _overdue(facts: Facts) -> str:
    known = {"days": facts.get("days", 0), "due": day(facts, "due"), "title": facts["title"], "rung": facts.get("rung")}
    if (known["rung"] or 1) > 1:
        return _("Bậc %(rung)s – quá hạn %(days)s ngày làm việc (hạn %(due)s): %(title)s") % known
    return _("Quá hạn %(days)s ngày làm việc (hạn %(due)s): %(title)s") % known


def _silent(facts: Facts) -> str:
    known = {"days": facts["days"], "last": day(facts, "last"), "title": facts["title"]}
    return _("Đã %(days)s ngày làm việc không có báo cáo (từ %(last)s): %(title)s") % known


def _waiting(facts: Facts) -> str:
    known = {"days": facts["days"], "title": facts["title"]}
    if facts.get("status") == "contested":
        return _("Đề nghị giao lại chờ Văn phòng quyết định %(days)s ngày làm việc: %(title)s") % known
    return _("Kết quả chờ Văn phòng xác nhận %(days)s ngày làm việc: %(title)s") % known


def _acknowledged(facts: Facts) -> str:
    return _("Đơn vị đã biết, dự kiến xong %(forecast)s: %(title)s") % facts


def _unreachable(facts: Facts) -> str:
    return _("%(unit)s không có lãnh đạo nào nhận được thông báo; hãy ghi người phụ trách hoặc người thay.") % facts


def _due(facts: Facts) -> str:
    known = {"days": facts.get("days", 0), "due": day(facts, "due"), "title": facts["title"]}
    if not known["days"]:
        return _("Đến hạn hôm nay (%(due)s): %(title)s") % known
    return _("Còn %(days)s ngày (hạn %(due)s): %(title)s") % known


def _released(facts: Facts) -> str:
    if not facts["helps"]:
        return _("%(unit)s được giao chủ trì %(leads)s nhiệm vụ tại %(paper)s.") % facts
    if not facts["leads"]:
        return _("%(unit)s được giao phối hợp %(helps)s nhiệm vụ tại %(paper)s.") % facts
    return _("%(unit)s được giao chủ trì %(leads)s và phối hợp %(helps)s nhiệm vụ tại %(paper)s.") % facts


def _moved(move: str) -> Callable[[Facts], str]:
    def sentence(facts: Facts) -> str:
        known = {"label": MOVE_LABELS[move], "title": facts["title"], "reason": facts.get("reason", "")}
        if move == "reassign" and "lead" in facts:
            return _("Chuyển sang %(lead)s chủ trì: %(title)s – lý do: %(reason)s") % {**known, "lead": facts["lead"]}
        if not known["reason"]:
            return _("%(label)s: %(title)s") % known
        return _("%(label)s: %(title)s – lý do: %(reason)s") % known

    return sentence


def _handed_out(facts: Facts) -> str:
    return _("Được phân công nội bộ: %(title)s") % facts


def _party_reminded(facts: Facts) -> str:
    known = {"unit": facts["unit"], "times": facts["times"], "title": facts["title"], "due": day(facts, "due")}
    if known["due"]:
        return _("%(unit)s nhắc phần phối hợp, lần %(times)s (hạn %(due)s): %(title)s") % known
    return _("%(unit)s nhắc phần phối hợp, lần %(times)s: %(title)s") % known


def _amended(facts: Facts) -> str:
    if "count" not in facts:
        return _("Nhiệm vụ chuyển từ %(old)s sang %(paper)s: %(title)s") % facts
    known = {**facts, "relation": _relation(str(facts.get("relation", "")))}
    return (
        _("%(paper)s %(relation)s %(old)s: %(count)s nhiệm vụ đang mở chờ quyết định giữ, chuyển hay thu hồi.") % known
    )


def _relation(code: str) -> str:
    """The code in the reader's language; older notices hold the words themselves."""
    return str(dict(RELATIONS).get(code, code))


def _exported(facts: Facts) -> str:
    return _("Tệp %(name)s (%(rows)s dòng) đã tạo xong, có thể tải về.") % facts


SENTENCES: Final[dict[str, Callable[[Facts], str]]] = {
    **{move: _moved(move) for move in MOVE_LABELS},
    "overdue": _overdue,
    "due": _due,
    "silent": _silent,
    "waiting": _waiting,
    "unreachable": _unreachable,
    "acknowledge": _acknowledged,
    "release": _released,
    "amendment": _amended,
    "part": _handed_out,
    "export": _exported,
    "party_remind": _party_reminded,
    **request_words.SENTENCES,
    **review_words.SENTENCES,
    **reorganisation_words.SENTENCES,
    **delivery_words.SENTENCES,
    **LEADERS_WORDS,
}
"""By kind of notice. Days stand in the facts as ISO texts, names as plain texts; `title` is added by `say`."""
