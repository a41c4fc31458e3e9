"""How sure a proposal is, and why, in words for the person who reviews it.

A proposal begins with what reading a clear line is worth and loses what each sign of doubt has cost in papers with
hand-made answers; `bench/calibration.py` measures whether 0.9 still means that 95 in 100 are right in every field.
"""

import re
from dataclasses import replace
from functools import lru_cache

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
        (in_table, 0.0, "là một dòng trong bảng phân công"),
        (named and bool(lead), 0.0, "nêu rõ cơ quan chủ trì"),
        (ordered, 0.0, "có từ giao việc"),
        (imperative and not in_table, 0.0, "mở đầu bằng động từ chỉ việc phải làm"),
        (deadline.due_on is not None, 0.0, "có hạn hoàn thành"),
        (deadline.recurrence is not None, 0.0, "có kỳ thực hiện lặp lại"),
        (not named and bool(lead), 0.02, "cơ quan chủ trì lấy từ đề mục phía trên"),
        (not lead, 0.12, "không nêu cơ quan chủ trì"),
        (not (named or imperative or in_table), 0.12, "câu không mở đầu bằng việc phải làm"),
        (bool(deadline.warnings), 0.04, "hạn cần được kiểm tra lại"),
    )
    held = [sign for sign in signs if sign[0]]
    return _bounded(CLEAR - sum([cost for _, cost, _ in held])), tuple([reason for _, _, reason in held])


def doubted(task: TaskFound, dates: tuple[DateFound, ...]) -> TaskFound:
    """`task` with the dates printed in it, and with what makes it doubtful: dates, helpers not read, joined names."""
    deadline = task.deadline
    unread = [date for date in dates if date.role is DateRole.OTHER and date.day and not _is_explained(date.reason)]
    milestones = [date for date in dates if date.role is DateRole.MILESTONE]
    names = (*task.lead, *task.coordinating)
    signs = (
        (bool(unread), 0.1, "có ngày tháng chưa rõ vai trò"),
        (bool(milestones), 0.08, "có nhiều mốc thời gian"),
        (bool(deadline.due_on) and deadline.precision is Precision.YEAR and bool(dates), 0.08, "hạn chỉ nêu năm"),
        (bool(_TOGETHER.search(task.text)) and not task.coordinating, 0.08, "có cơ quan phối hợp chưa đọc được"),
        (any(map(_is_odd, names)), 0.5, "tên cơ quan có thể bị dính hoặc lệch cột"),
        (any(len(name) > LONG_NAME for name in names), 0.08, "tên cơ quan dài bất thường"),
        (len(task.text) > LONG_TASK, 0.05, "nội dung dài, có thể gồm nhiều việc"),
        (_has_many_sentences(task.text), 0.05, "gồm nhiều câu"),
    )
    held = [sign for sign in signs if sign[0]]
    if not (held or dates):
        return task
    confidence = _bounded(task.confidence - sum([cost for _, cost, _ in held]))
    reasons = (*task.reasons, *(reason for _, _, reason in held))
    return replace(task, dates=dates, confidence=confidence, reasons=reasons)


def _has_many_sentences(text: str) -> bool:
    return text.count(". ") >= MANY_SENTENCES and len(_SENTENCE.findall(text)) >= MANY_SENTENCES


def _is_explained(reason: str) -> bool:
    return not reason.startswith("không có từ")


@lru_cache(maxsize=1024)  # the same few bodies in every task
def _is_odd(name: str) -> bool:
    joined = _RUN_TOGETHER.search(name)
    return bool(_DATE.search(name)) or (joined is not None and not _BELONGS.search(name[: joined.start() + 2]))


def _bounded(confidence: float) -> float:
    return round(min(MOST, max(LEAST, confidence)), 2)


def reported(task: TaskFound) -> TaskFound:
    """`task` as read in a press item: less sure, because the paper itself may say it otherwise."""
    confidence = min(REPORTED_MOST, _bounded(task.confidence - REPORTED))
    return replace(task, confidence=confidence, reasons=(*task.reasons, "tin báo chí, cần đối chiếu bản gốc"))
