"""Telling people at once of one event: in the app, and by a mail of its own or in the digest of their next day."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from accounts.models import Organisation
from tasks import addressees
from tasks.models import Mail, MailKind, Notice, NoticeKind, Task
from tasks.notify.ledger import insert_new
from tasks.notify.quiet import ends_for
from tasks.notify.rows import with_stand_in
from tasks.notify.units import addresses_of

LONGEST_FACT: Final = 400


class Post(StrEnum):
    """Whether an event also goes out by mail."""

    NONE = "none"  # only in the app
    DIGEST = "digest"  # folded into the digest of the next working day, unless it was read before
    AT_ONCE = "at_once"  # a mail of its own, now


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a task. `key` is unique for all time, such as `return:41:977` or `urge:12`.

    `facts` are plain JSON values for `tasks.notice_words`; `mail_kind` is what the delivery log calls the mail; `by` is
    who did it, who is not told in somebody's place either.
    """

    kind: NoticeKind
    key: str
    task: Task
    day: date
    facts: dict[str, Any] = field(default_factory=dict)
    mail_kind: MailKind = MailKind.EVENT
    by: int | None = None


def tell(event: Event, people: Collection[int], post: Post) -> int:
    """Notices of `event` for `people`, and their mails when `post` says at once; counts the new notices.

    Who is away keeps the notice in the app, and whoever stands in gets it in their place, with the mail. Called again
    with the same key nothing is added. Who has no address gets the notice alone.
    """
    notices = list(_notices(event, set(people), is_mailed=post is not Post.NONE))
    if post is Post.AT_ONCE:
        insert_new(_mails_to_people(event, [notice for notice in notices if notice.for_mail]))
        for notice in notices:
            notice.for_mail = False
    return insert_new(notices)


def tell_unit(event: Event, unit: Organisation, heads: Collection[int]) -> int:
    """A mail at once to the mailbox of `unit`, or to its `heads` when it has none; counts the new mails."""
    if not unit.email:
        notices = _notices(event, set(heads), is_mailed=True)
        return insert_new(_mails_to_people(event, [notice for notice in notices if notice.for_mail], unit))
    return insert_new([_mail(event, f"{event.key}:o{unit.pk}", unit.email, organisation=unit)])


def _notices(event: Event, people: Collection[int], *, is_mailed: bool) -> Iterator[Notice]:
    """One for each of `people`, and for those who stand in for them and are not told for themselves."""
    if not people:
        return
    known = addressees.on(event.day, near=[event.task])
    for person in sorted(people):
        for notice in with_stand_in(_notice(event, person, is_mailed=is_mailed), known):
            if notice.recipient_id == person or notice.recipient_id not in {*people, event.by}:
                yield notice


def _notice(event: Event, person: int, *, is_mailed: bool) -> Notice:
    return Notice(
        recipient_id=person,
        key=event.key,
        kind=event.kind,
        task_id=event.task.pk,
        directive_id=event.task.directive_id,
        day=event.day,
        facts=_kept(event.facts),
        for_mail=is_mailed,
    )


def _mails_to_people(event: Event, notices: Sequence[Notice], unit: Organisation | None = None) -> Iterator[Mail]:
    """The same as the notices say, to those with an address; in quiet hours only what is very urgent."""
    addresses = addresses_of(notice.recipient_id for notice in notices)
    quiet = ends_for(event.task, addresses)
    for notice in notices:
        person = notice.recipient_id
        if person in addresses:
            mail = _mail(event, f"{event.key}:u{person}", addresses[person], recipient_id=person, organisation=unit)
            mail.facts |= {name: notice.facts[name] for name in ("instead_of",) if name in notice.facts}
            mail.next_try_at = quiet.get(person)
            yield mail


def _mail(event: Event, key: str, address: str, **whom: Any) -> Mail:
    return Mail(
        kind=event.mail_kind,
        key=key,
        task_id=event.task.pk,
        directive_id=event.task.directive_id,
        address=address,
        day=event.day,
        facts={**_kept(event.facts), "about": event.kind.value},
        **whom,
    )


def _kept(facts: dict[str, Any]) -> dict[str, Any]:
    """Long words cut; the task's page has them whole."""
    return {name: _cut(value) if isinstance(value, str) else value for name, value in facts.items()}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"
