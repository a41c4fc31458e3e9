"""Remove what has been kept long enough, by the rules of `tasks.retention`; with --dry-run only say how much."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from accounts.clock import today
from tasks import retention


class Command(BaseCommand):
    """The nightly job does the same; by hand it is for looking first and after a change of RETENTION."""

    help = (
        "Remove mails, notices, sessions, uploads and contact data that were kept long enough; never tasks or papers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether anything is removed."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say how many rows each rule means")

    def handle(self, *args: object, **options: object) -> None:
        """One line for each rule: how many rows, how long they are kept, what they are."""
        days = retention.days_of(settings.RETENTION)
        done = retention.apply(days, today(), dry_run=bool(options["dry_run"]))
        with translation.override(settings.LANGUAGE_CODE):
            for name, count in done.items():
                kept = f"{days[name]} days" if days[name] else "off"
                self.stdout.write(f"{count:>8}  {name:<12} {kept:<10} {retention.RULES[name].label}")
