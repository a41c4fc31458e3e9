"""Telling monitors that a paper leaves open tasks to be decided about, and units that a task changed its paper."""

from collections import defaultdict
from datetime import date

from accounts.models import User
from directives.models import Directive, Reference
from tasks import addressees
from tasks.amendments import unsettled_papers
from tasks.models import AmendmentRuling, Notice, NoticeKind, Task
from tasks.notify.ledger import insert_new


def unsettled(today: date) -> int:
    """A notice per monitor for each paper that changes another one with open tasks; once, however often asked."""
    return sum(_tell(reference, today) for reference in unsettled_papers())


def _tell(reference: Reference, today: date) -> int:
    """To the monitors of the tasks concerned; tasks that nobody follows are told to every monitor."""
    ruled = AmendmentRuling.objects.filter(paper=reference.directive_id).values("task")
    tasks = list(
        Task.objects.open().filter(directive=reference.target_id).exclude(pk__in=ruled).only("monitor", "lead")
    )
    known = addressees.on(today, near=[])
    counts: dict[int, int] = defaultdict(int)
    for task in tasks:
        for person in known.watching(task):
            counts[person] += 1
    return insert_new(
        Notice(
            recipient_id=person,
            key=f"amendment:{reference.directive_id}:{reference.target_id}",
            kind=NoticeKind.AMENDMENT,
            directive_id=reference.directive_id,
            day=today,
            facts={
                "paper": str(reference.directive),
                "relation": reference.relation,
                "old": str(reference.target),
                "count": count,
            },
        )
        for person, count in sorted(counts.items())
    )


def moved(task: Task, old: Directive, paper: Directive, *, actor: User, today: date) -> int:
    """A notice to those who carry the task: it stands in another paper now."""
    known = addressees.on(today, near=[task])
    people = {*known.responsible(task), *known.heads_of(task.lead_id)} - {actor.pk}
    return insert_new(
        Notice(
            recipient_id=person,
            key=f"paper_moved:{task.pk}:{task.version}",
            kind=NoticeKind.AMENDMENT,
            task=task,
            directive=paper,
            day=today,
            facts={"paper": str(paper), "old": str(old)},
        )
        for person in sorted(people)
    )
