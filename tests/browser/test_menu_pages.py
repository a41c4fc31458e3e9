"""Every page of the menu, with a few rows on it: accessible, quiet in the console, and never wider than a phone."""

from datetime import date, timedelta

import pytest

from accounts.clock import today
from accounts.roles import Role
from config.menu import MENU, address
from tests import factories
from tests.browser.test_interface import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Swagger UI comes out of its wheel with its own look.
ENTRIES = [entry for group in MENU for entry in group.entries if entry.url_name != "api-docs"]
WHO = {
    Role.MONITOR: "hoa",
    Role.CLERK: "thao",
    Role.LEADER: "binh",
    Role.ADMIN: "quan",
    Role.AUDITOR: "kiem",
    Role.HEAD: "minh",
    Role.OFFICER: "lan",
}
LONG = "Chủ trì, phối hợp với các cơ quan, đơn vị liên quan xây dựng kế hoạch hành động triển khai các nhiệm vụ"


def rows(people):
    paper = factories.directive(issued_on=date(2023, 1, 10))
    for left in (-150, -3, 0, 4, None):
        due = None if left is None else today() + timedelta(days=left)
        factories.task(lead=people.finance, directive=paper, title=LONG, due_on=due, helped_by=[people.building])
    factories.draft(directive=paper)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_a_page_of_the_menu_is_fit_for_use(people, signed_in_page, problems, entry):
    rows(people)
    user = getattr(people, next(name for role, name in WHO.items() if role in entry.roles))
    page = signed_in_page(user, address(entry), color_scheme="dark")
    assert page.locator("h1:visible").count() == 1
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert problems == []
