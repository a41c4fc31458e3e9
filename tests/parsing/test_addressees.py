"""Letters whose sentences say `quý cơ quan`: those who are addressed must act."""

import pytest

from directives.parsing.assignees import YOU
from directives.parsing.extract import extract_text

LETTER = """SỞ Y TẾ
Số: 12/SYT-NVY
V/v tiêm chủng bổ sung
Bắc Ninh, ngày 10 tháng 3 năm 2026

{whom}

{body}
"""
ONE = "Kính gửi: Ủy ban nhân dân các xã, phường"
TWO = "Kính gửi:\n- Sở Tài chính;\n- Sở Xây dựng."
BROKEN = "Kính gửi: Sở Tài chính,\nSở Xây dựng"
ASKED = [
    (ONE, "Sở Y tế đề nghị Quý Ủy ban rà soát trẻ chưa tiêm.", ["Ủy ban nhân dân các xã, phường"]),
    (
        ONE,
        "Thực hiện Kế hoạch số 4/KH-BYT, Sở Y tế đề nghị Quý Ủy ban lập danh sách.",
        ["Ủy ban nhân dân các xã, phường"],
    ),
    (TWO, "Để kịp tiến độ, đề nghị quý cơ quan góp ý dự thảo Đề án.", ["Sở Tài chính", "Sở Xây dựng"]),
    (TWO, "Quý cơ quan gửi ý kiến về Sở Y tế để tổng hợp.", ["Sở Tài chính", "Sở Xây dựng"]),
    (BROKEN, "Đề nghị các quý cơ quan, đơn vị góp ý dự thảo Đề án.", ["Sở Tài chính", "Sở Xây dựng"]),
    (TWO, "Sở Y tế đề nghị quý cơ quan:\n- Góp ý dự thảo Đề án.", ["Sở Tài chính", "Sở Xây dựng"]),
    (ONE, "Sở Y tế đề nghị các đồng chí rà soát trẻ chưa tiêm.", ["Ủy ban nhân dân các xã, phường"]),
]


@pytest.mark.parametrize(("whom", "body", "lead"), ASKED)
def test_the_addressees_lead_where_the_letter_says_you(whom, body, lead):
    (task,) = extract_text(LETTER.format(whom=whom, body=body)).tasks
    assert list(task.lead) == lead


def test_a_letter_without_readable_addressees_leaves_the_lead_open():
    (task,) = extract_text(LETTER.format(whom="", body="Đề nghị quý cơ quan góp ý dự thảo Đề án.")).tasks
    assert task.lead == ()
    assert any("Kính gửi" in warning for warning in task.warnings)


def test_bodies_named_in_the_sentence_stay_as_they_are():
    body = "Sở Y tế đề nghị UBND xã Tân Dân rà soát trẻ chưa tiêm."
    (task,) = extract_text(LETTER.format(whom=TWO, body=body)).tasks
    assert task.lead == ("UBND xã Tân Dân",)


@pytest.mark.parametrize(
    "courtesy",
    ["Rất mong quý cơ quan quan tâm phối hợp.", "Trân trọng đề nghị Quý Ủy ban quan tâm, phối hợp thực hiện./."],
)
def test_a_courtesy_at_the_end_is_no_task(courtesy):
    body = f"Đề nghị quý cơ quan góp ý dự thảo Đề án.\n{courtesy}"
    (task,) = extract_text(LETTER.format(whom=TWO, body=body)).tasks
    assert "góp ý" in task.text


def test_no_draft_says_you():
    for whom, body, _ in ASKED:
        assert all(YOU not in task.lead for task in extract_text(LETTER.format(whom=whom, body=body)).tasks)
