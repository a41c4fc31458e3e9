"""An officer's task in a real browser: by keyboard alone, with a colleague in between, without scripts."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.clock import today
from tasks.actions import progress
from tasks.models import ProgressReport, Task
from tests import factories as make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.extended]


@pytest.fixture
def task(people):
    paper = make.directive(issued_on=today() - timedelta(days=30))
    return make.task(
        lead=people.finance, directive=paper, due_on=today() + timedelta(days=3), helped_by=[people.building]
    )


def test_reporting_by_keyboard_alone(people, task, signed_in_page, problems):
    page = signed_in_page(people.lan, task.get_absolute_url())
    page.keyboard.press("r")
    page.wait_for_selector("#id_done:focus")
    page.keyboard.type("Đã lập dự thảo")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã gửi báo cáo tiến độ.").wait_for()
    assert ProgressReport.objects.get().done == "Đã lập dự thảo"
    assert Task.objects.get().status == "in_progress"
    assert problems == []


def test_what_was_typed_survives_a_colleague_in_between(people, task, signed_in_page):
    page = signed_in_page(people.lan, f"{task.get_absolute_url()}report/")
    page.fill("#id_done", "Chữ đã gõ")
    progress.delegate(task.pk, actor=people.minh, today=today(), seen_version=1, officer=people.lan)
    page.click(".step-panel button[type=submit]")
    page.get_by_text("giao Nguyễn Thị Lan thực hiện").first.wait_for()
    assert page.input_value("#id_done") == "Chữ đã gõ"
    page.click(".step-panel button[type=submit]")
    page.get_by_text("Đã gửi báo cáo tiến độ.").wait_for()
    assert ProgressReport.objects.get().done == "Chữ đã gõ"


def test_everything_works_without_scripts(people, task, signed_in_page):
    page = signed_in_page(people.lan, "/", java_script_enabled=False)
    page.get_by_role("link", name=task.title).click()
    page.get_by_role("link", name="Tiếp nhận").click()
    page.get_by_role("button", name="Tiếp nhận").click()
    assert "Đã tiếp nhận nhiệm vụ." in page.content()
    assert Task.objects.get().status == "received"


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_home_and_task_are_accessible_and_fit(people, task, signed_in_page, viewport):
    size = {"viewport": viewport} if viewport else {}
    for path in ("/", task.get_absolute_url(), f"{task.get_absolute_url()}report/"):
        page = signed_in_page(people.minh, path, **size)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
