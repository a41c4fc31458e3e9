"""Every night: judge the running tasks, and measure how well the judgement did on tasks that are over.

The measure judges from Fridays of the last half year, with nothing but what was known then: tasks as they stood, and
units by what they had finished before. A task is among the cases of one such day only, the one a week or two before its
deadline of that day.
"""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from tasks.asof import as_it_stood, first_day, rebuilt_before
from tasks.elapsed import Elapsed
from tasks.models import RiskBacktest, Task, TaskRisk, TaskStatus, Workday
from tasks.risk import VERSION, judge
from tasks.risk_facts import Ended, Paces, ended, gather, in_term

AHEAD_DAYS: Final = 7
"""Calendar days before its deadline from which a task is judged in the measure, at the latest."""
WEEK: Final = 7
WEEKS: Final = 26
FRIDAY: Final = 4
RISK_LOCK: Final = 730_011  # pg_advisory_xact_lock key; two runs of a night must not both write
COLUMNS: Final = "task_id, day, points, level, reasons"


@transaction.atomic
def assess(day: date) -> int:
    """Write the judgement of every running task of the city with a deadline ahead; the answer counts them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RISK_LOCK])
    elapsed = Elapsed(Workday.objects.calendar())
    known = list(gather(in_term(day), day, Paces(ended(elapsed), day), elapsed))
    TaskRisk.objects.all().delete()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY tasks_taskrisk ({COLUMNS}) FROM STDIN") as copy,
    ):
        for each in known:
            made = judge(each.facts)
            copy.write_row((each.pk, day, made.points, made.level.value, json.dumps(made.reasons)))
    return len(known)


def backtest(today: date) -> RiskBacktest:
    """Measure once a day; a second run measures anew and keeps one row."""
    elapsed = Elapsed(Workday.objects.calendar())
    done = ended(elapsed)
    days = judged_days(today)
    counts = Counter[str]()
    for day in days:
        counts.update(_judged_from(day, today, done, elapsed))
    names = [f"{level}_{end}" for level in ("high", "medium", "low") for end in ("missed", "met")]
    found = {
        "version": VERSION,
        "ahead_days": AHEAD_DAYS,
        "first_day": days[0] if days else None,
        "last_day": days[-1] if days else None,
        **{name: counts[name] for name in names},
    }
    row, _is_new = RiskBacktest.objects.update_or_create(measured_on=today, defaults=found)
    return row


def judged_days(today: date) -> list[date]:
    """Fridays whose cases are all over, and of which everything was kept as it happened; the earliest first."""
    last = today - timedelta(days=AHEAD_DAYS + WEEK)
    last -= timedelta(days=(last.weekday() - FRIDAY) % WEEK)
    known = first_day()
    days = [last - timedelta(days=WEEK * number) for number in range(WEEKS)]
    return [day for day in reversed(days) if known and day >= known and rebuilt_before(day) is None]


def _judged_from(day: date, today: date, done: list[Ended], elapsed: Elapsed) -> Counter[str]:
    """Levels given on `day` to tasks due one to two weeks later, each with what became of it."""
    first = day + timedelta(days=AHEAD_DAYS)
    due = Q(counts_until__gte=first, counts_until__lt=first + timedelta(days=WEEK))
    with as_it_stood(day, today):
        known = list(gather(in_term(day) & due, day, Paces(done, day), elapsed))
    ends = _ends({each.pk: each.until for each in known})
    return Counter(f"{judge(each.facts).level}_{ends[each.pk]}" for each in known if each.pk in ends)


def _ends(untils: dict[int, date]) -> dict[int, str]:
    """Whether the accepted report came by the deadline of then; what was taken back, or waits for a word, is left out.

    Who got more time after the day judged from did miss the deadline of then.
    """
    rows = Task.objects.filter(pk__in=list(untils)).order_by().values_list("pk", "status", "submitted_on")
    ends = {}
    for pk, status, reported in rows:
        if status == TaskStatus.DONE and reported is not None and reported <= untils[pk]:
            ends[pk] = "met"
        elif status == TaskStatus.DONE or (status in RUNNING_ON and not _waits_in_time(status, reported, untils[pk])):
            ends[pk] = "missed"
    return ends


RUNNING_ON: Final = frozenset(TaskStatus) - {TaskStatus.DONE, TaskStatus.WITHDRAWN, TaskStatus.SUSPENDED}


def _waits_in_time(status: str, reported: date | None, until: date) -> bool:
    """Reported in time, and the office has not said whether that will do."""
    return status == TaskStatus.SUBMITTED and reported is not None and reported <= until
