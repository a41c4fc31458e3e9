"""A review meeting by keyboard: planned, begun, two decisions typed live, closed, and the instructions they became."""

import pytest
from playwright.sync_api import expect

from accounts.clock import today
from tasks.models import Instruction, InstructionState, Meeting
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_meeting_with_two_decisions(people, signed_in_page, problems):
    paper = factories.directive()
    for lead, title in ((people.finance, "Lập dự toán"), (people.building, "Rà soát quy hoạch")):
        factories.task(lead=lead, directive=paper, title=title, due_on=paper.issued_on)
    page = signed_in_page(people.binh, "/meetings/")
    page.locator("main").get_by_role("link", name="Lập cuộc họp").first.click()
    page.get_by_role("button", name="Lập cuộc họp và chương trình").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Bắt đầu họp").click()
    for words, until in (("Trình dự toán", "30/06/2030"), ("Trình quy hoạch", "15/07/2030")):
        page.get_by_label("Nội dung kết luận").fill(words)
        page.get_by_label("Thời hạn").fill(until)
        page.keyboard.press("Control+Enter")
        expect(page.locator("tbody tr", has_text=words)).to_contain_text("Đã kết luận")
    expect(page.get_by_label("Nội dung kết luận")).to_have_count(0)
    page.get_by_role("button", name="Kết thúc họp").click()
    page.locator("#confirm-dialog button[value=ok]").click()
    expect(page.get_by_text("Đã kết thúc").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Biên bản (Word)").click()
    assert download.value.suggested_filename == f"bien-ban-{today():%Y%m%d}.docx"
    said = Instruction.objects.order_by("answer_by")
    assert [(row.unit, row.state) for row in said] == [
        (people.finance, InstructionState.OPEN),
        (people.building, InstructionState.OPEN),
    ]
    assert Meeting.objects.get().state == "closed"
    assert problems == []
