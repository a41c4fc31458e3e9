"""The pages: what they offer, what they refuse, how many queries they cost."""

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.filters import TaskFilter
from tasks.models import Party, ProgressReport, Task, TaskEvent
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY, days, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        yield


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def detail(task):
    return reverse("task-detail", args=[task.pk])


def move(task, name):
    return reverse("task-move", args=[task.pk, name])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


# ── the page of a task ────────────────────────────────────────────────────────────────────────
def test_a_task_shows_its_facts_clause_parties_and_history(people, task, go):
    Party.objects.create(task=task, organisation=people.building, part="Góp ý")
    go.report(task)
    page = text(browser(people.lan).get(detail(task)))
    for words in ("02/CT-UBND", "15/02/2023", "Sở Xây dựng", "Góp ý", "báo cáo tiến độ: 40%", "Đã lập dự thảo"):
        assert words in page


def test_what_is_not_yours_to_see_is_404(people, task):
    client = browser(people.tuan)
    assert client.get(detail(task)).status_code == 404
    assert client.get(move(task, "report")).status_code == 404
    assert client.post(move(task, "report"), {"version": 1, "done": "x"}).status_code == 404


def test_what_is_not_yours_to_do_is_403_with_the_reason(people, task):
    response = browser(people.hoa).get(move(task, "contest"))
    assert response.status_code == 403
    assert "Chỉ lãnh đạo Sở Tài chính" in text(response)


def test_a_refused_button_carries_its_reason(people, task, go):
    go.submit(task)
    page = text(browser(people.lan).get(detail(task)))
    assert "Không thể báo cáo tiến độ khi nhiệm vụ ở trạng thái “Chờ xác nhận”." in page
    assert move(task, "report") not in page


def test_an_auditor_is_told_that_there_is_nothing_to_do(people, task):
    page = text(browser(people.kiem).get(detail(task)))
    assert "chỉ được xem" in page
    assert "step-buttons" not in page


@pytest.mark.parametrize(
    ("who", "status", "first"),
    [
        ("lan", "assigned", "receive"),
        ("lan", "received", "submit"),
        ("hoa", "submitted", "accept"),
        ("hoa", "contested", "reassign"),
    ],
)
def test_the_next_step_stands_first(people, task, who, status, first):
    Task.objects.filter(pk=task.pk).update(status=status, submitted_on=TODAY if status == "submitted" else None)
    page = browser(getattr(people, who)).get(detail(task)).content.decode()
    primary = re.search(r'class="btn btn-primary" href="([^"]+)"', page)
    assert primary[1] == move(task, first)


def test_a_form_opens_inside_the_page_or_as_a_page_of_its_own(people, task):
    client = browser(people.lan)
    inside = client.get(move(task, "report"), headers={"HX-Request": "true"})
    alone = client.get(move(task, "report"))
    assert inside.templates[0].name == "tasks/_panel.html"
    assert alone.templates[0].name == "tasks/detail.html"
    for page in (inside, alone):
        assert f'action="{move(task, "report")}"' in page.content.decode()


def test_the_last_report_is_there_to_start_from(people, task, go):
    go.report(task)
    page = text(browser(people.lan).get(move(task, "report")))
    assert "Đã lập dự thảo</textarea>" in page
    assert 'value="40"' in page


REPORT = {"version": 1, "done": "Đã họp", "percent": 20, "obstacle": "none"}


def test_reporting_from_the_page(people, task):
    client = browser(people.lan)
    response = client.post(move(task, "report"), {**REPORT, "uploads": [upload("a.pdf"), upload("b.txt", b"chu")]})
    assert response.status_code == 302
    assert response["Location"] == detail(task)
    report = ProgressReport.objects.get()
    assert (report.percent, report.files.count()) == (20, 2)
    assert "Đã gửi báo cáo tiến độ." in text(client.get(detail(task)))


def test_a_missing_answer_stays_in_the_form(people, task):
    response = browser(people.lan).post(move(task, "report"), {**REPORT, "done": "", "next": "Giữ nguyên chữ này"})
    assert response.status_code == 422
    assert "Giữ nguyên chữ này" in text(response)
    assert not TaskEvent.objects.exists()


def test_a_stale_form_keeps_what_was_typed_and_shows_what_changed(people, task, go):
    go.delegate(task)
    response = browser(people.lan).post(move(task, "report"), {**REPORT, "done": "Chữ đã gõ"})
    page = text(response)
    assert response.status_code == 409
    assert "Chữ đã gõ" in page
    assert "Trần Văn Minh giao Nguyễn Thị Lan thực hiện" in page
    assert 'name="version" value="2"' in page
    assert not ProgressReport.objects.exists()


def test_the_corrected_form_goes_through(people, task, go):
    go.delegate(task)
    client = browser(people.lan)
    again = client.post(move(task, "report"), REPORT).content.decode()
    version = re.search(r'name="version" value="(\d+)"', again)[1]
    assert client.post(move(task, "report"), {**REPORT, "version": version}).status_code == 302


def test_a_repeated_post_makes_one_report(people, task):
    client = browser(people.lan)
    answers = [client.post(move(task, "report"), REPORT).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert ProgressReport.objects.count() == 1


def test_a_stale_form_whose_move_is_gone_cannot_be_sent_but_keeps_the_words(people, task, go):
    go.submit(task)
    response = browser(people.minh).post(move(task, "report"), {**REPORT, "done": "Chữ đã gõ"})
    assert "Không thể báo cáo tiến độ" in text(response)
    assert "Chữ đã gõ" in text(response)


def test_nothing_new_in_one_tap(people, task, go):
    client = browser(people.lan)
    assert client.post(move(task, "unchanged"), {"version": 1}).status_code == 302
    assert "Không thay đổi" in ProgressReport.objects.get().done


EVERY_FORM = {
    "receive": ("lan", "assigned", {}),
    "contest": ("minh", "assigned", {"code": "wording", "reason": "Chưa rõ"}),
    "delegate": ("minh", "received", {"officer": "lan", "note": "Làm sớm"}),
    "submit": ("lan", "received", {"number": "12/BC", "words": "Xong"}),
    "accept": ("hoa", "submitted", {"comment": "Tốt"}),
    "return": ("hoa", "submitted", {"reason": "Thiếu"}),
    "reassign": ("hoa", "contested", {"lead": "building", "reason": "Đúng việc"}),
    "reject_contest": ("hoa", "contested", {"reason": "Đúng việc"}),
    "suspend": ("binh", "received", {"reason": "Chờ"}),
    "resume": ("binh", "suspended", {}),
    "withdraw": ("hoa", "received", {"reason": "Thôi", "document": "9/TB"}),
    "supervise": ("hoa", "received", {"monitor": "hoa", "leader": "binh"}),
    "party-add": ("hoa", "received", {"organisation": "building", "part": "Góp ý"}),
}


@pytest.mark.parametrize("name", EVERY_FORM)
def test_every_form_opens_and_is_carried_out(people, task, name):
    who, status, given = EVERY_FORM[name]
    Task.objects.filter(pk=task.pk).update(status=status, submitted_on=TODAY if status == "submitted" else None)
    client = browser(getattr(people, who))
    assert client.get(move(task, name)).status_code == 200
    named = {key: getattr(people, value).pk if hasattr(people, value) else value for key, value in given.items()}
    response = client.post(move(task, name), {"version": 1, **named})
    assert response.status_code == 302, response.context["panel"].form.errors
    assert Task.objects.get(pk=task.pk).version == 2


@pytest.mark.parametrize(
    ("change", "who", "given"),
    [
        ("update", "tuan", {"status": "working", "words": "Đang làm"}),
        ("edit", "hoa", {"part": "Thẩm định", "due_on": "2023-02-10"}),
        ("remove", "hoa", {}),
    ],
)
def test_a_party_is_changed_from_the_page(people, task, change, who, given):
    party = Party.objects.create(task=task, organisation=people.building)
    address = reverse("task-party", args=[task.pk, party.pk, change])
    client = browser(getattr(people, who))
    assert client.get(address).status_code == 200
    response = client.post(address, {"version": 1, "party": party.pk, **given})
    assert response.status_code == 302
    assert TaskEvent.objects.get().move.startswith("party_")


def test_an_unknown_step_is_404(people, task):
    assert browser(people.hoa).get(f"/tasks/{task.pk}/explode/").status_code == 404


# ── files ─────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def file(task, go):
    go.submit(task, uploads=[upload("Kết quả “cuối”.pdf")])
    return task.files.get()


def address(file):
    return reverse("task-file", args=[file.task_id, file.pk])


def test_a_file_is_a_download_that_no_browser_runs(people, file):
    response = browser(people.hoa).get(address(file))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_file_is_as_hidden_as_its_task(people, file):
    assert browser(people.tuan).get(address(file)).status_code == 404
    assert Client().get(address(file)).status_code == 302


def test_a_file_belongs_to_its_own_task_only(people, paper, file):
    other = make.task(lead=people.finance, directive=paper)
    assert browser(people.hoa).get(reverse("task-file", args=[other.pk, file.pk])).status_code == 404


def test_a_proxy_may_send_the_bytes(people, file, settings):
    settings.FILE_ACCEL_PREFIX = "/protected/"
    response = browser(people.hoa).get(address(file))
    assert response["X-Accel-Redirect"] == f"/protected/{file.content.name}"
    assert response.content == b""


def test_a_lost_file_is_404_not_500(people, file):
    file.content.storage.delete(file.content.name)
    assert browser(people.hoa).get(address(file)).status_code == 404


# ── release and by hand ───────────────────────────────────────────────────────────────────────
def test_release_from_the_page_and_a_second_press(people, paper):
    make.draft(directive=paper, leads=[people.finance], due_on=DUE)
    client = browser(people.thao)
    where = reverse("directive-release", args=[paper.pk])
    first, second = (client.post(where, {"version": 1}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"].endswith(f"?directive={paper.pk}")
    assert Task.objects.count() == 1
    said = [str(message) for message in client.get(reverse("home")).context["messages"]]
    assert said == ["Đã giao 1 nhiệm vụ.", "Văn bản này đã được giao trước đó; không tạo thêm nhiệm vụ nào."]


def test_release_without_the_version_seen_is_stale(people, paper):
    make.draft(directive=paper, leads=[people.finance], due_on=DUE)
    assert browser(people.thao).post(reverse("directive-release", args=[paper.pk])).status_code == 409
    assert not Task.objects.exists()


def test_release_is_no_link(people, paper):
    assert browser(people.thao).get(reverse("directive-release", args=[paper.pk])).status_code == 405


def test_a_task_by_hand(people, paper):
    client = browser(people.thao)
    where = reverse("task-create", args=[paper.pk])
    assert client.get(where).status_code == 200
    early = client.post(where, {"text": "Rà soát", "lead": people.building.pk, "due_on": "2023-01-01"})
    assert early.status_code == 400
    assert "trước ngày ban hành" in text(early)
    made = client.post(where, {"text": "Rà soát", "lead": people.building.pk, "due_on": "2023-02-15"})
    assert made["Location"] == detail(Task.objects.get())
    assert browser(people.binh).get(where).status_code == 403


# ── home ──────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def pile(people, paper):
    """Tasks of Sở Tài chính in every condition, and some of others."""

    def one(title, lead=people.finance, due_on=DUE, **fields):
        return make.task(lead=lead, directive=paper, title=title, due_on=due_on, **fields)

    one("mới")
    one("mới, quá hạn", due_on=TODAY - days(3))
    one("đang làm", status="in_progress", officer=people.lan, due_on=TODAY + days(3), reported_on=TODAY)
    one("người khác làm", status="in_progress", officer=people.minh, assigned_on=TODAY - days(60))
    one("trả lại", status="in_progress", returned_count=2, officer=people.lan, due_on=None)
    one("chờ", status="submitted", submitted_on=TODAY)
    one("đề nghị", status="contested")
    one("dừng", status="suspended")
    one("xong", status="done", submitted_on=TODAY, completed_on=TODAY)
    one("thu hồi", status="withdrawn")
    one("phối hợp", lead=people.building, helped_by=[people.finance])
    one("của sở khác", lead=people.building, monitor=people.hoa)


def tabs(user, **query):
    response = browser(user).get(reverse("home"), query)
    return {link.tab.key: link.count for link in response.context["tabs"]}


def test_an_officer_counts_what_is_theirs_and_what_nobody_has(people, pile):
    assert tabs(people.lan) == {
        "to_receive": 2,
        "in_progress": 2,
        "due_soon": 1,
        "overdue": 1,
        "returned": 1,
        "waiting": 1,
        "coordinating": 1,
    }


def test_a_head_counts_the_whole_unit(people, pile):
    assert tabs(people.minh)["in_progress"] == 3
    assert tabs(people.lan, scope="all") == tabs(people.minh)


def test_a_monitor_counts_the_office_or_their_own(people, pile):
    assert tabs(people.hoa) == {"waiting": 1, "contested": 1, "silent": 7, "overdue": 1, "open": 10}
    assert tabs(people.hoa, scope="mine") == {"waiting": 0, "contested": 0, "silent": 1, "overdue": 0, "open": 1}


@pytest.mark.parametrize("who", ["lan", "minh", "hoa"])
def test_every_count_is_the_length_of_its_list(people, pile, who):
    client = browser(getattr(people, who))
    for link in client.get(reverse("home")).context["tabs"]:
        rows = client.get(reverse("home"), {"tab": link.tab.key}).context["rows"]
        assert len(rows) == link.count, link.tab.key


def test_every_tab_is_the_same_pile_as_the_filter_of_the_list(people, pile):
    from django.http import QueryDict

    from tasks.tabs import counts, desk_of_office, desk_of_unit

    for desk in (desk_of_unit(people.minh, TODAY, whole_unit=True), desk_of_office(people.hoa, only_mine=False)):
        numbers = counts(desk, people.hoa, TODAY)
        for tab in desk.tabs:
            base = desk.helped if tab.key == "coordinating" else desk.tasks
            assert TaskFilter(QueryDict(tab.query), today=TODAY).narrow(base).count() == numbers[tab.key], tab.key


def test_the_first_pile_that_holds_something_is_open(people, paper):
    make.task(lead=people.finance, directive=paper, due_on=TODAY - days(1), status="received")
    assert browser(people.lan).get(reverse("home")).context["tab"].key == "in_progress"


def test_pages_follow_each_other_without_gap_or_repetition(people, paper):
    wanted = [
        make.task(lead=people.finance, directive=paper, due_on=None if n % 3 else DUE + days(n % 7)).pk
        for n in range(70)
    ]
    client, seen, cursor = browser(people.minh), [], ""
    for _ in range(3):
        context = client.get(reverse("home"), {"tab": "to_receive", "after": cursor}).context
        seen += [row.task.pk for row in context["rows"]]
        cursor = context["next_cursor"]
    assert cursor == ""
    assert sorted(seen) == sorted(wanted)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("cursor", ["nonsense", "2023-13-45_7", "none_x", "_"])
def test_a_broken_cursor_starts_over(people, task, cursor):
    assert len(browser(people.lan).get(reverse("home"), {"after": cursor}).context["rows"]) == 1


@pytest.mark.parametrize(("who", "name"), [("binh", "report-overdue"), ("quan", "task-list"), ("kiem", "task-list")])
def test_leaders_and_readers_go_to_their_own_page(people, who, name):
    assert browser(getattr(people, who)).get(reverse("home"))["Location"] == reverse(name)


def test_the_registry_sees_papers_to_review(people, paper):
    page = text(browser(people.thao).get(reverse("home")))
    assert "02/CT-UBND" in page
    assert reverse("directive-review", args=[paper.pk]) in page


def test_somebody_without_a_post_is_told_so(people):
    assert "chưa được gắn với vị trí công tác" in text(browser(make.user(name="Mới")).get(reverse("home")))


# ── many at once ──────────────────────────────────────────────────────────────────────────────
def test_a_selection_is_previewed_then_made(people, paper):
    mine = [make.task(lead=people.finance, directive=paper, title=f"Việc {n}") for n in range(3)]
    done = make.task(lead=people.finance, directive=paper, title="Đã nhận rồi", status="received")
    hidden = make.task(lead=people.building, directive=paper, title="Của sở khác")
    client, where = browser(people.lan), reverse("task-bulk")
    chosen = [task.pk for task in (*mine, done, hidden)]
    preview = client.get(where, {"move": "receive", "task": chosen})
    assert [item.task for item in preview.context["able"]] == mine
    assert [item.task for item in preview.context["unable"]] == [done]
    assert "Của sở khác" not in text(preview)
    assert not TaskEvent.objects.exists()
    client.post(where, {"move": "receive", "task": chosen, **{f"version-{task.pk}": 1 for task in mine}})
    assert Task.objects.filter(status="received").count() == 4
    assert Task.objects.get(pk=hidden.pk).status == "assigned"


def test_one_that_changed_meanwhile_does_not_hold_up_the_rest(people, paper, go):
    first, second = (make.task(lead=people.finance, directive=paper, title=f"Việc {n}") for n in range(2))
    go.delegate(first)
    client, where = browser(people.lan), reverse("task-bulk")
    client.post(
        where, {"move": "receive", "task": [first.pk, second.pk], f"version-{first.pk}": 1, f"version-{second.pk}": 1}
    )
    assert [Task.objects.get(pk=task.pk).status for task in (first, second)] == ["assigned", "received"]
    assert "vừa được người khác thay đổi" in text(client.get(reverse("home")))


def test_only_simple_moves_are_made_in_bulk(people):
    assert browser(people.hoa).get(reverse("task-bulk"), {"move": "withdraw"}).status_code == 404


# ── how much a page costs ─────────────────────────────────────────────────────────────────────
def cost(client, where, query=None):
    client.get(where, query)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(where, query).status_code == 200
    return len(seen)


@pytest.mark.parametrize(("who", "tab"), [("lan", "to_receive"), ("minh", "coordinating"), ("hoa", "open")])
def test_home_costs_the_same_with_1_and_30_rows(people, paper, who, tab):
    def more(count):
        for _ in range(count):
            make.task(lead=people.finance, directive=make.directive(number=None), due_on=DUE)
            make.task(lead=people.building, directive=paper, helped_by=[people.finance], officer=people.tuan)

    client = browser(getattr(people, who))
    more(1)
    one = cost(client, reverse("home"), {"tab": tab})
    more(29)
    assert cost(client, reverse("home"), {"tab": tab}) == one <= 8


def test_a_task_costs_the_same_with_1_and_30_of_everything(people, task, go):
    def more(count, latest):
        for _n in range(count):
            latest = go.report(latest, uploads=[upload(f"{latest.version}.txt", str(latest.version).encode())])
            unit = make.organisation(name=f"Sở {latest.version}", parent=people.city)
            Party.objects.create(task=task, organisation=unit)
        return latest

    client = browser(people.minh)
    latest = more(1, task)
    one = cost(client, detail(task))
    more(29, latest)
    assert cost(client, detail(task)) == one <= 12


def test_the_administration_site_shows_tasks_and_changes_nothing(people, task, go):
    go.report(task)
    people.quan.is_superuser = True
    people.quan.save()
    client = browser(people.quan)
    for name in ("task", "taskevent", "progressreport"):
        assert client.get(f"/admin/tasks/{name}/").status_code == 200
        assert client.get(f"/admin/tasks/{name}/add/").status_code == 403
    shown = client.get(f"/admin/tasks/task/{task.pk}/change/")
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.content.decode()
    client.post(f"/admin/tasks/task/{task.pk}/delete/", {"post": "yes"})
    assert Task.objects.filter(pk=task.pk).exists()


def test_the_clause_is_shown_where_it_stands_in_the_paper(people):
    printed = "Phần đầu. Giao Sở Tài chính - đơn vị đầu mối, lập kế hoạch. Phần cuối."
    start = printed.index("Giao")
    paper = make.directive(text=printed)
    draft = make.draft(directive=paper, text="Lập kế hoạch", start=start, end=printed.index(" Phần cuối"))
    task = make.task(lead=people.finance, directive=paper, draft=draft)
    page = text(browser(people.lan).get(detail(task)))
    assert "Phần đầu. <mark>Giao Sở Tài chính - đơn vị đầu mối, lập kế hoạch.</mark> Phần cuối." in page
    assert "#:~:text=Giao%20S%E1%BB%9F%20T%C3%A0i%20ch%C3%ADnh%20%2D%20" in page


def test_all_counts_of_the_home_page_are_one_query(people, pile, django_assert_num_queries):
    from tasks.tabs import counts, desk_of_unit

    desk = desk_of_unit(people.minh, TODAY, whole_unit=True)
    with django_assert_num_queries(1):
        counts(desk, people.minh, TODAY)


def test_counting_stops_at_the_cap(people, pile, monkeypatch):
    from tasks import tabs as piles

    monkeypatch.setattr(piles, "MOST_COUNTED", 1)
    desk = piles.desk_of_unit(people.minh, TODAY, whole_unit=True)
    assert max(piles.counts(desk, people.minh, TODAY).values()) == 2
