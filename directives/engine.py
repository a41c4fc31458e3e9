"""The reading engine as the application runs it: which version it is, and with whose calendar it counts days."""

from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from directives import parsing
from directives.office_calendar import office_calendar
from directives.parsing.extract import extract
from directives.parsing.types import Document, Extraction

VERSION_LENGTH: Final = 8


@cache
def version() -> str:
    """The version of the engine: a digest over its sources, so that no change of a rule can forget to raise it."""
    digest = sha256()
    for path in sorted(Path(parsing.__path__[0]).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:VERSION_LENGTH]


def read_tasks(document: Document, *, received_on: date | None = None) -> Extraction:
    """What the engine finds in the document, counted by the office's calendar."""
    return extract(document, received_on=received_on, calendar=office_calendar())
