"""The API: the same rows, rules and numbers as the pages; every refusal has a code and a sentence."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from accounts.clock import today
from directives.models import Target
from tasks.api.moves import ENDPOINTS
from tasks.api.serializers import TaskOut
from tasks.deadlines import Basis
from tasks.lifecycle import MOVES, Status
from tasks.models import Task
from tests import factories as make

pytestmark = pytest.mark.django_db
TASKS = "/api/v1/tasks/"


@pytest.fixture
def api():
    def of(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return of


@pytest.fixture
def task(people):
    return make.task(
        lead=people.finance, directive=make.directive(), due_on=date(2099, 1, 5), helped_by=[people.building]
    )


def test_every_move_of_the_table_has_its_endpoint():
    assert set(ENDPOINTS) == set(MOVES)
    assert {reverse(f"api-task-{name}", args=[1]) for name in MOVES} == {f"{TASKS}1/{name}/" for name in MOVES}


@pytest.mark.parametrize("path", ["tasks/", "tasks/1/", "directives/", "organisations/", "reports/overdue/"])
def test_nobody_reads_without_signing_in(path):
    response = APIClient().get(f"/api/v1/{path}")
    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_the_schema_is_for_people_of_the_office(path):
    assert APIClient().get(path).status_code == 401


def test_a_token_signs_in(people, task):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {make.api_token(people.hoa)}")
    assert client.get(TASKS).json()["results"][0]["id"] == task.pk


def test_a_token_of_a_deactivated_person_opens_nothing(people, task):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {make.api_token(people.hoa)}")
    people.hoa.is_active = False
    people.hoa.save(update_fields=["is_active"])
    assert client.get(TASKS).status_code == 401


def test_a_unit_sees_its_own_tasks_only(people, api, task):
    other = make.task(lead=people.office, directive=make.directive(number=9))
    seen = [item["id"] for item in api(people.lan).get(TASKS).json()["results"]]
    assert seen == [task.pk]
    refused = api(people.lan).get(f"{TASKS}{other.pk}/")
    assert refused.status_code == 404
    assert refused.json()["code"] == "not_found"


def test_the_list_is_narrowed_by_the_filter_of_the_pages(people, api, task):
    make.task(lead=people.building, directive=make.directive(number=7), due_on=date(2020, 1, 1))
    found = api(people.hoa).get(TASKS, {"timeliness": "overdue"}).json()["results"]
    assert [item["timeliness"] for item in found] == ["overdue"]
    assert found[0]["days_late"] > 2000


def test_a_wrong_filter_is_refused_by_field(people, api):
    response = api(people.hoa).get(TASKS, {"timeliness": "soonish"})
    assert response.status_code == 400
    assert "timeliness" in response.json()["fields"]


def test_cursor_pages_cover_every_task_once(people, api):
    paper = make.directive()
    made = {make.task(lead=people.finance, directive=paper).pk for _number in range(7)}
    url, seen = f"{TASKS}?page_size=3", []
    while url:
        body = api(people.hoa).get(url).json()
        seen += [item["id"] for item in body["results"]]
        url = body["next"]
    assert sorted(seen) == sorted(made)


def test_thirty_rows_cost_as_many_queries_as_one(people, api):
    paper = make.directive()

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert api(people.hoa).get(TASKS).status_code == 200
        return len(captured)

    make.task(lead=people.finance, directive=paper, helped_by=[people.building], officer=people.lan)
    cost()
    one = cost()
    for _number in range(29):
        make.task(lead=people.building, directive=paper, helped_by=[people.finance], officer=people.tuan)
    assert cost() == one


def test_a_task_goes_its_whole_way_over_the_api(people, api, task):
    officer, head, monitor = api(people.lan), api(people.minh), api(people.hoa)

    def move(client, name, **given):
        version = Task.objects.get(pk=task.pk).version
        response = client.post(f"{TASKS}{task.pk}/{name}/", {"version": version, **given}, format="json")
        assert response.status_code == 200, response.json()
        return response.json()["status"]

    assert move(head, "receive") == Status.RECEIVED
    assert move(head, "delegate", officer=people.lan.pk) == Status.RECEIVED
    assert move(officer, "report", done="Đã gửi dự thảo", percent=40, obstacle="waiting_others") == Status.IN_PROGRESS
    assert move(officer, "submit", number="15/BC-STC", issued_on="2025-01-05") == Status.SIGNING
    assert move(officer, "take_back", reason="Nhầm tệp") == Status.IN_PROGRESS
    assert move(officer, "submit", number="15/BC-STC", issued_on="2025-01-05") == Status.SIGNING
    assert move(head, "sign_off") == Status.SUBMITTED
    assert move(monitor, "return", reason="Thiếu phụ lục") == Status.IN_PROGRESS
    assert move(officer, "submit", number="16/BC-STC") == Status.SIGNING
    assert move(head, "send_back", reason="Chưa ký số") == Status.IN_PROGRESS
    assert move(head, "submit", number="16/BC-STC") == Status.SUBMITTED
    assert move(monitor, "accept", quality="good") == Status.DONE
    history = monitor.get(f"{TASKS}{task.pk}/history/").json()
    assert [step["move"] for step in history] == [
        "receive",
        "delegate",
        "report",
        "submit",
        "take_back",
        "submit",
        "sign_off",
        "return",
        "submit",
        "send_back",
        "submit",
        "accept",
    ]
    assert len(monitor.get(f"{TASKS}{task.pk}/reports/").json()) == 5


def test_a_result_file_comes_in_as_multipart(people, api, task):
    client = api(people.lan)
    file = SimpleUploadedFile("ket-qua.txt", "Đã hoàn thành báo cáo.".encode(), "text/plain")
    response = client.post(f"{TASKS}{task.pk}/submit/", {"version": task.version, "files": [file]}, format="multipart")
    assert response.status_code == 200, response.json()
    files = client.get(f"{TASKS}{task.pk}/reports/").json()[0]["files"]
    assert [item["name"] for item in files] == ["ket-qua.txt"]


def test_a_stale_version_changes_nothing(people, api, task):
    response = api(people.minh).post(f"{TASKS}{task.pk}/receive/", {"version": task.version + 1}, format="json")
    assert response.status_code == 409
    assert response.json()["code"] == "stale"
    assert Task.objects.get(pk=task.pk).status == Status.ASSIGNED


def test_the_reason_of_a_refusal_is_the_one_of_the_button(people, api, task):
    response = api(people.lan).post(
        f"{TASKS}{task.pk}/accept/", {"version": task.version, "quality": "good"}, format="json"
    )
    assert response.status_code == 403
    reason = api(people.lan).get(f"{TASKS}{task.pk}/moves/").json()["accept"]["reason"]
    assert response.json() == {"code": "forbidden", "message": reason, "fields": {}}


def test_a_missing_input_is_named(people, api, task):
    response = api(people.minh).post(f"{TASKS}{task.pk}/contest/", {"version": task.version}, format="json")
    assert response.status_code == 400
    assert {"reason", "code"} <= set(response.json()["fields"])


def test_moving_a_task_that_is_not_yours_to_see_is_not_found(people, api):
    hidden = make.task(lead=people.office, directive=make.directive())
    response = api(people.lan).post(f"{TASKS}{hidden.pk}/receive/", {"version": 1}, format="json")
    assert response.status_code == 404


def test_the_board_says_what_the_list_counts(people, api):
    paper = make.directive()
    for number in range(3):
        make.task(lead=people.finance, directive=paper, due_on=date(2024, 1, 1 + number))
    board = api(people.binh).get("/api/v1/board/").json()
    overdue = board["total"]["cells"][0]
    assert overdue["count"] == 3
    assert len(api(people.binh).get(f"{TASKS}?{overdue['query']}").json()["results"]) == 3
    assert api(people.lan).get("/api/v1/board/").status_code == 403


def test_directives_come_with_text_and_structure(people, api, task):
    body = api(people.hoa).get("/api/v1/directives/").json()["results"][0]
    assert body["number_text"] == "02/CT-UBND"
    assert body["task_count"] == 1
    assert body["signer_capacity"] == ""
    detail = api(people.hoa).get(f"/api/v1/directives/{body['id']}/").json()
    assert {"text", "sections", "references"} <= set(detail)
    assert api(people.kiem).get("/api/v1/directives/?year=abc").status_code == 400


def test_targets_of_a_paper_with_their_values_for_those_who_see_them(people, api, task):
    paper = task.directive
    when = {"state": "confirmed", "confirmed_on": date(2024, 1, 2), "due_on": date(2024, 12, 31)}
    growth = Target.objects.create(
        directive=paper, name="Tăng trưởng", value_from="12.5", unit="%", start=1, end=9, **when
    )
    Target.objects.create(directive=paper, name="Đề xuất", value_from=3, start=20, end=30)
    for day, value in ((2, "9"), (5, "13.1")):
        growth.progress.create(on=date(2024, day, 1), value=value, source="Cục Thống kê", reported_by=people.thao)
    where = f"/api/v1/directives/{paper.pk}/targets/"
    (row,) = api(people.lan).get(where).json()
    assert (row["name"], row["standing"], row["is_late"]) == ("Tăng trưởng", "reached", False)
    assert [(each["on"], each["value"]) for each in row["values"]] == [
        ("2024-02-01", "9.0000"),
        ("2024-05-01", "13.1000"),
    ]
    assert [each["name"] for each in api(people.hoa).get(where).json()] == ["Tăng trưởng", "Đề xuất"]
    hidden = make.directive(number=77)
    assert api(people.lan).get(f"/api/v1/directives/{hidden.pk}/targets/").status_code == 404
    assert api(people.hoa).get(f"/api/v1/directives/{hidden.pk}/targets/").json() == []
    assert api(people.lan).post(where).status_code == 405


def test_every_report_of_the_catalogue_answers_in_one_shape(people, api):
    slugs = [row["slug"] for row in api(people.binh).get("/api/v1/reports/").json()]
    assert "overdue" in slugs
    for slug in slugs:
        assert {"slug", "as_of", "statement", "blocks"} <= set(api(people.binh).get(f"/api/v1/reports/{slug}/").json())


def test_organisations_by_kind_and_day(people, api):
    old = make.organisation(name="Sở cũ", parent=people.city, valid_to=date(2025, 3, 1))
    rows = api(people.lan).get("/api/v1/organisations/?in_force=2026-01-01").json()["results"]
    assert people.finance.pk in {row["id"] for row in rows}
    assert old.pk not in {row["id"] for row in rows}


def test_the_schema_builds_without_a_warning_and_has_a_page(people, api, client):
    assert api(people.lan).get("/api/schema/").status_code == 200
    client.force_login(people.lan)
    assert client.get("/api/docs/").status_code == 200


@pytest.fixture
def one_of_each(people):
    """A task in each status, before and after its deadline, extended, with and without those who take part."""
    paper, now = make.directive(), today()
    days = {"submitted": ("submitted_on",), "done": ("submitted_on", "completed_on")}
    for place, status in enumerate(Status):
        due = now + timedelta(days=3 * place - 9) if place % 3 else None
        made = make.task(
            lead=people.finance,
            directive=paper,
            due_on=due,
            helped_by=[people.office, people.building][: place % 3],
            officer=people.lan if place % 2 else None,
            status=status.value,
            event="" if due else "ngày họp",
            **dict.fromkeys(days.get(status.value, ()), now),
        )
        Task.objects.filter(pk=made.pk).update(due_on=due and due + timedelta(days=5))


@pytest.mark.parametrize("basis", Basis)
def test_a_row_of_the_list_is_what_the_task_says_of_itself(people, api, one_of_each, basis):
    rows = api(people.hoa).get(f"{TASKS}?basis={basis.value}").json()["results"]
    tasks = Task.objects.counted(basis)
    assert rows == json.loads(JSONRenderer().render(TaskOut(tasks, many=True).data))
    assert len(rows) == len(Status)
    assert len({row["timeliness"] for row in rows}) > 5
    assert any(row["days_late"] for row in rows)
