"""The reading engine as the application runs it: which version it is, and with whose calendar it counts days."""

from collections.abc import Callable
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from directives import parsing
from directives.parsing.extract import extract
from directives.parsing.types import Document, Extraction
from directives.workdays import DEFAULT_CALENDAR, WorkingCalendar

Provider = Callable[[], WorkingCalendar]


class _Calendar:
    """Where the office's own days off come from; the app above this one registers its table here when it starts."""

    provider: Provider | None = None


def use_calendar(provider: Provider) -> None:
    """From now on terms in working days are counted by what `provider` gives at each reading."""
    _Calendar.provider = provider


def office_calendar() -> WorkingCalendar:
    """The calendar of the office, or the one of this release while no app has registered any."""
    return _Calendar.provider() if _Calendar.provider else DEFAULT_CALENDAR


@cache
def version() -> str:
    """The version of the engine: a digest over its sources, so that no change of a rule can forget to raise it."""
    digest = sha256()
    for path in sorted(Path(parsing.__path__[0]).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:VERSION_LENGTH]


VERSION_LENGTH: Final = 8


def read_tasks(document: Document, *, received_on: date | None = None) -> Extraction:
    """What the engine finds in the document, counted by the office's calendar."""
    return extract(document, received_on=received_on, calendar=office_calendar())
