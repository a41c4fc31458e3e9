"""The administrator changes the calendar: first what would move, then the change, and an issued deadline that stays."""

import pytest
from playwright.sync_api import expect

from accounts.clock import today
from directives.terms import due
from tasks.actions import workdays
from tasks.models import Task, Workday
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHRASE = "trong 7 ngày làm việc kể từ ngày ký"


@pytest.fixture
def change(people):
    """A draft and an issued task with a counted term, and a working day inside it."""
    workdays.load()
    day = today()
    calendar = Workday.objects.calendar()
    deadline = due("+7 working_day", day, calendar)
    paper, released = (factories.directive(number=number, issued_on=day) for number in (7, 8))
    factories.draft(directive=paper, leads=[people.finance], due_on=deadline, deadline_phrase=PHRASE, precision="day")
    factories.task(
        lead=people.finance, directive=released, due_on=deadline, deadline_kind="term", deadline_phrase=PHRASE
    )
    return calendar.add_working_days(day, 3), deadline


def test_a_change_of_the_calendar_is_seen_before_it_is_made(people, signed_in_page, problems, change):
    off, deadline = change
    page = signed_in_page(people.quan, f"/workdays/?year={off.year}")
    card = page.locator("section.card", has_text="Thêm ngày")
    card.get_by_label("Ngày", exact=False).first.fill(off.isoformat())
    card.get_by_label("Căn cứ").fill("Công văn 99/VPCP")
    card.get_by_role("button", name="Xem trước thay đổi").click()
    page.get_by_role("heading", name="Xem trước thay đổi lịch").wait_for()
    moved = page.locator("section.card", has_text="Đề xuất chưa giao sẽ đổi hạn")
    expect(moved.get_by_text(f"{deadline:%d/%m/%Y}")).to_have_count(1)
    expect(page.get_by_text("Nhiệm vụ đã giao giữ nguyên hạn")).to_be_visible()
    assert not Workday.objects.filter(day=off).exists()
    page.get_by_role("button", name="Ghi vào lịch").click()
    page.get_by_text("Đã ghi ngày").first.wait_for()
    assert Workday.objects.get(day=off).is_working is False
    assert Task.objects.get(directive__number=8).due_on_as_issued == deadline
    assert Task.objects.get(directive__number=8).due_on == deadline
    assert problems == []
