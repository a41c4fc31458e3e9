"""The day of a sweep: which rules hold, which days it answers for, and how a reminder is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from directives.workdays import ONE_DAY, WorkingCalendar
from tasks.ladder import SHIPPED, DayCount, Ladder, Rung
from tasks.mail.rows import AT_ONCE
from tasks.models import Notice, NoticeKind, Task


@dataclass(frozen=True, slots=True)
class Plan:
    """The reminders of one `day` by the rules of `ladder`.

    `missed` are the working days before on which no sweep ran: their reminders are made on this one, each once.
    """

    day: date
    calendar: WorkingCalendar
    ladder: Ladder = SHIPPED
    missed: Sequence[date] = ()
    working: DayCount = field(init=False)
    every_day: DayCount = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "working", DayCount(self.calendar))
        object.__setattr__(self, "every_day", DayCount(self.calendar, every_day=True))

    @property
    def days(self) -> tuple[date, ...]:
        """The days whose reminders are made: those missed, oldest first, then the day itself."""
        return (*self.missed, self.day)

    @property
    def is_working(self) -> bool:
        """Whether offices are open on the day."""
        return self.calendar.is_working(self.day)

    def count(self, task: Task) -> DayCount:
        """How days are counted for that task: all of them for a very urgent one, where the office says so."""
        return self.every_day if self.ladder.urgent_on_days_off and is_urgent(task) else self.working

    def dates_before(self, rung: Rung, *, urgent: bool) -> frozenset[date]:
        """Last days in time of which a rung before the deadline reminds on the day.

        A reminder on a day off moves to the working day before, so `day` answers for itself and for every day up to the
        next working day (not included). Two reminders of a deadline that meet are one.
        """
        before = timedelta(days=rung.after(urgent=urgent))
        return frozenset(each + before for day in self.days for each in self._answered_on(day))

    def silent_dates(self, rung: Rung, *, urgent: bool, since: date) -> frozenset[date]:
        """Days from `since` on of a last report so long ago that the rung reminds on the day of the silence."""
        dates = set()
        for day in self.days:
            for index in range((day - since).days + 1):
                over = self.working.between(since + index * ONE_DAY, day) - rung.after(urgent=urgent)
                if over == 0 or (over > 0 and rung.every is not None and over % rung.every == 0):
                    dates.add(since + index * ONE_DAY)
        return frozenset(dates)

    def _answered_on(self, day: date) -> list[date]:
        until = self.calendar.next_working(day + ONE_DAY)
        return [day + index * ONE_DAY for index in range((until - day).days)]


def is_urgent(task: Task) -> bool:
    """Hỏa tốc and thượng khẩn: told at once and climbing faster."""
    return task.urgency in AT_ONCE


def reminder(plan: Plan, kind: NoticeKind, task: Task, person: int, **facts: object) -> Notice:
    """A notice of the day about `task`, folded into the digest; unique by kind, task, day and person.

    `facts` are plain values from which `tasks.notice_words` makes the sentence when it is read. Who is away keeps it in
    the app, and whoever stands in gets it in their place; the sweep sees to that.
    """
    return Notice(
        recipient_id=person,
        key=f"{kind}:{task.pk}:{plan.day}",
        kind=kind,
        task_id=task.pk,
        day=plan.day,
        facts=facts,
        for_mail=True,
    )
