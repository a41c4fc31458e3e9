"""How fast the nightly sweep and the digests are: `DATABASE_URL=... python bench/sweep.py [tasks] [people] [mails]`.

Fills an empty, migrated database of its own with overdue tasks, sweeps once and again, then composes and sends digests
to a sink in memory, so that the SMTP server is no part of the figure. Prints times, rates and the memory at its peak.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first
from django.utils import timezone  # noqa: E402 - as above

from accounts.models import Membership, Organisation, User  # noqa: E402 - as above
from directives.models import Directive  # noqa: E402 - as above
from tasks import notify  # noqa: E402 - as above
from tasks.actions import workdays  # noqa: E402 - as above
from tasks.mail import delivery  # noqa: E402 - as above
from tasks.models import Mail, Notice, Task  # noqa: E402 - as above

DAY = date(2026, 8, 24)
PER_UNIT = 6
T = TypeVar("T")


def timed(label: str, work: Callable[[], T], count: Callable[[T], int]) -> T:
    """Do it, print how long it took and the rate."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, busy, number = time.perf_counter() - start, time.process_time() - cpu, count(result)
    print(f"{label}: {number} in {wall:.2f} s ({number / wall:.0f}/s), Python {busy:.2f} s CPU")
    return result


def fill(tasks: int, people: int) -> None:
    """Units of six people, one of them the head; tasks spread over officers and 600 days of lateness."""
    paper = Directive.objects.create(number_text="02/CT-UBND", subject="Đo tốc độ", issued_on=date(2024, 1, 2))
    units = Organisation.objects.bulk_create(
        Organisation(
            code=f"u{n}", name=f"Sở số {n}", short_name=f"Sở số {n}", kind="co_quan_chuyen_mon", path=f"{n:06}/"
        )
        for n in range(max(1, people // PER_UNIT))
    )
    users = User.objects.bulk_create(
        User(username=f"p{n}", full_name=f"Chuyên viên {n}", email=f"p{n}@haiphong.example") for n in range(people)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user,
            organisation=units[n // PER_UNIT % len(units)],
            role="head" if n % PER_UNIT == 0 else "officer",
            valid_from=date(2020, 1, 1),
        )
        for n, user in enumerate(users)
    )
    rows = (
        Task(
            directive=paper,
            title=f"Nhiệm vụ số {n}: rà soát, tổng hợp và báo cáo kết quả thực hiện kế hoạch năm",
            text="Nội dung",
            lead=units[(owner := n * 7 % people) // PER_UNIT % len(units)],
            officer=users[owner],
            assigned_on=date(2024, 1, 12),
            due_on=(due := DAY - timedelta(days=1 + n % 600)),
            due_on_as_issued=due,
        )
        for n in range(tasks)
    )
    Task.objects.bulk_create(rows, batch_size=2000)
    workdays.load()


def send(most: int) -> int:
    """Claim, compose and send up to `most` mails."""
    sent = 0
    while sent < most and (mails := delivery.claim(timezone.now())):
        sent += delivery.deliver(mails).states["sent"]
    return sent


def main(tasks: int = 20_000, people: int = 5_000, mails: int = 2_000) -> None:
    """Fill, sweep twice, send; says what the peak of memory was."""
    if Task.objects.exists():
        sys.exit("The database holds tasks already; this needs an empty one.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    timed("tasks filled in", lambda: fill(tasks, people), lambda _: tasks)
    timed("first sweep, overdue tasks", lambda: notify.sweep(DAY), lambda result: result.tasks)
    timed("second sweep, overdue tasks", lambda: notify.sweep(DAY), lambda result: result.tasks)
    print(f"notices {Notice.objects.count()}, digests queued {Mail.objects.count()}")
    timed("digests composed and settled", lambda: send(mails), int)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
