"""The reason on a greyed button is the one that the refusal gives to who takes the step all the same."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from tasks.models import Task
from tasks.views.steps import buttons
from tests.matrix import cases

pytestmark = pytest.mark.django_db
STATUSES = ("assigned", "signing", "submitted")
PEOPLE = ("minh", "lan", "hoa", "binh")


def greyed(people, made):
    """One person and task for each step that a page of these tasks greys the button of, and the reason beside it."""
    found = {}
    for task in (made.named, made.event, made.inside):
        for status in STATUSES:
            task.status = status
            for name in PEOPLE:
                offered = buttons(getattr(people, name), task, cases.TODAY)
                for button in (*offered.front, *offered.menu):
                    if not button.decision:
                        found.setdefault(button.step.name, (button.decision.reason, name, task.pk, status))
    return found


def test_a_greyed_button_and_the_refusal_give_the_same_reason(client, people):
    cases.cast(people)
    found = greyed(people, cases.tasks(people))
    assert len(found) > 12
    with time_machine.travel("2023-02-20T09:00:00+07:00", tick=False):
        for step, (reason, name, pk, status) in found.items():
            stand(pk, status)
            client.force_login(getattr(people, name))
            page = client.get(reverse("task-detail", args=[pk]))
            assert reason in unescape(page.content.decode()), (step, name, status)
            refused = client.get(reverse("task-move", args=[pk, step]))
            assert refused.status_code == 403, (step, name, status)
            assert reason in unescape(refused.content.decode()), (step, name, status)


def stand(pk, status):
    """The row in that status, with the dates that the schema demands of it."""
    day = cases.TODAY - timedelta(days=1)
    dates = {
        "proposed_on": day if status == "signing" else None,
        "submitted_on": day if status == "submitted" else None,
    }
    Task.objects.filter(pk=pk).update(status=status, **dates)
