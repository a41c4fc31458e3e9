from datetime import date

import pytest

from directives.parsing.extract import extract_text

REASON = "tin báo chí, cần đối chiếu bản gốc"

VISIT = """Thủ tướng thăm cảng cá và làm việc với lãnh đạo TP. Hải Phòng
Sáng 5/3, Thủ tướng Chính phủ Trần Văn Mẫu đã thăm cảng cá Ngọc Hải.
Thủ tướng ghi nhận, biểu dương những kết quả mà TP. Hải Phòng đã đạt được trong đợt chống bão vừa qua.
Thủ tướng đánh giá Hải Phòng còn nhiều hạn chế, thủ tục hành chính rườm rà, kho bãi xuống cấp.
Thủ tướng Trần Văn Mẫu tại cảng cá. Ảnh: Báo Mẫu
Giữ sạch bến cảng
Thủ tướng chỉ đạo, TP. Hải Phòng cần sửa xong các kho lạnh hư hỏng để ngư dân yên tâm ra khơi. Hoàn thành nạo vét \
luồng vào cảng trong quý II/2025.
Cùng với đó, TP. cần rà soát các bến cá tự phát; phối hợp với Bộ Xây dựng lập phương án di dời.
Thủ tướng yêu cầu Bộ Tài chính bố trí vốn trước ngày 30/4/2025 và báo cáo Chính phủ.
Tổ chức lại việc thu gom rác tại các bến cá, không để rác trôi ra biển.
Tiếp thu ý kiến của Thủ tướng, Bí thư Thành ủy cho biết TP sẽ làm ngay những việc được giao.
Thành phố đã trao quà cho 20 gia đình ngư dân trong buổi chiều.
Tin liên quan
Thủ tướng yêu cầu Bộ Y tế kiểm tra các bệnh viện tuyến huyện trước ngày 1/5/2025.
"""

ABOUT_PAPER = """Chỉ đạo, Điều hành

Ngày 18/12/2024, Ủy ban nhân dân thành phố đã ban hành Kế hoạch số 9/KH-UBND về trồng cây ven sông năm 2025.

Theo đó, UBND thành phố yêu cầu các xã, phường rà soát quỹ đất trồng cây trước ngày 15/01/2025. Các địa phương \
củng cố tổ chăm sóc cây, báo cáo kết quả hằng quý.

Năm 2024, thành phố Hải Phòng trồng được 20 nghìn cây xanh, là một trong những địa phương dẫn đầu vùng.

QR CODE: Toàn văn Kế hoạch trồng cây ven sông của thành phố Hải Phòng
"""


def drafts(text):
    return [(task.lead, task.deadline.due_on, task.text[:24]) for task in extract_text(text).tasks]


def test_what_a_leader_is_reported_to_order_is_proposed():
    assert drafts(VISIT) == [
        (("TP. Hải Phòng",), date(2025, 6, 30), "Thủ tướng chỉ đạo, TP. H"),
        (("TP. Hải Phòng",), None, "Cùng với đó, TP. cần rà "),
        (("Bộ Tài chính",), date(2025, 4, 30), "Thủ tướng yêu cầu Bộ Tài"),
        (("Bộ Tài chính",), None, "Tổ chức lại việc thu gom"),
    ]


def test_a_reported_order_is_never_sure_and_says_why():
    tasks = extract_text(VISIT).tasks
    assert all(0.2 <= task.confidence <= 0.6 and task.reasons[-1] == REASON for task in tasks)


def test_the_bodies_that_a_reported_order_names_as_helpers():
    assert extract_text(VISIT).tasks[1].coordinating == ("Bộ Xây dựng",)


def test_a_press_item_warns_that_the_paper_must_be_seen():
    assert any("tin báo chí" in warning for warning in extract_text(VISIT).warnings)
    assert not any("tin báo chí" in warning for warning in extract_text("một dòng chữ bất kỳ").warnings)


def test_the_head_of_the_paper_that_an_item_is_about():
    header = extract_text(ABOUT_PAPER).header
    assert (header.kind, header.number, header.issued_on) == ("KH", "09/KH-UBND", date(2024, 12, 18))
    assert header.issuer == "Ủy ban nhân dân thành phố Hải Phòng"
    assert header.subject == "trồng cây ven sông năm 2025"


def test_assessments_and_what_a_page_prints_around_an_item_are_no_tasks():
    assert drafts(ABOUT_PAPER) == [
        (("các xã, phường",), date(2025, 1, 15), "Theo đó, UBND thành phố "),
        (("Các địa phương",), None, "Các địa phương củng cố t"),
    ]


def test_the_first_lines_repeated_in_the_body_are_one_proposal():
    order = "Chủ tịch UBND thành phố yêu cầu Sở Y tế kiểm tra các phòng khám tư nhân"
    (task,) = extract_text(f"{order}.\n\nTin từ Hải Phòng.\n\n{order} và báo cáo trước ngày 5/6/2025.\n").tasks
    assert task.deadline.due_on == date(2025, 6, 5)


@pytest.mark.parametrize(
    "sentence",
    [
        "Thủ tướng Chính phủ biểu dương TP. Hải Phòng đã hoàn thành tiêm chủng trong quý I/2022.",
        "TP. Hải Phòng kiến nghị, đề xuất về một số nội dung liên quan đến vốn đầu tư.",
        "Hải Phòng là một trong những địa phương dẫn đầu cả nước về tăng trưởng kinh tế.",
        "Ông Trần Văn Mẫu sinh năm 1960, từng được giao nhiệm vụ Giám đốc Sở Tài chính.",
        "Bí thư Thành ủy khẳng định thành phố sẽ thực hiện nghiêm túc các chỉ đạo.",
    ],
)
def test_praise_requests_and_lives_are_no_orders(sentence):
    assert extract_text(f"Tin buổi sáng.\n\n{sentence}\n").tasks == ()


@pytest.mark.parametrize("asker", ["Ban Chỉ đạo Trung ương", "Văn phòng Chính phủ", "Bộ Y tế", "Tỉnh ủy", "Ban Bí thư"])
def test_bodies_that_are_reported_to_order(asker):
    item = f"Dọn rác ở các bến cá\nTheo đó, {asker} yêu cầu Sở Công Thương dọn sạch chợ đầu mối trước ngày 3/5/2025.\n"
    assert drafts(item)[0][:2] == (("Sở Công Thương",), date(2025, 5, 3))


def test_who_is_told_in_an_item_is_not_who_tells():
    text = (
        "Công điện chống nóng\n\nChủ tịch UBND tỉnh yêu cầu các xã chuẩn bị nước uống cho người lao động ngoài trời.\n"
        "Theo đó, giao Đội Cấp nước phối hợp với Công an xã, Trạm Y tế xã lập điểm phát nước tại chợ.\n"
        "Giao Sở Y tế kiểm tra nước uống tại các bếp ăn tập thể.\n"
        "Việc chống nóng rất cấp bách, UBND tỉnh yêu cầu các trường cho học sinh về sớm trước 10 giờ.\n"
    )
    assert [list(task.lead) for task in extract_text(text).tasks] == [
        ["các xã"],
        ["Đội Cấp nước"],
        ["Sở Y tế"],
        ["các trường"],
    ]


ABOUT = """Bảo đảm hàng hóa dịp lễ
Các bộ, ngành báo cáo Văn phòng Chính phủ trước ngày 12/5/2025.
Thủ tướng yêu cầu Bộ Công Thương chuẩn bị đủ hàng hóa. Được biết đầu năm Giám đốc Sở Công Thương đã lập phương án.
Cùng với đó là tình hình bán hàng ở các chợ, việc kiểm tra giá cả của các địa phương.
Với Bộ Công an, tiếp tục giữ trật tự ở các bến xe; có phương án phân luồng.
Riêng các bộ Y tế, Xây dựng, Thủ tướng yêu cầu có báo cáo nhanh trong ngày 15/5/2025.
"""


def test_who_is_spoken_of_first_must_act_and_what_is_only_told_is_left_out():
    assert drafts(ABOUT) == [
        (("Các bộ, ngành",), date(2025, 5, 12), "Các bộ, ngành báo cáo Vă"),
        (("Bộ Công Thương",), None, "Thủ tướng yêu cầu Bộ Côn"),
        (("Bộ Công an",), None, "Với Bộ Công an, tiếp tục"),
        (("Bộ Y tế", "Bộ Xây dựng"), date(2025, 5, 15), "Riêng các bộ Y tế, Xây d"),
    ]


def test_who_issues_a_paper_orders_behind_its_number():
    item = (
        "Giữ chợ sạch\nNgày 3/4/2026, Phó Chủ tịch UBND tỉnh đã ký văn bản số 5/UBND-VX, yêu cầu Sở Y tế rà soát chợ.\n"
    )
    assert drafts(item) == [(("Sở Y tế",), None, "Ngày 3/4/2026, Phó Chủ t")]


TURNS = """Dọn chợ trước lễ
15/04/2025 06:30 GMT+7
Kết luận cuộc họp, đồng chí Bí thư yêu cầu: Sở Y tế rà soát các quầy hàng; Công an tỉnh bảo đảm trật tự ở bến xe.
Đối với các sở, đồng chí Bí thư đề nghị: căn cứ nhiệm vụ được giao, rà soát kế hoạch, báo cáo trước ngày 5.5.
Bộ yêu cầu các trường tổ chức dọn sân trường. Trước đó ngày 10/4, Bộ Y tế đã ban hành chỉ thị về dọn chợ.
Phó thủ tướng yêu cầu Quảng Nam khẩn trương dọn chợ. Ông Trần Văn Mẫu, Trưởng ban, chỉ đạo như vậy tại cuộc họp.
"""


def test_semicolons_that_turn_to_another_body_and_days_without_a_year():
    assert drafts(TURNS) == [
        (("Sở Y tế",), None, "Kết luận cuộc họp, đồng "),
        (("Công an tỉnh",), None, "Công an tỉnh bảo đảm trậ"),
        (("các sở",), date(2025, 5, 5), "Đối với các sở, đồng chí"),
        (("các trường",), None, "Bộ yêu cầu các trường tổ"),
        (("Quảng Nam",), None, "Phó thủ tướng yêu cầu Qu"),
    ]


def test_a_row_of_addressees_is_not_cut_at_its_semicolons():
    item = (
        "Dọn chợ\nBí thư yêu cầu Giám đốc các sở; Chủ tịch UBND các xã; người đứng đầu các cơ quan rà soát các chợ.\n"
    )
    assert [lead for lead, _, _ in drafts(item)] == [("các sở", "UBND các xã", "các cơ quan")]


ANNOUNCED = """Dọn chợ trước lễ
(PL)- UBND TP.HCM vừa yêu cầu các sở rà soát các chợ, giữ sạch các bến xe trước lễ.
Theo đó, TP chỉ đạo Công an TP phối hợp các phường tuyên truyền ở chợ. Qua đó nâng cao nhận thức của mọi người.
Ngoài ra, nhà trường và Sở Y tế phải có ý kiến về việc dọn chợ. Chính phủ yêu cầu 11 bộ, cơ quan khẩn trương rà soát.
"""


def test_an_announcement_spelled_out_below_results_and_counted_bodies():
    assert [task.lead for task in extract_text(ANNOUNCED).tasks] == [
        ("Công an TP",),
        ("nhà trường", "Sở Y tế"),
        ("11 bộ, cơ quan",),
    ]
    assert extract_text(ANNOUNCED).tasks[0].text.endswith("nhận thức của mọi người.")


def test_the_list_below_a_paper_that_is_told_of_is_what_it_orders():
    item = (
        "Học sinh dọn trường\nCông văn số 3/SGDĐT-VP ngày 28/02/2025 của Sở Giáo dục.\n- Các trường tổ chức dọn sân.\n"
    )
    assert drafts(item) == [(("Các trường",), None, "Các trường tổ chức dọn s")]
    assert drafts(item.replace("Công văn số 3/SGDĐT-VP ngày 28/02/2025 của Sở Giáo dục.", "Tin của trường.")) == []


PLAIN = """Dọn chợ trước bão
Phó Thủ tướng Trần Văn Mẫu, Tổ trưởng Tổ công tác Chính phủ yêu cầu Bộ Y tế rà soát các chợ.
Ban Chỉ đạo phòng, chống thiên tai có Công văn số 353/VPTT đề nghị Sở Xây dựng kiểm tra các mái chợ.
Yêu cầu UBND các xã phối hợp thực hiện. Nếu có khó khăn, chủ động thông tin về Sở Xây dựng.
"""


def test_titles_between_name_and_order_numbers_before_it_and_what_to_do_in_trouble():
    assert [(task.lead, task.text.rsplit(maxsplit=3)[1:]) for task in extract_text(PLAIN).tasks] == [
        (("Bộ Y tế",), ["soát", "các", "chợ."]),
        (("Sở Xây dựng",), ["các", "mái", "chợ."]),
        (("UBND các xã",), ["Sở", "Xây", "dựng."]),
    ]


def test_an_order_behind_its_topic_and_a_body_named_short():
    found = drafts(
        "UBND tỉnh yêu cầu: Sở Y tế tiêm phòng cho trẻ em trong tỉnh.\n"
        "Công an tỉnh tuần tra các bến phà theo quy định của ngành. Đối với bến phức tạp, giao Công an lập kế hoạch "
        "riêng.\n"
        "Sở Tài chính chi trả tiền công cho người gác bến. Đối với bến xa, giao Sở Nội vụ lập danh sách người gác.\n"
    )
    assert [lead for lead, _, _ in found] == [("Sở Y tế",), ("Công an tỉnh",), ("Sở Tài chính",), ("Sở Nội vụ",)]
