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
ROLES = [Role.MONITOR, Role.CLERK, Role.ADMIN]
LONG = "Chủ trì, phối hợp với các cơ quan, đơn vị liên quan xây dựng kế hoạch hành động triển khai các nhiệm vụ"


def whose(entry):
    """The first role of the list above that the menu shows the page to."""
    return next(role for role in WHO if role in entry.roles)


def rows(people):
    paper = factories.directive(issued_on=date(2023, 1, 10))
    for left in (-150, -3, 0, 4, None):
        due = None if left is None else today() + timedelta(days=left)
        factories.task(lead=people.finance, directive=paper, title=LONG, due_on=due, helped_by=[people.building])
    factories.draft(directive=paper)


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_the_menu_are_fit_for_use(people, signed_in_page, problems, role):
    rows(people)
    page = signed_in_page(getattr(people, WHO[role]), "/accounts/password/change/", color_scheme="dark")
    amiss = {entry.url_name: found for entry in ENTRIES if whose(entry) == role and (found := faults(page, entry))}
    assert amiss == {}
    assert problems == []


def test_every_page_of_the_menu_is_looked_at():
    assert {whose(entry) for entry in ENTRIES} == set(ROLES)


def faults(page, entry):
    """What is wrong with the page, on a desk and on a phone."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(address(entry))
    headings = page.locator("h1:visible").count()
    found = violations(page)
    page.set_viewport_size({"width": 360, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    headed = [] if headings == 1 else [f"{headings} headings"]
    return [*headed, *found, *([] if width <= 360 else [f"{width} pixels wide"])]
