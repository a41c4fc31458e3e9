"""What the mails of a batch say now, by kind: one loader for each, which reads for the whole batch at once."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from tasks.mail import (
    alerts,
    compose,
    digests,
    events,
    instructions,
    invitations,
    lateness,
    notes,
    packs,
    releases,
    requests,
)
from tasks.mail.people import address_of
from tasks.mail.types import Composed
from tasks.models import Mail, MailKind

Composer = Callable[[Mail], Composed | str]
"""What a mail says now, or the sentence why it need not be sent any more."""
Loader = Callable[[list[Mail], datetime], Composer]
"""Reads what the mails of one kind need, as of now, and answers how to compose each."""


def _digests(mails: list[Mail], now: datetime) -> Composer:
    load = digests.load(mails, now)

    def composed(mail: Mail) -> Composed | str:
        digest = load(mail)
        return compose.digest(digest) if digest else _("Các nhiệm vụ đã được xử lý hoặc đã có trong thư mới hơn.")

    return composed


def _releases(mails: list[Mail], now: datetime) -> Composer:
    load = releases.load(mails, now)

    def composed(mail: Mail) -> Composed | str:
        release = load(mail)
        return compose.release(release) if release else _("Các nhiệm vụ đã hoàn thành hoặc bị thu hồi trước khi gửi.")

    return composed


def _events(mails: list[Mail], now: datetime) -> Composer:
    load = events.load(mails, now)

    def composed(mail: Mail) -> Composed | str:
        event = load(mail)
        return compose.event(event) if event else _("Nhiệm vụ đã kết thúc trước khi gửi.")

    return composed


LOADERS: Final[dict[str, Loader]] = {
    MailKind.DIGEST: _digests,
    MailKind.UNIT: _digests,
    MailKind.RELEASE: _releases,
    MailKind.EVENT: _events,
    MailKind.URGE: requests.urgings,
    MailKind.EXTENSION: requests.extensions,
    MailKind.ALERT: alerts.load,
    MailKind.INSTRUCT: instructions.load,
    MailKind.INVITE: invitations.load,
    MailKind.PACK: packs.load,
}
"""A new kind of mail is one more line here."""


def load(mails: Collection[Mail], now: datetime) -> Composer:
    """How to compose each of `mails`; call it in the reader's language.

    Whoever was deactivated or lost every post since the mail was queued gets nothing; a mail that comes late, or in
    place of somebody else, says so above its text.
    """
    by_kind: dict[str, list[Mail]] = defaultdict(list)
    for mail in mails:
        by_kind[mail.kind].append(mail)
    composers = {kind: LOADERS[kind](found, now) for kind, found in by_kind.items() if kind in LOADERS}
    active = _with_posts(mails, now)
    late = lateness.load(mails, now)

    def composed(mail: Mail) -> Composed | str:
        if not _people(mail) <= active:
            return _("Người nhận không còn hoạt động hoặc không còn giữ vị trí công tác.")
        if not address_of(mail):
            return _("Người nhận không còn địa chỉ thư.")
        said = composers[mail.kind](mail)
        return said if isinstance(said, str) else notes.above(said, mail, late(mail))

    return composed


def _people(mail: Mail) -> set[int]:
    return {key for key in (mail.recipient_id, mail.reader_id) if key is not None}


def _with_posts(mails: Collection[Mail], now: datetime) -> set[int]:
    """Those concerned who are active and hold a post on the day of sending."""
    people = {key for mail in mails for key in _people(mail)}
    posts = Membership.objects.on(timezone.localtime(now).date()).filter(user__in=people)
    return set(posts.values_list("user_id", flat=True))
