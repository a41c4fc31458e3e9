"""Behind a proxy the client's address is the one our proxy wrote, never one that the client brought along."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.proxy import ClientAddressMiddleware


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "192.0.2.66, 203.0.113.7", "203.0.113.7"),
        (2, "192.0.2.66, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_address(settings, proxies, header, address):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": header})
    seen = []

    ClientAddressMiddleware(lambda asked: seen.append(asked.META["REMOTE_ADDR"]) or HttpResponse())(request)

    assert seen == [address]
