"""Ageing bands and weights changed by the administrator: a wrong figure is explained, a right one reaches the board."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.clock import today
from tasks.models import AgeingRule, WeightRule
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def late(people):
    """One task, ten days overdue."""
    paper = make.directive(issued_on=today() - timedelta(days=90))
    return make.task(lead=people.finance, directive=paper, due_on=today() - timedelta(days=10), officer=people.lan)


def bands(page):
    """New last days: first in the wrong order, then right; the reason stays where it was typed."""
    page.get_by_label("Ngày cuối của từng mức").fill("20, 5")
    page.locator("#id_ages-source").fill("Thông báo 12/TB-UBND")
    page.get_by_role("button", name="Ghi mức ngày quá hạn").click()
    expect(page.get_by_text("Các số phải tăng dần")).to_be_visible()
    expect(page.locator("#id_ages-source")).to_have_value("Thông báo 12/TB-UBND")
    assert not AgeingRule.objects.exists()
    page.get_by_label("Ngày cuối của từng mức").fill("5, 20")
    page.get_by_role("button", name="Ghi mức ngày quá hạn").click()
    expect(page.locator("dl.facts")).to_contain_text("6-20")
    assert AgeingRule.objects.get().edges == [5, 20]


def weights(page):
    """The weights must make a hundred."""
    share = page.locator("#id_weights-on_time")
    before = int(share.input_value())
    share.fill(str(before + 1))
    page.locator("#id_weights-source").fill("Thông báo 12/TB-UBND")
    page.get_by_role("button", name="Ghi trọng số").click()
    expect(page.get_by_text("Tổng trọng số phải là 100; hiện là 101.")).to_be_visible()
    assert not WeightRule.objects.exists()
    page.locator("#id_weights-on_time").fill(str(before))
    page.locator("#id_weights-least_judged").fill("3")
    page.get_by_role("button", name="Ghi trọng số").click()
    expect(page.locator("dl.facts")).to_contain_text("3 nhiệm vụ đã đến kỳ đánh giá")
    assert WeightRule.objects.get().least_judged == 3


def test_bands_and_weights_are_changed_and_the_board_counts_by_them(people, late, signed_in_page, problems):
    page = signed_in_page(people.quan, "/report-rules/")
    bands(page)
    weights(page)
    assert ["422" in each for each in problems] == [True, True]  # the two refusals
    board = signed_in_page(people.binh, "/reports/overdue/")
    row = board.locator("tr", has=board.get_by_role("rowheader", name="Sở Tài chính"))
    expect(row.locator("td[data-label='6-20 ngày']")).to_have_text("1")
    row.locator("td[data-label='6-20 ngày'] a").click()
    expect(board.locator("tbody tr[data-row-link]")).to_have_count(1)
    assert len(problems) == 2
