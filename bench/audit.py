"""How long the audit trail takes to check: `DATABASE_URL=... python bench/audit.py [--entries 1000000]`.

Fills the trail of an empty, migrated database of its own, walks it, changes one byte in one row behind the trigger's
back and walks again. Prints times, rates, verdicts and the memory at its peak; with `--write` these replace the
chapter "Audit trail" of bench/results.md.
"""

import argparse
import json
import os
import re
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402 - Django has to be set up first

from accounts import verify  # noqa: E402 - as above
from accounts.audit import GENESIS  # noqa: E402 - as above
from accounts.models import AuditEntry  # noqa: E402 - as above

RESULTS = Path(__file__).resolve().parent / "results.md"
BEGIN, END = "<!-- audit: begin -->", "<!-- audit: end -->"
START = datetime(2023, 1, 3, 8, tzinfo=UTC)
COLUMNS = "at,action,target_type,target_id,target_label,before,after,request_id,address,previous_hash,hash"


def entries(count: int) -> Iterator[AuditEntry]:
    """A chain of `count` progress reports, one every minute."""
    previous = GENESIS
    for n in range(count):
        entry = AuditEntry(
            at=START + timedelta(minutes=n),
            action="task.report",
            target_type="tasks.task",
            target_id=str(n % 50_000),
            target_label=f"Rà soát, báo cáo tiến độ giải ngân của dự án số {n % 50_000}",
            before={"percent": n % 100, "version": n % 7},
            after={"percent": n % 100 + 1, "version": n % 7 + 1, "done": "Đã hoàn thiện hồ sơ, chờ thẩm định"},
            request_id=f"{n:032x}",
            address="10.1.2.3",
            previous_hash=previous,
        )
        entry.hash = previous = entry.digest()
        yield entry


def fill(count: int) -> None:
    """Write the chain by COPY."""
    with connection.cursor() as cursor, cursor.copy(f"COPY accounts_auditentry ({COLUMNS}) FROM STDIN") as copy:
        for entry in entries(count):
            values = [getattr(entry, name) for name in COLUMNS.split(",")]
            copy.write_row([json.dumps(value) if isinstance(value, dict) else value for value in values])


def tamper(row: int) -> None:
    """Change one byte of one row, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_append_only")
        cursor.execute("UPDATE accounts_auditentry SET target_label = overlay(target_label placing 'r' from 1 for 1)"
                       " WHERE id = %s", [row])  # fmt: skip
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_append_only")


def check(label: str) -> str:
    """Walk once; a row of the table: what was found, how long it took."""
    start = time.perf_counter()
    verdict = verify.walk()
    took = time.perf_counter() - start
    fault = f"{verdict.fault} at row {verdict.entry_id:,}" if verdict.fault else "whole"
    return f"| {label} | {fault} | {verdict.rows:,} | {took:.1f} | {verdict.rows / took:,.0f} |"


def chapter(count: int) -> str:
    """Fill, check, tamper, check: the chapter of bench/results.md."""
    start = time.perf_counter()
    fill(count)
    filled = time.perf_counter() - start
    changed = count - count // 10
    rows = [check("untouched")]
    tamper(changed)
    rows.append(check(f"one byte of row {changed:,} changed"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = "\n".join(rows)
    return f"""{BEGIN}
## Audit trail

`python bench/audit.py --entries {count} --write`, {datetime.now(UTC):%Y-%m-%d}. {os.cpu_count()} cores, load
{os.getloadavg()[0]:.1f} at the end. {count:,} entries written by COPY in {filled:.1f} s; peak memory
{memory} MiB.

| Trail | verdict | rows walked | s | rows/s |
|---|---|--:|--:|--:|
{lines}
{END}
"""


def write(text: str) -> None:
    """Put the chapter in the place of the last one."""
    old = RESULTS.read_text(encoding="utf-8")
    found = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END) + "\n?", re.DOTALL)
    kept = found.sub(lambda _found: text, old) if found.search(old) else f"{old.rstrip()}\n\n{text}"
    RESULTS.write_text(kept, encoding="utf-8")


def main() -> None:
    """Measure and say so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="into bench/results.md as well")
    options = parser.parse_args()
    if AuditEntry.objects.exists():
        sys.exit("The trail of this database is not empty: name an empty, migrated database in DATABASE_URL.")
    text = chapter(options.entries)
    print(text)
    if options.write:
        write(text)


if __name__ == "__main__":
    main()
