"""Add the known days off and worked Saturdays to the calendar."""

from django.core.management.base import BaseCommand

from tasks.actions import workdays


class Command(BaseCommand):
    """Adds what is missing; a day somebody entered or changed stays as it is."""

    help = "Add the known days off and worked Saturdays that the calendar does not hold yet."

    def handle(self, *args: object, **options: object) -> None:
        """Load and print one line."""
        self.stdout.write(f"{workdays.load()} days added to the calendar")
