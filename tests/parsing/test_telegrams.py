"""Directives and telegrams: the weather that they tell, the orders in their intro lines, whom they name in passing."""

import pytest

from directives.parsing.assignees import find_lead
from directives.parsing.extract import extract_text
from directives.parsing.sentences import is_assessment
from directives.parsing.types import TaskFound

HEAD = """CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH
Số: 04/CĐ-UBND
An Bình, ngày 12 tháng 9 năm 2025

CÔNG ĐIỆN
Về việc ứng phó với bão

"""

LEADS = [
    ("Người đứng đầu doanh nghiệp, cơ sở chịu trách nhiệm về thiết bị neo giữ.", ["doanh nghiệp, cơ sở"]),
    (
        "Giám đốc đại học, học viện, hiệu trưởng trường đại học rà soát ký túc xá.",
        ["đại học, học viện", "trường đại học"],
    ),
    ("BTL Vùng 3 Hải quân bố trí tàu trực.", ["BTL Vùng 3 Hải quân"]),
    ("Chính phủ chỉ đạo các bộ rà soát quy hoạch.", ["Chính phủ"]),
    ("Các trạm trong hệ thống y tế gửi số liệu.", ["Các trạm trong hệ thống y tế"]),
    ("Yêu cầu người dân ở tại nơi tránh trú.", ["người dân"]),
    ("Các cơ quan, tổ chức trên địa bàn xã cử người trực.", ["Các cơ quan, tổ chức trên địa bàn xã"]),
    ("Hằng ngày, tổng hợp thiệt hại báo cáo Thường trực Thành ủy, UBND thành phố trước 17h00.", None),
    ("Phối hợp với doanh nghiệp, viện nghiên cứu tổ chức hội thảo.", None),
]


@pytest.mark.parametrize(("text", "lead"), LEADS)
def test_lead(text: str, lead: list[str] | None) -> None:
    found = find_lead(text)
    assert (list(found.names) if found else None) == lead


@pytest.mark.parametrize(
    "text",
    [
        "Theo tin từ Đài khí tượng, bão đang mạnh lên.",
        "Theo bản tin lúc 5 giờ, tâm bão cách bờ 90 km.",
        "Hồi 07 giờ ngày 12/9, tâm bão ở ngoài khơi.",
        "Dự báo trong hai ngày tới, bão sẽ đi vào đất liền.",
        "Sức gió mạnh nhất vùng gần tâm bão cấp 10.",
        "Trong 24 giờ tới, bão di chuyển theo hướng Tây.",
        "Cấp độ rủi ro thiên tai: cấp 3.",
    ],
)
def test_weather_is_told_not_ordered(text: str) -> None:
    assert is_assessment(text)


def test_forecast_that_must_be_made_is_ordered() -> None:
    assert not is_assessment("Dự báo, cảnh báo kịp thời diễn biến của bão.")


def _tasks(body: str) -> list[TaskFound]:
    return list(extract_text(HEAD + body).tasks)


def test_weather_behind_a_semicolon_belongs_to_the_weather() -> None:
    tasks = _tasks(
        "Sở Y tế đề nghị các đơn vị:\n\n"
        "Theo tin dự báo, tâm bão ở 17,7 độ Vĩ Bắc; 126,9 độ Kinh Đông, cách bờ 400 km về phía Đông.\n\n"
        "1. Duy trì chế độ trực cấp cứu, chuẩn bị thuốc và xe cứu thương.\n"
    )
    assert [task.text[:9] for task in tasks] == ["Duy trì c"]


def test_intro_line_orders_before_its_semicolon() -> None:
    tasks = _tasks(
        "Chủ tịch UBND tỉnh yêu cầu:\n\n"
        "1. Chủ tịch UBND các xã, phường chịu trách nhiệm trước UBND tỉnh nếu chậm trễ; chỉ đạo các thôn, bản:\n"
        "a) Kiểm tra nhà ở ven suối.\n"
        "b) Đưa dân đến nơi tránh trú trước 18 giờ ngày 13/9/2025.\n"
    )
    assert [task.text[:10] for task in tasks] == ["Chủ tịch U", "Kiểm tra n", "Đưa dân đế"]
    assert {task.lead for task in tasks} == {("UBND các xã, phường",)}


def test_detail_behind_a_semicolon_leaves_the_intro_line_whole() -> None:
    tasks = _tasks(
        "Chủ tịch UBND tỉnh yêu cầu:\n\n"
        "1. Yêu cầu UBND các xã chủ động ứng phó với bão; trong đó lưu ý:\n"
        "a) Kiểm tra nhà ở ven suối.\n"
        "b) Chặt tỉa cây xanh.\n"
    )
    assert [task.text[:10] for task in tasks] == ["Kiểm tra n", "Chặt tỉa c"]


def test_what_others_have_done_is_no_task_behind_an_order() -> None:
    tasks = _tasks(
        "Chủ tịch UBND tỉnh yêu cầu các sở triển khai ngay các biện pháp ứng phó.\n\n"
        "UBND tỉnh ghi nhận nỗ lực của các lực lượng. Các xã, phường đã sơ tán dân trong đêm, huy động thuyền máy.\n"
    )
    assert [task.text[:12] for task in tasks] == ["Chủ tịch UBN"]


def test_deputy_who_signs_is_told_by_a_press_item() -> None:
    item = (
        "Phó Thủ tướng Thường trực Chính phủ Trần Văn Mẫu vừa ký ban hành Chỉ thị số 5/CT-TTg ngày 3/2/2025 "
        "về việc giữ an toàn hồ đập.\n\nBộ Công Thương rà soát các hồ thủy điện.\n"
    )
    assert extract_text(item).header.signer == "Trần Văn Mẫu"
