"""A task of Sở Tài chính due on 15 February, and short ways to ask for more time and to decide."""

from datetime import date
from types import SimpleNamespace

import pytest

from tasks.actions import extensions
from tasks.models import ExtensionRequest, Task
from tests import factories as make

TODAY = date(2023, 2, 1)
DUE = date(2023, 2, 15)
LATER = date(2023, 3, 10)


@pytest.fixture
def task(people):
    return make.task(
        lead=people.finance,
        directive=make.directive(),
        due_on=DUE,
        officer=people.lan,
        leader=people.binh,
        monitor=people.hoa,
        status="in_progress",
    )


@pytest.fixture
def go(people):
    """`go.ask(task)`, `go.grant(task)` and so on by the usual people; keywords say what is unusual."""

    def fresh(task, given):
        return given.pop("seen_version", Task.objects.get(pk=task.pk).version)

    def ask(task, *, by=None, on=TODAY, due_on=LATER, uploads=(), **given):
        seen = fresh(task, given)
        wish = extensions.Ask(due_on, given.get("code", "legal"), given.get("reason", "Chờ thông tư"), "Xong dự thảo")
        return extensions.ask(task.pk, actor=by or people.lan, today=on, seen_version=seen, wish=wish, uploads=uploads)

    def decide(task, granted, words, given):
        who = {"actor": given.pop("by", people.binh), "today": given.pop("on", TODAY)}
        seen = fresh(task, given)
        return extensions.decide(task.pk, **who, seen_version=seen, verdict=extensions.Verdict(granted, words))

    def withdraw(task, *, by=None, on=TODAY, **given):
        seen = fresh(task, given)
        return extensions.withdraw(task.pk, actor=by or people.lan, today=on, seen_version=seen, reason="Xong sớm")

    return SimpleNamespace(
        ask=ask,
        grant=lambda task, day=LATER, **given: decide(task, day, "", given),
        refuse=lambda task, words="Đã đủ thời gian", **given: decide(task, None, words, given),
        withdraw=withdraw,
    )


@pytest.fixture
def waiting(task, go):
    """The request of an ordinary asking."""
    go.ask(task)
    return ExtensionRequest.objects.get()
