"""What sources make, and how it is written: stand-ins added, mails at once beside their notices, everything once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import models

from accounts.models import User
from tasks.addressees import Addressees
from tasks.models import Escalation, Mail, MailKind, Notice
from tasks.notify.ledger import insert_new


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A notice that does not wait for the digest: it goes out by a mail of its own."""

    notice: Notice


Row = Notice | AtOnce | Escalation


@dataclass(slots=True)
class Written:
    """How many notices and mails at once were new."""

    notices: int = 0
    mails: int = 0


def write(rows: Iterable[Row], known: Addressees) -> Written:
    """Insert what is new; whoever stands in for somebody away gets the notice in their place, and its mail."""
    notices: list[Notice] = []
    at_once: list[Notice] = []
    beside: list[models.Model] = []
    for row in rows:
        if isinstance(row, Escalation):
            beside.append(row)
            continue
        notice = row.notice if isinstance(row, AtOnce) else row
        for each in with_stand_in(notice, known):
            if isinstance(row, AtOnce) and each.for_mail:
                each.for_mail = False
                at_once.append(each)
            notices.append(each)
    insert_new(beside)
    return Written(insert_new(notices), insert_new(mails_at_once(at_once)))


def with_stand_in(notice: Notice, known: Addressees) -> Iterator[Notice]:
    """The notice; for somebody away in the app only, and one for who stands in, marked with whose it is."""
    person = notice.recipient_id
    if not known.stand_ins.is_away(person):
        yield notice
        return
    receiver = known.receives(person)
    if receiver is not None:
        yield Notice(
            recipient_id=receiver,
            key=notice.key,
            kind=notice.kind,
            task_id=notice.task_id,
            directive_id=notice.directive_id,
            day=notice.day,
            facts={**notice.facts, "instead_of": known.names.get(person, "")},
            for_mail=notice.for_mail,
        )
    notice.for_mail = False
    yield notice


def mails_at_once(notices: Sequence[Notice]) -> Iterator[Mail]:
    """A mail for each notice whose recipient has an address (one query)."""
    people = User.objects.filter(pk__in={notice.recipient_id for notice in notices}, is_active=True).exclude(email="")
    addresses = dict(people.values_list("pk", "email"))
    for notice in notices:
        if notice.recipient_id in addresses:
            yield Mail(
                kind=MailKind.EVENT,
                key=f"{notice.key}:u{notice.recipient_id}",
                recipient_id=notice.recipient_id,
                task_id=notice.task_id,
                directive_id=notice.directive_id,
                address=addresses[notice.recipient_id],
                day=notice.day,
                facts={**notice.facts, "about": notice.kind},
            )
