"""In a real browser: a leader's words from the board to the accepted answer; a hand-over that closes an account."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.clock import today
from accounts.models import User
from tasks.models import Instruction, Task
from tests import factories as make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.extended]


@pytest.fixture
def task(people):
    return make.task(
        lead=people.finance,
        directive=make.directive(issued_on=today() - timedelta(days=60)),
        due_on=today() - timedelta(days=20),
        officer=people.lan,
        leader=people.binh,
        status="in_progress",
    )


def test_the_leader_demands_from_the_board_the_head_explains_the_leader_accepts(people, task, signed_in_page, problems):
    leader = signed_in_page(people.binh, "/reports/overdue/")
    leader.click("tbody details.menu > summary")
    leader.get_by_role("link", name="Yêu cầu giải trình").click()
    leader.fill("#id_words", "Vì sao chậm 20 ngày?")
    leader.get_by_role("button", name="Gửi").click()
    leader.get_by_text("đã ghi 1 ý kiến").wait_for()

    head = signed_in_page(people.minh, "/?tab=explain", viewport=PHONE)
    head.get_by_role("link", name=task.title).click()
    head.get_by_role("link", name="Mở và trả lời").click()
    head.fill("textarea[name=words]", "Do chờ kết quả thẩm định giá.")
    head.click("details[open] button[type=submit]")
    head.get_by_text("Đã gửi trả lời").wait_for()
    assert head.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    row = Instruction.objects.get()
    leader.goto(row.get_absolute_url())
    leader.get_by_text("Do chờ kết quả thẩm định giá.").wait_for()
    assert Axe().run(leader).response["violations"] == []
    leader.click("details[open] button[type=submit]")
    leader.get_by_text("Đã chấp nhận câu trả lời").wait_for()
    row.refresh_from_db()
    assert row.state == "closed"
    assert problems == []


def test_closing_an_account_hands_over_first(people, task, signed_in_page, problems):
    vy = make.user(name="Trịnh Thị Vy", username="vy", organisation=people.finance)
    page = signed_in_page(people.quan, f"/accounts/people/{people.lan.pk}/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Khóa tài khoản").click()
    confirm = page.locator("dialog[open] button.btn-danger, dialog[open] button.btn-primary")
    if confirm.count():
        confirm.first.click()
    page.get_by_text("Bàn giao công việc của").first.wait_for()
    assert Axe().run(page).response["violations"] == []
    page.select_option("#id_g-officer", str(vy.pk))
    page.get_by_role("button", name="Bàn giao và khóa tài khoản").click()
    page.get_by_text("Tài khoản đã khóa trong cùng bước này.").wait_for()
    assert Task.objects.get().officer == vy
    assert not User.objects.get(pk=people.lan.pk).is_active
    assert problems == []
