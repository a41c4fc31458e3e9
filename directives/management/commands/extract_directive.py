"""Read papers from files and print what was found; needs neither a database nor a network."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from directives.parsing.as_json import to_contract
from directives.parsing.errors import UnreadableFile
from directives.parsing.extract import extract
from directives.parsing.readers.read import read
from directives.parsing.types import Extraction, TaskFound


class Command(BaseCommand):
    """`extract_directive FILE... [--json]`: one JSON object a line, or a summary for people.

    A file that cannot be read gives `{"file": ..., "error": ...}`; the exit status is then 1, after all the others.
    """

    help = "Print header, references and proposed tasks of .txt, .html, .docx and .pdf files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and the form of the output."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object per file and line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every file, also after one that failed."""
        outcomes = [self._one(name, as_json=options["as_json"]) for name in options["files"]]
        if not all(outcomes):
            raise SystemExit(1)

    def _one(self, name: str, *, as_json: bool) -> bool:
        try:
            path = Path(name)
            extraction = extract(read(path.read_bytes(), path.name))
        except (UnreadableFile, OSError) as error:
            sentence = (
                str(error)
                if isinstance(error, UnreadableFile)
                else _("Không mở được tệp: %(why)s.") % {"why": error.strerror}
            )
            failure = {"file": name, "error": sentence}
            self._print(json.dumps(failure, ensure_ascii=False) if as_json else f"{name}: {sentence}")
            return False
        self._print(
            json.dumps(to_contract(name, extraction), ensure_ascii=False)
            if as_json
            else "\n".join(summary(name, extraction))
        )
        return True

    def _print(self, line: str) -> None:
        self.stdout.write(line)


def summary(name: str, extraction: Extraction) -> Iterator[str]:
    """The find as lines for people."""
    header = extraction.header
    number, day = header.number or _("không có số"), header.issued_on or _("không có ngày")
    yield f"{name}: {number} · {day} · {header.issuer or '?'}"
    yield f"  {header.subject}"
    for task in extraction.tasks:
        yield f"  [{task.path}] {task_line(task)}"
        yield f"      {task.text[:140]}"
    for warning in extraction.warnings:
        yield f"  ! {warning}"


def task_line(task: TaskFound) -> str:
    """Who and by when, on one line."""
    due = task.deadline.due_on or task.deadline.recurrence or task.deadline.phrase or _("không có hạn")
    return f"{', '.join(task.lead) or _('chưa rõ chủ trì')} · {due} · {task.confidence:.0%}"
