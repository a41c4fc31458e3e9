"""Where a task stands on the ladder today, for its page; and how many notices rules would make."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tasks import addressees
from tasks.ladder import Ahead, Ladder
from tasks.models import Audience, Escalation, Notice, NoticeKind, Task
from tasks.models.task import OVERDUE_VALUES
from tasks.notify.deadlines import NOTHING_PAST, climb_of, near, overdue, pasts_of
from tasks.notify.nightly import plan_of
from tasks.notify.plan import Plan
from tasks.notify.rows import AtOnce
from tasks.notify.silence import silent, waiting


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung that was told, with the people it reached that day; nobody when it stood empty."""

    number: int
    audience: str
    day: date
    told: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Rungs reached in this round, the next one, and until when an answer stops the climbing (None: it climbs)."""

    reached: Sequence[Reached]
    ahead: Ahead | None
    ahead_label: str
    stopped_until: date | None
    days_late: int

    @property
    def top(self) -> Reached | None:
        """The highest rung reached."""
        return self.reached[-1] if self.reached else None


def standing(task: Task, today: date) -> Standing | None:
    """Where an overdue task stands (six queries); None for one that does not climb."""
    until = task.counts_until
    if until is None or until >= today or task.status not in OVERDUE_VALUES:
        return None
    plan = plan_of(today)
    past = pasts_of([task.pk]).get(task.pk, NOTHING_PAST)
    climb = climb_of(plan, task, until, past)
    rungs = {rung.audience: number for number, rung in enumerate(plan.ladder.late, start=1)}
    told = Escalation.objects.filter(task=task, since=climb.case.since)
    reached = [
        Reached(rungs[row.audience], str(Audience(row.audience).label), row.day, row.told)
        for row in told
        if row.audience in rungs
    ]
    ahead = climb.ahead(today, past.told_since(climb.case.since))
    return Standing(
        reached=sorted(reached, key=lambda each: each.number),
        ahead=ahead,
        ahead_label=str(Audience(ahead.rung.audience).label) if ahead else "",
        stopped_until=climb.stopped_until(today),
        days_late=climb.days_late(today),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What rules would make on a day: notices by kind, and how many people get any."""

    notices: Sequence[tuple[str, int]]
    people: int

    @property
    def total(self) -> int:
        """All notices."""
        return sum(number for _, number in self.notices)


def preview(ladder: Ladder, day: date) -> Preview:
    """What the rules would make on `day`; writes nothing."""
    plan: Plan = replace(plan_of(day), ladder=ladder)
    known = addressees.on(day)
    counts: Counter[str] = Counter()
    people: set[int] = set()
    for source in (near, overdue, silent, waiting):
        for row in source(plan, known, Task.objects.open()):
            notice = row.notice if isinstance(row, AtOnce) else row
            if isinstance(notice, Notice):
                counts[notice.kind] += 1
                people.add(notice.recipient_id)
    named = [(str(NoticeKind(kind).label), number) for kind, number in counts.most_common()]
    return Preview(named, len(people))
