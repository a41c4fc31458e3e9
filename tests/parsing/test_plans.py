"""Plans (Kế hoạch): stages dated in brackets, labels under titles of their own, agendas, names of units."""

import pytest

from directives.parsing.assignees import find_lead
from directives.parsing.extract import extract_text


def tasks_of(body):
    return extract_text(
        f"ỦY BAN NHÂN DÂN XÃ ĐÔNG HẢI\nSố: 12/KH-UBND\nĐông Hải, ngày 03 tháng 02 năm 2025\n\nKẾ HOẠCH\n\n{body}"
    ).tasks


@pytest.mark.parametrize(
    ("title", "due"),
    [
        ("1. Giai đoạn chuẩn bị (dự kiến từ tháng 3/2025 đến tháng 4/2025):", "2025-04-30"),
        ("1. Khảo sát hiện trạng (Từ ngày 05/3/2025 đến ngày 20/4/2025)", "2025-04-20"),
        ("1. Lập phương án (thời gian: từ quý II/2025 đến quý III/2025)", "2025-09-30"),
        ("1. Giai đoạn vận hành (từ tháng 7/2025 trở đi)", "None"),
    ],
)
def test_a_stage_dated_in_brackets_dates_its_steps(title, due):
    (task,) = tasks_of(f"I. NỘI DUNG THỰC HIỆN\n\n{title}\n\n- Thiết kế mặt bằng chợ đêm.\n")
    assert f"{task.deadline.due_on}" == due


def test_labels_below_a_title_of_their_own_belong_to_what_stands_before_it():
    (task,) = tasks_of(
        "I. NHIỆM VỤ\n\n1. Chỉnh trang bến cá\n\n1.1. Nội dung:\n\n- Lắp đặt đèn chiếu sáng tại cầu cảng.\n\n"
        "1.2. Phân công thực hiện:\n\n- Cơ quan chủ trì: Phòng Kinh tế;\n\n- Cơ quan phối hợp: Công an xã.\n\n"
        "1.3. Thời gian thực hiện: Quý II năm 2025.\n"
    )
    assert task.lead == ("Phòng Kinh tế",)
    assert task.coordinating == ("Công an xã",)
    assert f"{task.deadline.due_on}" == "2025-06-30"


def test_what_brackets_date_is_not_dated_by_the_label_line_below():
    first, second = tasks_of(
        "I. NHIỆM VỤ\n\n1. Nạo vét luồng vào cảng cá (thời gian: trước ngày 15/3/2025).\n\n"
        "2. Lập hồ sơ cấp phép neo đậu.\n\nĐơn vị chủ trì: Phòng Kinh tế; thời gian: tháng 5 năm 2025.\n"
    )
    assert [f"{task.deadline.due_on}" for task in (first, second)] == ["2025-03-15", "2025-05-31"]


def test_bodies_that_are_not_read_to_their_end_are_still_bodies_below_their_title():
    (task,) = tasks_of(
        "I. NHIỆM VỤ\n\n1. Nội dung\n\na) Phát động quyên góp sách cho thư viện.\n\n2. Chủ trì thực hiện\n\n"
        "- Các cơ quan báo chí Trung ương, địa phương, quân đội.\n\n- Tư lệnh các quân khu; Chủ tịch UBND các xã.\n"
    )
    assert task.lead == ("Các cơ quan báo chí Trung ương, địa phương, quân đội", "các quân khu", "UBND các xã")


AGENDA = """II. NỘI DUNG HỘI NGHỊ

1. Giới thiệu quy chế phối hợp (30 phút).

2. Hướng dẫn kê khai trực tuyến (45 phút).

III. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN

1. Thành phần: lãnh đạo Phòng Kinh tế tham dự và cử cán bộ ghi biên bản.

IV. TỔ CHỨC THỰC HIỆN

1. Văn phòng HĐND và UBND xã chuẩn bị hội trường.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu

PHỤ LỤC
CHƯƠNG TRÌNH HỘI NGHỊ

| Thời gian | Nội dung | Thực hiện |
|---|---|---|
| 7h30 - 8h00 | Đón tiếp đại biểu, phát tài liệu | Văn phòng HĐND và UBND xã |
| 08 giờ 00 | Tuyên bố lý do, giới thiệu đại biểu | Phòng Kinh tế |
"""


def test_the_agenda_of_a_meeting_holds_no_task():
    assert [task.text for task in tasks_of(AGENDA)] == ["Văn phòng HĐND và UBND xã chuẩn bị hội trường."]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("NHIỆM VỤ", "(Có bảng phân công chi tiết kèm theo)"),
        ("NHIỆM VỤ", "(Danh sách các tuyến đường phải sửa được gửi kèm theo Kế hoạch này)."),
        ("CHỦ ĐỀ, THỜI GIAN", "Chủ đề: “Vì một xã Đông Hải xanh, sạch, bảo đảm an toàn”."),
    ],
)
def test_a_line_that_only_points_to_an_annex_or_names_the_theme_is_no_task(title, line):
    assert tasks_of(f"II. {title}\n\n1. {line}\n") == ()


def test_a_plan_on_requests_for_payment_orders_nothing_with_that_word():
    (task,) = tasks_of(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế tập huấn cho các hợp tác xã.\n\nTrên đây là Kế hoạch tập huấn lập hồ"
        " sơ đề nghị thanh toán chi phí.\n"
    )
    assert task.lead == ("Phòng Kinh tế",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Trung tâm Kiểm soát dịch hại, giống cây trồng: Lập sổ theo dõi",
            ("Trung tâm Kiểm soát dịch hại, giống cây trồng",),
        ),
        ("Phòng Chính trị, tư tưởng - Học sinh, sinh viên", ("Phòng Chính trị, tư tưởng - Học sinh, sinh viên",)),
        ("Phòng Nội vụ, Phòng Tư pháp", ("Phòng Nội vụ", "Phòng Tư pháp")),
        ("Trung tâm Y tế triển khai: Tiêm vắc xin cho trẻ", ("Trung tâm Y tế",)),
        (
            "Các tổ chức hội quần chúng và tổ chức, đoàn thể có liên quan",
            ("Các tổ chức hội quần chúng và tổ chức, đoàn thể có liên quan",),
        ),
        ("Các bộ phận, các thôn", ("Các bộ phận", "các thôn")),
    ],
)
def test_the_name_of_a_unit_in_a_title_is_read_to_its_end(text, names):
    found = find_lead(text, heading=True)
    assert found is not None
    assert found.names == names


@pytest.mark.parametrize(
    ("line", "lead", "due"),
    [
        ("Làm phóng sự về chợ nổi – Đài Truyền thanh xã;", "Đài Truyền thanh xã", "None"),
        ("Tập huấn cho tổ công nghệ số cộng đồng - Phòng Kinh tế (Quý II).", "Phòng Kinh tế", "2025-06-30"),
        ("Hội nghị triển khai: tháng 3/2025, do Phòng Kinh tế chủ trì tổ chức.", "Phòng Kinh tế", "2025-03-31"),
        ("Lớp tập huấn bán hàng qua mạng trong Quý II/2025 (Phòng Kinh tế).", "Phòng Kinh tế", "2025-06-30"),
        (
            "Ban hành bộ tiêu chí chợ văn minh; giao Công an xã chủ trì, hoàn thành trước 30/6.",
            "Công an xã",
            "2025-06-30",
        ),
        ("Soạn đề án chợ đêm.\n\n(Phòng Kinh tế chủ trì; xong trong Quý III/2025)", "Phòng Kinh tế", "2025-09-30"),
    ],
)
def test_who_leads_may_stand_behind_the_duty(line, lead, due):
    (task,) = tasks_of(f"II. NỘI DUNG\n\n1. {line}\n")
    assert task.lead == (lead,)
    assert f"{task.deadline.due_on}" == due


def test_a_title_may_close_with_its_period():
    (task,) = tasks_of(
        "II. LỘ TRÌNH\n\n1. Bước 3: Báo cáo, đánh giá: Tháng 5/2025\n\n- Phòng Kinh tế dự thảo báo cáo;\n"
    )
    assert f"{task.deadline.due_on}" == "2025-05-31"


def test_who_is_told_does_not_lead():
    (task,) = tasks_of(
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế\n\na) Định kỳ hàng quý, 6 tháng, năm báo cáo UBND tỉnh, Sở Công"
        " Thương theo quy định.\n"
    )
    assert task.lead == ("Phòng Kinh tế",)


@pytest.mark.parametrize(
    "foot",
    [
        "| Nơi nhận: - Như trên; - Lưu: VT. | TRƯỞNG BAN PHÓ CHỦ TỊCH Trần Văn Mẫu |\n|---|---|\n",
        "| **Nơi nhận:** - Lưu: VT. | **TM. ỦY BAN NHÂN DÂN** **CHỦ TỊCH** (Đã ký) **Trần Văn Mẫu** |\n",
        "Nơi nhận:\n- Lưu: VT.\nKT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn Mẫu\n",
    ],
)
def test_who_signs_is_read_where_the_foot_is_folded_into_one_line(foot):
    body = "KẾ HOẠCH\nTrồng cây\nI. NHIỆM VỤ\n1. Các thôn đào hố.\n2. Phòng Kinh tế cấp cây giống.\n"
    header = extract_text(f"UBND XÃ ĐÔNG HẢI\nSố: 12/KH-UBND\nĐông Hải, ngày 03 tháng 02 năm 2025\n{body}{foot}").header
    assert header.signer == "Trần Văn Mẫu"


def test_a_letterhead_in_small_letters_names_the_lower_body():
    header = extract_text(
        "UBND thành phố Đà Nẵng\nUBND phường Hải Châu\nSố: 12/KH-UBND\nĐà Nẵng, ngày 03 tháng 02 năm 2026\n"
        "KẾ HOẠCH\nTrồng cây xanh\nI. NHIỆM VỤ\n1. Các tổ dân phố đào hố.\n"
    ).header
    assert header.issuer == "Ủy ban nhân dân phường Hải Châu"


def test_requirements_behind_the_purpose_are_no_duties():
    (task,) = tasks_of(
        "I. MỤC ĐÍCH\n\n- Giữ sạch bãi biển.\n\nII. YÊU CẦU\n\n- Các thôn xác định rõ trách nhiệm, tổ chức đồng bộ.\n\n"
        "- Việc tổ chức phải bảo đảm tiết kiệm.\n\nIII. NỘI DUNG\n\n- Các thôn thu gom rác trên bãi.\n"
    )
    assert task.text == "Các thôn thu gom rác trên bãi."


def test_where_and_for_whom_are_told_by_labels():
    (task,) = tasks_of(
        "II. CÁC HOẠT ĐỘNG\n\n1. Lễ phát động trồng rừng ngập mặn\n\n- Thời gian: 7 giờ 30 phút, ngày 15/5/2025.\n\n"
        "- Địa điểm: Cồn Vành.\n\n- Thành phần: Lãnh đạo xã, các thôn.\n\n"
        "- Đơn vị thực hiện: Phòng Kinh tế chủ trì; các thôn phối hợp.\n"
    )
    assert task.text == "Lễ phát động trồng rừng ngập mặn"
    assert (task.lead, task.coordinating) == (("Phòng Kinh tế",), ("các thôn",))
    assert f"{task.deadline.due_on}" == "2025-05-15"


def test_a_label_may_be_the_title_of_duties():
    first, second = tasks_of(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Cơ quan chủ trì: Phòng Kinh tế\n\n- Lập danh sách chủ tàu.\n\n"
        "2. Cơ quan phối hợp\n\n- Công an xã: Bảo đảm trật tự tại bến.\n"
    )
    assert (first.lead, second.lead) == (("Phòng Kinh tế",), ("Công an xã",))


def test_partners_behind_a_colon_are_one_list():
    (task,) = tasks_of(
        "II. NHIỆM VỤ\n\n1. Phòng Kinh tế chủ trì, phối hợp với: Công an xã; Đồn Biên phòng; Hội Nông dân xã kiểm đếm"
        " tàu thuyền.\n"
    )
    assert task.coordinating == ("Công an xã", "Đồn Biên phòng", "Hội Nông dân xã")


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("Thành lập 02 đoàn kiểm tra chợ do Công an xã, Trạm Y tế xã chủ trì.", ("Công an xã", "Trạm Y tế xã")),
        ("Cử cán bộ tham dự hội nghị do Sở Y tế chủ trì.", ()),
        ("Phân công đ/c Trưởng Công an xã trực tiếp chỉ đạo đợt tuần tra.", ("Công an xã",)),
    ],
)
def test_who_leads_is_told_behind_by_and_by_title(line, lead):
    (task,) = tasks_of(f"II. NHIỆM VỤ\n\n1. {line}\n")
    assert task.lead == lead


BODIES = """I. NHIỆM VỤ

1. Nội dung

a) Phát động quyên góp sách cho thư viện.

2. Cơ quan chủ trì, phối hợp

a) Cơ quan chủ trì

- Ban Công tác hè, Ban Chuyên trách các cấp.

- Ban Điều phối - Ủy ban Chuyên trách thư viện.

(Văn phòng Ban Công tác hè đồng thời là đầu mối tổng hợp).

b) Cơ quan phối hợp

- Các Quân khu, Ủy ban nhân dân các tỉnh.
"""


def test_odd_names_and_a_remark_do_not_break_a_list_of_bodies():
    (task,) = tasks_of(BODIES)
    assert task.lead[0] == "Ban Công tác hè"
    assert len(task.lead) == len(("Ban Công tác hè", "Ban Chuyên trách", "Ban Điều phối"))
    assert task.coordinating == ("Các Quân khu", "Ủy ban nhân dân các tỉnh")


def test_a_title_from_now_to_a_year_dates_the_duties_below_it():
    first, second = tasks_of(
        "C. GIẢI PHÁP TRỌNG TÂM TỪ NAY ĐẾN NĂM 2027\n\n1. Mở rộng bến cá phía bắc.\n\n2. Lắp đèn (trong năm 2025).\n"
    )
    assert [f"{task.deadline.due_on}" for task in (first, second)] == ["2027-12-31", "2025-12-31"]


def test_a_line_that_points_to_the_annex_with_the_procedure_is_no_task():
    assert tasks_of("II. NHIỆM VỤ\n\n1. Quy trình phối hợp thực hiện cấp phép tại Phụ lục II.\n") == ()
