"""The frame of every page: readable by everybody, in both themes, on a desk and on a phone, by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.extended]

VIEWS = [pytest.param(DESKTOP, id="desk"), pytest.param(PHONE, id="phone")]
THEMES = ["light", "dark"]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(item["id"], [node["html"][:200] for node in item["nodes"][:5]]) for item in found]


@pytest.mark.parametrize("viewport", VIEWS)
@pytest.mark.parametrize("theme", THEMES)
def test_every_part_is_accessible_and_breaks_no_rule(people, signed_in_page, problems, viewport, theme):
    page = signed_in_page(people.hoa, "/help/style/", viewport=viewport, color_scheme=theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert violations(page) == []
    assert problems == []


@pytest.mark.parametrize("viewport", VIEWS)
@pytest.mark.parametrize("theme", THEMES)
def test_the_sign_in_page_is_accessible_and_breaks_no_rule(open_page, problems, viewport, theme):
    page = open_page("/accounts/login/", viewport=viewport, color_scheme=theme)
    assert violations(page) == []
    assert problems == []


@pytest.mark.parametrize("path", ["/help/style/", "/help/", "/accounts/password/change/", "/khong-co/"])
def test_nothing_scrolls_sideways_at_360_pixels(people, signed_in_page, path):
    page = signed_in_page(people.hoa, path, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_table_wider_than_its_frame_is_scrolled_by_keyboard(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/")
    frame = page.locator(".table-wrap").first
    expect(frame).not_to_have_attribute("tabindex", "0")
    page.add_style_tag(content=".table-wrap table { min-width: 3000px; }")
    expect(frame).to_have_attribute("tabindex", "0")
    assert violations(page) == []
    page.add_style_tag(content=".table-wrap table { min-width: 0 !important; }")
    expect(frame).not_to_have_attribute("tabindex", "0")


def test_sign_in_tells_what_is_wrong_and_then_lets_in(people, open_page):
    page = open_page("/accounts/login/?next=/help/")
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("lan")
    page.get_by_label("Mật khẩu", exact=False).first.fill("sai-mat-khau")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    page.get_by_role("button", name="Hiện mật khẩu").click()
    assert page.locator("#id_password").get_attribute("type") == "text"
    page.locator("#id_password").fill("mat-khau-thu-nghiem")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url("**/help/")
    expect(page.locator(".user-button")).to_contain_text("Nguyễn Thị Lan")


def test_the_chosen_theme_is_remembered(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/", color_scheme="light")
    page.locator(".user-button").click()
    page.get_by_role("button", name="Tối").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_question_mark_lists_the_keys_of_the_page_and_typing_is_left_alone(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/")
    page.locator("#q").focus()
    page.keyboard.type("?")
    expect(page.locator("#keys-dialog")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    listed = page.locator("#keys-list").inner_text()
    assert "Mở hộp thoại" in listed
    assert "Trang sau" in listed


def test_a_pair_of_keys_opens_a_page_of_the_menu(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/")
    page.evaluate("document.querySelector('.nav a[href=\"/help/\"]').dataset.key = 'g z'")
    page.keyboard.press("g")
    page.keyboard.press("z")
    page.wait_for_url("**/help/")


def test_rows_are_walked_by_j_and_opened_by_enter(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**#row-2")


def test_a_confirmed_form_is_sent_once_with_its_button(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/")
    page.get_by_role("button", name="Gửi có xác nhận").click()
    page.get_by_role("dialog").get_by_role("button", name="Thôi").click()
    assert "sent=1" not in page.url
    page.get_by_role("button", name="Gửi có xác nhận").click()
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý").click()
    page.wait_for_url("**sent=1&by=button")


def test_one_box_selects_every_row(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/")
    page.locator("[data-select-all]").check()
    assert page.locator("[data-select-row]:checked").count() == page.locator("[data-select-row]").count() > 1
    page.locator("[data-select-row]").first.uncheck()
    assert page.locator("[data-select-all]").evaluate("box => box.indeterminate")


def test_the_menu_is_a_drawer_on_a_phone(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/", viewport=PHONE)
    link = page.locator("#nav").get_by_role("link", name="Trợ giúp")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Mở danh mục").click()
    link.click()
    page.wait_for_url("**/help/")


def test_an_error_of_htmx_becomes_a_toast_that_stays(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/")
    page.evaluate("htmx.trigger(document.body, 'toast', {level: 'error', text: 'Tệp quá lớn.'})")
    toast = page.locator("#toasts .toast-error")
    expect(toast).to_contain_text("Tệp quá lớn.")
    toast.get_by_role("button", name="Đóng thông báo").click()
    expect(toast).to_have_count(0)


def test_paper_shows_the_content_without_navigation(people, signed_in_page):
    page = signed_in_page(people.hoa, "/help/style/", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator("#nav")).to_be_hidden()
    expect(page.locator("table.table")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
