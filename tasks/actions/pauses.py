"""Work that rests, goes on or is taken back, with its ground, and what becomes of the work handed out below it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.models import User
from tasks.actions import shares
from tasks.actions.steps import Said, begin, carry_out, demand, note
from tasks.lifecycle import MOVES, Status
from tasks.models import Task
from tasks.models.task import OPEN_VALUES


@dataclass(frozen=True, slots=True)
class Ground:
    """On the strength of what: words, a document by number and date. `with_parts` says what becomes of work inside.

    None means that nobody was asked, which is refused where there is open work inside.
    """

    reason: str = ""
    document: str = ""
    document_on: date | None = None
    with_parts: bool | None = None

    def details(self) -> dict[str, object]:
        """As the history keeps it."""
        return {"document": self.document.strip(), "document_on": self.document_on, "with_parts": self.with_parts}


@transaction.atomic
def suspend(task_id: int, *, actor: User, today: date, seen_version: int | None, ground: Ground) -> Task:
    """The clock of reminders rests; the deadline stays as it is.

    Raises:
        DomainError: `ground_required`, `date_ahead`, or `parts_undecided`.
    """
    task = begin(task_id, "suspend", actor=actor, today=today, seen_version=seen_version)
    demand(ground=ground.reason.strip() or ground.document)
    below = _asked(task, ground, today)
    said = Said(reason=ground.reason, details=ground.details())
    after = carry_out(task, "suspend", actor=actor, today=today, values={}, said=said)
    _follow(below, "suspend", ground, actor=actor, today=today)
    return after


@transaction.atomic
def resume(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str = "") -> Task:
    """The work goes on, and so does what rested with it; no deadline moves by that, who needs time asks for it."""
    task = begin(task_id, "resume", actor=actor, today=today, seen_version=seen_version)
    rested = task.events.filter(move="suspend").order_by("-pk").values("on", "details").first()
    details = {"due_kept": task.due_on, "since": rested["on"] if rested else None}
    after = carry_out(task, "resume", actor=actor, today=today, values={}, said=Said(reason=reason, details=details))
    if rested and rested["details"].get("with_parts"):
        resting = [part for part in below_of(task) if part.status == Status.SUSPENDED]
        _follow(resting, "resume", Ground(reason=reason), actor=actor, today=today)
    return after


@transaction.atomic
def withdraw(task_id: int, *, actor: User, today: date, seen_version: int | None, ground: Ground) -> Task:
    """The task is taken back, by whoever gave it, on the strength of a named document.

    Work handed out inside a unit needs no document, only a reason.

    Raises:
        DomainError: `reason_required`, `document_required`, `date_ahead`, or `parts_undecided`.
    """
    task = begin(task_id, "withdraw", actor=actor, today=today, seen_version=seen_version)
    demand(reason=ground.reason)
    if not task.is_inside:
        demand(document=ground.document)
    below = _asked(task, ground, today)
    said = Said(reason=ground.reason, details=ground.details())
    after = carry_out(task, "withdraw", actor=actor, today=today, values={}, said=said)
    _follow(below, "withdraw", ground, actor=actor, today=today)
    return after


def below_of(task: Task) -> list[Task]:
    """All work handed out below `task`, at any depth, upper parts first (one query)."""
    rows = Task.objects.filter(root=task.root_id or task.pk).select_related("lead", "giver", "officer").order_by("pk")
    found: list[Task] = []
    known = {task.pk}
    for row in rows:
        if row.parent_id in known:
            known.add(row.pk)
            found.append(row)
    return found


def open_below(task: Task) -> list[Task]:
    """Of that, what is still open."""
    return [part for part in below_of(task) if part.status in OPEN_VALUES]


def drop_below(task: Task, reason: str, *, actor: User, today: date) -> None:
    """Withdraw the open work below `task`, because the task itself goes elsewhere."""
    _follow(open_below(task), "withdraw", Ground(reason=reason, with_parts=True), actor=actor, today=today)


def _asked(task: Task, ground: Ground, today: date) -> list[Task]:
    """The open work below that follows the task; empty when it stays as it is."""
    if ground.document_on is not None and ground.document_on > today:
        raise DomainError(_("Ngày của văn bản làm căn cứ không thể sau hôm nay."), code="date_ahead", status=400)
    below = open_below(task)
    if below and ground.with_parts is None:
        raise DomainError(
            _("Nhiệm vụ còn %(count)s việc phân công nội bộ chưa xong; hãy chọn xử lý các việc đó thế nào.")
            % {"count": len(below)},
            code="parts_undecided",
            status=400,
        )
    return below if ground.with_parts else []


def _follow(parts: list[Task], move: str, ground: Ground, *, actor: User, today: date) -> None:
    """The same step on each part whose status permits it, noted as a consequence of the step above."""
    to = MOVES[move].to
    for part in parts:
        if Status(part.status) not in MOVES[move].source or to is None:
            continue
        said = Said(reason=ground.reason, details={**ground.details(), "follows": part.parent_id})
        note(part, move, actor=actor, today=today, values={"status": to.value}, said=said)


def loose_below(task: Task, due_on: date | None) -> list[Task]:
    """Open parts directly below whose deadline would be later than `due_on` (one query)."""
    if due_on is None:
        return []
    return list(shares.parts_of(task).filter(status__in=OPEN_VALUES, due_on__gt=due_on).select_related("lead"))
