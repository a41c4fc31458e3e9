"""A PostgreSQL server of our own in one folder, reached over a socket in that folder."""

import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from config.embedded.binaries import MissingServer, free_port, postgres_folder, unprivileged

SUPERUSER = "postgres"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """Starts and stops one cluster. `durable` off trades safety for speed, for tests only."""

    def __init__(self, folder: Path, *, durable: bool = True, settings: tuple[str, ...] = ()) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.settings = (*settings, *(() if durable else FAST))
        self.bin = postgres_folder()
        self.account = unprivileged()
        self.port = free_port()
        # A socket's path may hold 107 bytes at most, so it does not live below a deep checkout.
        self.sockets = Path(tempfile.mkdtemp(prefix="pg-"))

    @property
    def running(self) -> bool:
        """Whether a server holds this data folder."""
        return self.data.exists() and self._run("pg_ctl", "-D", str(self.data), "status", check=False) == 0

    def start(self) -> None:
        """Make the cluster when there is none yet, then start it.

        Raises:
            MissingServer: PostgreSQL could not be started; the sentence says why.
        """
        self.account.own(self.folder)
        self.account.own(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._run(
                "initdb",
                "-D",
                str(self.data),
                "-U",
                SUPERUSER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            )
        options = [f"-p {self.port}", f"-k {self.sockets}", "-c listen_addresses=", "-c max_connections=120"]
        options += [f"-c {setting}" for setting in self.settings]
        log = str(self.folder / "postgres.log")
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", " ".join(options), "start")

    def stop(self) -> None:
        """Stop it and wait; nothing happens when it does not run."""
        if self.running:
            self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop", check=False)
        if self.sockets.exists() and not any(self.sockets.iterdir()):
            self.sockets.rmdir()

    def url(self, database: str) -> str:
        """The address of `database` for DATABASE_URL."""
        return f"postgresql://{SUPERUSER}@:{self.port}/{database}?host={quote(str(self.sockets), safe='')}"

    def create_database(self, name: str) -> None:
        """Make `name` unless it is there."""
        server = ("-h", str(self.sockets), "-p", str(self.port), "-U", SUPERUSER)
        if self._run("psql", *server, "-d", name, "-c", "SELECT 1", check=False) != 0:
            self._run("createdb", *server, name)

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(  # noqa: S603 - programs of the wheel, arguments of our own
            [self.bin / program, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            cwd="/",
            env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            **self.account.drop,  # type: ignore[call-overload]  # user, group and extra_groups as subprocess takes them
        )
        if check and done.returncode != 0:
            raise MissingServer(f"{program} failed ({self._reason(done.stderr)}). See {self.folder / 'postgres.log'}.")
        return int(done.returncode)

    def _reason(self, stderr: bytes | None) -> str:
        lines = (stderr or b"").decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "no message; is the folder readable for the account that runs PostgreSQL?"
