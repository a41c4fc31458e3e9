"""The ladder in a browser: the officer answers, head and leader see the rung, rules are tried, wishes are kept."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.clock import today
from accounts.models import Absence, MailPreference
from directives.workdays import DEFAULT_CALENDAR
from tasks import notify
from tasks.models import TaskEvent
from tests import factories as make
from tests.browser.conftest import PHONE
from tests.reminders.conftest import calendar  # noqa: F401 - days off and rules as a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shot(page, name):
    """A picture, where somebody asked for it by the environment."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.fixture
def late(people, calendar):  # noqa: F811 - the fixture, not the import
    """A task three working days overdue, swept on each of them."""
    day = DEFAULT_CALENDAR.previous_working(today())
    due_on = DEFAULT_CALENDAR.add_working_days(day, -3)
    task = make.task(
        lead=people.finance, directive=make.directive(), due_on=due_on, officer=people.lan, monitor=people.hoa,
        leader=people.binh, status="in_progress", title="Lập dự toán chi ngân sách", assigned_on=due_on,
    )  # fmt: skip
    for number in range(1, 4):
        notify.sweep(DEFAULT_CALENDAR.add_working_days(due_on, number))
    return task


@pytest.mark.parametrize("who", ["minh", "binh"])
def test_head_and_leader_see_the_rung(signed_in_page, people, late, problems, who):
    page = signed_in_page(getattr(people, who), late.get_absolute_url())
    card = page.locator("#ladder")
    expect(card).to_contain_text("Bậc 2")
    expect(card).to_contain_text("đã báo lãnh đạo đơn vị ngày")
    expect(card).to_contain_text("Bậc tiếp theo: bậc 3, chuyên viên theo dõi")
    shot(page, f"rung-{who}")
    assert problems == []


def test_the_officer_answers_and_the_climbing_stops(signed_in_page, people, late, problems):
    page = signed_in_page(people.lan, late.get_absolute_url())
    page.get_by_text("Việc khác").click()
    page.get_by_text("Tôi đã biết").click()
    page.get_by_label("Ngày dự kiến xong").fill((today() + timedelta(days=5)).isoformat())
    page.locator("#step button[type=submit]").click()
    expect(page.get_by_text("Đã ghi nhận; việc nhắc ngừng leo bậc")).to_be_visible()
    assert TaskEvent.objects.get(task=late).move == "acknowledge"
    seen = signed_in_page(people.minh, late.get_absolute_url())
    expect(seen.locator("#ladder")).to_contain_text("ngừng leo bậc đến hết")
    shot(seen, "stopped")
    assert problems == []


def test_rules_are_tried_without_sending_anything(signed_in_page, people, late, problems):
    page = signed_in_page(people.quan, "/ladder/")
    page.get_by_role("button", name="Xem thử hôm nay").click()
    expect(page.locator("#preview")).to_contain_text("Nếu áp dụng hôm nay:")
    shot(page, "rules")
    assert problems == []


def test_wishes_about_mail_are_kept(signed_in_page, people, calendar, problems):  # noqa: F811 - as above
    page = signed_in_page(people.binh, "/accounts/profile/")
    page.get_by_label("Không gửi thư từ").fill("19:00")
    page.get_by_label("đến", exact=True).fill("06:30")
    page.get_by_label("Thư tổng hợp").select_option("weekly")
    page.get_by_role("button", name="Lưu cách nhận thư").click()
    expect(page.get_by_text("Đã lưu tùy chọn nhận thư.")).to_be_visible()
    assert MailPreference.objects.get().cadence == "weekly"
    shot(page, "wishes")
    assert problems == []


def test_the_office_enters_an_absence_on_a_phone(signed_in_page, people, calendar, problems):  # noqa: F811 - as above
    page = signed_in_page(people.thao, "/accounts/absences/", viewport=PHONE)
    page.get_by_label("Ghi vắng mặt cho ai?").fill("Lan")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name="Ghi vắng mặt").click()
    page.get_by_label("Người thay").select_option(label="Trần Văn Minh")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đang vắng", exact=True)).to_be_visible()
    assert Absence.objects.get().substitute == people.minh
    shot(page, "absence")
    assert problems == []
