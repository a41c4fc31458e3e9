"""On which day which deadline is reminded of, and how a reminder is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from directives.workdays import ONE_DAY, WorkingCalendar
from tasks.models import Notice, NoticeKind, Task


@dataclass(frozen=True, slots=True)
class Plan:
    """The reminders of one working `day`.

    `days_before` are calendar days before the deadline; `every` the number of working days between two overdue notices.
    """

    day: date
    calendar: WorkingCalendar
    days_before: Sequence[int]
    every: int
    _late: dict[date, int] = field(default_factory=dict)

    def due_dates(self) -> frozenset[date]:
        """Deadlines with a reminder that falls on `day`, or on one of the days off right after it.

        A reminder on a day off moves to the working day before, so `day` answers for itself and for every day up to the
        next working day (not included). Two reminders of a deadline that meet are one.
        """
        answered = [self.day]
        until = self.calendar.next_working(self.day + ONE_DAY)
        while answered[-1] + ONE_DAY < until:
            answered.append(answered[-1] + ONE_DAY)
        return frozenset(each + timedelta(days=before) for each in answered for before in self.days_before)

    def days_late(self, due_on: date) -> int:
        """Working days from the deadline to `day`: 1 on the first working day after it (kept per date)."""
        if due_on not in self._late:
            self._late[due_on] = self.calendar.working_days_between(due_on, self.day)
        return self._late[due_on]

    def is_overdue_day(self, due_on: date) -> bool:
        """Whether an overdue notice is due on `day`: on the first working day late and every `every` after it."""
        late = self.days_late(due_on)
        return late > 0 and (late - 1) % self.every == 0


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
