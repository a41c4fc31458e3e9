"""A past day reads as it was: kept by triggers, shown by views, on pages, in files and over the API."""

from datetime import date, timedelta
from importlib import import_module
from io import BytesIO

import docx
import openpyxl
import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, migrations, models, transaction
from django.db.models import Count
from django.urls import reverse

from accounts.errors import DomainError
from tasks import history
from tasks.actions import extensions, progress, urgings
from tasks.apps import after_migrations, before_migrations
from tasks.asof import as_it_stood, day_asked, played_on, rebuilt_before, standing
from tasks.models import ExtensionRequest, Party, PartyState, Task, TaskState, Urging
from tasks.models import history as states
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
TODAY = date(2026, 4, 1)
NOW = f"{TODAY}T09:00:00+07:00"


def days(number: int) -> date:
    return DAY + timedelta(days=number)


@pytest.fixture
def task(people):
    with played_on(DAY):
        return make.task(
            lead=people.finance,
            directive=make.directive(issued_on=date(2026, 3, 1)),
            assigned_on=DAY,
            due_on=days(20),
            helped_by=[people.building],
        )


def become(task, number, **values):
    with played_on(days(number)):
        task.become(**values)


def lived(task, column="status"):
    """From which day until before which day the column had which value."""
    rows = TaskState.objects.filter(task_id=task.pk).order_by("from_day")
    return [(row.from_day, row.until_day, getattr(row, column)) for row in rows]


def on(day, query=lambda: list(Task.objects.values_list("status", flat=True))):
    with as_it_stood(day, TODAY):
        return query()


# ── keeping ───────────────────────────────────────────────────────────────────────────────────
def test_each_day_with_a_change_leaves_one_row_and_they_follow_each_other(task):
    become(task, 3, status="received")
    become(task, 3, status="in_progress")
    become(task, 5, status="contested")
    assert lived(task) == [
        (DAY, days(3), "assigned"),
        (days(3), days(5), "in_progress"),
        (days(5), None, "contested"),
    ]


def test_a_change_of_a_column_that_is_not_kept_leaves_no_row(task):
    become(task, 3, search_text="khác")
    assert lived(task) == [(DAY, None, "assigned")]


def test_a_statement_on_many_tasks_keeps_each(task, people):
    with played_on(DAY):
        other = make.task(lead=people.building, directive=task.directive, assigned_on=DAY)
    with played_on(days(4)):
        Task.objects.filter(pk=other.pk).update(percent=10)
        Task.objects.update(percent=10)
    assert lived(other, "percent") == [(DAY, days(4), 0), (days(4), None, 10)] == lived(task, "percent")


def test_what_is_done_on_an_earlier_day_never_alters_what_that_day_showed(task):
    become(task, 5, status="received")
    become(task, 2, status="in_progress")
    assert lived(task) == [(DAY, days(5), "assigned"), (days(5), None, "in_progress")]


def test_without_a_played_day_the_day_is_that_of_the_city(people):
    task = make.task(lead=people.finance, directive=make.directive())
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date")
        (today,) = cursor.fetchone()
    assert lived(task) == [(today, None, "assigned")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tasks_taskstate SET percent = 1",
        "DELETE FROM tasks_taskstate",
        "INSERT INTO tasks_partystate SELECT * FROM tasks_partystate",
    ],
)
def test_nobody_but_the_triggers_writes_the_history(task, statement):
    refused = pytest.raises(IntegrityError, match="written by triggers only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_part_that_is_taken_off_stays_in_the_days_before_and_may_come_back(task, people):
    party = task.parties.get()
    with played_on(days(3)):
        Party.objects.filter(pk=party.pk).delete()
    with played_on(days(6)):
        Party(pk=party.pk, task=task, organisation=people.building).save(force_insert=True)
    rows = PartyState.objects.order_by("from_day").values_list("from_day", "until_day")
    assert list(rows) == [(DAY, days(3)), (days(6), None)]
    helpers = [on(days(number), Party.objects.count) for number in (2, 3, 5, 6)]
    assert helpers == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("kept", "left_out"),
    [
        ("Task", states.TASK_NEVER_CHANGES | states.TASK_NOT_KEPT),
        ("Party", states.PARTY_NOT_KEPT),
        ("ExtensionRequest", states.REQUEST_NEVER_CHANGES),
        ("Instruction", states.WORDS_NEVER_CHANGE | states.WORDS_NOT_KEPT),
    ],
)
def test_every_column_is_kept_or_named_as_one_that_is_not(kept, left_out):
    """A new column of these tables belongs into `tasks.models.history`, or into one of its lists with a reason."""
    model = apps.get_model("tasks", kept)
    table = next(each for each in history.KEPT if each.table == model._meta.db_table)
    columns = {field.column for field in model._meta.concrete_fields} - {"id"}
    of_states = set(history.columns_of(connection, table.states)) - {"id", "from_day", "until_day", "is_rebuilt"}
    assert of_states - {table.of} == columns - left_out
    assert left_out <= columns


def test_views_have_the_columns_of_their_tables_and_triggers_all_that_is_kept(task):
    """Migrations make both anew; a column that they miss would be wrong on past days without anybody noticing."""
    for table in [*(kept.table for kept in history.KEPT), *(dated.table for dated in history.DATED)]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - names are constants
            wanted = {column.name for column in cursor.description}
        with as_it_stood(DAY, TODAY), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM as_of.{table} LIMIT 0")  # noqa: S608 - names are constants
            assert {column.name for column in cursor.description} == wanted, table


# ── reading ───────────────────────────────────────────────────────────────────────────────────
def test_a_past_day_reads_as_it_ended_and_today_is_back_afterwards(task):
    become(task, 3, status="received", received_on=days(3))
    read = [on(days(number)) for number in (0, 2, 3, 20)]
    assert read == [["assigned"], ["assigned"], ["received"], ["received"]]
    assert standing() is None
    assert Task.objects.get().status == "received"


def test_days_may_stand_in_each_other_and_today_in_a_day(task):
    become(task, 3, status="received")
    become(task, 6, status="in_progress")
    with as_it_stood(days(3), TODAY):
        assert on(DAY) == ["assigned"]
        assert on(TODAY) == ["in_progress"]
        assert Task.objects.get().status == "received"


def test_after_an_error_inside_today_is_back(task):
    become(task, 3, status="received")
    with pytest.raises(ZeroDivisionError), as_it_stood(DAY, TODAY):
        raise ZeroDivisionError
    with pytest.raises(DatabaseError), as_it_stood(DAY, TODAY), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert (Task.objects.get().status, standing()) == ("received", None)


def test_server_side_cursors_groups_by_row_and_relations_read_the_day(task):
    become(task, 3, status="received")
    with as_it_stood(DAY, TODAY):
        (row,) = Task.objects.select_related("lead", "directive").iterator(chunk_size=1)
        counted = Task.objects.annotate(helpers=Count("parties")).get()
    assert (row.status, row.title, row.lead.short_name, counted.helpers) == ("assigned", task.title, "Sở Tài chính", 1)


def test_nothing_can_be_written_to_a_past_day(task):
    with pytest.raises(DatabaseError), as_it_stood(DAY, TODAY):
        Task.objects.filter(pk=task.pk).update(percent=5)
    assert Task.objects.get().percent == 0


def test_a_request_reads_undecided_until_its_decision_and_not_at_all_before_it_was_made(task, people):
    wish = extensions.Ask(days(40), "legal", "Chờ hướng dẫn.", "Đã dự thảo.")
    with played_on(days(5)):
        extensions.ask(task.pk, actor=people.minh, today=days(5), seen_version=None, wish=wish)
    with played_on(days(8)):
        verdict = extensions.Verdict(extensions.AS_ASKED, "Đồng ý.")
        extensions.decide(task.pk, actor=people.hoa, today=days(8), seen_version=None, verdict=verdict)
    states_then = [
        on(days(number), lambda: list(ExtensionRequest.objects.values_list("state", "decided_on", "reason")))
        for number in (4, 7, 8)
    ]
    assert states_then == [
        [],
        [("pending", None, "Chờ hướng dẫn.")],
        [("granted", days(8), "Chờ hướng dẫn.")],
    ]
    deadlines = [on(days(number), lambda: Task.objects.get().counts_until) for number in (7, 8)]
    assert deadlines == [days(20), days(40)]


def test_reports_and_urgings_are_there_from_their_day_on(task, people):
    with played_on(days(2)):
        progress.receive(task.pk, actor=people.minh, today=days(2), seen_version=None)
        said = progress.Progress(done="Đã họp.", percent=30)
        progress.report(task.pk, actor=people.minh, today=days(2), seen_version=None, progress=said)
    with played_on(days(25)):
        urgings.urge_one(task.pk, actor=people.hoa, today=days(25), seen=0, message=urgings.Message("Đề nghị báo cáo."))
    counts = [on(days(n), lambda: (task.reports.count(), Urging.objects.count())) for n in (1, 2, 24, 25)]
    assert counts == [(0, 0), (1, 0), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hôm qua", "không phải là ngày"),
        ("2026-04-02", "chưa tới"),
        ("2026-03-01", "lịch sử được ghi từ ngày 02/03/2026"),
    ],
)
def test_a_day_of_which_nothing_is_known_is_refused_with_a_sentence(task, text, sentence):
    with pytest.raises(DomainError, match=sentence):
        day_asked({"as_of": text}, TODAY)


def test_a_day_is_read_as_people_and_as_programs_write_it(task):
    read = [day_asked(query, TODAY) for query in ({"as_of": "05/03/2026"}, {"as_of": "2026-03-05"}, {}, {"as_of": ""})]
    assert read == [days(3), days(3), TODAY, TODAY]


# ── what was rebuilt ──────────────────────────────────────────────────────────────────────────
def test_what_stood_before_the_history_was_kept_is_rebuilt_from_dates_and_says_so(task, people):
    """The same statements as in the migration, on a task whose life was kept: both must tell the same statuses."""
    migration = import_module("tasks.migrations.0024_history")
    for number, step in ((1, progress.receive), (4, progress.contest)):
        more = {} if step is progress.receive else {"code": "wording", "reason": "Nội dung chưa rõ."}
        with played_on(days(number)):
            step(task.pk, actor=people.minh, today=days(number), seen_version=None, **more)
    kept = lived(task)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in history.KEPT:
            cursor.execute(f"DELETE FROM {table.states}")  # noqa: S608 - names are constants
        said = {"today": TODAY, "zone": "Asia/Ho_Chi_Minh"}
        for query in (migration.REBUILD_TASKS, migration.REBUILD_PARTS, migration.REBUILD_REQUESTS):
            cursor.execute(query, said)
        cursor.execute(migration.REBUILD_WORDS, said)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert lived(task) == kept
    assert set(TaskState.objects.values_list("is_rebuilt", flat=True)) == {True}
    become(task, 9, status="assigned")
    assert (rebuilt_before(days(2)), rebuilt_before(days(9))) == (days(9), None)


@pytest.mark.parametrize("form", ["xlsx", "csv", "docx"])
def test_reports_lists_and_their_files_say_that_a_day_was_rebuilt(task, people, client, form):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        TaskState.objects.update(is_rebuilt=True)
        cursor.execute("SET LOCAL session_replication_role = origin")
    become(task, 9, status="received")
    client.force_login(people.hoa)
    words = "Trước ngày 11/03/2026 lịch sử được dựng lại"
    for name, slug in (("report", "ageing"), ("task-list", ""), ("report-overdue", "")):
        for day, said in (("2026-03-05", True), ("2026-03-11", False)):
            with time_machine.travel(NOW, tick=False):
                where = reverse(name, args=[slug] if slug else [])
                page = client.get(where, {"as_of": day}).content.decode()
                file = client.get(where, {"as_of": day, "format": form})
            assert (words in page) is said
            assert (words in words_of(file, form)) is said


def words_of(file, form):
    """What stands above the table of a file."""
    kept = b"".join(file.streaming_content) if file.streaming else file.content
    if form == "csv":
        return kept.decode("utf-8-sig")
    if form == "xlsx":
        rows = openpyxl.load_workbook(BytesIO(kept)).active.iter_rows(max_row=3, values_only=True)
        return " ".join(str(value) for row in rows for value in row if value)
    return " ".join(part.text for part in docx.Document(BytesIO(kept)).paragraphs)


def test_a_report_of_a_day_before_the_history_says_where_it_begins(task, people, client):
    client.force_login(people.hoa)
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("report", args=["ageing"]), {"as_of": "2020-01-01"})
    assert page.status_code == 200
    assert "Không có số liệu của ngày 01/01/2020; lịch sử được ghi từ ngày" in page.content.decode()


# ── pages, files, API ─────────────────────────────────────────────────────────────────────────
def fetch(client, name, **query):
    with time_machine.travel(NOW, tick=False):
        return client.get(reverse(name), query)


def content(response):
    return b"".join(response.streaming_content)


def test_the_list_of_a_past_day_shows_it_says_so_and_offers_nothing_to_do(task, people, client):
    become(task, 5, status="withdrawn")
    client.force_login(people.hoa)
    page = fetch(client, "task-list", as_of="2026-03-04")
    text = page.content.decode()
    assert page.context["page"].object_list[0].status == "assigned"
    assert "Số liệu đến hết ngày 04/03/2026" in text
    assert "Xem số liệu hôm nay" in text
    assert 'name="task"' not in text
    assert 'name="task"' in fetch(client, "task-list").content.decode()
    assert fetch(client, "task-list", as_of="2026-04-02").status_code == 400


@pytest.mark.parametrize("name", ["task-list", "report-overdue", "report-extensions", "extension-list"])
def test_a_file_of_a_past_day_is_byte_for_byte_the_same_whatever_happened_since(task, people, client, name):
    become(task, 3, status="received", received_on=days(3))
    client.force_login(people.binh)
    query = {"as_of": days(4).isoformat(), "format": "xlsx", "from": "2026-01-01", "to": "2026-03-31"}
    first = content(fetch(client, name, **query))
    wish = extensions.Ask(days(40), "legal", "Chờ hướng dẫn.", "Đã dự thảo.")
    extensions.ask(task.pk, actor=people.minh, today=days(5), seen_version=None, wish=wish)
    task.refresh_from_db()
    task.become(status="withdrawn", lead=people.building, percent=90)
    task.parties.all().delete()
    make.task(lead=people.finance, directive=task.directive, assigned_on=days(1))
    with time_machine.travel("2026-05-09T16:20:00+07:00", tick=False):
        again = content(client.get(reverse(name), query))
    assert again == first
    today = content(fetch(client, name, **{**query, "as_of": ""}))
    assert today != first


def test_the_board_its_file_and_the_api_of_a_past_day_count_the_same(task, people, client):
    become(task, 25, status="withdrawn")
    client.force_login(people.binh)
    day = days(22)
    board = fetch(client, "report-overdue", as_of=day.isoformat()).context["board"]
    assert (board.total.classes["overdue"].count, board.total.everything.count) == (1, 1)
    sheet = openpyxl.load_workbook(
        BytesIO(content(fetch(client, "report-overdue", as_of=day.isoformat(), format="xlsx")))
    ).active
    assert (sheet.cell(5, 3).value, sheet["A2"].value[:32]) == (1, "Số liệu đến hết ngày 24/03/2026,")
    listed = fetch(client, "api-task-list", as_of=day.isoformat(), timeliness="overdue").json()["results"]
    assert [(row["id"], row["status"], row["days_late"]) for row in listed] == [(task.pk, "assigned", 2)]
    assert fetch(client, "api-task-list", as_of="xx").status_code == 400


# ── migrations ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("operation", "in_the_way"),
    [
        (migrations.AlterField("task", "path", models.CharField(max_length=200)), False),
        (migrations.AddField("task", "colour", models.CharField(max_length=9)), True),
    ],
)
def test_migrations_that_change_columns_find_no_view_in_their_way_and_it_is_back_afterwards(
    task, operation, in_the_way
):
    migration = type("Migration", (migrations.Migration,), {"operations": [operation]})("0099", "tasks")
    before_migrations(using="default", plan=[(migration, False)])
    assert history.is_shown(connection) == in_the_way
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE tasks_task ADD COLUMN colour text NOT NULL DEFAULT 'red'")
        cursor.execute("ALTER TABLE tasks_taskstate ADD COLUMN colour text NOT NULL DEFAULT 'red'")
    after_migrations(using="default", plan=[(migration, False)])
    become(task, 4, percent=5)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tasks_task SET colour = 'blue'")
    with as_it_stood(days(4), TODAY), connection.cursor() as cursor:
        cursor.execute("SELECT colour FROM tasks_task")
        assert cursor.fetchone() == ("red",)
