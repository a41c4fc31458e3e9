"""The maintained summary says what a count of all tasks says, whatever happens to them and whoever works beside."""

import random
import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import F

from accounts.models import Field, Organisation
from tasks import jobs, tally
from tasks.actions import progress
from tasks.deadlines import Basis, bands
from tasks.lifecycle import Status
from tasks.mail import health
from tasks.maps import Map
from tasks.models import Dimension, Mail, Tally, TallyDelta, TallyState, Task
from tests import factories as make
from tests.reports.conftest import TODAY, dated

pytestmark = pytest.mark.django_db


def kept_at(day):
    """Tally and deltas as they are read, per place."""
    return tally._kept(day)


def agrees(day=TODAY):
    assert tally.is_of(day)
    assert tally.check(day) == []
    assert kept_at(day) == tally._true(day)


@pytest.mark.parametrize("basis", Basis)
def test_the_schema_and_the_program_agree_on_class_and_band(every_task, basis, settings):
    column = {Basis.CURRENT: "counts_until", Basis.ISSUED: "counts_until_as_issued"}[basis]
    sql = f"""SELECT id, task_class(status, {column}, submitted_on, event <> '' AND event_on IS NULL, %s, %s),
        CASE WHEN {column} < %s THEN task_band({column}, %s, %s) END FROM tasks_task"""  # noqa: S608 - our own names
    for edges in ((7, 30, 120), (), (1,)):
        settings.AGEING_BANDS = edges
        with connection.cursor() as cursor:
            cursor.execute(sql, [TODAY, settings.DUE_SOON_DAYS, TODAY, TODAY, list(edges)])
            said = {key: (kind, band) for key, kind, band in cursor.fetchall()}
        for task in every_task.counted(basis):
            late = task.days_late(TODAY)
            fitting = [band.key for band in bands(edges) if band.least <= late and (not band.most or late <= band.most)]
            assert said[task.pk] == (
                task.timeliness(TODAY, settings.DUE_SOON_DAYS),
                fitting[0] if fitting else None,
            ), (task.status, task.last_day)


def test_a_summary_that_nobody_has_built_serves_nobody(every_task):
    assert tally.read([(Dimension.FIELD, "")], day=TODAY, basis=Basis.CURRENT) is None
    assert tally.tend(TODAY) == "rebuilt"
    assert tally.read([(Dimension.FIELD, "")], day=TODAY, basis=Basis.CURRENT)
    assert tally.read([(Dimension.FIELD, "")], day=TODAY + timedelta(days=1), basis=Basis.CURRENT) is None


def test_other_settings_want_another_summary(every_task, settings):
    tally.rebuild(TODAY)
    settings.DUE_SOON_DAYS = 3
    assert not tally.is_of(TODAY)
    assert tally.read([(Dimension.FIELD, "")], day=TODAY, basis=Basis.CURRENT) is None
    settings.AGEING_BANDS = (5, 50)
    assert tally.tend(TODAY) == "rebuilt"
    agrees()


def test_steps_of_people_and_bulk_updates_are_counted(every_task, people):
    tally.rebuild(TODAY)
    mine = make.task(
        lead=people.finance, directive=make.directive(number=9), officer=people.lan, due_on=TODAY, assigned_on=TODAY
    )
    progress.receive(mine.pk, actor=people.lan, today=TODAY, seen_version=None)
    draw = random.Random(6)  # noqa: S311 - a test
    field = Field.objects.create(code="thu", name="Thử")
    changes = (
        {"due_on": TODAY - timedelta(days=40), "event": ""},
        {"due_on": None, "event": ""},
        {"field": field},
        {"leader": people.binh},
        {"lead_as_given": people.building},
        {"assigned_on": date(2024, 5, 5)},
        {"counts_until": F("counts_until") + timedelta(days=9)},
        {"title": "đổi tên"},
    )
    keys = list(every_task.values_list("pk", flat=True))
    for number, change in enumerate(changes):
        Task.objects.filter(pk__in=draw.sample(keys, 30)).update(**change)
        agrees()
        if number % 3 == 0:
            assert tally.tend(TODAY) == "folded"
            assert not TallyDelta.objects.exists()
            agrees()
    Task.objects.filter(pk__in=draw.sample(keys, 9)).delete()
    agrees()


def test_work_handed_out_inside_is_no_duty_of_the_city(every_task, people):
    tally.rebuild(TODAY)
    top = every_task.filter(lead=people.finance).first()
    make.task(lead=people.finance, directive=top.directive, giver=people.finance, parent=top, root=top)
    assert not TallyDelta.objects.exists()
    agrees()


def test_a_step_that_changes_no_figure_leaves_nothing(every_task):
    tally.rebuild(TODAY)
    every_task.first().become(title="Tên khác")
    assert not TallyDelta.objects.exists()


def test_every_night_has_a_summary_of_its_own(every_task):
    for days in (0, 1, 8, 31, 400):
        day = TODAY + timedelta(days=days)
        assert tally.tend(day) == "rebuilt"
        agrees(day)


def test_a_body_that_goes_on_in_another_makes_the_summary_stale(every_task, people):
    tally.rebuild(TODAY)
    people.building.name = "Sở Xây dựng và Giao thông"
    people.building.save()
    assert tally.is_of(TODAY)
    Organisation.objects.filter(pk=people.building.pk).update(heir=people.finance, valid_to=TODAY)
    assert not tally.is_of(TODAY)
    assert tally.tend(TODAY) == "rebuilt"
    agrees()
    units = {
        on_map: {row.key for row in tally.read(_units(on_map), day=TODAY, basis=Basis.CURRENT) or ()} for on_map in Map
    }
    assert people.building.pk in units[Map.THEN]
    assert people.building.pk not in units[Map.NOW]


def _units(on_map):
    return [(tally.UNITS[on_map], ranking) for ranking in tally.RANKINGS]


def test_a_summary_that_was_spoilt_is_told_repaired_and_shown(every_task, people):
    tally.rebuild(TODAY)
    out = StringIO()
    call_command("check_tally", "--today", TODAY.isoformat(), stdout=out)
    assert "ok" in out.getvalue()
    spoilt = Tally.objects.filter(dimension=Dimension.UNIT_NOW, key=people.finance.pk, year=0, basis="current").get()
    Tally.objects.filter(pk=spoilt.pk).update(counts={**spoilt.counts, "overdue": spoilt.counts["overdue"] + 5})
    Tally.objects.filter(dimension=Dimension.FIELD, year=2025, basis="issued").delete()
    with pytest.raises(SystemExit) as ended:
        call_command("check_tally", "--today", TODAY.isoformat(), stdout=out, stderr=(told := StringIO()))
    assert ended.value.code == 1
    said = f"unit_now current 0 1 {people.finance.pk}: overdue {spoilt.counts['overdue'] + 5} instead of"
    assert said in told.getvalue()
    assert "field issued 2025 0: " in told.getvalue()
    assert jobs.check_tally_of(TODAY) == 2
    agrees()
    assert TallyState.objects.get().differences == 2
    assert Mail.objects.filter(kind="alert", recipient=people.quan).count() == 1
    assert jobs.check_tally_of(TODAY) == 0


def test_the_banner_tells_of_a_spoilt_summary_for_a_day(every_task, people):
    from django.utils import timezone

    now = timezone.now()
    assert health.alarms(now) == []
    tally.remember([tally.Difference(("field", "current", 0, "", 0), tally.Counts(), tally.Counts())], now.date())
    assert len(health.alarms(now)) == 1
    assert health.alarms(now + timedelta(days=3)) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_same_unit_wait_for_nobody_and_lose_nothing(every_task):
    tally.rebuild(TODAY)
    first, second = every_task.filter(status="assigned").order_by("pk")[:2]
    with transaction.atomic():
        Task.objects.filter(pk=first.pk).update(status="received")
        _elsewhere(lambda: Task.objects.filter(pk=second.pk).update(status="in_progress"))
    agrees()
    tally.fold(TODAY)
    agrees()


@pytest.mark.django_db(transaction=True)
def test_what_commits_after_a_rebuild_or_fold_has_looked_stays_beside_it(every_task):
    """A change that is not committed when the tasks are counted is neither counted nor removed."""
    tally.rebuild(TODAY)
    tasks = list(every_task.filter(status="assigned", event="").order_by("pk")[:3])
    with transaction.atomic():
        Task.objects.filter(pk=tasks[0].pk).update(status="received", due_on=None)
        _elsewhere(lambda: tally.rebuild(TODAY))
        _elsewhere(lambda: Task.objects.filter(pk=tasks[1].pk).update(due_on=TODAY - timedelta(days=3)))
        _elsewhere(lambda: tally.fold(TODAY))
    assert TallyDelta.objects.count() > 0
    agrees()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_and_writers_at_the_same_time_lose_nothing(every_task):
    tally.rebuild(TODAY)
    keys = list(every_task.filter(status="assigned", event="").order_by("pk").values_list("pk", flat=True))
    halves = keys[::2], keys[1::2]

    def write(own):
        draw = random.Random(own[0])  # noqa: S311 - a test
        for _round in range(25):
            day = TODAY + timedelta(days=draw.randint(-150, 30))
            Task.objects.filter(pk__in=draw.sample(own, 3)).update(
                due_on=day, status=draw.choice(["received", "assigned"])
            )

    def keep():
        for number in range(12):
            (tally.rebuild if number % 2 else tally.fold)(TODAY)

    threads = [
        threading.Thread(target=_closing, args=(work,))
        for work in (lambda: write(halves[0]), lambda: write(halves[1]), keep)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    agrees()
    tally.fold(TODAY)
    assert not TallyDelta.objects.exists()
    agrees()


@pytest.mark.django_db(transaction=True)
def test_a_reorganisation_during_a_rebuild_leaves_it_stale(every_task, people):
    """Whoever marks it waits for the rebuild, although it is stale already, and marks it after."""
    assert not tally.is_of(TODAY)
    moved = threading.Event()

    def move():
        Organisation.objects.filter(pk=people.building.pk).update(heir=people.finance)
        moved.set()

    with transaction.atomic():
        tally.rebuild(TODAY)
        thread = threading.Thread(target=_closing, args=(move,))
        thread.start()
        assert not moved.wait(0.3)
    thread.join()
    assert moved.is_set()
    assert not tally.is_of(TODAY)


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_goes_home_while_one_folds(every_task):
    tally.rebuild(TODAY)
    found = []
    with transaction.atomic():
        TallyState.objects.select_for_update().get()
        _elsewhere(lambda: found.append(tally.tend(TODAY)))
    assert found == ["busy"]


def _elsewhere(work):
    """Run it to its end over a connection of its own."""
    thread = threading.Thread(target=_closing, args=(work,))
    thread.start()
    thread.join(300)
    assert not thread.is_alive(), "it waited for us"


def _closing(work):
    try:
        work()
    finally:
        connections.close_all()


def test_unused_statuses_are_none(every_task):
    """The fixture holds every status, so the comparisons above mean all of them."""
    assert set(every_task.values_list("status", flat=True)) == {status.value for status in Status}
    assert dated(Status.DONE, TODAY)["status"] == "done"
