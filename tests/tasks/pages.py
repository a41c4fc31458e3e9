"""Looking at pages as a person of the cast does."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def cost(client, where, query=None):
    client.get(where, query)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(where, query).status_code == 200
    return len(seen)
