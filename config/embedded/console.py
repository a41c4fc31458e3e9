"""What the supervisor writes: every line under the name of the process it came from."""

import os
import sys
from collections.abc import Mapping

RESET, BOLD = "\033[0m", "\033[1m"
COLOURS: Mapping[str, str] = {
    "web": "\033[36m",
    "worker": "\033[33m",
    "beat": "\033[35m",
    "mail": "\033[34m",
    "setup": "\033[32m",
    "error": "\033[1;31m",
}
WIDTH = max(len(name) for name in COLOURS)


class Console:
    """Lines on standard output, coloured on a terminal unless NO_COLOR is set (https://no-color.org)."""

    def __init__(self) -> None:
        self._colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._closed = False

    def line(self, source: str, text: str) -> None:
        """One line of the process `source`."""
        name = f"{source:<{WIDTH}} |"
        self._write(f"{COLOURS.get(source, BOLD)}{name}{RESET} {text}" if self._colour else f"{name} {text}")

    def banner(self, rows: Mapping[str, str]) -> None:
        """A frame with one row for each thing a person wants to know."""
        rule, width = "─" * 78, max(len(label) for label in rows)
        lines = [f"  {label:<{width}}   {text}" for label, text in rows.items()]
        frame = "\n".join(["", rule, *lines, rule, ""])
        self._write(f"{BOLD}{frame}{RESET}" if self._colour else frame)

    def _write(self, text: str) -> None:
        """Nobody reading any more (`make demo | head`) must not keep the processes from being stopped."""
        if self._closed:
            return
        try:
            print(text, flush=True)  # noqa: T201 - this is the console
        except BrokenPipeError:
            self._closed = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
