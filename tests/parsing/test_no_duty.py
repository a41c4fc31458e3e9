"""Sentences among the duties of a paper that nobody is held to."""

import pytest

from directives.parsing.extract import extract_text
from tests.parsing.test_ways_to_order import FOOT, HEAD

TOLD = [
    "Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 12/TTr-SYT ngày 01/3/2026.",
    "Tham dự cuộc họp có đại diện lãnh đạo các sở: Y tế, Nội vụ, Tài chính.",
    "Bãi bỏ Quyết định số 12/QĐ-UBND ngày 05/01/2020 của UBND tỉnh.",
    "Nâng cao chất lượng dịch vụ y tế là nhiệm vụ trọng tâm của toàn ngành.",
    "Năm 2025, Sở Y tế được giao 120 nhiệm vụ, hoàn thành 110 nhiệm vụ.",
    "Ban Chỉ đạo tự giải thể sau khi hoàn thành nhiệm vụ.",
    "Chỉ tiêu: Mỗi xã có ít nhất 01 câu lạc bộ.",
]
ORDERED = [
    "Xác định chuyển đổi số là nhiệm vụ trọng tâm của toàn ngành.",
    "Đây là nhiệm vụ quan trọng, yêu cầu các đơn vị rà soát hồ sơ.",
    "Sở Y tế được giao chủ trì rà soát hồ sơ.",
    "Theo đề nghị của Sở Y tế tại Tờ trình số 12/TTr-SYT, giao Sở Nội vụ rà soát hồ sơ.",
]


def read(text: str) -> list[str]:
    paper = f"{HEAD}1. Sở Nội vụ rà soát hồ sơ.\n2. {text}\n3. Sở Xây dựng báo cáo kết quả.{FOOT}"
    return [task.text for task in extract_text(paper).tasks if task.path.startswith("2")]


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_is_no_task(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ORDERED)
def test_what_is_ordered_beside_it_is(text: str) -> None:
    assert len(read(text)) == 1
