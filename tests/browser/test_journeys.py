"""The five journeys of the product in real Chromium, with a real worker, broker and SMTP server behind it."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from directives.models import Directive
from directives.samples.build import build_samples
from tasks.models import Mail, Task
from tests import factories as make
from tests.browser.test_review import city, people  # noqa: F401 - the shipped directory and the cast as fixtures
from tests.reminders.conftest import smtp  # noqa: F401 - a real SMTP server
from tests.reminders.test_worker import wait_for, worker  # noqa: F401 - a real worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 60_000


@pytest.fixture
def task(people):  # noqa: F811 - the fixture, not the import
    paper = make.directive(state="released", released_at="2023-01-12T08:00:00Z")
    return make.task(lead=people.finance, directive=paper, title="Lập kế hoạch thu ngân sách", due_on=date(2023, 2, 15))


def test_import_review_release(open_page, people, worker, smtp, tmp_path, problems):  # noqa: F811 - as above
    sample = next(path for path in build_samples(tmp_path) if path.suffix == ".txt")
    page = open_page("/accounts/login/")
    page.get_by_label("Tên đăng nhập").fill("thao")
    page.locator("input[type=password]").fill("mat-khau-thu-nghiem")
    page.locator("input[type=password]").press("Enter")
    page.get_by_role("link", name="Nhập văn bản").first.click()
    page.locator("input[type=file]").set_input_files(sample)
    page.locator("#files").get_by_role("link", name="Rà soát").click(timeout=SOON)
    expect(page.locator("mark").first).to_be_visible()
    settle_by_keyboard(page)
    page.locator("[data-release]").click()
    page.get_by_role("button", name="Giao việc").last.click()
    expect(page.locator("h1", has_text="Nhiệm vụ")).to_be_visible(timeout=SOON)
    paper = Directive.objects.get()
    tasks = Task.objects.filter(directive=paper)
    assert tasks.filter(due_on=date(2023, 2, 15)).exists()
    units = set(tasks.values_list("lead", flat=True)) | set(tasks.values_list("parties__organisation", flat=True))
    mailed = Mail.objects.filter(directive=paper, organisation__in=units - {None})
    assert wait_for(lambda: mailed.exclude(state="sent").count() == 0 and mailed.exists())
    assert problems == []


def settle_by_keyboard(page):
    """Decide every proposal: accept what is clear, give an owner or confirm no deadline, reject what stays unclear."""
    for _number in range(80):
        left = page.locator(".draft[data-state=proposed]")
        if not left.count():
            return
        draft = left.first
        draft.locator(".draft-text").click()
        key = draft.get_attribute("data-draft")
        if draft.get_attribute("data-owner-unclear") is not None:
            press(page, "g" if draft.locator("[data-act=group]").count() else "1")
        card = page.locator(f"#draft-{key}")
        if card.get_attribute("data-owner-unclear") is not None:
            press(page, "x")
            continue
        if card.get_attribute("data-undated") is not None:
            press(page, "c")
        press(page, "a")


def press(page, key):
    page.keyboard.press(key)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def test_officer_reports_and_monitor_accepts(signed_in_page, people, task, problems):  # noqa: F811 - as above
    page = signed_in_page(people.minh, "/")
    page.get_by_role("link", name="Lập kế hoạch thu ngân sách").first.click()
    page.get_by_role("button", name="Tiếp nhận").or_(page.get_by_role("link", name="Tiếp nhận")).first.click()
    submit_open_form(page)
    expect(page.get_by_text("Đã nhận").first).to_be_visible()
    page.get_by_role("link", name="Báo cáo tiến độ").click()
    page.locator("[name=done]").fill("Đã gửi dự thảo kế hoạch xin ý kiến")
    page.locator("[name=percent]").fill("60")
    submit_open_form(page)
    expect(page.get_by_text("Đã gửi dự thảo kế hoạch xin ý kiến").first).to_be_visible()
    page.get_by_role("link", name="Báo cáo hoàn thành").click()
    page.locator("#step input[type=text]").first.fill("15/BC-STC")
    submit_open_form(page)
    expect(page.get_by_text("Chờ xác nhận").first).to_be_visible()

    monitor = signed_in_page(people.hoa, f"/tasks/{task.pk}/")
    monitor.get_by_role("link", name="Xác nhận hoàn thành").click()
    monitor.get_by_label("Tốt", exact=True).check()
    submit_open_form(monitor)
    expect(monitor.get_by_text("Hoàn thành").first).to_be_visible()
    task.refresh_from_db()
    assert (task.status, task.percent) == ("done", 100)
    assert problems == []


def submit_open_form(page):
    send = page.locator("#step form button[type=submit]").first
    expect(send).to_be_visible()
    send.click()
    expect(page.locator("#step form")).to_have_count(0, timeout=SOON)


def test_the_morning_mail_comes_once_and_stands_in_the_log(signed_in_page, people, task, worker, smtp):  # noqa: F811 - as above
    for _run in range(2):
        call_command("sweep", "--today", "2023-02-20", "--send", verbosity=0)
    assert wait_for(lambda: Mail.objects.exists() and not Mail.objects.exclude(state="sent").exists())
    # One to the head and one to the mailbox of the unit, however often the sweep ran.
    assert sorted(smtp.recipients) == sorted([people.minh.email, people.finance.email])
    assert len(smtp.mails) == 2
    subject = Mail.objects.get(recipient=people.minh).subject
    notices = signed_in_page(people.minh, "/notices/")
    expect(notices.get_by_role("link", name="Lập kế hoạch thu ngân sách").first).to_be_visible()
    log = signed_in_page(people.hoa, "/mail-log/")
    expect(log.get_by_text(subject).first).to_be_visible()
    expect(log.get_by_text("Đã gửi").first).to_be_visible()


def test_a_number_of_the_board_opens_its_list_and_its_file(signed_in_page, people, task):  # noqa: F811 - as above
    make.task(lead=people.building, directive=task.directive, due_on=date(2024, 1, 5))
    page = signed_in_page(people.binh, "/reports/overdue/")
    number = page.locator(".figure-bad .figure-number")
    shown = int(number.inner_text())
    assert shown == 2
    number.click()
    expect(page.locator("tbody tr")).to_have_count(shown)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Excel").click()
    with download.value.path().open("rb") as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read())).active
    assert sheet.max_row - 4 == shown


def test_a_token_from_the_profile_opens_the_api(signed_in_page, people, task):  # noqa: F811 - as above
    page = signed_in_page(people.lan, "/accounts/tokens/")
    page.get_by_label("Dùng cho").fill("Phần mềm văn bản")
    page.get_by_role("button", name="Tạo mã").click()
    page.locator("input[name=password]").fill("mat-khau-thu-nghiem")  # who makes a token says once more who they are
    page.get_by_role("button", name="Xác nhận").click()
    token = page.locator("#new-token").inner_text().strip()
    answer = page.request.get("/api/v1/tasks/", headers={"Authorization": f"Token {token}", "Cookie": ""})
    assert [item["id"] for item in answer.json()["results"]] == [task.pk]
