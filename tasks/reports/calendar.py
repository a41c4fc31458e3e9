"""What a change of the working calendar would do to deadlines and reminders, counted before anybody decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q

from directives.models import DirectiveState, DraftState, TaskDraft
from directives.parsing.clock import Clock
from directives.parsing.deadlines import find_deadline, read_cell
from directives.parsing.normalise import view_of
from directives.terms import due
from directives.workdays import WorkingCalendar
from tasks.deadlines import DeadlineKind, last_day
from tasks.models import DeadlinePolicy, LadderRule, Task, Workday
from tasks.models.task import OPEN_VALUES

MOST_LOOKED_AT: Final = 5000
"""Rows of each sort that a preview reads; the page says when there are more."""
SHOWN: Final = 50
LONGEST_TERM: Final = timedelta(days=15)
COUNTED: Final = r"[0-9]\s*(\(|ngày|tuần|tháng|quý|năm|giờ)"
"""Phrases of terms that are counted; dates that are printed do not depend on the calendar."""
Days = Mapping[date, bool | None]
"""Day: worked, off, or None for what Monday-Friday says."""


@dataclass(frozen=True, slots=True)
class MovedDraft:
    """A draft whose deadline is counted and not yet anybody's duty."""

    draft: TaskDraft
    due_on: date
    moves_to: date


@dataclass(frozen=True, slots=True)
class Unmoved:
    """An issued task whose deadline would be counted otherwise if it were issued now; it stays as it is."""

    task: Task
    due_on: date
    would_be: date


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything the page of a preview shows; lists are cut to `SHOWN`, the counts are whole."""

    drafts: Sequence[MovedDraft] = ()
    issued: Sequence[Unmoved] = ()
    named: int = 0
    reminders: int = 0
    is_cut: bool = False
    years: Sequence[tuple[int, int, int]] = field(default_factory=list)

    @property
    def shown_drafts(self) -> Sequence[MovedDraft]:
        """The first of them."""
        return self.drafts[:SHOWN]

    @property
    def shown_issued(self) -> Sequence[Unmoved]:
        """The first of them."""
        return self.issued[:SHOWN]


def effect(days: Days, today: date) -> Effect:
    """What would follow from these changes; nothing is written."""
    old = Workday.objects.calendar()
    new = old.changed(days)
    drafts, many_drafts = _drafts(days, old, new)
    issued, many_issued = _issued(days, old, new)
    return Effect(
        drafts=drafts,
        issued=issued,
        named=_named(days, old, new),
        reminders=_reminders(days, old, new, today),
        is_cut=many_drafts or many_issued,
        years=[(year, _working_days(old, year), _working_days(new, year)) for year in sorted({d.year for d in days})],
    )


def _working_days(calendar: WorkingCalendar, year: int) -> int:
    return calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))


def computed(phrase: str, issued_on: date | None, calendar: WorkingCalendar) -> date | None:
    """The deadline that the words of a paper of that day give by that calendar."""
    clock, view = Clock(issued=issued_on, calendar=calendar), view_of(phrase)
    return find_deadline(view, clock).due_on or read_cell(view, clock).due_on


def _drafts(days: Days, old: WorkingCalendar, new: WorkingCalendar) -> tuple[list[MovedDraft], bool]:
    rows = list(
        TaskDraft.objects.filter(
            state__in=[DraftState.PROPOSED, DraftState.ACCEPTED],
            due_on__gte=min(days) - LONGEST_TERM,
            deadline_phrase__iregex=COUNTED,
            directive__issued_on__lte=max(days),
        )
        .exclude(directive__state=DirectiveState.RELEASED)
        .select_related("directive")
        .defer("directive__text", "directive__search_text", "text")
        .order_by("due_on", "pk")[: MOST_LOOKED_AT + 1]
    )
    moved = [found for draft in rows[:MOST_LOOKED_AT] if (found := _moved(draft, old, new))]
    return moved, len(rows) > MOST_LOOKED_AT


def _moved(draft: TaskDraft, old: WorkingCalendar, new: WorkingCalendar) -> MovedDraft | None:
    """None when somebody typed the day, or when it stays."""
    issued_on = draft.directive.issued_on
    if draft.due_on is None or computed(draft.deadline_phrase, issued_on, old) != draft.due_on:
        return None
    moves_to = computed(draft.deadline_phrase, issued_on, new)
    return None if moves_to in (None, draft.due_on) else MovedDraft(draft, draft.due_on, moves_to)


def _issued(days: Days, old: WorkingCalendar, new: WorkingCalendar) -> tuple[list[Unmoved], bool]:
    rows = list(
        Task.objects.filter(
            status__in=OPEN_VALUES,
            deadline_kind=DeadlineKind.TERM,
            due_on_as_issued__gte=min(days) - LONGEST_TERM,
            directive__issued_on__lte=max(days),
        )
        .select_related("directive", "lead")
        .defer("text", "search_text", "directive__text", "directive__search_text")
        .order_by("due_on_as_issued", "pk")[: MOST_LOOKED_AT + 1]
    )
    known: dict[tuple[object, ...], tuple[date | None, date | None]] = {}
    found = []
    for task in rows[:MOST_LOOKED_AT]:
        key = (task.deadline_phrase, task.directive.issued_on, task.event_term, task.event_on)
        if key not in known:
            known[key] = _of_task(task, old), _of_task(task, new)
        was, would_be = known[key]
        if would_be and task.due_on_as_issued and was == task.due_on_as_issued != would_be:
            found.append(Unmoved(task, task.due_on_as_issued, would_be))
    return found, len(rows) > MOST_LOOKED_AT


def _of_task(task: Task, calendar: WorkingCalendar) -> date | None:
    if task.event_on:
        return due(task.event_term, task.event_on, calendar)
    return computed(task.deadline_phrase, task.directive.issued_on, calendar)


def _named(days: Days, old: WorkingCalendar, new: WorkingCalendar) -> int:
    """Open tasks whose last day in time would be another if they were issued now (rolling, grace)."""
    rules = DeadlinePolicy.objects.rules()
    near = Q(due_on__gte=min(days) - 2 * LONGEST_TERM, due_on__lte=max(days) + LONGEST_TERM)
    groups = (
        Task.objects.filter(near, status__in=OPEN_VALUES).order_by().values_list("due_on", "deadline_kind")
    ).annotate(n=Count("pk"))
    return sum(
        n
        for day, kind, n in groups
        if last_day(day, kind, rules.on(day), old) != last_day(day, kind, rules.on(day), new)
    )


def _reminders(days: Days, old: WorkingCalendar, new: WorkingCalendar, today: date) -> int:
    """Open tasks of which people would be reminded on another day; the change itself sends nothing."""
    before = {rung.days for rung in LadderRule.objects.ladder().before}
    last = max(days) + timedelta(days=max(before, default=0)) + LONGEST_TERM
    groups = (
        Task.objects.filter(status__in=OPEN_VALUES, due_on__gte=max(today, min(days) - LONGEST_TERM), due_on__lte=last)
        .order_by()
        .values_list("due_on")
        .annotate(n=Count("pk"))
    )
    return sum(n for day, n in groups if _told(day, before, old, today) != _told(day, before, new, today))


def _told(due_on: date, before: Iterable[int], calendar: WorkingCalendar, today: date) -> set[date]:
    told = {calendar.previous_working(due_on - timedelta(days=number)) for number in before}
    return {day for day in told if day >= today}
