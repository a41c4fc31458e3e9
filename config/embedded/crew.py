"""Keeps a set of children running and passes their lines on."""

import os
import selectors
import signal
import time
from collections.abc import Iterable

from config.embedded.child import Child
from config.embedded.console import Console

STEADY = 60.0  # seconds after which a process counts as having started well
LONGEST_PAUSE = 30.0


class Crew:
    """One thread, one selector: children write, the crew reads, restarts and stops."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.children: list[Child] = []
        self._due: dict[str, float] = {}
        self._rest: dict[str, bytes] = {}
        self._selector = selectors.DefaultSelector()

    def start(self, child: Child) -> None:
        """Start `child` and listen to it."""
        if child not in self.children:
            self.children.append(child)
        child.start()
        self._rest[child.name] = b""
        self._selector.register(child.output, selectors.EVENT_READ, child)

    def pump(self, seconds: float) -> None:
        """Pass on what the children write within `seconds`; returns after the first of it."""
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _ in self._selector.select(seconds):
            self._read(key.data)

    def _read(self, child: Child) -> None:
        got = os.read(child.output, 65536)
        *lines, self._rest[child.name] = (self._rest[child.name] + got).split(b"\n")
        for line in lines:
            self.console.line(child.name, line.decode("utf-8", errors="replace").rstrip())
        if not got:
            self._close(child)

    def _close(self, child: Child) -> None:
        """Its last writer is gone; a last line without an end is shown too."""
        if rest := self._rest.pop(child.name, b""):
            self.console.line(child.name, rest.decode("utf-8", errors="replace"))
        self._selector.unregister(child.output)
        os.close(child.output)
        child.output = -1

    def complete(self, child: Child) -> int:
        """Wait for the end of a started `child` and return its exit code; it is not started again."""
        while child.poll() is None or child.output >= 0:
            self.pump(0.1)
        self.children.remove(child)
        return child.code or 0

    def tend(self) -> None:
        """Restart whoever has ended, after a pause that grows with every early end."""
        now = time.monotonic()
        for child in self.children:
            if child.name in self._due:
                self._restart_when_due(child, now)
            elif child.poll() is not None:
                self._plan_restart(child, now)

    def _plan_restart(self, child: Child, now: float) -> None:
        child.ended_early = 0 if now - child.started > STEADY else child.ended_early + 1
        pause = min(LONGEST_PAUSE, 2.0**child.ended_early)
        self._due[child.name] = now + pause
        how = f"signal {-child.code}" if child.code and child.code < 0 else f"code {child.code}"
        self.console.line("error", f"{child.name} ended with {how}; it is started again in {pause:.0f} s.")

    def _restart_when_due(self, child: Child, now: float) -> None:
        if now >= self._due[child.name] and child.output < 0:
            del self._due[child.name]
            self.start(child)

    def stop(self, names: Iterable[str], *, patience: float) -> None:
        """Ask the named children to end, and end them when `patience` seconds were not enough."""
        leaving = [child for child in self.children if child.name in set(names) and child.alive]
        for child in leaving:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + patience
        while any(child.alive for child in leaving) and time.monotonic() < until:
            self.pump(0.05)
        for child in leaving:
            if child.alive:
                self.console.line("error", f"{child.name} did not stop within {patience:.0f} s and is killed.")
        self.kill(leaving)

    def kill(self, children: Iterable[Child] | None = None) -> None:
        """End children at once, or all of them."""
        for child in self.children if children is None else children:
            if child.alive:
                child.signal(signal.SIGKILL)
                os.waitpid(child.pid, 0)
                child.code = -signal.SIGKILL
