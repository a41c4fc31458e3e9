"""A department about to be merged: people, tasks in every state, parts, a request for time, a series, a proposal."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from accounts.models import Membership
from accounts.roles import Role
from directives.models import DirectiveState
from tasks.actions.succession import Decision
from tasks.models import ExtensionRequest, Party, Series, TaskEvent
from tests import factories as make

DAY = date(2026, 3, 2)
LAST_YEAR = date(2025, 6, 30)


@pytest.fixture
def planning(people):
    """Sở Kế hoạch và Đầu tư: Dũng heads it, Mai works there, Phòng Đầu tư stands below it."""
    body = make.organisation(name="Sở Kế hoạch và Đầu tư", parent=people.city, code="skhdt", email="skhdt@hp.example")
    division = make.organisation(name="Phòng Đầu tư", parent=body, code="pdt")
    head = make.user(name="Phạm Dũng", username="dung", organisation=body, role=Role.HEAD, title="Giám đốc")
    officer = make.user(name="Lê Mai", username="mai", organisation=body, role=Role.OFFICER)
    return SimpleNamespace(body=body, division=division, head=head, officer=officer)


@pytest.fixture
def work(people, planning):
    """What the department has to do, in every shape."""
    paper = make.directive(number=5, state=DirectiveState.RELEASED, released_at=datetime(2026, 1, 5, tzinfo=UTC))
    clause = make.draft(directive=paper, text="Mỗi sở xây dựng kế hoạch của mình.")
    lead = {"directive": paper, "lead": planning.body, "monitor": people.hoa}
    alone = make.task(**lead, title="Thẩm định dự án", due_on=date(2026, 4, 1), officer=planning.officer)
    shared = make.task(**lead, title="Lập kế hoạch đầu tư công", due_on=date(2026, 5, 1), helped_by=[people.finance])
    waiting = make.task(
        **lead, title="Báo cáo tiến độ", due_on=date(2026, 2, 1), status="submitted", submitted_on=date(2026, 1, 30)
    )
    twin = make.task(**lead, title="Kế hoạch của mình", draft=clause)
    elder = make.task(lead=people.finance, directive=paper, title="Kế hoạch của mình", draft=clause)
    done = {"status": "done", "submitted_on": LAST_YEAR, "completed_on": LAST_YEAR, "assigned_on": date(2025, 2, 3)}
    closed = make.task(**lead, title="Việc năm ngoái", due_on=date(2025, 7, 1), **done)
    helps = make.task(lead=people.building, directive=paper, title="Quy hoạch", helped_by=[planning.body])
    both = make.task(lead=people.building, directive=paper, title="Cầu", helped_by=[planning.body, people.finance])
    series = Series.objects.create(
        directive=paper,
        title="Báo cáo quý",
        text="Báo cáo quý",
        lead=planning.body,
        starts_on=DAY,
        officer=planning.officer,
    )
    series.coordinating.set([people.finance, people.building])
    request = ExtensionRequest.objects.create(
        task=alone,
        asked_by=planning.head,
        asked_at=datetime(2026, 2, 2, tzinfo=UTC),
        asked_on=date(2026, 2, 2),
        due_before=date(2026, 4, 1),
        until_before=date(2026, 4, 1),
        asked_due_on=date(2026, 4, 20),
        code="other",
        reason="Chờ ý kiến",
        progress="Đã làm một nửa",
        answer_by=date(2026, 2, 5),
    )
    reviewed = make.directive(number=6)
    draft = make.draft(directive=reviewed, leads=[planning.body], coordinating=[people.finance], state="proposed")
    return SimpleNamespace(**{name: value for name, value in locals().items() if name not in {"people", "planning"}})


@pytest.fixture
def merger(people, planning):
    """The decision to merge it into Sở Tài chính."""
    return Decision("merge", DAY, "Nghị quyết 02/NQ-HĐND", (planning.body.pk,), (people.finance.pk,))


TABLES = (Membership, Party, Series, Series.coordinating.through, ExtensionRequest)


def state(*, without=("version",)):
    """Every row of the tables that a reorganisation touches, but for versions, which only ever go on."""
    from accounts.models import Organisation, Succession
    from directives.models import TaskDraft
    from tasks.models import Task

    tables = (
        *TABLES,
        Organisation,
        Succession,
        Task,
        TaskDraft,
        TaskDraft.leads.through,
        TaskDraft.coordinating.through,
        Membership.fields_in_charge.through,
    )
    return {
        model._meta.label: sorted(
            (
                {name: value for name, value in row.items() if name not in without}
                for row in model._base_manager.values()
            ),
            key=lambda row: row["id"],
        )
        for model in tables
    }


def history(task):
    """Moves and words of a task's history, oldest first."""
    from tasks.timeline import sentence

    return [sentence(event) for event in TaskEvent.objects.filter(task=task).order_by("pk")]
