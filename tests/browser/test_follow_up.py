"""More time and urging in a real browser: asked, refused with the rule, granted; a selection urged with its letter."""

import io
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.clock import today
from tasks.actions import extensions
from tasks.models import ExtensionRequest, Task, Urging
from tests import factories as make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.extended]


@pytest.fixture
def paper(people):
    return make.directive(issued_on=today() - timedelta(days=60))


@pytest.fixture
def task(people, paper):
    return make.task(
        lead=people.finance,
        directive=paper,
        due_on=today() + timedelta(days=5),
        officer=people.lan,
        leader=people.binh,
        status="in_progress",
    )


@pytest.fixture
def late(people, paper):
    return [
        make.task(
            lead=lead, directive=paper, title=f"Việc chậm của {lead}", due_on=today() - timedelta(days=20), officer=who
        )
        for lead, who in ((people.finance, people.lan), (people.building, people.tuan))
    ]


def test_an_extension_is_asked_and_granted(people, task, signed_in_page, problems):
    page = signed_in_page(people.lan, task.get_absolute_url())
    page.keyboard.press("x")
    page.wait_for_selector("#id_due_on:focus")
    page.fill("#id_due_on", (today() + timedelta(days=30)).isoformat())
    page.select_option("#id_code", "legal")
    page.fill("#id_reason", "Chờ thông tư hướng dẫn")
    page.fill("#id_progress", "Đã xong dự thảo")
    page.click(".step-panel button[type=submit]")
    page.get_by_text("Đã gửi đề nghị gia hạn").wait_for()
    assert Task.objects.get().due_on == today() + timedelta(days=5)

    leader = signed_in_page(people.binh, "/extensions/waiting/")
    leader.check("[data-select-row]")
    leader.get_by_role("button", name="Đồng ý các đề nghị đã chọn").click()
    leader.get_by_role("button", name="Ghi quyết định").click()
    leader.get_by_text("Đã quyết định 1 đề nghị gia hạn.").wait_for()
    assert Task.objects.get().due_on == today() + timedelta(days=30)
    assert problems == []


def test_after_expiry_it_is_refused_with_the_rule(people, late, signed_in_page):
    page = signed_in_page(people.lan, late[0].get_absolute_url())
    page.get_by_text("Việc khác").click()
    page.get_by_text("Chỉ được xin gia hạn trước khi hết hạn").first.wait_for()
    expect(page.get_by_role("link", name="Xin gia hạn")).to_have_count(0)
    assert not ExtensionRequest.objects.exists()


def test_a_selection_is_urged_and_its_letter_downloaded(people, late, signed_in_page, problems):
    page = signed_in_page(people.hoa, "/tasks/?timeliness=overdue")
    page.check("[data-select-all]")
    page.get_by_role("button", name="Đôn đốc các việc đã chọn").click()
    with page.expect_download() as draft:
        page.get_by_role("button", name="Tải bản thảo công văn").click()
    assert draft.value.suggested_filename.startswith("ban-thao-don-doc-2-don-vi")
    assert not Urging.objects.exists()
    page.check("#id_with_letter")
    page.fill("#id_words", "Đề nghị báo cáo gấp")
    page.get_by_role("button", name="Đôn đốc", exact=True).click()
    page.get_by_text("Đã đôn đốc 2 nhiệm vụ.").wait_for()
    with page.expect_download() as letter:
        page.locator("a.with-icon", has_text="don-doc-2-don-vi-lan-1").click()
    found = docx.Document(io.BytesIO(Path(letter.value.path()).read_bytes()))
    assert "Đề nghị báo cáo gấp" in [paragraph.text for paragraph in found.paragraphs]
    assert set(Urging.objects.values_list("number", flat=True)) == {1}

    signed_in_page(people.lan, late[0].get_absolute_url())
    page.reload()
    page.get_by_text("(trang nhiệm vụ)").wait_for()
    assert problems == []


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_the_pages_are_accessible_and_fit(people, task, late, signed_in_page, viewport):
    wish = extensions.Ask(today() + timedelta(days=30), "legal", "Chờ thông tư hướng dẫn", "Đã xong dự thảo")
    extensions.ask(task.pk, actor=people.lan, today=today(), seen_version=1, wish=wish)
    size = {"viewport": viewport} if viewport else {}
    request = ExtensionRequest.objects.get()
    places = [
        (people.binh, "/extensions/waiting/"),
        (people.binh, f"/extensions/decide/?request={request.pk}"),
        (people.binh, "/extensions/"),
        (people.binh, "/reports/extensions/"),
        (people.binh, f"{task.get_absolute_url()}extend-decide/"),
        (people.hoa, f"/urgings/new/?task={late[0].pk}&task={late[1].pk}"),
    ]
    for who, path in places:
        page = signed_in_page(who, path, **size)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
