"""A year of short orders to eight departments: in time, late, put off, returned; for scorecards, trends and forecasts.

They are written in bulk, day by day, because the history of a year through the real actions would take a minute. Each
day is played, so the history shows every order as it stood.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from accounts.text import search_form
from directives.models import Directive
from directives.office_calendar import office_calendar
from tasks.asof import played_on
from tasks.lifecycle import Status
from tasks.models import Task, TaskEvent

RECORDS: Final = {
    "stc": "OOOOOROOOO",
    "skhcn": "OOOEOOOLOO",
    "sxd": "LOLOOLROLL",
    "snv": "OOLOOOROOO",
    "syt": "OLOEOOLOLO",
    "sct": "LLOLEOLLRL",
    "sgddt": "OOROOLOOOO",
    "stp": "OEOLOOOROL",
}
"""By department, one letter a month, the latest last: in time (O), late (L), put off (E), returned once (R)."""
SUBJECTS: Final = (
    "Báo cáo kết quả thực hiện nhiệm vụ trọng tâm tháng, kiến nghị tháo gỡ khó khăn.",
    "Rà soát hồ sơ thủ tục hành chính quá hạn, đề xuất biện pháp khắc phục.",
    "Tham mưu văn bản trả lời kiến nghị của cử tri thuộc lĩnh vực phụ trách.",
    "Cung cấp số liệu phục vụ họp thường kỳ của UBND thành phố.",
    "Góp ý dự thảo nghị quyết trình Hội đồng nhân dân thành phố.",
)
TERM_DAYS: Final = 24
LATE_DAYS: Final = {"O": -3, "R": -1, "E": 9, "L": 11}
"""From the first deadline to the report that was accepted."""
MORE_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Told:
    """One order: its task, what becomes of it, and by whom."""

    task: Task
    end: str
    head: User
    monitor: User
    posts: Mapping[int, int]


Scene = Callable[[date], None]


def tell(paper: Directive, monitor: User, today: date) -> None:
    """Every order of the year, each scene on its day; what would lie ahead has not happened."""
    bodies = {body.code: body for body in Organisation.objects.filter(code__in=RECORDS)}
    heads = {
        post.organisation_id: post.user for post in Membership.objects.filter(role=Role.HEAD).select_related("user")
    }
    people = [monitor.pk, *(head.pk for head in heads.values())]
    posts = dict(Membership.objects.filter(user__in=people).order_by("-valid_from", "-pk").values_list("user", "pk"))
    days: dict[date, list[Scene]] = defaultdict(list)
    calendar = office_calendar()
    for number, (code, record) in enumerate(RECORDS.items()):
        body = bodies.get(code)
        if body is None or body.pk not in heads:
            continue
        for month, end in enumerate(record):
            given = calendar.next_working(today - timedelta(days=30 * (len(record) - month) + 9))
            told = Told(_order(paper, body, monitor, given, number + month), end, heads[body.pk], monitor, posts)
            for day, scene in _scenes(told, given):
                days[day].append(scene)
    for day in sorted(day for day in days if day <= today):
        with played_on(day):
            for scene in days[day]:
                scene(day)


def _order(paper: Directive, body: Organisation, monitor: User, given: date, number: int) -> Task:
    words = SUBJECTS[number % len(SUBJECTS)]
    due = given + timedelta(days=TERM_DAYS)
    return Task(
        directive=paper,
        lead=body,
        title=words,
        text=words,
        monitor=monitor,
        field=paper.field,
        assigned_on=given,
        due_on=due,
        due_on_as_issued=due,
        precision="day",
        search_text=search_form(words, "", paper.number_text),
    )


def _scenes(told: Told, given: date) -> list[tuple[date, Scene]]:
    """What happens to an order, and when."""
    due = given + timedelta(days=TERM_DAYS)
    reported = due + timedelta(days=LATE_DAYS[told.end])
    found: list[tuple[date, Scene]] = [
        (given, partial(_given, told)),
        (given + timedelta(days=1), partial(_begun, told)),
        (given + timedelta(days=10), partial(_gone_on, told)),
    ]
    if told.end == "E":
        found.append((due - timedelta(days=4), partial(_put_off, told, due + timedelta(days=MORE_DAYS))))
    if told.end == "R":
        found.append((reported - timedelta(days=4), partial(_sent_back, told)))
    found.append((reported, partial(_reported, told)))
    found.append((reported + timedelta(days=2), partial(_accepted, told)))
    return found


def _given(told: Told, day: date) -> None:
    told.task.save()
    _note(told, day, "create", told.monitor)


def _begun(told: Told, day: date) -> None:
    told.task.become(status=Status.RECEIVED.value, received_on=day)
    _note(told, day, "receive", told.head)


def _gone_on(told: Told, day: date) -> None:
    """Those that will be late say little."""
    if told.end != "L":
        told.task.become(status=Status.IN_PROGRESS.value, reported_on=day, percent=60)
        _note(told, day, "report", told.head, percent=60)


def _put_off(told: Told, until: date, day: date) -> None:
    before = told.task.due_on
    told.task.become(due_on=until, extended_times=1)
    _note(told, day, "extension_grant", told.monitor, due_before=str(before), granted_due_on=str(until))


def _sent_back(told: Told, day: date) -> None:
    told.task.become(returned_count=1)
    _note(told, day, "return", told.monitor, times=1)


def _reported(told: Told, day: date) -> None:
    told.task.become(status=Status.SUBMITTED.value, submitted_on=day, reported_on=day, percent=100)
    _note(told, day, "submit", told.head, result=f"{told.task.pk}/BC")


def _accepted(told: Told, day: date) -> None:
    told.task.become(status=Status.DONE.value, completed_on=day, quality="pass")
    _note(told, day, "accept", told.monitor)


def _note(told: Told, day: date, move: str, actor: User, **details: object) -> None:
    TaskEvent.objects.create(
        task=told.task,
        at=timezone.make_aware(datetime.combine(day, time(9))),
        on=day,
        move=move,
        to_status=told.task.status,
        actor=actor,
        membership_id=told.posts[actor.pk],
        details={"version": told.task.version, **details},
    )
