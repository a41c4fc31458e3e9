"""More time and urging over the API: same rules, same sentences."""

import pytest
import time_machine
from rest_framework.test import APIClient

from tasks.models import ExtensionRequest, Task, Urging
from tests.extensions.conftest import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        yield


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


ASK = {"version": 1, "due_on": "2023-03-10", "code": "legal", "reason": "Chờ thông tư", "progress": "Xong dự thảo"}


def test_ask_list_and_decide(people, task):
    answer = api(people.lan).post(f"/api/v1/tasks/{task.pk}/extend/", ASK, format="json")
    assert answer.status_code == 200, answer.json()
    listed = api(people.binh).get("/api/v1/extensions/?state=pending").json()["results"]
    assert [(row["task"], row["asked_due_on"], row["version"]) for row in listed] == [(task.pk, "2023-03-10", 2)]
    decided = api(people.binh).post(
        f"/api/v1/tasks/{task.pk}/extend_decide/", {"version": 2, "granted": True}, format="json"
    )
    assert (decided.json()["due_on"], decided.json()["extended_times"]) == ("2023-03-10", 1)
    assert api(people.binh).get("/api/v1/extensions/?state=granted").json()["results"][0]["days_granted"] == 23


def test_a_refusal_is_the_sentence_of_the_page(people, task, go):
    Task.objects.filter(pk=task.pk).update(due_on="2023-01-20")
    answer = api(people.lan).post(f"/api/v1/tasks/{task.pk}/extend/", ASK, format="json")
    assert answer.status_code == 403
    assert "Chỉ được xin gia hạn trước khi hết hạn" in answer.json()["message"]


def test_nobody_decides_for_their_own_unit(people, task, waiting):
    body = {"version": 2, "granted": True}
    answer = api(people.minh).post(f"/api/v1/tasks/{task.pk}/extend_decide/", body, format="json")
    assert (answer.status_code, ExtensionRequest.objects.get().state) == (403, "pending")


def test_what_is_not_yours_to_see_is_not_listed(people, task, waiting):
    assert api(people.tuan).get("/api/v1/extensions/").json()["results"] == []
    assert api(people.tuan).get(f"/api/v1/extensions/{waiting.pk}/").status_code == 404


def test_a_wrong_filter_is_named(people):
    answer = api(people.binh).get("/api/v1/extensions/?state=maybe")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["state"])


def test_the_filter_of_tasks_knows_both(people, task, go, waiting):
    def found(query):
        return [row["id"] for row in api(people.hoa).get(f"/api/v1/tasks/?{query}").json()["results"]]

    assert found("extension=pending") == [task.pk]
    go.grant(task, LATER)
    assert (found("extension=pending"), found("extended=true")) == ([], [task.pk])
    assert found("urged=1") == []


def test_urging_twice_by_a_retry_is_once(people, task):
    client, where = api(people.hoa), f"/api/v1/tasks/{task.pk}/urgings/"
    body = {"urged_times": 0, "words": "Báo cáo gấp", "answer_by": "2023-02-03", "again": True}
    assert client.post(where, body, format="json").status_code == 201
    again = client.post(where, body, format="json")
    assert (again.status_code, again.json()["code"], Urging.objects.count()) == (409, "already_urged", 1)
    listed = client.get(where).json()
    assert [(row["number"], len(row["receipts"])) for row in listed] == [(1, 2)]
    assert client.get("/api/v1/tasks/?urged=1").json()["results"][0]["urged_times"] == 1
