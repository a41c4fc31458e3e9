"""Import papers from files: store, read, propose tasks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.models import User
from directives.actions import intake
from directives.models import DirectiveFile, FileState

GOOD = frozenset({FileState.READ, FileState.DUPLICATE})


class Command(BaseCommand):
    """`import_directive FILE... [--user NAME]`: one line per file; exit status 1 when one of them failed."""

    help = "Store and read directives from .txt, .html, .docx and text .pdf files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and in whose name."""
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--user", default="", help="sign-in name of the person who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every file, also after one that failed."""
        actor = User.objects.get_by_natural_key(options["user"]) if options["user"] else None
        failed = [path for path in options["files"] if not self._import(path, actor)]
        if failed:
            raise CommandError(f"{len(failed)} of {len(options['files'])} files could not be imported.", returncode=1)

    def _import(self, path: Path, actor: User | None) -> bool:
        try:
            data = path.read_bytes()
        except OSError as error:
            self.stdout.write(f"{path}: {error.strerror}")
            return False
        file = intake.read_file(intake.receive(data, path.name, actor=actor).file.pk, today=today())
        self.stdout.write(f"{path}: {_outcome(file)}")
        return file.state in GOOD


def _outcome(file: DirectiveFile) -> str:
    """What became of the file, on one line."""
    if file.state != FileState.READ or file.directive is None:
        return f"{file.get_state_display()}. {file.problem}"
    paper = file.directive
    drafts = list(paper.drafts.all())
    warnings = len(paper.warnings) + sum(len(draft.warnings) for draft in drafts)
    return _("%(number)s · %(drafts)s đề xuất · %(warnings)s lưu ý · %(subject)s") % {
        "number": paper.number_text or _("chưa có số"),
        "drafts": len(drafts),
        "warnings": warnings,
        "subject": paper.subject[:80],
    }
