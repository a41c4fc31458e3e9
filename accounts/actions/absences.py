"""Entering, changing and calling off absences: the office does it, never the person concerned."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, people_policy
from accounts.errors import DomainError, Stale
from accounts.locking import locked
from accounts.models import Absence, Membership, User


@dataclass(frozen=True, slots=True)
class Leave:
    """From the first to the last day (both inclusive) with the substitute and the paper it rests on."""

    first_on: date
    last_on: date
    substitute: User | None = None
    ground: str = ""


@transaction.atomic
def enter(person_id: int, leave: Leave, *, actor: User, today: date) -> Absence:
    """Record that somebody is away.

    Raises:
        Refused: the actor is not of the office, or it is their own absence.
        DomainError: the days are past or out of order, another absence shares a day, or the substitute cannot stand in.
    """
    person = User.objects.select_for_update().get(pk=person_id)
    acting.require(people_policy.may_keep_absence_of, actor, person, today=today)
    _check(person, leave, today)
    row = Absence(
        person=person,
        first_on=leave.first_on,
        last_on=leave.last_on,
        substitute=leave.substitute,
        ground=leave.ground,
        entered_by=actor,
    )
    _store(row)
    audit.record("absence.entered", row, actor=actor, after=_said(row))
    return row


@transaction.atomic
def change(absence_id: int, leave: Leave, *, actor: User, today: date, seen_version: int | None) -> Absence:
    """Another end, another substitute; what was already received in their place stays where it is.

    Raises:
        Refused: as `enter`.
        Stale: somebody changed it since the form was opened.
        DomainError: as `enter`, or it was called off.
    """
    row = _locked(absence_id, actor, today, seen_version)
    _check(row.person, leave, today)
    before = _said(row)
    row.first_on, row.last_on = leave.first_on, leave.last_on
    row.substitute, row.ground = leave.substitute, leave.ground
    row.version += 1
    _store(row)
    audit.record("absence.changed", row, actor=actor, before=before, after=_said(row))
    return row


@transaction.atomic
def call_off(absence_id: int, *, actor: User, today: date, seen_version: int | None) -> Absence:
    """The person is there after all; the row stays on record.

    Raises:
        Refused: as `enter`.
        Stale: somebody changed it since the page was opened.
        DomainError: it was called off before, or is over.
    """
    row = _locked(absence_id, actor, today, seen_version)
    if row.last_on < today:
        raise DomainError(_("Đợt vắng mặt này đã qua nên không hủy được."), code="absence_over")
    row.called_off_at = timezone.now()
    row.version += 1
    row.save(update_fields=["called_off_at", "version"])
    audit.record("absence.called_off", row, actor=actor, before=_said(row))
    return row


def possible_substitutes(person: User, day: date) -> list[User]:
    """Who holds a post that day in a body where `person` holds one, by name (two queries)."""
    places = [post.organisation_id for post in person.posts(day)]
    posts = Membership.objects.on(day).filter(organisation__in=places).exclude(user=person)
    return list(dict.fromkeys(post.user for post in posts.select_related("user").order_by("user__full_name", "pk")))


def _locked(absence_id: int, actor: User, today: date, seen_version: int | None) -> Absence:
    row = locked(Absence.objects.select_related("person").filter(pk=absence_id)).get()
    acting.require(people_policy.may_keep_absence_of, actor, row.person, today=today)
    if seen_version is not None and row.version != seen_version:
        raise Stale
    if row.called_off_at is not None:
        raise DomainError(_("Đợt vắng mặt này đã được hủy; hãy ghi đợt mới nếu cần."), code="absence_called_off")
    return row


def _check(person: User, leave: Leave, today: date) -> None:
    if leave.last_on < leave.first_on:
        raise DomainError(_("Ngày cuối phải bằng hoặc sau ngày đầu."), code="absence_order", status=400)
    if leave.last_on < today:
        raise DomainError(_("Đợt vắng mặt phải kéo dài đến hôm nay hoặc về sau."), code="absence_past", status=400)
    if leave.substitute is None:
        return
    if leave.substitute not in possible_substitutes(person, max(today, leave.first_on)):
        known = {"substitute": leave.substitute, "person": person}
        sentence = _("%(substitute)s không giữ vị trí nào ở cùng cơ quan với %(person)s vào ngày bắt đầu vắng mặt.")
        raise DomainError(sentence % known, code="substitute_elsewhere")
    _check_circle(person, leave.substitute, leave)


def _check_circle(person: User, substitute: User, leave: Leave) -> None:
    """Nobody stands in for somebody who, while both are away, stands in for them."""
    others = Absence.objects.touching(leave.first_on, leave.last_on).exclude(person=person)
    named = dict(others.values_list("person_id", "substitute_id"))
    seen: set[int] = set()
    current: int | None = substitute.pk
    while current is not None and current != person.pk and current not in seen:
        seen.add(current)
        current = named.get(current)
    if current == person.pk:
        known = {"substitute": substitute, "person": person}
        sentence = _("%(substitute)s cũng vắng mặt trong thời gian này và được %(person)s thay; hãy chọn người khác.")
        raise DomainError(sentence % known, code="substitute_circle")


def _store(row: Absence) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        sentence = _("%(person)s đã có một đợt vắng mặt khác trong những ngày này; hãy sửa đợt đó.")
        raise DomainError(sentence % {"person": row.person}, code="absence_overlaps") from error


def _said(row: Absence) -> dict[str, object]:
    return {
        "first_on": row.first_on,
        "last_on": row.last_on,
        "substitute": str(row.substitute) if row.substitute else None,
        "ground": row.ground,
    }
