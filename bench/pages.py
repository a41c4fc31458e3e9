"""Pages of a large city next to bare SQL: `make bench`, or `bench/pages.py --tasks 100000`; several sizes give growth.

Starts PostgreSQL and Valkey of its own, fills a city (`bench/city.py`), serves it by gunicorn as in production (two
processes of four threads) and asks for the leader's board, an officer's tasks, the API and searches, over sessions that
signed in once; right before each page the same content in bare SQL. Ratios count: a machine that does other work slows
both. All pages are asked in turn, three times over, and the middle round of each counts: a machine's speed moves within
minutes. What was not measured says so. Figures and verdicts go into bench/results.md.

`make bench ARGS="--tasks 1000000 10000000"` measures growth too; the larger city needs 35 GB of room. With `--keep
FOLDER` the cities stay there, and the next run of the same day measures them without filling them again.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench import pages_raw  # noqa: E402 - found by the line above
from bench.pages_chapter import BEGIN, END, FULL, Found, chapter  # noqa: E402 - as above
from bench.pages_load import (  # noqa: E402 - as above
    ADDRESS,
    HEADERS,
    Meter,
    Page,
    Statements,
    Took,
    middle_of,
    one_by_one,
    together,
)

RESULTS = ROOT / "bench" / "results.md"
SERVER = ("shared_buffers=2GB", "work_mem=32MB", "maintenance_work_mem=512MB", "random_page_cost=1.1", "jit=off")
FILLING = ("wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "max_wal_size=4GB", "checkpoint_timeout=30min")
"""For the filling alone, which ends with VACUUM ANALYZE; whoever only reads does not feel them."""
BOARD = "/reports/overdue/"
ROUNDS = 3
"""How often all pages are asked in turn."""


def environment(folder: Path, database: str, redis_url: str) -> dict[str, str]:
    """As in production; the addresses are reached by nobody."""
    return {
        **os.environ,
        "APP_ENV": "production",
        "SITE_URL": "https://tasks.example",
        "ALLOWED_HOSTS": "tasks.example",
        "SECRET_KEY": "throw-away-value-of-the-bench-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "EMAIL_URL": "smtp://localhost:1",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "API_RATE": "1000000/min",
    }


def step(around: dict[str, str], *arguments: str) -> dict[str, object]:
    """One step of `pages_steps.py` in a process of its own; the bench ends when it failed."""
    command = [sys.executable, str(ROOT / "bench" / "pages_steps.py"), *arguments]
    done = subprocess.run(command, env=around, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=False)  # noqa: S603 - our own words
    if done.returncode:
        sys.exit(f"{arguments[0]} ended with {done.returncode}.")
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    print(
        arguments[0], {key: value for key, value in found.items() if key not in {"sql", "officers", "keys"}}, flush=True
    )
    return found


@contextmanager
def gunicorn(around: dict[str, str], port: int) -> Iterator[psutil.Process]:
    """The server, once it answers."""
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=around, cwd=ROOT, check=True)
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{ADDRESS}:{port}", "--log-level", "warning"]
    command += [
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "120",
        "--no-control-socket",
    ]
    process = subprocess.Popen(command, env=around, cwd=ROOT)  # noqa: S603 - as above
    try:
        for _turn in range(120):
            time.sleep(0.5)
            request = urllib.request.Request(f"http://{ADDRESS}:{port}/healthz", headers=HEADERS)
            try:
                with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - http of our own
                    break
            except OSError:
                continue
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def addresses(who: dict[str, object], day: str, org: int, number: int) -> dict[str, list[tuple[str, str]]]:
    """Address and cookie of each line, by turns."""
    year = int(day[:4])
    term = f"open=true&due_from={year - 1}-01-01&due_to={year}-12-31"
    leader, officers = str(who["leader"]), who["officers"]
    assert isinstance(officers, list)
    keys = who["keys"]
    assert isinstance(keys, list)
    return {
        "board": [(BOARD, leader)],
        "mine": [
            (f"/api/v1/tasks/?open=true&officer={key}", cookie) for key, cookie in zip(keys, officers, strict=True)
        ],
        "narrow": [(f"/api/v1/tasks/?lead={org}&urgency=normal&{term}", leader)],
        "broad": [(f"/api/v1/tasks/?{term}", leader)],
        "number": [(f"/tasks/?q={number}%2FCT-UBND", leader)],
        "phrase": [("/tasks/?q=chuy%E1%BB%83n+%C4%91%E1%BB%95i+s%E1%BB%91", leader)],
        "home of an officer": [("/", cookie) for cookie in officers],
        "home of a head": [("/", str(who["head"]))],
        "home of a monitor": [("/?scope=all", str(who["monitor"]))],
        "list of a head": [("/tasks/", str(who["head"]))],
        "list, overdue": [("/tasks/?timeliness=overdue", leader)],
        "board by paper": [(f"{BOARD}?by=directive", leader)],
        "board, communes opened": [(f"{BOARD}?group=3", leader)],
    }


@contextmanager
def servers(folder: Path) -> Iterator[tuple[str, str, int]]:
    """Addresses of an empty database and a broker, and the process of the former."""
    from config.embedded.postgres import Postgres
    from config.embedded.valkey import Valkey

    server = Postgres(folder / "postgres", durable=False, settings=(*SERVER, *FILLING))
    valkey = Valkey(folder / "valkey", durable=False)
    server.start()
    valkey.start()
    try:
        server.create_database("tracker")
        assert server.process is not None
        yield server.url("tracker"), valkey.url(), server.process.pid
    finally:
        valkey.stop()
        server.stop()


def filled(folder: Path, around: dict[str, str], tasks: int, day: str) -> dict[str, object]:
    """Fill the city, or take the one that an earlier run kept in this folder; the bench ends when that is another."""
    note, wanted = folder / "city.json", {"tasks": tasks, "day": day}
    if note.exists():
        kept: dict[str, object] = json.loads(note.read_text(encoding="utf-8"))
        if {**kept, **wanted} != kept:
            sys.exit(f"{folder} holds {kept['tasks']} tasks of {kept['day']}: remove it.")
        step(around, "migrate")
        return kept
    found = wanted | step(around, "fill", str(tasks), day)
    note.write_text(json.dumps(found), encoding="utf-8")
    return found


def measure(tasks: int, day: str, seconds: float, folder: Path, *, with_files: bool) -> Found:
    """Fill, serve, ask, explain, write files."""
    from config.embedded.binaries import free_port

    with servers(folder) as (database, redis_url, postgres):
        around = environment(folder, database, redis_url)
        found = Found(tasks, SERVER, filled(folder, around, tasks, day))
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(pages_raw.PREPARE.replace("%(day)s", f"'{day}'"))
            largest = connection.execute("SELECT id FROM accounts_organisation WHERE code = 'o1'").fetchone()
            connection.execute("CHECKPOINT")
        assert largest is not None
        number = max(1, round(min(1.0, tasks / 1_000_000) * 12_345))
        who = step(around, "people")
        pages, port = addresses(who, day, largest[0], number), free_port()
        raw = pages_raw.statements(day, who["keys"], largest[0], number)
        with gunicorn(around, port) as web:
            before = resident(web)
            asking = Asking(port, database, postgres, web.pid, seconds)
            for _round in range(ROUNDS):
                for name, listed in pages.items():
                    asking.one(name, listed, raw.get(name))
                for name in ("board", "mine"):
                    asking.eight(name, pages[name], raw[name])
            found.ours, found.raw = asking.ours.middle(), asking.raw.middle()
            found.memory = before, resident(web)
        found.plans = {name: step(around, "plans", *listed[0]) for name, listed in pages.items()}
        kinds = ("raw-csv", "csv", "raw-xlsx", "xlsx") if with_files else ()
        found.files = {kind: step(around, "files", kind, day) for kind in kinds}
        return found


class Rounds(defaultdict[str, list[Took]]):
    """What each round measured, by page."""

    def __init__(self) -> None:
        super().__init__(list)

    def middle(self) -> dict[str, Took]:
        """What counts of each page."""
        return {name: middle_of(rounds) for name, rounds in self.items()}


@dataclass(frozen=True, slots=True)
class Asking:
    """Where to ask, whose processor time counts, for how long in all rounds together, and what was found so far."""

    port: int
    database: str
    postgres: int
    web: int
    seconds: float
    ours: Rounds = field(default_factory=Rounds)
    raw: Rounds = field(default_factory=Rounds)

    def one(self, name: str, listed: list[tuple[str, str]], raw: list[pages_raw.Statement] | None) -> None:
        """A round of a page by one client, right after its bare SQL."""
        share = self.seconds / ROUNDS
        if raw:
            meter = Meter(self.postgres, itself=True)
            self.raw[name].append(one_by_one(Statements(self.database, raw), meter, most=1_000, seconds=share / 2))
        meter = Meter(self.postgres, self.web)
        self.ours[name].append(one_by_one(Page(self.port, listed), meter, most=70, seconds=share))
        print(name, self.ours[name][-1], self.raw.get(name, [])[-1:], flush=True)

    def eight(self, name: str, listed: list[tuple[str, str]], raw: list[pages_raw.Statement]) -> None:
        """The same by eight clients."""
        label, share, meter = f"{name}, 8 clients", self.seconds / ROUNDS, Meter(self.postgres, itself=True)
        bare = together(lambda: Statements(self.database, raw), meter, clients=8, seconds=share / 2)
        self.raw[label].append(bare)
        meter = Meter(self.postgres, self.web)
        self.ours[label].append(together(lambda: Page(self.port, listed), meter, clients=8, seconds=share))
        print(label, self.ours[label][-1], bare, flush=True)


def resident(process: psutil.Process) -> float:
    """MiB of the largest worker."""
    return max((child.memory_info().rss for child in process.children()), default=0) / 2**20


def write(text: str) -> None:
    """Put the chapter in the place of the last one."""
    whole = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Measurements\n"
    old = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END) + "\n?", re.DOTALL)
    whole = old.sub(lambda _found: text, whole) if old.search(whole) else f"{whole.rstrip()}\n\n{text}"
    RESULTS.write_text(whole, encoding="utf-8")


@contextmanager
def place(tasks: int, kept: Path | None) -> Iterator[Path]:
    """The folder of a city: one that stays, or one for this run."""
    if kept is not None:
        (kept / str(tasks)).mkdir(parents=True, exist_ok=True)
        yield kept / str(tasks)
        return
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        yield Path(folder)


def main() -> None:
    """Measure each size, write the chapter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000_000], help="sizes, rising; 10000000 needs 35 GB")
    parser.add_argument("--seconds", type=float, default=10, help="the longest that a page is asked in all rounds")
    parser.add_argument("--no-write", action="store_true", help="print the chapter only")
    parser.add_argument("--keep", type=Path, help="folder for cities that stay and are measured again the same day")
    options = parser.parse_args()
    sizes, day = [], datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date().isoformat()  # the web asks the clock too
    judged = FULL if FULL in options.tasks else options.tasks[-1]  # only its files are told
    for tasks in options.tasks:
        with place(tasks, options.keep) as folder:
            folder.chmod(0o755)
            with_files = tasks == judged
            sizes.append(measure(tasks, day, options.seconds, folder, with_files=with_files))
    text = chapter(sizes)
    print(text)
    if not options.no_write:
        write(text)


if __name__ == "__main__":
    main()
