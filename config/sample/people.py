"""People of the sample city: read from a table, made through the real actions."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from django.contrib.auth.hashers import make_password

from accounts import context, directory
from accounts.actions import organisations
from accounts.actions import people as actions
from accounts.directory import Entry, Origin
from accounts.models import Field, Membership, Organisation, User
from accounts.roles import Role
from tasks.asof import played_on

HERE: Final = Path(__file__).parent
PASSWORD: Final = "matkhau-demo-2026"  # noqa: S105 - printed for everybody; the command refuses to run in production
DOMAIN: Final = "haiphong.example"
START: Final = date(2021, 7, 1)
"""The first day of the term 2021-2026, and of every post in the sample: a sweep of a day in 2023 has whom to remind."""
OPENED: Final = date(2025, 7, 1)
"""The day the sample office began to work with the system: the first day of the merged city."""


UNMERGED: Final = "skhdt-cu"
"""The body of the directory that the sample city has not merged yet: it is for the visitor to do."""


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the table of people."""

    username: str
    full_name: str
    organisation: str
    role: Role
    title: str
    fields: tuple[str, ...]


def roster() -> list[Login]:
    """Everybody, in the order of the table."""
    with (HERE / "people.csv").open(encoding="utf-8", newline="") as table:
        return [
            Login(
                row["username"],
                row["full_name"],
                row["organisation"],
                Role(row["role"]),
                row["title"],
                tuple(row["fields"].split()),
            )
            for row in csv.DictReader(table)
        ]


def load_organisations() -> bool:
    """Load the built-in directory unless it is there; an edited one is left as it is."""
    if Organisation.objects.filter(code="ubnd-tp").exists():
        return False
    organisations.load(*before_the_merger(*directory.read(directory.BUILT_IN)), actor=None)
    return True


def before_the_merger(entries: Sequence[Entry], origins: Sequence[Origin]) -> tuple[list[Entry], list[Origin]]:
    """The directory as it would be had this one merger not come yet; the body stands last, its parent before it."""
    old = next(entry for entry in entries if entry.code == UNMERGED)
    alive = replace(old, parent="ubnd-tp", values={**old.values, "valid_to": None})
    return (
        [*(entry for entry in entries if entry.code != UNMERGED), alive],
        [origin for origin in origins if origin.code != UNMERGED],
    )


def load_people(today: date) -> int:
    """Make everybody of the table with their post, unless one is there (renamed and closed ones stay so); how many."""
    logins = roster()
    if User.objects.filter(username__in=[login.username for login in logins]).exists():
        return 0
    fields = {field.code: field for field in _fields()}
    places = Organisation.objects.in_bulk({login.organisation for login in logins}, field_name="code")
    made = [_make(login, places[login.organisation], fields, today) for login in logins]
    # One hash for all: they share the password, and a hash each would take most of the first start.
    User.objects.filter(pk__in=made).update(password=make_password(PASSWORD))
    _open_mailboxes(places.values())
    return len(made)


def place_names() -> dict[str, str]:
    """Names of organisations by code."""
    return dict(Organisation.objects.values_list("code", "short_name"))


def _make(login: Login, place: Organisation, fields: dict[str, Field], today: date) -> int:
    person = actions.Person(login.username, login.full_name, f"{login.username}@{DOMAIN}")
    user = actions.create(person, actor=None, today=today)
    charge = tuple(fields[code] for code in login.fields)
    post = actions.Post(place, login.role, START, login.title, fields=charge)
    actions.give_post(user.pk, post, actor=None, today=today)
    return user.pk


def _fields() -> list[Field]:
    with (HERE / "fields.csv").open(encoding="utf-8", newline="") as table:
        rows = [Field(code=row["code"], name=row["name"]) for row in csv.DictReader(table)]
    Field.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Field.objects.all())


def _open_mailboxes(places: Iterable[Organisation]) -> None:
    for place in places:
        if not place.email:
            place.become(email=f"{place.code}@{DOMAIN}")


def holder(role: Role, today: date) -> User:
    """Whoever has held a post with that role longest."""
    return Membership.objects.on(today).filter(role=role).select_related("user").order_by("pk")[0].user


@contextmanager
def acting(user: User, day: date) -> Iterator[User]:
    """What is done inside is noted under the post that `user` holds on that day, and kept as done on it."""
    post = next(iter(user.posts(day)), None)
    token = context.enter(context.RequestContext(membership_id=post.pk if post else None))
    try:
        with played_on(day):
            yield user
    finally:
        context.leave(token)
