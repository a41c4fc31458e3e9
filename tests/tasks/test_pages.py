"""The pages: what they offer, what they refuse, how many queries they cost."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tasks.models import Party, ProgressReport, Task, TaskEvent
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY, upload
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        yield


def detail(task):
    return reverse("task-detail", args=[task.pk])


def move(task, name):
    return reverse("task-move", args=[task.pk, name])


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
    assert "Không thể báo cáo tiến độ khi nhiệm vụ ở trạng thái “Chờ ký duyệt”." in page
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
        ("minh", "signing", "sign_off"),
        ("hoa", "submitted", "accept"),
        ("hoa", "contested", "reassign"),
    ],
)
def test_the_next_step_stands_first(people, task, who, status, first):
    Task.objects.filter(pk=task.pk).update(
        status=status, submitted_on=TODAY if status == "submitted" else None, proposed_on=TODAY
    )
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
    "sign_off": ("minh", "signing", {"comment": "Đồng ý"}),
    "take_back": ("lan", "signing", {"reason": "Nhầm tệp"}),
    "send_back": ("minh", "signing", {"reason": "Thiếu phụ lục"}),
    "part-add": ("minh", "received", {"text": "Tổng hợp số liệu", "officer": "lan", "weight": "1"}),
    "accept": ("hoa", "submitted", {"comment": "Tốt", "quality": "pass"}),
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
    sent = {"submitted_on": TODAY if status == "submitted" else None, "proposed_on": TODAY}
    Task.objects.filter(pk=task.pk).update(status=status, **sent)
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
        ("remind", "lan", {}),
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
    assert cost(client, detail(task)) == one <= 15  # the menu counts words of leaders


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


def test_a_task_shows_what_it_is_part_of_and_its_parts_as_far_as_one_may_see_them(people, client):
    whole = make.task(lead=people.finance, directive=make.directive(number=71), title="Đề án tổng thể")
    part = make.task(lead=people.finance, directive=make.directive(number=72), title="Phần tài chính", parent=whole)
    make.task(lead=people.building, directive=make.directive(number=73), title="Phần xây dựng", parent=whole)
    client.force_login(people.lan)
    above = client.get(whole.get_absolute_url())
    assert [each.pk for each in above.context["kin"]] == [part.pk]
    assert [each.pk for each in client.get(part.get_absolute_url()).context["kin"]] == [whole.pk]
    client.force_login(people.hoa)
    assert len(client.get(whole.get_absolute_url()).context["kin"]) == 2
