"""Ties a process to the one that started it, so that a killed supervisor leaves nothing behind."""

import ctypes
import os
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # linux/prctl.h
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded early: nothing is imported after a fork


def die_with_parent(parent: int, signal_number: int) -> None:
    """Have the kernel send `signal_number` to this process when `parent` is gone; elsewhere than on Linux nothing."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:  # it was gone before the call above
        os.kill(os.getpid(), signal_number)


def rename(title: str) -> None:
    """Show `title` (15 bytes at most) as the name of this process in `ps -o comm` and `top`."""
    if _libc is not None:
        _libc.prctl(PR_SET_NAME, title.encode()[:15])


def end_leftover(pid_file: Path, folder: Path, signal_number: int, *, patience: float = 30.0) -> bool:
    """Stop the server that a killed run left behind in `folder`; True when there was one.

    A pid file alone proves nothing, since numbers are given out again: the process must also work in `folder`.
    """
    pid = _noted(pid_file)
    if not pid or not _works_in(pid, folder):
        return False
    os.kill(pid, signal_number)
    until = time.monotonic() + patience
    while _works_in(pid, folder) and time.monotonic() < until:
        time.sleep(0.05)
    return True


def _noted(pid_file: Path) -> int:
    try:
        return int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:
        return False
