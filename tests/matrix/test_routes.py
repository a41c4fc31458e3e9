"""Every address × people × GET and POST, held against routes.txt.

The addresses come out of the address table, so a new one without a line fails and says which line to add. Pages are
not drawn: what is asked is who gets in. Each request is rolled back. Of the people who get the same answer by
routes.txt one is asked, another at each address and method: that an address asks the rules is seen by that, and what
the rules say of each person is held by powers.txt and steps.txt. `MATRIX=all` asks everybody everywhere.
"""

import json
import logging
import os
import zlib
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

pytestmark = pytest.mark.django_db
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
PARTS = 4
"""Parts of the address table, so that several processes share the work."""
ROUTES_AND_METHODS = 600
NEVER = ("PUT", "PATCH", "DELETE")
"""Methods no address of the API has."""
WRITING = bool(os.environ.get("MATRIX_WRITE"))
ALL = WRITING or os.environ.get("MATRIX") == "all"
BROKEN, FORBIDDEN, NOT_THAT_WAY = 500, 403, 405
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
def media(tmp_path_factory):
    """Where the files of the world lie."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def files_of_the_world(private, settings, media):
    """Each test reads them, though every test has a folder of its own elsewhere."""
    settings.MEDIA_ROOT = media


@pytest.fixture(scope="module")
def clients(django_db_setup, django_db_blocker, media):
    """{who: a client signed in as them}; the world is made once and rolled back at the end."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Template, "render", _undrawn)
    patch.setattr(moves, "show", _unshown)
    with django_db_blocker.unblock(), transaction.atomic():
        from django.conf import settings

        patch.setattr(settings, "MEDIA_ROOT", media)
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr(settings, "SESSION_ENGINE", "django.contrib.sessions.backends.db")
        patch.setattr(settings, "REST_FRAMEWORK", {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []})
        patch.setattr(settings, "MIDDLEWARE", [each for each in settings.MIDDLEWARE if not each.startswith(BESIDE)])
        logging.disable(logging.CRITICAL)
        yield _signed_in(world.build())
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    patch.undo()


def _signed_in(people):
    made = {}
    for who in COLUMNS:
        made[who] = Client(raise_request_exception=False)
        if who != "visitor":
            made[who].force_login(getattr(people, who))
        made[who].session_cookie = made[who].cookies.get("sessionid")
    return made


def _undrawn(self, context=None, request=None):
    """What a page would say first, without drawing it."""
    del self, request
    return str((context or {}).get("sentence", ""))


def _unshown(request, task, *, panel=None, status=200):
    """The page of a task that a refused form comes back on: who may take the step has been decided by then."""
    del request, task
    return HttpResponse(panel.refusal if panel else "", status=status)


def _whom(name, method, line):
    """Who is asked: one of each group of the line; everybody where nothing is written down yet."""
    if name in ASKED:
        return ASKED[name]
    people = [who for who in COLUMNS if who in OF_ADMIN or not name.startswith("admin:")]
    if ALL or line is None:
        return people
    groups = [group.split()[1:] for group in line.split("|")[2:]]
    return {_one(people if group == ["everybody"] else group, name + method) for group in groups}


def _one(group, word):
    """One of a group, another for each word."""
    return group[zlib.crc32(word.encode()) % len(group)]


def _by_line(line):
    """{who: the answers that the line lets pass}; a visitor who is not named signs in first."""
    cells = defaultdict(set, visitor={"login"})
    for group in line.split("|")[2:] if line else ():
        answer, *who = group.split()
        for each in COLUMNS if who == ["everybody"] else who:
            cells[each] = {answer, "login"} if who == ["everybody"] and each == "visitor" else {answer}
    return cells


def _ask(client, method, address):
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    client.cookies.clear()
    if client.session_cookie is not None:
        client.cookies["sessionid"] = client.session_cookie.value
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


def _answers(clients, name, address, method, whom):
    """What each of them gets; a refusal without a sentence is an answer of its own."""
    cells = {}
    for who in COLUMNS:
        if who in whom:
            response = _ask(clients[who], method, address)
            silent = response.status_code == FORBIDDEN and not _sentence(response)
            cells[who] = "403-without-a-reason" if silent else _answer(response)
    return cells


def _differs(cells, line):
    """Whether somebody got another answer than the line says."""
    said = _by_line(line)
    return any(answer not in said[who] for who, answer in cells.items())


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_gets_the_answer_that_is_written_down(clients, part):
    known, wrong = written(), {}
    for key, address in list(asked())[part::PARTS]:
        cells = _answers(clients, key[0], address, key[1], _whom(*key, known.get(key)))
        if WRITING or _differs(cells, known.get(key)):
            everybody = _whom(*key, None)
            rest = _answers(clients, key[0], address, key[1], set(everybody) - cells.keys())
            wrong[key] = line_of(*key, {who: (cells | rest)[who] for who in COLUMNS if who in cells | rest})
    if WRITING:
        _write(known | wrong)
        return
    assert not wrong, "\n".join([HINT, *wrong.values()])


def asked():
    """((name, method), address) of everything there is to ask."""
    for (name, address), method in product(routes.routes().items(), METHODS):
        yield (name, method), address


def _write(lines):
    head = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    there = {key for key, _address in asked()}
    kept = sorted(line for key, line in lines.items() if key in there)
    FILE.write_text("\n".join([*head, *kept]) + "\n", encoding="utf-8")


def test_no_line_is_about_an_address_that_is_gone():
    gone = written().keys() - {key for key, _address in asked()}
    assert not gone, "take these out of tests/matrix/routes.txt"


def test_nothing_breaks_by_the_lines():
    assert [line for line in written().values() if "| broken " in line or "without-a-reason" in line] == []


@pytest.mark.parametrize("method", NEVER)
def test_no_address_of_the_api_has_another_method(clients, method):
    found = routes.routes()
    answers = {name: _ask(clients["hoa"], method, found[name]).status_code for name in routes.apis() & found.keys()}
    assert {name: status for name, status in answers.items() if status not in {NOT_THAT_WAY, FORBIDDEN}} == {}


def test_the_size_of_the_matrix():
    assert len(list(asked())) >= ROUTES_AND_METHODS
