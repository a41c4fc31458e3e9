"""Making people, giving and ending their posts, closing accounts; every step is audited."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from allauth.account import app_settings as allauth_settings
from allauth.account.utils import user_pk_to_url_str
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, open_work, people_policy, sessions
from accounts.errors import DomainError, Stale
from accounts.locking import locked
from accounts.models import ApiToken, Field, Membership, Organisation, User
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """What is recorded of a person; `username` and `email` belong to one person only, whatever their case."""

    username: str
    full_name: str
    email: str = ""
    phone: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Post:
    """A post to give: from `valid_from` until the day before `valid_to` (None: open)."""

    organisation: Organisation
    role: Role
    valid_from: date
    title: str = ""
    valid_to: date | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class PostDates:
    """What may be corrected of a post: held from `first` until the day before `end` (None: open)."""

    first: date
    end: date | None = None
    title: str = ""
    fields: tuple[Field, ...] = ()


@transaction.atomic
def create(person: Person, *, actor: User | None, today: date, password: str | None = None) -> User:
    """A new person; without a password they set one through a reset link. `actor` None is an operator's command.

    Raises:
        Refused: the actor is no administrator.
        DomainError: the sign-in name or the address belongs to somebody else.
    """
    _require_manager(actor, today)
    try:
        with transaction.atomic():
            values = asdict(person)
            user = User.objects.create_user(values.pop("username"), password, **values)
    except IntegrityError as error:
        raise _taken() from error
    audit.record("person.created", user, actor=actor, after=asdict(person))
    return user


@transaction.atomic
def create_with_post(person: Person, post: Post, *, actor: User, today: date) -> User:
    """A new person and their first post, both or neither.

    Raises:
        Refused: the actor is no administrator.
        DomainError: as `create` and `give_post`.
    """
    user = create(person, actor=actor, today=today)
    give_post(user.pk, post, actor=actor, today=today)
    return user


@transaction.atomic
def change(user_id: int, person: Person, *, actor: User, today: date, seen_version: int | None) -> User:
    """Store what differs.

    Raises:
        Refused: the actor is no administrator.
        Stale: somebody changed the person since the form was opened.
        DomainError: the sign-in name or the address belongs to somebody else.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    return _store(_locked(user_id, seen_version), asdict(person), "person.changed", actor)


@transaction.atomic
def change_own(*, actor: User, full_name: str, phone: str, language: str, seen_version: int | None) -> User:
    """What everybody may change of themselves.

    Raises:
        Stale: somebody changed the person since the form was opened.
    """
    values: dict[str, object] = {"full_name": full_name, "phone": phone, "language": language}
    return _store(_locked(actor.pk, seen_version), values, "person.changed_own", actor)


@transaction.atomic
def give_post(user_id: int, post: Post, *, actor: User | None, today: date) -> Membership:
    """Give somebody a post.

    Raises:
        Refused: the actor is no administrator.
        DomainError: they hold that post already, or the organisation has ended by its first day.
    """
    _require_manager(actor, today)
    user = User.objects.select_for_update().get(pk=user_id)
    _require_open(user, post)
    held = Membership.objects.create(
        user=user,
        organisation=post.organisation,
        role=post.role,
        title=post.title,
        valid_from=post.valid_from,
        valid_to=post.valid_to,
    )
    held.fields_in_charge.set(post.fields)
    audit.record("post.given", user, actor=actor, after=_said(held, post.fields))
    return held


@transaction.atomic
def end_post(membership_id: int, *, on: date, actor: User, today: date) -> Membership:
    """End a post: from the day `on` it is no longer held.

    Raises:
        Refused: the actor is no administrator.
        DomainError: it would end before it began, nobody would be left to administer the system, or open work
            (`open_work`) would be left without anybody.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    post = _locked_post(membership_id, None)
    if on <= post.valid_from:
        raise DomainError(_("Ngày kết thúc phải sau ngày bắt đầu giữ vị trí."), code="ends_before_start")
    if post.role == Role.ADMIN:
        _require_other_admin(today, but=Q(pk=post.pk))
    _require_handed_over(post, on, today)
    before = {"valid_to": post.valid_to}
    post.valid_to = on
    post.version += 1
    post.save(update_fields=["valid_to", "version"])
    audit.record("post.ended", post.user, actor=actor, before={**_said(post), **before}, after={"valid_to": on})
    return post


@transaction.atomic
def correct_post(
    membership_id: int, dates: PostDates, *, actor: User, today: date, seen_version: int | None
) -> Membership:
    """Put right what was typed wrong: title, dates, fields. Another role or organisation is another post.

    Raises:
        Refused: the actor is no administrator.
        Stale: somebody changed the post since the form was opened.
        DomainError: it would overlap the same post, leave nobody to administer, or leave open work behind.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    post = _locked_post(membership_id, seen_version)
    before = _said(post, post.fields_in_charge.all())
    fields, values = tuple(dates.fields), {"title": dates.title, "valid_from": dates.first, "valid_to": dates.end}
    if dates.end is not None and dates.end <= dates.first:
        raise DomainError(_("Ngày kết thúc phải sau ngày bắt đầu giữ vị trí."), code="ends_before_start")
    wanted = Post(post.organisation, Role(post.role), dates.first, dates.title, dates.end, fields)
    _require_open(post.user, wanted, but=post.pk)
    if post.role == Role.ADMIN and not _covers(dates, today):
        _require_other_admin(today, but=Q(pk=post.pk))
    if dates.end is not None:
        _require_handed_over(post, dates.end, today)
    for name, value in values.items():
        setattr(post, name, value)
    post.version += 1
    post.save(update_fields=[*values, "version"])
    post.fields_in_charge.set(fields)
    audit.record("post.corrected", post.user, actor=actor, before=before, after=_said(post, fields))
    return post


@transaction.atomic
def cancel_post(membership_id: int, *, actor: User, today: date) -> User:
    """Take back a post that has not begun; nothing was done under it, so only the trail keeps it.

    Raises:
        Refused: the actor is no administrator.
        DomainError: it has begun; then it is ended.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    post = _locked_post(membership_id, None)
    if post.valid_from <= today:
        words = _("Vị trí này đã bắt đầu; hãy ghi ngày kết thúc thay vì hủy.")
        raise DomainError(words, code="post_begun")
    person, before = post.user, _said(post, post.fields_in_charge.all())
    post.delete()
    audit.record("post.cancelled", person, actor=actor, before=before)
    return person


@transaction.atomic
def deactivate(user_id: int, *, actor: User, today: date, seen_version: int | None = None) -> User:
    """Close an account: sessions and API tokens stop at once, posts and past deeds stay on record.

    Raises:
        Refused: the actor is no administrator.
        DomainError: it is the actor's own account, nobody would be left to administer the system, or work is still
            open on the person (`open_work`): it is handed over first, so that no task is left without an officer.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    if user_id == actor.pk:
        raise DomainError(_("Bạn không thể tự khóa tài khoản của mình."), code="own_account")
    user = _locked(user_id, seen_version)
    if user.holds({Role.ADMIN}, today):
        _require_other_admin(today, but=Q(user=user))
    if (left := open_work.of_person(user, today)) > 0:
        words = _("%(who)s còn %(count)s việc đang mở; hãy bàn giao trước khi khóa tài khoản.")
        raise DomainError(words % {"who": user, "count": left}, code="open_work")
    ApiToken.objects.filter(user=user).revoke(timezone.now())
    sessions.end_all(user)  # or they would live again when the account is opened again
    return _store(user, {"is_active": False, "closed_on": today}, "person.deactivated", actor)


@transaction.atomic
def reactivate(user_id: int, *, actor: User, today: date, seen_version: int | None = None) -> User:
    """Open a closed account again.

    Raises:
        Refused: the actor is no administrator.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    return _store(_locked(user_id, seen_version), {"is_active": True, "closed_on": None}, "person.reactivated", actor)


@transaction.atomic
def reset_link(user_id: int, *, actor: User, today: date) -> str:
    """The path of a page where the person sets a new password; it works once and for a limited time.

    Raises:
        Refused: the actor is no administrator.
        DomainError: the account is closed.
    """
    acting.require(people_policy.may_manage, actor, today=today)
    user = User.objects.get(pk=user_id)
    if not user.is_active:
        raise DomainError(_("Tài khoản đang bị khóa; hãy mở lại trước khi đặt lại mật khẩu."), code="closed_account")
    key = allauth_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    audit.record("person.reset_link_made", user, actor=actor)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def require_in_force(post: Post) -> None:
    """The organisation still is there on the first day of the post.

    A body that arose by a merger keeps the people of its predecessors, so a post may begin before it did.

    Raises:
        DomainError: it has ended by then.
    """
    ended = post.organisation.valid_to
    if ended is not None and ended <= post.valid_from:
        sentence = _("%(name)s đã kết thúc trước ngày bắt đầu của vị trí này; hãy chọn tổ chức kế thừa.")
        raise DomainError(sentence % {"name": post.organisation}, code="organisation_ended")


def _store(user: User, values: dict[str, object], action: str, actor: User) -> User:
    differs = {name: value for name, value in values.items() if getattr(user, name) != value}
    if not differs:
        return user
    before = {name: getattr(user, name) for name in differs}
    for name, value in differs.items():
        setattr(user, name, value)
    user.version += 1
    try:
        with transaction.atomic():
            user.save(update_fields=[*differs, "version"])
    except IntegrityError as error:
        raise _taken() from error
    audit.record(action, user, actor=actor, before=before, after=differs)
    return user


def _locked(user_id: int, seen_version: int | None) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    if seen_version is not None and user.version != seen_version:
        raise Stale
    return user


def _require_manager(actor: User | None, today: date) -> None:
    if actor is not None:
        acting.require(people_policy.may_manage, actor, today=today)


def _locked_post(membership_id: int, seen_version: int | None) -> Membership:
    post = locked(Membership.objects.select_related("user", "organisation").filter(pk=membership_id)).get()
    if seen_version is not None and post.version != seen_version:
        raise Stale
    return post


def _covers(dates: PostDates, today: date) -> bool:
    return dates.first <= today and (dates.end is None or dates.end > today)


def _require_handed_over(post: Membership, end: date, today: date) -> None:
    """A post that ends today or before leaves no work behind; an end that is ahead is reminded of until then."""
    if end <= today and (left := open_work.of_post(post, end)) > 0:
        words = _("%(who)s còn %(count)s nhiệm vụ không ai làm thay khi thôi vị trí này; hãy bàn giao trước.")
        raise DomainError(words % {"who": post.user, "count": left}, code="open_work")


def _require_open(user: User, post: Post, but: int | None = None) -> None:
    require_in_force(post)
    same = user.memberships.filter(organisation=post.organisation, role=post.role).exclude(pk=but or 0)
    overlapping = same.filter(Q(valid_to=None) | Q(valid_to__gt=post.valid_from))
    if post.valid_to is not None:
        overlapping = overlapping.filter(valid_from__lt=post.valid_to)
    if overlapping.exists():
        raise DomainError(_("Người này đã giữ vị trí đó trong khoảng thời gian này."), code="post_held")


def _require_other_admin(today: date, *, but: Q) -> None:
    if not Membership.objects.on(today).filter(role=Role.ADMIN).exclude(but).exists():
        raise DomainError(_("Đây là quản trị viên cuối cùng; hãy giao quyền cho người khác trước."), code="last_admin")


def _taken() -> DomainError:
    return DomainError(_("Tên đăng nhập hoặc thư điện tử này đã có người dùng."), code="identity_taken")


def _said(post: Membership, fields: Iterable[Field] = ()) -> dict[str, object]:
    return {
        "organisation": post.organisation.code,
        "role": post.role,
        "title": post.title,
        "valid_from": post.valid_from,
        "valid_to": post.valid_to,
        "fields": [field.code for field in fields],
    }
