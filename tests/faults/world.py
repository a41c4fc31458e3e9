"""A small office with known duties, and the book of what everybody has to be told: the model of the suite.

The model is written from the rules the office starts with (docs/guide.md) and shares no code with the sweep. Before
the deadline the officer is told 7, 3, 1 and 0 days ahead, on the working day before when that falls on a weekend. After
it the officer is told on every working day, the head from the third on every second, the monitor from the fifth on
every fifth. What fell on days on which nothing ran is told on the first day on which something runs, if it still holds.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.roles import Role
from tasks.models import Mail, MailKind, MailState, Notice, SweepRun
from tests import factories as make

UNITS = 5
AHEAD = (7, 3, 1, 0)
LATE = {"officer": (1, 1), "head": (3, 2), "monitor": (5, 5)}
ONE_DAY = timedelta(days=1)


def is_worked(day):
    """No holiday lies in the weeks of the scenarios."""
    return day.weekday() < 5


def served(day):
    """The day and the days off right after it."""
    days = [day]
    while not is_worked(days[-1] + ONE_DAY):
        days.append(days[-1] + ONE_DAY)
    return days


def days_late(due_on, day):
    """Working days after the deadline up to `day`."""
    return sum(is_worked(due_on + (number + 1) * ONE_DAY) for number in range((day - due_on).days))


@dataclass(frozen=True)
class Duty:
    """One task, as the model knows it."""

    pk: int
    officer: int
    head: int
    monitor: int
    due_on: date
    is_open: bool = True

    def told(self, day, missed=()):
        """(person, kind) of every notice that `day` has to bring, after days on which nothing ran."""
        if not self.is_open:
            return set()
        days = (*missed, day)
        if self.due_on < day:
            lates = [days_late(self.due_on, each) for each in days]
            rungs = {who for who, rung in LATE.items() if any(_is_told(late, *rung) for late in lates)}
            return {(getattr(self, who), "overdue") for who in rungs}
        ahead = {(self.due_on - off).days for each in days for off in served(each)}
        return {(self.officer, "due")} if ahead.intersection(AHEAD) else set()


def _is_told(late, first, every):
    return late >= first and (late - first) % every == 0


class World:
    """People, duties around `day`, and what the model expects."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.missed = ()
        city = make.organisation(name="UBND thành phố", kind="ubnd_tp", code="city")
        office = make.organisation(name="Văn phòng", parent=city, code="office", email="vp@haiphong.example")
        self.monitor = make.user(name="Phạm Thị Hoa", username="hoa", organisation=office, role=Role.MONITOR)
        self.admin = make.user(name="Bùi Minh Quân", username="quan", organisation=office, role=Role.ADMIN)
        self.paper = make.directive()
        self.people = {self.monitor.pk: self.monitor.email}
        self.duties = []
        for number in range(UNITS):
            self._add_unit(number, city)

    def _add_unit(self, number, city):
        unit = make.organisation(name=f"Sở {number}", parent=city, code=f"so-{number}")
        head = make.user(name=f"Giám đốc {number}", username=f"head{number}", organisation=unit, role=Role.HEAD)
        officer = make.user(name=f"Chuyên viên {number}", username=f"officer{number}", organisation=unit)
        self.people |= {head.pk: head.email, officer.pk: officer.email}
        for gap in (-5, -1, 0, 1, 3, 5, 7):
            self.add(unit, head, officer, self.day + timedelta(days=gap))
        done = {"status": "done", "submitted_on": self.day, "completed_on": self.day}
        self.add(unit, head, officer, self.day - timedelta(days=6), **done)

    def add(self, unit, head, officer, due_on, **fields):
        """A task with its officer, in the database and in the model."""
        title = f"Việc {len(self.duties)}"
        task = make.task(
            lead=unit, directive=self.paper, title=title, due_on=due_on, officer=officer,
            assigned_on=self.day - timedelta(days=10), **fields,
        )  # fmt: skip
        self.duties.append(Duty(task.pk, officer.pk, head.pk, self.monitor.pk, due_on, is_open=not fields))

    def expected(self, *days):
        """(person, kind, task, day) of every notice that sweeps on these days have to make."""
        return {
            (who, kind, duty.pk, day)
            for day in days
            for duty in self.duties
            for who, kind in duty.told(day, self.missed if day == days[-1] else ())
        }

    def readers(self, day):
        """Who has to get a digest of `day`."""
        return {who for who, _kind, _task, _day in self.expected(day)}


@dataclass(frozen=True)
class Count:
    """What the books say at the end: notices and mails that are missing, and those that are there too often."""

    lost: int
    doubled: int
    window: int
    notices: int
    mails: int


def count(world, book, *days, silent=frozenset(), each=1, extra=None, dead=0):
    """Compare the ledger and the book of the server with the model.

    `window` counts mails that the server accepted again under the same Message-ID; `doubled` is everything else that
    is there too often, with `each` mails per address (and so many in `extra`) taken for right. People in `silent`,
    whose addresses are refused, are expected to get nothing there; so many mails must be `dead`.
    """
    found = Counter(
        Notice.objects.filter(kind__in=["overdue", "due"]).values_list("recipient_id", "kind", "task_id", "day")
    )
    wanted = world.expected(*days)
    sent = Mail.objects.filter(kind=MailKind.DIGEST, reader=None, state=MailState.SENT)
    digests = {(mail.recipient_id, mail.day): (mail.message_id, mail.address) for mail in sent}
    needed = {(who, days[-1]) for who in world.readers(days[-1]) if who not in silent}
    unsettled = abs(Mail.objects.exclude(state__in=["sent", "dropped", "rerouted"]).count() - dead)
    accepted = Counter(book.accepted)
    per_address = Counter(address for _message_id, address in accepted)
    unheard = len(needed - set(digests)) + len(set(digests.values()) - set(accepted))
    return Count(
        lost=len(wanted - set(found)) + unheard + unsettled,
        doubled=len(set(found) - wanted)
        + sum(number - 1 for number in found.values())
        + sum(max(0, number - each - (extra or {}).get(to, 0)) for to, number in per_address.items()),
        window=sum(number - 1 for number in accepted.values()),
        notices=len(found),
        mails=len(accepted),
    )  # fmt: skip


def sweeps_ended(*days):
    """Whether the sweeps of these days came to their end."""
    ended = SweepRun.objects.filter(day__in=days, finished_at__isnull=False).values_list("day", flat=True)
    return set(days) <= set(ended)
