"""`manage.py dev` for real: comes up, keeps what was written, and leaves nothing behind, however it ends."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from config.embedded.binaries import MissingServer, free_port
from config.embedded.lock import AlreadyRunning, only_one

BASE = Path(__file__).resolve().parents[2]
VALKEY = {"valkey-server", "redis-server"}
EVERYONE = {"tracker-web", "tracker-worker", "tracker-beat", "tracker-mail", "postgres"}


@pytest.fixture
def var():
    """A data folder that the account of PostgreSQL can reach, also when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-dev-"))
    folder.chmod(0o755)
    yield folder
    assert nothing_left(folder, within=120)
    shutil.rmtree(folder)


def environment(var):
    names = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL")
    return {**{k: v for k, v in os.environ.items() if k not in names}, "VAR_DIR": str(var)}


def dev(var, *flags):
    return [sys.executable, str(BASE / "manage.py"), "dev", *flags], environment(var)


@contextmanager
def running(var, *flags, ready="Ready"):
    """The supervisor once its banner is there; killed at the end if a test has not stopped it."""
    command, env = dev(var, *flags)
    log = (var / "out.log").open("w+b")
    process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        until = time.monotonic() + 600
        while f"  {ready} " not in (var / "out.log").read_text("utf-8"):
            assert process.poll() is None, (var / "out.log").read_text("utf-8")
            assert time.monotonic() < until, (var / "out.log").read_text("utf-8")
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()
        log.close()


def belongs(process, var):
    """Our own processes carry VAR_DIR; the servers rewrite their environment but work in a folder of their own."""
    if f"VAR_DIR={var}".encode() in (process / "environ").read_bytes():
        return True
    return (process / "cwd").readlink().is_relative_to(var)


def processes_of(var):
    """Names of the living processes that were started with this data folder, by number."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if belongs(process, var):
                found[int(process.name)] = (process / "comm").read_text().strip()
        except OSError:
            continue
    return found


def nothing_left(var, within):
    until = time.monotonic() + within
    while processes_of(var) and time.monotonic() < until:
        time.sleep(0.1)
    return processes_of(var) == {}


def services(var):
    return json.loads((var / "services.json").read_text("utf-8"))


def execute(var, statement):
    with psycopg.connect(services(var)["DATABASE_URL"]) as connection:
        return connection.execute(statement)


@pytest.mark.extended
def test_it_serves_keeps_mends_and_cleans_up(var):
    port = free_port()
    with running(var, f"--port={port}", "--no-sample") as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=60) as answer:
            assert answer.status == 200
        assert set(processes_of(var).values()) >= EVERYONE
        assert set(services(var)) == {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL"}
        execute(var, "CREATE TABLE kept AS SELECT 41 AS number")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=240) == 0
        assert nothing_left(var, within=20)
        assert not (var / "services.json").exists()

    with running(var, "--services-only", ready="DATABASE_URL") as process:
        with psycopg.connect(services(var)["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (41,)
        mended_after_a_kill(var)
        process.kill()
        assert nothing_left(var, within=120)


def mended_after_a_kill(var):
    """The mail catcher and Valkey are killed, and started again under new numbers."""
    killed = {pid for pid, name in processes_of(var).items() if name in {"tracker-mail", *VALKEY}}
    assert len(killed) == 2
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: killed.isdisjoint(processes_of(var)), var)
    wait_for(lambda: {"tracker-mail"} <= set(processes_of(var).values()), var)
    wait_for(lambda: VALKEY & set(processes_of(var).values()), var)
    assert re.search(r"error +\| mail ended with signal 9", (var / "out.log").read_text("utf-8"))


def wait_for(condition, var):
    until = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < until, (var / "out.log").read_text("utf-8")
        time.sleep(0.1)


def refused(var, *flags):
    command, env = dev(var, *flags)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 1
    return done.stderr.strip().splitlines()[-1]


def test_a_taken_port_is_named_before_anything_starts(var):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = refused(var, f"--port={port}")

    assert f"Port {port} is taken" in sentence
    assert f"--port {port + 1}" in sentence
    assert not (var / "postgres").exists()


def test_two_supervisors_on_one_folder_are_refused(var):
    with only_one(var):
        sentence = refused(var, "--services-only")

    assert f"Process {os.getpid()} already serves {var}" in sentence


def test_the_lock_is_free_again_afterwards(var):
    with only_one(var), pytest.raises(AlreadyRunning), only_one(var):
        pass
    with only_one(var):
        pass


def test_production_has_no_supervisor(var):
    given = {
        "APP_ENV": "production",
        "SECRET_KEY": "throw-away-value-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "tasks.example",
        "SITE_URL": "https://tasks.example",
        "DATABASE_URL": "postgresql://u:p@localhost:1/x",
        "REDIS_URL": "redis://localhost:1/0",
        "EMAIL_URL": "smtp://localhost:1",
    }
    command, env = dev(var)

    done = subprocess.run(command, env={**env, **given}, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "This command is for development" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is dropped to another account")
def test_a_closed_parent_folder_is_named(tmp_path):
    from config.embedded.postgres import Postgres

    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(MissingServer, match="may not enter"):
        Postgres(closed / "postgres").start()
