"""Telling a unit that it is urged: a notice per task and person, one mail per person and round."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from accounts.models import Organisation, User
from tasks.mail.rows import AT_ONCE
from tasks.models import Mail, MailKind, Notice, NoticeKind, Urging, UrgingReceipt, UrgingRound
from tasks.notify import quiet
from tasks.notify.announce import LONGEST_FACT
from tasks.notify.ledger import insert_new
from tasks.notify.units import addresses_of


def urged(held: UrgingRound, urgings: Sequence[Urging], *, actor: User, today: date) -> int:
    """Notices to the officer and the heads of each lead, and one mail at once to each of them; counts new notices.

    A unit without anybody who can be told gets the mail in its mailbox. Keys: the notices `urge:<urging>`, the mails
    `urge:<round>:u<user>` or `urge:<round>:o<organisation>`.
    """
    receivers = _receivers(urgings)
    people = {person for told in receivers.values() for person in told}
    notices = (_notice(each, person, actor, today) for each in urgings for person in receivers[each.pk])
    new = insert_new(notices)
    insert_new(_mails(held, people, _quiet(urgings, receivers), today))
    insert_new(_mailbox_mails(held, [each for each in urgings if not receivers[each.pk]], today))
    return new


def _receivers(urgings: Sequence[Urging]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {urging.pk: [] for urging in urgings}
    receipts = UrgingReceipt.objects.filter(urging__in=urgings).order_by("pk")
    for urging, person in receipts.values_list("urging_id", "person_id"):
        found[urging].append(person)
    return found


def _notice(urging: Urging, person: int, actor: User, today: date) -> Notice:
    held = urging.round
    facts = {
        "number": urging.number,
        "by": str(actor),
        "answer_by": held.answer_by.isoformat() if held.answer_by else "",
        "words": held.words[:LONGEST_FACT],
        "round": held.pk,
    }
    return Notice(
        recipient_id=person,
        key=f"urge:{urging.pk}",
        kind=NoticeKind.URGE,
        task_id=urging.task_id,
        directive_id=urging.task.directive_id,
        day=today,
        facts=facts,
    )


def _quiet(urgings: Sequence[Urging], receivers: Mapping[int, Collection[int]]) -> Mapping[int, datetime]:
    """Until when the mail of each waits; not for those who are urged about anything very urgent."""
    calm = {person for told in receivers.values() for person in told}
    for urging in urgings:
        calm -= set(receivers[urging.pk]) if urging.task.urgency in AT_ONCE else set()
    return quiet.ends(calm)


def _mails(held: UrgingRound, people: Collection[int], waits: Mapping[int, datetime], today: date) -> Iterator[Mail]:
    for person, address in sorted(addresses_of(people).items()):
        yield _mail(held, f"u{person}", address, today, recipient_id=person, next_try_at=waits.get(person))


def _mailbox_mails(held: UrgingRound, urgings: Sequence[Urging], today: date) -> Iterator[Mail]:
    units: dict[int, Organisation] = {urging.lead_id: urging.lead for urging in urgings}
    for key, unit in sorted(units.items()):
        if unit.email:
            yield _mail(held, f"o{key}", unit.email, today, organisation=unit)


def _mail(held: UrgingRound, whom: str, address: str, today: date, **fields: object) -> Mail:
    return Mail(
        kind=MailKind.URGE,
        key=f"urge:{held.pk}:{whom}",
        address=address,
        day=today,
        facts={"round": held.pk, "about": NoticeKind.URGE.value},
        **fields,
    )
