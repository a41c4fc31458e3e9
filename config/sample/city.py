"""The sample city step by step; whatever is there already is left alone."""

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from config.sample import (
    chain,
    follow_up,
    inside,
    instructions,
    judgements,
    ladder,
    meetings,
    merger,
    orders,
    packs,
    papers,
    passing_time,
    past_words,
    people,
    stories,
    views,
)
from directives.models import Directive, TaskDraft
from tasks.models import Party, Task

FILLED = ", ".join(model._meta.db_table for model in (Organisation, Membership, Directive, TaskDraft, Task, Party))
"""Tables that PostgreSQL has to count anew: what follows asks for rows that it takes for none, and would walk them."""


def load(today: date, say: Callable[[str], object]) -> None:
    """Bring the sample city up to `today`, telling each step that had something to do."""
    with transaction.atomic():
        if people.load_organisations():
            say(_("Đã nạp danh bạ tổ chức."))
        if count := people.load_people(today):
            say(_("Đã tạo %(count)d người dùng.") % {"count": count})
    clerk, monitor = people.holder(Role.CLERK, today), people.holder(Role.MONITOR, today)
    if count := papers.import_papers(clerk):
        say(_("Đã nhập %(count)d văn bản mẫu.") % {"count": count})
    for plan in papers.PLANS:
        _release(plan, clerk=clerk, monitor=monitor, today=today, say=say)


@transaction.atomic
def _release(plan: papers.Plan, *, clerk: User, monitor: User, today: date, say: Callable[[str], object]) -> None:
    """All of one paper or nothing of it, so that an interrupted first start is taken up where it stopped."""
    paper = papers.waiting(plan)
    if paper is None:
        return
    tasks = papers.release(paper, plan, clerk=clerk, monitor=monitor, today=today)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {FILLED}")
    steps = stories.tell(tasks, monitor=monitor, today=today)
    counts = {"tasks": len(tasks), "paper": plan.number, "steps": steps}
    say(_("Đã giao %(tasks)d nhiệm vụ của %(paper)s và thực hiện %(steps)d bước.") % counts)
    if plan is papers.PLANS[-1]:
        stories.order_for_today(paper, monitor, today)
        passing_time.tell(paper, clerk, monitor, today)
        follow_up.tell(paper, monitor, today)
        merger.tell(monitor, today)
        inside.tell(monitor, today)
        ladder.tell(clerk, today)
        past_words.tell(today)
        instructions.tell(monitor, today)
        orders.tell(paper, monitor, today)
        judgements.tell(today)
        chain.tell(clerk, monitor, today)
        views.tell(monitor, today)
        packs.tell(monitor, today)
        meetings.tell(monitor, today)
