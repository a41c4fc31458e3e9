"""The pages of a leader's words: saying, the list and its file, answering, first pages, the sweep, the API."""

import io
import re
import uuid
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from tasks import notify
from tasks.actions import explanations
from tasks.mail import composers
from tasks.models import Instruction, InstructionFile, Mail, Notice
from tasks.templatetags.instructions import instruction_menu
from tests import factories as make
from tests.instructions.conftest import LIMIT, TODAY
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db
LIST = reverse("instruction-list")
NEW = reverse("instruction-new")


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-03-01T09:30:00+07:00", tick=False):
        yield


def step(row, name):
    return reverse("instruction-step", args=[row.pk, name])


def test_a_leader_instructs_several_at_once_from_a_selection(people, task, other):
    client = browser(people.binh)
    preview = text(client.get(NEW, {"kind": "explain", "task": [task.pk, other.pk]}))
    assert "Gửi 2 nơi" in preview
    assert 'value="06/03/2023"' in preview, "three working days ahead"
    sent = {"kind": "explain", "batch": uuid.uuid4(), "words": "Nêu rõ lý do.", "answer_by": "2023-03-06"}
    client.post(NEW, {**sent, "task": [task.pk, other.pk]})
    client.post(NEW, {**sent, "task": [task.pk, other.pk]})
    assert Instruction.objects.count() == 2
    assert "Yêu cầu giải trình lần 1" in text(client.get(task.get_absolute_url()))


def test_a_monitor_is_told_that_it_is_a_draft_and_others_do_not_get_in(people, task):
    page = browser(people.hoa).get(NEW, {"kind": "instruct", "task": task.pk})
    assert "đơn vị chỉ nhận khi lãnh đạo quyết định" in text(page)
    assert "Hoàng Văn Bình" in text(page)
    assert browser(people.minh).get(NEW, {"kind": "instruct", "task": task.pk}).status_code == 403
    assert browser(people.binh).get(NEW, {"kind": "gossip", "task": task.pk}).status_code == 404


def test_what_cannot_be_said_keeps_what_was_typed(people, task):
    sent = {"kind": "explain", "batch": uuid.uuid4(), "words": "Lời đã gõ", "answer_by": "", "task": task.pk}
    refused = browser(people.binh).post(NEW, sent)
    assert refused.status_code == 422
    assert "Lời đã gõ" in text(refused)


def test_answer_return_and_acceptance_by_the_pages(people, task, say):
    (row,) = say("explain", task, answer_by=LIMIT)
    head = browser(people.minh)
    assert "Nội dung giải trình" in text(head.get(row.get_absolute_url()))
    assert row.receipts.get().read_at == timezone.now(), "opening is the time of reading"
    upload = SimpleUploadedFile("ly-do.pdf", b"%PDF-1.7 ly do")
    head.post(step(row, "answer"), {"version": 1, "words": "Do thẩm định.", "uploads": [upload]})
    leader = browser(people.binh)
    assert "Do thẩm định." in text(leader.get(row.get_absolute_url()))
    file = InstructionFile.objects.get()
    served = leader.get(reverse("instruction-file", args=[row.pk, file.pk]))
    assert served["Content-Disposition"].startswith("attachment")
    assert browser(people.son).get(reverse("instruction-file", args=[row.pk, file.pk])).status_code == 404
    assert leader.post(step(row, "return"), {"version": 2, "words": ""}).status_code == 422
    leader.post(step(row, "return"), {"version": 2, "words": "Chưa rõ.", "answer_by": "2023-03-07"})
    head.post(step(row, "answer"), {"version": 3, "words": "Bổ sung."})
    leader.post(step(row, "accept"), {"version": 4})
    row.refresh_from_db()
    assert (row.state, row.returned_times) == ("closed", 1)
    stale = leader.post(step(row, "withdraw"), {"version": 1, "words": "Muộn rồi."})
    assert stale.status_code == 409
    assert "Muộn rồi." in text(stale)


def test_the_list_tabs_filter_and_file_hold_the_same(people, task, other, say):
    say("explain", task, answer_by=date(2023, 3, 1))
    say("instruct", other, words="=1+1 không phải công thức")
    (late,) = say("explain", other, answer_by=LIMIT)
    Instruction.objects.filter(pk=late.pk).update(answer_by=date(2023, 2, 28), given_on=date(2023, 2, 20))
    client = browser(people.binh)
    page = text(client.get(LIST, {"overdue": "true"}))
    assert page.count("data-row-link") == 1
    assert "Quá hạn trả lời" in page
    file = client.get(LIST, {"format": "xlsx", "kind": "instruct"})
    sheet = openpyxl.load_workbook(io.BytesIO(file.getvalue())).active
    assert sheet.max_row == 5
    assert sheet["E5"].value == "=1+1 không phải công thức"
    assert sheet["E5"].data_type == "s"
    assert text(browser(people.minh).get(LIST)).count("data-row-link") == 1
    assert text(client.get(LIST, {"unit": people.finance.pk})).count("data-row-link") == 1


def test_pages_cost_the_same_for_one_and_for_thirty(people, task, say, paper):
    (row,) = say("instruct", task)
    client = browser(people.binh)
    one = [cost(client, LIST), cost(client, task.get_absolute_url())]
    for _number in range(14):
        say("instruct", task)
        say("explain", task, answer_by=LIMIT)
    assert [cost(client, LIST), cost(client, task.get_absolute_url())] == one
    unit = reverse("organisation-detail", args=[people.finance.pk])
    many = cost(client, unit)
    Instruction.objects.filter(pk__gt=row.pk + 1).update(task=None, state="lapsed")
    assert cost(client, unit) <= many


def test_first_pages_show_what_asks_something(people, task, other, say):
    say("explain", task, answer_by=LIMIT)
    say("instruct", task)
    say("instruct", people.finance, units=True, answer_by=LIMIT)
    head = text(browser(people.minh).get("/", {"tab": "explain"}))
    assert 'Cần giải trình <span class="count count-bad">1</span>' in head
    assert "1 ý kiến của lãnh đạo đối với đơn vị chờ trả lời" in head
    assert task.title in head
    assert "Chỉ đạo mới" in text(browser(people.lan).get("/"))
    assert "ý kiến của lãnh đạo" not in text(browser(people.son).get("/"))


def test_the_board_and_the_unit_offer_the_verbs_to_those_who_may(people, task, say):
    say("criticise", people.finance, units=True, document_number="7/QĐ-UBND", document_on=date(2023, 2, 28))
    board = text(browser(people.binh).get(reverse("report-overdue")))
    assert f"{NEW}?kind=explain&amp;task={task.pk}" in board
    assert NEW not in text(browser(people.minh).get(reverse("report-overdue")))
    unit = reverse("organisation-detail", args=[people.finance.pk])
    assert "7/QĐ-UBND" in text(browser(people.minh).get(unit))
    assert "Phê bình: 1" in text(browser(people.binh).get(unit))
    assert "7/QĐ-UBND" not in text(browser(people.son).get(unit))


def test_the_menu_of_a_row_is_drawn_once_for_each_language_and_names_the_row():
    for key in (7, 1234567):
        for language, words in (("vi", "Phê bình"), ("en", "")):
            with translation.override(language):
                menu = instruction_menu("task", key, small=True)
                whole = render_to_string("tasks/_instruction_menu.html", {"about": "task", "key": key, "small": True})
            assert menu == whole
            assert menu.count(f'task={key}"') == 6
            assert words in menu
    assert 'unit=5"' in instruction_menu("unit", 5)
    assert "btn-small" not in instruction_menu("unit", 5)


# ── mails and the sweep ───────────────────────────────────────────────────────────────────────
def test_the_mail_says_all_words_of_the_step_and_is_dropped_once_answered(people, task, say, paper):
    second = make.task(lead=people.finance, directive=paper, title="Việc thứ hai", officer=people.lan)
    rows = say("explain", task, second, answer_by=LIMIT, words="Báo cáo nguyên nhân")
    mail = Mail.objects.select_related("recipient").get(kind="instruct")
    with translation.override("vi"):
        said = composers.load([mail], timezone.now())(mail)
    assert said.subject == "Hoàng Văn Bình: 2 ý kiến chỉ đạo, trả lời trước hết ngày 06/03/2023"
    assert said.text.count("“Báo cáo nguyên nhân”") == 2
    assert rows[0].get_absolute_url() in said.html
    Instruction.objects.update(state="closed")
    with translation.override("vi"):
        assert "thu hồi trước khi gửi" in composers.load([mail], timezone.now())(mail)


def test_a_unit_without_anybody_gets_the_mail_in_its_mailbox(people, paper, say):
    empty = make.organisation(name="Sở Y tế", parent=people.city, email="syt@haiphong.example")
    say("instruct", make.task(lead=empty, directive=paper))
    assert Mail.objects.get(kind="instruct").organisation == empty


def test_the_sweep_reminds_before_on_and_after_the_limit_and_climbs(people, task, say):
    say("explain", task, answer_by=LIMIT)  # a Monday

    def told(day):
        notify.sweep(date(2023, 3, day))
        due = Notice.objects.filter(kind="answer_due", day=date(2023, 3, day))
        return sorted(due.values_list("recipient__username", flat=True))

    assert told(2) == []
    assert told(3) == ["minh"], "the working day before"
    assert told(6) == ["minh"]
    assert told(7) == ["binh", "hoa", "minh"], "late for the first day: leader and monitor hear of it"
    assert told(8) == ["minh"]
    assert told(10) == ["binh", "hoa", "minh"]
    assert told(10) == ["binh", "hoa", "minh"], "a second run adds nothing"
    last = Notice.objects.filter(kind="answer_due", recipient=people.minh).first()
    assert "quá hạn giải trình 4 ngày làm việc (hạn 06/03/2023)" in last.sentence
    assert last.for_mail


def test_every_unit_is_swept_by_exactly_one_share(people, task, other, say):
    empty = make.organisation(name="Sở Y tế", parent=people.city)
    head = make.user(name="Trưởng", organisation=empty, role="head")
    say("instruct", empty, units=True, answer_by=LIMIT)
    say("instruct", people.city, units=True, answer_by=LIMIT)
    notify.sweep(LIMIT)
    assert list(Notice.objects.filter(kind="answer_due").values_list("recipient", flat=True)) == [head.pk]


# ── API ───────────────────────────────────────────────────────────────────────────────────────
def test_the_api_says_answers_and_lists(people, task):
    url = "/api/v1/instructions/"
    said = {"kind": "explain", "task": task.pk, "words": "Lý do?", "answer_by": "2023-03-06", "batch": uuid.uuid4()}
    leader, head = browser(people.binh), browser(people.minh)
    made = leader.post(url, said, content_type="application/json")
    assert made.status_code == 201, made.content
    assert leader.post(url, said, content_type="application/json").json()["id"] == made.json()["id"]
    assert head.post(url, said, content_type="application/json").status_code == 403
    key = made.json()["id"]
    answered = head.post(f"{url}{key}/answer/", {"version": 1, "words": "Vì chờ."}, content_type="application/json")
    assert answered.json()["state"] == "answered"
    assert [row["id"] for row in head.get(url, {"state": "answered"}).json()["results"]] == [key]
    assert browser(people.son).get(f"{url}{key}/").status_code == 404
    assert leader.get(url, {"state": "nonsense"}).status_code == 400
    both = {**said, "unit": people.finance.pk}
    assert leader.post(url, both, content_type="application/json").status_code == 400


def test_the_menu_counts_what_waits_for_the_reader(people, task, say):
    def counted(who):
        page = text(browser(who).get(LIST))
        found = re.search(r'Ý kiến chỉ đạo</span>(?:<span class="count count-warn">(\d+)</span>)?</a>', page)
        return int(found[1] or 0)

    (row,) = say("explain", task, answer_by=LIMIT)
    assert (counted(people.minh), counted(people.binh), counted(people.son)) == (1, 0, 0)
    explanations.answer(row.pk, actor=people.minh, today=TODAY, seen_version=1, words="Do chờ.")
    assert (counted(people.minh), counted(people.binh)) == (0, 1)
