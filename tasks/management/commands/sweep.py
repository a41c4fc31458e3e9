"""Run the sweep of a day by hand: for operators after an outage, and for tests."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.clock import today
from accounts.jobs import wake
from tasks import jobs, notify
from tasks.mail import delivery


def iso_day(text: str) -> date:
    """`text` as a day.

    Raises:
        ArgumentTypeError: it is not written YYYY-MM-DD.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date written YYYY-MM-DD") from error


class Command(BaseCommand):
    """Makes the notices and digests of one day; run twice, the second time adds nothing."""

    help = "Make the reminders of a day and queue one digest per person; running it again adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day, and whether to send at once."""
        parser.add_argument("--today", type=iso_day, default=None, help="the day to sweep, YYYY-MM-DD (default: today)")
        parser.add_argument("--send", action="store_true", help="send the waiting mails right away, without the worker")

    def handle(self, *args: object, **options: object) -> None:
        """Sweep, print one line, then send or wake the worker."""
        chosen = options["today"]
        result = notify.sweep(chosen if isinstance(chosen, date) else today())
        line = (
            f"{result.day}: {result.tasks} tasks to remind of, {result.notices} new notices, {result.mails} new mails"
        )
        self.stdout.write(line if result.is_working else f"{result.day}: a day off, nothing to remind of")
        if options["send"]:
            self.stdout.write(self._send())
        else:
            wake(jobs.send_waiting_mail)

    def _send(self) -> str:
        total = delivery.Report()
        while not total.is_unreachable and (mails := delivery.claim(timezone.now())):
            report = delivery.deliver(mails)
            total.states.update(report.states)
            total.is_unreachable = report.is_unreachable
        said = ", ".join(f"{number} {state}" for state, number in sorted(total.states.items())) or "nothing waited"
        return f"mails: {said}" + (" (the mail server does not answer)" if total.is_unreachable else "")
