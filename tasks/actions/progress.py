"""The moves in the life of a task, each one verb and one transaction.

All take the task's id, who acts, the day and the version seen on the form; they give back the task as it is then.
Each may raise `Stale`, `Refused` with the policy's reason, and `DomainError` when an input is missing.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.errors import DomainError
from accounts.models import Membership, Organisation, User
from accounts.roles import ANSWER
from tasks import practice
from tasks.actions import files, shares
from tasks.actions.steps import Said, begin, carry_out, demand
from tasks.deadlines import is_overdue
from tasks.lifecycle import Status
from tasks.models import CodeKind, Demand, ObstacleCode, ProgressReport, Task

FULL = 100
MISSING: Final[dict[str, Promise]] = {
    Demand.UNIT.value: _lazy("Hãy nêu đơn vị khác, phù hợp với nhiệm vụ này."),
    Demand.DUPLICATE.value: _lazy("Hãy nêu số hoặc nội dung nhiệm vụ bị trùng."),
    Demand.DOCUMENT.value: _lazy("Hãy nêu số, ký hiệu văn bản đã thực hiện."),
    Demand.DAY.value: _lazy("Hãy nêu ngày có thể hoàn thành, sau hạn hiện tại."),
}


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
class Beside:
    """What is given beside the reason of a contest; which of it must be, the code says (`Demand`)."""

    unit: Organisation | None = None
    duplicate: str = ""
    document: str = ""
    day: date | None = None


@transaction.atomic
def receive(task_id: int, *, actor: User, today: date, seen_version: int | None) -> Task:
    """The lead takes the task on."""
    task = begin(task_id, "receive", actor=actor, today=today, seen_version=seen_version)
    return carry_out(task, "receive", actor=actor, today=today, values={"received_on": today})


@transaction.atomic
def contest(
    task_id: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    code: str,
    reason: str,
    beside: Beside | None = None,
) -> Task:
    """The lead's head sends the task back to who gave it, with a typed reason, words, and what the reason demands.

    Raises:
        DomainError: `unknown_contest`, or `<demand>_required` when the code asks for more than was given.
    """
    task = begin(task_id, "contest", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    given = beside or Beside()
    chosen = practice.item(CodeKind.CONTEST, code)
    _demanded(chosen.demands, given, task)
    details = {
        "code": code,
        "code_label": chosen.label,
        "unit": given.unit.short_name if given.unit else "",
        "unit_id": given.unit.pk if given.unit else None,
        "duplicate": given.duplicate.strip(),
        "document": given.document.strip(),
        "day": given.day,
    }
    return carry_out(task, "contest", actor=actor, today=today, values={}, said=Said(reason=reason, details=details))


def _demanded(what: str, given: Beside, task: Task) -> None:
    """The piece that the code asks for must be there, and mean something."""
    present = {
        Demand.UNIT.value: given.unit is not None and given.unit.pk != task.lead_id,
        Demand.DUPLICATE.value: given.duplicate.strip(),
        Demand.DOCUMENT.value: given.document.strip(),
        Demand.DAY.value: given.day is not None and (task.due_on is None or given.day > task.due_on),
    }
    if not present.get(what, True):
        raise DomainError(MISSING[what], code=f"{what}_required", status=400)


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


def _report(task: Task, progress: Progress, uploads: Sequence[files.Upload], *, actor: User, today: date) -> Task:
    _check(progress, today)
    if (reached := shares.percent_of(task)) is not None:
        progress = replace(progress, percent=reached)
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
    practice.item(CodeKind.OBSTACLE, progress.obstacle)
