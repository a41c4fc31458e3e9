"""What a deadline that somebody gives means in columns: how it is read, an event it waits for, a day to look again."""

from dataclasses import dataclass
from datetime import date

from directives.models import TaskDraft
from directives.terms import awaited, kind_of
from tasks.deadlines import DeadlineKind
from tasks.models import DeadlinePolicy, Workday

REVIEW_DAYS = 22
"""Working days after which a task without a deadline is looked at again where the office has set no rule."""


@dataclass(frozen=True, slots=True)
class Given:
    """The columns of a new task that say until when."""

    due_on: date | None
    kind: str = DeadlineKind.UNTIL.value
    event: str = ""
    event_term: str = ""
    review_on: date | None = None

    def columns(self) -> dict[str, object]:
        """As `Task` takes them; the last days in time come back from the schema, a plain None is quicker to insert."""
        return {
            "due_on": self.due_on,
            "due_on_as_issued": self.due_on,
            "deadline_kind": self.kind,
            "counts_until": None,
            "counts_until_as_issued": None,
            "quality": "",
            "quality_note": "",
            "event": self.event,
            "event_term": self.event_term,
            "review_on": self.review_on,
        }


def review_day(today: date) -> date:
    """The day on which a task without a deadline that is given today is looked at again (two queries)."""
    rules = DeadlinePolicy.objects.on(today)
    return Workday.objects.calendar().add_working_days(today, rules.review_days if rules else REVIEW_DAYS)


def waits_for_event(draft: TaskDraft) -> bool:
    """Whether its deadline starts with an event: words that name one, no day, and nobody said there is no deadline."""
    undated = draft.due_on is None and not draft.recurrence and not draft.no_deadline_confirmed
    return undated and awaited(draft.deadline_phrase) is not None


def of_draft(draft: TaskDraft, issued_on: date | None, review_on: date) -> Given:
    """The deadline of an accepted draft as the paper sets it; without a day it is looked at again on `review_on`."""
    if draft.due_on is not None:
        return Given(draft.due_on, kind_of(draft.deadline_phrase, draft.due_on, issued_on, draft.precision))
    event = awaited(draft.deadline_phrase) if waits_for_event(draft) else None
    if event is not None:
        return Given(None, event=event.event, event_term=event.term, review_on=review_on)
    return Given(None, review_on=review_on)
