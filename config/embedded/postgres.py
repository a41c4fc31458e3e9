"""A PostgreSQL server of our own in one folder, reached over a socket only."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from urllib.parse import quote

from config.embedded.binaries import MissingServer, free_port, postgres_folder, unprivileged
from config.embedded.leash import die_with_parent, end_leftover

SUPERUSER = "postgres"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
LONGEST_SOCKET_FOLDER = 85  # bytes; the kernel takes 107 with the name of the socket itself
STATUS_LINE = 7  # of postmaster.pid, where the server writes "ready" (src/include/utils/pidfile.h)


class Postgres:
    """Starts and stops one cluster. `durable` off trades safety for speed, for tests only."""

    def __init__(self, folder: Path, *, durable: bool = True, settings: tuple[str, ...] = ()) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.durable = durable
        self.settings = (*settings, *(() if durable else FAST))
        self.bin = postgres_folder()
        self.account = unprivileged()
        self.port = free_port()
        self.sockets = self._socket_folder()
        self.process: subprocess.Popen[bytes] | None = None

    def _socket_folder(self) -> Path:
        inside = self.folder / "run"
        return inside if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER else Path(tempfile.mkdtemp(prefix="pg-"))

    def start(self) -> None:
        """Make the cluster when there is none yet, then start it and wait until it answers.

        Raises:
            MissingServer: PostgreSQL could not be started; the sentence says why.
        """
        self.account.refuse_unreachable(self.bin, self.folder)
        self.account.own(self.folder)
        self.account.own(self.sockets, mode=0o700)  # whoever reaches the socket is let in, so nobody else may
        if not self.data.exists():
            self._make_cluster()
        end_leftover(self.data / "postmaster.pid", self.data, signal.SIGINT)
        self.process = self._launch()
        self._wait()

    def _make_cluster(self) -> None:
        """Beside its final place, so that an interrupted `initdb` is begun anew."""
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        form = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", *(() if self.durable else ("--no-sync",)))
        self._run("initdb", "-D", str(unfinished), "-U", SUPERUSER, *form)
        unfinished.rename(self.data)

    def _launch(self) -> "subprocess.Popen[bytes]":
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", str(self.sockets)]
        for setting in ("listen_addresses=", "max_connections=120", *self.settings):
            command += ["-c", setting]
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - a program of the wheel, arguments of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self._environment(),
                start_new_session=True,
                # SIGINT is its fast shutdown.
                preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGINT),  # noqa: PLW1509 - calls libc only
                **self.account.drop,
            )

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process is not None and self.process.poll() is None:
            if self._ready():
                return
            time.sleep(0.02)
        raise MissingServer(f"PostgreSQL did not start ({_last_line(self.log)}). See {self.log}.")

    def _ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        ours = self.process is not None and lines[:1] == [str(self.process.pid)]
        return ours and len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready"

    def stop(self) -> None:
        """Stop it and wait; nothing happens when it does not run."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)  # its immediate shutdown; the next start recovers
                self.process.wait()
        self.process = None
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

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(  # noqa: S603 - programs of the wheel, arguments of our own
            [self.bin / program, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd="/",
            env=self._environment(),
            **self.account.drop,
        )
        if check and done.returncode != 0:
            reason = (done.stderr or b"").decode(errors="replace").strip().splitlines() or ["no message"]
            raise MissingServer(f"{program} failed: {reason[-1]}")
        return int(done.returncode)


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "no message"
