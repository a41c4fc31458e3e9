"""How sure a proposal is, and why, in words for the person who reviews it."""

from dataclasses import replace

from directives.parsing.types import TaskFound

BASE = 0.3
REPORTED = 0.1
REPORTED_MOST = 0.6


def rate(
    task: TaskFound, *, named: bool, ordered: bool, imperative: bool, in_table: bool = False
) -> tuple[float, tuple[str, ...]]:
    """Confidence in 0..1 and its reasons; each sign adds its weight."""
    deadline = task.deadline
    signs = (
        (in_table, 0.3, "là một dòng trong bảng phân công"),
        (named and bool(task.lead), 0.3, "nêu rõ cơ quan chủ trì"),
        (not named and bool(task.lead), 0.2, "cơ quan chủ trì lấy từ đề mục phía trên"),
        (not task.lead, -0.05, "không nêu cơ quan chủ trì"),
        (ordered, 0.1, "có từ giao việc"),
        (imperative and not in_table, 0.1, "mở đầu bằng động từ chỉ việc phải làm"),
        (bool(task.coordinating), 0.05, "nêu cơ quan phối hợp"),
        (deadline.due_on is not None, 0.15, "có hạn hoàn thành"),
        (deadline.recurrence is not None, 0.1, "có kỳ thực hiện lặp lại"),
        (bool(task.warnings), -0.1, "hạn cần được kiểm tra lại"),
    )
    weight = BASE + sum(weight for holds, weight, _ in signs if holds)
    return round(min(0.99, max(0.05, weight)), 2), tuple(reason for holds, _, reason in signs if holds)


def reported(task: TaskFound) -> TaskFound:
    """`task` as read in a press item: less sure, because the paper itself may say it otherwise."""
    confidence = round(min(REPORTED_MOST, max(0.05, task.confidence - REPORTED)), 2)
    return replace(task, confidence=confidence, reasons=(*task.reasons, "tin báo chí, cần đối chiếu bản gốc"))
