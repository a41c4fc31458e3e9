"""Requests for more time and urgings of the sample city, through the real actions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import Max

from accounts.models import User
from accounts.roles import Role
from config.sample.people import acting, holder
from directives.models import Directive
from tasks.actions import extensions, urging_letters, urgings
from tasks.actions.urging_letters import Terms
from tasks.models import ExtensionReason, ExtensionRequest, ReadVia, Task
from tasks.models.task import OVERDUE_VALUES

ASKED: Final = (
    (ExtensionReason.LEGAL, "Chờ thông tư hướng dẫn của bộ chủ quản, dự kiến ban hành trong tháng này.", "refuse"),
    (ExtensionReason.WAITING_OTHERS, "Còn năm đơn vị chưa gửi số liệu dù đã nhắc hai lần.", "wait"),
    (ExtensionReason.SCOPE, "Bổ sung 14 đơn vị mới sáp nhập vào phạm vi rà soát.", "grant"),
)
PROGRESS: Final = "Đã hoàn thành đề cương và tổng hợp được khoảng hai phần ba số liệu."
REFUSAL: Final = "Thời gian còn đủ; đề nghị làm việc trực tiếp với bộ để thực hiện đúng hạn."
WORDS: Final = (
    "Đề nghị báo cáo ngay tiến độ và ngày dự kiến xong.",
    "Chưa nhận được báo cáo; đề nghị giải trình nguyên nhân chậm.",
    "Nhiệm vụ sẽ được nêu tại phiên họp thường kỳ nếu tiếp tục chậm.",
)


def tell(paper: Directive, monitor: User, today: date) -> int:
    """A refused, a waiting and a granted request on orders of `paper`, and urgings of what is most overdue; steps."""
    return _ask(paper, today) + _urge(monitor, today)


def _ask(paper: Directive, today: date) -> int:
    running = Task.objects.filter(directive=paper, due_on__gt=today + timedelta(days=2), status__in=OVERDUE_VALUES)
    tasks = running.exclude(officer=None).select_related("officer", "lead").order_by("due_on", "pk")
    for task, (code, reason, outcome) in zip(tasks, ASKED, strict=False):
        if task.due_on is None or task.officer is None:
            continue
        asked = today - timedelta(days=1 if outcome == "wait" else 3)
        wish = extensions.Ask(task.due_on + timedelta(days=20), code.value, reason, PROGRESS)
        with acting(task.officer, asked) as officer:
            extensions.ask(task.pk, actor=officer, today=asked, seen_version=None, wish=wish)
        if outcome != "wait":
            _decide(task, outcome, today - timedelta(days=1))
    return len(ASKED)


def _decide(task: Task, outcome: str, day: date) -> None:
    request = ExtensionRequest.objects.select_related("decider").get(task=task)
    verdict = extensions.Verdict(
        extensions.AS_ASKED if outcome == "grant" else None, "" if outcome == "grant" else REFUSAL
    )
    with acting(request.decider or holder(Role.LEADER, day), day) as decider:
        extensions.decide(task.pk, actor=decider, today=day, seen_version=None, verdict=verdict)


def _urge(monitor: User, today: date) -> int:
    """Two of the most overdue tasks three times, four more once; the officers of the first have read it."""
    quiet = Task.objects.overdue(today).annotate(last=Max("events__on")).filter(last__lt=today - timedelta(days=25))
    tasks = list(quiet.exclude(officer=None).exclude(status="contested").order_by("due_on", "pk")[:6])
    for often, (days, words) in enumerate(zip((20, 9, 2), WORDS, strict=True)):
        _round(tasks if often == 2 else tasks[:2], monitor, today - timedelta(days=days), often, words)
    return len(WORDS)


def _round(tasks: Sequence[Task], monitor: User, day: date, often: int, words: str) -> None:
    seen = {task.pk: often if index < 2 else 0 for index, task in enumerate(tasks)}
    if not seen:
        return
    message = urgings.Message(words, day + timedelta(days=3))
    with acting(monitor, day) as by:
        outcome = urgings.urge(seen, actor=by, today=day, message=message)
        if outcome.round is not None and often == 2:
            urging_letters.write(outcome.round.pk, actor=by, today=day, terms=Terms(signer_name="Nguyễn Ngọc Tú"))
    if often < 2 and tasks[0].officer is not None:
        urgings.opened(tasks[0].officer, [tasks[0].pk], ReadVia.TASK)
