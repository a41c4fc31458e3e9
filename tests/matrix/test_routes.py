"""Every address × everybody × GET and POST, held against routes.txt.

The addresses come out of the address table, so a new one without a line fails and says which line to add. Pages are
not drawn: what is asked is who gets in. Each request is rolled back.
"""

import json
import logging
import os
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client

from tasks.views import moves
from tests.matrix import routes, world

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]
FILE = Path(__file__).parent / "routes.txt"
COLUMNS = ("visitor", "lan", "minh", "vy", "tuan", "son", "thao", "hoa", "binh", "quan", "kiem", "cuu")
METHODS = ("GET", "POST")
OF_ADMIN = {"visitor", "lan", "quan", "cuu"}
"""Who is asked about the administration site; everybody else is no more staff than lan is."""
REFUSING = {401: "login", 403: "403", 404: "404", 405: "405", 410: "404"}
ASKED = {"api-schema": {"visitor", "lan"}}
"""Addresses that take long and are the same for everybody who is signed in."""
BESIDE = ("accounts.sessions.", "whitenoise.", "csp.", "config.proxy.")
"""Middleware that lets nobody in or out; it costs a third of each request."""
SOME = {"visitor", "lan", "cuu"}
"""Who is asked where all get the same answer."""
ROUTES_AND_METHODS = 600
WRITING = bool(os.environ.get("MATRIX_WRITE"))
BROKEN = 500
HINT = "add to tests/matrix/routes.txt, if it is right that these people get in (MATRIX_WRITE=1 writes it down):"


def line_of(name, method, answers):
    """The line of routes.txt: who gets which answer; those who are sent to sign in are not named."""
    groups = defaultdict(list)
    for who, answer in answers.items():
        if not (who == "visitor" and answer == "login"):
            groups[answer].append(who)
    if len(groups) == 1:
        return f"{name} | {method} | {next(iter(groups))} everybody"
    order = sorted(groups.items(), key=lambda group: group[0] != "yes")
    return " | ".join([f"{name} | {method}", *(f"{answer} {' '.join(who)}" for answer, who in order)])


def written():
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {tuple(part.strip() for part in line.split("|", 2)[:2]): line for line in lines}


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker, tmp_path_factory):
    """{(name, method): {who: answer}} and the refusals without a sentence, from one pass over everything."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Template, "render", _undrawn)
    patch.setattr(moves, "show", _unshown)
    with django_db_blocker.unblock(), transaction.atomic():
        from django.conf import settings

        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr(settings, "SESSION_ENGINE", "django.contrib.sessions.backends.db")
        patch.setattr(settings, "REST_FRAMEWORK", {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []})
        patch.setattr(settings, "MIDDLEWARE", [each for each in settings.MIDDLEWARE if not each.startswith(BESIDE)])
        logging.disable(logging.CRITICAL)
        people = world.build()
        yield _ask_everything(people)
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    patch.undo()


def _undrawn(self, context=None, request=None):
    """What a page would say first, without drawing it."""
    del self, request
    return str((context or {}).get("sentence", ""))


def _unshown(request, task, *, panel=None, status=200):
    """The page of a task that a refused form comes back on: who may take the step has been decided by then."""
    del request, task
    return HttpResponse(panel.refusal if panel else "", status=status)


def _ask_everything(people):
    found, silent = defaultdict(dict), []
    addresses = routes.routes()
    alike = set() if WRITING else {key for key, line in written().items() if line.endswith("everybody")}
    for who in COLUMNS:
        client = Client(raise_request_exception=False)
        if who != "visitor":
            client.force_login(getattr(people, who))
        session = client.cookies.get("sessionid")
        for (name, address), method in product(addresses.items(), METHODS):
            if who not in _whom(name, alike=(name, method) in alike):
                continue
            response = _ask(client, method, address)
            found[name, method][who] = _answer(response)
            if response.status_code == 403 and not _sentence(response):
                silent.append((name, method, who))
            client.cookies.clear()
            if session is not None:
                client.cookies["sessionid"] = session.value
    return found, silent


def _whom(name, *, alike):
    """Who is asked: everybody, but for what takes long or is written down as the same for all."""
    if name in ASKED:
        return ASKED[name]
    if alike:
        return SOME
    return OF_ADMIN if name.startswith("admin:") else COLUMNS


def _ask(client, method, address):
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    return response


def _answer(response):
    if response.status_code in REFUSING:
        return REFUSING[response.status_code]
    if response.status_code in {301, 302}:
        return "login" if "/login/" in response.url else "yes"
    return "yes" if response.status_code < BROKEN else "broken"


def _sentence(response):
    """The reason as the page or the API says it."""
    if response["Content-Type"].startswith("application/json"):
        return json.loads(response.content).get("message", "")
    return response.content.decode().strip()


def test_everybody_gets_the_answer_that_is_written_down(asked):
    answers, known = asked[0], written()
    lines = {key: line_of(*key, cells) for key, cells in answers.items()}
    if WRITING:
        head = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        FILE.write_text("\n".join([*head, *sorted(lines.values())]) + "\n", encoding="utf-8")
        return
    new = [line for key, line in sorted(lines.items()) if known.get(key) != line]
    assert not new, "\n".join([HINT, *new])
    assert not known.keys() - lines.keys(), "take these out of tests/matrix/routes.txt: the addresses are gone"


def test_nothing_breaks(asked):
    assert [(key, who) for key, cells in asked[0].items() for who, answer in cells.items() if answer == "broken"] == []


def test_every_refusal_gives_its_reason(asked):
    assert asked[1] == []


def test_the_size_of_the_matrix(asked):
    assert len(asked[0]) >= ROUTES_AND_METHODS
