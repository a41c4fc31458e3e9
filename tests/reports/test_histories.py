"""Random histories: board = drill-down = files = mail pack = API = sums of parts, today and as of past days.

And every row of a past day reads as it was when that day ended. Days are compared with a reckoning that knows neither
the kept history nor the filters (`tests.reports.histories`).
"""

import csv
import os
import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from html import unescape
from io import BytesIO
from itertools import product

import docx
import openpyxl
import pypdfium2
import pytest
import time_machine
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from tasks import tally
from tasks.actions import packs
from tasks.asof import as_it_stood
from tasks.deadlines import Basis
from tasks.filters import TaskFilter
from tasks.mail.packs import load
from tasks.maps import Map
from tasks.models import Mail, MailKind, PackRule, TallyDelta, Task, TaskState
from tasks.models.tally import EVERY_YEAR
from tasks.reports.asking import answer, question
from tasks.reports.board import GroupBy
from tasks.reports.catalogue import REPORTS
from tasks.reports.paper import Part
from tasks.reports.papers import Form, written
from tasks.reports.papers.imprint import imprint_of
from tests.reports.histories import History, everything, reckoned, reckoned_by

pytestmark = pytest.mark.django_db
SEEDS = [2026] if os.environ.get("PROPERTIES") != "random" else list(os.urandom(5))
"""The same history in every run, unless new ones are asked for."""
DAYS, STEPS = 9, 8
ASKED = [-1, 2, 4, 7]
"""Places of the days that reports are asked about: today and three of the past, before and after the merger."""
WAYS = list(product(Basis, Map))
OTHER_BOARDS = [*product([GroupBy.DIRECTIVE], Basis), (GroupBy.LEADER, Basis.CURRENT)]
SOME_WAYS = list(zip(Basis, Map, strict=True))
"""Each basis and each map once, for what takes long."""


@pytest.fixture(scope="module", params=SEEDS)
def city(request, django_db_setup, django_db_blocker):
    """A history for all these facts; it takes some seconds and is undone afterwards."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        from django.conf import settings

        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr(settings, "SESSION_ENGINE", "django.contrib.sessions.backends.db")
        made = History(request.param)
        made.live(DAYS, STEPS)
        made.reader = User.objects.get(pk=made.cast.binh.pk)
        made.boards = {}
        made.client = Client()
        made.client.force_login(made.reader)
        made.heirs = dict(Organisation.objects.exclude(heir=None).values_list("pk", "heir"))
        yield made
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture(params=ASKED, ids=["today", "third day", "day of the merger", "eighth day"])
def day(city, request):
    """A day that was lived."""
    return city.days[request.param]


@pytest.fixture
def today(city):
    """The last day that was lived."""
    return city.days[-1].day


def ask(city, name, day, *args, **query):
    today = city.days[-1].day
    given = query if day.day == today else {**query, "as_of": day.day.isoformat()}
    with time_machine.travel(f"{today}T09:00:00+07:00", tick=False):
        return city.client.get(reverse(name, args=args), given)


def way(basis, on_map):
    return {"basis": basis.value, "map": on_map.value}


def board_of(city, day, basis, on_map):
    """The board as the page draws it; drawn once for all facts about it."""
    key = (day.day, basis, on_map)
    if key not in city.boards:
        city.boards[key] = ask(city, "report-overdue", day, **way(basis, on_map)).context["board"]
    return city.boards[key]


def non_zero(counts):
    return {key: +Counter(tally) for key, tally in counts.items() if +Counter(tally)}


def test_the_histories_are_rich_enough_to_find_a_fault(city):
    seen = Counter(row["status"] for day in city.days for row in day.rows["Task"])
    assert len(seen) >= 7
    assert city.merged_on == city.days[DAYS // 2].day
    last = city.days[-1].rows
    assert min(len(last[name]) for name in ("Party", "ExtensionRequest", "Urging")) >= 1
    assert TaskState.objects.count() > 2 * len(last["Task"])
    assert any(row["lead_as_given_id"] for row in last["Task"])


def test_every_row_of_every_day_reads_as_it_was_when_that_day_ended(city, today):
    for day in city.days:
        with as_it_stood(day.day, today):
            assert everything() == day.rows, day.day


@pytest.mark.parametrize(("basis", "on_map"), WAYS)
def test_the_board_counts_what_a_slow_reckoning_counts(city, day, basis, on_map):
    board = board_of(city, day, basis, on_map)
    wanted = reckoned(day, basis=basis, on_map=on_map, heirs=city.heirs)
    assert non_zero({row.key: row.counts for row in board.rows}) == non_zero(wanted)
    assert board.total.everything.count == len(day.rows["Task"])


@pytest.mark.parametrize(("basis", "on_map"), SOME_WAYS)
def test_page_cells_lists_file_and_api_say_the_same_and_parts_add_up(city, day, today, basis, on_map):
    board = board_of(city, day, basis, on_map)
    lines = [*board.rows, board.total]
    counted = [entry.cell for row in lines for entry in row.entries if entry.cell.count or row is board.total]
    with as_it_stood(day.day, today):
        assert [len(keys_of(cell.query_string, day.day)) for cell in counted] == [cell.count for cell in counted]
    file = ask(city, "report-overdue", day, **way(basis, on_map), format="xlsx")
    assert figures_of_file(file) == Counter(figures_of(lines))
    api = ask(city, "api-board", day, **way(basis, on_map)).json()
    of_api = [[cell["count"] for cell in row["cells"]] for row in [*api["rows"], api["total"]]]
    of_page = [[entry.cell.count for entry in row.entries] for row in lines]
    assert of_api == of_page
    assert [sum(parts) for parts in zip(*of_page[:-1], strict=True)] == of_page[-1]


@pytest.mark.parametrize(("by", "basis"), OTHER_BOARDS)
def test_boards_by_paper_and_leader_count_list_and_file_the_same(city, day, today, by, basis):
    """Page, reckoning, drill-down, file and API."""
    given = {**way(basis, Map.NOW), "by": by.value}
    board = ask(city, "report-overdue", day, **given).context["board"]
    wanted = reckoned_by(day, f"{by.value}_id", basis=basis)
    assert non_zero({row.key: row.counts for row in board.rows}) == non_zero(wanted)
    lines = [*board.rows, board.total]
    of_page = [[entry.cell.count for entry in row.entries] for row in lines]
    counted = [entry.cell for row in lines for entry in row.entries if entry.cell.count]
    with as_it_stood(day.day, today):
        assert [len(keys_of(cell.query_string, day.day)) for cell in counted] == [cell.count for cell in counted]
    assert figures_of_file(ask(city, "report-overdue", day, **given, format="xlsx")) == Counter(figures_of(lines))
    api = ask(city, "api-board", day, **given).json()
    assert [[cell["count"] for cell in row["cells"]] for row in [*api["rows"], api["total"]]] == of_page


def test_the_board_of_today_came_out_of_the_summary(city, today):
    """Some of it folded in, some not; papers beyond those shown are the rest."""
    assert tally.is_of(today)
    assert tally.check(today) == []
    assert TallyDelta.objects.exists()
    wanted = reckoned_by(city.days[-1], "directive_id", basis="current")
    kept = tally.worst_papers(day=today, basis=Basis.CURRENT, years=[EVERY_YEAR], most=1)
    assert kept is not None
    assert len(kept.worst) == 1 < len(wanted)
    worst = wanted.pop(kept.worst[0].key)
    assert +kept.worst[0].counts == +worst
    assert worst["overdue"] == max(counts["overdue"] for counts in [worst, *wanted.values()]) > 0
    assert kept.others == sum(wanted.values(), Counter())


def keys_of(query_string, day):
    """The tasks of a drill-down, as the list page finds them."""
    filters = TaskFilter(QueryDict(query_string), today=day)
    assert filters.is_valid(), filters.errors
    return set(filters.narrow(Task.objects.all()).values_list("pk", flat=True))


def figures_of(rows):
    """Each line of the board as its label and the sums that both page and file show."""
    return [
        (row.label, row.classes["overdue"].count, row.open.count, row.done.count, row.everything.count) for row in rows
    ]


def figures_of_file(response):
    """The same out of the file, found by the titles of its columns."""
    sheet = openpyxl.load_workbook(file_of(response)).active
    titles = [cell.value for cell in sheet[4]]
    wanted = [0, *(titles.index(title) for title in ("Quá hạn", "Chưa xong", "Đã xong", "Tổng giao"))]
    return Counter(tuple(row[place].value for place in wanted) for row in sheet.iter_rows(min_row=5))


def test_list_page_its_file_and_api_hold_the_same_tasks(city, day):
    overdue = {"timeliness": "overdue"}
    page = ask(city, "task-list", day, **overdue).context["page"]
    file = openpyxl.load_workbook(file_of(ask(city, "task-list", day, **overdue, format="xlsx"))).active
    keys = {task.pk for task in page.object_list}
    assert {row[0].value for row in file.iter_rows(min_row=5)} == keys
    assert {row["id"] for row in ask(city, "api-task-list", day, **overdue).json()["results"]} == keys


# ── every report of the catalogue ─────────────────────────────────────────────────────────────
def made_of(city, day, slug, **query):
    """The report as page, files and API show it."""
    asked = QueryDict(mutable=True)
    asked.update({**query, "as_of": day.day.isoformat()})
    today = city.days[-1].day
    found = question(REPORTS[slug], city.reader, asked, today=today, now=timezone.now())
    assert not found.errors, (slug, found.errors)
    return answer(found)


def test_every_report_lists_what_it_counts(city, day, today):
    """Of long reports some cells, chosen by the seed; a trend looks back, so its lists are those of earlier days."""
    opened = 0
    for slug in sorted(REPORTS):
        counted = [cell for block in made_of(city, day, slug).blocks for cell in cells_of(block) if is_list(cell)]
        for cell in city.chance.sample(counted, min(6, len(counted))):
            assert length(cell.href, day.day, today) == cell.value, (slug, day.day, cell)
            opened += 1
    assert opened > len(REPORTS)


def cells_of(block):
    return [cell for line in block.lines for cell in line.cells if cell.value]


def is_list(cell):
    return isinstance(cell.value, int) and cell.href.split("?")[0] == reverse("task-list")


def length(href, day, today):
    """How many tasks the list at that address holds, on the day that it asks about."""
    query = QueryDict(href.partition("?")[2])
    asked = date.fromisoformat(query.get("as_of", today.isoformat()))
    assert asked <= day, href
    with as_it_stood(asked, today):
        return len(keys_of(query.urlencode(), asked))


@pytest.mark.parametrize(("basis", "on_map"), SOME_WAYS)
def test_report_word_excel_and_csv_hold_the_figures_of_the_board(city, day, basis, on_map):
    report = made_of(city, day, "overdue", **way(basis, on_map))
    lines = [line for line in report.blocks[0].lines if line.part is not Part.HEADING]
    board = board_of(city, day, basis, on_map)
    counted = slice(1, 1 + len(board.total.entries))
    wanted = {line.cells[0].value: [cell.value for cell in line.cells[counted]] for line in lines}
    of_board = [[entry.cell.count for entry in row.entries] for row in [*board.rows, board.total]]
    assert list(wanted.values()) == of_board
    imprint = imprint_of(city.reader, day.day)
    sheet = openpyxl.load_workbook(BytesIO(written(report, Form.XLSX, imprint))).active
    tables = docx.Document(BytesIO(written(report, Form.DOCX, imprint))).tables
    text = written(report, Form.CSV, imprint).decode("utf-8-sig")
    of_word = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    for rows in (sheet.values, of_word, csv.reader(text.splitlines(), delimiter=";")):
        found = {row[0]: [int(value or 0) for value in row[counted]] for row in rows if row and row[0] in wanted}
        assert found == wanted


def test_the_api_gives_the_report(city, day):
    report = made_of(city, day, "overdue-list")
    given = ask(city, "api-report", day, "overdue-list").json()
    of_api = [[cell["value"] for cell in line["cells"]] for block in given["blocks"] for line in block["lines"]]
    of_report = [[plain(cell.value) for cell in line.cells] for block in report.blocks for line in block.lines]
    assert (given["as_of"], of_api) == (day.day.isoformat(), of_report)


def plain(value):
    return value.isoformat() if isinstance(value, date) else value


# ── the pack in the mail ──────────────────────────────────────────────────────────────────────
def test_the_mail_of_the_pack_and_what_is_attached_hold_the_figures_of_the_board(city, day, today):
    """The pack of the next morning counts to the end of `day`, whenever it is made."""
    mail, files = mailed(city, day.day + timedelta(days=1))
    board = board_of(city, day, Basis.CURRENT, Map.NOW)
    wanted = {row.label: [entry.cell.count for entry in row.entries] for row in [*board.rows, board.total]}
    report = made_of(city, day, "overdue").blocks[0]
    counted = slice(1, 1 + len(board.total.entries))
    assert [cell.value for cell in report.lines[-1].cells[counted]] == wanted[board.total.label]
    told = [
        ((column.hint or column.title).rstrip("."), str(cell.value))
        for column, cell in zip(report.columns, report.lines[-1].cells, strict=True)
        if isinstance(cell.value, int) and cell.value
    ]
    assert re.findall(r"^- (.+): (\d+)$", mail.text, re.MULTILINE) == told
    linked = re.findall(r'href="(\S+)"[^>]*>([^<]+): <b>(\d+)</b></a>', mail.html)
    assert [(unescape(words), number) for _href, words, number in linked] == told
    assert [str(length(unescape(href), day.day, today)) for href, _words, _number in linked] == [
        n for _words, n in told
    ]
    sheet = openpyxl.load_workbook(BytesIO(files["xlsx"])).active
    tables = docx.Document(BytesIO(files["docx"])).tables
    of_word = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    for rows in (sheet.values, of_word):
        found = {row[0]: [int(value or 0) for value in row[counted]] for row in rows if row and row[0] in wanted}
        assert found == wanted
    printed = squeezed(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(files["pdf"]))
    missing = {label for label, numbers in wanted.items() if squeezed([label, *map(str, numbers)]) not in printed}
    assert not missing


def mailed(city, day):
    """The mail that the reader gets on that day as it goes out, and its attachments by their form."""
    forms = [Form.XLSX.value, Form.DOCX.value, Form.PDF.value]
    rule = PackRule.objects.create(name="Bộ báo cáo", hour=time(16), reports=["overdue"], forms=forms)
    now = timezone.make_aware(datetime.combine(day, rule.hour))
    assert packs.make(rule, city.reader, day=day, now=now) is not None
    mail = Mail.objects.get(kind=MailKind.PACK)
    composed = load([mail], now)(mail)
    return composed, {file.name.rpartition(".")[2]: file.content for file in composed.attachments}


def squeezed(texts):
    return "".join("".join(texts).split())


def file_of(response):
    return BytesIO(b"".join(response.streaming_content))
