"""The leadership pack: who keeps its rules, when one is due, and making it for each of its readers.

A pack counts to the end of the day before it is sent: only a day that has ended stays the same, so the files of a pack
made again are equal byte for byte.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError, Stale
from accounts.models import User
from accounts.policy import Decision
from directives.workdays import WorkingCalendar
from tasks import policy_office
from tasks.models import Mail, MailKind, Pack, PackFile, PackRule
from tasks.reports.asking import answer, question
from tasks.reports.catalogue import REPORTS
from tasks.reports.paper import Part, Report
from tasks.reports.papers import Form, file_name, written
from tasks.reports.papers.imprint import imprint_of

log = logging.getLogger(__name__)

CAUGHT_UP: Final = timedelta(days=3)
"""A pack that was missed, because nothing ran at its hour, is still made for so long."""
MAIN: Final = "overdue"
"""The report whose sums stand in the mail: also what was late long before this week."""


def may_keep(user: User, today: date) -> Decision:
    """Whether this person sets who gets which reports."""
    return policy_office.may(user, "keep_packs", today)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a rule is to say; `reports` are slugs of the catalogue, `forms` values of `Form`."""

    name: str
    weekday: int
    hour: time
    reports: Sequence[str]
    forms: Sequence[str]
    readers: Sequence[User]
    is_active: bool = True


@transaction.atomic
def save_rule(rule_id: int | None, wish: Wish, *, actor: User, today: date, seen_version: int = 1) -> PackRule:
    """Write a new rule, or change the one with that key.

    Raises:
        Refused: somebody who keeps no rules.
        Stale: somebody changed the rule meanwhile.
        DomainError: a reader may not read one of the reports.
    """
    acting.require(may_keep, actor, today=today)
    rule = PackRule() if rule_id is None else PackRule.objects.select_for_update().get(pk=rule_id)
    if rule_id is not None and rule.version != seen_version:
        raise Stale
    _require_readable(wish, today)
    before = {} if rule_id is None else _told(rule)
    rule.name, rule.weekday, rule.hour, rule.is_active = wish.name, wish.weekday, wish.hour, wish.is_active
    rule.reports, rule.forms = list(wish.reports), list(wish.forms)
    rule.version += 0 if rule_id is None else 1
    rule.save()
    rule.readers.set(wish.readers)
    audit.record("pack.rule_saved", rule, actor=actor, before=before, after=_told(rule))
    return rule


def _require_readable(wish: Wish, today: date) -> None:
    for reader in wish.readers:
        for slug in wish.reports:
            if not REPORTS[slug].may(reader, today):
                words = {"name": reader.full_name, "report": REPORTS[slug].title}
                raise DomainError(_("%(name)s không được xem “%(report)s”.") % words, code="reader_refused")


def _told(rule: PackRule) -> dict[str, Any]:
    readers = sorted(rule.readers.values_list("full_name", flat=True))
    plain = {"name": rule.name, "weekday": rule.weekday, "hour": f"{rule.hour:%H:%M}", "is_active": rule.is_active}
    return {**plain, "reports": rule.reports, "forms": rule.forms, "readers": readers}


def due_day(rule: PackRule, now: datetime, calendar: WorkingCalendar) -> date | None:
    """The day whose pack is to be made at `now` (local time), or None; a day off moves to the working day before it."""
    monday = now.date() - timedelta(days=now.weekday())
    for week in (monday, monday - timedelta(days=7)):
        day = week + timedelta(days=rule.weekday)
        day = day if calendar.is_working(day) else calendar.previous_working(day)
        planned = datetime.combine(day, rule.hour, tzinfo=now.tzinfo)
        if planned <= now < planned + CAUGHT_UP:
            return day
    return None


def readers_without(rule: PackRule, day: date) -> Iterable[User]:
    """Readers who have not got the pack of that day yet."""
    had = Pack.objects.filter(rule=rule, day=day, is_trial=False).values("reader")
    return rule.readers.filter(is_active=True).exclude(pk__in=had).order_by("pk")


@transaction.atomic
def make(rule: PackRule, reader: User, *, day: date, now: datetime, trial_by: User | None = None) -> Pack | None:
    """The pack of `day` for one reader with its mail; None when it is there already. One without content is only noted.

    Raises:
        Refused: a trial of somebody who keeps no rules.
    """
    if trial_by is not None:
        acting.require(may_keep, trial_by, today=day)
    kept = {"rule": rule, "reader": reader, "day": day, "is_trial": trial_by is not None}
    if trial_by is None:
        PackRule.objects.select_for_update().get(pk=rule.pk)
        if Pack.objects.filter(**kept).exists():
            return None
    with translation.override(reader.language):
        reports = [report for report in _reports(rule, reader, day, now) if not report.is_empty]
        numbers = _numbers(reports, rule, reader, day, now)
        pack = Pack.objects.create(**kept, counted_at=now, is_empty=not reports, numbers=numbers)
        for report in reports:
            _keep(pack, report, rule.forms)
    if reports:
        _post(pack)
    about = {"day": day.isoformat(), "reader": reader.full_name, "files": pack.files.count(), "empty": pack.is_empty}
    audit.record("pack.tried" if trial_by else "pack.made", pack, actor=trial_by, after=about)
    return pack


def made_again(pack: Pack, slug: str, form: Form) -> bytes:
    """One file of a pack counted anew from the history, for comparison with the one that was sent.

    Raises:
        DomainError: nothing is known of its day any more.
    """
    with translation.override(pack.reader.language):
        report = _report(slug, pack.reader, pack.day, pack.counted_at)
        if report is None:
            raise DomainError(_("Không còn số liệu của ngày này để tạo lại."), code="day_unknown")
        return written(report, form, imprint_of(pack.reader, pack.day))


def _reports(rule: PackRule, reader: User, day: date, now: datetime) -> list[Report]:
    slugs = [MAIN, *(slug for slug in rule.reports if slug != MAIN)] if MAIN in rule.reports else rule.reports
    found = (_report(slug, reader, day, now) for slug in slugs if slug in REPORTS and REPORTS[slug].may(reader, day))
    return [report for report in found if report is not None]


def _report(slug: str, reader: User, day: date, now: datetime) -> Report | None:
    """As of the end of the day before; None when nothing is known of that day."""
    query = QueryDict(f"as_of={day - timedelta(days=1)}")
    asked = question(REPORTS[slug], reader, query, today=day, now=now)
    return None if asked.errors else answer(asked)


def _numbers(reports: Iterable[Report], rule: PackRule, reader: User, day: date, now: datetime) -> list[list[object]]:
    """The sums of the main report, attached or not: words, number and address; those of nought are left out."""
    main = next((report for report in reports if report.slug == MAIN), None)
    if main is None and MAIN not in rule.reports and REPORTS[MAIN].may(reader, day):
        main = _report(MAIN, reader, day, now)
    if main is None:
        return []
    block = main.blocks[0]
    total = next(line for line in block.lines if line.part is Part.SUM)
    pairs = zip(block.columns, total.cells, strict=True)
    found = (
        [(column.hint or column.title).rstrip("."), cell.value, cell.href]
        for column, cell in pairs
        if isinstance(cell.value, int)
    )
    return [each for each in found if each[1]]


def _keep(pack: Pack, report: Report, forms: Iterable[str]) -> None:
    for each in forms:
        form = Form(each)
        content = written(report, form, imprint_of(pack.reader, pack.day))
        digest = hashlib.sha256(content).hexdigest()
        row = PackFile(
            pack=pack, slug=report.slug, form=each, name=file_name(report, form), sha256=digest, size=len(content)
        )
        row.content.save(f"{digest[:16]}-{pack.pk}.{each}", ContentFile(content), save=False)
        row.save()


def _post(pack: Pack) -> None:
    Mail.objects.create(
        kind=MailKind.PACK,
        key=f"pack:{pack.pk}:u{pack.reader_id}",
        recipient=pack.reader,
        address=pack.reader.email,
        day=pack.day,
        facts={"pack": pack.pk},
    )


def make_due(now: datetime, calendar: WorkingCalendar) -> int:
    """Make every pack whose hour has come; counts them. A reader whose pack fails stops nobody else's."""
    local, made = timezone.localtime(now), 0
    for rule in PackRule.objects.filter(is_active=True):
        day = due_day(rule, local, calendar)
        for reader in readers_without(rule, day) if day is not None else ():
            assert day is not None  # noqa: S101 - said by the loop; tells the type checker
            made += _made(rule, reader, day, now)
    return made


def _made(rule: PackRule, reader: User, day: date, now: datetime) -> bool:
    try:
        return make(rule, reader, day=day, now=now) is not None
    except Exception:  # the edge of the job: one pack that cannot be made must not stop the others
        log.exception("pack.failed rule=%s reader=%s day=%s", rule.pk, reader.pk, day)
        return False
