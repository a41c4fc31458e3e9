"""How long it takes to find repetitions of a paper among many open tasks: `python bench/near.py --tasks 1000000`.

Works in an empty database of `DATABASE_URL`, migrated before, and leaves nothing in it; prints one line per figure.
The tasks are built of phrases of which few are very common, as in real papers, and copied in; a query plan that reads
every sketch, or every task that holds a common phrase, shows at once.
"""

import argparse
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - Django has to be set up first

from accounts.models import Organisation, OrganisationKind, User  # noqa: E402 - as above
from accounts.roles import Role  # noqa: E402 - as above
from directives import shingles  # noqa: E402 - as above
from directives.models import Directive, TaskDraft, bodies  # noqa: E402 - as above
from tasks.models import Task, TaskSketch  # noqa: E402 - as above
from tasks.near import repeats_of  # noqa: E402 - as above

DAY = date(2026, 8, 22)
VOCABULARY = (
    "rà soát hoàn thiện cơ sở dữ liệu đất đai kết nối quốc gia dân cư báo cáo kết quả kế hoạch triển khai nhiệm vụ "
    "đầu tư công giải ngân tiến độ dự án hạ tầng giao thông môi trường nước thải khu công nghiệp cải cách thủ tục "
    "hành chính chuyển đổi số nguồn nhân lực giáo dục y tế văn hóa du lịch nông thôn mới đô thị thông minh"
)
PHRASES = 4_000
IN_A_CLAUSE = 8
OWN = {"id", "lead_id", "text", "title"}


class Clauses:
    """Clauses of some forty words; phrase n stands in them as often as Zipf's law has it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        source, words = random.Random(1), VOCABULARY.split()
        self.phrases = [" ".join(source.choices(words, k=source.randint(3, 7))) for _ in range(PHRASES)]
        self.weights = list(accumulate(1 / (n + 1) for n in range(PHRASES)))

    def one(self) -> str:
        """A clause."""
        return " ".join(self.chance.choices(self.phrases, cum_weights=self.weights, k=IN_A_CLAUSE))


def rows(count: int, leads: list[int]) -> Iterator[tuple[int, int, str, list[int]]]:
    """Number, lead, text and sketch of each task."""
    clauses = Clauses(7)
    for number in range(count):
        text = clauses.one()
        yield number, leads[clauses.chance.randrange(len(leads))], text, shingles.sketch_of_task(text)


def fill(count: int, leads: list[int]) -> None:
    """So many open tasks of one paper, copies of one that the application made, and their sketches."""
    paper = Directive.objects.create(number=1, symbol="NQ-CP", number_text="01/NQ-CP", issued_on=DAY)
    pattern = Task.objects.create(directive=paper, lead_id=leads[0], title="x", text="x", assigned_on=DAY)
    columns = [field.column for field in Task._meta.concrete_fields if not field.generated]
    same = ", ".join(f'"{name}"' for name in columns if name not in OWN)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checked by now, or the table could not be altered
        cursor.execute("ALTER TABLE tasks_task DISABLE TRIGGER USER")  # search, history and summary are not asked here
        cursor.execute("CREATE TEMP TABLE bench_rows (n bigint, lead bigint, words text, hashes bigint[])")
        with cursor.copy("COPY bench_rows FROM STDIN") as copy:
            for row in rows(count, leads):
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO tasks_task (id, lead_id, text, title, {same})"  # noqa: S608 - names of columns
            f" SELECT %s + n, lead, words, 'x', {same} FROM bench_rows, tasks_task WHERE id = %s",
            [pattern.pk + 1, pattern.pk],
        )
        table = TaskSketch._meta.db_table
        cursor.execute(
            f"INSERT INTO {table} (task_id, hashes) SELECT %s + n, hashes FROM bench_rows",  # noqa: S608 - a name
            [pattern.pk + 1],
        )
        cursor.execute("ALTER TABLE tasks_task ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")


def paper_of(clauses: int, tasks: int) -> Directive:
    """A paper of which every second clause repeats an open task of the same lead."""
    paper = Directive.objects.create(number=2, symbol="KH-UBND", number_text="02/KH-UBND", issued_on=DAY)
    first = Task.objects.exclude(text="x").order_by("pk").values_list("pk", flat=True)[0]
    known = Task.objects.in_bulk(first + number * max(tasks // clauses, 1) for number in range(min(clauses, tasks)))
    others = Clauses(8)
    for order, task in enumerate(known.values()):
        words = task.text if order % 2 else others.one()
        draft = TaskDraft.objects.create(directive=paper, order=order, start=0, end=1, text=words)
        bodies.write(draft, [task.lead_id], [])
    return paper


def offices(count: int) -> list[Organisation]:
    """So many departments."""
    names = [f"Đơn vị {i}" for i in range(count)]
    kind = OrganisationKind.DEPARTMENT
    return [
        Organisation.objects.create(code=f"bench-{i}", name=name, short_name=name, kind=kind)
        for i, name in enumerate(names)
    ]


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--organisations", type=int, default=3_500)
    parser.add_argument("--clauses", type=int, default=100)
    asked = parser.parse_args()
    with transaction.atomic():
        leads = offices(asked.organisations)
        user = User.objects.create_user("bench-clerk", None)
        user.memberships.create(organisation=leads[0], role=Role.CLERK, valid_from=date(2020, 1, 1))
        start = time.perf_counter()
        fill(asked.tasks, [lead.pk for lead in leads])
        sketched = TaskSketch.objects.count()
        print(f"tasks {asked.tasks}, sketches {sketched}, filled in {time.perf_counter() - start:.1f} s")
        paper = paper_of(asked.clauses, asked.tasks)
        for turn in ("cold", "warm"):
            start = time.perf_counter()
            found = repeats_of(paper, DAY, user)
            print(f"{turn}: {asked.clauses} clauses, {len(found)} repetitions in {time.perf_counter() - start:.3f} s")
        transaction.set_rollback(True)
    print(f"memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
