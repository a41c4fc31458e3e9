"""Groups of bodies and of people that a paper charges, in the places where a paper names who acts."""

import pytest

from directives.parsing.extract import extract_text
from tests.parsing.test_ways_to_order import FOOT, HEAD

GROUPS = [
    "Các trường đại học, cao đẳng, trung cấp",
    "Các trường mầm non, phổ thông",
    "Các chợ, trung tâm thương mại, siêu thị",
    "Các cơ sở lưu trú, nhà hàng",
    "Các khu công nghiệp, cụm công nghiệp",
    "Các cảng, bến thủy nội địa",
    "Các điểm du lịch",
    "Các tổ công nghệ số cộng đồng",
    "Các trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên",
    "Các đơn vị cung cấp dịch vụ viễn thông",
    "Các đơn vị quản lý vận hành hồ chứa",
]


@pytest.mark.parametrize("group", GROUPS)
def test_group_is_read_wherever_it_is_named(group: str) -> None:
    """As the subject, behind an order, as a heading, behind `phối hợp với`."""
    low = group[0].lower() + group[1:]
    lines = [
        (f"- {group} báo cáo kết quả rà soát.", (group,), ()),
        (f"- Yêu cầu {low} báo cáo kết quả rà soát.", (low,), ()),
        (f"1. {group}:\n- Không nhận quà.", (group,), ()),
        (f"- Sở Nội vụ phối hợp với {low} báo cáo kết quả.", ("Sở Nội vụ",), (low,)),
    ]
    for line, lead, coordinating in lines:
        (task,) = extract_text(HEAD + line + FOOT).tasks
        assert (task.lead, task.coordinating) == (lead, coordinating)


def test_as_what_somebody_sits_on_a_committee_is_no_part_of_the_name() -> None:
    """`Phó Chủ tịch UBND ... - Phó Trưởng ban Thường trực`."""
    line = "- Đồng chí Phó Chủ tịch UBND thành phố Lê Văn Mẫu - Phó Trưởng ban Thường trực: chỉ đạo giải ngân kinh phí."
    (task,) = extract_text(HEAD + line + FOOT).tasks
    assert task.lead == ("UBND thành phố",)
