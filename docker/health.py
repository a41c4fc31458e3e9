"""Health of one container: `web`, `worker`, `beat`; `wait` blocks until the database answers.

Exit code 0 is healthy; anything else comes with one line on standard error.
"""

import http.client
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

WAIT = 60.0  # seconds for the database to come up


def web() -> bool:
    """The web process answers; what it depends on is the business of /readyz."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    finally:
        connection.close()


def worker() -> bool:
    """The worker of this container answers a ping through the broker."""
    from config.celery import app

    return bool(app.control.ping(destination=[f"celery@{os.uname().nodename}"], timeout=5))


def beat() -> bool:
    """Some beat holds the lock; it lapses 30 s after its holder has died, and a standby takes it."""
    import redis

    return bool(redis.Redis.from_url(_setting("REDIS_URL"), socket_timeout=5).exists("redbeat::lock"))


def wait() -> bool:
    """Try until the database answers or the time is over."""
    import psycopg

    until = time.monotonic() + WAIT
    while True:
        try:
            psycopg.connect(_setting("DATABASE_URL"), connect_timeout=3).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise SystemExit(f"The database does not answer: {error}") from error
            time.sleep(1)
        else:
            return True


def _setting(name: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ[name]


def main(name: str) -> int:
    """Run one check by name."""
    checks: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat, "wait": wait}
    try:
        healthy = checks[name]()
    except (OSError, RuntimeError) as error:
        print(f"{name}: {error}", file=sys.stderr)  # noqa: T201 - the engine keeps it with the state
        return 1
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main(sys.argv[1]))
