"""How long it takes to find repetitions of a paper among many open tasks: `python bench/near.py --tasks 1000000`.

Works in an empty database of `DATABASE_URL`, migrated before, and leaves nothing in it; prints one line per figure.
"""

import argparse
import os
import random
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - Django has to be set up first

from accounts.models import Organisation, OrganisationKind, User  # noqa: E402 - as above
from accounts.roles import Role  # noqa: E402 - as above
from directives.models import Directive, TaskDraft, bodies  # noqa: E402 - as above
from tasks.actions import sketches  # noqa: E402 - as above
from tasks.models import Task, TaskSketch  # noqa: E402 - as above
from tasks.near import repeats_of  # noqa: E402 - as above

DAY = date(2026, 8, 22)
CHUNK = 5_000
WORDS = (
    "rà soát hoàn thiện cơ sở dữ liệu đất đai kết nối quốc gia dân cư báo cáo kết quả kế hoạch triển khai nhiệm vụ "
    "đầu tư công giải ngân tiến độ dự án hạ tầng giao thông môi trường nước thải khu công nghiệp cải cách thủ tục "
    "hành chính chuyển đổi số nguồn nhân lực giáo dục y tế văn hóa du lịch nông thôn mới đô thị thông minh"
)


def text(chance: random.Random) -> str:
    """A clause of thirty to sixty words out of a small vocabulary, which makes shared phrases common."""
    return " ".join(chance.choices(WORDS.split(), k=chance.randint(30, 60)))


def fill(count: int, leads: list[Organisation]) -> None:
    """So many open tasks of one paper, and their sketches."""
    chance = random.Random(7)
    paper = Directive.objects.create(number=1, symbol="NQ-CP", number_text="01/NQ-CP", issued_on=DAY)
    for start in range(0, count, CHUNK):
        rows = [
            Task(directive=paper, lead=chance.choice(leads), title="x", text=text(chance), assigned_on=DAY)
            for _row in range(min(CHUNK, count - start))
        ]
        made = Task.objects.bulk_create(rows)
        sketches.sketch((task.pk, task.text) for task in made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def paper_of(clauses: int) -> Directive:
    """A paper of which every second clause repeats an open task of the same lead."""
    chance = random.Random(8)
    paper = Directive.objects.create(number=2, symbol="KH-UBND", number_text="02/KH-UBND", issued_on=DAY)
    known = list(Task.objects.order_by("pk")[:: max(Task.objects.count() // clauses, 1)][:clauses])
    for order, task in enumerate(known):
        words = task.text if order % 2 else text(chance)
        draft = TaskDraft.objects.create(directive=paper, order=order, start=0, end=1, text=words)
        bodies.write(draft, [task.lead_id], [])
    return paper


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--organisations", type=int, default=3_500)
    parser.add_argument("--clauses", type=int, default=100)
    asked = parser.parse_args()
    with transaction.atomic():
        leads = [
            Organisation.objects.create(
                code=f"bench-{i}", name=f"Đơn vị {i}", short_name=f"Đơn vị {i}", kind=OrganisationKind.DEPARTMENT
            )
            for i in range(asked.organisations)
        ]
        user = User.objects.create_user("bench-clerk", None)
        user.memberships.create(organisation=leads[0], role=Role.CLERK, valid_from=date(2020, 1, 1))
        start = time.perf_counter()
        fill(asked.tasks, leads)
        print(
            f"tasks {asked.tasks}, sketches {TaskSketch.objects.count()}, filled in {time.perf_counter() - start:.1f} s"
        )
        paper = paper_of(asked.clauses)
        for turn in ("cold", "warm"):
            start = time.perf_counter()
            found = repeats_of(paper, DAY, user)
            print(f"{turn}: {asked.clauses} clauses, {len(found)} repetitions in {time.perf_counter() - start:.3f} s")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
