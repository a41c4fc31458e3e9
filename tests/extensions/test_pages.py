"""The pages of more time: the card on the task, queue, list, statistics; what they cost and that figures agree."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from tasks.asof import as_it_stood
from tasks.models import ExtensionRequest, Task
from tasks.reports import extension_statistics as statistics
from tests import factories as make
from tests.extensions.conftest import DUE, LATER, TODAY
from tests.reports.checking import ask, links, values
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db
PARTS = ("asked", "granted", "refused", "pending", "withdrawn")
QUEUE, LIST, STATISTICS = reverse("extension-queue"), reverse("extension-list"), reverse("report-extensions")


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        yield


def move(task, name):
    return reverse("task-move", args=[task.pk, name])


@pytest.fixture
def many(people, task, go):
    """A maker of `count` tasks of Sở Tài chính, each with a waiting request."""

    def made(count):
        for number in range(count):
            found = make.task(
                lead=people.finance,
                directive=task.directive,
                title=f"Việc {number}",
                due_on=DUE,
                officer=people.lan,
                leader=people.binh,
            )
            go.ask(found)

    return made


# ── on the task ───────────────────────────────────────────────────────────────────────────────
def test_an_officer_asks_on_the_page(people, task):
    form = {"version": 1, "due_on": "2023-03-10", "code": "legal", "reason": "Chờ thông tư", "progress": "Xong dự thảo"}
    response = browser(people.lan).post(move(task, "extend"), form)
    assert response.status_code == 302
    page = text(browser(people.lan).get(task.get_absolute_url()))
    for words in ("Chờ quyết định", "từ 15/02/2023 xin đến <b>10/03/2023</b>", "Chờ thông tư", "Hoàng Văn Bình"):
        assert words in page


def test_too_late_the_button_states_the_rule(people, task):
    Task.objects.filter(pk=task.pk).update(due_on=date(2023, 1, 20))
    page = text(browser(people.lan).get(task.get_absolute_url()))
    assert "Chỉ được xin gia hạn trước khi hết hạn; nhiệm vụ này đã hết hạn ngày 20/01/2023." in page
    assert browser(people.lan).get(move(task, "extend")).status_code == 403


def test_the_leader_grants_on_the_page_and_the_list_is_marked(people, task, waiting):
    page = text(browser(people.binh).get(task.get_absolute_url()))
    assert move(task, "extend-decide") in page
    response = browser(people.binh).post(move(task, "extend-decide"), {"version": 2, "verdict": "grant"})
    assert response.status_code == 302
    assert Task.objects.get().due_on == LATER
    listed = text(browser(people.hoa).get(reverse("task-list")))
    assert "đã gia hạn" in listed
    assert "đang xin gia hạn" not in listed


@pytest.mark.parametrize(
    ("given", "words"),
    [({"verdict": "other"}, "điền ngày được gia hạn"), ({"verdict": "refuse"}, "nêu lý do không đồng ý")],
)
def test_a_decision_says_what_it_lacks(people, task, waiting, given, words):
    response = browser(people.binh).post(move(task, "extend-decide"), {"version": 2, **given})
    assert response.status_code == 422
    assert words in text(response)


def test_the_decider_sees_what_a_grant_leaves_behind(people, task, go):
    go.ask(task, due_on=date(2023, 3, 11))
    assert "11/03/2023 là ngày nghỉ" in text(browser(people.binh).get(task.get_absolute_url()))
    assert "11/03/2023 là ngày nghỉ" not in text(browser(people.lan).get(task.get_absolute_url()))


# ── the queue ─────────────────────────────────────────────────────────────────────────────────
def test_the_queue_holds_what_i_decide_and_the_menu_counts_it(people, many):
    many(3)
    page = text(browser(people.binh).get(QUEUE))
    assert "3 đề nghị chờ bạn quyết định" in page
    assert '<span class="count count-warn">3</span>' in page
    assert "0 đề nghị chờ bạn" in text(browser(people.hoa).get(QUEUE))


def test_many_are_decided_at_once_after_a_preview(people, many):
    many(3)
    client = browser(people.binh)
    keys = list(ExtensionRequest.objects.values_list("pk", flat=True))
    preview = text(client.get(reverse("extension-decide"), {"request": keys}))
    assert "Quyết định 3 đề nghị gia hạn" in preview
    versions = {f"version-{task.pk}": task.version for task in Task.objects.all()}
    client.post(
        reverse("extension-decide"), {"request": keys, "verdict": "other", "granted_on": "2023-02-28", **versions}
    )
    assert set(ExtensionRequest.objects.values_list("state", "granted_due_on")) == {("granted", date(2023, 2, 28))}


def test_what_changed_meanwhile_is_named_and_holds_up_no_other(people, many, go):
    many(2)
    first, second = ExtensionRequest.objects.order_by("pk")
    versions = {f"version-{task.pk}": task.version for task in Task.objects.all()}
    go.withdraw(first.task)
    response = browser(people.binh).post(
        reverse("extension-decide"), {"request": [first.pk, second.pk], "verdict": "grant", **versions}, follow=True
    )
    assert "Đã quyết định 1 đề nghị gia hạn." in text(response)
    assert "vừa được người khác thay đổi" in text(response)


def test_others_find_their_selection_refused(people, many):
    many(1)
    keys = list(ExtensionRequest.objects.values_list("pk", flat=True))
    page = text(browser(people.hoa).get(reverse("extension-decide"), {"request": keys}))
    assert "Đề nghị này gửi Hoàng Văn Bình" in page


@pytest.mark.parametrize("where", [QUEUE, LIST, STATISTICS])
def test_thirty_rows_cost_as_many_queries_as_one(people, many, where):
    many(1)
    client = browser(people.binh)
    one = cost(client, where)
    many(29)
    assert cost(client, where) == one


def test_the_page_of_a_task_costs_the_same_with_many_requests(people, task, go, settings):
    go.ask(task)
    client = browser(people.binh)
    one = cost(client, task.get_absolute_url())
    for _again in range(5):
        go.withdraw(task)
        go.ask(task)
    assert cost(client, task.get_absolute_url()) == one


# ── list and statistics ───────────────────────────────────────────────────────────────────────
@pytest.fixture
def mixed(people, task, go, many):
    """One granted (23 days), one refused, one withdrawn, two waiting, one of them asked at the last moment."""
    many(4)
    granted, refused, withdrawn, late = Task.objects.filter(title__startswith="Việc").order_by("pk")
    go.grant(granted)
    go.refuse(refused)
    go.withdraw(withdrawn)
    go.withdraw(late)
    ExtensionRequest.objects.filter(task=late).update(asked_on=date(2022, 12, 1))
    go.ask(late, on=DUE - timedelta(days=2))
    go.ask(task)


def counted(query, user, today=date(2023, 2, 1)):
    asked = ask(user, query, today)
    with as_it_stood(asked.day, today):
        return statistics.build(asked)


@pytest.mark.parametrize(
    "query", ["to=28/02/2023", "to=28/02/2023&map=then", "to=28/02/2023&leader={binh}&status=assigned"]
)
def test_every_figure_opens_a_list_of_so_many(people, mixed, query):
    made = counted(query.format(binh=people.binh.pk), people.binh)
    assert links(made, people.binh, date(2023, 2, 1)) > 12


def test_parts_add_up_to_what_was_asked(people, mixed):
    made = counted("to=28/02/2023", people.binh)
    for block in made.blocks:
        lines = values(block)
        total = lines.pop("total")
        for line in (*lines.values(), total):
            assert line["asked"] == line["granted"] + line["refused"] + line["pending"] + line["withdrawn"]
        for name in ("asked", "granted", "refused", "pending", "withdrawn", "repeat", "last_moment", "late", "days"):
            assert total[name] == sum(line[name] for line in lines.values())
    total = values(made.block("units"))["total"]
    figures = ("asked", "granted", "refused", "pending", "withdrawn", "repeat", "last_moment", "days", "waited")
    assert [total[name] for name in figures] == [5, 1, 1, 2, 1, 1, 1, 23, 0.0]
    assert (total["tasks"], total["extended"], total["share"]) == (5, 1, 0.2)
    assert values(made.block("reasons"))["total"]["refusals"] == 0.5


def test_an_agency_counts_on_both_maps(people, mixed, task):
    other = make.organisation(name="Sở mới", parent=people.city)
    Task.objects.filter(lead=people.finance).update(lead=other, lead_as_given=people.finance)
    for query, unit in (("to=28/02/2023", other), ("to=28/02/2023&map=then", people.finance)):
        made = counted(query, people.binh)
        assert set(values(made.block("units"))) == {str(unit.pk), "total"}
        assert links(made, people.binh, date(2023, 2, 1)) > 10


def test_the_file_holds_the_figures_of_the_page(people, mixed):
    client = browser(people.binh)
    content = b"".join(client.get(STATISTICS, {"to": "28/02/2023", "format": "csv"}).streaming_content).decode()
    assert "Thống kê gia hạn" in client.get(STATISTICS, {"to": "28/02/2023"}).content.decode()
    assert content.count("Sở Tài chính") == 1


def test_the_list_as_a_file_has_a_row_for_each(people, mixed):
    client = browser(people.binh)
    content = b"".join(client.get(LIST, {"format": "xlsx", "state": "granted"}).streaming_content)
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(min_row=5, values_only=True))
    assert [(row[0], row[12].date(), row[13]) for row in rows] == [("Sở Tài chính", LATER, 23)]


def test_a_unit_sees_its_own_requests_only(people, mixed):
    assert browser(people.minh).get(LIST).context["page_obj"].paginator.count == 6
    assert browser(people.son).get(LIST).context["page_obj"].paginator.count == 0


@pytest.mark.parametrize("query", [{"from": "32/13/2023"}, {"from": "01/03/2023", "to": "01/02/2023"}])
def test_a_period_that_is_none_is_refused(people, query):
    response = browser(people.binh).get(STATISTICS, query)
    assert response.context["report"] is None
    assert response.context["errors"]


def test_the_file_of_tasks_carries_both_counts(people, task, waiting, go):
    go.grant(task)
    content = b"".join(browser(people.hoa).get(reverse("task-list"), {"format": "xlsx"}).streaming_content)
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    heads = [cell.value for cell in sheet[4]]
    assert sheet[5][heads.index("Số lần gia hạn")].value == 1
    assert sheet[5][heads.index("Số lần đôn đốc")].value is None


def test_the_day_of_the_request_is_that_of_the_office(waiting):
    assert waiting.asked_on == TODAY
