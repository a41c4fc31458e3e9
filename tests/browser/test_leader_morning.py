"""A leader's morning in a real browser: attention, the board, a band, its list, three urged at once, a file."""

from datetime import timedelta

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.clock import today
from tasks.models import Urging
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(people):
    paper = make.directive(issued_on=today() - timedelta(days=90))
    for late in (10, 15, 20, 200):
        make.task(
            lead=people.finance,
            directive=paper,
            title=f"Việc quá hạn {late} ngày",
            due_on=today() - timedelta(days=late),
            officer=people.lan,
        )
    make.task(lead=people.building, directive=paper, due_on=today() + timedelta(days=3), officer=people.tuan)
    return people


def rows_by_keys(page):
    """Two rows chosen by keys; a letter that is not allowed says why, and help tells them all."""
    for key in ("ArrowDown", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Đôn đốc các việc đã chọn (2)").wait_for()
    page.keyboard.press("a")
    page.locator(".toast", has_text="Chỉ chuyên viên theo dõi của văn phòng được làm việc này.").wait_for()
    page.keyboard.press("?")
    expect(page.locator("#keys-list")).to_contain_text("Chọn, bỏ chọn dòng (trên dòng đang chọn)")
    page.keyboard.press("Escape")


def urge_the_band(page):
    """From the number of a band on the board to three urged at once."""
    row = page.locator("tr", has=page.get_by_role("rowheader", name="Sở Tài chính"))
    row.locator("td[data-label='8-30 ngày'] a").click()
    page.wait_for_url("**/tasks/?*band=8-30*")
    page.check("[data-select-all]")
    page.get_by_role("button", name="Đôn đốc các việc đã chọn (3)").click()
    page.wait_for_url("**/urgings/new/*")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.get_by_text("Đã đôn đốc 3 nhiệm vụ.").wait_for()


def titles_of_file(page, path):
    with page.expect_download() as download:
        page.keyboard.press("x")
    download.value.save_as(path)
    cells = [cell.value for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    return sorted(str(cell) for cell in cells if str(cell).startswith("Việc quá hạn"))


def test_from_what_needs_attention_to_three_urged_and_a_file(city, signed_in_page, problems, tmp_path):
    page = signed_in_page(city.binh, "/")
    assert page.url.endswith("/attention/")
    assert page.locator("tbody tr[data-row-link] a").first.inner_text() == "Việc quá hạn 200 ngày"
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}})
    assert found.violations_count == 0, found.generate_report()
    rows_by_keys(page)
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/reports/overdue/")
    urge_the_band(page)
    assert Urging.objects.count() == 3
    page.goto(f"/tasks/?band=8-30&lead={city.finance.pk}")
    assert titles_of_file(page, tmp_path / "ds.xlsx") == [f"Việc quá hạn {late} ngày" for late in (10, 15, 20)]
    assert problems == []
