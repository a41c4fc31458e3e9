"""Starting the supervisor without staying in its terminal."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from config.embedded.supervisor import CannotStart

READY_WITHIN = 180.0  # seconds; the first start makes a database and a sample city


def start(var: Path, flags: Sequence[str]) -> str:
    """Start `manage.py dev` with `flags` on its own and return its banner once it is ready.

    Raises:
        CannotStart: it ended, or did not get ready in time; the sentence holds its last line.
    """
    log = var / "log" / "dev.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "dev", *flags]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - this very program
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        text = log.read_text(encoding="utf-8", errors="replace")
        if text.count("─" * 78) == 2:
            return f"{text[text.index('─') :]}Log of all processes: {log}"
        time.sleep(0.1)
    process.terminate()
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["no message"]
    raise CannotStart(f"{lines[-1]} (all of it: {log})")
