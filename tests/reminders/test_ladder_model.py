"""Random histories of reports, words, absences and moves against a slow reading of the ladder's rules."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Absence, User
from directives.workdays import DEFAULT_CALENDAR
from tasks import notify
from tasks.actions import workdays
from tasks.ladder import SHIPPED, Case, Climb, DayCount
from tasks.models import Escalation, Mail, Notice, Task, TaskEvent
from tests import factories as make

DUE = date(2023, 2, 15)
COUNT = DayCount(DEFAULT_CALENDAR)
DAYS = [DUE + timedelta(days=number) for number in range(1, 60)]
WORKED = [day for day in DAYS if DEFAULT_CALENDAR.is_working(day)]
ORDER = [rung.audience for rung in SHIPPED.late]
answers = st.sets(st.sampled_from([DUE - timedelta(days=3), *DAYS[:45]]), max_size=6)


def slow_heights(holds):
    """For each working day the working days up to it, after the deadline, on which no answer holds the climbing."""
    free = [not any(first < day <= last for first, last in holds) for day in WORKED]
    return {day: sum(free[: number + 1]) for number, day in enumerate(WORKED)}


@given(given_on=answers, urgent=st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_ladder_is_climbed_as_a_slow_reading_says(given_on, urgent):
    pause = SHIPPED.urgent_pause_days if urgent else SHIPPED.pause_days
    holds = [(answer, DEFAULT_CALENDAR.add_working_days(answer, pause)) for answer in given_on]
    heights = slow_heights(holds)
    climb = Climb(SHIPPED, Case(DUE, DUE, tuple(sorted(given_on)), urgent), COUNT)
    told = {}
    for day in WORKED:
        steps = climb.due(day, told)
        audiences = [step.rung.audience for step in steps]
        height, is_held = heights[day], any(first <= day <= last for first, last in holds)
        assert climb.height(day) == height
        # Nobody is told twice on a day; whoever does the work hears every working day, whatever was said.
        assert len(set(audiences)) == len(audiences)
        assert "officer" in audiences
        for rung in SHIPPED.late[1:]:
            owed = height >= rung.after(urgent=urgent) and not is_held
            # No silence where the rule demands a word, no word while an answer holds or before its time.
            assert (rung.audience in audiences) <= owed
            if owed and rung.audience not in told:
                assert rung.audience in audiences
        for step in steps:
            told.setdefault(step.rung.audience, day)
    days = [told[audience] for audience in ORDER if audience in told]
    assert days == sorted(days)


# ── sixty lives side by side in one database ──────────────────────────────────────────────────
LIVES = 60
LIVED = WORKED[:14]
EVENTS = ("report", "acknowledge", "submit", "return", "suspend", "resume", "absence")
MOVES = {"submit": "submitted", "return": "in_progress", "suspend": "suspended", "resume": "in_progress"}
ALLOWED = {"submit": "in_progress", "suspend": "in_progress", "return": "submitted", "resume": "suspended"}


@dataclass
class Life:
    """A task with an officer and a deputy of its own, what is to happen to it on which day, and how it stands."""

    officer: User
    deputy: User
    task: Task
    history: dict[date, str]
    status: str = "in_progress"
    away: set[date] = field(default_factory=set)

    @property
    def name(self):
        """How a failed check tells it from the others."""
        return " ".join(f"{day:%d/%m} {what}" for day, what in self.history.items())


def test_any_history_tells_each_thing_once_a_day_and_leaves_nobody_in_silence(people):
    workdays.load()
    chance = random.Random(20230215)  # noqa: S311 - histories, no secrets
    outages = set(chance.sample(LIVED[1:-1], 2))
    paper = make.directive()
    lives = [_life(chance, people, paper, number) for number in range(LIVES)]
    happened = Counter()
    for day in LIVED:
        if day not in outages:
            notify.sweep(day)
            _check_day(day, lives)
        happened.update(_happen(life, day, people) for life in lives)
    assert set(EVENTS) <= set(happened)
    _check_all(outages)


def _life(chance, people, paper, number):
    officer, deputy = (
        make.user(name=f"{name} {number}", username=f"{name}{number}", organisation=people.finance)
        for name in ("lan", "an")
    )
    task = make.task(
        lead=people.finance, directive=paper, due_on=DUE, officer=officer, monitor=people.hoa,
        leader=people.binh, status="in_progress", reported_on=DUE,
    )  # fmt: skip
    days = sorted(chance.sample(LIVED[:-1], chance.randint(0, 6)))
    return Life(officer, deputy, task, {day: chance.choice(EVENTS) for day in days})


def _check_day(day, lives):
    """Whoever has the ball was told today, or whoever stands in for them, in the app and by a mail of today."""
    told = {*Notice.objects.filter(day=day, kind="overdue").values_list("recipient", "task")}
    mailed = Counter(Mail.objects.filter(kind="digest", day=day).values_list("recipient", flat=True))
    for life in lives:
        heard = {person for person, task in told if task == life.task.pk}
        if life.status != "in_progress":
            assert heard == set(), life.name
            continue
        is_away = day in life.away
        receiver = life.deputy if is_away else life.officer
        assert {life.officer.pk, receiver.pk} <= heard, (day, life.name)
        assert (mailed[receiver.pk], mailed[life.officer.pk]) == (1, not is_away), (day, life.name)


def _check_all(outages):
    """Nothing was told twice, nothing on a day on which nobody swept, and each rung was reached once a round."""
    for rows in (
        Notice.objects.exclude(task=None).values_list("recipient", "task", "kind", "day"),
        Mail.objects.filter(kind="digest").values_list("recipient", "day"),
        Escalation.objects.values_list("task", "since", "audience"),
    ):
        assert max(Counter(rows.order_by()).values()) == 1
    assert not Notice.objects.filter(day__in=outages, kind__in=["overdue", "due"]).exists()


def _happen(life, day, people):
    """One thing in a life, after the sweep of `day`; its name when it could happen."""
    what = life.history.get(day)
    if what in {"report", "acknowledge"} and life.status == "in_progress":
        _note(life, what, life.officer, day)
        return what
    if what in MOVES and life.status == ALLOWED[what]:
        life.status = MOVES[what]
        submitted_on = day if what == "submit" else None
        Task.objects.filter(pk=life.task.pk).update(status=life.status, submitted_on=submitted_on)
        _note(life, what, people.hoa, day)
        return what
    if what == "absence" and not life.away:
        first, last = day + timedelta(days=1), day + timedelta(days=4)
        Absence.objects.create(
            person=life.officer, substitute=life.deputy, first_on=first, last_on=last, entered_by=people.thao
        )
        life.away = {day + timedelta(days=number) for number in range(1, 5)}
        return what
    return ""


def _note(life, move, actor, day):
    TaskEvent.objects.create(
        task=life.task, at=f"{day}T10:00+07:00", on=day, move=move, to_status=life.status, actor=actor
    )
