"""`từ ngày ... đến ngày ...`: when the work is done by its last day, or which of the things are meant."""

from datetime import date

import pytest

from directives.parsing.extract import extract_text
from tests.parsing.test_ways_to_order import FOOT, HEAD

RANGE = "từ ngày 15/12/2026 đến ngày 28/02/2027"
DONE_DURING = [
    "mở đợt cao điểm tấn công, trấn áp tội phạm",
    "trực 24/24 giờ",
    "phun khử khuẩn các điểm ngập, khu dân cư",
    "thu hồ sơ đăng ký",
    "bố trí lực lượng điều tiết giao thông",
    "cử cán bộ tham gia đoàn công tác",
    "tuyên truyền, vận động người dân đăng ký",
    "lập danh sách hộ nghèo, hộ cận nghèo",
    "ứng trực, sẵn sàng tham gia cứu hộ",
    "thẩm định hồ sơ",
    "tiếp công dân",
    "đón tiếp đại biểu",
]
WHICH_OF_THEM = [
    "rà soát các dự án được giao",
    "rà soát các văn bản ban hành",
    "kiểm tra các công trình khởi công",
    "xử lý các hồ sơ tiếp nhận",
    "rà soát các hợp đồng ký",
    "tổng hợp số vụ cháy xảy ra",
    "thống kê thiệt hại do mưa lũ",
    "báo cáo kết quả thực hiện",
    "hỗ trợ 50% phí sử dụng vỉa hè",
    "tạm dừng cấp phép đào đường",
    "không tổ chức kiểm tra doanh nghiệp",
    "chuẩn bị địa điểm cho Hội chợ tổ chức",
    "xây dựng Kế hoạch thực hiện giai đoạn",
]


def due(order: str) -> list[date | None]:
    """The days of the tasks in a paper that gives this one order."""
    return [task.deadline.due_on for task in extract_text(HEAD + order + FOOT).tasks]


@pytest.mark.parametrize("work", DONE_DURING)
@pytest.mark.parametrize("heading", ["- Sở Y tế ", "1. Sở Y tế:\n- "])
def test_work_is_due_on_the_last_day_of_its_range(heading: str, work: str) -> None:
    """Whatever the verb is, and though a comma stands inside what is done."""
    assert due(f"{heading}{work} {RANGE}.") == [date(2027, 2, 28)]


@pytest.mark.parametrize("work", WHICH_OF_THEM)
def test_range_that_says_which_things_are_meant_is_no_deadline(work: str) -> None:
    """A range behind what was issued, began or was counted in it bounds the content."""
    assert due(f"- Sở Y tế {work} {RANGE}.") == [None]


def test_range_in_brackets_dates_the_work_but_not_the_event_it_serves() -> None:
    """Between brackets it stands for the whole of what is in front."""
    assert due(f"- Sở Y tế lấy ý kiến Nhân dân ({RANGE}).") == [date(2027, 2, 28)]
    assert due(f"- Sở Y tế bố trí xe phục vụ Đại hội ({RANGE}).") == [None]
