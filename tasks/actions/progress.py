"""The moves in the life of a task, each one verb and one transaction.

All take the task's id, who acts, the day and the version seen on the form; they give back the task as it is then.
Each may raise `Stale`, `Refused` with the policy's reason, and `DomainError` when an input is missing.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.models import Membership, User
from accounts.roles import ANSWER
from tasks import policy
from tasks.actions import files
from tasks.actions.steps import Said, begin, carry_out, demand
from tasks.deadlines import is_overdue
from tasks.lifecycle import Status
from tasks.models import ContestReason, ObstacleCode, ProgressReport, Task

FULL = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """The five fields of a report, and how far along (percent, 0 to 100)."""

    done: str
    next: str = ""
    obstacle: str = ObstacleCode.NONE.value
    support: str = ""
    forecast_on: date | None = None
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The product of a task: the paper's number and date, and words about it."""

    number: str = ""
    issued_on: date | None = None
    words: str = ""


@transaction.atomic
def receive(task_id: int, *, actor: User, today: date, seen_version: int | None) -> Task:
    """The lead takes the task on."""
    task = begin(task_id, "receive", actor=actor, today=today, seen_version=seen_version)
    return carry_out(task, "receive", actor=actor, today=today, values={"received_on": today})


@transaction.atomic
def contest(task_id: int, *, actor: User, today: date, seen_version: int | None, code: str, reason: str) -> Task:
    """The lead's head sends the task back to the office with a typed reason and words."""
    task = begin(task_id, "contest", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    if code not in ContestReason.values:
        raise DomainError(_("Hãy chọn một lý do trong danh sách."), code="unknown_reason", status=400)
    return carry_out(
        task, "contest", actor=actor, today=today, values={}, said=Said(reason=reason, details={"code": code})
    )


@transaction.atomic
def delegate(
    task_id: int, *, actor: User, today: date, seen_version: int | None, officer: User | None, note: str = ""
) -> Task:
    """The lead's head puts the task on the desk of one officer of the department."""
    task = begin(task_id, "delegate", actor=actor, today=today, seen_version=seen_version)
    demand(officer=officer)
    if officer is None or officer not in delegates(task, today):
        raise DomainError(
            _("%(officer)s không giữ vị trí nào tại %(lead)s vào ngày này.")
            % {"officer": officer, "lead": task.lead.short_name},
            code="not_of_the_lead",
        )
    said = Said(reason=note, details={"officer_name": str(officer)})
    return carry_out(task, "delegate", actor=actor, today=today, values={"officer": officer}, said=said)


def delegates(task: Task, today: date) -> list[User]:
    """The heads and officers of the lead organisation and of what stands below it (one query), by name."""
    posts = Membership.objects.on(today).filter(role__in=ANSWER, organisation__path__startswith=task.lead.path)
    return list(dict.fromkeys(post.user for post in posts.select_related("user").order_by("user__full_name", "pk")))


@transaction.atomic
def report(
    task_id: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    progress: Progress,
    uploads: Sequence[files.Upload] = (),
) -> Task:
    """The lead tells how far it is; the task is in progress from then on."""
    task = begin(task_id, "report", actor=actor, today=today, seen_version=seen_version)
    return _report(task, progress, uploads, actor=actor, today=today)


@transaction.atomic
def report_unchanged(task_id: int, *, actor: User, today: date, seen_version: int | None) -> Task:
    """Nothing new and still on date: the last report said again, in one tap; an overdue task needs words."""
    task = begin(task_id, "report", actor=actor, today=today, seen_version=seen_version)
    if is_overdue(Status(task.status), task.last_day, today):
        raise DomainError(_("Nhiệm vụ đã quá hạn: hãy báo cáo rõ vướng mắc và ngày dự kiến xong."), code="overdue")
    last = latest(task) or Progress(done="", percent=task.percent)
    if last.forecast_on is not None and last.forecast_on < today:
        last = replace(last, forecast_on=None)
    words = _("Không thay đổi so với lần báo cáo trước; vẫn bảo đảm đúng hạn.")
    return _report(task, replace(last, done=words), (), actor=actor, today=today)


def latest(task: Task) -> Progress | None:
    """The last progress report as a form can start from it (one query), None before the first."""
    fields = ("done", "next", "obstacle", "support", "forecast_on", "percent")
    row = task.reports.filter(is_result=False).order_by("-pk").values(*fields).first()
    return Progress(**row) if row else None


@transaction.atomic
def submit(
    task_id: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    result: Result,
    uploads: Sequence[files.Upload] = (),
) -> Task:
    """The lead says it is done and shows the product; today counts for "on time" if the office accepts."""
    task = begin(task_id, "submit", actor=actor, today=today, seen_version=seen_version)
    demand(result=result.number.strip() or uploads)
    if result.issued_on is not None and result.issued_on > today:
        raise DomainError(_("Ngày của văn bản kết quả không thể sau hôm nay."), code="date_ahead", status=400)
    row = ProgressReport.objects.create(
        task=task,
        author=actor,
        at=timezone.now(),
        on=today,
        done=result.words.strip() or _("Đã hoàn thành nhiệm vụ."),
        percent=FULL,
        is_result=True,
        result_number=result.number.strip(),
        result_date=result.issued_on,
    )
    files.attach(task, row, uploads, actor=actor)
    received_on = task.received_on or today
    values = {"submitted_on": today, "reported_on": today, "percent": FULL, "received_on": received_on}
    said = Said(details={"result": row.result_number, "files": len(uploads)}, report=row)
    return carry_out(task, "submit", actor=actor, today=today, values=values, said=said)


@transaction.atomic
def accept(task_id: int, *, actor: User, today: date, seen_version: int | None, comment: str = "") -> Task:
    """The office confirms the result (only the office does); the day of submission stays the day that counts."""
    task = begin(task_id, "accept", actor=actor, today=today, seen_version=seen_version)
    _not_my_own(task, actor)
    return carry_out(
        task, "accept", actor=actor, today=today, values={"completed_on": today}, said=Said(reason=comment)
    )


@transaction.atomic
def return_(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str) -> Task:
    """The office refuses the result with a reason; it is counted, and the clock never stopped."""
    task = begin(task_id, "return", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    _not_my_own(task, actor)
    last = latest(task)
    values = {
        "submitted_on": None,
        "returned_count": task.returned_count + 1,
        "percent": last.percent if last else 0,
    }
    said = Said(reason=reason, details={"times": task.returned_count + 1})
    return carry_out(task, "return", actor=actor, today=today, values=values, said=said)


@transaction.atomic
def suspend(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str) -> Task:
    """The office stops the clock of reminders for a while."""
    task = begin(task_id, "suspend", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    return carry_out(task, "suspend", actor=actor, today=today, values={}, said=Said(reason=reason))


@transaction.atomic
def resume(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str = "") -> Task:
    """The office lets the work go on."""
    task = begin(task_id, "resume", actor=actor, today=today, seen_version=seen_version)
    return carry_out(task, "resume", actor=actor, today=today, values={}, said=Said(reason=reason))


@transaction.atomic
def withdraw(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str, document: str) -> Task:
    """The office takes the task back, on the strength of a named document."""
    task = begin(task_id, "withdraw", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason, document=document)
    said = Said(reason=reason, details={"document": document.strip()})
    return carry_out(task, "withdraw", actor=actor, today=today, values={}, said=said)


def _report(task: Task, progress: Progress, uploads: Sequence[files.Upload], *, actor: User, today: date) -> Task:
    _check(progress, today)
    row = ProgressReport.objects.create(task=task, author=actor, at=timezone.now(), on=today, **asdict(progress))
    files.attach(task, row, uploads, actor=actor)
    values = {"reported_on": today, "percent": progress.percent, "received_on": task.received_on or today}
    said = Said(details={"percent": progress.percent, "files": len(uploads)}, report=row)
    return carry_out(task, "report", actor=actor, today=today, values=values, said=said)


def _check(progress: Progress, today: date) -> None:
    demand(done=progress.done)
    if progress.forecast_on is not None and progress.forecast_on < today:
        raise DomainError(_("Ngày dự kiến xong không thể trước hôm nay."), code="forecast_past", status=400)
    if not 0 <= progress.percent <= FULL:
        raise DomainError(_("Tiến độ là một số từ 0 đến 100."), code="percent_range", status=400)
    if progress.obstacle not in ObstacleCode.values:
        raise DomainError(_("Hãy chọn một vướng mắc trong danh sách."), code="unknown_obstacle", status=400)


def _not_my_own(task: Task, actor: User) -> None:
    author = task.reports.filter(is_result=True).order_by("-pk").values_list("author", flat=True).first()
    policy.may_judge(actor, author).require()
