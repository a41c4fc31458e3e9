"""Keeping filters under a name: save, change, share, delete, open a page with one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.errors import DomainError
from accounts.models import Organisation, User
from tasks.models import DefaultView, SavedView, ViewAudience
from tasks.policy_views import may_change, may_share

MOST: Final = 200
"""Views of one person."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what it is narrowed by."""

    path: str
    query: str


@dataclass(frozen=True, slots=True)
class Wish:
    """How a view is to be called and who is to find it; `role` only where it is shared with one."""

    name: str
    audience: str = ViewAudience.ME.value
    role: str = ""
    position: int = 0


def save(place: Place, wish: Wish, *, actor: User, today: date) -> SavedView:
    """Keep the page as it is narrowed now.

    Raises:
        Refused: the person does not share so widely.
        DomainError: the name is taken on this page (`view_named_twice`), or there are too many (`too_many_views`).
    """
    with _named_once(wish.name), transaction.atomic():
        if SavedView.objects.filter(owner=actor).count() >= MOST:
            sentence = _("Bạn đã lưu %(most)s góc nhìn; hãy xóa bớt những góc nhìn không dùng nữa.")
            raise DomainError(sentence % {"most": MOST}, code="too_many_views")
        terms = _terms(wish, actor, today)
        view = SavedView.objects.create(owner=actor, path=place.path, query=place.query, **terms)
        audit.record("view.saved", view, actor=actor, after={**terms, "path": place.path, "query": place.query})
        return view


def change(view_id: int, wish: Wish, *, actor: User, today: date) -> SavedView:
    """Another name, another audience, another place in the menu.

    Raises:
        Refused: it is somebody else's, or the person does not share so widely.
        DomainError: the name is taken on this page (`view_named_twice`).
    """
    with _named_once(wish.name), transaction.atomic():
        view = SavedView.objects.select_for_update().get(pk=view_id)
        acting.require(may_change, actor, view, today=today)
        # What an administrator tidies up stays with the unit it was shared with.
        kept = {"audience": view.audience, "unit": view.unit, "role": view.role}
        same = (wish.audience, wish.role) == (view.audience, view.role)
        terms = {**_terms(wish, actor, today), **(kept if same else {})}
        before = {name: getattr(view, name) for name in terms}
        for name, value in terms.items():
            setattr(view, name, value)
        view.save(update_fields=list(terms))
        audit.record("view.changed", view, actor=actor, before=before, after=terms)
        return view


@transaction.atomic
def delete(view_id: int, *, actor: User, today: date) -> None:
    """Forget the view, also as somebody's default; the trail keeps what it was.

    Raises:
        Refused: it is somebody else's.
    """
    view = SavedView.objects.select_for_update().get(pk=view_id)
    acting.require(may_change, actor, view, today=today)
    names = ("name", "path", "query", "audience", "unit", "role")
    before = {name: getattr(view, name) for name in names}
    key = view.pk
    view.delete()
    view.pk = key
    audit.record("view.deleted", view, actor=actor, before=before)


@transaction.atomic
def open_with(view_id: int, *, actor: User, today: date) -> SavedView:
    """Let its page open with this view for the person, and no other.

    Raises:
        SavedView.DoesNotExist: there is no such view for this person.
    """
    view = SavedView.objects.offered_to(actor, today).get(pk=view_id)
    DefaultView.objects.update_or_create(user=actor, path=view.path, defaults={"view": view})
    audit.record("view.made_default", view, actor=actor, after={"path": view.path})
    return view


@transaction.atomic
def open_plain(view_id: int, *, actor: User) -> None:
    """Let its page open without any view again.

    Raises:
        DefaultView.DoesNotExist: the page does not open with it.
    """
    default = DefaultView.objects.select_related("view").get(user=actor, view=view_id)
    default.delete()
    audit.record("view.default_dropped", default.view, actor=actor, before={"path": default.path})


def _terms(wish: Wish, actor: User, today: date) -> dict[str, object]:
    acting.require(may_share, actor, wish.audience, today=today)
    shared_with_role = wish.audience == ViewAudience.ROLE
    if shared_with_role and not wish.role:
        raise DomainError(_("Hãy chọn vai trò được dùng góc nhìn này."), code="role_required", status=400)
    unit = _unit(actor, today) if wish.audience == ViewAudience.UNIT else None
    role = wish.role if shared_with_role else ""
    return {"name": wish.name, "audience": wish.audience, "unit": unit, "role": role, "position": wish.position}


def _unit(actor: User, today: date) -> Organisation:
    """The unit of the post that the person acts under."""
    posts = actor.posts(today)
    acting_under = context.current().membership_id
    return next((post for post in posts if post.pk == acting_under), posts[0]).organisation


@contextmanager
def _named_once(name: str) -> Iterator[None]:
    """Turns the refusal of a second view of the same name into a sentence."""
    try:
        yield
    except IntegrityError as error:
        if "saved_view_named_once" not in str(error):
            raise
        sentence = _("Bạn đã có góc nhìn “%(name)s” ở trang này; hãy đặt tên khác.")
        raise DomainError(sentence % {"name": name}, code="view_named_twice") from error
