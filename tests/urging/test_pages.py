"""The pages of urging: one click, a selection, the round with its letter, the log."""

import io
from datetime import date

import docx
import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from tasks.actions import urgings as actions
from tasks.models import Task, Urging, UrgingLetter, UrgingRound
from tests import factories as make
from tests.tasks.pages import browser, cost, text
from tests.urging.conftest import DUE

pytestmark = pytest.mark.django_db
NEW = reverse("urging-new")


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-03-01T09:30:00+07:00", tick=False):
        yield


def click(task):
    return reverse("task-move", args=[task.pk, "urge"])


def letter_fields(**given):
    return {"signer": "office_deputy", "signer_name": "Phạm Huy Hoàng", **given}


def seen(*tasks, **more):
    return {"task": [task.pk for task in tasks], **{f"seen-{task.pk}": task.urged_times for task in tasks}, **more}


def test_one_click_on_the_page_urges(people, task):
    client = browser(people.hoa)
    assert "Đôn đốc lần 1" in text(client.get(task.get_absolute_url()))
    client.post(click(task), {"version": 1, "seen_number": 0})
    page = text(client.get(task.get_absolute_url()))
    assert "Đôn đốc: 1 lần" in page
    assert "khi đó quá hạn 14 ngày" in page


def test_the_second_click_of_the_day_asks_first(people, task):
    client = browser(people.hoa)
    client.post(click(task), {"version": 1, "seen_number": 0})
    asked = client.post(click(task), {"version": 1, "seen_number": 1})
    assert asked.status_code == 409
    assert "Hôm nay đã đôn đốc lần 1 lúc 09:30" in text(asked)
    client.post(click(task), {"version": 1, "seen_number": 1, "again": "on"})
    assert Urging.objects.count() == 2


def test_opening_the_task_is_the_read_time(people, task, urge):
    urge(task)
    browser(people.hoa).get(task.get_absolute_url())
    assert "chưa xem" in text(browser(people.hoa).get(task.get_absolute_url()))
    browser(people.lan).get(task.get_absolute_url())
    page = text(browser(people.hoa).get(task.get_absolute_url()))
    assert "Nguyễn Thị Lan:" in page
    assert "đã xem 09:30 01/03/2023" in page


def test_who_may_not_urge_sees_no_button_but_the_history(people, task, urge):
    urge(task)
    page = text(browser(people.lan).get(task.get_absolute_url()))
    assert "Đôn đốc: 1 lần" in page
    assert click(task) not in page
    assert browser(people.lan).get(NEW).status_code == 403


def test_what_cannot_be_urged_says_so_on_the_button(people, task):
    Task.objects.filter(pk=task.pk).update(status="submitted", submitted_on=DUE)
    page = text(browser(people.hoa).get(task.get_absolute_url()))
    assert "Đơn vị đã báo cáo hoàn thành, đang chờ Văn phòng xác nhận" in page


def test_after_more_than_three_the_leaders_sitting_is_suggested(people, task):
    Task.objects.filter(pk=task.pk).update(urged_times=3)
    assert "nên đưa vào" not in text(browser(people.hoa).get(task.get_absolute_url()))
    assert "nên đưa vào phiên họp" in text(browser(people.hoa).get(NEW, {"task": [task.pk]}))


def test_the_preview_groups_by_unit_and_names_what_is_left_out(people, task, other, paper):
    done = make.task(lead=people.finance, directive=paper, title="Đã xong", status="submitted", submitted_on=DUE)
    page = text(browser(people.hoa).get(NEW, {"task": [task.pk, other.pk, done.pk]}))
    assert "Đôn đốc 2 nhiệm vụ" in page
    assert page.index('id="unit-') < page.index("Rà soát quy hoạch")
    for words in ("Nguyễn Thị Lan, Trần Văn Minh", "Không đôn đốc được:", "Đã xong</a>: Đơn vị đã báo cáo"):
        assert words in page


def test_a_selection_is_urged_with_its_letter(people, task, other):
    fields = letter_fields(with_letter="on", words="Báo cáo gấp", answer_by="2023-03-08")
    response = browser(people.hoa).post(NEW, seen(task, other, **fields), follow=True)
    page = text(response)
    assert "Đã đôn đốc 2 nhiệm vụ." in page
    assert "don-doc-2-don-vi-lan-1-20230301.docx" in page
    letter = UrgingLetter.objects.get()
    assert set(letter.units.values_list("short_name", flat=True)) == {"Sở Tài chính", "Sở Xây dựng"}
    where = reverse("urging-letter", args=[letter.round_id, letter.pk])
    file = b"".join(browser(people.hoa).get(where).streaming_content)
    assert "V/v đôn đốc thực hiện nhiệm vụ quá hạn" in docx.Document(io.BytesIO(file)).tables[0].cell(0, 0).text
    assert browser(people.lan).get(where).status_code == 403


def test_the_same_post_again_urges_nobody(people, task):
    client, fields = browser(people.hoa), seen(task, **letter_fields())
    client.post(NEW, fields)
    again = client.post(NEW, {**fields, "again": "on"}, follow=True)
    assert "vừa được đôn đốc lần 1" in text(again)
    assert UrgingRound.objects.count() == 1


def test_a_draft_can_be_looked_at_without_urging(people, task):
    response = browser(people.hoa).post(reverse("urging-draft"), seen(task, **letter_fields()))
    assert response["Content-Disposition"].startswith('attachment; filename="ban-thao-don-doc-so-tai-chinh')
    assert docx.Document(io.BytesIO(b"".join(response.streaming_content)))
    assert not UrgingRound.objects.exists()


def test_a_letter_for_one_unit_of_the_round(people, task, other, urge):
    held = urge(task, other).round
    where = reverse("urging-letter-new", args=[held.pk])
    browser(people.hoa).post(where, {**letter_fields(), "unit": people.building.pk})
    assert [unit.short_name for unit in UrgingLetter.objects.get().units.all()] == ["Sở Xây dựng"]


def test_a_letter_about_nothing_is_refused_with_a_sentence(people, task, urge):
    held = urge(task).round
    Task.objects.update(status="submitted", submitted_on=DUE)
    response = browser(people.hoa).post(reverse("urging-letter-new", args=[held.pk]), letter_fields())
    assert response.status_code == 409
    assert "không còn gì để đưa vào công văn" in text(response)


def test_the_log_counts_tasks_units_and_readers(people, task, other, urge):
    urge(task, other)
    browser(people.lan).get(task.get_absolute_url())
    (row,) = browser(people.hoa).get(reverse("urging-log")).context["rows"]
    assert row[1].tasks == row[1].units == 2
    assert (row[1].read, row[1].told, row[1].letters) == (1, 3, 0)


def test_the_list_shows_and_filters_the_number(people, task, other, urge):
    urge(task)
    client = browser(people.hoa)
    page = client.get(reverse("task-list"), {"urged": "1"})
    assert [found.pk for found in page.context["page"].object_list] == [task.pk]
    assert "Số lần đôn đốc" in text(page)
    assert "Đôn đốc từ … lần: 1" in text(page)


def test_the_board_urges_by_one_click(people, task):
    page = text(browser(people.binh).get(reverse("report-overdue")))
    assert click(task) in page


@pytest.mark.parametrize("where", ["preview", "round", "log"])
def test_thirty_rows_cost_as_many_queries_as_one(people, task, paper, urge, where):
    more = [
        make.task(lead=people.finance, directive=paper, title=f"Việc {number}", due_on=DUE, officer=people.lan)
        for number in range(29)
    ]
    client = browser(people.hoa)

    def look(*tasks):
        if where == "preview":
            return cost(client, NEW, {"task": [each.pk for each in tasks]})
        held = urge(*tasks, again=True).round
        return cost(client, reverse("urging-round", args=[held.pk]) if where == "round" else reverse("urging-log"))

    assert look(task) == look(task, *more)


def test_everything_a_filter_finds_is_urged_in_one_round(client, people, monkeypatch):
    paper = make.directive()
    tasks = [
        make.task(
            lead=people.finance, directive=paper, officer=people.lan, monitor=people.hoa, due_on=date(2023, 2, day)
        )
        for day in (3, 1, 2)
    ]
    make.task(lead=people.building, directive=paper, monitor=people.hoa, due_on=date(2023, 2, 1))
    done = make.task(lead=people.finance, directive=paper, monitor=people.hoa, status="submitted", submitted_on=DUE)
    monkeypatch.setattr(actions, "MOST", 2)
    client.force_login(people.hoa)
    page = client.get(reverse("urging-new"), {"all": "1", "lead": people.finance.pk})
    preview = page.context["preview"]
    shown = [each.task.pk for chosen in preview.units.values() for each in chosen]
    assert (shown, preview.beyond) == ([tasks[1].pk, tasks[2].pk], 1)
    assert done.title not in [task.title for task, _reason in preview.refused]
    assert "còn 1 nhiệm vụ chưa nằm trong đợt này" in page.text


def test_many_are_urged_over_the_api(people):
    paper = make.directive()
    first, second = (
        make.task(lead=people.finance, directive=paper, officer=people.lan, monitor=people.hoa) for _number in range(2)
    )
    done = make.task(lead=people.finance, directive=paper, monitor=people.hoa, status="submitted", submitted_on=DUE)
    api = APIClient()
    api.force_authenticate(people.hoa)
    body = {"tasks": [{"task": task.pk, "urged_times": 0} for task in (first, second, done)]}
    answer = api.post(reverse("api-urgings"), body, format="json")
    assert answer.status_code == 201
    assert {each["task"] for each in answer.data["urged"]} == {first.pk, second.pk}
    assert [(each["task"], each["code"]) for each in answer.data["refused"]] == [(done.pk, "not_to_urge")]
    again = api.post(reverse("api-urgings"), body, format="json").data
    assert (again["round"], {each["code"] for each in again["refused"]}) == (None, {"already_urged", "not_to_urge"})
    api.force_authenticate(people.lan)
    assert api.post(reverse("api-urgings"), body, format="json").status_code == 403
    missing = {"tasks": [{"task": 987654, "urged_times": 0}]}
    assert api.post(reverse("api-urgings"), missing, format="json").status_code == 404
