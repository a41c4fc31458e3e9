"""What `bench/pages.py` does inside Django, each step in a process of its own: fill, sign in, plans, files.

Every step prints one line of JSON.
"""

import csv
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
HOST = {"HTTP_HOST": "tasks.example", "HTTP_X_FORWARDED_PROTO": "https"}
OFFICERS = 40
FILE_ROWS = 100_000


def fill(tasks: str, day: str) -> dict[str, object]:
    """An empty database becomes a city with its summary."""
    from django.core.management import call_command
    from django.db import connection

    from bench import bulk, city
    from tasks import tally
    from tasks.actions import workdays

    call_command("migrate", verbosity=0)
    workdays.load()
    began = time.perf_counter()
    sessions = bulk.Sessions(os.environ["DATABASE_URL"])
    seconds = city.fill(city.Size(int(tasks)), date.fromisoformat(day), sessions) | city.tidy(sessions)
    took, load = time.perf_counter() - began, os.getloadavg()[0]
    start = time.perf_counter()
    tally.rebuild(date.fromisoformat(day))
    rebuilt = time.perf_counter() - start
    start = time.perf_counter()
    differences = tally.check(date.fromisoformat(day))
    checked = time.perf_counter() - start
    connection.ensure_connection()
    connection.connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE tasks_tally, tasks_tallydelta, tasks_tallystate")
        cursor.execute(
            "SELECT count(*) FILTER (WHERE counts_until < %s AND status = 'in_progress') FROM tasks_task", [day]
        )
        overdue = cursor.fetchone()[0]
    return {
        "took_s": round(took),
        "load": round(load),
        "fill_s": seconds,
        "rebuild_s": round(rebuilt, 1),
        "check_s": round(checked, 1),
        "differences": len(differences),
        "overdue": overdue,
    }


def migrate() -> dict[str, object]:
    """A city that was kept takes the changes of the schema since."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return {}


def people() -> dict[str, object]:
    """Who looks: a leader, a monitor, the head of the largest department and officers by turns, signed in once each."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    def cookie(user: User) -> str:
        client = Client(**HOST)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def one(role: str, **where: object) -> User:
        return User.objects.filter(memberships__role=role, **where).order_by("pk")[0]

    officers = User.objects.filter(memberships__role="officer").order_by("pk")
    step = max(1, officers.count() // OFFICERS)
    chosen = list(officers[::step][:OFFICERS])
    head = one("head", memberships__organisation__code="o1")
    return {
        "leader": cookie(one("leader")),
        "monitor": cookie(one("monitor")),
        "head": cookie(head),
        "officers": [cookie(officer) for officer in chosen],
        "keys": [officer.pk for officer in chosen],
    }


def plans(address: str, cookie: str) -> dict[str, object]:
    """Rows that one page reads: its statements are asked once more with EXPLAIN ANALYZE, the leaves of each counted."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(**HOST)
    name, value = cookie.split("=", 1)
    client.cookies[name] = value
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    read = []
    for query in captured.captured_queries:
        sql = query["sql"]
        if sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            read.append((_rows_read(sql), sql[:3000]))
    worst = max(read, default=(0, ""))
    return {
        "status": answer.status_code,
        "queries": len(captured.captured_queries),
        "rows": sum(rows for rows, _sql in read),
        "worst": worst[0],
        "sql": worst[1],
        "kB": round(len(body) / 1000, 1),
        "shown": body.count(b'"directive_number":') if address.startswith("/api") else body.count(b"<tr"),
    }


def _rows_read(sql: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql.replace('%', '%%')}", [])
        found = cursor.fetchone()[0]
    return _leaves((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])


def _leaves(node: dict[str, object]) -> int:
    """Rows that the leaves of a plan touched, those that they threw away included."""
    below = node.get("Plans") or []
    assert isinstance(below, list)
    scans = "Relation Name" in node or "Function Name" in node
    if below and not scans:
        return sum(_leaves(each) for each in below)
    thrown = sum(float(str(node.get(f"Rows Removed by {why}", 0))) for why in ("Filter", "Index Recheck"))
    own = round((float(str(node["Actual Rows"])) + thrown) * float(str(node["Actual Loops"])))
    return own + sum(_leaves(each) for each in below if each.get("Parent Relationship") in {"SubPlan", "InitPlan"})


def files(kind: str, day: str) -> dict[str, object]:
    """Open tasks by deadline as a file, by our code or (`raw-...`) by bare SQL with the same columns."""
    with tempfile.TemporaryFile("w+b") as target:
        before = _memory()
        start = time.perf_counter(), time.process_time()
        rows = WRITERS[kind](target, date.fromisoformat(day))
        taken = time.perf_counter() - start[0], time.process_time() - start[1]
        size = target.tell()
    return {
        "s": round(taken[0], 2),
        "cpu": round(taken[1], 2),
        "rows": rows,
        "grown_MiB": _memory() - before,
        "MB": round(size / 1e6, 1),
    }


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _ours(day: date) -> Iterator[tuple[object, ...]]:
    """As many as bare SQL is asked for: outside a transaction a cursor puts all that it is asked for aside first."""
    from tasks.models import Task
    from tasks.reports.columns import rows, with_columns

    yield from rows(with_columns(Task.objects.open())[:FILE_ROWS], day)


RAW = """
    SELECT t.id, d.number_text, t.path, t.text, o.short_name,
        (SELECT string_agg(h.short_name, ', ') FROM tasks_party p
            JOIN accounts_organisation h ON h.id = p.organisation_id WHERE p.task_id = t.id),
        u.full_name, t.assigned_on, t.due_on_as_issued, t.due_on, t.counts_until,
        CASE WHEN t.counts_until < %(day)s THEN %(day)s::date - t.counts_until END, t.urged_times, t.extended_times,
        t.status,
        task_class(t.status, t.counts_until, t.submitted_on, t.event <> '' AND t.event_on IS NULL, %(day)s, 7),
        t.reported_on, (SELECT r.support FROM tasks_progressreport r WHERE r.task_id = t.id ORDER BY r.id DESC LIMIT 1)
    FROM tasks_task t JOIN directives_directive d ON d.id = t.directive_id
    JOIN accounts_organisation o ON o.id = t.lead_id LEFT JOIN accounts_user u ON u.id = t.officer_id
    WHERE t.status NOT IN ('done', 'withdrawn') ORDER BY t.counts_until, t.id LIMIT %(most)s"""


def _raw(day: date) -> Iterator[tuple[object, ...]]:
    from django.db import connection, transaction

    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(RAW, {"day": day, "most": FILE_ROWS})
        yield from cursor


def _csv(source: Callable[[date], Iterable[Iterable[object]]]) -> Callable[[io.BufferedRandom, date], int]:
    def write(target: io.BufferedRandom, day: date) -> int:
        text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
        count, writer = 0, csv.writer(text)
        for row in source(day):
            writer.writerow(row)
            count += 1
        text.detach()
        return count

    return write


def _streamed(target: io.BufferedRandom, day: date) -> int:
    """The very generator that the download streams."""
    from tasks.reports.papers.csv import lines

    count = -1  # the mark at the beginning of the file
    for line in lines(_ours(day)):  # type: ignore[arg-type]  # values of columns are values of papers
        target.write(line.encode())
        count += 1
    return count


def _raw_xlsx(target: io.BufferedRandom, day: date) -> int:
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet, dated = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    count = 0
    for count, row in enumerate(_raw(day), start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(count, column, value, dated)
            elif isinstance(value, int):
                sheet.write_number(count, column, value)
            else:
                sheet.write_string(count, column, value or "")
    book.close()
    return count


def _xlsx(target: io.BufferedRandom, day: date) -> int:
    from tasks.reports.book import Book, Head
    from tasks.reports.columns import TASK_COLUMNS

    book = Book(target)
    titles, widths = [str(column.title) for column in TASK_COLUMNS], [column.width for column in TASK_COLUMNS]
    sheet = book.sheet("Nhiệm vụ", Head("DANH SÁCH NHIỆM VỤ", ""), titles, widths)
    last = 3
    for last, values in enumerate(_ours(day), start=4):
        book.write(sheet, last, values)  # type: ignore[arg-type]  # as above
    book.workbook.close()
    return last - 3


WRITERS: dict[str, Callable[[io.BufferedRandom, date], int]] = {
    "csv": _streamed,
    "xlsx": _xlsx,
    "raw-csv": _csv(_raw),
    "raw-xlsx": _raw_xlsx,
}
STEPS: dict[str, Callable[..., dict[str, object]]] = {
    "fill": fill,
    "migrate": migrate,
    "people": people,
    "plans": plans,
    "files": files,
}


def main() -> None:
    """The step named first, with what follows."""
    import django

    django.setup()
    from django.utils import translation

    translation.activate("vi")
    name, *arguments = sys.argv[1:]
    print(json.dumps(STEPS[name](*arguments)))


if __name__ == "__main__":
    main()
