"""One content is stored once for many rows, and goes with the last of them."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.clamd import State
from accounts.models import FileScan
from directives.models import DirectiveFile
from tasks import retention
from tasks.actions import files, scans
from tasks.models import Instruction, InstructionAnswer, InstructionFile, InstructionKind, TaskFile
from tests import factories as make
from tests.files import scanner

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 1)


@pytest.fixture
def paper(people):
    return make.directive()


@pytest.fixture
def attached(people, paper):
    def attach(name):
        task = make.task(lead=people.finance, directive=paper, officer=people.lan)
        return files.attach(task, None, [SimpleUploadedFile(name, b"Noi dung")], actor=people.lan)[0]

    return attach


@pytest.fixture
def answered(people, paper):
    """An answer's file with the content of the tasks' files."""
    record = make_instruction(people, paper)
    answer = InstructionAnswer.objects.create(
        instruction=record, by=people.minh, on=TODAY, at=timezone.now(), words="x"
    )
    row = InstructionFile(answer=answer, name="c.txt", content_type="text/plain")
    files.put(row, files.check(SimpleUploadedFile("c.txt", b"Noi dung")))
    row.save()
    return row


def make_instruction(people, paper):
    task = make.task(lead=people.finance, directive=paper)
    return Instruction.objects.create(
        kind=InstructionKind.INSTRUCT,
        task=task,
        unit=people.finance,
        words="Báo cáo",
        leader=people.binh,
        prepared_by=people.hoa,
        prepared_at=timezone.now(),
        given_on=TODAY,
        number=1,
        state="open",
    )


def test_the_bytes_go_with_the_last_row(attached, answered, django_capture_on_commit_callbacks):
    rows = [answered, attached("a.txt"), attached("b.txt")]
    assert len({row.content.name for row in rows}) == 1
    storage, name = rows[0].content.storage, rows[0].content.name
    for row, still_there in zip(rows, (True, True, False), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            row.delete()
        assert storage.exists(name) is still_there


def test_a_deletion_that_is_undone_keeps_the_bytes(attached):
    row = attached("a.txt")
    name = row.content.name
    TaskFile.objects.get(pk=row.pk).delete()
    assert row.content.storage.exists(name), "before the transaction ends nothing is sure"


def test_retention_leaves_bytes_that_a_task_names(attached):
    row = attached("a.txt")
    old = DirectiveFile.objects.create(
        name="a.txt", sha256=row.sha256, size=8, state="failed", content=row.content.name
    )
    alone = DirectiveFile(name="b.txt", sha256="e" * 64, size=8, state="failed")
    alone.content.save("b.txt", ContentFile(b"khac"))
    DirectiveFile.objects.update(uploaded_at=datetime(2023, 2, 1, tzinfo=UTC))
    days = {name: 1 if name == "uploads" else 0 for name in retention.RULES}
    assert retention.apply(days, TODAY)["uploads"] == 2
    assert row.content.storage.exists(row.content.name)
    assert not row.content.storage.exists(alone.content.name)
    old.refresh_from_db()
    assert not old.content


def test_files_of_answers_are_scanned_later_too(answered, settings):
    FileScan.objects.create(sha256=answered.sha256, state=State.UNSCANNED.value, scanned_at=timezone.now())
    with scanner.speaking_its_protocol() as address:
        settings.CLAMD_ADDRESS = address
        assert scans.rescan() == 1
    assert FileScan.objects.get().state == "clean"
