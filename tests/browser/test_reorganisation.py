"""The merger of one department into another in a real browser: preview, apply, undo, apply."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from accounts.clock import today
from accounts.models import Reorganisation
from tasks import notify
from tasks.models import Mail, MailKind, Workday
from tests.browser.conftest import PHONE
from tests.reorganisation.conftest import planning, work  # noqa: F401 - fixtures of the same department

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pick(page, label, typed):
    field = page.get_by_role("combobox", name=label)
    field.fill(typed)
    page.get_by_role("option").first.wait_for()
    field.press("Enter")


def press(page, name):
    page.get_by_role("button", name=name).click()
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý").click()


def figures(page, on_map):
    """Rows of the board as they stand on the page."""
    page.goto(f"{reverse('report-overdue')}?map={on_map}")
    rows = page.locator("table").first.locator("tbody tr").all_inner_texts()
    return sorted(re.sub(r"\s+", " ", row) for row in rows if "Tổng cộng" not in row)


def test_a_merger_is_previewed_applied_undone_and_applied(people, planning, work, signed_in_page, problems):  # noqa: F811 - as above
    report = signed_in_page(people.hoa, "/")
    before = figures(report, "then")
    page = signed_in_page(people.quan, reverse("organisation-list"))
    page.get_by_role("link", name="Sắp xếp, sáp nhập").click()
    pick(page, "Đơn vị được sắp xếp", "sở kế")
    pick(page, "Đơn vị tiếp nhận đang có", "tài ch")
    page.get_by_label("Căn cứ").fill("Nghị quyết 02/NQ-HĐND")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_text("2 phần việc phối hợp sẽ kết thúc").wait_for()
    assert Axe().run(page).violations_count == 0
    press(page, "Thực hiện")
    page.get_by_text("Đã thực hiện sắp xếp tổ chức.").first.wait_for()
    work.alone.refresh_from_db()
    assert work.alone.lead == people.finance
    press(page, "Hoàn lại đợt sắp xếp")
    page.get_by_text("mọi thứ trở về như trước").first.wait_for()
    work.alone.refresh_from_db()
    assert work.alone.lead == planning.body
    press(page, "Thực hiện")
    page.get_by_text("Nhiệm vụ đã chuyển").wait_for()
    assert Axe().run(page).violations_count == 0
    assert Reorganisation.objects.get().turn == 2
    assert figures(report, "then") == before
    assert not any("Sở Kế hoạch" in row for row in figures(report, "now"))
    notify.sweep(Workday.objects.calendar().next_working(today()))
    reached = Mail.objects.filter(kind__in=[MailKind.UNIT, MailKind.DIGEST]).values_list("address", flat=True)
    assert "minh@haiphong.example" in reached
    assert planning.body.email not in reached
    assert problems == []


def test_the_pages_fit_a_phone(people, planning, work, signed_in_page):  # noqa: F811 - as above
    row = Reorganisation.objects.create(
        kind="merge",
        effective_on=today(),
        document="NQ 1",
        sources=[planning.body.pk],
        receivers=[people.finance.pk],
        created_by=people.quan,
    )
    addresses = [reverse(name) for name in ("reorganisation-list", "reorganisation-new", "organisation-import")]
    page = signed_in_page(people.quan, addresses[0], viewport=PHONE)
    for address in (*addresses, reverse("reorganisation-detail", args=[row.pk])):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
