"""A forked process that runs one function and writes into a pipe.

A fork inherits the modules that the supervisor has imported, which saves each process four seconds of start. It is
safe because the supervisor has one thread only and opens neither a database nor a broker connection.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from config.embedded.leash import die_with_parent, rename

HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def signals_held() -> Iterator[None]:
    """No stop signal interrupts the block; it arrives after it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(slots=True, eq=False)
class Child:
    """One process: its name in the log, what it runs, and how it is asked to end."""

    name: str
    work: Callable[[], object]
    death: signal.Signals = signal.SIGTERM  # what it gets when the supervisor itself is killed
    pid: int = 0
    output: int = -1  # the readable end of its standard output and error
    code: int | None = None  # None while it runs; negative for a signal, as in subprocess
    started: float = 0.0
    ended_early: int = 0  # times in a row, for the pause before the next start

    def start(self) -> None:
        """Fork into a process group of its own, so that Ctrl-C reaches the supervisor alone."""
        self.output, writer = os.pipe()
        self.code, self.started = None, time.monotonic()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        with signals_held():
            self.pid = os.fork()
            if self.pid == 0:
                self._become(parent, writer)
            with suppress(OSError):
                os.setpgid(self.pid, self.pid)  # the child does the same; whoever comes first
        os.close(writer)

    def _become(self, parent: int, writer: int) -> None:
        """In the new process: leave what belongs to the supervisor, work, and never return."""
        code = 1
        try:
            os.setpgid(0, 0)
            die_with_parent(parent, self.death)
            rename(f"tracker-{self.name}")
            self._take_over(writer)
            self.work()
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        except BaseException:  # noqa: BLE001 - the last handler of this process: it reports whatever it was
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _take_over(self, writer: int) -> None:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
        for number in HANDLED:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)

    def poll(self) -> int | None:
        """The exit code, once it has ended; what is left of its group then goes with it."""
        if self.code is None and self.pid:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
                self.signal(signal.SIGKILL)
        return self.code

    @property
    def alive(self) -> bool:
        """Whether it was started and has not ended."""
        return bool(self.pid) and self.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the process and all that it forked, or to it alone when it can pass the news on."""
        with suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self.pid, number)
            else:
                os.kill(self.pid, number)
