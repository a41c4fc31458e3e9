"""How somebody wants mail; the overdue tasks of one's own are told whatever stands here."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError, Stale
from accounts.models import Cadence, MailPreference, User
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Wish:
    """Quiet hours (both or none), and for leaders how often and on which weekday (0 is Monday) the digest comes."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    cadence: str = Cadence.DAILY.value
    weekday: int = 0


def may_choose_cadence(user: User, today: date) -> bool:
    """Only people who are leaders and nothing else; who does work, or answers for a unit, hears daily."""
    return {post.role for post in user.posts(today)} == {Role.LEADER}


def state_of(kept: MailPreference) -> str:
    """What is kept, as one text that a form carries, to notice a change in between."""
    hours = [f"{hour:%H:%M}" if hour else "" for hour in (kept.quiet_from, kept.quiet_until)]
    return "|".join([*hours, kept.cadence, str(int(kept.weekday))])


@transaction.atomic
def change(wish: Wish, *, actor: User, today: date, seen: str | None = None) -> MailPreference:
    """Keep what the actor wants for their own mail; `seen` is the `state_of` that the page showed.

    Raises:
        Stale: it was changed meanwhile, say in another window.
        DomainError: half of the quiet hours is missing, they are a whole day, or the digest may not be weekly.
    """
    if (wish.quiet_from is None) != (wish.quiet_until is None):
        sentence = _("Hãy ghi cả giờ bắt đầu và giờ kết thúc, hoặc để trống cả hai.")
        raise DomainError(sentence, code="quiet_half", status=400)
    if wish.quiet_from is not None and wish.quiet_from == wish.quiet_until:
        sentence = _("Giờ không nhận thư không thể kéo dài cả ngày: nhiệm vụ quá hạn của mình luôn được nhắc.")
        raise DomainError(sentence, code="quiet_always", status=400)
    if wish.cadence == Cadence.WEEKLY and not may_choose_cadence(actor, today):
        sentence = _("Chỉ lãnh đạo UBND được nhận thư mỗi tuần; người thực hiện và lãnh đạo đơn vị nhận thư hằng ngày.")
        raise DomainError(sentence, code="weekly_for_leaders", status=400)
    row, _made = MailPreference.objects.select_for_update().get_or_create(user=actor)
    before = {name: getattr(row, name) for name in asdict(wish)}
    if seen is not None and seen != state_of(row):
        raise Stale
    for name, value in asdict(wish).items():
        setattr(row, name, value)
    row.save()
    audit.record("preference.changed", actor, actor=actor, before=before, after=asdict(wish))
    return row
