"""On which day which deadline is reminded of, and how a reminder is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from directives.workdays import ONE_DAY, WorkingCalendar
from tasks.models import Notice, NoticeKind, Task


@dataclass(frozen=True, slots=True)
class Plan:
    """The reminders of one working `day`.

    `days_before` are calendar days before the deadline; `every` the number of working days between two overdue notices;
    `missed` the working days before on which no sweep ran: their reminders are made on this one, each once.
    """

    day: date
    calendar: WorkingCalendar
    days_before: Sequence[int]
    every: int
    missed: Sequence[date] = ()
    _late: dict[date, int] = field(default_factory=dict)

    def due_dates(self) -> frozenset[date]:
        """Deadlines with a reminder that falls on `day`, or on one of the days off right after it.

        A reminder on a day off moves to the working day before, so `day` answers for itself and for every day up to the
        next working day (not included). Two reminders of a deadline that meet are one.
        """
        answered = [each for day in (*self.missed, self.day) for each in self._answered_on(day)]
        return frozenset(each + timedelta(days=before) for each in answered for before in self.days_before)

    def _answered_on(self, day: date) -> list[date]:
        until = self.calendar.next_working(day + ONE_DAY)
        return [day + index * ONE_DAY for index in range((until - day).days)]

    def days_late(self, due_on: date) -> int:
        """Working days from the deadline to `day`: 1 on the first working day after it (kept per date)."""
        if due_on not in self._late:
            self._late[due_on] = self.calendar.working_days_between(due_on, self.day)
        return self._late[due_on]

    def is_overdue_day(self, due_on: date) -> bool:
        """Whether an overdue notice is due on `day`: on the first working day late and every `every` after it."""
        missed = (self.calendar.working_days_between(due_on, day) for day in self.missed if due_on < day)
        return any(late > 0 and (late - 1) % self.every == 0 for late in (self.days_late(due_on), *missed))


def reminder(plan: Plan, kind: NoticeKind, task: Task, person: int, **facts: object) -> Notice:
    """A notice of the day about `task`, folded into the digest; unique by kind, task, day and person.

    `facts` are plain values from which `tasks.notice_words` makes the sentence when it is read.
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
