"""Letters that pass a paper on, guide somebody, or order in plain paragraphs: who must act, and by when."""

from directives.parsing.extract import extract_text
from directives.parsing.header import read_header

LETTERHEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH BÌNH AN\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 812/UBND-TH\nV/v giải quyết kiến nghị\nBình An, ngày 12 tháng 5 năm 2026\n\nKính gửi: Sở Xây dựng.\n\n"
)
FOOT = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"


def tasks_of(body):
    return extract_text(LETTERHEAD + body + FOOT).tasks


def leads_of(body):
    return [task.lead for task in tasks_of(body)]


def test_a_paper_is_passed_on_to_who_must_look_into_it():
    body = (
        "Ủy ban nhân dân tỉnh chuyển Công văn số 45/CT-KD ngày 05/5/2026 của Công ty Phú Mỹ về việc đề nghị giao đất "
        "để Sở Xây dựng xem xét, giải quyết theo thẩm quyền."
    )
    assert leads_of(body) == [("Sở Xây dựng",)]


def test_copies_are_sent_to_those_who_carry_the_paper_out():
    body = "UBND tỉnh sao gửi Quyết định số 12/QĐ-TTg đến các sở, ban, ngành để nghiên cứu, triển khai thực hiện."
    assert leads_of(body) == [("các sở, ban, ngành",)]


def test_a_body_that_hands_its_list_in_passes_nothing_on():
    body = "Giao UBND các xã lập danh sách hộ nghèo, gửi Sở Y tế để Bảo hiểm xã hội cấp thẻ."
    assert leads_of(body) == [("UBND các xã",)]


def test_who_is_guided_must_act_not_who_guides():
    body = (
        "Sở Y tế hướng dẫn các bệnh viện thực hiện như sau:\n1. Lập hồ sơ theo mẫu.\n2. Báo cáo trước ngày 30/6/2026."
    )
    assert leads_of(body) == [("các bệnh viện",), ("các bệnh viện",)]


def test_the_order_in_a_sentence_outweighs_a_title_named_before_it():
    body = (
        "Về kiến nghị của đồng chí Bí thư Tỉnh ủy, Chủ tịch Hội đồng nhân dân tại Công văn số 9-CV/TU ngày 02/5/2026, "
        "Chủ tịch UBND tỉnh giao Sở Tài chính bố trí kinh phí."
    )
    assert leads_of(body) == [("Sở Tài chính",)]


def test_paragraphs_behind_the_one_that_orders_name_who_does_what():
    body = (
        "UBND tỉnh đề nghị các cơ quan treo cờ Tổ quốc từ ngày 01/9/2026 đến hết ngày 03/9/2026.\n\n"
        "UBND các xã có trách nhiệm kiểm tra, nhắc nhở các hộ dân.\n\nSở Xây dựng trân trọng cám ơn./."
    )
    found = tasks_of(body)
    assert [task.lead for task in found] == [("các cơ quan",), ("UBND các xã",)]
    assert str(found[0].deadline.due_on) == "2026-09-03"


def test_a_letter_whose_copy_lost_its_number_is_still_signed():
    body = LETTERHEAD.replace("Số: 812/UBND-TH\n", "") + "Yêu cầu Sở Xây dựng báo cáo."
    assert read_header(body + FOOT + "CHỦ TỊCH\nTrần Văn An\n")[0].signer == "Trần Văn An"


def test_consent_is_no_task_but_what_is_ordered_with_it_is():
    ordered = "Đồng ý với đề xuất của Sở Công Thương tại Văn bản số 45/SCT-TM và giao Sở Công Thương lập quy hoạch chợ."
    assert leads_of("Chủ tịch UBND tỉnh có ý kiến như sau:\n" + ordered) == [("Sở Công Thương",)]
    assert leads_of("Chủ tịch UBND tỉnh có ý kiến như sau:\nĐồng ý với đề xuất của Sở Công Thương.") == []


def test_who_blames_and_demands_is_not_who_must_act():
    body = (
        "Chủ tịch UBND tỉnh phê bình các đơn vị chậm báo cáo và yêu cầu:\n"
        "1. Các đơn vị có tên trong danh sách báo cáo trước ngày 20/5; có văn bản giải trình ngay trong ngày 22/5.\n"
        "2. Rà soát các nhiệm vụ sắp đến hạn."
    )
    found = tasks_of(body)
    assert [task.lead for task in found] == [
        ("Các đơn vị có tên trong danh sách",),
        ("Các đơn vị có tên trong danh sách",),
        (),
    ]
    assert [str(task.deadline.due_on) for task in found] == ["2026-05-20", "2026-05-22", "None"]


def test_a_stretch_that_begins_now_is_due_on_its_last_day():
    body = (
        "UBND tỉnh yêu cầu các xã:\n- Treo cờ, băng rôn, khẩu hiệu tại trụ sở từ ngày 25/8 đến hết ngày 03/9/2026.\n"
        "- Tuyên truyền trên loa, hai lượt mỗi ngày, từ nay đến 02/9/2026."
    )
    assert [str(task.deadline.due_on) for task in tasks_of(body)] == ["2026-09-03", "2026-09-02"]


def test_the_subject_stands_behind_the_number_or_goes_on_after_a_comma():
    beside = LETTERHEAD.replace("TH\nV/v", "TH V/v")
    assert read_header(beside)[0].subject == "giải quyết kiến nghị"
    broken = LETTERHEAD.replace("kiến nghị\n", "kiến nghị của các sở,\nChủ tịch UBND các xã\n")
    assert read_header(broken)[0].subject == "giải quyết kiến nghị của các sở, Chủ tịch UBND các xã"


def test_an_enquiry_that_is_handed_to_a_body_is_a_task():
    body = (
        "Văn phòng UBND tỉnh nhận được Đơn kiến nghị của Công ty Phú Mỹ. Chủ tịch UBND tỉnh có ý kiến như sau:\n"
        "Chuyển Sở Xây dựng chủ trì, phối hợp với UBND xã Ia Pa xem xét, giải quyết trước ngày 05/6/2026.\n"
        "Văn phòng UBND tỉnh thông báo để các cơ quan biết, thực hiện./."
    )
    (found,) = tasks_of(body)
    assert (found.lead, found.coordinating) == (("Sở Xây dựng",), ("UBND xã Ia Pa",))


def test_what_the_press_wrote_is_told_before_the_order():
    body = (
        "Ngày 03/5/2026, Báo Tỉnh có bài viết “Vì sao đường hỏng?”. "
        "Chủ tịch UBND tỉnh giao Sở Xây dựng kiểm tra, xử lý."
    )
    (found,) = tasks_of(body)
    assert found.text == "Chủ tịch UBND tỉnh giao Sở Xây dựng kiểm tra, xử lý."


def test_managers_of_works_stand_behind_a_comma_and_one_place_of_many_alone():
    body = (
        "UBND tỉnh yêu cầu:\n1. Các chủ đầu tư, ban quản lý dự án chủ động ký hợp đồng.\n"
        "2. UBND tỉnh Vĩnh Long, UBND tỉnh Cà Mau cấp mỏ. Riêng tỉnh Cà Mau báo cáo nhu cầu trước ngày 18/6/2026."
    )
    assert leads_of(body) == [
        ("Các chủ đầu tư, ban quản lý dự án",),
        ("UBND tỉnh Vĩnh Long", "UBND tỉnh Cà Mau"),
        ("tỉnh Cà Mau",),
    ]


def test_stars_that_name_bodies_stand_above_the_dashes_below_them():
    body = (
        "Chủ tịch UBND tỉnh kết luận và giao nhiệm vụ như sau:\n"
        "* Các sở, UBND các xã:\n- Rà soát nhiệm vụ tồn đọng trước ngày 20/5/2026.\n"
        "* Sở Y tế\n- Kiểm tra an toàn thực phẩm.\n- Chuẩn bị thuốc.\n"
        "* Công an tỉnh mở đợt cao điểm trấn áp tội phạm."
    )
    sets = ("Các sở", "UBND các xã")
    assert leads_of(body) == [sets, ("Sở Y tế",), ("Sở Y tế",), ("Công an tỉnh",)]


def test_stars_and_dashes_mixed_as_bullets_stay_on_one_level():
    body = "Giao Sở Y tế:\n- Lập danh sách trạm.\n* Kiểm tra thuốc.\n- Báo cáo kết quả."
    assert leads_of(body) == [("Sở Y tế",)] * 3


def test_blame_contacts_and_the_closing_of_an_office_order_nothing():
    body = (
        "Chủ tịch UBND tỉnh kết luận:\n1. Biểu dương Sở Y tế; phê bình Công ty Phú Mỹ chậm tiến độ.\n"
        "2. Sở Xây dựng duy trì đường dây nóng từ ngày 10/5/2026 đến ngày 22/5/2026.\n"
        "Trong quá trình thực hiện, nếu có vướng mắc đề nghị liên hệ bà Mai, SĐT 0900.000.000.\n"
        "Thừa lệnh Chủ tịch UBND tỉnh, Văn phòng UBND tỉnh thông báo để các đơn vị biết, thực hiện./."
    )
    (found,) = tasks_of(body)
    assert (found.lead, str(found.deadline.due_on)) == (("Sở Xây dựng",), "2026-05-22")


def test_a_subject_without_its_sign_stands_below_the_number():
    text = LETTERHEAD.replace("V/v giải quyết", "Về giải quyết")
    assert read_header(text)[0].subject == "Về giải quyết kiến nghị"


def test_the_body_of_a_person_and_the_province_itself_are_charged():
    body = (
        "Chủ tịch UBND tỉnh kết luận như sau:\n"
        "1. Đ/c Hà (Phòng Kinh tế) đối chiếu số thu.\n"
        "2. Đồng chí Trần Văn Bình - Giám đốc Sở Nội vụ chịu trách nhiệm kiểm tra.\n"
        "3. Về cơ chế: Tỉnh chủ động hoàn chỉnh hồ sơ; Bộ Tư pháp thẩm định trước ngày 30/6/2026."
    )
    assert leads_of(body) == [("Phòng Kinh tế",), ("Sở Nội vụ",), ("Tỉnh",), ("Bộ Tư pháp",)]


def test_what_is_agreed_before_a_semicolon_is_no_list_of_those_charged_behind_it():
    body = (
        "Chủ tịch UBND tỉnh kết luận như sau:\n"
        "1. Nội dung khác: thống nhất lùi ngày ra quân (thứ Bảy); giao Sở Y tế chuẩn bị dụng cụ trước ngày 20/6/2026.\n"
        "Kết quả triển khai, các đơn vị báo cáo về Sở Nội vụ.\n"
        "Văn phòng UBND tỉnh truyền đạt ý kiến của Chủ tịch UBND tỉnh để các đơn vị biết và thực hiện./."
    )
    found = tasks_of(body)
    assert [task.lead for task in found if "Sở" in task.text] == [("Sở Y tế",), ("các đơn vị",)]
    assert not any("truyền đạt" in task.text for task in found)


def test_who_signs_above_the_recipients_or_behind_a_bar_is_read():
    above = LETTERHEAD + "Yêu cầu Sở Xây dựng báo cáo./.\n\nCHỦ TỊCH\nTrần Văn An" + FOOT
    beside = (
        LETTERHEAD + "Yêu cầu Sở Xây dựng báo cáo./.\nNơi nhận: | CHỦ TỊCH\n- Như trên; |\n- Lưu: VP. | Trần Văn An\n"
    )
    assert read_header(above)[0].signer == read_header(beside)[0].signer == "Trần Văn An"


def test_a_letter_that_urges_tells_what_was_ordered_and_what_is_open_before_it_demands():
    body = (
        "Ngày 15/4/2026, UBND tỉnh đã có Công văn số 40/UBND-TH giao các sở tham mưu Đề án. Tuy nhiên, còn 02 cơ quan "
        "chưa báo cáo, gồm:\n- Sở Y tế: 02 nội dung (quá hạn 09 ngày);\n- Sở Nội vụ: 01 nội dung.\n"
        "UBND tỉnh đề nghị Giám đốc các sở có tên trên hoàn thành trước ngày 20/5/2026."
    )
    assert leads_of(body) == [("các sở có tên trên",)]


def test_a_noun_may_open_a_label_and_a_recurrence_alone_is_no_step():
    body = (
        "Chủ tịch UBND tỉnh kết luận như sau:\n"
        "1. Kiến nghị của phường Linh Xuân về đường số 8: Sở Xây dựng nghiên cứu, trả lời trước ngày 31/5/2026.\n"
        "2. Các đơn vị quản lý hạ tầng báo cáo về Sở Xây dựng trước ngày 20/5/2026 và hằng tuần vào thứ Năm.\n"
        "3. Thống nhất thông qua nội dung dự thảo do Sở Y tế trình."
    )
    assert leads_of(body) == [("Sở Xây dựng",), ("Các đơn vị quản lý hạ tầng",)]


def test_the_meeting_or_the_week_of_a_month_at_which_something_is_handed_in_dates_it():
    body = (
        "Giao Sở Tài chính:\n- Bổ sung số liệu, trình lại tại phiên họp tháng 6/2026.\n"
        "- Trình danh mục dự án trong tuần cuối tháng 5/2026."
    )
    assert [str(task.deadline.due_on) for task in tasks_of(body)] == ["2026-06-30", "2026-05-31"]


def test_with_the_help_of_and_standing_offices_are_read_as_they_are_meant():
    body = (
        "Chủ tịch UBND tỉnh kết luận như sau:\n"
        "1. Công an tỉnh chủ trì, với sự phối hợp của Sở Tư pháp, làm sạch dữ liệu.\n"
        "2. Sở Công Thương - Cơ quan thường trực Ban Chỉ đạo 389 tỉnh: tổng hợp báo cáo.\n"
        "3. UBND các xã:\n- Đối với các dự án chưa giao chủ đầu tư: khẩn trương lựa chọn nhà thầu.\n"
        "4. Nội dung khác: thống nhất lùi ngày ra quân.\n"
        "Trên đây là kết luận của Chủ tịch UBND tỉnh, UBND tỉnh thông báo để các đơn vị biết, thực hiện."
    )
    found = tasks_of(body)
    assert [task.lead for task in found] == [("Công an tỉnh",), ("Sở Công Thương",), ("UBND các xã",)]
    assert found[0].coordinating == ("Sở Tư pháp",)


def test_a_ministry_closes_its_letter_with_a_wish():
    wish = "Bộ Xây dựng đề nghị quý Ủy ban quan tâm chỉ đạo thực hiện."
    body = f"Bộ Xây dựng đề nghị UBND các tỉnh:\n(1) Nêu rõ khó khăn.\n{wish}"
    assert leads_of(body) == [("UBND các tỉnh",)]
