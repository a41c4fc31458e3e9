from directives.parsing.extract import extract_text


def tasks_of(body):
    return extract_text(
        f"ỦY BAN NHÂN DÂN XÃ ĐÔNG HẢI\nSố: 12/KH-UBND\nĐông Hải, ngày 03 tháng 02 năm 2025\n\n{body}"
    ).tasks


HEADED_LISTS = """KẾ HOẠCH
Tu sửa nhà văn hóa

I. SỬA CHỮA

1. Nội dung

a) Sửa chữa sân, sơn tường rào;

b) Lắp đặt hệ thống điện của hội trường.

2. Cơ quan chủ trì, phối hợp

a) Cơ quan chủ trì

- Phòng Kinh tế.

- Ban Quản lý dự án; các thôn.

b) Cơ quan phối hợp: Hội Nông dân xã.

3. Thời gian thực hiện: Tháng 3, 4/2025 và bổ sung hàng năm.

II. TỔ CHỨC THỰC HIỆN

- Phòng Kinh tế lập dự toán.
"""


def test_bodies_listed_below_a_title_lead_what_stands_before_it():
    first, second, third = tasks_of(HEADED_LISTS)
    for task in (first, second):
        assert task.lead == ("Phòng Kinh tế", "Ban Quản lý dự án", "các thôn")
        assert task.coordinating == ("Hội Nông dân xã",)
        assert f"{task.deadline.due_on}" == "2025-04-30"
    assert third.text == "Phòng Kinh tế lập dự toán."
    assert third.lead == ("Phòng Kinh tế",)


def test_brackets_that_assign_are_not_cut_at_a_semicolon():
    (task,) = tasks_of(
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Soạn quy chế chợ đêm"
        " (Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã; Hội Phụ nữ xã và các thôn góp ý).\n"
    )
    assert task.lead == ("Phòng Kinh tế",)
    assert task.coordinating == ("Công an xã", "Hội Phụ nữ xã", "các thôn")


def test_a_long_report_with_a_date_of_its_own_is_a_duty_of_its_own():
    found = tasks_of(
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Các trường lập danh sách học sinh và gửi Phòng Văn hóa trước ngày 20/2/2025;"
        " Báo cáo kết quả trao học bổng cho từng học sinh của năm học và gửi về Phòng Văn hóa trước ngày 15/5/2025.\n"
    )
    assert [f"{task.deadline.due_on}" for task in found] == ["2025-02-20", "2025-05-15"]
    assert {task.lead for task in found} == {("Các trường",)}


def test_what_is_founded_does_not_act():
    (task,) = tasks_of("KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Kiện toàn Ban Chỉ đạo xã; Tổ công tác các thôn theo quy định.\n")
    assert task.lead == ()


def test_what_stands_first_may_be_what_the_duty_rests_on():
    (task,) = tasks_of("KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Căn cứ vào quỹ đất, lập danh mục dự án của thôn.\n")
    assert task.text.startswith("Căn cứ vào quỹ đất")


def test_how_money_is_accounted_for_is_no_duty():
    text = "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Trồng cây ven đường.\n\n2. Việc sử dụng, quyết toán kinh phí theo Luật.\n"
    assert [task.text for task in tasks_of(text)] == ["Trồng cây ven đường."]


def test_an_order_over_a_list_is_a_duty_beside_those_of_the_list():
    first, second = tasks_of(
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Hoàn thành đo đạc các thửa đất còn lại của thôn trước ngày 30/4/2025."
        " Đồng thời, lập ngay sổ theo dõi biến động đất đai.\n\n- Cập nhật bản đồ địa chính.\n"
    )
    assert f"{first.deadline.due_on}" == "2025-04-30"
    assert second.text == "Cập nhật bản đồ địa chính."


def test_a_title_over_a_list_is_none():
    text = "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Đẩy mạnh tuyên truyền, vận động nhân dân hiến đất mở đường liên thôn.\n\n"
    assert [task.text for task in tasks_of(text + "- Cập nhật bản đồ địa chính.\n")] == ["Cập nhật bản đồ địa chính."]


def test_whom_a_body_charges_in_passing_is_not_charged_by_the_paper():
    (task,) = tasks_of(
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Phòng Kinh tế:\n\n"
        "- Xây dựng phương án tưới tiêu cho vụ xuân; giao các hợp tác xã vận hành máy bơm.\n"
    )
    assert task.lead == ("Phòng Kinh tế",)


def test_a_body_named_shorter_is_the_same_body():
    (task,) = tasks_of(
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\nGiao Trạm Y tế các xã, phường:\n\n"
        "- Rà soát tủ thuốc; các Trạm Y tế bổ sung thuốc hạ sốt trong năm 2025.\n"
    )
    assert f"{task.deadline.due_on}" == "2025-12-31"


def test_a_notice_to_know_of_is_no_duty():
    text = "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Trồng cây ven đường.\n\n"
    closing = "Phòng Kinh tế thông báo để các thôn được biết và thực hiện./.\n"
    assert [task.text for task in tasks_of(text + closing)] == ["Trồng cây ven đường."]


CLOSED = """KẾ HOẠCH

I. NHIỆM VỤ

1. Chăm sóc cây xanh

1.1. Cắt tỉa cây trong khuôn viên trường học.

1.2. Tưới cây dọc đường liên xã.

- Thời gian: Hoàn thành trong tháng 5/2025.

- Đơn vị chủ trì: Phòng Kinh tế.
"""


def test_labels_below_the_last_line_of_a_list_are_those_of_the_list():
    tasks = tasks_of(CLOSED)
    assert [(f"{task.deadline.due_on}", task.lead) for task in tasks] == [("2025-05-31", ("Phòng Kinh tế",))] * 2


def test_labels_of_one_line_among_labelled_ones_are_its_own():
    own = CLOSED.replace("\n\n1.2", "\n\n- Đơn vị chủ trì: Văn phòng.\n\n1.2")
    assert [task.lead for task in tasks_of(own)] == [("Văn phòng",), ("Phòng Kinh tế",)]


def test_what_the_paper_was_is_told_at_its_end():
    text = "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Trồng cây ven đường.\n\n"
    closing = "Trên đây là kế hoạch trồng cây, cắt cỏ, thu gom lá rụng năm 2025 của xã Đông Hải\n"
    assert [task.text for task in tasks_of(text + closing)] == ["Trồng cây ven đường."]


def test_a_paragraph_that_opens_with_a_date_dates_its_list():
    tasks = tasks_of(
        "UBND xã yêu cầu:\n\nTrong tháng 9, các thôn dọn kênh mương. Trong đó chú ý một số nội dung sau:\n\n"
        "- Vớt bèo trên kênh chính.\n- Phát quang bờ kênh trước ngày 10/9/2025.\n"
    )
    assert [f"{task.deadline.due_on}" for task in tasks[-2:]] == ["2025-09-30", "2025-09-10"]


def test_to_acknowledge_by_a_day_is_a_duty():
    (task,) = tasks_of("KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Xét công nhận làng nghề trước ngày 20/11/2025.\n")
    assert f"{task.deadline.due_on}" == "2025-11-20"


def test_the_last_sentence_of_an_intro_line_says_whom_the_list_charges():
    (task,) = tasks_of(
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Hội đồng nhân dân xã ghi nhận những việc mà Phòng Kinh tế đã làm."
        " Hội đồng nhân dân xã đề nghị Phòng Kinh tế thực hiện việc sau:\n\n- Nạo vét kênh trước ngày 15/6/2025.\n"
    )
    assert task.lead == ("Phòng Kinh tế",)


WRAPPED = """KẾ HOẠCH

I. NHIỆM VỤ

- Phòng Kinh tế chủ trì, phối hợp với UBND huyện
Thanh Miện và các đơn vị thủy nông của huyện kiểm tra toàn bộ máy bơm trước mùa mưa
năm nay, sửa chữa những máy hỏng, thay các van đã cũ và lập sổ theo dõi vận hành cho
từng trạm bơm trên địa bàn, báo cáo Ủy ban nhân dân huyện trước ngày 20/5/2025.
"""


def test_a_place_broken_off_from_its_level_goes_on():
    (task,) = tasks_of(WRAPPED)
    assert task.coordinating[0] == "UBND huyện Thanh Miện"
