"""How long what is kept: one line for each sort of data, and how it goes when its time is over.

What is never removed by any rule: the audit trail and its anchors, papers and their files once released, tasks with
their history, reports, answers and files, a leader's words, hand-overs, people's names. The law of archives rules over
these, not this product.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import audit, blobs
from accounts.models import ApiToken, Invitation, User
from directives.models import DirectiveFile
from directives.models.file import FileState
from tasks.models import Export, Mail, MailState, MailTry, Notice, SweepRun

BATCH: Final = 2_000
"""Rows in one transaction, so that the nightly run holds no lock for long."""
SETTLED: Final = (MailState.SENT, MailState.DEAD, MailState.DROPPED, MailState.REROUTED)
GONE_FILES: Final = (FileState.FAILED, FileState.DUPLICATE, FileState.REFUSED)
"""Uploads that became no paper; those of papers are kept with the paper."""


Rows: TypeAlias = "QuerySet[Any]"
"""Rows of one table, of whichever model."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One sort of data, kept for `days` unless RETENTION says otherwise.

    `over` finds the rows that are older than a moment, `end` ends some of them and counts.
    """

    label: str | Promise
    days: int
    over: Callable[[datetime], Rows]
    end: Callable[[Rows, date], int]


def _delete(rows: Rows, _today: date) -> int:
    return rows.delete()[1].get(rows.model._meta.label, 0)


def _bodies(before: datetime) -> Rows:
    kept = Mail.objects.filter(~Q(text="") | ~Q(html=""), created_at__lt=before, state__in=SETTLED)
    return kept.order_by("pk")


def _empty_bodies(rows: Rows, _today: date) -> int:
    return rows.update(text="", html="")


def _mails(before: datetime) -> Rows:
    """Rows nobody stands in for; a mail goes with, or after, those that replaced it."""
    heirs = Mail.objects.filter(instead_of=OuterRef("pk"))
    return Mail.objects.filter(~Exists(heirs), created_at__lt=before, state__in=SETTLED).order_by("pk")


def _tries(before: datetime) -> Rows:
    return MailTry.objects.filter(at__lt=before).order_by("pk")


def _notices(before: datetime) -> Rows:
    return Notice.objects.filter(created_at__lt=before, read_at__isnull=False).order_by("pk")


def _sessions(before: datetime) -> Rows:
    return Session.objects.filter(expire_date__lt=before).order_by("pk")


def _tokens(before: datetime) -> Rows:
    """Neither of use nor used since."""
    ended = Q(revoked_at__lt=before) | Q(revoked_at=None, expires_on__lt=before.date())
    return ApiToken.objects.filter(ended).order_by("pk")


def _invitations(before: datetime) -> Rows:
    """Those nobody accepted: names and addresses of people who never joined."""
    over = Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(over, accepted_at=None).order_by("pk")


def _sweeps(before: datetime) -> Rows:
    return SweepRun.objects.filter(day__lt=before.date()).order_by("pk")


def _exports(before: datetime) -> Rows:
    return Export.objects.filter(created_at__lt=before).order_by("pk")


def _uploads(before: datetime) -> Rows:
    wanted = DirectiveFile.objects.filter(directive=None, state__in=GONE_FILES, uploaded_at__lt=before)
    return wanted.exclude(content="").order_by("pk")


def _drop_bytes(rows: Rows, _today: date) -> int:
    """The row stays, so that the same upload is recognised; the bytes go, unless another row holds the same."""
    count = 0
    for file in rows:
        assert isinstance(file, DirectiveFile)  # noqa: S101 - the rule asks for files; tells the type checker
        if not blobs.is_named(file.content.name or "", beside=file):
            file.content.delete(save=False)
        DirectiveFile.objects.filter(pk=file.pk).update(content="")
        count += 1
    return count


def _contacts(before: datetime) -> Rows:
    """People who left so long ago, of whom an address or a number is still kept."""
    left = User.objects.filter(is_active=False, closed_on__lt=before.date(), contact_erased_on=None)
    return left.order_by("pk")


def _erase_contacts(rows: Rows, today: date) -> int:
    """Address and phone go, the name stays: it stands in the trail. Mails keep the address no longer either."""
    people = [row for row in rows if isinstance(row, User)]
    for person in people:
        Mail.objects.filter(recipient=person).exclude(address="").update(address="")
        Invitation.objects.filter(user=person).update(email="")
        User.objects.filter(pk=person.pk).update(email="", phone="", contact_erased_on=today)
    audit.record_all([audit.Deed("person.contact_erased", person) for person in people], actor=None)
    return len(people)


RULES: Final[Mapping[str, Rule]] = {
    "mail_bodies": Rule(_("Nội dung thư đã gửi"), 180, _bodies, _empty_bodies),
    "mail_tries": Rule(_("Câu trả lời của máy chủ thư"), 365, _tries, _delete),
    "mails": Rule(_("Dòng nhật ký gửi thư"), 730, _mails, _delete),
    "notices": Rule(_("Thông báo đã đọc"), 365, _notices, _delete),
    "sweeps": Rule(_("Lượt quét hạn"), 730, _sweeps, _delete),
    "sessions": Rule(_("Phiên đăng nhập đã hết hạn"), 1, _sessions, _delete),
    "tokens": Rule(_("Mã API đã hết hiệu lực"), 365, _tokens, _delete),
    "invitations": Rule(_("Lời mời không được nhận"), 90, _invitations, _delete),
    "exports": Rule(_("Tệp kết xuất"), 7, _exports, _delete),
    "uploads": Rule(_("Tệp tải lên không thành văn bản"), 90, _uploads, _drop_bytes),
    "contacts": Rule(_("Thư, điện thoại của người đã thôi công tác"), 1095, _contacts, _erase_contacts),
}
"""In this order: bodies before rows, tries before the mails they belong to."""


def days_of(text: str) -> dict[str, int]:
    """For how many days each sort is kept, by a text such as `notices=180,mails=0`; the others by their rules.

    Raises:
        ImproperlyConfigured: an unknown name, or no number.
    """
    found = {name: rule.days for name, rule in RULES.items()}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _sign, number = part.partition("=")
        if name not in RULES or not number.isdecimal():
            raise ImproperlyConfigured(
                f"RETENTION: {part!r} is none of {', '.join(f'{known}=DAYS' for known in RULES)}."
            )
        found[name] = int(number)
    return found


def days_kept(name: str) -> int:
    """For how many days that sort of data is kept in this office; 0 for ever."""
    return days_of(settings.RETENTION)[name]


def apply(days: Mapping[str, int], today: date, *, dry_run: bool = False) -> dict[str, int]:
    """Apply every rule with its number of `days` (0 switches it off); answers how many rows each touched.

    With `dry_run` nothing changes and the answer is how many each would touch. Killed anywhere it goes on the next
    time.
    """
    done = {}
    for name, rule in RULES.items():
        kept = days[name]
        before = timezone.make_aware(datetime.combine(today - timedelta(days=kept), time.min))
        if kept <= 0:
            done[name] = 0
        else:
            done[name] = rule.over(before).count() if dry_run else _work_off(rule, before, today)
    return done


def _work_off(rule: Rule, before: datetime, today: date) -> int:
    count = 0
    while True:
        with transaction.atomic():
            keys = list(rule.over(before).values_list("pk", flat=True)[:BATCH])
            if not keys:
                return count
            rows = rule.over(before).model._default_manager.filter(pk__in=keys)
            count += rule.end(rows, today)
