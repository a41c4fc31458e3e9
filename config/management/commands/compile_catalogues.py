"""Compile the message catalogues without GNU gettext."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import catalogues


class Command(BaseCommand):
    """Writes a .mo beside every .po that changed; `--check` judges the .po files and writes nothing."""

    help = "Compiles locale/*/LC_MESSAGES/django.po to .mo; with --check, reports gaps and mistakes instead."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Flags of the command."""
        parser.add_argument("--check", action="store_true", help="fail on a missing, stale or wrong translation")

    def handle(self, *args: object, **options: Any) -> None:
        """Compile, or check.

        Raises:
            CommandError: a catalogue has mistakes; each one is printed.
        """
        files = catalogues.files()
        if not options["check"]:
            written = [path for path in files if catalogues.compile_one(path)]
            self.stdout.write(f"Catalogues: {len(files)}, compiled {len(written)}.")
            return
        wanted = catalogues.messages(Path(settings.BASE_DIR)) if files else {}
        found = [f"{path}: {fault}" for path in files for fault in catalogues.faults(polib.pofile(path), wanted)]
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} faults in the catalogues; `make messages` adds what is missing.")
        self.stdout.write(f"Catalogues: {len(files)}, no fault, {len(wanted)} messages.")
