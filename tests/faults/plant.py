"""The servers and processes of a scenario: PostgreSQL, Valkey, SMTP, workers and beats, all of our own."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import redis
from django.db import OperationalError, connection

from config import env
from config.celery import app
from config.embedded.binaries import free_port
from config.embedded.valkey import Valkey
from tasks import jobs
from tasks.models import Mail
from tests import migrated
from tests.faults import world as model
from tests.faults.clock import Clock
from tests.faults.post import Book, Post, listen

ROOT = Path(__file__).resolve().parents[2]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MAIL_TIMEOUT = 1.5  # seconds a worker waits for a silent mail server
SURVIVES = ("fsync=off",)  # commits reach the kernel, which outlives a killed server
UNSETTLED = ("queued", "sending", "failed")


class Process:
    """A worker or beat with all that it forked."""

    def __init__(self, name, pid, log):
        self.name, self.pid, self.log = name, pid, log

    @property
    def alive(self):
        """Whether it still runs; the dead are buried by the nursery's kernel."""
        with suppress(FileNotFoundError, ProcessLookupError, IndexError):
            return Path(f"/proc/{self.pid}/stat").read_text().rsplit(") ", 1)[1][0] not in "ZX"
        return False

    def kill(self, number=signal.SIGKILL):
        """End it and its children at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)
        wait_for(lambda: not self.alive, 20)


class Plant:
    """Everything, started once for the suite; `fresh()` gives each scenario a database and a broker of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.postgres = None
        self.valkey = Valkey(folder / "valkey")
        self.clock = Clock(folder / "clock")
        self.post = Post()
        self.smtp_port = free_port()
        self.smtp = None
        self.processes = []
        self.number = 0
        self.nursery = None

    # ── once ──────────────────────────────────────────────────────────────────────────────────
    def start(self):
        """Servers, a migrated database without rows to copy, and the nursery."""
        self.folder.chmod(0o755)
        self.clock.file.write_text("0")
        self.postgres = migrated.start(self.folder, durable=True, settings=SURVIVES)
        self.valkey.start()
        variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(self.folder)}
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert json.loads(self.nursery.stdout.readline()) == {"ready": True}

    def stop(self):
        """End everything."""
        self.kill_all()
        self.smtp_down()
        if self.nursery is not None:
            self.nursery.stdin.close()
            self.nursery.wait(timeout=20)
        connection.close()
        self.valkey.stop()
        # Nothing of it is kept: an orderly end would write out seventy databases first.
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(timeout=30)
        self.postgres.stop()

    def _point(self, name):
        connection.close()
        url = self.postgres.url(name)
        connection.settings_dict.update(env.database(url))
        connection.settings_dict["OPTIONS"] = {}
        return url

    # ── each scenario ─────────────────────────────────────────────────────────────────────────
    def fresh(self, moment=(2026, 3, 10, 5, 30)):
        """A new database with the office of the model, an empty broker, a mail server without plans, and that time."""
        self.number += 1
        self.name = f"scenario_{self.number}"
        self._point("postgres")
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{migrated.NAME}"')
        self.database_url = self._point(self.name)
        self.redis().flushall()
        self.clock.set(datetime(*moment, tzinfo=HANOI))
        self.post.book = Book()
        if self.smtp is None:
            self.smtp_up()
        self.world = model.World(datetime(*moment).date())
        return self.world

    def redis(self):
        """A client of the broker."""
        return redis.Redis.from_url(self.valkey.url())

    # ── processes ─────────────────────────────────────────────────────────────────────────────
    def worker(self, name="w1", **variables):
        """A worker of all queues."""
        return self._fork("worker", name, variables)

    def beat(self, name="b1", **variables):
        """A beat that sends the sweep and the mail job twice a second."""
        return self._fork("beat", name, variables)

    def _fork(self, program, name, variables):
        log = self.folder / f"{self.name}-{name}.log"
        known = {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.valkey.url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "MAIL_TIMEOUT": str(MAIL_TIMEOUT),
            "CLOCK": str(self.clock.file),
        }
        order = {"program": program, "name": name, "env": {**known, **variables}, "log": str(log)}
        self.nursery.stdin.write(json.dumps(order) + "\n")
        self.nursery.stdin.flush()
        process = Process(name, json.loads(self.nursery.stdout.readline())["pid"], log)
        self.processes.append(process)
        return process

    def kill_all(self):
        """Every worker and beat, at once."""
        for process in self.processes:
            process.kill()
        self.processes.clear()

    def armed(self, point, passes=0):
        """The environment of a process that dies at `point`, and the token that shows whether it has."""
        token = self.folder / f"{self.name}.token"
        token.touch()
        return {"FAULT_POINT": str(point), "FAULT_TOKEN": str(token), "FAULT_PASSES": str(passes)}, token

    # ── servers ───────────────────────────────────────────────────────────────────────────────
    def smtp_up(self):
        """Let the mail server listen."""
        self.smtp = listen(self.post, self.smtp_port)

    def smtp_down(self):
        """Nobody listens on the port any more."""
        if self.smtp is not None:
            self.smtp.stop(no_assert=True)
            self.smtp = None

    def restart_postgres(self):
        """A crash: no check point, connections cut; the next start recovers."""
        connection.close()
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(timeout=30)
        self.postgres.start()

    def restart_valkey(self):
        """A crash of the broker; what it had appended to its file is there again."""
        self.valkey.process.kill()
        self.valkey.process.wait()
        self.valkey.start()

    # ── the way things go on ──────────────────────────────────────────────────────────────────
    def run(self, *days, seconds=40, step=1):
        """Go on as an office does, with a supervisor that restarts what died, until sweep and mails are settled.

        Whenever nothing moves the clock goes `step` minutes on, so that pauses and claims of the dead run out.
        """
        until = time.monotonic() + seconds
        while not self.settled(days):
            if time.monotonic() > until:
                raise AssertionError(f"not settled: {self.state()}\n{self.logs()}")
            self._revive()
            before = self.state()
            time.sleep(0.3)
            if before == self.state():
                self.clock.jump(minutes=step)

    def settled(self, days):
        """Whether the sweeps have ended and no mail waits."""
        try:
            waiting = Mail.objects.filter(state__in=UNSETTLED).exists()
            return model.sweeps_ended(*days) and not waiting
        except OperationalError:
            connection.close()
            return False

    def state(self):
        """States of all mails, for messages and to see whether something moves."""
        try:
            rows = Mail.objects.order_by("pk").values_list("key", "state", "attempts", "claimed_at")
            return [*rows], len(self.post.book.accepted)
        except OperationalError:
            connection.close()
            return [], 0

    def _revive(self):
        for process in [process for process in self.processes if not process.alive]:
            self.processes.remove(process)
            kind = self.beat if process.name.startswith("b") else self.worker
            kind(process.name)

    def logs(self):
        """The last lines of every process of the scenario."""
        files = sorted(self.folder.glob(f"{self.name}-*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text(errors='replace')[-2500:]}" for file in files)

    def send(self, job, *args):
        """Put one message into the broker, as the site or an operator does."""
        with app.connection_for_write(self.valkey.url()) as broker:
            job.apply_async(args=args, connection=broker)

    def wake(self):
        """The message that the beat sends every minute."""
        self.send(jobs.send_waiting_mail)


def wait_for(condition, seconds=30):
    """Whether it became true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
