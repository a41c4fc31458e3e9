"""How sure a proposal is, and why, in words for the person who reviews it.

A proposal begins with what reading a clear line is worth and loses what each sign of doubt has cost in papers with
hand-made answers; `bench/calibration.py` measures whether 0.9 still means that 95 in 100 are right in every field.
"""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import compress

from directives.parsing.sieve import Sieve
from directives.parsing.types import DateFound, DateRole, DeadlineFound, Precision, TaskFound

CLEAR = 0.97
LEAST, MOST = 0.05, 0.99
REPORTED = 0.35
REPORTED_MOST = 0.6
LONG_TASK = 700
LONG_NAME = 90
MANY_SENTENCES = 3
_SENTENCE = re.compile(r"[^\s.]{2,}\.\s+\S")
_TOGETHER = Sieve(r"(?i)\bphối hợp (?:với|cùng)\b")
# Two bodies read as one (`UBND xã Sở Tài chính`), or a date read as a body: a table's cells have slipped.
_RUN_TOGETHER = Sieve(r"[^\W\d_]\s(?:Các|Sở|UBND|Ủy ban|Bộ|Công an|Ban Quản)\s")
_BELONGS = re.compile(r"(?:của|thuộc|và|-|Văn phòng|Đảng ủy|Thanh tra|Trụ sở|Đoàn|ủy|Thường trực|đoàn|đảng)\s\S+\s?$")
_DATE = re.compile(r"\d{4}|(?i:quý|tháng)\s[\dIV]")
# What each sign costs and what it says, in the order of `rate` and of `doubted`.
_SIGNS = (
    (0.0, "là một dòng trong bảng phân công"),
    (0.0, "nêu rõ cơ quan chủ trì"),
    (0.0, "có từ giao việc"),
    (0.0, "mở đầu bằng động từ chỉ việc phải làm"),
    (0.0, "có hạn hoàn thành"),
    (0.0, "có kỳ thực hiện lặp lại"),
    (0.02, "cơ quan chủ trì lấy từ đề mục phía trên"),
    (0.12, "không nêu cơ quan chủ trì"),
    (0.12, "câu không mở đầu bằng việc phải làm"),
    (0.04, "hạn cần được kiểm tra lại"),
)
_DOUBTS = (
    (0.1, "có ngày tháng chưa rõ vai trò"),
    (0.08, "có nhiều mốc thời gian"),
    (0.08, "hạn chỉ nêu năm"),
    (0.08, "có cơ quan phối hợp chưa đọc được"),
    (0.5, "tên cơ quan có thể bị dính hoặc lệch cột"),
    (0.08, "tên cơ quan dài bất thường"),
    (0.05, "nội dung dài, có thể gồm nhiều việc"),
    (0.05, "gồm nhiều câu"),
)


def rate(
    lead: tuple[str, ...],
    deadline: DeadlineFound,
    *,
    named: bool,
    ordered: bool,
    imperative: bool,
    in_table: bool = False,
) -> tuple[float, tuple[str, ...]]:
    """Confidence in 0..1 and its reasons, good and bad, by how the proposal was found."""
    signs = (
        in_table,
        named and bool(lead),
        ordered,
        imperative and not in_table,
        deadline.due_on is not None,
        deadline.recurrence is not None,
        not named and bool(lead),
        not lead,
        not (named or imperative or in_table),
        bool(deadline.warnings),
    )
    held = list(compress(_SIGNS, signs))
    return _bounded(CLEAR - sum([cost for cost, _ in held])), tuple([reason for _, reason in held])


def doubted(task: TaskFound, dates: tuple[DateFound, ...]) -> TaskFound:
    """`task` with the dates printed in it, and with what makes it doubtful: dates, helpers not read, joined names."""
    deadline = task.deadline
    unread = [date for date in dates if date.role is DateRole.OTHER and date.day and not _is_explained(date.reason)]
    milestones = [date for date in dates if date.role is DateRole.MILESTONE]
    names = (*task.lead, *task.coordinating)
    signs = (
        unread,
        milestones,
        deadline.due_on and deadline.precision is Precision.YEAR and dates,
        not task.coordinating and _TOGETHER.search(task.text),
        any(map(_is_odd, names)),
        any(map(_is_long, names)),
        len(task.text) > LONG_TASK,
        _has_many_sentences(task.text),
    )
    held = list(compress(_DOUBTS, signs))
    if not (held or dates):
        return task
    confidence = _bounded(task.confidence - sum([cost for cost, _ in held]))
    reasons = (*task.reasons, *(reason for _, reason in held))
    return TaskFound(  # several times as fast as `replace`, for every task of a paper
        task.text,
        task.path,
        task.span,
        task.lead,
        task.coordinating,
        deadline,
        task.product,
        confidence,
        reasons,
        task.warnings,
        dates,
    )


def _has_many_sentences(text: str) -> bool:
    return text.count(". ") >= MANY_SENTENCES and len(_SENTENCE.findall(text)) >= MANY_SENTENCES


def _is_explained(reason: str) -> bool:
    return not reason.startswith("không có từ")


@lru_cache(maxsize=1024)  # the same few bodies in every task
def _is_odd(name: str) -> bool:
    joined = _RUN_TOGETHER.search(name)
    return bool(_DATE.search(name)) or (joined is not None and not _BELONGS.search(name[: joined.start() + 2]))


def _is_long(name: str) -> bool:
    return len(name) > LONG_NAME


def _bounded(confidence: float) -> float:
    return round(min(MOST, max(LEAST, confidence)), 2)


def reported(task: TaskFound) -> TaskFound:
    """`task` as read in a press item: less sure, because the paper itself may say it otherwise."""
    confidence = min(REPORTED_MOST, _bounded(task.confidence - REPORTED))
    return replace(task, confidence=confidence, reasons=(*task.reasons, "tin báo chí, cần đối chiếu bản gốc"))
