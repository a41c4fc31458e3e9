"""The conditions behind numbers of periodical reports: the books of a year, who gave the order, named causes."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Organisation
from directives.models import Reference
from tasks.filters import TaskFilter
from tasks.models import ProgressReport, Task
from tests import factories as make

TODAY = date(2026, 3, 18)

pytestmark = pytest.mark.django_db


def titles(query):
    found = TaskFilter(QueryDict(query), today=TODAY).narrow(Task.objects.all())
    return set(found.values_list("title", flat=True))


def done(on, **fields):
    return {"status": "done", "submitted_on": on, "completed_on": on, **fields}


def test_the_books_of_a_year_hold_what_was_given_and_what_was_carried_over(people):
    paper = make.directive()
    where = {"lead": people.finance, "directive": paper}
    old, new = date(2025, 6, 1), date(2026, 1, 1)
    make.task(title="cũ, còn mở", assigned_on=old, **where)
    make.task(title="cũ, xong trước năm", assigned_on=old, **where, **done(date(2025, 12, 31)))
    make.task(title="cũ, xong trong năm", assigned_on=old, **where, **done(date(2026, 1, 1)))
    make.task(title="mới", assigned_on=new, **where)
    make.task(title="mới, thu hồi", assigned_on=new, status="withdrawn", **where)
    assert titles("since=2026-01-01") == {"cũ, còn mở", "cũ, xong trong năm", "mới"}
    assert titles("since=2026-01-01&assigned_from=2026-01-01") == {"mới"}
    assert titles("since=2026-01-01&done_from=2026-01-01&done_to=2026-01-31") == {"cũ, xong trong năm"}


def test_a_deadline_counts_by_the_chosen_basis(people):
    where = {"lead": people.finance, "directive": make.directive()}
    make.task(title="không hạn", **where)
    make.task(title="có hạn", due_on=date(2026, 2, 1), **where)
    make.task(title="được gia thêm hạn", due_on=date(2026, 2, 1), due_on_as_issued=None, **where)
    assert titles("dated=true") == {"có hạn", "được gia thêm hạn"}
    assert titles("dated=true&basis=issued") == {"có hạn"}
    assert titles("dated=false&basis=issued") == {"không hạn", "được gia thêm hạn"}


def test_tasks_of_the_government_are_found_by_issuer_number_and_chain(people):
    government = Organisation.objects.create(
        code="chinh-phu", name="Chính phủ", short_name="CP", kind="co_quan_trung_uong"
    )
    party = Organisation.objects.create(
        code="bo-chinh-tri", name="Bộ Chính trị", short_name="BCT", kind="co_quan_trung_uong"
    )
    by_issuer = make.directive(number=7, symbol="NQ-CP", kind="NQ", issuer=government, issuer_key="cp")
    by_number = make.directive(number=19, symbol="CT-TTg", issuer_key="ttg")
    plan = make.directive(number=50, symbol="KH-UBND", kind="KH")
    below = make.directive(number=51, symbol="KH-UBND", kind="KH")
    cites_unknown = make.directive(number=52, symbol="KH-UBND", kind="KH")
    mentions = make.directive(number=53, symbol="KH-UBND", kind="KH")
    of_party = make.directive(number=96, symbol="KL-TW", kind="KL", issuer=party, issuer_key="bct")
    linked(plan, "07/NQ-CP", by_issuer)
    linked(below, "50/KH-UBND", plan)
    linked(cites_unknown, "120/TB-VPCP", None)
    linked(mentions, "07/NQ-CP", by_issuer, relation="cites")
    for paper in (by_issuer, by_number, plan, below, cites_unknown, mentions, of_party):
        make.task(lead=people.finance, directive=paper, title=paper.number_text)
    theirs = {"07/NQ-CP", "19/CT-TTg", "50/KH-UBND", "51/KH-UBND", "52/KH-UBND"}
    assert titles("central=true") == theirs
    assert titles("central=false") == {"53/KH-UBND", "96/KL-TW"}


def linked(paper, number, target, relation="implements"):
    Reference.objects.create(directive=paper, number_text=number, target=target, relation=relation, start=0, end=5)


def test_the_cause_is_what_the_last_report_names(people):
    paper = make.directive()
    said = {"kinh phí": ["land", "funding"], "không vướng": ["land", "none"], "chưa báo cáo": []}
    for title, codes in said.items():
        task = make.task(lead=people.finance, directive=paper, title=title)
        for code in codes:
            ProgressReport.objects.create(
                task=task, author=people.lan, at=datetime(2026, 3, 1, tzinfo=UTC), on=TODAY, done="x", obstacle=code
            )
    assert titles("cause=funding") == {"kinh phí"}
    assert titles("cause=unsaid") == {"không vướng", "chưa báo cáo"}
    assert titles("cause=land") == set()
    assert titles("cause=funding&cause=unsaid") == set(said)


@time_machine.travel(f"{TODAY}T09:00:00+07:00", tick=False)
def test_the_list_names_these_conditions(people, client):
    client.force_login(people.hoa)
    page = client.get(reverse("task-list"), {"since": "2026-01-01", "cause": "funding", "central": "true"})
    words = {chip.label: chip.words for chip in page.context["chips"]}
    assert words == {
        "Theo dõi trong năm bắt đầu từ": "01/01/2026",
        "Chính phủ, Thủ tướng giao": "có",
        "Vướng mắc nêu gần nhất": "Thiếu kinh phí",
    }


def test_a_filter_makes_no_more_than_the_address_names():
    named = TaskFilter(QueryDict("q=x&band=1-7&unknown=1"), today=TODAY)
    assert set(named.filters) == set(named.form.fields) == {"q", "band"}
    assert set(TaskFilter.base_filters) > {"q", "band", "status"}
