"""A day, a task for Sở Tài chính, and short ways to move it."""

import io
import zipfile
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tasks.actions import pauses, progress, results
from tests import factories as make

TODAY = date(2023, 2, 1)
DUE = date(2023, 2, 15)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


def days(count):
    return timedelta(days=count)


def upload(name="ket-qua.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def zipped(*members, **texts):
    """A zip with empty members, and others by keyword."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, b"<x/>")
        for name, text in texts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture
def paper(people):
    return make.directive()


@pytest.fixture
def task(people, paper):
    return make.task(lead=people.finance, directive=paper, due_on=DUE, assigned_on=date(2023, 1, 12))


@pytest.fixture
def go(people):
    """Moves of any task by the usual person: `go.submit(task)` and so on, at the version of the row given."""

    def bound(action, who, **usual):
        def run(task, **given):
            seen = {"actor": who, "today": TODAY, "seen_version": task.version}
            return action(task.pk, **{**seen, **usual, **given})

        return run

    return SimpleNamespace(
        receive=bound(progress.receive, people.lan),
        contest=bound(
            progress.contest,
            people.minh,
            code="wrong_addressee",
            reason="Thuộc Sở Xây dựng",
            beside=progress.Beside(unit=people.building),
        ),
        delegate=bound(progress.delegate, people.minh, officer=people.lan),
        report=bound(progress.report, people.lan, progress=progress.Progress(done="Đã lập dự thảo", percent=40)),
        submit=bound(results.submit, people.lan, result=results.Result(number="15/BC-STC")),
        sign_off=bound(results.sign_off, people.minh),
        take_back=bound(results.take_back, people.lan),
        send_back=bound(results.send_back, people.minh, reason="Thiếu số liệu"),
        accept=bound(results.accept, people.hoa, mark=results.Mark("pass")),
        return_=bound(results.return_, people.hoa, reason="Thiếu phụ lục"),
        suspend=bound(pauses.suspend, people.hoa, ground=pauses.Ground(reason="Chờ luật mới")),
        resume=bound(pauses.resume, people.hoa),
        withdraw=bound(pauses.withdraw, people.hoa, ground=pauses.Ground("Không còn cần", "20/UBND-TH")),
    )
