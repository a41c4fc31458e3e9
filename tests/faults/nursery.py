"""One process that has everything imported and forks workers and beats on demand, so that each starts in no time.

Reads one JSON object a line (`name`, `program`, `env`, `log`), answers each with the pid. Ends with its standard input.
"""

import importlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path

import django

from config.embedded.leash import die_with_parent

QUICK_TIMES = {"redbeat_lock_timeout": 3, "beat_max_loop_interval": 0.2}
SOON = 0.5  # seconds between two beats of what runs once a minute, or once a day, in operation


def worker(env: dict[str, str]) -> list[str]:
    """The arguments of a worker; `WORKER_POOL` is `solo` (dies itself) or `prefork` (loses a child)."""
    pool = env.get("WORKER_POOL", "solo")
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
    name = f"{env['PROCESS_NAME']}@%h"
    queues = ["--queues", "quick,mail,nightly", "--concurrency", "1", "--pool", pool]
    return ["--quiet", "worker", "--hostname", name, *queues, *quiet]


def beat(env: dict[str, str]) -> list[str]:
    """The arguments of a beat; its table holds the jobs of `BEAT_JOBS`, each twice a second."""
    from config.celery import app

    jobs = env.get("BEAT_JOBS", "tasks.jobs.sweep_today,tasks.jobs.send_waiting_mail").split(",")
    app.conf.beat_schedule = {job: {"task": job, "schedule": SOON, "options": {"expires": 5}} for job in jobs}
    return ["--quiet", "beat", "--loglevel", "INFO"]


def become(order: dict[str, object]) -> None:
    """In the forked process: take the environment on, put the clock in, and run the program."""
    from django.conf import settings

    from config.celery import app
    from config.embedded import addresses
    from tasks import faultpoints
    from tests.faults.clock import Clock

    env = {**order["env"], "PROCESS_NAME": order["name"]}
    os.environ.update(env)
    importlib.reload(faultpoints)
    addresses.point_settings_at({name: env[name] for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")})
    settings.EMAIL_TIMEOUT = float(env["MAIL_TIMEOUT"])
    settings.MAIL_PER_MINUTE = int(env.get("MAIL_PER_MINUTE", "0"))
    transport = {**app.conf.broker_transport_options, "visibility_timeout": float(env.get("VISIBILITY", "900"))}
    app.conf.update(QUICK_TIMES, broker_transport_options=transport)
    Clock(Path(env["CLOCK"])).install()
    arguments = worker(env) if order["program"] == "worker" else beat(env)
    app.start(arguments)


def fork(order: dict[str, object]) -> int:
    """A process group of its own for each, which dies with this one."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        die_with_parent(parent, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with Path(str(order["log"])).open("ab") as log:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        become(order)
        code = 0
    except BaseException:  # noqa: BLE001 - the last handler of this process: it reports whatever it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def main() -> None:
    """Import, say so, then fork whatever is asked for."""
    die_with_parent(os.getppid(), signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    django.setup()
    from config.celery import app

    for module in ("celery.bin.celery", "celery.apps.worker", "celery.concurrency.prefork", "celery.concurrency.solo"):
        importlib.import_module(module)
    importlib.import_module("redbeat")
    app.loader.import_default_modules()
    answer({"ready": True})
    for line in sys.stdin:
        answer({"pid": fork(json.loads(line))})


def answer(value: dict[str, object]) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
