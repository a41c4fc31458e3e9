"""No printed date is lost: each in a task is its deadline, a milestone on the way, or another date with a reason."""

from directives.parsing.clock import Clock, Term
from directives.parsing.normalise import View, view_of
from directives.parsing.terms import dates_of
from directives.parsing.types import DateFound, DateRole, DeadlineFound, TaskFound


def dates_in(document: str, task: TaskFound, clock: Clock) -> tuple[DateFound, ...]:
    """Every day, month and quarter printed in the words of `task`, in order."""
    view = view_of(document, task.span.start, task.span.end)
    terms = dates_of(view.text, clock)
    if not terms:
        return ()
    found = (_found(view, term, task.deadline) for term in terms if term.due)
    return tuple(sorted(found, key=lambda date: date.span.start))


def _found(view: View, term: Term, deadline: DeadlineFound) -> DateFound:
    span = view.span(term.start, term.end)
    role = DateRole.OTHER if term.reason else DateRole.MILESTONE
    if not term.reason and deadline.due_on == term.due:
        role = DateRole.DEADLINE
    return DateFound(view.text[term.start : term.end].strip(" ,.;:"), term.due, role, term.reason, span)
