"""The directory of the city as the product ships it, built in memory once; tests that need rows store it at once."""

import json
from datetime import date

import pytest

from accounts.directory import BUILT_IN
from accounts.models import Organisation, Succession
from directives.matching import Directory

TODAY = date(2026, 8, 22)
FIRST_KEY = 100_000  # far from the keys that other rows of a test get


def _day(text):
    return date.fromisoformat(text) if text else None


def built_in():
    """Unsaved organisations and successions of the shipped directory."""
    content = json.loads(BUILT_IN.read_text(encoding="utf-8"))
    rows = {}
    for key, entry in enumerate(content["organisations"], start=FIRST_KEY):
        parent = rows.get(entry.get("parent"))
        days = {name: _day(entry.get(name)) for name in ("valid_from", "valid_to")}
        plain = {name: value for name, value in entry.items() if name not in {"parent", *days}}
        path = f"{parent.path if parent else ''}{key:06d}/"
        rows[entry["code"]] = Organisation(pk=key, parent=parent, path=path, **plain, **days)
    links = [
        Succession(
            predecessor=rows.get(code),
            predecessor_name=rows[code].name,
            successor=rows[link["into"]],
            kind=link["kind"],
            effective_on=_day(link["on"]),
        )
        for link in content["successions"]
        for code in link.get("codes", ())
    ]
    return list(rows.values()), links


@pytest.fixture(scope="session")
def directory():
    return Directory(*built_in(), TODAY)


@pytest.fixture
def city(db):
    """The shipped directory as rows."""
    organisations, links = built_in()
    Organisation.objects.bulk_create(organisations)
    Succession.objects.bulk_create(links)
    return Organisation.objects


@pytest.fixture
def name_of(directory):
    """Short names of organisations by key."""
    return lambda key: directory.bodies[key].name if key is not None else None
