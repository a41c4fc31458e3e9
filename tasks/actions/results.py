"""From the report that a task is done to its acceptance: the officer, the head who signs, the office that accepts.

As the moves of `tasks.actions.progress`, each is one verb and one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.models import User
from directives.models import Directive
from tasks import policy, practice, signers
from tasks.actions import files, shares
from tasks.actions.progress import FULL, latest
from tasks.actions.steps import Said, begin, carry_out, demand
from tasks.models import CodeKind, Demand, ProgressReport, Task
from tasks.models.task import OPEN_VALUES


@dataclass(frozen=True, slots=True)
class Result:
    """The product of a task: the paper's number and date, words about it, and to whom it was submitted.

    `unfinished` says why it is done although work handed out inside is still open.
    """

    number: str = ""
    issued_on: date | None = None
    words: str = ""
    submit_to: str = ""
    unfinished: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How good an accepted result is: a code of `CodeKind.QUALITY`, and words about it."""

    code: str = ""
    words: str = ""


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
    """The lead says it is done and shows the product; it waits for the head's signature, or for the office.

    It goes straight to the office when a head reports it, when nobody could sign, or where signing was waived. What a
    giver of work inside reports on it ends it.

    Raises:
        DomainError: `result_required`, `date_ahead`, or `parts_open` when work inside is open and nobody says why.
    """
    task = begin(task_id, "submit", actor=actor, today=today, seen_version=seen_version)
    demand(result=result.number.strip() or uploads)
    if result.issued_on is not None and result.issued_on > today:
        raise DomainError(_("Ngày của văn bản kết quả không thể sau hôm nay."), code="date_ahead", status=400)
    _parts_done(task, result)
    row = _product(task, result, actor=actor, today=today)
    files.attach(task, row, uploads, actor=actor)
    straight = not task.is_inside and (signs(actor, task, today) or practice.waives_signature(task.lead, today))
    values = {
        "proposed_on": today,
        "submitted_on": today if straight else None,
        "reported_on": today,
        "percent": FULL,
        "received_on": task.received_on or today,
    }
    details = {"result": row.result_number, "files": len(uploads), "signed": straight}
    said = Said(reason=result.unfinished, details=details, report=row)
    task = carry_out(task, "submit", actor=actor, today=today, values=values, said=said, shortcut=straight)
    if task.is_inside and signs(actor, task, today):
        return _sign(task, actor=actor, today=today, comment="")
    return task


def signs(actor: User, task: Task, today: date) -> bool:
    """Whether `actor` heads the unit whose signature the result needs: the lead, or who handed the work out."""
    return signers.is_head_over(actor.posts(today), task.giver or task.lead)


def _absent(actor: User, task: Task, today: date) -> str:
    """The name of the head in whose place `actor` signs; empty for heads themselves."""
    return "" if signs(actor, task, today) else str(signers.absent_head(actor, task.giver or task.lead, today) or "")


def _parts_done(task: Task, result: Result) -> None:
    unfinished = shares.parts_of(task).filter(status__in=OPEN_VALUES).count()
    if unfinished and not result.unfinished.strip():
        raise DomainError(
            _("Còn %(count)s việc phân công nội bộ chưa xong; hãy nêu lý do vẫn báo cáo hoàn thành.")
            % {"count": unfinished},
            code="parts_open",
            status=400,
        )


def _product(task: Task, result: Result, *, actor: User, today: date) -> ProgressReport:
    return ProgressReport.objects.create(
        task=task,
        author=actor,
        at=timezone.now(),
        on=today,
        done=result.words.strip() or _("Đã hoàn thành nhiệm vụ."),
        percent=FULL,
        is_result=True,
        result_number=result.number.strip(),
        result_date=result.issued_on,
        result_paper=paper_of(result, actor, today),
        submit_to=result.submit_to.strip(),
    )


def paper_of(result: Result, actor: User, today: date) -> Directive | None:
    """The registered paper of that number, when `actor` may see exactly one, of that date where a date was given."""
    if not result.number.strip():
        return None
    papers = Directive.objects.visible_to(actor, today).filter(number_text__iexact=result.number.strip())
    if result.issued_on is not None:
        papers = papers.filter(issued_on=result.issued_on)
    found = list(papers.order_by("pk").only("pk")[:2])
    return found[0] if len(found) == 1 else None


# ── the signature inside the unit ─────────────────────────────────────────────────────────────
@transaction.atomic
def take_back(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str = "") -> Task:
    """Those who brought the result take it back before the head has signed; the report stays in the history."""
    task = begin(task_id, "take_back", actor=actor, today=today, seen_version=seen_version)
    said = Said(reason=reason, details={"proposed_on": task.proposed_on})
    values = {"proposed_on": None, "percent": reached(task)}
    return carry_out(task, "take_back", actor=actor, today=today, values=values, said=said)


@transaction.atomic
def sign_off(task_id: int, *, actor: User, today: date, seen_version: int | None, comment: str = "") -> Task:
    """The head, or who stands in, signs; today it leaves the unit, and today counts if the office accepts.

    Work handed out inside ends here; for it the day of the officer's report counts.
    """
    task = begin(task_id, "sign_off", actor=actor, today=today, seen_version=seen_version)
    return _sign(task, actor=actor, today=today, comment=comment)


def _sign(task: Task, *, actor: User, today: date, comment: str) -> Task:
    details = {"proposed_on": task.proposed_on, "inside": task.is_inside, "for_name": _absent(actor, task, today)}
    said = Said(reason=comment, details=details)
    values: dict[str, object] = {"submitted_on": today}
    if task.is_inside:
        values = {"submitted_on": task.proposed_on, "completed_on": today}
    return carry_out(task, "sign_off", actor=actor, today=today, values=values, said=said, shortcut=task.is_inside)


@transaction.atomic
def send_back(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str) -> Task:
    """The head does not sign and says why; it stays inside the unit and is counted there."""
    task = begin(task_id, "send_back", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    times = task.sent_back_count + 1
    values = {"proposed_on": None, "sent_back_count": times, "percent": reached(task)}
    said = Said(reason=reason, details={"times": times, "for_name": _absent(actor, task, today)})
    return carry_out(task, "send_back", actor=actor, today=today, values=values, said=said)


# ── the office ────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def accept(task_id: int, *, actor: User, today: date, seen_version: int | None, mark: Mark, comment: str = "") -> Task:
    """The office confirms the result and marks it; the day it left the unit stays the day that counts.

    Raises:
        DomainError: `quality_required`, `unknown_quality`, or `words_required` for a mark that must be explained.
    """
    task = begin(task_id, "accept", actor=actor, today=today, seen_version=seen_version)
    _not_my_own(task, actor)
    demand(quality=mark.code)
    quality = practice.item(CodeKind.QUALITY, mark.code)
    if quality.demands == Demand.WORDS and not mark.words.strip():
        raise DomainError(
            _("Hãy nhận xét vì sao kết quả được đánh giá “%(mark)s”.") % {"mark": _(quality.label)},
            code="words_required",
            status=400,
        )
    values = {"completed_on": today, "quality": mark.code, "quality_note": mark.words.strip()}
    said = Said(reason=comment, details={**values, "quality_label": quality.label})
    return carry_out(task, "accept", actor=actor, today=today, values=values, said=said)


@transaction.atomic
def return_(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str) -> Task:
    """The office refuses the result with a reason; it is counted, and the clock never stopped."""
    task = begin(task_id, "return", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    _not_my_own(task, actor)
    times = task.returned_count + 1
    values = {"submitted_on": None, "proposed_on": None, "returned_count": times, "percent": reached(task)}
    said = Said(reason=reason, details={"times": times})
    return carry_out(task, "return", actor=actor, today=today, values=values, said=said)


def reached(task: Task) -> int:
    """How far a task is once its result does not count: by its parts, else by the last report (two queries)."""
    by_parts = shares.percent_of(task)
    if by_parts is not None:
        return by_parts
    last = latest(task)
    return last.percent if last else 0


def _not_my_own(task: Task, actor: User) -> None:
    """Neither who wrote the result nor who signed it gives the office's verdict on it."""
    author = task.reports.filter(is_result=True).order_by("-pk").values_list("author", flat=True).first()
    signer = task.events.filter(move="sign_off").order_by("-pk").values_list("actor", flat=True).first()
    policy.may_judge(actor, author).require()
    policy.may_judge(actor, signer).require()
