"""What becomes of open tasks when another paper amends, replaces or repeals theirs: keep, move, withdraw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import User
from accounts.text import search_form
from directives.models import Directive, DraftState, TaskDraft
from directives.models.section import RELATIONS
from tasks import policy
from tasks.actions import pauses
from tasks.actions.steps import Said, note
from tasks.amendments import changed_papers
from tasks.models import AmendmentChoice, AmendmentRuling, Task
from tasks.notify import amendments as telling


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision about one task; `clause` is a proposal of the new paper (key), for a move; None names no clause."""

    task_id: int
    choice: str
    seen_version: int | None = None
    clause: int | None = None


@transaction.atomic
def decide(paper_id: int, verdicts: Iterable[Verdict], *, actor: User, today: date) -> list[AmendmentRuling]:
    """Carry out every verdict or none; a task that was decided before is passed over.

    A withdrawal names the new paper as its document; a moved task keeps its history and its deadline as issued.

    Raises:
        Refused: monitors and leaders decide.
        Stale: a task changed since the page was shown.
        DomainError: a task is not concerned, or the clause has a task of the same lead already.
    """
    paper = Directive.objects.select_for_update(of=("self",)).get(pk=paper_id)
    changed = changed_papers(paper)
    known = set(AmendmentRuling.objects.filter(paper=paper).values_list("task_id", flat=True))
    rulings = [
        _rule(paper, changed, verdict, actor=actor, today=today) for verdict in verdicts if verdict.task_id not in known
    ]
    if rulings:
        after = {ruling.task_id: ruling.choice for ruling in rulings}
        audit.record("directive.amendment_decided", paper, actor=actor, after={"tasks": after})
    return rulings


def _rule(paper: Directive, changed: dict[int, str], verdict: Verdict, *, actor: User, today: date) -> AmendmentRuling:
    task = Task.objects.visible_to(actor, today).lock(verdict.task_id, verdict.seen_version)
    acting.require(policy.may, actor, "withdraw", task, today=today)
    if task.directive_id not in changed:
        raise DomainError(_("Văn bản này không thay đổi văn bản đã giao nhiệm vụ."), code="not_concerned")
    if verdict.choice not in AmendmentChoice.values:
        raise DomainError(_("Hãy chọn giữ, chuyển hoặc thu hồi."), code="unknown_choice", status=400)
    before = {"directive": task.directive_id, "draft": task.draft_id, "path": task.path}
    relation = str(dict(RELATIONS)[changed[task.directive_id]])
    if verdict.choice == AmendmentChoice.WITHDRAW:
        task = _withdraw(task, paper, relation, actor=actor, today=today)
    elif verdict.choice == AmendmentChoice.MOVE:
        task = _move(task, paper, verdict.clause, relation, actor=actor, today=today)
    else:
        said = Said(details={"paper": str(paper)})
        task = note(task, "paper_kept", actor=actor, today=today, values={}, said=said)
    return AmendmentRuling.objects.create(
        paper=paper,
        task=task,
        choice=verdict.choice,
        before=before,
        version_after=task.version,
        decided_by=actor,
        decided_at=timezone.now(),
        decided_on=today,
    )


def _withdraw(task: Task, paper: Directive, relation: str, *, actor: User, today: date) -> Task:
    words = {"paper": paper, "relation": relation, "old": task.directive}
    reason = _("%(paper)s %(relation)s %(old)s") % words
    document = paper.number_text or str(paper)
    dated = paper.issued_on if paper.issued_on is not None and paper.issued_on <= today else None
    ground = pauses.Ground(reason, document[:80], dated, with_parts=True)
    return pauses.withdraw(task.pk, actor=actor, today=today, seen_version=None, ground=ground)


def _move(task: Task, paper: Directive, clause_id: int | None, relation: str, *, actor: User, today: date) -> Task:
    clause = _clause(task, paper, clause_id)
    old = task.directive
    details = {
        "paper_before": str(old),
        "paper": str(paper),
        "relation": relation,
        "path_before": task.path,
        "path": clause.path if clause else "",
    }
    values = _place(task, paper, clause if clause and clause.state == DraftState.RELEASED else None, details["path"])
    task = note(task, "paper_moved", actor=actor, today=today, values=values, said=Said(details=details))
    telling.moved(task, old, paper, actor=actor, today=today)
    return task


def _clause(task: Task, paper: Directive, clause_id: int | None) -> TaskDraft | None:
    """The chosen proposal of the new paper, which must not give the same lead the same clause twice."""
    if clause_id is None:
        return None
    clause = paper.drafts.select_for_update().filter(pk=clause_id).exclude(state=DraftState.REJECTED).first()
    if clause is None:
        raise DomainError(_("Điểm được chọn không còn trong văn bản mới; hãy tải lại trang."), code="no_clause")
    if Task.objects.filter(draft=clause, lead=task.lead_id, parent=None).exclude(pk=task.pk).exists():
        words = {"lead": task.lead.short_name, "path": clause.path or clause.order}
        raise DomainError(
            _("%(lead)s đã có nhiệm vụ từ điểm %(path)s của văn bản mới; hãy thu hồi nhiệm vụ cũ.") % words,
            code="lead_has_it",
        )
    return clause


def _place(task: Task, paper: Directive, draft: TaskDraft | None, path: str) -> dict[str, object]:
    return {
        "directive": paper,
        "draft": draft,
        "path": path,
        "search_text": search_form(task.text, task.product, path, paper.number_text),
    }


@transaction.atomic
def undo(ruling_id: int, *, actor: User, today: date) -> Task:
    """Take a decision back: the task waits for one again; a moved task goes back to its old paper and clause.

    Raises:
        Refused: as `decide`.
        DomainError: the task was withdrawn (its life is over), or changed since.
    """
    ruling = locked(AmendmentRuling.objects.select_related("paper").filter(pk=ruling_id)).get()
    task = Task.objects.visible_to(actor, today).lock(ruling.task_id, None)
    if ruling.choice == AmendmentChoice.WITHDRAW:
        raise DomainError(
            _("Nhiệm vụ đã thu hồi không mở lại được; hãy giao lại nhiệm vụ từ văn bản mới."), code="withdrawn"
        )
    acting.require(policy.may, actor, "withdraw", task, today=today)
    if task.version != ruling.version_after:
        raise DomainError(
            _("Nhiệm vụ đã có thay đổi sau quyết định này nên không hoàn lại được."), code="changed_since"
        )
    if ruling.choice == AmendmentChoice.MOVE:
        task = _restore(task, ruling, actor=actor, today=today)
    before = {"task": task.pk, "choice": ruling.choice}
    ruling.delete()
    audit.record("directive.amendment_undone", ruling.paper, actor=actor, before=before)
    return task


def _restore(task: Task, ruling: AmendmentRuling, *, actor: User, today: date) -> Task:
    old = Directive.objects.get(pk=ruling.before["directive"])
    draft = TaskDraft.objects.filter(pk=ruling.before["draft"]).first() if ruling.before["draft"] else None
    values = _place(task, old, draft, ruling.before["path"])
    said = Said(details={"paper": str(old)})
    return note(task, "paper_restored", actor=actor, today=today, values=values, said=said)
