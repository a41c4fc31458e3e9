"""List and board as pages: who sees what, bad filters, a fixed number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.models import Export
from tasks.reports.papers import Form
from tasks.views import list_files
from tests import factories as make

pytestmark = pytest.mark.django_db


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["task-list", "report-overdue"])
def test_thirty_rows_cost_as_many_queries_as_one(people, client, name):
    client.force_login(people.hoa)
    paper = make.directive()
    make.task(
        lead=people.finance, directive=paper, due_on=date(2023, 2, 15), helped_by=[people.building], officer=people.lan
    )
    client.get(reverse(name))
    one = queries(client, reverse(name))
    for _number in range(29):
        make.task(
            lead=people.building,
            directive=paper,
            due_on=date(2023, 2, 15),
            helped_by=[people.finance],
            officer=people.tuan,
        )
    assert queries(client, reverse(name)) == one


def test_a_unit_sees_what_it_leads_or_helps_and_nothing_else(people, client):
    paper = make.directive()
    led = make.task(lead=people.finance, directive=paper)
    helped = make.task(lead=people.building, directive=paper, helped_by=[people.finance])
    hidden = make.task(lead=people.building, directive=paper)
    client.force_login(people.lan)
    shown = {task.pk for task in client.get(reverse("task-list")).context["page"].object_list}
    assert shown == {led.pk, helped.pk}
    assert hidden.pk not in shown


@pytest.mark.parametrize("where", ["/reports/", "/reports/overdue/", "/reports/monthly/", "/reports/extensions/"])
def test_reports_are_read_and_nothing_is_posted_to_them(people, client, where):
    client.force_login(people.binh)
    assert client.post(where).status_code == 405
    assert client.get(where).status_code == 200


def test_an_officer_is_told_why_the_board_is_not_for_them(people, client):
    client.force_login(people.lan)
    response = client.get(reverse("report-overdue"))
    assert response.status_code == 403
    assert "Việc của tôi" in response.content.decode()


def test_a_head_reads_the_board_of_their_own_unit(people, client):
    paper = make.directive()
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15))
    make.task(lead=people.building, directive=paper, due_on=date(2023, 2, 15))
    client.force_login(people.minh)
    assert client.get(reverse("report-overdue")).context["board"].total.everything.count == 1


@pytest.mark.parametrize(
    "query", ["timeliness=soon", "lead=abc", "due_from=32/13/2026", "band=9-99", "directive=999999"]
)
def test_a_wrong_filter_says_so_and_lists_nothing(people, client, query):
    make.task(lead=people.finance, directive=make.directive())
    client.force_login(people.hoa)
    response = client.get(f"{reverse('task-list')}?{query}")
    assert response.status_code == 200
    assert response.context["page"].paginator.count == 0
    assert "Bộ lọc có giá trị không hợp lệ" in response.content.decode()


def test_more_rows_than_a_person_waits_for_are_made_in_the_background(people, client, monkeypatch):
    monkeypatch.setitem(list_files.MOST_AT_ONCE, Form.XLSX, 1)
    paper = make.directive()
    for _number in range(2):
        make.task(lead=people.finance, directive=paper)
    client.force_login(people.hoa)
    response = client.get(reverse("task-list"), {"format": "xlsx"})
    assert response.status_code == 302
    assert response.url == reverse("export-list")
    assert Export.objects.get().owner == people.hoa
