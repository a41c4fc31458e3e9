"""Who acts, behind a colon; reports called by their period; and sentences at the end of a paper."""

from datetime import date

import pytest

from directives.parsing.extract import extract_text
from tests.parsing.test_ways_to_order import FOOT, HEAD

BEHIND = [
    ("Rà soát các trạm y tế: Sở Y tế.", ("Sở Y tế",), None),
    ("Lập danh sách hộ nghèo: UBND các xã", ("UBND các xã",), None),
    ("Rà soát các trạm: Sở Y tế, trước ngày 15/9/2026.", ("Sở Y tế",), date(2026, 9, 15)),
    ("Khảo sát mạng: Phòng Nội vụ thực hiện, xong trước 15/9/2026.", ("Phòng Nội vụ",), date(2026, 9, 15)),
    ("Rà soát các trạm: do Sở Y tế thực hiện.", ("Sở Y tế",), None),
    ("Xây dựng quy chế: Phòng Kế hoạch tổng hợp chủ trì.", ("Phòng Kế hoạch tổng hợp",), None),
    # Bodies that are counted, visited or told of act in nothing.
    ("Tổ chức hội nghị tại các đơn vị: Sở Y tế, Sở Tài chính, Sở Nội vụ.", (), None),
    ("Công bố danh sách các đơn vị chậm: Sở Y tế, Sở Tài chính.", (), None),
]  # fmt: skip
REPORTS = [
    ("Báo cáo tuần trước 16 giờ thứ Năm.", "FREQ=WEEKLY;BYDAY=TH"),
    ("Báo cáo tháng gửi trước ngày 20.", "FREQ=MONTHLY;BYMONTHDAY=20"),
    ("Báo cáo tháng gửi về Sở Tài chính trước ngày 05.", "FREQ=MONTHLY;BYMONTHDAY=5"),
    ("Báo cáo ngày trước 16 giờ.", "FREQ=DAILY"),
    ("Báo cáo tháng trước ngày 20/9/2026.", None),
    ("Báo cáo tháng trước của các xã.", None),
]
UNITS = [
    "Phòng Kế hoạch tổng hợp",
    "Phòng Tổ chức hành chính",
    "Phòng Đăng ký kinh doanh",
    "Phòng Kiểm tra nội bộ",
    "Phòng Cảnh sát quản lý hành chính về trật tự xã hội",
    "Phòng Hậu cần",
    "Phòng Người có công",
    "Phòng Cảnh sát thi hành án hình sự và hỗ trợ tư pháp",
    "Các khoa, phòng",
]
SAID_AT_THE_END = [
    "Trên đây là Kế hoạch làm sạch dữ liệu; yêu cầu các cơ quan, đơn vị thực hiện.",
    (
        "Trên đây là kết luận của Chủ tịch, Ủy ban nhân dân tỉnh thông báo các cơ quan, đơn vị biết, thực hiện. "
        "Yêu cầu các cơ quan, đơn vị thực hiện."
    ),
    "Thừa lệnh Chủ tịch, Văn phòng UBND tỉnh thông báo đến các đơn vị biết. Yêu cầu các cơ quan, đơn vị thực hiện.",
]


@pytest.mark.parametrize(("line", "lead", "due"), BEHIND)
def test_who_stands_behind_the_colon_leads(line: str, lead: tuple[str, ...], due: date | None) -> None:
    """Where no heading names anybody."""
    (task,) = extract_text(f"{HEAD}- {line}{FOOT}").tasks
    assert (task.lead, task.deadline.due_on) == (lead, due)


@pytest.mark.parametrize(("line", "rule"), REPORTS)
def test_report_called_by_its_period_comes_back_with_it(line: str, rule: str | None) -> None:
    """A day with its year is due once, and `tháng trước` is last month."""
    (task,) = extract_text(f"{HEAD}1. Sở Y tế:\n- {line}{FOOT}").tasks
    assert task.deadline.recurrence == rule


def test_two_reports_of_one_sentence_are_two_tasks() -> None:
    """Each has a pace of its own."""
    line = "- Chế độ báo cáo: Báo cáo tuần gửi trước 16h thứ Sáu; báo cáo tháng gửi trước ngày 05."
    tasks = extract_text(f"{HEAD}1. Sở Y tế:\n{line}{FOOT}").tasks
    assert [task.deadline.recurrence for task in tasks] == ["FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=5"]


@pytest.mark.parametrize("unit", UNITS)
def test_units_inside_an_office_are_known(unit: str) -> None:
    """Though verbs of duty are part of their names."""
    (task,) = extract_text(f"{HEAD}- {unit} rà soát hồ sơ tồn đọng.{FOOT}").tasks
    assert task.lead == (unit,)


def test_those_who_build_are_no_private_schools() -> None:
    """`chủ đầu tư lập danh mục` holds the words `tư lập`."""
    (task,) = extract_text(f"{HEAD}- Sở Y tế chủ trì, phối hợp với các chủ đầu tư lập danh mục công trình.{FOOT}").tasks
    assert task.coordinating == ("các chủ đầu tư",)


@pytest.mark.parametrize("said", SAID_AT_THE_END)
def test_what_a_paper_is_orders_nothing(said: str) -> None:
    """But the order behind it does."""
    tasks = extract_text(f"{HEAD}1. Sở Y tế rà soát các trạm.\n{said}{FOOT}").tasks
    assert [task.lead for task in tasks] == [("Sở Y tế",), ("các cơ quan, đơn vị",)]


def test_goal_that_somebody_is_ordered_to_reach_is_a_task() -> None:
    """`Tỷ lệ ... đạt 2%` only states a level."""
    lines = "- Tập trung thực hiện mục tiêu tăng trưởng đạt trên 14%.\n- Tỷ lệ giảm nghèo đạt 2%.\n- Rà soát các trạm."
    assert len(extract_text(f"{HEAD}1. Sở Y tế:\n{lines}{FOOT}").tasks) == 2
