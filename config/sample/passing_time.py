"""What only time brings in the sample city: periods, events, reviews, a changed plan; and two things for the office."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.utils import timezone

from accounts.models import Organisation, User
from config.sample import papers, stories
from config.sample.people import DOMAIN, OPENED, acting
from directives.actions import intake
from directives.models import Directive, RememberedName
from directives.spelling import name_key
from tasks.actions import series
from tasks.asof import played_on
from tasks.mail import dead
from tasks.models import DeathCause

CHANGE: Final = papers.Plan("95/QĐ-UBND", date(2026, 1, 12), "khoa-hoc-chuyen-doi-so")
"""Changes the last of `papers.PLANS`: one duty waits for a ministry, one has no deadline and is reviewed instead."""
CHANGE_FILE: Final = Path(__file__).with_name("quyet-dinh-sua-doi-2026.txt")
MONTHLY: Final = "Báo cáo tình hình giải ngân vốn đầu tư công hằng tháng, kèm danh mục dự án chậm tiến độ."
MONTH_DONE: Final[tuple[stories.Scene, ...]] = (
    *stories.STARTED,
    ("submit", "due", -3),
    ("sign", "due", -2),
    ("accept", "due", -1),
)
SHORT_NAME: Final = "Sở Nông nghiệp - Môi trường Hải Phòng"
NO_MAILBOX: Final = "550 5.1.1 Mailbox does not exist"
DEAD_DAYS: Final = 12


def tell(paper: Directive, clerk: User, monitor: User, today: date) -> None:
    """All of it, once: `paper` is the plan that is changed and bears the recurring duty."""
    _change_plan(clerk, monitor, today)
    _recur(paper, monitor, today)
    _ask_about_a_name(paper, clerk)
    _lose_an_address(today)


def _change_plan(clerk: User, monitor: User, today: date) -> None:
    with acting(clerk, OPENED):
        file = intake.receive(CHANGE_FILE.read_bytes(), CHANGE_FILE.name, actor=clerk).file
        intake.read_file(file.pk, today=OPENED)
    paper = papers.waiting(CHANGE)
    if paper is not None:
        papers.release(paper, CHANGE, clerk=clerk, monitor=monitor, today=today)


def _recur(paper: Directive, monitor: User, today: date) -> None:
    """A monthly duty since last month: its first period is done, this month's is open, the next one lies ahead."""
    begun = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    lead = Organisation.objects.get(code="stc")
    duty = series.Duty(text=MONTHLY, title=MONTHLY, lead=lead, product="Báo cáo tháng", people={"monitor": monitor})
    pattern = series.Pattern("FREQ=MONTHLY;BYMONTHDAY=-1", "within", "until")
    with acting(monitor, begun):
        row = series.create(paper.pk, duty, pattern, actor=monitor, today=begun)
    first = row.occurrences.select_related("lead").order_by("due_on")[0]
    stories.play(MONTH_DONE, first, monitor, today)
    with played_on(today.replace(day=1)):
        series.create_ahead(today.replace(day=1))
    series.create_ahead(today)


def _ask_about_a_name(paper: Directive, clerk: User) -> None:
    """A way of naming a body that a reviewer settled by hand; it waits for somebody to confirm it."""
    body = Organisation.objects.get(code="snnmt")
    RememberedName.objects.create(
        name=SHORT_NAME,
        key=name_key(SHORT_NAME),
        organisation=body,
        valid_from=body.valid_from,
        directive=paper,
        proposed_by=clerk,
    )


def _lose_an_address(today: date) -> None:
    """Mails to one officer have been refused for some days."""
    morning = timezone.make_aware(datetime.combine(today - timedelta(days=DEAD_DAYS), time(6)))
    dead.mark(f"chuyenvien2.sxd@{DOMAIN}", DeathCause.REFUSED, NO_MAILBOX, morning)
