"""The history of a task in sentences, newest first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tasks.models import (
    ContestReason,
    ExtensionReason,
    InstructionKind,
    PartyStatus,
    ProgressReport,
    Task,
    TaskEvent,
    TaskFile,
)

MOST: Final = 200
"""Events shown on a page."""

SENTENCES: Final[dict[str, Promise]] = {
    "release": _("giao nhiệm vụ cho %(lead_name)s chủ trì"),
    "create": _("ghi nhận chỉ đạo, giao %(lead_name)s chủ trì"),
    "recur": _("tạo nhiệm vụ định kỳ %(period)s, %(lead_name)s chủ trì"),
    "recur_late": _("tạo bù nhiệm vụ định kỳ %(period)s, %(lead_name)s chủ trì"),
    "event_corrected": _(
        "sửa ngày của mốc “%(event)s”: %(event_on_before)s → %(event_on)s; hạn %(due_on_before)s → %(due_on)s"
    ),
    "event_dated": _("ghi ngày của mốc “%(event)s”: %(event_on)s; hạn %(due_on)s"),
    "reviewed": _("rà soát nhiệm vụ không có hạn; rà soát lại ngày %(review_on)s"),
    "receive": _("tiếp nhận nhiệm vụ"),
    "contest": _("đề nghị giao lại: %(why_contested)s%(beside)s"),
    "reassign": _("chuyển nhiệm vụ từ %(lead_before)s sang %(lead_name)s"),
    "reject_contest": _("giữ nguyên %(lead_name)s là cơ quan chủ trì"),
    "delegate": _("giao %(officer_name)s thực hiện"),
    "part": _("%(giver)s phân công nội bộ cho %(lead_name)s"),
    "part_added": _("phân công nội bộ “%(part_title)s” cho %(unit)s"),
    "part_changed": _("sửa việc phân công: hạn %(due_before)s → %(due_after)s, %(officer_name)s thực hiện"),
    "report": _("báo cáo tiến độ: %(percent)s%%"),
    "submit": _("báo cáo hoàn thành %(result)s%(to_whom)s"),
    "take_back": _("rút lại kết quả đang chờ ký duyệt"),
    "sign_off": _("ký duyệt kết quả%(instead)s%(closes)s"),
    "send_back": _("trả lại chuyên viên trong đơn vị%(instead)s, lần %(times)s"),
    "acknowledge": _("xác nhận đã biết nhiệm vụ quá hạn, dự kiến xong ngày %(forecast)s"),
    "accept": _("xác nhận hoàn thành%(marked)s"),
    "return": _("trả lại kết quả, lần %(times)s"),
    "suspend": _("tạm dừng nhiệm vụ%(ground)s"),
    "resume": _("cho thực hiện tiếp; hạn giữ nguyên: %(due_kept)s"),
    "withdraw": _("thu hồi nhiệm vụ%(ground)s"),
    "extension_ask": _("xin gia hạn đến %(asked_due_on)s: %(why)s"),
    "extension_withdraw": _("rút đề nghị gia hạn"),
    "extension_grant": _("gia hạn từ %(due_before)s đến %(granted_due_on)s%(instead)s"),
    "extension_refuse": _("không đồng ý gia hạn%(instead)s"),
    "urge": _("đôn đốc lần %(number)s"),
    "instruct": _("chỉ đạo lần %(number)s"),
    "explain_ask": _("yêu cầu giải trình lần %(number)s, trả lời trước hết ngày %(answer_by)s"),
    "commend": _("ghi nhận biểu dương, phê bình: %(kind)s"),
    "instruct_withdraw": _("thu hồi: %(kind)s lần %(number)s"),
    "answer": _("trả lời: %(kind)s lần %(number)s"),
    "answer_accept": _("chấp nhận câu trả lời: %(kind)s lần %(number)s"),
    "answer_return": _("trả lại câu trả lời: %(kind)s lần %(number)s"),
    "hand_over": _("bàn giao %(what)s từ %(before_name)s sang %(after_name)s"),
    "lead_followed": _("chuyển từ %(lead_before)s sang %(lead_name)s theo %(document)s, từ ngày %(effective_on)s"),
    "party_followed": _(
        "phần phối hợp của %(unit_before)s chuyển sang %(unit)s theo %(document)s, từ ngày %(effective_on)s"
    ),
    "party_absorbed": _(
        "kết thúc phần phối hợp của %(unit)s theo %(document)s: đơn vị nhận đã chủ trì hoặc đã phối hợp nhiệm vụ này"
    ),
    "reorganised_back": _(
        "đưa về từ %(lead_before)s lại cho %(lead_name)s: đã hoàn lại việc sắp xếp theo %(document)s"
    ),
    "paper_moved": _("chuyển nhiệm vụ từ văn bản %(paper_before)s sang %(paper)s"),
    "paper_kept": _("giữ nguyên nhiệm vụ khi %(paper)s thay đổi văn bản giao"),
    "paper_restored": _("đưa nhiệm vụ về lại văn bản %(paper)s"),
    "supervise": _("phân công theo dõi: %(monitor_name)s; lãnh đạo phụ trách: %(leader_name)s"),
    "party_added": _("thêm %(unit)s là cơ quan phối hợp"),
    "party_edited": _("sửa phần việc phối hợp của %(unit)s"),
    "party_removed": _("bỏ %(unit)s khỏi danh sách phối hợp"),
    "party_updated": _("cập nhật phần phối hợp của %(unit)s: %(status)s"),
    "party_reminded": _("nhắc %(unit)s về phần phối hợp, lần %(times)s"),
}
CODED: Final = {
    "why": dict(ExtensionReason.choices),
    "status": dict(PartyStatus.choices),
    "kind": dict(InstructionKind.choices),
}
"""Details kept as codes, and the words for them."""
DAYS: Final = frozenset(
    {
        "asked_due_on",
        "due_before",
        "due_after",
        "granted_due_on",
        "answer_by",
        "effective_on",
        "proposed_on",
        "due_kept",
    }
)
"""Details kept as ISO dates."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: who (with the organisation of the post then held) did what, the words given, the report with it.

    `files` are those of the report, where the caller gave the files of the task.
    """

    at: datetime
    who: str
    unit: str
    words: str
    reason: str
    report: ProgressReport | None
    version: int
    files: tuple[TaskFile, ...] = ()


def history(task: Task, files: Iterable[TaskFile] = ()) -> list[Entry]:
    """The last events of the task, newest first, with those of its `files` that came with a report (one query)."""
    of_report: dict[int | None, list[TaskFile]] = defaultdict(list)
    for file in files:
        of_report[file.report_id].append(file)
    joined = TaskEvent.objects.filter(task=task).select_related("actor", "membership__organisation", "report")
    return [_entry(event, tuple(of_report.get(event.report_id or 0, ()))) for event in joined.order_by("-pk")[:MOST]]


def since(entries: Iterable[Entry], version: int) -> list[Entry]:
    """What happened after a form was opened at `version`, oldest first."""
    return [entry for entry in reversed(list(entries)) if entry.version > version]


def sentence(event: TaskEvent) -> str:
    """What was done, without who did it; an unknown kind of event is named by itself."""
    template = SENTENCES.get(event.move)
    if template is None:
        return event.move
    return " ".join((str(template) % _facts(event)).split()).rstrip(" :")


def _facts(event: TaskEvent) -> dict[str, str]:
    facts: dict[str, str] = defaultdict(lambda: "…")
    for name, value in event.details.items():
        words = CODED.get(name, {}).get(value, value)
        facts[name] = "" if words is None else str(words)
        if name in DAYS and words:
            facts[name] = f"{date.fromisoformat(words):%d/%m/%Y}"
    facts["monitor_name"] = facts["monitor_name"] or _now("chưa phân công")
    facts["leader_name"] = facts["leader_name"] or _now("chưa phân công")
    absent = facts.pop("for_name", "")
    facts["instead"] = _now(" (thay %(name)s)") % {"name": absent} if absent else ""
    for name, words in PHRASES.items():
        facts[name] = words(event.details)
    return facts


def _beside(details: Mapping[str, Any]) -> str:
    """What a contest names beside its reason."""
    day = date.fromisoformat(details["day"]) if details.get("day") else None
    named = (details.get("unit"), details.get("duplicate"), details.get("document"), f"{day:%d/%m/%Y}" if day else "")
    return "".join(f" – {words}" for words in named if words)


def _ground(details: Mapping[str, Any]) -> str:
    """The document on the strength of which a task rests or is taken back."""
    if not details.get("document"):
        return _now(" cùng nhiệm vụ cấp trên") if details.get("follows") else ""
    words = _now(" theo văn bản %(document)s") % {"document": details["document"]}
    if not details.get("document_on"):
        return words
    day = date.fromisoformat(details["document_on"])
    return words + _now(" ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"}


def _passed_on(details: Mapping[str, Any]) -> str:
    """Whether a reported result waits for the head first (events of old have no word on it)."""
    return _now(", trình lãnh đạo đơn vị ký duyệt") if details.get("signed") is False else ""


def _signed(details: Mapping[str, Any]) -> str:
    if details.get("inside"):
        return _now("; việc nội bộ hoàn thành")
    return _now(" (chuyên viên trình ngày %(day)s), gửi Văn phòng") % {
        "day": f"{date.fromisoformat(details['proposed_on']):%d/%m/%Y}" if details.get("proposed_on") else "…"
    }


def _marked(details: Mapping[str, Any]) -> str:
    label, words = _now(details.get("quality_label", "")) if details.get("quality_label") else "", ""
    if details.get("quality_note"):
        words = f" – {details['quality_note']}"
    return _now("; chất lượng: %(mark)s") % {"mark": label} + words if label else ""


def _contested(details: Mapping[str, Any]) -> str:
    """The reason as it was called then; events of old keep only the code."""
    label = details.get("code_label")
    return _now(label) if label else str(dict(ContestReason.choices).get(details.get("code", ""), ""))


PHRASES: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "beside": _beside,
    "ground": _ground,
    "to_whom": _passed_on,
    "closes": _signed,
    "marked": _marked,
    "why_contested": _contested,
}
"""Parts of sentences made of several details."""


def _entry(event: TaskEvent, files: tuple[TaskFile, ...]) -> Entry:
    return Entry(
        at=event.at,
        who=str(event.actor) if event.actor else _now("Hệ thống"),
        unit=event.membership.organisation.short_name if event.membership else "",
        words=sentence(event),
        reason=event.reason,
        report=event.report,
        version=event.details.get("version", 0),
        files=files,
    )
