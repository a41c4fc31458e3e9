"""Mails to a unit: to its mailbox, or to each of its heads when it has none."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from accounts.models import Organisation, User
from directives.models import Directive
from tasks.models import Mail, MailKind


def addresses_of(people: Iterable[int]) -> dict[int, str]:
    """E-mail addresses by user, without those who have none (one query)."""
    return dict(User.objects.filter(pk__in=set(people)).exclude(email="").values_list("pk", "email"))


def unit_mails(
    key: str, directive: Directive, unit: Organisation, heads: Collection[int], addresses: Mapping[int, str], day: date
) -> Iterator[Mail]:
    """The mails that tell `unit` of its tasks; those to heads carry the person behind `key`."""
    if unit.email:
        yield Mail(kind=MailKind.RELEASE, key=key, organisation=unit, directive=directive, address=unit.email, day=day)
        return
    for head in heads:
        if head in addresses:
            yield Mail(
                kind=MailKind.RELEASE,
                key=f"{key}:u{head}",
                recipient_id=head,
                organisation=unit,
                directive=directive,
                address=addresses[head],
                day=day,
            )
