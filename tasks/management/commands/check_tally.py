"""Whether the summary that boards read says what the tasks say, for cron and monitoring: exit code 0 when it does."""

import sys
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand

from accounts.clock import today
from tasks import tally


class Command(BaseCommand):
    """Counts all tasks, which takes a while on a large city, and changes nothing."""

    help = "Compare the maintained summary with a count of all tasks; exit code 1 when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which day it is."""
        parser.add_argument("--today", type=date.fromisoformat, help="as if it were that day (YYYY-MM-DD)")

    def handle(self, *args: object, **options: object) -> None:
        """Print one line a difference and leave with the code."""
        given = options["today"]
        day = given if isinstance(given, date) else today()
        if not tally.is_of(day):
            self.stdout.write(f"not built for {day}: pages count live until the job tend_tally has run")
            return
        found = tally.check(day)
        for difference in found:
            self.stderr.write(str(difference))
        if found:
            sys.exit(1)
        self.stdout.write(f"ok: {tally.size()}")
