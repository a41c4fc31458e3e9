"""Differences of a reading and tasks of a changed paper, decided by keyboard in a real browser."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.clock import today
from directives.actions import intake, reparse
from directives.models import DirectiveState, DraftState, Reference, TaskDraft
from tasks.models import AmendmentRuling, Task
from tests import factories as make
from tests.browser.conftest import PHONE
from tests.directives.papers import plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.extended]


@pytest.fixture
def differing(people):
    """A paper of two clauses; an older engine had read the first one's day wrong and invented a third."""
    file = intake.read_file(intake.receive(plan().encode(), "a.txt", actor=people.thao).file.pk, today=today())
    paper = file.directive
    first = paper.drafts.order_by("order").first()
    TaskDraft.objects.filter(pk=first.pk).update(due_on=date(2026, 9, 1))
    make.draft(directive=paper, text="Một việc bịa ra", start=100, end=110, state=DraftState.PROPOSED, order=3)
    paper.readings.update(engine="older")
    reading = reparse.ask(paper.pk, actor=people.thao, today=today())
    reparse.carry_out(reading.pk, today=today())
    return paper


@pytest.fixture
def replacing(people):
    """A paper that replaces another one with two open tasks."""
    issued = {"state": DirectiveState.RELEASED, "released_at": timezone.now(), "symbol": "QĐ-UBND", "kind": "QĐ"}
    old, new = make.directive(number=1, **issued), make.directive(number=2, **issued)
    Reference.objects.create(
        directive=new, target=old, number_text=old.number_text, relation="replaces", start=0, end=1
    )
    for title in ("Rà soát nhà ở xuống cấp trên địa bàn", "Bố trí kinh phí sửa chữa nhà ở"):
        make.task(lead=people.finance, directive=old, title=title, due_on=date(2026, 12, 1))
    make.draft(directive=new, text="Rà soát nhà ở xuống cấp trên địa bàn", path="Điều 2", state=DraftState.RELEASED)
    return new


def test_differences_are_decided_by_keyboard(people, differing, signed_in_page, problems):
    page = signed_in_page(people.thao, reverse("directive-reading", args=[differing.pk]))
    page.wait_for_selector("[data-diff][aria-current]")
    expect(page.locator("[data-diff]")).to_have_count(2)
    gone = page.locator("[data-diff]").filter(has_text="Một việc bịa ra")
    while gone.get_attribute("aria-current") is None:
        page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("s")
    page.get_by_text("Đã lấy bản mới của 1 điểm.").wait_for()
    assert differing.drafts.filter(text="Một việc bịa ra").exists()
    assert not differing.drafts.filter(due_on=date(2026, 9, 1)).exists()
    page.keyboard.press("u")
    page.get_by_text("Đã hoàn lại như trước khi đọc lại.").first.wait_for()
    assert differing.drafts.filter(due_on=date(2026, 9, 1)).exists()
    assert problems == []


def test_tasks_of_a_changed_paper_are_decided_by_keyboard(people, replacing, signed_in_page, problems):
    page = signed_in_page(people.hoa, replacing.get_absolute_url())
    page.get_by_role("link", name="Quyết định").first.click()
    page.wait_for_selector("[data-ruling]")
    for key in ("j", "2", "1", "s"):
        page.keyboard.press(key)
    page.get_by_text("Đã quyết định 2 nhiệm vụ.").wait_for()
    assert sorted(AmendmentRuling.objects.values_list("choice", flat=True)) == ["keep", "move"]
    assert Task.objects.filter(directive=replacing, path="Điều 2").exists()
    page.get_by_role("button", name="Hoàn lại").first.click()
    page.get_by_text("nhiệm vụ lại chờ quyết định").wait_for()
    assert AmendmentRuling.objects.count() == 1
    assert problems == []


def test_a_refusal_keeps_what_was_chosen_and_a_withdrawal_is_asked_about(people, replacing, signed_in_page, problems):
    make.task(lead=people.finance, directive=replacing, draft=replacing.drafts.get())
    page = signed_in_page(people.hoa, reverse("directive-amendment", args=[replacing.pk]))
    for key in ("j", "2", "3", "s"):
        page.keyboard.press(key)
    expect(page.locator("#confirm-dialog")).to_contain_text("không hoàn lại được")
    page.keyboard.press("Enter")
    expect(page.locator(".toast-error")).to_contain_text("đã có nhiệm vụ từ điểm Điều 2")
    chosen = page.locator("input[type=radio]:checked").evaluate_all("radios => radios.map((radio) => radio.value)")
    assert chosen == ["move", "withdraw"]
    assert not AmendmentRuling.objects.exists()
    assert problems == []


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_the_pages_are_accessible_and_fit(people, differing, replacing, signed_in_page, viewport):
    size = {"viewport": viewport} if viewport else {}
    addresses = [
        (people.thao, reverse("directive-reading", args=[differing.pk])),
        (people.hoa, reverse("directive-amendment", args=[replacing.pk])),
        (people.thao, reverse("name-list")),
    ]
    for person, address in addresses:
        page = signed_in_page(person, address, **size)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
