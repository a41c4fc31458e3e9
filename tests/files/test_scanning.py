"""Every upload is shown to the virus scanner: clean, infected, and what happens while the scanner is away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.clamd import State, scan
from accounts.models import AuditEntry, FileScan
from directives.models import DirectiveFile
from tasks.actions import scans
from tasks.models import TaskFile
from tests import factories as make
from tests.files import scanner

pytestmark = pytest.mark.django_db
NOBODY = "tcp://127.0.0.1:9"
HARMFUL = b"Bao cao " + scanner.HARMFUL


@pytest.fixture(params=["clamd", "protocol"])
def address(request, tmp_path):
    if request.param == "protocol":
        with scanner.speaking_its_protocol() as address:
            yield address
    elif scanner.clamd_is_there():
        with scanner.clamd(tmp_path) as address:
            yield address
    else:
        pytest.skip("Debian's package clamav-daemon is not installed")


@pytest.fixture
def task(people):
    return make.task(lead=people.finance, directive=make.directive(), officer=people.lan)


@pytest.fixture
def lan(people):
    client = Client()
    client.force_login(people.lan)
    return client


def report(client, task, content=b"noi dung", name="ket-qua.txt"):
    upload = SimpleUploadedFile(name, content)
    return client.post(
        f"/api/v1/tasks/{task.pk}/report/",
        {"version": task.version, "done": "Đã làm", "percent": 10, "files": [upload]},
    )


def test_the_scanner_says_what_it_finds(address):
    assert scan(address, [b"an ", b"toan"]).state is State.CLEAN
    found = scan(address, [HARMFUL])
    assert (found.state, scanner.SIGNATURE in found.found) == (State.INFECTED, True)
    assert scan(address, [b"x" * 300_000, HARMFUL]).state is State.INFECTED


def test_an_infected_file_is_refused_told_and_not_kept(address, settings, lan, task):
    settings.CLAMD_ADDRESS = address
    answer = report(lan, task, HARMFUL)
    assert (answer.status_code, answer.json()["code"]) == (400, "file_infected")
    assert "nhiễm mã độc" in answer.json()["message"]
    assert not TaskFile.objects.exists()
    entry = AuditEntry.objects.get(action="file.infected")
    assert scanner.SIGNATURE in entry.after["found"]
    assert entry.after["name"] == "ket-qua.txt"


def test_a_clean_file_is_kept(address, settings, lan, task):
    settings.CLAMD_ADDRESS = address
    assert report(lan, task).status_code == 200
    assert FileScan.objects.get().state == "clean"


@pytest.fixture
def away(settings):
    settings.CLAMD_ADDRESS = NOBODY
    return settings


def test_while_the_scanner_is_away_files_are_refused_when_the_office_says_so(away, lan, task):
    away.CLAMD_WHEN_AWAY = "refuse"
    answer = report(lan, task)
    assert (answer.status_code, answer.json()["code"]) == (503, "file_unscanned")
    assert not TaskFile.objects.exists()


def test_a_file_taken_unscanned_is_scanned_later_and_no_longer_handed_out_when_infected(away, lan, task):
    away.CLAMD_WHEN_AWAY = "accept"
    assert report(lan, task, HARMFUL).status_code == 200
    row = TaskFile.objects.get()
    page = f"/tasks/{task.pk}/files/{row.pk}/"
    assert FileScan.objects.get().state == "unscanned"
    assert lan.get(page).status_code == 200
    assert scans.rescan() == 0
    with scanner.speaking_its_protocol() as back:
        away.CLAMD_ADDRESS = back
        assert scans.rescan() == 1
        assert scans.rescan() == 0
    assert FileScan.objects.get().state == "infected"
    answer = lan.get(page)
    assert answer.status_code == 403
    assert "nhiễm mã độc" in answer.content.decode()


def test_papers_pass_the_scanner_too(settings, people):
    clerk = Client()
    clerk.force_login(people.thao)
    with scanner.speaking_its_protocol() as address:
        settings.CLAMD_ADDRESS = address
        clerk.post("/directives/upload/", {"files": [SimpleUploadedFile("chi-thi.txt", HARMFUL)]})
    assert not DirectiveFile.objects.exists()
    assert AuditEntry.objects.filter(action="file.infected").exists()


def test_nothing_is_scanned_where_no_scanner_is_named(settings, lan, task):
    assert settings.CLAMD_ADDRESS == ""
    assert report(lan, task, HARMFUL).status_code == 200
    assert not FileScan.objects.exists()
