"""Read the mailbox that undeliverable mails come back to."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tasks.mail import bounces
from tasks.mail.boxes import CannotRead


class Command(BaseCommand):
    """The beat does the same every ten minutes when BOUNCE_BOX_URL is set."""

    help = "Note the mails that came back (RFC 3464) in the delivery log and their addresses as dead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which mailbox, when it is not that of the settings."""
        parser.add_argument("url", nargs="?", default="", help="imaps://user:password@host/INBOX or maildir:///folder")

    def handle(self, *args: object, **options: object) -> None:
        """Read and print what was found."""
        url = str(options["url"] or settings.BOUNCE_BOX_URL)
        if not url:
            raise CommandError("Name the mailbox, or set BOUNCE_BOX_URL.")
        try:
            counts = bounces.read_box(url, timezone.now())
        except CannotRead as error:
            raise CommandError(str(error)) from error
        said = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
        self.stdout.write(said or "nothing new")
