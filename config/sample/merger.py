"""A merger that the sample city has yet to carry out, so that a visitor can: preview, apply, undo, apply.

The directory of the real city has the mergers of 1/3/2025 and 1/7/2025 done. The sample city leaves one of them open:
Sở Kế hoạch và Đầu tư still stands beside Sở Tài chính, with people, running and finished work.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from accounts.models import Organisation, User
from config.sample import stories
from config.sample.people import UNMERGED, acting
from directives.models import Directive
from tasks.actions import assign, extensions, series
from tasks.models import ExtensionReason, Task

PAPER: Final = "02/CT-UBND"
FINISHED: Final[tuple[stories.Scene, ...]] = (
    *stories.STARTED,
    ("report", "given", 9),
    ("submit", "due", -3),
    ("sign", "due", -2),
    ("accept", "due", -1),
)
WAITING: Final[tuple[stories.Scene, ...]] = (*stories.STARTED, ("submit", "given", 12), ("sign", "given", 12))
RUNNING: Final[tuple[stories.Scene, ...]] = (*stories.STARTED, ("report", "given", 6))
ORDERS: Final[Sequence[tuple[str, int, int, Sequence[stories.Scene]]]] = (
    ("Báo cáo kết quả thu hút đầu tư trực tiếp nước ngoài sáu tháng đầu năm.", 420, 380, FINISHED),
    ("Rà soát, công bố danh mục dự án kêu gọi đầu tư của thành phố.", 400, 350, FINISHED),
    ("Thẩm định chủ trương đầu tư tuyến đường nối khu công nghiệp phía nam.", 25, -12, RUNNING),
    ("Hướng dẫn các địa phương đăng ký vốn đầu tư công trung hạn.", 30, -6, WAITING),
    ("Tham mưu kế hoạch phát triển doanh nghiệp nhỏ và vừa.", 40, 4, RUNNING),
)
"""Words, days since it was given, days since it was due (negative: still ahead), and what became of it."""
QUARTERLY: Final = "Báo cáo tình hình đăng ký doanh nghiệp và thu hút đầu tư hằng quý."
ASK: Final = "Chủ đầu tư đang bổ sung hồ sơ, cần thêm thời gian thẩm định."
PROGRESS: Final = "Đã lấy ý kiến các sở, đang tổng hợp."


def tell(monitor: User, today: date) -> int:
    """Give the body work of last year and of these weeks, a request for more time and a recurring duty; steps."""
    paper = Directive.objects.filter(number_text=PAPER).order_by("pk").first()
    body = Organisation.objects.filter(code=UNMERGED, valid_to=None).first()
    if paper is None or body is None:
        return 0
    tasks = [_order(paper, body, order, monitor, today) for order in ORDERS]
    _ask(tasks[2], today)
    _recur(paper, body, monitor, today)
    return len(tasks)


def _order(
    paper: Directive,
    body: Organisation,
    order: tuple[str, int, int, Sequence[stories.Scene]],
    monitor: User,
    today: date,
) -> Task:
    words, given_ago, due_ago, story = order
    given = today - timedelta(days=given_ago)
    helper = Organisation.objects.filter(code="stc" if due_ago < 0 else "sxd")
    wish = assign.Order(text=words, lead=body, due_on=today - timedelta(days=due_ago), coordinating=list(helper))
    with acting(monitor, given):
        task = assign.create_task(paper.pk, actor=monitor, today=given, order=wish)
    stories.play(story, task, monitor, today)
    return task


def _ask(task: Task, today: date) -> None:
    task.refresh_from_db()
    if task.due_on is None or task.officer is None:
        return
    asked = today - timedelta(days=1)
    wish = extensions.Ask(task.due_on + timedelta(days=20), ExtensionReason.PROCEDURE.value, ASK, PROGRESS)
    with acting(task.officer, asked) as officer:
        extensions.ask(task.pk, actor=officer, today=asked, seen_version=None, wish=wish)


def _recur(paper: Directive, body: Organisation, monitor: User, today: date) -> None:
    duty = series.Duty(text=QUARTERLY, title=QUARTERLY, lead=body, product="Báo cáo quý", people={"monitor": monitor})
    pattern = series.Pattern("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "within", "until")
    with acting(monitor, today):
        series.create(paper.pk, duty, pattern, actor=monitor, today=today)
