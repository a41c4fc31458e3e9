"""Two people at the same moment, each on a connection of their own: one succeeds, the other is told."""

import threading

import pytest
from django.db import connection

from accounts.errors import DomainError
from tasks.models import ExtensionRequest, Mail, Task, Urging
from tests.extensions.conftest import LATER

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run the deeds in threads that start together; the codes of those refused."""
    start, refused, faults = threading.Barrier(len(deeds)), [], []

    def run(deed):
        try:
            start.wait(timeout=300)
            deed()
        except DomainError as refusal:
            refused.append(refusal.code)
        except Exception as fault:  # noqa: BLE001 - a thread cannot fail the test by itself
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    assert faults == []
    return refused


def test_two_askers_make_one_request(people, task, go):
    refused = at_once(
        lambda: go.ask(task, by=people.lan, seen_version=1), lambda: go.ask(task, by=people.minh, seen_version=1)
    )
    assert refused == ["stale"]
    assert ExtensionRequest.objects.count() == 1


def test_two_deciders_make_one_decision(people, task, go):
    go.ask(task)
    refused = at_once(lambda: go.grant(task, seen_version=2), lambda: go.refuse(task, seen_version=2))
    request = ExtensionRequest.objects.get()
    assert refused == ["stale"]
    assert Task.objects.get().due_on == (LATER if request.state == "granted" else request.due_before)


def test_two_people_urging_at_once_are_two_numbers_or_one_refusal(people, task):
    from tasks.actions import urgings
    from tests.extensions.conftest import TODAY

    def urge(by):
        return lambda: urgings.urge_one(task.pk, actor=by, today=TODAY, seen=0, message=urgings.Message(again=True))

    assert at_once(urge(people.hoa), urge(people.binh)) == ["already_urged"]
    assert list(Urging.objects.values_list("number", flat=True)) == [1]
    assert Mail.objects.filter(kind="urge").count() == 2
