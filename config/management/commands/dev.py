"""Run the whole product on this machine with servers of its own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.embedded import background
from config.embedded.binaries import MissingServer
from config.embedded.console import Console
from config.embedded.lock import AlreadyRunning, stop_holder
from config.embedded.supervisor import CannotStart, Plan, Supervisor


class Command(BaseCommand):
    """`dev` for everything, `dev --services-only` for the servers alone, `dev --stop` to end either."""

    help = "Starts PostgreSQL, Valkey and an SMTP server under var/, then web, worker and beat, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Flags of the command."""
        parser.add_argument("--port", type=int, default=8000, help="of the site on the loopback interface")
        parser.add_argument("--no-sample", action="store_true", help="leave the database without the sample city")
        parser.add_argument("--services-only", action="store_true", help="PostgreSQL, Valkey and SMTP, no site")
        parser.add_argument("--background", action="store_true", help="return when ready and go on running")
        parser.add_argument("--stop", action="store_true", help="stop what runs on this data folder")

    def handle(self, *args: object, **options: Any) -> None:
        """Run until a stop signal.

        Raises:
            CommandError: with the sentence that says what is wrong.
        """
        if settings.PRODUCTION:
            raise CommandError("This command is for development; see docs/operations.md for production.")
        var = Path(settings.VAR_DIR).resolve()
        try:
            self._handle(var, options)
        except (AlreadyRunning, CannotStart, MissingServer) as error:
            raise CommandError(str(error)) from error

    def _handle(self, var: Path, options: dict[str, Any]) -> None:
        if options["stop"]:
            self.stdout.write("Stopped." if stop_holder(var) else f"Nothing runs on {var}.")
        elif options["background"]:
            flags = [f"--port={options['port']}", *self._flags(options)]
            self.stdout.write(background.start(var, flags))
        else:
            plan = Plan(
                var=var,
                port=options["port"],
                sample=not options["no_sample"],
                services_only=options["services_only"],
            )
            Supervisor(plan, Console()).run()

    def _flags(self, options: dict[str, Any]) -> list[str]:
        return [f"--{name.replace('_', '-')}" for name in ("no_sample", "services_only") if options[name]]
