"""Whom a letter addresses (`Kính gửi: ...`), for the sentences in it that only say `quý cơ quan`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from directives.parsing.agencies import read_names, split_names
from directives.parsing.assignees import YOU
from directives.parsing.lines import Line, read_lines
from directives.parsing.types import TaskFound

HEAD_LINES = 60
MOST_LINES = 40
_OPENS = re.compile(r"(?i)kính gửi\s*:?\s*")
_ITEM = re.compile(r"(?:[-+*•]|\d{1,2}[.)]|[a-zđ]\))\s*")
_UNREAD = "Công văn giao việc cho cơ quan nhận, nhưng không đọc được cơ quan ghi ở phần Kính gửi."


def addressed(text: str, tasks: Sequence[TaskFound]) -> list[TaskFound]:
    """`tasks` in which the addressees of the letter stand where its sentences say `quý cơ quan`."""
    if not any(YOU in task.lead or YOU in task.coordinating for task in tasks):
        return list(tasks)
    bodies = _addressees(read_lines(text))
    return [_told(task, bodies) if YOU in (*task.lead, *task.coordinating) else task for task in tasks]


def _told(task: TaskFound, bodies: tuple[str, ...]) -> TaskFound:
    warnings = task.warnings if bodies else (*task.warnings, _UNREAD)
    lead, helpers = (_with_bodies(names, bodies) for names in (task.lead, task.coordinating))
    return replace(task, lead=lead, coordinating=tuple(n for n in helpers if n not in lead), warnings=warnings)


def _with_bodies(names: tuple[str, ...], bodies: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body for name in names for body in (bodies if name == YOU else (name,))))


def _addressees(lines: Sequence[Line]) -> tuple[str, ...]:
    """The bodies behind `Kính gửi`: on the line itself, or in the list below it."""
    at = next((i for i, line in enumerate(lines[:HEAD_LINES]) if _OPENS.match(line.text)), None)
    if at is None:
        return ()
    opened = _OPENS.match(lines[at].text)
    first = lines[at].text[opened.end() :] if opened else ""
    taken = [first] if first else []
    for line in lines[at + 1 : at + MOST_LINES]:
        item = _ITEM.match(line.text)
        if not (item or (taken and not line.after_gap and _goes_on(taken[-1], line.text))):
            break
        taken.append(line.text[item.end() if item else 0 :])
    return tuple(dict.fromkeys(name for name in split_names("; ".join(taken)) if _is_body(name)))


def _goes_on(above: str, text: str) -> bool:
    """Whether a line is the rest of the addressee above it."""
    return text[:1].islower() or (above.endswith((",", "-")) and not above.endswith((".", ";")))


def _is_body(name: str) -> bool:
    return read_names(name, bare=True, stops=False) is not None
