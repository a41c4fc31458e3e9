"""Searching by keyboard alone: from any page to a task, to all results, and back to what was looked for before."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(people):
    paper = factories.directive(text="Các sở rà soát thủ tục hành chính.")
    for number in range(7):
        factories.task(
            lead=people.finance,
            directive=paper,
            title=f"Lập kế hoạch giải ngân vốn năm 2023, đợt {number}",
            due_on=date(2023, 3, 1),
        )
    return people


def test_search_by_keyboard(city, signed_in_page, problems):
    page = signed_in_page(city.hoa, "/accounts/organisations/")
    box = page.locator("form.search input[name=q]")
    page.keyboard.press("/")
    expect(box).to_be_focused()

    page.keyboard.type("giai ng")
    options = page.locator("#search-panel [role=option]")
    expect(options.first).to_contain_text("giải ngân")
    expect(page.locator("#search-panel mark").first).to_have_text("giải")
    expect(options).to_have_count(6)  # five tasks and the way to all of them

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-tasks-1")
    page.keyboard.press("Escape")
    expect(page.locator("#search-panel")).to_be_hidden()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("in=tasks"))
    expect(page.locator(".search-hits > li")).to_have_count(7)
    expect(page.locator(".tab[aria-current=page] .count")).to_have_text("7")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("giải ngân vốn năm 2023, đợt 6")
    look_again(page)
    assert problems == []


def look_again(page):
    """What was looked for is offered again; Enter without a choice opens the page of all groups."""
    box, options = page.locator("form.search input[name=q]"), page.locator("#search-panel [role=option]")
    page.keyboard.press("/")
    expect(options.first).to_have_text("giai ng")  # kept in this browser
    box.fill("CT 02")
    expect(options.first).to_contain_text("Chỉ thị 02/CT-UBND")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tìm kiếm")
    expect(page.locator("#group-papers")).to_contain_text("Văn bản")


def test_the_box_fits_a_phone(city, signed_in_page, problems):
    page = signed_in_page(city.lan, "/tasks/", viewport=PHONE)
    page.locator("form.search input[name=q]").fill("giải ngân")
    panel = page.locator("#search-panel")
    expect(panel.locator("[role=option]").first).to_be_visible()
    place = panel.bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= PHONE["width"]
    assert problems == []
