"""Directives and telegrams: the weather that they tell, the orders in their intro lines, whom they name in passing."""

from datetime import date

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
    ("Các Phó Thủ tướng Chính phủ theo lĩnh vực trực tiếp đôn đốc.", ["Các Phó Thủ tướng Chính phủ"]),
    ("Ngân hàng Nhà nước, các Phó Thủ tướng chỉ đạo gỡ vướng.", ["Ngân hàng Nhà nước", "các Phó Thủ tướng"]),
    ("UBND các xã có rừng: Lập chốt gác.", ["UBND các xã có rừng"]),
    ("UBND các phường có dự án đi qua bàn giao mặt bằng.", ["UBND các phường có dự án đi qua"]),
    ("UBND các phường có kế hoạch kiểm tra.", ["UBND các phường"]),
    ("Chủ đầu tư các công trình đang thi công gia cố giàn giáo.", ["Chủ đầu tư các công trình đang thi công"]),
    ("Các sở, ngành còn lại cử người trực.", ["Các sở, ngành còn lại"]),
    (
        "Các công ty TNHH MTV khai thác công trình thủy lợi: kiểm tra cống.",
        ["Các công ty TNHH MTV khai thác công trình thủy lợi"],
    ),
    ("UBMTTQVN xã và các đoàn thể phát động phong trào.", ["UBMTTQVN xã", "các đoàn thể"]),
    ("UBND các huyện, thành phô rà soát nhà yếu.", ["UBND các huyện, thành phô"]),
    ("Đối với lực lượng vũ trang: Bảo vệ kho tàng.", ["lực lượng vũ trang"]),
    ("Đối với chủ đầu tư: Đôn đốc nhà thầu.", ["chủ đầu tư"]),
    ("Tổ chức khai giảng vào ngày 05/9/2025: Giao Sở Giáo dục và Đào tạo hướng dẫn.", ["Sở Giáo dục và Đào tạo"]),
    ("UBND các xã ven biển, hải đảo rà soát tàu thuyền.", ["UBND các xã ven biển, hải đảo"]),
    ("Các đơn vị bảo trì đường bộ bố trí rào chắn.", ["Các đơn vị bảo trì đường bộ"]),
    ("Các trường MN, TH, THCS kiểm tra bếp ăn.", ["Các trường MN, TH, THCS"]),
    ("TT Phục vụ HCC xã; Trạm Y tế: niêm yết công khai.", ["TT Phục vụ HCC xã", "Trạm Y tế"]),
    ("Giao các đồng chí Thứ trưởng phụ trách lĩnh vực kiểm tra.", ["các đồng chí Thứ trưởng phụ trách lĩnh vực"]),
    ("Thứ trưởng các bộ Xây dựng, Tài chính rà soát.", ["Bộ Xây dựng", "Bộ Tài chính"]),
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


def _names(body: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(task.lead, task.coordinating) for task in _tasks("Chủ tịch UBND tỉnh yêu cầu:\n\n" + body)]


def test_partners_go_on_behind_a_semicolon() -> None:
    partners = ("Sở Xây dựng", "các đơn vị liên quan")
    text = "1. Công an tỉnh chủ trì, phối hợp cùng Sở Xây dựng; các đơn vị liên quan xử lý xe quá tải.\n"
    assert _names(text) == [(("Công an tỉnh",), partners)]


def test_who_leads_and_who_helps_are_one_task() -> None:
    text = "1. Sở Nội vụ chủ trì; các sở, ban, ngành phối hợp rà soát vị trí việc làm.\n"
    assert _names(text) == [(("Sở Nội vụ",), ("các sở, ban, ngành",))]


def test_short_sentence_below_a_body_is_its_duty() -> None:
    assert [task.text for task in _tasks("Yêu cầu:\n\n1. Sở Y tế:\n- Phun hóa chất diệt muỗi tại các xã.\n")] == [
        "Phun hóa chất diệt muỗi tại các xã."
    ]


def test_paper_to_be_carried_out_is_a_task_beside_the_list() -> None:
    tasks = _tasks(
        "Chủ tịch UBND tỉnh yêu cầu các sở, UBND các xã thực hiện nghiêm Chỉ thị số 5/CT-UBND ngày 3/3/2025 của UBND "
        "tỉnh và khẩn trương triển khai các nội dung sau:\n\n1. Sở Y tế chuẩn bị thuốc phòng dịch.\n"
    )
    assert [task.lead for task in tasks] == [("các sở", "UBND các xã"), ("Sở Y tế",)]


def test_list_spells_out_what_no_other_paper_says() -> None:
    tasks = _tasks(
        "Chủ tịch UBND tỉnh yêu cầu các sở nêu cao tinh thần trách nhiệm và thực hiện tốt các nhiệm vụ sau:\n\n"
        "1. Sở Y tế chuẩn bị thuốc phòng dịch.\n"
    )
    assert [task.lead for task in tasks] == [("Sở Y tế",)]


def test_state_on_a_day_is_no_deadline() -> None:
    text = "Sở Tài chính điều chuyển vốn của dự án giải ngân dưới 50% đến ngày 30/9/2025, trình trước ngày 15/10/2025."
    assert [task.deadline.due_on for task in _tasks(f"Yêu cầu:\n\n1. {text}\n")] == [date(2025, 10, 15)]


def test_directive_made_known_is_no_task() -> None:
    assert not _tasks("Chỉ thị này phổ biến đến chi bộ để thực hiện.\n")


def test_level_is_no_partner() -> None:
    assert _names("1. Cấp ủy chỉ đạo chính quyền cùng cấp xây dựng kế hoạch.\n") == [(("Cấp ủy",), ())]


def test_topic_and_duty_are_a_task_of_nobody_named() -> None:
    tasks = _tasks("Chủ tịch UBND tỉnh yêu cầu:\n\n1. Đối với dự án chậm tiến độ: thu hồi theo quy định.\n")
    assert [(task.text[:12], task.lead) for task in tasks] == [("Đối với dự á", ())]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Tạm dừng lễ hội trong 10 ngày kể từ ngày 12/9/2025.", None),
        ("Thực hiện giãn cách theo tổ dân phố trong vòng 15 ngày kể từ 0 giờ ngày 12/9/2025.", None),
        ("Sở Y tế lập kế hoạch trong 10 ngày kể từ ngày 12/9/2025.", date(2025, 9, 22)),
    ],
)
def test_how_long_a_state_lasts_is_no_deadline(text: str, due: date | None) -> None:
    assert [task.deadline.due_on for task in _tasks(f"Chủ tịch UBND tỉnh yêu cầu:\n\n1. {text}\n")] == [due]
