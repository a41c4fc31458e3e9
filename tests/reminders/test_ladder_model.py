"""Random histories of reports, words, absences and moves against a slow reading of the ladder's rules."""

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Absence
from directives.workdays import DEFAULT_CALENDAR
from tasks import notify
from tasks.actions import workdays
from tasks.ladder import SHIPPED, Case, Climb, DayCount
from tasks.models import Escalation, Mail, Notice, TaskEvent
from tests import factories as make

DUE = date(2023, 2, 15)
COUNT = DayCount(DEFAULT_CALENDAR)
DAYS = [DUE + timedelta(days=number) for number in range(1, 60)]
WORKED = [day for day in DAYS if DEFAULT_CALENDAR.is_working(day)]
ORDER = [rung.audience for rung in SHIPPED.late]
answers = st.sets(st.sampled_from([DUE - timedelta(days=3), *DAYS[:45]]), max_size=6)


def slow_height(day, given_on, pause):
    """Working days after the deadline up to `day` on which no answer holds the climbing."""
    held = set()
    for answer in given_on:
        held |= {each for each in DAYS if answer < each <= DEFAULT_CALENDAR.add_working_days(answer, pause)}
    return sum(each <= day and each not in held for each in WORKED)


def is_held(day, given_on, pause):
    return any(answer <= day <= DEFAULT_CALENDAR.add_working_days(answer, pause) for answer in given_on)


@given(given_on=answers, urgent=st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_ladder_is_climbed_as_a_slow_reading_says(given_on, urgent):
    pause = SHIPPED.urgent_pause_days if urgent else SHIPPED.pause_days
    climb = Climb(SHIPPED, Case(DUE, DUE, tuple(sorted(given_on)), urgent), COUNT)
    told = {}
    for day in WORKED:
        steps = climb.due(day, told)
        audiences = [step.rung.audience for step in steps]
        height = slow_height(day, given_on, pause)
        assert climb.height(day) == height
        # Nobody is told twice on a day; whoever does the work hears every working day, whatever was said.
        assert len(set(audiences)) == len(audiences)
        assert "officer" in audiences
        for rung in SHIPPED.late[1:]:
            owed = height >= rung.after(urgent=urgent) and not is_held(day, given_on, pause)
            # No silence where the rule demands a word, no word while an answer holds or before its time.
            assert (rung.audience in audiences) <= owed
            if owed and rung.audience not in told:
                assert rung.audience in audiences
        for step in steps:
            told.setdefault(step.rung.audience, day)
    days = [told[audience] for audience in ORDER if audience in told]
    assert days == sorted(days)


@st.composite
def histories(draw):
    """What happens on which working day, before the sweep of the next: at most one thing a day."""
    days = draw(st.lists(st.sampled_from(WORKED[:13]), unique=True, max_size=6))
    events = ("report", "acknowledge", "submit", "return", "suspend", "resume", "absence", "outage")
    return {day: draw(st.sampled_from(events)) for day in sorted(days)}


@given(history=histories())
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_history_tells_each_thing_once_a_day_and_leaves_nobody_in_silence(transactional_db, history):
    with transaction.atomic():
        _play(history)
        transaction.set_rollback(True)


def _play(history):
    workdays.load()
    people = make.cast()
    deputy = make.user(name="Trịnh Văn An", username="an", organisation=people.finance)
    task = make.task(
        lead=people.finance, directive=make.directive(), due_on=DUE, officer=people.lan, monitor=people.hoa,
        leader=people.binh, status="in_progress", reported_on=DUE,
    )  # fmt: skip
    away, skipped = set(), set()
    for day in WORKED[:14]:
        if history.get(day) == "outage":
            skipped.add(day)
        else:
            notify.sweep(day)
            _check_day(day, task, people, deputy, away)
        _happen(history.get(day), task, people, deputy, day, away)
    told = Notice.objects.exclude(task=None).values_list("recipient", "task", "kind", "day")
    assert len(set(told)) == len(told)
    digests = list(Mail.objects.filter(kind="digest").values_list("recipient", "day"))
    assert len(set(digests)) == len(digests)
    assert not Notice.objects.filter(day__in=skipped, kind__in=["overdue", "due"]).exists()
    reached = list(Escalation.objects.order_by("since", "day").values_list("task", "since", "audience"))
    assert len(set(reached)) == len(reached)


def _check_day(day, task, people, deputy, away):
    """Whoever has the ball was told today, or whoever stands in for them, in the app and by a mail of today."""
    task.refresh_from_db()
    told = set(Notice.objects.filter(day=day, kind="overdue").values_list("recipient", flat=True))
    if task.status != "in_progress":
        assert told == set()
        return
    assert people.lan.pk in told
    receiver = deputy if day in away else people.lan
    assert receiver.pk in told
    assert Mail.objects.filter(kind="digest", day=day, recipient=receiver).count() == 1
    assert Mail.objects.filter(kind="digest", day=day, recipient=people.lan).count() == (day not in away)


def _happen(what, task, people, deputy, day, away):
    """One thing in the life of the task, after the sweep of `day`."""
    moves = {"submit": "submitted", "return": "in_progress", "suspend": "suspended", "resume": "in_progress"}
    allowed = {"submit": "in_progress", "suspend": "in_progress", "return": "submitted", "resume": "suspended"}
    if what in {"report", "acknowledge"} and task.status == "in_progress":
        _note(task, what, people.lan, day, task.status)
    elif what in moves and task.status == allowed[what]:
        type(task).objects.filter(pk=task.pk).update(status=moves[what], submitted_on=day if what == "submit" else None)
        _note(task, what, people.hoa, day, moves[what])
    elif what == "absence" and not away:
        last = day + timedelta(days=4)
        Absence.objects.create(
            person=people.lan, substitute=deputy, first_on=day + timedelta(days=1), last_on=last, entered_by=people.thao
        )
        away.update(day + timedelta(days=number) for number in range(1, 5))


def _note(task, move, actor, day, status):
    TaskEvent.objects.create(task=task, at=f"{day}T10:00+07:00", on=day, move=move, to_status=status, actor=actor)
