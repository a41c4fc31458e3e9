"""Telling those concerned that bodies were reorganised: one notice each, which goes out with their next digest."""

from collections.abc import Collection
from datetime import date

from accounts.models import Membership, Organisation, Reorganisation, User
from accounts.roles import ANSWER, Role
from tasks.models import Notice, NoticeKind, Task
from tasks.notify.ledger import insert_new


def applied(row: Reorganisation, moved: Collection[int], *, actor: User, today: date) -> int:
    """Heads and officers of both sides and the monitors of the moved tasks; counts the new notices."""
    return _tell(row, "applied", moved, actor=actor, today=today)


def undone(row: Reorganisation, moved: Collection[int], *, actor: User, today: date) -> int:
    """The same people, that it was taken back."""
    return _tell(row, "undone", moved, actor=actor, today=today)


def blocked(row: Reorganisation, *, today: date) -> int:
    """Whoever planned it, once a day while it cannot be carried out."""
    key = f"reorganised:{row.pk}:blocked:{today}"
    facts = {**_facts(row), "what": "blocked", "problem": row.problem[:300]}
    return insert_new([_notice(row.created_by_id, key, facts, today)])


def _tell(row: Reorganisation, what: str, moved: Collection[int], *, actor: User, today: date) -> int:
    bodies = [*row.sources, *row.receivers, *row.founded_keys]
    posts = Membership.objects.on(max(today, row.effective_on)).filter(role__in=ANSWER, organisation__in=bodies)
    people = set(posts.values_list("user", flat=True))
    left = Membership.objects.filter(organisation__in=row.sources, role__in=ANSWER, valid_to=row.effective_on)
    people |= set(left.filter(user__is_active=True).values_list("user", flat=True))
    people |= _monitors(moved, today)
    facts = {**_facts(row), "what": what, "tasks": len(moved)}
    key = f"reorganised:{row.pk}:{what}:{row.turn}"
    return insert_new(_notice(person, key, facts, today) for person in sorted(people - {actor.pk}))


def _monitors(moved: Collection[int], today: date) -> set[int]:
    """Who follows the moved tasks; where nobody does, every monitor of the office."""
    followed = Task.objects.filter(pk__in=moved).order_by().values_list("monitor", flat=True).distinct()
    found = set(followed)
    known = {key for key in found if key is not None}
    if None in found:
        known |= set(Membership.objects.on(today).filter(role=Role.MONITOR).values_list("user", flat=True))
    return known


def _facts(row: Reorganisation) -> dict[str, object]:
    names = dict(Organisation.objects.filter(pk__in=[*row.sources, *row.receivers]).values_list("pk", "short_name"))
    into = [names.get(key, "") for key in row.receivers] + [body["short_name"] for body in row.founded]
    return {
        "reorganisation": row.pk,
        "kind": row.kind,
        "sources": ", ".join(names.get(key, "") for key in row.sources),
        "into": ", ".join(into) or (row.parent.short_name if row.parent else ""),
        "on": row.effective_on.isoformat(),
        "document": row.document,
    }


def _notice(person: int, key: str, facts: dict[str, object], today: date) -> Notice:
    return Notice(recipient_id=person, key=key, kind=NoticeKind.REORGANISED, day=today, facts=facts, for_mail=True)
