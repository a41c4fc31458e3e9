"""No printed date is lost, and no deadline lies before its paper without a warning."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.parsing.extract import extract_text
from directives.parsing.types import DateRole
from tests.parsing.samples import LETTER

HEAD = LETTER.split("Sở Xây dựng chủ trì")[0]
ISSUED = date(2025, 6, 2)
FORMS = st.sampled_from(("{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d:02}.{m:02}.{y}", "{d} tháng {m} năm {y}"))
BEFORE = st.sampled_from(
    (
        "báo cáo trước ngày",
        "gửi số liệu chậm nhất ngày",
        "rà soát văn bản số 12/QĐ-UBND ngày",
        "áp dụng quy định mới kể từ ngày",
        "tính đến ngày",
        "tổ chức họp ngày",
        "theo ý kiến kết luận tại cuộc họp ngày",
        "kiểm tra trong ngày",
    )
)
DAYS = st.dates(date(2020, 1, 1), date(2031, 12, 31))


def tasks_of(parts):
    text = f"{HEAD}1. Sở Xây dựng:\n" + "\n".join(f"- Kiểm tra công trình, {part}." for part in parts)
    return extract_text(text).tasks


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(BEFORE, FORMS, DAYS), min_size=1, max_size=3))
def test_each_printed_day_is_a_deadline_a_milestone_or_told_as_another(printed):
    parts = [f"{before} {form.format(d=day.day, m=day.month, y=day.year)}" for before, form, day in printed]
    tasks = tasks_of(["; ".join(parts)])
    found = [found for task in tasks for found in task.dates]
    assert {day for _, _, day in printed} <= {one.day for one in found}
    for one in found:
        assert one.phrase
        assert bool(one.reason) == (one.role is DateRole.OTHER)


@settings(max_examples=60, deadline=None)
@given(BEFORE, FORMS, DAYS)
def test_a_day_before_the_paper_never_is_a_deadline_without_a_warning(before, form, day):
    for task in tasks_of([f"{before} {form.format(d=day.day, m=day.month, y=day.year)}"]):
        due = task.deadline.due_on
        if due and due < ISSUED:
            assert any("sớm hơn ngày ban hành" in warning for warning in task.warnings)


@settings(max_examples=40, deadline=None)
@given(st.dates(ISSUED, ISSUED + timedelta(days=3000)), FORMS)
def test_a_day_behind_truoc_is_the_deadline_whatever_its_spelling(day, form):
    (task,) = tasks_of([f"báo cáo trước ngày {form.format(d=day.day, m=day.month, y=day.year)}"])
    assert task.deadline.due_on == day


def test_the_other_dates_say_why():
    cited = "thực hiện Quyết định số 12/QĐ-UBND ngày 03/5/2025 của UBND tỉnh"
    (task,) = tasks_of([f"{cited}, áp dụng từ ngày 01/7/2025, xong trước 30/8/2025"])
    assert [(one.phrase, one.role.value) for one in task.dates] == [
        ("ngày 03/5/2025", "other"),
        ("ngày 01/7/2025", "other"),
        ("trước 30/8/2025", "deadline"),
    ]
    assert [one.reason for one in task.dates][:2] == ["ngày của văn bản được dẫn", "thời điểm bắt đầu"]


def test_a_second_deadline_is_a_milestone():
    (task,) = tasks_of(["trình phương án (dự thảo trước ngày 10/7/2025) chậm nhất ngày 30/9/2025"])
    assert {(one.day, one.role.value) for one in task.dates} == {
        (date(2025, 7, 10), "deadline"),
        (date(2025, 9, 30), "milestone"),
    }


@pytest.mark.parametrize("text", ["trong vòng 48 giờ", "trong 05 ngày kể từ ngày nhận được văn bản", "thường xuyên"])
def test_words_without_a_day_list_no_date_that_is_none(text):
    assert all(one.day for task in tasks_of([text]) for one in task.dates)
