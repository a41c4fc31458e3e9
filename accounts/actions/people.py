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

from accounts import audit, people_policy
from accounts.errors import DomainError, Stale
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
    people_policy.may_manage(actor, today).require()
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
        DomainError: it would end before it began, or nobody would be left to administer the system.
    """
    people_policy.may_manage(actor, today).require()
    post = (
        Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=membership_id)
    )
    if on <= post.valid_from:
        raise DomainError(_("Ngày kết thúc phải sau ngày bắt đầu giữ vị trí."), code="ends_before_start")
    if post.role == Role.ADMIN:
        _require_other_admin(today, but=Q(pk=post.pk))
    before = {"valid_to": post.valid_to}
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    audit.record("post.ended", post.user, actor=actor, before={**_said(post), **before}, after={"valid_to": on})
    return post


@transaction.atomic
def deactivate(user_id: int, *, actor: User, today: date, seen_version: int | None = None) -> User:
    """Close an account: sessions and the API token stop at once, posts and past deeds stay on record.

    Raises:
        Refused: the actor is no administrator.
        DomainError: it is the actor's own account, or nobody would be left to administer the system.
    """
    people_policy.may_manage(actor, today).require()
    if user_id == actor.pk:
        raise DomainError(_("Bạn không thể tự khóa tài khoản của mình."), code="own_account")
    user = _locked(user_id, seen_version)
    if user.holds({Role.ADMIN}, today):
        _require_other_admin(today, but=Q(user=user))
    ApiToken.objects.filter(user=user).revoke(timezone.now())
    return _store(user, {"is_active": False}, "person.deactivated", actor)


@transaction.atomic
def reactivate(user_id: int, *, actor: User, today: date, seen_version: int | None = None) -> User:
    """Open a closed account again.

    Raises:
        Refused: the actor is no administrator.
    """
    people_policy.may_manage(actor, today).require()
    return _store(_locked(user_id, seen_version), {"is_active": True}, "person.reactivated", actor)


@transaction.atomic
def reset_link(user_id: int, *, actor: User, today: date) -> str:
    """The path of a page where the person sets a new password; it works once and for a limited time.

    Raises:
        Refused: the actor is no administrator.
        DomainError: the account is closed.
    """
    people_policy.may_manage(actor, today).require()
    user = User.objects.get(pk=user_id)
    if not user.is_active:
        raise DomainError(_("Tài khoản đang bị khóa; hãy mở lại trước khi đặt lại mật khẩu."), code="closed_account")
    key = allauth_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    audit.record("person.reset_link_made", user, actor=actor)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


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
        people_policy.may_manage(actor, today).require()


def _require_open(user: User, post: Post) -> None:
    # A body that arose by a merger keeps the people of its predecessors, so a post may begin before it did.
    ended = post.organisation.valid_to
    if ended is not None and ended <= post.valid_from:
        sentence = _("%(name)s đã kết thúc trước ngày bắt đầu của vị trí này; hãy chọn tổ chức kế thừa.")
        raise DomainError(sentence % {"name": post.organisation}, code="organisation_ended")
    same = user.memberships.filter(organisation=post.organisation, role=post.role)
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
