"""The moves of the lifecycle as endpoints: the table says which, the inputs say what, the actions do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tasks.actions import assign, progress
from tasks.api import serializers as shapes
from tasks.models import Task

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One move: what it takes in, what it does, and how the input becomes the action's arguments."""

    summary: str
    takes: type[shapes.Seen]
    act: Callable[..., Task]
    arguments: Callable[[Values], Values] = dict


def _report(given: Values) -> Values:
    uploads = given.pop("files")
    return {"progress": progress.Progress(**given), "uploads": uploads}


def _submit(given: Values) -> Values:
    uploads = given.pop("files")
    return {"result": progress.Result(**given), "uploads": uploads}


def _note(given: Values) -> Values:
    return {"officer": given["officer"], "note": given["reason"]}


def _comment(given: Values) -> Values:
    return {"comment": given["reason"]}


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "receive": Endpoint("Take the task on", shapes.Seen, progress.receive),
    "contest": Endpoint("Send it back to the office", shapes.ContestIn, progress.contest),
    "reassign": Endpoint("Give it to another lead", shapes.ReassignIn, assign.reassign),
    "reject_contest": Endpoint("Hold on to the choice of lead", shapes.WithReason, assign.reject_contest),
    "delegate": Endpoint("Put it on an officer's desk", shapes.DelegateIn, progress.delegate, _note),
    "report": Endpoint("Report progress", shapes.ReportIn, progress.report, _report),
    "submit": Endpoint("Report it done, with the product", shapes.SubmitIn, progress.submit, _submit),
    "accept": Endpoint("Accept the result", shapes.WithWords, progress.accept, _comment),
    "return": Endpoint("Return the result", shapes.WithReason, progress.return_),
    "suspend": Endpoint("Suspend it", shapes.WithReason, progress.suspend),
    "resume": Endpoint("Let it go on", shapes.WithWords, progress.resume),
    "withdraw": Endpoint("Withdraw it", shapes.WithdrawIn, progress.withdraw),
}
"""Every move of `lifecycle.MOVES`; a test compares the two."""
