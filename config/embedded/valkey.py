"""A Valkey (or Redis) server of our own on a free loopback port."""

import os
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import redis

from config.embedded.binaries import MissingServer, free_port, valkey_program
from config.embedded.leash import die_with_parent, end_leftover


class Valkey:
    """Starts and stops one server; `durable` keeps an append-only file, so queued messages outlive a restart."""

    def __init__(self, folder: Path, *, durable: bool = True, port: int = 0) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        """The address for REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            MissingServer: it is not on this machine, or did not come up within ten seconds.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        pid_file = self.folder / "valkey.pid"
        end_leftover(pid_file, self.folder, signal.SIGTERM)
        command = [str(valkey_program()), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        command += ["--save", "", "--appendonly", "yes" if self.durable else "no"]
        with (self.folder / "valkey.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - a program of the wheel, arguments of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGTERM),  # noqa: PLW1509 - calls libc only
            )
        pid_file.write_text(f"{self.process.pid}\n", encoding="utf-8")
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 10
        while time.monotonic() < until and self.process is not None and self.process.poll() is None:
            try:
                with redis.Redis.from_url(self.url()) as client:
                    client.ping()
            except redis.RedisError:
                time.sleep(0.05)
            else:
                return
        raise MissingServer(f"Valkey did not start; see {self.folder / 'valkey.log'}.")

    def stop(self) -> None:
        """Stop it and wait; nothing happens when it does not run."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        (self.folder / "valkey.pid").unlink(missing_ok=True)
