"""The promise end to end: a paper is read, reviewed and released; the morning mail comes once; the numbers agree."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from directives.actions import intake, registry, review, shaping
from directives.models import Directive, DraftState
from tasks.actions import issue
from tasks.deadlines import Timeliness
from tasks.models import Mail, Task
from tests import factories as make
from tests.directives.conftest import city  # noqa: F401 - the shipped directory as rows
from tests.reminders.conftest import calendar, smtp  # noqa: F401 - working days and a real SMTP server

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "directives" / "samples" / "chi-thi-02-ct-ubnd-2023.txt"
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("001_*.txt"))
DUE = date(2023, 2, 15)
MONDAY = date(2023, 2, 20)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(city):  # noqa: F811 - the fixture, not the import
    cast = make.cast()
    for unit in (cast.finance, cast.building):
        unit.kind = "doan_the"  # the cast's departments stand beside the directory's own, not among "các sở, ngành"
        unit.save(update_fields=["kind"])
    return cast


@pytest.mark.parametrize("path", [SAMPLE, *SEEDS], ids=lambda path: path.name)
def test_from_the_paper_to_the_report(path, people, calendar, smtp, client):  # noqa: F811 - as above
    paper = imported(path, people)
    tasks = released(paper, people)
    heads = [
        make.user(name=f"Lãnh đạo {number}", organisation=task.lead, role="head") for number, task in enumerate(tasks)
    ]
    assert {task.due_on_as_issued for task in tasks} == {DUE}

    for _run in range(2):
        call_command("sweep", "--today", MONDAY.isoformat(), "--send", verbosity=0)
    digests = [address for address, mail in smtp.mails if "02/CT-UBND" not in mail["Subject"]]
    reminded = [address for address in digests if address in {head.email for head in heads}]
    assert sorted(reminded) == sorted(head.email for head in heads)
    assert (
        Mail.objects.filter(kind="digest").count()
        == Mail.objects.filter(kind="digest").values("recipient").distinct().count()
    )

    client.force_login(people.binh)
    board = client.get(reverse("report-overdue")).context["board"]
    overdue = board.total.classes[Timeliness.OVERDUE]
    drill = f"{reverse('task-list')}?{overdue.query_string}"
    assert overdue.count == len(tasks) == client.get(drill).context["page"].paginator.count
    file = client.get(f"{drill}&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    assert sheet.max_row - 4 == overdue.count


def imported(path, people):
    """The paper in the registry, its header completed where the text prints no date."""
    file = intake.receive(path.read_bytes(), path.name, actor=people.thao).file
    intake.read_file(file.pk, today=MONDAY)
    paper = Directive.objects.get()
    assert paper.number_text == "02/CT-UBND"
    values = registry.HeaderValues(
        number_text=paper.number_text,
        kind="CT",
        issuer_name=paper.issuer_name,
        issued_on=paper.issued_on or date(2023, 1, 10),
        subject=paper.subject,
    )
    return registry.change_header(paper.pk, values, actor=people.thao, today=MONDAY, seen_version=paper.version)


def released(paper, people):
    """Tasks of the one draft that is due on 15/2/2023, for every body of the group it names."""
    draft = paper.drafts.get(due_on=DUE)
    assert [mention.lower() for mention in draft.lead_mentions] == ["các sở, ngành, đơn vị và địa phương"]
    shaping.choose_group(draft.pk, actor=people.thao, today=date(2026, 3, 2), seen_version=None)
    review.accept(draft.pk, actor=people.thao, today=MONDAY, seen_version=None)
    for other in paper.drafts.filter(state=DraftState.PROPOSED):
        review.reject(other.pk, actor=people.thao, today=MONDAY, seen_version=None)
    first = issue.release(paper.pk, actor=people.thao, today=MONDAY, seen_version=None)
    again = issue.release(paper.pk, actor=people.thao, today=MONDAY, seen_version=None)
    assert (first.created, again.created) == (True, False)
    assert Task.objects.count() == len(first.tasks) > 100
    return list(first.tasks)
