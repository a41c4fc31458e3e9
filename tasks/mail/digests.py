"""Digests of a batch of mails: what lies on the desk of each reader now, when something new gave cause to write."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Cadence, MailPreference, Membership, Organisation, User
from accounts.roles import Role
from directives.workdays import ONE_DAY, WorkingCalendar
from tasks import desk as desk_of
from tasks import practice
from tasks.desk import EMPTY, Desk
from tasks.mail import piles, rows
from tasks.mail.piles import Pile
from tasks.mail.types import Digest, Group, News, Part, PartKind, Row
from tasks.models import (
    REMINDERS,
    ExtensionRequest,
    LadderRule,
    Mail,
    MailKind,
    MailState,
    Notice,
    NoticeKind,
    Workday,
)
from tasks.models.task import OVERDUE_VALUES

MOST_GROUPS: Final = 20
MOST_NEWS: Final = 20
STANDING: Final = (*REMINDERS, NoticeKind.WAITING, NoticeKind.EXTENSION_DUE)
"""Kinds that a part of the digest says as a whole; any other kind is news of its own."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Everything the digests of one day and batch need, read in a fixed number of queries."""

    day: date
    desks: Mapping[int, Desk]
    piles: Mapping[int, Pile]
    news: Mapping[int, list[Notice]]
    tasks: Mapping[int, rows.Facts]
    helpers: Mapping[int, tuple[str, ...]]
    told: Mapping[int, tuple[tuple[int, str], ...]]
    names: Mapping[tuple[bool, int], str]
    extensions: Mapping[int, int]
    weekly: Mapping[int, int]
    calendar: WorkingCalendar


def load(mails: Collection[Mail], now: datetime) -> Callable[[Mail], Digest | None]:
    """How to get the digest of each of `mails`; None where nothing that gave cause is true any more.

    Call it in the reader's language.
    """
    by_day: dict[date, list[Mail]] = defaultdict(list)
    for mail in mails:
        by_day[mail.day].append(mail)
    batches = {day: _read(some, day) for day, some in by_day.items()}
    return lambda mail: _digest(mail, batches[mail.day], now)


def _read(mails: Collection[Mail], day: date) -> _Batch:
    calendar, ladder = Workday.objects.calendar(), LadderRule.objects.ladder()
    caused = _with_cause(mails, day)
    people = desk_of.desks({mail.recipient_id for mail in caused if mail.recipient_id is not None}, day)
    desks = {mail.pk: _desk(mail, people) for mail in caused}
    since, unreceived = desk_of.silent_since(ladder, calendar, day), practice.unreceived(day, calendar)
    found = piles.pile_up(desks, day, since, unreceived)
    shown = {pk for pile in found.values() for keys in pile.first.values() for pk in keys}
    return _Batch(
        day=day,
        desks=desks,
        piles=found,
        news=_news({mail.recipient_id for mail in caused}, day),
        tasks=rows.facts_of(shown),
        helpers=rows.helpers_of(shown),
        told=_told(shown, day),
        names=_names(desks, found),
        extensions=_extensions({mail.recipient_id for mail in caused}),
        weekly=dict(
            MailPreference.objects.filter(user__in=people, cadence=Cadence.WEEKLY).values_list("user_id", "weekday")
        ),
        calendar=calendar,
    )


def _desk(mail: Mail, people: Mapping[int, Desk]) -> Desk:
    if mail.organisation_id is not None:
        return desk_of.of_unit(mail.organisation_id)
    return people.get(mail.recipient_id or 0, EMPTY)


# ── what gave cause ───────────────────────────────────────────────────────────────────────────
def _with_cause(mails: Collection[Mail], day: date) -> list[Mail]:
    """Mails for which a notice of their day is still true, and that no newer one has overtaken."""
    caused = _people_with_cause({mail.recipient_id for mail in mails if mail.recipient_id is not None}, day)
    units = _units_with_cause({mail.organisation_id for mail in mails if mail.kind == MailKind.UNIT}, day)
    overtaken = _overtaken(mails, day)
    return [
        mail
        for mail in mails
        if (mail.recipient_id in caused if mail.recipient_id is not None else mail.organisation_id in units)
        and (mail.recipient_id, mail.organisation_id) not in overtaken
    ]


def _still_true(day: date) -> Q:
    """Notices about what still stands; news is always worth telling."""
    running = Q(task__status__in=OVERDUE_VALUES, kind__in=REMINDERS)
    in_sight = Q(task__counts_until__lte=day + timedelta(days=rows.IN_SIGHT)) | Q(kind=NoticeKind.SILENT)
    waiting = Q(task__status__in=desk_of.DECISIONS, kind=NoticeKind.WAITING)
    return running & in_sight | waiting | ~Q(kind__in=[*REMINDERS, NoticeKind.WAITING])


def _still_theirs(day: date) -> Q:
    """Notices whose reader still answers for the task, oversees it, or stands in for somebody who does."""
    posts = Membership.objects.on(day).filter(user=OuterRef("recipient"))
    holds = Q(role__in=[Role.MONITOR, Role.LEADER]) | Q(
        Q(organisation=OuterRef("task__lead")) | Q(organisation=OuterRef("task__giver")), role=Role.HEAD
    )
    named = Q(task__officer=F("recipient")) | Q(task__monitor=F("recipient")) | Q(task__leader=F("recipient"))
    return named | Exists(posts.filter(holds)) | Q(facts__has_key="instead_of") | ~Q(kind__in=STANDING)


def _people_with_cause(people: Collection[int], day: date) -> set[int]:
    notices = Notice.objects.filter(
        _still_true(day), _still_theirs(day), recipient__in=people, digest_on=day, obsolete_on=None
    )
    return set(notices.order_by().values_list("recipient", flat=True).distinct())


def _units_with_cause(units: Collection[int | None], day: date) -> set[int]:
    if not units:
        return set()
    notices = Notice.objects.filter(_still_true(day), task__lead__in=units, day=day, kind__in=REMINDERS)
    return set(notices.order_by().values_list("task__lead", flat=True).distinct())


def _overtaken(mails: Collection[Mail], day: date) -> set[tuple[int | None, int | None]]:
    """Readers for whom a digest of a later day waits or went out; it says all that is still true."""
    readers = {mail.recipient_id for mail in mails} - {None}
    units = {mail.organisation_id for mail in mails} - {None}
    later = Mail.objects.filter(
        Q(kind=MailKind.DIGEST, recipient__in=readers) | Q(kind=MailKind.UNIT, organisation__in=units), day__gt=day
    ).exclude(state=MailState.DROPPED)
    return set(later.order_by().values_list("recipient_id", "organisation_id").distinct())


# ── what stands beside the parts ──────────────────────────────────────────────────────────────
def _news(people: Collection[int | None], day: date) -> Mapping[int, list[Notice]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    events = Notice.objects.filter(recipient__in=[key for key in people if key is not None], digest_on=day)
    events = events.exclude(kind__in=STANDING).select_related("task")
    for notice in events.only("recipient_id", "kind", "facts", "text", "task__title").order_by("-pk"):
        found[notice.recipient_id].append(notice)
    return found


def _told(tasks: Collection[int], day: date) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """Everybody who was told of each task that day, as (key, name)."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    notices = Notice.objects.filter(task__in=rows.Among(tasks), day=day).order_by("pk")
    for task, person, name in notices.values_list("task_id", "recipient_id", "recipient__full_name"):
        found[task or 0].append((person, name))
    return {task: tuple(people) for task, people in found.items()}


def _extensions(people: Collection[int | None]) -> Mapping[int, int]:
    """Requests for more time that each decides."""
    waiting = ExtensionRequest.objects.pending().filter(decider__in=[key for key in people if key is not None])
    return dict(waiting.order_by().values_list("decider").annotate(Count("pk")))


def _names(desks: Mapping[int, Desk], found: Mapping[int, Pile]) -> Mapping[tuple[bool, int], str]:
    """Names of the groups of all piles: units (True) of those who oversee, officers (False) of heads."""
    units, officers = set[int](), set[int]()
    for key, pile in found.items():
        keys = {group for group, _ in pile.groups if group is not None}
        (units if desks[key].oversees else officers).update(keys)
    named = dict(Organisation.objects.filter(pk__in=units).values_list("pk", "short_name"))
    people = dict(User.objects.filter(pk__in=officers).values_list("pk", "full_name"))
    return {(True, key): name for key, name in named.items()} | {(False, key): name for key, name in people.items()}


# ── one digest ────────────────────────────────────────────────────────────────────────────────
def _digest(mail: Mail, batch: _Batch, now: datetime) -> Digest | None:
    if mail.pk not in batch.desks:
        return None
    desk, pile = batch.desks[mail.pk], batch.piles[mail.pk]
    link = Link(mail)
    parts = tuple(_part(kind, pile, batch, mail, link) for kind in PartKind if pile.number(kind))
    reader = mail.recipient_id or 0
    groups = _groups(desk, pile, batch, link)
    shown = (pk for keys in pile.first.values() for pk in keys)
    return Digest(
        to_name=str(mail.recipient or mail.organisation or ""),
        day=batch.day,
        counted_at=timezone.localtime(now),
        parts=parts,
        news=tuple(_said(notice) for notice in batch.news.get(reader, ())[:MOST_NEWS]),
        groups=tuple(groups[:MOST_GROUPS]),
        hidden_groups=max(0, len(groups) - MOST_GROUPS),
        by_unit=desk.oversees,
        others=_others(shown, batch, mail.recipient_id),
        next_on=_next_on(batch, reader),
        list_url=link.to(open="true"),
        notices_url=rows.page("notice-list"),
        settings_url=rows.page("account-profile"),
        extensions=batch.extensions.get(reader, 0),
        extensions_url=rows.page("extension-queue"),
    )


@dataclass(frozen=True, slots=True)
class Link:
    """Addresses of lists that hold exactly what a mail counts."""

    mail: Mail

    def to(self, **query: str | list[str]) -> str:
        """The list of the desk, narrowed."""
        whose = {"desk": self.mail.recipient_id} if self.mail.recipient_id else self._unit
        return f"{rows.page('task-list')}?{urlencode({**whose, **query}, doseq=True)}"

    @property
    def _unit(self) -> dict[str, object]:
        """The tasks of a unit that lie before its head, as `desk.GIVEN` counts them."""
        return {"lead": self.mail.organisation_id, "level": "given"}

    def to_part(self, kind: PartKind, day: date, **query: str) -> str:
        """The list of one part."""
        narrowed: dict[PartKind, dict[str, str | list[str]]] = {
            PartKind.OVERDUE: {"timeliness": "overdue"},
            PartKind.TODAY: {"timeliness": "due_soon", "until_to": day.isoformat()},
            PartKind.SOON: {"timeliness": "due_soon", "until_from": (day + ONE_DAY).isoformat()},
            PartKind.DECIDE: {"status": list(desk_of.DECISIONS)},
            PartKind.UNRECEIVED: {"not_received": "true"},
            PartKind.SILENT: {"silent": "true", "timeliness": ["in_term", "no_deadline", "awaiting_event"]},
        }
        return self.to(**narrowed[kind], **query)


def _part(kind: PartKind, pile: Pile, batch: _Batch, mail: Mail, link: Link) -> Part:
    found = [batch.tasks[pk] for pk in pile.first[kind] if pk in batch.tasks]
    shown = tuple(_row(task, batch, mail.recipient_id) for task in found)
    return Part(kind=kind, number=pile.number(kind), rows=shown, url=link.to_part(kind, batch.day))


def _row(facts: rows.Facts, batch: _Batch, reader: int | None) -> Row:
    return rows.row_of(
        facts if facts.officer_id != reader else facts._replace(officer=None),
        batch.helpers.get(facts.pk, ()),
        day=batch.day,
        calendar=batch.calendar,
        action=rows.next_action(facts, reader),
    )


def _groups(desk: Desk, pile: Pile, batch: _Batch, link: Link) -> list[Group]:
    """Officers of a head's units, or units of those who oversee, worst first; nothing for who has only their own."""
    if not (desk.units or desk.oversees):
        return []
    groups = [_group(key, numbers, desk, batch, link) for key, numbers in pile.by_group().items()]
    return sorted(groups, key=lambda group: (-group.overdue, -group.soon, -group.decide, group.name))


def _group(key: int | None, numbers: Mapping[PartKind, int], desk: Desk, batch: _Batch, link: Link) -> Group:
    overdue = numbers.get(PartKind.OVERDUE, 0)
    whose = {"officer_none": "true"} if key is None else {"lead" if desk.oversees else "officer": str(key)}
    return Group(
        name=batch.names.get((desk.oversees, key or 0), _("Chưa giao chuyên viên")),
        overdue=overdue,
        soon=numbers.get(PartKind.TODAY, 0) + numbers.get(PartKind.SOON, 0),
        decide=numbers.get(PartKind.DECIDE, 0),
        url=link.to_part(PartKind.OVERDUE, batch.day, **whose) if overdue else link.to(open="true", **whose),
    )


def _said(notice: Notice) -> News:
    own = notice.task.get_absolute_url() if notice.task else reverse("notice-list")
    path = str(notice.facts.get("url") or own)
    return News(notice.sentence, rows.url(path))


def _others(shown: Iterable[int], batch: _Batch, reader: int | None) -> tuple[str, ...]:
    names = {name: None for pk in shown for person, name in batch.told.get(pk, ()) if person != reader}
    return tuple(names)


def _next_on(batch: _Batch, reader: int) -> date:
    if (weekday := batch.weekly.get(reader)) is None:
        return batch.calendar.next_working(batch.day + ONE_DAY)
    ahead = (weekday - batch.day.weekday() - 1) % 7 + 1
    return batch.calendar.next_working(batch.day + timedelta(days=ahead))
