"""How far reminders of the sample city have climbed, a unit that answered one, and an officer on leave."""

from datetime import date, timedelta
from typing import Final

from accounts.actions import absences
from accounts.models import Membership, User
from accounts.roles import Role
from config.sample.people import acting
from tasks import addressees
from tasks.actions import ladder
from tasks.models import Escalation, Task
from tasks.notify.deadlines import NOTHING_PAST, climb_of, pasts_of
from tasks.notify.nightly import plan_of

LONGEST: Final = 120
"""Days of the past that are climbed again; what is older stands on the highest rung by then."""
KNOWN: Final = "Đơn vị đang hoàn thiện văn bản, sẽ gửi kết quả trong tuần tới."
LEAVE: Final = "Giấy nghỉ phép năm"


def tell(clerk: User, today: date) -> int:
    """Answer one reminder, climb the ladder for every overdue task, send an officer on leave; counts the rungs."""
    _answer(today)
    _leave(clerk, today)
    return _climb(today)


def _answer(today: date) -> None:
    """The unit of the task most lately overdue says that it knows."""
    late = Task.objects.overdue(today).exclude(officer=None).filter(status__in=["received", "in_progress"])
    task = late.select_related("officer").order_by("-counts_until", "pk").first()
    if task is not None and task.officer is not None:
        with acting(task.officer, today) as officer:
            forecast = today + timedelta(days=7)
            ladder.acknowledge(
                task.pk, actor=officer, today=today, seen_version=None, forecast_on=forecast, words=KNOWN
            )


def _leave(clerk: User, today: date) -> None:
    """The officer with most overdue work is away for a week; a colleague stands in."""
    late = Task.objects.overdue(today).exclude(officer=None).select_related("officer").order_by("counts_until", "pk")
    task = late.first()
    if task is None or task.officer is None:
        return
    colleagues = Membership.objects.on(today).filter(organisation=task.lead, role=Role.OFFICER)
    post = colleagues.exclude(user=task.officer).select_related("user").order_by("pk").first()
    leave = absences.Leave(today, today + timedelta(days=6), post.user if post else None, LEAVE)
    with acting(clerk, today) as actor:
        absences.enter(task.officer.pk, leave, actor=actor, today=today)


def _climb(today: date) -> int:
    """Rungs as the sweeps of the past days would have told them."""
    plan = plan_of(today)
    known = addressees.on(today)
    tasks = list(Task.objects.overdue(today))
    pasts = pasts_of([task.pk for task in tasks])
    rows: list[Escalation] = []
    for task in tasks:
        if task.counts_until is None:
            continue
        climb = climb_of(plan, task, task.counts_until, pasts.get(task.pk, NOTHING_PAST))
        told: dict[str, date] = {}
        start = max(climb.case.since, today - timedelta(days=LONGEST))
        days = (start + timedelta(days=number) for number in range(1, (today - start).days))
        for day in filter(plan.calendar.is_working, days):
            for step in climb.due(day, told):
                told.setdefault(step.rung.audience, day)
        reached = {audience: len(known.audience(audience, task)) for audience in told}
        rows += [
            Escalation(task=task, since=climb.case.since, audience=audience, day=day, told=reached[audience])
            for audience, day in told.items()
        ]
    return len(Escalation.objects.bulk_create(rows, ignore_conflicts=True))
