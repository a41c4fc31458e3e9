"""Bring the message catalogues up to date with the code, without GNU gettext."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config import catalogues


class Command(BaseCommand):
    """Adds new messages untranslated, keeps translations, and drops messages that no longer stand in the code."""

    help = "Rewrites locale/*/LC_MESSAGES/django.po from the texts in code and templates."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: Any) -> None:
        """Rewrite each catalogue and say what changed."""
        wanted = catalogues.messages(Path(settings.BASE_DIR))
        for path in catalogues.expected():
            added, dropped = catalogues.update(path, wanted)
            self.stdout.write(f"{path}: {len(wanted)} messages, {added} added, {dropped} dropped.")
