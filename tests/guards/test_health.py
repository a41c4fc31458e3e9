"""Health addresses answer without a session, and say what is missing."""

import pytest

from tests.ports import silent_port


def test_alive_needs_neither_login_nor_host(client):
    answer = client.get("/healthz", headers={"host": "unknown.example"})

    assert answer.status_code == 200
    assert answer.json() == {"ok": True}


@pytest.mark.django_db
def test_ready_with_both_servers(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": True, "broker": True}


@pytest.mark.django_db
def test_not_ready_without_a_broker(client, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{silent_port()}/0"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": True, "broker": False}


@pytest.mark.django_db
def test_not_ready_without_a_database(client, monkeypatch):
    from django.db import connection

    monkeypatch.setitem(connection.settings_dict, "PORT", str(silent_port()))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": False, "broker": True}
