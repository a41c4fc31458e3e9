"""The moves of the lifecycle as endpoints: the table says which, the inputs say what, the actions do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tasks.actions import assign, pauses, progress, results
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
    return {"result": results.Result(**given), "uploads": uploads}


def _contest(given: Values) -> Values:
    beside = progress.Beside(**{name: given.pop(name) for name in ("unit", "duplicate", "document", "day")})
    return {**given, "beside": beside}


def _accept(given: Values) -> Values:
    mark = results.Mark(given["quality"], given["quality_note"])
    return {"mark": mark, "comment": given["reason"]}


def _ground(given: Values) -> Values:
    return {"ground": pauses.Ground(**given)}


def _note(given: Values) -> Values:
    return {"officer": given["officer"], "note": given["reason"]}


def _comment(given: Values) -> Values:
    return {"comment": given["reason"]}


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "receive": Endpoint("Take the task on", shapes.Seen, progress.receive),
    "contest": Endpoint("Send it back to the office", shapes.ContestIn, progress.contest, _contest),
    "reassign": Endpoint("Give it to another lead", shapes.ReassignIn, assign.reassign),
    "reject_contest": Endpoint("Hold on to the choice of lead", shapes.WithReason, assign.reject_contest),
    "delegate": Endpoint("Put it on an officer's desk", shapes.DelegateIn, progress.delegate, _note),
    "report": Endpoint("Report progress", shapes.ReportIn, progress.report, _report),
    "submit": Endpoint("Report it done, with the product", shapes.SubmitIn, results.submit, _submit),
    "take_back": Endpoint("Take the result back before it is signed", shapes.WithWords, results.take_back),
    "sign_off": Endpoint("Sign the result, which then leaves the unit", shapes.WithWords, results.sign_off, _comment),
    "send_back": Endpoint("Send the result back inside the unit", shapes.WithReason, results.send_back),
    "accept": Endpoint("Accept the result with a mark", shapes.AcceptIn, results.accept, _accept),
    "return": Endpoint("Return the result", shapes.WithReason, results.return_),
    "suspend": Endpoint("Suspend it", shapes.GroundIn, pauses.suspend, _ground),
    "resume": Endpoint("Let it go on", shapes.WithWords, pauses.resume),
    "withdraw": Endpoint("Withdraw it", shapes.GroundIn, pauses.withdraw, _ground),
}
"""Every move of `lifecycle.MOVES`; a test compares the two."""
