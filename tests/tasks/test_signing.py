"""From the officer's report over the head's signature to the office: days that count, notices, marks, numbers."""

import pytest
import time_machine
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.errors import Refused
from accounts.models import Absence, AuditEntry, Membership
from tasks.actions import results
from tasks.filters import TaskFilter
from tasks.models import CodeItem, Notice, PracticeRule, ProgressReport, SignOffWaiver, Task, TaskEvent
from tasks.notify import sweep
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY, days
from tests.tasks.pages import browser, text

pytestmark = pytest.mark.django_db


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def test_a_result_waits_for_the_head_before_the_office(people, task, go):
    proposed = go.submit(task)
    assert (proposed.status, proposed.proposed_on, proposed.submitted_on) == ("signing", TODAY, None)
    assert told("submit") == {"minh"}
    with pytest.raises(Refused, match="trạng thái “Chờ ký duyệt”"):
        go.accept(proposed)
    signed = go.sign_off(proposed, today=TODAY + days(2))
    assert (signed.status, signed.submitted_on) == ("submitted", TODAY + days(2))
    assert told("sign_off") == {"hoa"}


def test_an_officer_does_not_sign(people, task, go):
    with pytest.raises(Refused, match="Chỉ lãnh đạo Sở Tài chính"):
        go.sign_off(go.submit(task), actor=people.lan)


def test_what_a_head_reports_is_signed_by_that(people, task, go):
    sent = go.submit(task, actor=people.minh)
    assert (sent.status, sent.proposed_on, sent.submitted_on) == ("submitted", TODAY, TODAY)
    assert told("submit") == {"hoa"}


def test_a_unit_without_a_head_reports_to_the_office(people, task, go):
    Membership.objects.filter(user=people.minh).update(valid_to=TODAY)
    assert go.submit(task).status == "submitted"


@pytest.mark.parametrize(("city_lets", "status"), [(True, "submitted"), (False, "signing")])
def test_a_unit_skips_the_signature_only_where_the_city_lets_it(people, task, go, city_lets, status):
    PracticeRule.objects.create(valid_from=TODAY, units_may_waive=city_lets, source="Quy chế")
    SignOffWaiver.objects.create(organisation=people.finance, since=TODAY, reason="Đơn vị nhỏ", by=people.minh)
    assert go.submit(task).status == status


def test_the_day_on_which_it_left_the_unit_counts(people, task, go):
    """Reported inside on the last day, signed three days later: late, and the page says where."""
    signed = go.sign_off(go.submit(task, today=DUE), today=DUE + days(3))
    done = go.accept(signed, today=DUE + days(4))
    assert (done.submitted_on, done.timeliness(DUE + days(4), 7)) == (DUE + days(3), "done_late")
    with time_machine.travel("2023-02-20T09:00:00+07:00", tick=False):
        page = text(browser(people.minh).get(done.get_absolute_url()))
    assert "Chuyên viên trình ngày 15/02/2023, trong hạn; đơn vị ký gửi Văn phòng ngày 18/02/2023, sau hạn." in page


def test_overdue_runs_while_the_head_has_it_and_the_head_is_reminded(people, task, go):
    go.submit(task)
    late = DUE + days(2)
    task.refresh_from_db()
    listed = TaskFilter(QueryDict("timeliness=overdue"), today=late).narrow(Task.objects.all())
    assert list(listed) == list(Task.objects.overdue(late)) == [task]
    assert task.timeliness(late, 7) == "overdue"
    sweep(late)
    assert told("overdue") == {"minh"}


def test_once_with_the_office_it_waits_and_nobody_is_reminded(people, task, go):
    go.sign_off(go.submit(task))
    late = DUE + days(2)
    task.refresh_from_db()
    assert task.timeliness(late, 7) == "waiting"
    assert not Task.objects.overdue(late).exists()
    sweep(late)
    assert not told("overdue")


def test_sent_back_inside_is_counted_there_and_the_share_falls(people, task, go):
    back = go.send_back(go.submit(go.report(task)))
    assert (back.status, back.sent_back_count, back.returned_count) == ("in_progress", 1, 0)
    assert (back.percent, back.proposed_on) == (40, None)
    assert told("send_back") == {"lan"}
    assert TaskEvent.objects.last().reason == "Thiếu số liệu"


def test_who_signed_does_not_accept(people, task, go):
    Membership.objects.create(user=people.minh, organisation=people.office, role="monitor", valid_from=make.SINCE)
    signed = go.sign_off(go.submit(task))
    with pytest.raises(Refused, match="không tự quyết định"):
        go.accept(signed, actor=people.minh)


def test_a_result_is_marked_and_the_mark_can_be_filtered(people, task, go):
    done = go.accept(go.sign_off(go.submit(task)), mark=results.Mark("poor", "Thiếu số liệu ba địa bàn"))
    assert (done.quality, done.quality_note) == ("poor", "Thiếu số liệu ba địa bàn")
    found = {
        code: TaskFilter(QueryDict(f"quality={code}"), today=TODAY).narrow(Task.objects.all()).count()
        for code in ("good", "poor")
    }
    assert found == {"good": 0, "poor": 1}
    assert "Chưa tốt" in text(browser(people.hoa).get(done.get_absolute_url()))


def test_marks_are_data_of_the_office(people, task, go):
    CodeItem.objects.create(kind="quality", code="splendid", label="Xuất sắc")
    done = go.accept(go.sign_off(go.submit(task)), mark=results.Mark("splendid"))
    assert "chất lượng: Xuất sắc" in text(browser(people.hoa).get(done.get_absolute_url()))


@pytest.mark.parametrize(("dated", "linked"), [("2023-01-20", True), ("2023-01-21", False)])
def test_a_registered_paper_is_linked_by_its_number(people, task, go, dated, linked):
    paper = make.directive(number=15, symbol="BC-STC", issued_on=TODAY.replace(month=1, day=20))
    make.task(lead=people.finance, directive=paper)
    result = results.Result(number="15/bc-stc", issued_on=TODAY.fromisoformat(dated), submit_to="UBND thành phố")
    go.submit(task, result=result, actor=people.minh)
    row = ProgressReport.objects.get(is_result=True)
    assert (row.result_paper == paper, row.submit_to) == (linked, "UBND thành phố")


def test_signing_waits_on_the_heads_first_page(people, task, go):
    go.submit(task)
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        response = browser(people.minh).get("/", {"tab": "signing", "scope": "mine"})
    assert [row.task for row in response.context["rows"]] == [task]
    assert "Ký duyệt các việc đã chọn" in text(response)


# ── taken back before the signature ───────────────────────────────────────────────────────────
def test_an_officer_takes_a_result_back_before_it_is_signed(people, task, go):
    proposed = go.submit(go.report(task))
    back = go.take_back(proposed, reason="Nhầm tệp")
    assert (back.status, back.percent, back.proposed_on, back.sent_back_count) == ("in_progress", 40, None, 0)
    assert not Notice.objects.filter(kind="submit", read_at=None).exists()
    assert ProgressReport.objects.filter(is_result=True).count() == 1
    entry = AuditEntry.objects.filter(action="task.take_back").get()
    assert (entry.actor, entry.before["status"], entry.after["reason"]) == (people.lan, "signing", "Nhầm tệp")
    page = text(browser(people.minh).get(back.get_absolute_url()))
    assert "rút lại kết quả đang chờ ký duyệt" in page


def test_a_signed_result_is_not_taken_back(people, task, go):
    with pytest.raises(Refused, match="trạng thái “Chờ xác nhận”"):
        go.take_back(go.sign_off(go.submit(task)))


def test_who_signs_sends_back_and_does_not_take_back(people, task, go):
    with pytest.raises(Refused, match="hãy ký hoặc trả lại chuyên viên"):
        go.take_back(go.submit(task), actor=people.minh)


# ── in the place of a head who is away ────────────────────────────────────────────────────────
@pytest.fixture
def deputy(people):
    """Minh is away this week; the office named somebody of his department in his place."""
    named = make.user(name="Đinh Thị Mai", organisation=people.finance, role="officer")
    Absence.objects.create(
        person=people.minh, first_on=TODAY, last_on=TODAY + days(5), substitute=named, entered_by=people.hoa
    )
    return named


def test_the_substitute_of_a_head_who_is_away_signs_and_the_history_says_for_whom(people, task, go, deputy):
    proposed = go.submit(task)
    assert told("submit") == {"minh", deputy.username}
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        home = browser(deputy).get("/", {"tab": "signing", "scope": "mine"})
    assert [row.task for row in home.context["rows"]] == [task]
    signed = go.sign_off(proposed, actor=deputy)
    assert (signed.status, signed.submitted_on) == ("submitted", TODAY)
    page = text(browser(people.hoa).get(signed.get_absolute_url()))
    assert "ký duyệt kết quả (thay Trần Văn Minh)" in page


def test_the_substitute_signs_over_the_api(people, task, go, deputy):
    proposed = go.submit(task)
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        program = APIClient()
        program.force_login(deputy)
        answer = program.post(f"/api/v1/tasks/{task.pk}/sign_off/", {"version": proposed.version}, format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "submitted")


def test_nobody_signs_in_that_place_once_the_head_is_back(people, task, go, deputy):
    with pytest.raises(Refused, match="Chỉ lãnh đạo Sở Tài chính"):
        go.sign_off(go.submit(task), actor=deputy, today=TODAY + days(6))


def test_the_substitute_does_not_sign_what_they_brought(people, task, go, deputy):
    proposed = go.submit(task, actor=deputy)
    assert proposed.status == "signing"
    with pytest.raises(Refused, match="không ký kết quả do chính mình"):
        go.sign_off(proposed, actor=deputy)
    assert go.take_back(proposed, actor=deputy).status == "in_progress"
