"""What became of the tasks of the sample city: short stories, told by turns, through the real actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Final

from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from config.sample.people import acting
from directives.models import Directive
from tasks.actions import assign, progress, results
from tasks.models import ContestReason, ObstacleCode, Task, TaskStatus

Scene = tuple[str, str, int]
"""(what happens, counted from `given` or `due`, days after it)."""

STARTED: Final[tuple[Scene, ...]] = (("receive", "given", 1), ("delegate", "given", 2))
IN_TIME: Final[tuple[tuple[Scene, ...], ...]] = (
    (*STARTED, ("report", "given", 9), ("submit", "due", -3), ("sign", "due", -2), ("accept", "due", -1)),
    (*STARTED, ("report", "given", 12)),
    (*STARTED, ("report", "given", 7), ("submit", "due", 0), ("sign", "due", 11), ("accept", "due", 14)),
    (("receive", "given", 1),),
    (*STARTED, ("stuck", "given", 15)),
    (*STARTED, ("report", "given", 10), ("submit", "due", -2)),
    (*STARTED, ("submit", "due", -6), ("sign", "due", -6), ("return", "due", -4), ("stuck", "due", -1)),
    (),
    (*STARTED, ("submit", "due", 0), ("sign", "due", 0), ("accept", "due", 2)),
    (("contest", "given", 2),),
    (*STARTED, ("report", "given", 10), ("submit", "due", -4), ("sign", "due", -2)),
    (*STARTED, ("submit", "due", -5), ("send_back", "due", -3)),
)
"""For papers released before their tasks were due."""
TOO_LATE: Final[tuple[tuple[Scene, ...], ...]] = (
    (*STARTED, ("stuck", "given", 20)),
    (*STARTED, ("report", "given", 8), ("submit", "given", 25), ("sign", "given", 26), ("accept", "given", 28)),
    (("receive", "given", 1),),
    (*STARTED, ("report", "given", 14)),
    (),
    (*STARTED, ("submit", "given", 30), ("sign", "given", 31), ("return", "given", 33)),
    (*STARTED, ("submit", "given", 16), ("sign", "given", 16), ("accept", "given", 17)),
    (*STARTED, ("report", "given", 21), ("submit", "given", 60)),
)
"""For an old paper whose tasks were overdue on the day it was brought in."""

DONE: Final = (
    "Đã lấy ý kiến các đơn vị liên quan, đang tổng hợp để hoàn thiện dự thảo.",
    "Đã họp tổ soạn thảo, thống nhất đề cương và phân công từng phần việc.",
    "Đã khảo sát thực tế tại ba địa bàn, số liệu đang được đối chiếu.",
    "Đã hoàn thành dự thảo lần một, gửi lãnh đạo đơn vị cho ý kiến.",
)
STUCK: Final = (
    (ObstacleCode.WAITING_OTHERS, "Chưa nhận được ý kiến của hai đơn vị phối hợp.", "Đề nghị Văn phòng đôn đốc."),
    (ObstacleCode.FUNDING, "Chưa được bố trí kinh phí để thuê tư vấn.", "Đề nghị bố trí dự toán bổ sung."),
    (ObstacleCode.LAND, "Còn bảy hộ chưa bàn giao mặt bằng.", "Đề nghị địa phương vận động, hoàn tất thủ tục."),
    (ObstacleCode.LEGAL, "Hướng dẫn của cấp trên chưa thống nhất.", "Đề nghị có văn bản xin ý kiến bộ chủ quản."),
)
RETURNED: Final = "Kết quả chưa kèm văn bản đã ký; đề nghị bổ sung số, ngày và tệp."
MARKS: Final = (
    results.Mark("pass"),
    results.Mark("good", "Báo cáo đủ số liệu, có đề xuất cụ thể."),
    results.Mark("pass"),
    results.Mark("poor", "Số liệu thiếu ba địa bàn, phải hỏi lại hai lần."),
)
SENT_BACK: Final = "Báo cáo chưa nêu kết quả của các phường; bổ sung rồi trình lại."
CONTESTED: Final = "Nội dung thuộc chức năng của đơn vị khác theo quy định hiện hành."


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts on the tasks of one organisation."""

    head: User
    officer: User
    monitor: User


@dataclass(frozen=True, slots=True)
class Turn:
    """One scene of a task on its day; `number` picks the words."""

    task: Task
    cast: Cast
    day: date
    number: int


def tell(tasks: Sequence[Task], *, monitor: User, today: date) -> int:
    """Move the tasks along up to `today`, each by the next story in turn; how many steps were taken."""
    casts = _casts(monitor)
    stories = {True: cycle(TOO_LATE), False: cycle(IN_TIME)}
    steps = 0
    for number, task in enumerate(tasks):
        story = next(stories[task.due_on is not None and task.due_on < task.assigned_on])
        cast = casts.get(task.lead_id)
        steps += _play(story, task, cast, number, today) if cast else 0
    return steps


def order_for_today(paper: Directive, monitor: User, today: date) -> int:
    """A few orders given lately, so that the next days hold something to do; how many."""
    casts = _casts(monitor)
    leads = list(
        Membership.objects.filter(role=Role.HEAD).select_related("organisation").order_by("organisation__rank")
    )
    for post, (days, words) in zip(leads, RECENT, strict=False):
        given = today - timedelta(days=6)
        order = assign.Order(text=words, lead=post.organisation, due_on=today + timedelta(days=days))
        with acting(monitor, given):
            task = assign.create_task(paper.pk, actor=monitor, today=given, order=order)
        _play(STARTED, task, casts[post.organisation_id], days, today)
    return len(RECENT)


RECENT: Final = (
    (0, "Báo cáo tiến độ cắt giảm thủ tục hành chính phục vụ họp giao ban của UBND thành phố."),
    (2, "Cung cấp danh sách công chức làm đầu mối theo dõi nhiệm vụ của đơn vị."),
    (5, "Góp ý dự thảo quy chế khai thác kho dữ liệu dùng chung của thành phố."),
    (9, "Rà soát dự toán kinh phí chuyển đổi số năm tới, gửi Văn phòng tổng hợp."),
    (14, "Rà soát danh mục dịch vụ công trực tuyến toàn trình của ngành."),
    (20, "Đề xuất mô hình điểm về chuyển đổi số để nhân rộng trong quý tới."),
    (27, "Báo cáo kết quả làm sạch dữ liệu đất đai, dân cư trên địa bàn."),
    (34, "Xây dựng kế hoạch bồi dưỡng kỹ năng số cho cán bộ, công chức."),
    (45, "Tổng kết phong trào bình dân học vụ số, đề xuất khen thưởng."),
)
"""Days from the day of loading to the deadline, and the order."""


def play(story: Sequence[Scene], task: Task, monitor: User, today: date) -> int:
    """One story of one task, by the people of its lead organisation; how many steps were taken."""
    cast = _casts(monitor).get(task.lead_id)
    return _play(story, task, cast, task.pk, today) if cast else 0


def _casts(monitor: User) -> dict[int, Cast]:
    """By organisation, where there is a head; an organisation without officers leaves the work to its head."""
    heads: dict[int, User] = {}
    officers: dict[int, User] = {}
    for post in Membership.objects.filter(role__in=[Role.HEAD, Role.OFFICER]).select_related("user").order_by("pk"):
        (heads if post.role == Role.HEAD else officers).setdefault(post.organisation_id, post.user)
    return {place: Cast(head, officers.get(place, head), monitor) for place, head in heads.items()}


def _play(story: Sequence[Scene], task: Task, cast: Cast, number: int, today: date) -> int:
    """Every scene that lies in the past, in order; a story stops where its next scene would lie ahead."""
    day, steps = task.assigned_on, 0
    for what, anchor, after in story:
        start = task.due_on if anchor == "due" else task.assigned_on
        if start is None:
            break
        day = max(day, start + timedelta(days=after))
        if day > today:
            break
        SCENES[what](Turn(task, cast, day, number))
        steps += 1
    return steps


def _receive(turn: Turn) -> None:
    with acting(turn.cast.head, turn.day) as head:
        progress.receive(turn.task.pk, actor=head, today=turn.day, seen_version=None)


def _delegate(turn: Turn) -> None:
    with acting(turn.cast.head, turn.day) as head:
        progress.delegate(turn.task.pk, actor=head, today=turn.day, seen_version=None, officer=turn.cast.officer)


def _contest(turn: Turn) -> None:
    code = ContestReason.WRONG_ADDRESSEE.value
    others = Organisation.objects.in_force(turn.day).filter(parent=turn.task.lead.parent_id)
    right = others.exclude(pk=turn.task.lead_id).order_by("rank", "pk").first()
    beside = progress.Beside(unit=right)
    with acting(turn.cast.head, turn.day) as head:
        progress.contest(
            turn.task.pk, actor=head, today=turn.day, seen_version=None, code=code, reason=CONTESTED, beside=beside
        )


def _report(turn: Turn) -> None:
    said = progress.Progress(
        done=DONE[turn.number % len(DONE)],
        next="Trình lãnh đạo ký ban hành.",
        forecast_on=turn.day + timedelta(days=30),
        percent=30 + 10 * (turn.number % 5),
    )
    with acting(turn.cast.officer, turn.day) as officer:
        progress.report(turn.task.pk, actor=officer, today=turn.day, seen_version=None, progress=said)


def _stuck(turn: Turn) -> None:
    code, words, support = STUCK[turn.number % len(STUCK)]
    said = progress.Progress(done=words, obstacle=code.value, support=support, percent=20 + 10 * (turn.number % 3))
    with acting(turn.cast.officer, turn.day) as officer:
        progress.report(turn.task.pk, actor=officer, today=turn.day, seen_version=None, progress=said)


def _submit(turn: Turn) -> None:
    symbol = (turn.task.lead.symbols or ["UBND"])[0]
    result = results.Result(number=f"{120 + 7 * turn.number}/BC-{symbol}", issued_on=turn.day)
    with acting(turn.cast.officer, turn.day) as officer:
        results.submit(turn.task.pk, actor=officer, today=turn.day, seen_version=None, result=result)


def _sign(turn: Turn) -> None:
    """The head signs, unless the result went to the office without."""
    turn.task.refresh_from_db(fields=["status"])
    if turn.task.status == TaskStatus.SIGNING:
        with acting(turn.cast.head, turn.day) as head:
            results.sign_off(turn.task.pk, actor=head, today=turn.day, seen_version=None)


def _send_back(turn: Turn) -> None:
    turn.task.refresh_from_db(fields=["status"])
    if turn.task.status == TaskStatus.SIGNING:
        with acting(turn.cast.head, turn.day) as head:
            results.send_back(turn.task.pk, actor=head, today=turn.day, seen_version=None, reason=SENT_BACK)


def _accept(turn: Turn) -> None:
    with acting(turn.cast.monitor, turn.day) as monitor:
        mark = MARKS[turn.number % len(MARKS)]
        results.accept(turn.task.pk, actor=monitor, today=turn.day, seen_version=None, mark=mark)


def _return(turn: Turn) -> None:
    with acting(turn.cast.monitor, turn.day) as monitor:
        results.return_(turn.task.pk, actor=monitor, today=turn.day, seen_version=None, reason=RETURNED)


SCENES: Final[dict[str, Callable[[Turn], None]]] = {
    "receive": _receive,
    "delegate": _delegate,
    "contest": _contest,
    "report": _report,
    "stuck": _stuck,
    "submit": _submit,
    "sign": _sign,
    "send_back": _send_back,
    "accept": _accept,
    "return": _return,
}
