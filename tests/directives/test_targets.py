"""Targets of a paper: proposed by the reading, kept by people, followed by the body that leads them, reported."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.clock import today
from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, Organisation
from directives.actions import found_targets, targets
from directives.actions.targets import Measured, TargetValues
from directives.models import Directive, Standing, Target, TargetProgress, TargetState
from directives.target_words import figure, followed, wanted
from tasks.filters import TaskFilter
from tasks.reports import targets as report_of_targets
from tasks.reports.asked import Asked
from tests import factories as make
from tests.directives.papers import plan, stored

AIMS = """1. Phấn đấu đến năm 2030 có ít nhất 80% thôn có sân chơi cho trẻ em.

2. Sở Tài chính bố trí kinh phí, bảo đảm giải ngân 100% vốn được giao trong năm 2026.

3. Sở Xây dựng chủ trì rà soát nhà ở xuống cấp, báo cáo trước ngày 30/9/2026."""


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(response):
    return response.content.decode()


def goal(people, **fields):
    """A confirmed target of a paper that Sở Tài chính sees, led by it."""
    paper = fields.pop("directive", None) or make.directive(number=7)
    if not paper.tasks.exists():
        make.task(lead=people.finance, directive=paper)
        make.task(lead=people.building, directive=paper)
    values = {"name": "Tỷ lệ hồ sơ đúng hạn", "value_from": Decimal(95), "unit": "%", "lead": people.finance}
    return targets.add(paper.pk, TargetValues(**{**values, **fields}), actor=people.thao, today=today())


def measured(value, on=date(2026, 6, 30), source="Báo cáo quý II"):
    return Measured(on, Decimal(value), source)


# ── found, decided ────────────────────────────────────────────────────────────────────────────
def test_reading_a_paper_proposes_its_targets_where_they_stand(people, city):
    paper = stored(plan(tasks=AIMS), actor=people.thao)
    rows = list(paper.targets.order_by("start"))
    assert [(row.name, row.value_from, row.state) for row in rows] == [
        ("Thôn có sân chơi cho trẻ em", 80, TargetState.PROPOSED),
        ("Giải ngân vốn được giao", 100, TargetState.PROPOSED),
    ]
    assert rows[0].due_on == date(2030, 12, 31)
    assert paper.text[rows[0].start : rows[0].end] == rows[0].text
    assert rows[0].path == "I.1"


def test_reading_again_keeps_what_people_decided(people, city):
    paper = stored(plan(tasks=AIMS), actor=people.thao)
    first, second = paper.targets.order_by("start")
    targets.change(
        first.pk,
        TargetValues("Thôn có sân chơi", Decimal(85)),
        actor=people.thao,
        today=today(),
        seen_version=first.version,
    )
    targets.decide(second.pk, TargetState.REMOVED, actor=people.thao, today=today(), seen_version=second.version)
    paper.text = f"Thêm một dòng.\n{paper.text}"
    paper.save(update_fields=["text"])
    found_targets.propose(paper)
    rows = {row.pk: row for row in paper.targets.all()}
    assert set(rows) == {first.pk, second.pk}
    assert (rows[first.pk].name, rows[first.pk].value_from) == ("Thôn có sân chơi", 85)
    assert rows[second.pk].state == TargetState.REMOVED
    assert paper.text[rows[first.pk].start : rows[first.pk].end] == first.text


def test_reading_twice_proposes_once(people, city):
    paper = stored(plan(tasks=AIMS), actor=people.thao)
    before = paper.targets.count()
    assert targets.look_for(paper.pk, actor=people.thao, today=today()) == before
    assert paper.targets.count() == before


def test_two_clerks_do_not_overwrite_each_other(people):
    row = goal(people)
    values = TargetValues("Tên khác", Decimal(1))
    targets.change(row.pk, values, actor=people.thao, today=today(), seen_version=1)
    with pytest.raises(Stale):
        targets.change(row.pk, values, actor=people.hoa, today=today(), seen_version=1)


def test_every_step_has_one_entry_in_the_trail(people):
    row = goal(people)
    version = row.version
    for state in (TargetState.REMOVED, TargetState.CONFIRMED):
        row = targets.decide(row.pk, state, actor=people.thao, today=today(), seen_version=version)
        version = row.version
    progress = targets.enter(row.pk, measured("90"), actor=people.lan, today=today())
    targets.enter(row.pk, measured("91"), actor=people.lan, today=today())
    targets.drop(progress.pk, actor=people.lan, today=today())
    actions = AuditEntry.objects.filter(action__startswith="target.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "target.added",
        "target.removed",
        "target.restored",
        "target.value_entered",
        "target.value_changed",
        "target.value_removed",
    ]


# ── where it stands ───────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("comparison", "low", "high", "value", "standing"),
    [
        ("at_least", "95", None, "95", "reached"),
        ("at_least", "95", None, "94.9", "missed"),
        ("at_least", "5", "10", "7", "reached"),
        ("at_most", "0.5", None, "0.6", "missed"),
        ("at_most", "5", "10", "9", "reached"),
        ("exactly", "100", None, "100", "reached"),
        ("exactly", "100", None, "101", "missed"),
        ("about", "1000", None, "960", "reached"),
        ("about", "1000", None, "900", "missed"),
    ],
)
def test_a_value_stands_against_its_target(comparison, low, high, value, standing):
    row = Target(comparison=comparison, value_from=Decimal(low), value_to=high and Decimal(high))
    assert row.standing(Decimal(value)) == standing
    assert row.standing(None) == Standing.UNKNOWN


def test_the_latest_day_counts_and_a_past_day_is_as_it_was(people):
    row = goal(people)
    for on, value in ((date(2026, 3, 31), "96"), (date(2026, 6, 30), "91")):
        targets.enter(row.pk, measured(value, on), actor=people.hoa, today=today())
    (now,), (then,) = followed([row], today()), followed([row], date(2026, 4, 15))
    assert (now.standing, then.standing) == (Standing.MISSED, Standing.REACHED)
    assert [dot.x for dot in now.dots] == sorted(dot.x for dot in now.dots)
    assert now.dots[0].y < now.dots[1].y


def test_words_of_a_target():
    row = Target(comparison="at_least", value_from=Decimal("1200.5000"), value_to=Decimal(1500), unit="tỷ đồng")
    assert wanted(row) == "≥ 1.200,5–1.500 tỷ đồng"
    assert figure(Decimal("100.0000")) == "100"
    assert figure(None) == ""


# ── who may ───────────────────────────────────────────────────────────────────────────────────
def test_the_lead_and_the_office_write_values_and_nobody_else(people):
    row = goal(people)
    for person in (people.lan, people.minh, people.hoa, people.thao):
        targets.enter(row.pk, measured("90"), actor=person, today=today())
    for person in (people.tuan, people.son, people.kiem, people.binh):
        with pytest.raises(Refused):
            targets.enter(row.pk, measured("99"), actor=person, today=today())
    assert TargetProgress.objects.get().value == 90


def test_a_value_needs_a_source_and_a_day_that_has_come(people):
    row = goal(people)
    for wrong in (measured("1", date(2999, 1, 1)), measured("1", source=" ")):
        with pytest.raises(DomainError):
            targets.enter(row.pk, wrong, actor=people.lan, today=today())


def test_units_do_not_decide_and_do_not_see_proposals(people):
    row = goal(people)
    Target.objects.create(directive=row.directive, name="Đề xuất chưa duyệt", value_from=3, text="x")
    page = text_of(client_of(people.lan).get(reverse("directive-targets", args=[row.directive_id])))
    assert row.name in page
    assert "Đề xuất chưa duyệt" not in page
    for name, args in (("target-edit", [row.pk]), ("target-new", [row.directive_id])):
        assert client_of(people.lan).get(reverse(name, args=args)).status_code == 403
    with pytest.raises(Refused):
        targets.decide(row.pk, TargetState.REMOVED, actor=people.lan, today=today(), seen_version=row.version)


def test_who_leads_a_target_reaches_it_without_a_task_of_the_paper(people):
    row = goal(people)
    row.directive.tasks.all().delete()
    lan = client_of(people.lan)
    assert lan.get(row.directive.get_absolute_url()).status_code == 404
    address = reverse("target-value", args=[row.pk])
    lan.post(address, {"on": "30/6/2026", "value": "93", "source": "Sở"})
    page = text_of(lan.get(address))
    assert "93 %" in page
    assert reverse("directive-targets", args=[row.directive_id]) not in page
    assert client_of(people.tuan).get(address).status_code == 404


def test_the_heir_of_an_ended_body_answers_for_its_targets(people):
    row = goal(people)
    Organisation.objects.filter(pk=people.finance.pk).update(heir=people.building)
    targets.enter(row.pk, measured("94"), actor=people.tuan, today=today())
    assert row.progress.get().value == 94


def test_targets_of_a_paper_that_may_not_be_seen_are_not_found(people):
    row = goal(people, directive=make.directive(number=9))
    Directive.objects.get(pk=row.directive_id).tasks.filter(lead=people.building).delete()
    assert client_of(people.tuan).get(reverse("target-value", args=[row.pk])).status_code == 404


# ── pages ─────────────────────────────────────────────────────────────────────────────────────
def test_a_clerk_adds_a_target_and_the_unit_writes_its_value(people):
    paper = make.directive(number=7)
    make.task(lead=people.finance, directive=paper)
    thao, lan = client_of(people.thao), client_of(people.lan)
    typed = {
        "name": "Thu nội địa",
        "comparison": "at_least",
        "value_from": "1.200,5",
        "value_to": "",
        "unit": "tỷ đồng",
    }
    thao.post(
        reverse("target-new", args=[paper.pk]), {**typed, "due_on": "31/12/2026", "lead": people.finance.pk, "path": ""}
    )
    row = Target.objects.get()
    assert (row.value_from, row.due_on, row.state) == (Decimal("1200.5"), date(2026, 12, 31), TargetState.CONFIRMED)
    lan.post(reverse("target-value", args=[row.pk]), {"on": "30/6/2026", "value": "1.300", "source": "Kho bạc"})
    assert row.progress.get().value == 1300
    page = text_of(lan.get(reverse("directive-targets", args=[paper.pk])))
    assert "1.300 tỷ đồng" in page
    assert "Thực hiện 1.300 tỷ đồng, mục tiêu ≥ 1.200,5 tỷ đồng" in page


def test_numbers_that_are_none_are_told_in_the_form(people):
    row = goal(people)
    response = client_of(people.lan).post(
        reverse("target-value", args=[row.pk]), {"on": "30/6/2026", "value": "nhiều", "source": "Kho bạc"}
    )
    assert response.status_code == 422
    assert "Hãy nhập một số" in text_of(response)


def test_proposals_are_confirmed_together(people, city):
    paper = stored(plan(tasks=AIMS), actor=people.thao)
    keys = list(paper.targets.values_list("pk", flat=True))
    client_of(people.thao).post(reverse("targets-confirm", args=[paper.pk]), {"target": keys})
    assert set(paper.targets.values_list("state", flat=True)) == {TargetState.CONFIRMED}
    assert AuditEntry.objects.filter(action="target.all_confirmed").count() == 1


# ── the report ────────────────────────────────────────────────────────────────────────────────
def test_the_report_holds_every_target_that_may_be_seen_as_of_its_day(people):
    row = goal(people)
    Target.objects.filter(pk=row.pk).update(confirmed_on=date(2026, 1, 5))
    elsewhere = {"directive": make.directive(number=11), "lead": people.building}
    other = goal(people, **elsewhere, name="Chỉ tiêu của văn bản khác")
    other.directive.tasks.filter(lead=people.finance).delete()
    for on, value in ((date(2026, 3, 31), "96"), (date(2026, 6, 30), "91")):
        targets.enter(row.pk, measured(value, on), actor=people.lan, today=today())
    hoa, lan = client_of(people.hoa), client_of(people.lan)
    address = reverse("report", args=["targets"])
    report = hoa.get(address).context["report"]
    assert [cell.value for cell in report.block("summary").column("count")] == [0, 1, 1, 2]
    assert [cell.value for cell in report.block("targets").column("value")] == [None, 91.0]
    assert [cell.value for cell in lan.get(address).context["report"].block("targets").column("value")] == [91.0]
    past = date(2026, 4, 15)
    asked = Asked(people.hoa, today(), past, None, TaskFilter(QueryDict(), today=past), QueryDict())
    then = report_of_targets.build(asked)
    assert then.counted_at is None
    assert [cell.value for cell in then.block("targets").column("value")] == [96.0]
    narrowed = hoa.get(address, {"directive": other.directive_id}).context["report"]
    assert [cell.value for cell in narrowed.block("targets").column("name")] == ["Chỉ tiêu của văn bản khác"]
