"""Sweep and digests of a large city: `make bench-reminders`, or `bench/reminders.py --tasks 100000`.

Starts a PostgreSQL of its own, fills it (`bench/city.py`), sweeps the first day (every rung is new: the worst), the
next working day (an ordinary one) with one worker and a third with two, and composes the digests of the ordinary day
into their rows. Every measured step is a process of its own, so that its peak of memory is its own. Figures, budget and
verdict go into bench/results.md.
"""

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RESULTS = ROOT / "bench" / "results.md"
FIRST, SECOND, THIRD = date(2026, 8, 20), date(2026, 8, 21), date(2026, 8, 24)
BEGIN, END = "<!-- reminders: begin -->", "<!-- reminders: end -->"
RATE, MEMORY, MINUTES = 100, 200, 10
"""Budget: digests a second of one core (processor time of the process), MiB at the peak, minutes for a first sweep."""


def step_fill(tasks: int) -> dict[str, object]:
    from django.core.management import call_command

    from bench import bulk, city
    from tasks.actions import workdays

    call_command("migrate", verbosity=0)
    workdays.load()
    sessions = bulk.Sessions(os.environ["DATABASE_URL"])
    city.fill(city.Size(tasks), FIRST, sessions)
    city.tidy(sessions)
    return {}


def step_sweep(day: str) -> dict[str, object]:
    from tasks import notify

    CLOCK[:] = [time.perf_counter(), time.process_time()]
    result = notify.sweep(date.fromisoformat(day))
    return {"tasks": result.tasks, "notices": result.notices, "mails": result.mails}


def step_compose(day: str) -> dict[str, object]:
    """Compose every digest of the day and keep it in its row, as a sender does before it speaks to the server."""
    from django.db import connection
    from django.utils import timezone, translation

    from tasks.mail import composers
    from tasks.models import Mail

    reset_clock()
    kinds = ["digest", "unit"]
    keys = list(Mail.objects.filter(day=day, kind__in=kinds).order_by("pk").values_list("pk", flat=True))
    written = size = 0
    for start in range(0, len(keys), 50):
        mails = list(
            Mail.objects.filter(pk__in=keys[start : start + 50]).select_related(
                "recipient", "organisation", "reader", "instead_of"
            )
        )
        compose = composers.load(mails, timezone.now())
        for mail in mails:
            with translation.override("vi"):
                said = compose(mail)
            if not isinstance(said, str):
                mail.subject, mail.text, mail.html = said.subject, said.text, said.html
                written, size = written + 1, size + len(said.html)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE tasks_mail SET subject = %s, text = %s, html = %s WHERE id = %s",
                [(mail.subject, mail.text, mail.html, mail.pk) for mail in mails],
            )
    return {"composed": written, "of": len(keys), "kB": round(size / max(1, written) / 1000, 1)}


def reset_clock() -> None:
    """Load what a worker has loaded for hours (addresses of pages, templates) and begin to count after that."""
    from django.urls import reverse

    reverse("task-list")
    CLOCK[:] = [time.perf_counter(), time.process_time()]


def step_check(day: str) -> dict[str, object]:
    """What must not be: two notices with one meaning, two digests for one reader."""
    from django.db.models import Count

    from tasks.models import Mail, Notice, Task

    notices = Notice.objects.filter(day=day).values("recipient", "task", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    mails = Mail.objects.filter(day=day, kind="digest").values("recipient").annotate(n=Count("pk")).filter(n__gt=1)
    return {
        "doubled": notices.exclude(task=None).count() + mails.count(),
        "recipients": Mail.objects.filter(day=day, kind="digest").count(),
        "overdue": Task.objects.overdue(date.fromisoformat(day)).count(),
    }


CLOCK = [0.0, 0.0]
"""When the running step began, by the wall and by the processor."""
STEPS = {"fill": step_fill, "sweep": step_sweep, "compose": step_compose, "check": step_check}


def child(name: str, argument: str) -> None:
    """One step, measured; its figures as one line of JSON."""
    import django

    django.setup()
    CLOCK[:] = [time.perf_counter(), time.process_time()]
    found = STEPS[name](int(argument) if name == "fill" else argument)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    taken = {"s": round(time.perf_counter() - CLOCK[0], 1), "cpu": round(time.process_time() - CLOCK[1], 1)}
    print(json.dumps({**taken, "MiB": used, **found}))


def run(name: str, argument: object, database: str) -> "subprocess.Popen[str]":
    """Start a step in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": database, "REDIS_URL": "redis://localhost:1/0", "DATABASE_POOL": "2"}
    arguments = [sys.executable, __file__, "--step", name, str(argument)]
    return subprocess.Popen(  # noqa: S603 - our own words, nothing typed by others
        arguments, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def done(process: "subprocess.Popen[str]") -> dict[str, object]:
    """Its figures; the bench ends when it failed."""
    out, _ = process.communicate()
    if process.returncode:
        sys.exit(f"A step ended with {process.returncode}.")
    return json.loads(out.strip().splitlines()[-1])


def measure(tasks: int, database: str) -> dict[str, dict[str, object]]:
    """All steps in order, told as they end."""
    found: dict[str, dict[str, object]] = {}

    def note(label: str, figures: dict[str, object]) -> None:
        found[label] = figures
        print(f"{label}: {figures}", flush=True)

    note("fill", done(run("fill", tasks, database)))
    note("first sweep", done(run("sweep", FIRST, database)))
    note("ordinary sweep", done(run("sweep", SECOND, database)))
    note("same sweep again", done(run("sweep", SECOND, database)))
    note("digests", done(run("compose", SECOND, database)))
    note("check", done(run("check", SECOND, database)))
    start = time.perf_counter()
    both = [run("sweep", THIRD, database) for _ in range(2)]
    shares = [done(process) for process in both]
    total = {"s": round(time.perf_counter() - start, 1), "notices": [share["notices"] for share in shares]}
    note("two workers", {**total, "MiB": max(int(share["MiB"]) for share in shares)})
    note("check of two", done(run("check", THIRD, database)))
    return found


def report(tasks: int, found: dict[str, dict[str, object]]) -> str:
    """The chapter of bench/results.md."""
    composed, sweep = found["digests"], found["ordinary sweep"]
    number, minutes = int(composed["composed"]), float(found["first sweep"]["s"]) / 60
    alone, together = number / float(composed["cpu"]), number / (float(composed["cpu"]) + float(sweep["cpu"]))
    memory = max(int(found[name]["MiB"]) for name in ("first sweep", "ordinary sweep", "digests", "two workers"))
    doubled = int(found["check"]["doubled"]) + int(found["check of two"]["doubled"])
    rows = "\n".join(
        f"| {name} | {figures.get('s', '')} | {figures.get('cpu', '')} | {figures.get('MiB', '')} | "
        + ", ".join(f"{key} {value}" for key, value in figures.items() if key not in {"s", "cpu", "MiB"})
        + " |"
        for name, figures in found.items()
    )
    verdicts = "\n".join(
        f"| {name} | {value} | {wanted} | {'kept' if kept else 'MISSED'} |"
        for name, value, wanted, kept in (
            ("digests composed into their rows, a second of one core", f"{alone:.0f}", f">= {RATE}", alone >= RATE),
            ("the same with the sweep that caused them", f"{together:.0f}", f">= {RATE}", together >= RATE),
            ("first sweep, every rung new, one worker, minutes", f"{minutes:.1f}", f"<= {MINUTES}", minutes <= MINUTES),
            ("memory at the peak, MiB", memory, f"<= {MEMORY}", memory <= MEMORY),
            ("notices or digests doubled, two workers included", doubled, "0", not doubled),
        )
    )
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return f"""{BEGIN}
## Reminders

`make bench-reminders ARGS="--tasks {tasks}"`, {datetime.now(UTC):%Y-%m-%d}. {cores} cores, {platform.system()}
{platform.machine()}, Python {platform.python_version()}, PostgreSQL of the bench's own; load {load:.1f} at the end.
{tasks:,} tasks, {found["check"]["overdue"]:,} overdue, {found["check"]["recipients"]:,} people with a digest.

| Budget | measured | wanted | verdict |
|---|--:|--:|---|
{verdicts}

| Step | s | of it processor of the worker, s | MiB | made |
|---|--:|--:|--:|---|
{rows}

The first sweep tells every rung for the first time; an ordinary one only what its rules repeat. Each step is a process
of its own. The server that takes the mails is no part of the figures.
{END}
"""


def write(chapter: str) -> None:
    """Put the chapter in the place of the last one."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Measurements\n"
    old = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END) + "\n?", re.DOTALL)
    text = old.sub(lambda _found: chapter, text) if old.search(text) else f"{text.rstrip()}\n\n{chapter}"
    RESULTS.write_text(text, encoding="utf-8")


def main() -> None:
    """Fill, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--no-write", action="store_true", help="print the chapter only")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        child(*options.step)
        return
    from config.embedded.postgres import Postgres

    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "postgres", durable=False)
        server.start()
        server.create_database("tracker")
        try:
            chapter = report(options.tasks, measure(options.tasks, server.url("tracker")))
        finally:
            server.stop()
    print(chapter)
    if not options.no_write:
        write(chapter)


if __name__ == "__main__":
    main()
