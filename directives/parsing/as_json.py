"""An extraction as the object of the extraction contract: plain values, ready for `json.dumps`."""

from typing import TypeAlias

from directives.parsing.types import DeadlineFound, Extraction, Header, TaskFound

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def to_contract(path: str, extraction: Extraction) -> dict[str, Json]:
    """The contract's object for the file given as `path`."""
    return {
        "file": path,
        "header": _header(extraction.header),
        "references": [
            {"number": reference.number, "issued_on": reference.issued_on.isoformat() if reference.issued_on else None}
            for reference in extraction.references
        ],
        "tasks": [_task(task) for task in extraction.tasks],
    }


def _header(header: Header) -> dict[str, Json]:
    return {
        "kind": header.kind,
        "number": header.number,
        "issued_on": header.issued_on.isoformat() if header.issued_on else None,
        "issuer": header.issuer,
        "signer": header.signer,
        "subject": header.subject or None,
    }


def _task(task: TaskFound) -> dict[str, Json]:
    return {
        "text": task.text,
        "path": task.path,
        "start": task.span.start,
        "end": task.span.end,
        "lead": list(task.lead),
        "coordinating": list(task.coordinating),
        "deadline": _deadline(task.deadline),
        "confidence": task.confidence,
    }


def _deadline(deadline: DeadlineFound) -> dict[str, Json]:
    return {
        "phrase": deadline.phrase,
        "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
        "recurrence": deadline.recurrence,
    }
