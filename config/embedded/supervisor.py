"""`manage.py dev`: servers of our own, then web, worker and beat, until Ctrl-C."""

import http.client
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.urls import get_resolver

from config import env
from config.embedded import addresses, parts
from config.embedded.binaries import MissingServer, free_port
from config.embedded.child import HANDLED, Child
from config.embedded.console import Console
from config.embedded.crew import Crew
from config.embedded.lock import only_one
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

DATABASE = "tracker"
WEB_MAY_TAKE = 60.0  # seconds until the first answer
WORKER_STOPS_WITHIN = 20.0


class CannotStart(RuntimeError):
    """The supervisor gives up; the sentence says why and what to do."""


class Interrupted(BaseException):
    """A stop signal came. Like KeyboardInterrupt, no handler of ordinary errors may catch it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run."""

    var: Path
    port: int
    sample: bool
    services_only: bool


def refuse_taken(port: int) -> None:
    """Find out before anything is started.

    Raises:
        CannotStart: another program listens on `port`.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            other = f"`make demo PORT={port + 1}` or `manage.py dev --port {port + 1}`"
            raise CannotStart(f"Port {port} is taken ({error.strerror}): use {other}.") from error


@contextmanager
def stop_signals() -> Iterator[None]:
    """Ctrl-C, `kill` and a closed terminal all raise Interrupted, once each time."""

    def interrupt(number: int, frame: object) -> None:
        raise Interrupted

    before = {number: signal.signal(number, interrupt) for number in HANDLED}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Supervisor:
    """Starts everything in order, tends it, and stops it in the opposite order."""

    def __init__(self, plan: Plan, console: Console) -> None:
        self.plan = plan
        self.console = console
        self.crew = Crew(console)
        self.given = addresses.given()
        self.servers: list[Postgres | Valkey] = []
        self.note = plan.var / "services.json"

    def run(self) -> None:
        """Until a stop signal comes.

        Raises:
            CannotStart, MissingServer, AlreadyRunning: it did not come up; the sentence says why.
        """
        with stop_signals(), only_one(self.plan.var):
            try:
                self._bring_up()
                self._tend()
            except Interrupted:
                self.console.line("dev", "Stopping; Ctrl-C again ends everything at once.")
            finally:
                self._bring_down()

    # ── up ────────────────────────────────────────────────────────────────────────────────────
    def _bring_up(self) -> None:
        self.note.unlink(missing_ok=True)
        if not self.plan.services_only:
            refuse_taken(self.plan.port)
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise looks there first
        own = self._start_servers()
        addresses.point_settings_at(own)
        if not self.plan.services_only and not env.text("SITE_URL"):
            own["SITE_URL"] = settings.SITE_URL = f"http://localhost:{self.plan.port}"
        addresses.write(self.note, own)
        self._set_up()
        if not self.plan.services_only:
            self._start_processes()
        self._announce(own)

    def _start_servers(self) -> dict[str, str]:
        """Start what the environment does not name; their addresses are returned."""
        own: dict[str, str] = {}
        if "DATABASE_URL" not in self.given:
            postgres = Postgres(self.plan.var / "postgres")
            self.servers.append(postgres)
            postgres.start()
            postgres.create_database(DATABASE)
            own["DATABASE_URL"] = postgres.url(DATABASE)
        if "REDIS_URL" not in self.given:
            valkey = Valkey(self.plan.var / "valkey")
            self.servers.append(valkey)
            valkey.start()
            own["REDIS_URL"] = valkey.url()
        if "EMAIL_URL" not in self.given:
            port = free_port()
            self.crew.start(Child("mail", partial(parts.mail, port, self.plan.var / "mail")))
            own["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        return own

    def _set_up(self) -> None:
        """Migrate and load the sample in a child, so that this process never opens a connection."""
        child = Child("setup", partial(parts.setup, sample=self.plan.sample and not self.plan.services_only))
        self.crew.start(child)
        if not self.plan.services_only:
            _ = get_resolver().url_patterns  # imports every view meanwhile; the forks below inherit them
        code = self.crew.complete(child)
        if code:
            raise CannotStart("The database could not be prepared; the lines of `setup` above say why.")

    def _start_processes(self) -> None:
        self.crew.start(Child("web", partial(parts.web, self.plan.port)))
        parts.import_jobs()  # while the site comes up; the two below inherit what is imported
        # A worker whose broker is gone would wait for it for ever; its unfinished jobs are delivered again.
        self.crew.start(Child("worker", parts.worker, death=signal.SIGKILL))
        self.crew.start(Child("beat", parts.beat))
        until = time.monotonic() + WEB_MAY_TAKE
        while not self._web_answers():
            if time.monotonic() > until:
                raise CannotStart("The web process does not answer /readyz; its lines above say why.")
            self.crew.pump(0.2)
            self.crew.tend()

    def _web_answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.plan.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _announce(self, own: dict[str, str]) -> None:
        if self.plan.services_only:
            self.console.banner({**own, "Note": str(self.note), "Stop": "make down"})
            return
        site = settings.SITE_URL
        self.console.banner(
            {
                "Ready": site,
                "Logins": "listed by `setup` above; `manage.py load_sample_city` prints them again",
                "Mails": f"{site}/mailbox/" if "EMAIL_URL" in own else "go to the server in EMAIL_URL",
                "Data": f"{self.plan.var} (kept from one start to the next)",
                "Stop": "Ctrl-C, or `make down` from elsewhere",
            }
        )

    # ── meanwhile ─────────────────────────────────────────────────────────────────────────────
    def _tend(self) -> None:
        while True:
            self.crew.pump(0.3)
            self.crew.tend()
            for server in self.servers:
                if server.process is not None and server.process.poll() is not None:
                    self._restart(server)

    def _restart(self, server: Postgres | Valkey) -> None:
        name = type(server).__name__
        self.console.line("error", f"{name} ended; it is started again with the same data.")
        try:
            server.start()
        except MissingServer as error:
            self.console.line("error", str(error))
            time.sleep(1)

    # ── down ──────────────────────────────────────────────────────────────────────────────────
    def _bring_down(self) -> None:
        try:
            self.note.unlink(missing_ok=True)
            self.crew.stop(["setup", "beat", "web"], patience=parts.WEB_STOPS_WITHIN + 5)
            self.crew.stop(["worker"], patience=WORKER_STOPS_WITHIN)
            self.crew.stop(["mail"], patience=5)
        except Interrupted:
            self.console.line("dev", "Ending everything at once.")
        finally:
            for number in HANDLED:
                signal.signal(number, signal.SIG_IGN)  # what follows takes a second and must not be cut short
            self.crew.kill()
            for server in reversed(self.servers):
                server.stop()
