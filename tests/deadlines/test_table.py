"""The forty phrases with their days under both readings: computed, and as docs/deadlines.md has them."""

from datetime import date
from pathlib import Path

import pytest

from tests.deadlines import table
from tests.parsing.forty import FORTY

PAGE = Path(__file__).resolve().parents[2] / "docs" / "deadlines.md"


def row(text):
    return table.cells(next(phrase for phrase in FORTY if phrase.text == text))


def test_the_page_says_what_the_program_computes():
    assert PAGE.read_text(encoding="utf-8") == table.table()


def test_every_pattern_of_the_forty_has_a_row():
    assert {phrase.number for phrase in FORTY} == set(range(1, 41))


@pytest.mark.parametrize(
    ("text", "filed", "lenient", "strict"),
    [
        ("Gửi phương án trước ngày 18/4/2025.", "18/04/2025", "18/04/2025", "17/04/2025"),
        ("Nộp hồ sơ chậm nhất ngày 30/6/2025.", "30/06/2025", "30/06/2025", "30/06/2025"),
        ("Gửi số liệu trước 15 giờ ngày 15/8/2025.", "15/08/2025", "15/08/2025", "15/08/2025"),
        ("Trả lời trong 05 ngày làm việc kể từ ngày ký ban hành.", "26/02/2026", "26/02/2026", "26/02/2026"),
        ("Niêm yết danh sách chậm nhất 105 ngày trước ngày bầu cử.", "30/11/2025 *", "30/11/2025 *", "30/11/2025 *"),
        ("Trình dự thảo trước kỳ họp thứ 31.", "15/03/2026 *", "15/03/2026 *", "14/03/2026 *"),
        ("Tuyên truyền thường xuyên, liên tục.", "–", "–", "–"),
    ],
)
def test_days_typed_by_hand(text, filed, lenient, strict):
    assert row(text)[1:] == [filed, lenient, strict]


def test_a_recurring_duty_is_strict_in_each_period():
    assert row("Báo cáo trước ngày 25 hằng tháng.")[3] == "2025-03: 24/03/2025; 2025-04: 24/04/2025"
    assert date(2025, 3, 24).weekday() < 5
