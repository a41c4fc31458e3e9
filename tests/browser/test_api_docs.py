"""The description of the API opens in a browser under the site's content security policy."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.extended]


def test_the_page_lists_the_endpoints_and_breaks_no_policy(people, signed_in_page, problems):
    page = signed_in_page(people.hoa, "/api/docs/")
    expect(page.get_by_text("/api/v1/tasks/{id}/submit/")).to_be_visible(timeout=60_000)
    assert not problems
