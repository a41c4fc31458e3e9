"""Telling people at once of one event: in the app, and by a mail of its own or in the digest of their next day."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from accounts.models import Organisation
from tasks.models import Mail, MailKind, Notice, NoticeKind, Task
from tasks.notify.ledger import insert_new
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

    `facts` are plain JSON values for `tasks.notice_words`; `mail_kind` is what the delivery log calls the mail.
    """

    kind: NoticeKind
    key: str
    task: Task
    day: date
    facts: dict[str, Any] = field(default_factory=dict)
    mail_kind: MailKind = MailKind.EVENT


def tell(event: Event, people: Collection[int], post: Post) -> int:
    """Notices of `event` for `people`, and their mails when `post` says at once; counts the new notices.

    Called again with the same key nothing is added. Who has no address gets the notice alone.
    """
    told = insert_new(_notice(event, person, post) for person in sorted(set(people)))
    if post is Post.AT_ONCE:
        insert_new(_mails_to_people(event, people))
    return told


def tell_unit(event: Event, unit: Organisation, heads: Collection[int]) -> int:
    """A mail at once to the mailbox of `unit`, or to its `heads` when it has none; counts the new mails."""
    if not unit.email:
        return insert_new(_mails_to_people(event, heads, unit))
    return insert_new([_mail(event, f"{event.key}:o{unit.pk}", unit.email, organisation=unit)])


def _notice(event: Event, person: int, post: Post) -> Notice:
    return Notice(
        recipient_id=person,
        key=event.key,
        kind=event.kind,
        task_id=event.task.pk,
        directive_id=event.task.directive_id,
        day=event.day,
        facts=_kept(event.facts),
        for_mail=post is Post.DIGEST,
    )


def _mails_to_people(event: Event, people: Collection[int], unit: Organisation | None = None) -> Iterator[Mail]:
    for person, address in sorted(addresses_of(people).items()):
        yield _mail(event, f"{event.key}:u{person}", address, recipient_id=person, organisation=unit)


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
