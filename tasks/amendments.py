"""Papers that change other papers, and the open tasks that this leaves to be kept, moved or withdrawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from directives import shingles
from directives.models import Directive, DirectiveState, DraftState, Reference, TaskDraft
from directives.models.section import RELATIONS
from directives.parsing.types import Relation
from tasks.models import AmendmentChoice, AmendmentRuling, Task
from tasks.models.task import TaskQuerySet

CHANGING: Final = (Relation.AMENDS.value, Relation.REPLACES.value, Relation.REPEALS.value)
IN_FORCE: Final = (DirectiveState.REVIEWED.value, DirectiveState.RELEASED.value)
MOST_SHOWN: Final = 300
_WORDS: Final = dict(RELATIONS)
_DEFAULTS: Final = {
    Relation.AMENDS.value: AmendmentChoice.KEEP,
    Relation.REPLACES.value: AmendmentChoice.MOVE,
    Relation.REPEALS.value: AmendmentChoice.WITHDRAW,
}
_STRONGEST: Final = (Relation.REPEALS.value, Relation.REPLACES.value, Relation.AMENDS.value)
_ALIKE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Concerned:
    """One open task of a changed paper: what is proposed for it, and the clause of the new paper that reads alike."""

    task: Task
    relation: str
    choice: AmendmentChoice
    clause: TaskDraft | None = None

    @property
    def relation_words(self) -> str:
        """What the new paper does with the old one, in words."""
        return str(_WORDS[self.relation])


@dataclass(frozen=True, slots=True)
class Amendment:
    """Everything about one paper that changes others: what waits for a decision and what was decided."""

    paper: Directive
    waiting: Sequence[Concerned]
    decided: Sequence[AmendmentRuling]
    clauses: Sequence[TaskDraft]


def changed_papers(paper: Directive) -> dict[int, str]:
    """Papers of the registry that `paper` changes, each with the strongest relation (one query)."""
    rows = Reference.objects.filter(directive=paper, relation__in=CHANGING, target__isnull=False)
    found: dict[int, str] = {}
    for target, relation in rows.values_list("target_id", "relation"):
        known = found.get(target, relation)
        found[target] = min(known, relation, key=_STRONGEST.index)
    return found


def waiting_tasks(paper: Directive, changed: Collection[int], user: User, today: date) -> TaskQuerySet:
    """Open tasks of the changed papers that `user` may see and nobody has decided about for this paper."""
    ruled = AmendmentRuling.objects.filter(paper=paper, task=OuterRef("pk"))
    return Task.objects.visible_to(user, today).open().filter(~Exists(ruled), directive__in=changed, giver=None)


def amendment_of(paper: Directive, user: User, today: date) -> Amendment:
    """The page's content (about ten queries, however many tasks)."""
    changed = changed_papers(paper)
    rows = waiting_tasks(paper, changed, user, today).select_related("directive", "lead")
    tasks = rows.defer("directive__text", "directive__search_text").order_by("directive", "pk")[:MOST_SHOWN]
    clauses = list(paper.drafts.exclude(state=DraftState.REJECTED).order_by("order", "pk"))
    taken = set(Task.objects.filter(draft__in=clauses, parent=None).values_list("draft_id", "lead_id"))
    visible = Task.objects.visible_to(user, today)
    decided = AmendmentRuling.objects.filter(paper=paper, task__in=visible)
    return Amendment(
        paper=paper,
        waiting=[_concerned(task, changed, clauses, taken) for task in tasks],
        decided=list(decided.select_related("task__lead", "task__directive", "decided_by")[:MOST_SHOWN]),
        clauses=clauses,
    )


def _concerned(
    task: Task, changed: Mapping[int, str], clauses: Sequence[TaskDraft], taken: Collection[tuple[int | None, int]]
) -> Concerned:
    """`taken` are the clauses of the new paper that have given a lead a task; the old one cannot move there as well."""
    relation = changed[task.directive_id]
    clause = max(clauses, key=lambda draft: shingles.resemblance(draft.text, task.text), default=None)
    if clause is not None and shingles.resemblance(clause.text, task.text) < _ALIKE:
        clause = None
    choice = _DEFAULTS[relation]
    if choice == AmendmentChoice.MOVE and clause is None:
        choice = AmendmentChoice.KEEP
    elif choice == AmendmentChoice.MOVE and clause is not None and (clause.pk, task.lead_id) in taken:
        choice = AmendmentChoice.WITHDRAW
    return Concerned(task, relation, choice, clause)


# ── what stands open ──────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Banner:
    """What a paper's page says: tasks waiting because it changes others, and papers that change this one."""

    waiting: int
    changed_by: Sequence[Reference]


def banner_of(directive: Directive, user: User, today: date) -> Banner:
    """The banner of one paper (at most three queries); papers that the user may not see are not named."""
    changed = changed_papers(directive)
    waiting = waiting_tasks(directive, changed, user, today).count() if changed else 0
    visible = Directive.objects.visible_to(user, today)
    by = directive.cited_by.filter(relation__in=CHANGING, directive__in=visible).select_related("directive")
    return Banner(waiting, list(by.defer("directive__text").order_by("-directive__issued_on", "pk")[:10]))


def unsettled_papers() -> "QuerySet[Reference]":
    """References of papers in force that change a paper with open tasks which nobody has decided about."""
    ruled = AmendmentRuling.objects.filter(paper=OuterRef(OuterRef("directive")), task=OuterRef("pk"))
    tasks = Task.objects.open().filter(~Exists(ruled), directive=OuterRef("target"), giver=None)
    rows = Reference.objects.filter(Exists(tasks), relation__in=CHANGING, directive__state__in=IN_FORCE)
    return rows.select_related("directive", "target").defer("directive__text", "target__text").order_by("pk")
