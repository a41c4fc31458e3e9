"""Whether the reminders work, for cron and monitoring: exit code 0 when they do, 1 when not, 2 when nobody can tell."""

import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from tasks.mail import health
from tasks.notify import watch


class Command(BaseCommand):
    """Needs neither the worker nor the beat, so that it notices when these are gone."""

    help = (
        "Tell whether the last expected sweep has run; exit code 1 when it is missing, unfinished or mail stands still."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether somebody is written to."""
        parser.add_argument("--mail", action="store_true", help="tell the administrators, or ALERT_ADDRESSES, by mail")

    def handle(self, *args: object, **options: object) -> None:
        """Print one sentence a trouble and leave with the code."""
        now = timezone.now()
        try:
            sentences = health.alarms(now)
        except DatabaseError as error:
            self._report([f"The database does not answer: {error}"], by_mail=bool(options["mail"]))
            sys.exit(2)
        if not sentences:
            self.stdout.write("ok")
            return
        if options["mail"]:
            watch.check(now)
        self._report(sentences, by_mail=bool(options["mail"]))
        sys.exit(1)

    def _report(self, sentences: list[str], *, by_mail: bool) -> None:
        """On standard error, and straight to the mail server: the outbox may be what does not work."""
        for sentence in sentences:
            self.stderr.write(sentence)
        if by_mail and settings.ALERT_ADDRESSES:
            try:
                send_mail(sentences[0], "\n".join(sentences), None, settings.ALERT_ADDRESSES)
            except OSError as error:
                self.stderr.write(f"No mail was sent: {error}")
