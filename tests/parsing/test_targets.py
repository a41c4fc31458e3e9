"""Targets in sentences of our own: what is to be reached, how it is compared, in which unit, by when."""

import time
from datetime import date
from decimal import Decimal

import pytest

from directives.parsing.targets import Comparison, find_targets, number
from tests.slowness import allowed

LEAST, MOST, ABOUT, EXACTLY = Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.ABOUT, Comparison.EXACTLY
END_2030 = date(2030, 12, 31)

SENTENCES = [
    (
        "Phấn đấu tốc độ tăng trưởng GRDP năm 2026 đạt từ 12,5% trở lên.",
        ("Tốc độ tăng trưởng GRDP", LEAST, "12.5", None, "%", date(2026, 12, 31)),
    ),
    (
        "Bảo đảm trên 95 % hồ sơ được trả đúng hẹn trong năm 2026.",
        ("Hồ sơ được trả đúng hẹn", LEAST, "95", None, "%", date(2026, 12, 31)),
    ),
    (
        "Mục tiêu: cắt giảm 5-10 % chi phí vận hành trụ sở.",
        ("Cắt giảm chi phí vận hành trụ sở", LEAST, "5", "10", "%", None),
    ),
    (
        "Phấn đấu thu phí tham quan đạt 1.200 tỷ đồng.",
        None,
    ),
    (
        "Chỉ tiêu thu nội địa đạt 1.200 tỷ đồng vào năm 2027.",
        ("Thu nội địa", LEAST, "1200", None, "tỷ đồng", date(2027, 12, 31)),
    ),
    (
        "Phấn đấu đến năm 2030 có 80 % thôn có sân chơi cho trẻ em.",
        ("Thôn có sân chơi cho trẻ em", LEAST, "80", None, "%", END_2030),
    ),
    (
        "Đến năm 2030 tỷ lệ hộ nghèo không quá 0,5%.",
        ("Tỷ lệ hộ nghèo", MOST, "0.5", None, "%", END_2030),
    ),
    (
        "Phấn đấu đưa tỷ lệ thất nghiệp xuống còn 2,5% trở xuống.",
        ("Đưa tỷ lệ thất nghiệp", MOST, "2.5", None, "%", None),
    ),
    (
        "Mục tiêu đến năm 2030 hình thành ít nhất 15 mô hình trường học xanh.",
        ("Hình thành mô hình trường học xanh", LEAST, "15", None, "mô hình", END_2030),
    ),
    (
        "Đến hết năm 2027, giải quyết việc làm mới cho khoảng 52.000 lao động.",
        ("Giải quyết việc làm mới cho lao động", ABOUT, "52000", None, "lao động", date(2027, 12, 31)),
    ),
]


def plain(found):
    high = None if found.value_to is None else str(found.value_to)
    return (found.name, found.comparison, str(found.value_from), high, found.unit, found.due_on)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_target_is_read_out_of_its_sentence(sentence, expected):
    found = find_targets(sentence, issued_on=date(2026, 1, 5))
    assert [plain(target) for target in found[:1]] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2024, thu ngân sách đạt 90.000 tỷ đồng, tăng 11% so với cùng kỳ.",
        "Tỷ lệ giải ngân ước đạt 62% kế hoạch.",
        "Ngân sách thành phố hỗ trợ 70% kinh phí mua sắm.",
        "Báo cáo trước ngày 15/02/2026 theo Quyết định số 12/QĐ-UBND.",
        "Phấn đấu hoàn thành trong 10 ngày làm việc kể từ ngày nhận hồ sơ.",
        "Căn cứ khoản 2 Điều 15 Luật Tổ chức chính quyền địa phương năm 2025.",
    ],
)
def test_reports_charges_days_and_numbers_of_papers_are_no_targets(sentence):
    assert find_targets(sentence, issued_on=date(2026, 1, 5)) == ()


def test_a_second_year_in_the_sentence_has_its_own_target():
    text = "Phấn đấu tăng trưởng du lịch năm 2026 đạt trên 8% và năm 2027 đạt từ 10% trở lên."
    found = find_targets(text, issued_on=date(2026, 1, 5))
    assert [(each.name, int(each.value_from), each.due_on.year) for each in found] == [
        ("Tăng trưởng du lịch", 8, 2026),
        ("Tăng trưởng du lịch", 10, 2027),
    ]


def test_a_heading_that_names_aims_and_a_year_holds_for_the_lines_below():
    text = "II. MỤC TIÊU ĐẾN NĂM 2028\n1. Tỷ lệ đường có vỉa hè đạt 45%.\n2. Số phường có thư viện: 30 phường.\n"
    found = find_targets(text, issued_on=date(2026, 1, 5))
    assert found[0].due_on == date(2028, 12, 31)
    assert found[0].name == "Tỷ lệ đường có vỉa hè"
    below = find_targets("II. TÌNH HÌNH\n1. Tỷ lệ đường có vỉa hè đạt 45%.\n", issued_on=date(2026, 1, 5))
    assert below == ()


def test_the_span_covers_the_words_in_the_stored_text():
    text = "Kính gửi các đơn vị.\n\n1. Phấn đấu  đến năm 2030\ncó ít nhất 60% xã có bể bơi.\n"
    (found,) = find_targets(text)
    assert text[found.span.start : found.span.end].endswith("60% xã có bể bơi")


def test_of_what_is_unwanted_a_bare_level_is_a_ceiling():
    (found,) = find_targets("Mục tiêu: tỷ lệ hộ nghèo đa chiều ở mức 1,2%.")
    assert found.comparison is MOST


@pytest.mark.parametrize(
    ("printed", "value"), [("1.200", "1200"), ("84.199,2", "84199.2"), ("12,5", "12.5"), ("12.5", "12.5"), ("", None)]
)
def test_numbers_are_read_as_the_country_prints_them(printed, value):
    assert number(printed) == (None if value is None else Decimal(value))


def test_no_text_is_too_strange():
    for text in ("", "%" * 500, "9" * 400 + " %", "phấn đấu " * 300 + "5%", "1.1.1.1 %; 3-2 % mục tiêu", "(((((5 xã"):
        assert isinstance(find_targets(text), tuple)


def test_a_line_of_nothing_but_figures_takes_no_time():
    began = time.process_time()
    find_targets("phấn đấu " + "5% " * 20_000)
    assert time.process_time() - began < allowed(3)
