"""Mails about urging and about requests for more time, as things stand when they are sent.

One urging mail per person and round lists every task of the round that still needs something; what is asked of a
decider is not sent any more once it has been decided.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from directives.workdays import WorkingCalendar
from tasks.lifecycle import WORKING, Status
from tasks.mail import compose, events, rows
from tasks.mail.tables import Section
from tasks.mail.types import MOST_ROWS, Composed, Row
from tasks.models import ExtensionRequest, Mail, NoticeKind, Urging, Workday

Composer = Callable[[Mail], Composed | str]


@dataclass(frozen=True, slots=True)
class UrgingMail:
    """A round of urging as one person or mailbox reads it; `rows` are at most `MOST_ROWS` of `total` tasks."""

    to_name: str
    by: str
    on: date
    counted_at: datetime
    words: str
    answer_by: date | None
    rows: tuple[Row, ...]
    total: int
    most: int
    list_url: str

    @property
    def hidden(self) -> int:
        """Tasks that are counted but not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class _Rounds:
    """Open urgings of the rounds by whom they were addressed to (None: the mailbox of a unit)."""

    of_person: Mapping[tuple[int, int], Sequence[Urging]]
    of_unit: Mapping[tuple[int, int], Sequence[Urging]]
    helpers: Mapping[int, tuple[str, ...]]
    calendar: WorkingCalendar


def urgings(mails: list[Mail], now: datetime) -> Composer:
    """How to compose each mail of a round of urging (a fixed number of queries for the batch)."""
    found = _read({_round(mail) for mail in mails})

    def composed(mail: Mail) -> Composed | str:
        told = _of(mail, found)
        if not told:
            return _("Các nhiệm vụ được đôn đốc đã báo cáo xong hoặc đã kết thúc trước khi gửi.")
        return written(_mail(mail, told, found, now))

    return composed


def _round(mail: Mail) -> int:
    return int(mail.facts.get("round", 0))


def _read(rounds: Collection[int]) -> _Rounds:
    """Only tasks whose unit still has the ball are worth a mail."""
    still = {status.value for status in WORKING}
    urgings = (
        Urging.objects.filter(round__in=rounds, task__status__in=still)
        .select_related("round__by", "task__lead", "task__directive")
        .defer("task__text", "task__search_text", "task__directive__text", "task__directive__search_text")
        .prefetch_related("receipts")
        .order_by("task__due_on", "pk")
    )
    of_person: dict[tuple[int, int], list[Urging]] = defaultdict(list)
    of_unit: dict[tuple[int, int], list[Urging]] = defaultdict(list)
    for urging in urgings:
        receipts = urging.receipts.all()
        for receipt in receipts:
            of_person[urging.round_id, receipt.person_id].append(urging)
        if not receipts:
            of_unit[urging.round_id, urging.lead_id].append(urging)
    tasks = {urging.task_id for told in (*of_person.values(), *of_unit.values()) for urging in told}
    return _Rounds(of_person, of_unit, rows.helpers_of(tasks), Workday.objects.calendar())


def _of(mail: Mail, found: _Rounds) -> Sequence[Urging]:
    if mail.recipient_id is not None:
        return found.of_person.get((_round(mail), mail.recipient_id), ())
    return found.of_unit.get((_round(mail), mail.organisation_id or 0), ())


def _mail(mail: Mail, told: Sequence[Urging], found: _Rounds, now: datetime) -> UrgingMail:
    held = told[0].round
    shown = tuple(
        rows.row(
            urging.task,
            found.helpers.get(urging.task_id, ()),
            day=mail.day,
            calendar=found.calendar,
            action=_action(urging),
        )
        for urging in told[:MOST_ROWS]
    )
    return UrgingMail(
        to_name=str(mail.recipient or mail.organisation or ""),
        by=str(held.by),
        on=held.on,
        counted_at=timezone.localtime(now),
        words=held.words,
        answer_by=held.answer_by,
        rows=shown,
        total=len(told),
        most=max(urging.number for urging in told),
        list_url=rows.url("/"),
    )


def _action(urging: Urging) -> str:
    """The number of the urging, and what to do next."""
    action = _("tiếp nhận và báo cáo") if Status(urging.task.status) is Status.ASSIGNED else _("báo cáo tiến độ")
    return _("Đôn đốc lần %(number)s: %(action)s") % {"number": urging.number, "action": action}


def written(data: UrgingMail) -> Composed:
    """The urging mail of one reader."""
    if data.total == 1:
        subject = _("Đôn đốc lần %(number)s: %(title)s") % {"number": data.most, "title": data.rows[0].title}
    else:
        subject = _("Đôn đốc %(n)s nhiệm vụ") % {"n": data.total}
    if data.answer_by:
        subject += _(", trả lời trước hết ngày %(day)s") % {"day": f"{data.answer_by:%d/%m/%Y}"}
    section = Section(_("Nhiệm vụ được đôn đốc"), data.total, data.rows)
    return compose.render("urging", subject, {"urging": data, "sections": [section]})


def extensions(mails: list[Mail], now: datetime) -> Composer:
    """How to compose each mail about a request for more time."""
    load = events.load(mails, now)
    keys = {mail.facts.get("request", 0) for mail in mails}
    states = dict(ExtensionRequest.objects.filter(pk__in=keys).values_list("pk", "state"))

    def composed(mail: Mail) -> Composed | str:
        asks = mail.facts.get("about") == NoticeKind.EXTENSION_ASK
        if asks and states.get(mail.facts.get("request", 0)) != "pending":
            return _("Đề nghị gia hạn đã được quyết định hoặc đã rút trước khi gửi.")
        event = load(mail)
        return compose.event(event) if event else _("Nhiệm vụ đã kết thúc trước khi gửi.")

    return composed
