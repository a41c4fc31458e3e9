"""The delivery log with a dead address, in a browser: seen, opened, sent again, and on a phone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tasks.models import DeadAddress, DeathCause, Mail, MailState, MailTry, SweepRun, TryOutcome
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dead_mail(people):
    now = timezone.now()
    since = now - timedelta(days=12)
    answer = "550 5.1.1 <stc@haiphong.example>: Recipient address rejected: User unknown"
    DeadAddress.objects.create(
        address=people.finance.email, cause=DeathCause.REFUSED, answer=answer, since=since, last_at=now, times=4
    )
    mail = Mail.objects.create(
        kind="release",
        key="release:1:1",
        organisation=people.finance,
        address=people.finance.email,
        day=date(2023, 2, 20),
        subject="02/CT-UBND: 3 nhiệm vụ giao Sở Tài chính",
        state=MailState.DEAD,
        attempts=1,
        problem=f"Địa chỉ {people.finance.email} bị máy chủ thư từ chối: {answer}",
    )
    MailTry.objects.create(
        mail=mail, at=since, ended_at=since, address=mail.address, outcome=TryOutcome.REFUSED, answer=answer
    )
    today = timezone.localtime().date()
    for days in (9, 0):
        SweepRun.objects.create(day=today - timedelta(days=days), started_at=now, finished_at=now, runs=1, notices=3)
    return mail


def test_a_dead_address_is_found_from_the_log_and_its_mail_sent_again(signed_in_page, people, dead_mail, problems):
    page = signed_in_page(people.hoa, "/mail-log/")
    page.get_by_role("link", name="Không gửi được").first.click()
    page.get_by_label("Chọn thư gửi Sở Tài chính").check()
    page.get_by_role("button", name="Gửi lại thư đã chọn").click()
    page.get_by_text("Đã xếp 1 thư vào hàng chờ gửi lại.").wait_for()
    dead_mail.refresh_from_db()
    assert dead_mail.state == MailState.QUEUED
    assert not DeadAddress.objects.open().exists()
    assert problems == []


def test_a_mail_shows_its_tries_and_leads_to_the_dead_address(signed_in_page, people, dead_mail, problems):
    page = signed_in_page(people.hoa, f"/mail-log/{dead_mail.pk}/")
    expect(page.get_by_text("Từ chối hẳn")).to_be_visible()
    page.get_by_role("link", name="Xem danh sách địa chỉ hỏng").click()
    expect(page.get_by_text("12 ngày")).to_be_visible()
    expect(page.get_by_role("link", name="Sở Tài chính")).to_be_visible()
    page.get_by_role("button", name="Đã dùng được").click()
    page.get_by_text("Từ nay thư lại được gửi tới stc@haiphong.example.").wait_for()
    assert problems == []


@pytest.mark.parametrize("path", ["/mail-log/?state=dead", "/mail-log/addresses/", "/sweeps/"])
def test_on_a_phone_nothing_runs_over_the_edge(signed_in_page, people, dead_mail, problems, path):
    page = signed_in_page(people.hoa, path, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert problems == []
