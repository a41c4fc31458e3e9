"""One supervisor for one data folder."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LEFTOVERS_MAY_TAKE = 20.0  # seconds: processes of a killed supervisor hold the lock until they have ended


class AlreadyRunning(RuntimeError):
    """Another supervisor holds the data folder; the sentence names it."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold `folder` for as long as this process, or one that it forked, is alive.

    Raises:
        AlreadyRunning: another one holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "dev.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, folder)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _take(descriptor: int, folder: Path) -> None:
    until = time.monotonic() + LEFTOVERS_MAY_TAKE
    while not _locked(descriptor):
        holder = _pid(descriptor)
        if holder and _alive(holder):
            raise AlreadyRunning(f"Process {holder} already serves {folder}: stop it with `make down`, or set VAR_DIR.")
        if time.monotonic() > until:
            raise AlreadyRunning(f"Processes of a killed run still work in {folder}; try again in a minute.")
        time.sleep(0.1)


def stop_holder(folder: Path, *, patience: float = 60.0) -> bool:
    """Ask the supervisor of `folder` to stop and wait for it; False when none runs.

    Raises:
        AlreadyRunning: it is still there after `patience` seconds.
    """
    try:
        descriptor = os.open(folder / "dev.lock", os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return _stop(descriptor, folder, patience)
    finally:
        os.close(descriptor)


def _stop(descriptor: int, folder: Path, patience: float) -> bool:
    holder, until = _pid(descriptor), time.monotonic() + patience
    if _locked(descriptor) or not holder:
        return False
    with suppress(ProcessLookupError):
        os.kill(holder, signal.SIGTERM)
    while not _locked(descriptor):
        if time.monotonic() > until:
            raise AlreadyRunning(f"Process {holder}, which serves {folder}, does not stop.")
        time.sleep(0.1)
    return True


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _pid(descriptor: int) -> int:
    noted = os.pread(descriptor, 20, 0).strip()
    return int(noted) if noted.isdigit() else 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
