"""Several bodies, several dates and several forms of one duty: what each of them is held to."""

import pytest

from directives.parsing.assignees import find_lead
from directives.parsing.extract import extract_text
from directives.parsing.names import issuer_name
from directives.parsing.roles import roles_in
from tests.parsing.test_ways_to_order import FOOT, HEAD

PLACES = [
    ("Chủ tịch UBND tỉnh Lạng Sơn, Cao Bằng nạo vét luồng.", ["UBND tỉnh Lạng Sơn", "UBND tỉnh Cao Bằng"]),
    ("UBND xã Đông Sơn và Tây Sơn rà soát chợ.", ["UBND xã Đông Sơn", "UBND xã Tây Sơn"]),
    (
        "UBND phường Hồng Mẫu, Ngô Mẫu, Lê Mẫu và các sở rà soát bến bãi.",
        ["UBND phường Hồng Mẫu", "UBND phường Ngô Mẫu", "UBND phường Lê Mẫu", "các sở"],
    ),
    ("Đảng ủy xã Đông Sơn, Tây Sơn lãnh đạo.", ["Đảng ủy xã Đông Sơn", "Đảng ủy xã Tây Sơn"]),
    (
        "Sở Y tế thành phố Hà Nội và tỉnh Bắc Ninh kiểm tra.",
        ["Sở Y tế thành phố Hà Nội", "Sở Y tế tỉnh Bắc Ninh"],
    ),
    ("UBND tỉnh Lạng Sơn, Công an tỉnh kiểm tra.", ["UBND tỉnh Lạng Sơn", "Công an tỉnh"]),
    ("UBND xã Đông Sơn, Hợp tác xã Minh Mẫu rà soát.", ["UBND xã Đông Sơn", "Hợp tác xã Minh Mẫu"]),
    ("Chi nhánh số 1 (mời phối hợp) quét hồ sơ.", ["Chi nhánh số 1"]),
    ("Trường Tiểu học số 2 đón học sinh.", ["Trường Tiểu học số 2"]),
    (
        "Ban Chỉ đạo xóa nhà tạm, nhà dột nát các xã, phường rà soát.",
        ["Ban Chỉ đạo xóa nhà tạm, nhà dột nát các xã, phường"],
    ),
    ("Tổ công tác thúc đẩy giải ngân vốn đầu tư công họp.", ["Tổ công tác thúc đẩy giải ngân vốn đầu tư công"]),
    (
        "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp khảo sát.",
        ["Trung tâm Khuyến công và Tư vấn phát triển công nghiệp"],
    ),
    (
        "Trung tâm Xúc tiến đầu tư, thương mại và du lịch tỉnh rà soát.",
        ["Trung tâm Xúc tiến đầu tư, thương mại và du lịch tỉnh"],
    ),
    ("Trung tâm Quản lý, bảo trì đường bộ kiểm tra.", ["Trung tâm Quản lý, bảo trì đường bộ"]),
    ("Trung tâm Dịch vụ đấu giá tài sản thông báo.", ["Trung tâm Dịch vụ đấu giá tài sản"]),
    ("Trung tâm Trợ giúp pháp lý nhà nước cử người.", ["Trung tâm Trợ giúp pháp lý nhà nước"]),
    ("Chủ tịch UBND xã - Ông Trần Văn Mẫu điều hành.", ["UBND xã"]),
    ("UBND các Xã, Phường, Thành phố rà soát.", ["UBND các Xã, Phường, Thành phố"]),
    ("Giám sát dịch bệnh: Chi cục Thú y lấy 300 mẫu.", ["Chi cục Thú y"]),
    ("Công đoàn các xã, phường, các KCN: tổ chức hội chợ.", ["Công đoàn các xã, phường", "các KCN"]),
    ("Các chi bộ sinh hoạt chuyên đề quý IV.", ["Các chi bộ"]),
    (
        "Các tổ chức, cá nhân được cấp phép khai thác cát: Thực hiện đúng giấy phép.",
        ["Các tổ chức, cá nhân được cấp phép khai thác cát"],
    ),
    ("Các sở được giao chủ trì: Rà soát hồ sơ.", ["Các sở"]),
    ("Chế độ báo cáo: Trước ngày 30/11 hằng năm, các đơn vị gửi báo cáo.", ["các đơn vị"]),
    ("Về chế độ báo cáo: hằng tháng các đơn vị báo cáo trước ngày 20.", ["các đơn vị"]),
]


@pytest.mark.parametrize(("text", "names"), PLACES)
def test_each_of_several_leads(text, names):
    lead = find_lead(text)
    assert lead is not None
    assert list(lead.names) == names


def test_who_gives_notice_is_charged_with_nothing_by_that():
    assert find_lead("Thực hiện ý kiến của Thủ tướng Chính phủ, Bộ Nội vụ thông báo:") is None
    assert find_lead("Giao Sở Nội vụ thông báo:").names == ("Sở Nội vụ",)


def test_whom_a_body_posts_is_none_that_leads():
    assert find_lead("Phân công lãnh đạo, cán bộ trực Tết; niêm yết số điện thoại trực.") is None
    assert find_lead("Phân công Sở Y tế trực cấp cứu.").names == ("Sở Y tế",)


def test_who_is_told_of_a_case_is_not_charged():
    assert (
        find_lead("Khi xảy ra ngộ độc: báo ngay cho trạm y tế, UBND xã và Ban Quản lý chợ trong vòng 01 giờ.") is None
    )


def tasks_of(*items: str):
    return extract_text(HEAD + "\n".join(items) + FOOT).tasks


def test_one_of_those_who_lead_together_is_charged_by_itself():
    tasks = tasks_of(
        "1. Sở Y tế và Công an tỉnh liên thông dữ liệu; Sở Y tế hoàn thành trước ngày 31/5/2026;"
        " Công an tỉnh hoàn thành trước ngày 30/6/2026."
    )
    assert [(task.lead, str(task.deadline.due_on)) for task in tasks] == [
        (("Sở Y tế", "Công an tỉnh"), "None"),
        (("Sở Y tế",), "2026-05-31"),
        (("Công an tỉnh",), "2026-06-30"),
    ]


def test_the_start_and_the_end_of_a_work_are_two_steps():
    tasks = tasks_of("1. Sở Y tế xây trạm y tế, khởi công trong tháng 5/2026, hoàn thành trước 30/8/2026.")
    assert [str(task.deadline.due_on) for task in tasks] == ["2026-05-31", "2026-08-30"]


def test_a_label_may_say_to_whom_it_is_handed():
    (task,) = tasks_of(
        "1. Lập đề án chợ đêm ven sông của tỉnh",
        "- Đơn vị chủ trì: Sở Công Thương;",
        "- Thời gian trình HĐND tỉnh: kỳ họp giữa năm 2026;",
    )
    assert (task.lead, str(task.deadline.due_on)) == (("Sở Công Thương",), "2026-06-30")


def test_who_does_it_may_stand_in_a_sentence_behind():
    tasks = tasks_of(
        "1. Thành lập tổ dân phố: chậm nhất ngày 30/4/2026; UBND cấp xã thực hiện.",
        "2. Thành lập Ban Chỉ đạo chợ trước ngày 30/4/2026. Sở Công Thương tham mưu.",
    )
    assert [task.lead for task in tasks] == [("UBND cấp xã",), ("Sở Công Thương",)]


def test_a_level_of_offices_may_be_the_label_of_a_duty():
    head = HEAD.replace("yêu cầu:", "ban hành Kế hoạch:")
    text = f"{head}II. NỘI DUNG\n1. Chợ Tết\n- Cấp tỉnh: Tổ chức một phiên chợ.{FOOT}"
    (task,) = extract_text(text).tasks
    assert task.text == "Cấp tỉnh: Tổ chức một phiên chợ."


def test_who_has_to_see_to_the_money_is_charged():
    tasks = tasks_of(
        "1. Kinh phí: Sở Tài chính tham mưu UBND tỉnh bố trí kinh phí theo quy định.",
        "2. Kinh phí: Ngân sách nhà nước bố trí theo phân cấp.",
        "3. Kinh phí: 5 tỷ đồng do Sở Y tế quản lý.",
    )
    assert [(task.path, task.lead) for task in tasks] == [("1", ("Sở Tài chính",))]


def test_every_stage_with_its_day_is_a_step():
    tasks = tasks_of(
        "1. Sở Nội vụ tổ chức các hội nghị: lần thứ nhất xong trước 10/4/2026; lần thứ hai trước 03/5/2026.",
        "2. Ngày hội: Chủ nhật, ngày 15 tháng 3 năm 2026.",
    )
    assert [(task.lead, str(task.deadline.due_on)) for task in tasks] == [
        (("Sở Nội vụ",), "2026-04-10"),
        (("Sở Nội vụ",), "2026-05-03"),
    ]


def test_an_item_of_a_list_of_orders_is_kept_whoever_it_names():
    tasks = tasks_of(
        "1. Nhóm Lửa Hồng tỉnh Mẫu, khơi thông cống rãnh trước ngày 25/3/2026.",
        "2. Sở Y tế kiểm tra nước.",
        "3. Năm 2025, Sở Y tế được giao 120 nhiệm vụ, hoàn thành 110 nhiệm vụ.",
    )
    assert [(task.lead, str(task.deadline.due_on)) for task in tasks] == [((), "2026-03-25"), (("Sở Y tế",), "None")]


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("Tổng hợp số cây của từng xã trước ngày 10/4/2026; báo cáo kết quả trồng rừng trước ngày 15/12/2026.", 2),
        ("Hoàn thành kiểm kê trước ngày 10/4/2026; báo cáo kết quả trước ngày 15/4/2026.", 1),
        ("Hoàn thành kiểm kê trước ngày 10/4/2026; báo cáo kết quả thực hiện trước ngày 15/4/2026.", 1),
    ],
)
def test_the_report_of_another_work_is_a_task_of_its_own(text, dues):
    assert len(tasks_of(f"1. Sở Y tế:\na) {text}")) == dues


def test_a_day_without_a_year_is_that_of_every_year_behind_the_pace():
    (task,) = tasks_of(
        "1. Hằng năm, Sở Y tế tổ chức các đoàn kiểm tra chợ; tổng hợp, trình UBND tỉnh trước ngày 15 tháng 12."
    )
    assert task.deadline.recurrence == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"


def test_a_yearly_plan_into_which_something_is_put_makes_nothing_yearly():
    (task,) = tasks_of("1. Các sở lồng ghép vào kế hoạch công tác hằng năm; gửi Sở Y tế trước ngày 31/5/2026.")
    assert (str(task.deadline.due_on), task.deadline.recurrence) == ("2026-05-31", None)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Sở Tài chính lập dự toán, báo cáo UBND tỉnh ngày 17/3/2026.", "2026-03-17"),
        ("Các xã lập danh sách, gửi về Sở Nội vụ ngày 20/3/2026.", "2026-03-20"),
        ("Văn phòng báo cáo UBND tỉnh kết quả vào phiên họp UBND tỉnh thường kỳ tháng 4/2026.", "2026-04-30"),
        ("Sở Tài chính sửa đổi Nghị quyết phân cấp, trình HĐND tỉnh kỳ họp cuối năm 2026.", "2026-12-31"),
        ("Sở Y tế làm theo kết luận tại phiên họp tháng 4/2026.", "None"),
        ("Sở Xây dựng phấn đấu thông tuyến kỹ thuật giai đoạn 1 ngày 19/5/2026.", "2026-05-19"),
        ("Sở Y tế chuẩn bị hội nghị vào chiều ngày 20/3/2026.", "2026-03-20"),
        ("Các xã rà soát theo báo cáo gửi Sở Nội vụ ngày 05/01/2026.", "None"),
        ("Sở Y tế gửi UBND tỉnh kết quả hội nghị ngày 20/3/2026.", "None"),
    ],
)
def test_the_day_behind_whom_something_is_handed_to(text, due):
    (task,) = tasks_of(f"1. {text}")
    assert str(task.deadline.due_on) == due


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Khi xảy ra ngộ độc, Sở Y tế báo cáo UBND tỉnh trong vòng 02 ngày.", "trong vòng 02 ngày"),
        ("Sở Y tế chuẩn bị Ngày hội Đại đoàn kết (18/11).", None),
    ],
)
def test_a_day_of_a_case_or_of_a_feast_is_no_deadline(text, phrase):
    (task,) = tasks_of(f"1. {text}")
    assert (task.deadline.phrase, task.deadline.due_on) == (phrase, None)


def test_the_day_of_the_meeting_is_no_deadline_of_what_it_orders():
    text = (
        "TỈNH ỦY MẪU\nVĂN PHÒNG\nSố 21-TB/VPTU\nMẫu, ngày 07 tháng 11 năm 2025\nTHÔNG BÁO\nÝ kiến của Tỉnh ủy\n"
        "Ngày 05/11/2025, Thường trực Tỉnh ủy họp. Sau khi nghe báo cáo, Thường trực Tỉnh ủy có ý kiến như sau:\n"
        "1. Giao Tỉnh đoàn hoàn chỉnh Đề án.\n2. Thống nhất lịch làm việc tuần 46.\n"
    )
    (task,) = extract_text(text).tasks
    assert (task.lead, task.deadline.due_on) == (("Tỉnh đoàn",), None)


def test_who_guides_leads_nobody_in_what_the_guide_says():
    text = (
        "SỞ CÔNG THƯƠNG\nSố: 28/HD-SCT\nMẫu, ngày 19 tháng 11 năm 2025\nHƯỚNG DẪN\nKhuyến công năm 2026\n"
        "Sở Công Thương hướng dẫn như sau:\nI. MỨC CHI\nHỗ trợ tối đa 50% nhưng không quá 300 triệu đồng/cơ sở.\n"
        "II. TRÌNH TỰ\nBước 1: UBND các xã tổng hợp hồ sơ trước ngày 31/12/2025.\n"
    )
    (task,) = extract_text(text).tasks
    assert task.lead == ("UBND các xã",)


def test_who_is_ordered_behind_a_dash_leads():
    (task,) = tasks_of("1. Đường ven sông:", "- Bàn giao mặt bằng trong năm 2026 - Giao Sở Xây dựng đôn đốc.")
    assert task.lead == ("Sở Xây dựng",)


@pytest.mark.parametrize(
    "text",
    [
        "Ban Chỉ đạo cơ bản thống nhất với báo cáo quý III; biểu dương Công an tỉnh đã tích cực điều tra.",
        "Lãnh đạo UBND tỉnh đồng ý chủ trương xây cầu.",
        "Thống nhất thời gian tổ chức Lễ hội từ ngày 16 đến 20/5/2026.",
        "Xã Ia Mẫu có 12 thôn, làng.",
        "Chủ tịch UBND tỉnh sẽ xem xét trách nhiệm người đứng đầu nếu để chậm tiến độ.",
    ],
)
def test_what_is_agreed_to_or_counted_is_no_task(text):
    assert [task.path for task in tasks_of(f"1. {text}", "2. Sở Y tế kiểm tra nước.")] == ["2"]


def test_the_conclusion_of_an_inspection_has_its_subject_below_its_title():
    text = "THANH TRA TỈNH MẪU\nSố: 08/KL-TTr\nMẫu, ngày 25 tháng 9 năm 2025\nKẾT LUẬN THANH TRA\nViệc thu phí chợ\n"
    assert extract_text(text).header.subject == "Việc thu phí chợ"


def test_an_attachment_that_is_to_be_filled_in_is_a_task():
    tasks = tasks_of(
        "1. Các xã:",
        "a) Thống kê số thùng rác theo Phụ lục III gửi kèm.",
        "b) Rà soát, đề xuất số xe theo Phụ lục I.",
        "c) Nhiệm vụ cụ thể theo Phụ lục IV.",
        "d) Thực hiện các nhiệm vụ theo Phụ lục V kèm theo.",
    )
    assert [task.path for task in tasks] == ["1.a", "1.b"]


def test_who_sits_in_a_group_is_held_to_nothing_by_that():
    (task,) = tasks_of(
        "1. Tổ trưởng: Ông Trần Văn Mẫu, Chủ tịch UBND tỉnh.",
        "2. Thành viên: Giám đốc các Sở: Y tế, Nội vụ; lãnh đạo Công an tỉnh.",
        "3. Thư ký: bà Lê Thị Mẫu, chuyên viên Văn phòng.",
        "4. Thành viên: Rà soát hồ sơ theo phân công của Tổ trưởng.",
    )
    assert task.path == "4"


@pytest.mark.parametrize(
    "closing",
    [
        "Báo cáo kết quả về Sở Y tế trước ngày 30/4/2026.",
        "Đề nghị báo cáo kết quả về Sở Y tế trước ngày 30/4/2026.",
        "Kết quả thực hiện gửi về Sở Y tế trước ngày 30/4/2026.",
    ],
)
def test_the_paragraph_that_asks_for_reports_is_none_of_the_last_item(closing):
    text = (
        "SỞ Y TẾ\nSố: 45/SYT-NVY\nV/v phòng dịch\nMẫu, ngày 05 tháng 3 năm 2026\nKính gửi:\n- Các bệnh viện;\n"
        "- UBND các xã.\nSở Y tế đề nghị các đơn vị thực hiện các nội dung sau:\n1. Các bệnh viện\na) Chuẩn bị thuốc.\n"
        f"2. UBND các xã\na) Phun thuốc muỗi.\n{closing}{FOOT}"
    )
    *_, last = extract_text(text).tasks
    assert (last.text, last.lead, str(last.deadline.due_on)) == (closing, ("các đơn vị",), "2026-04-30")


def test_what_helpers_do_is_no_part_of_their_names():
    assert roles_in("Sở Y tế chủ trì, phối hợp với Khu di tích Đền Mẫu chuẩn bị các điều kiện tổ chức lễ.") == (
        ("Sở Y tế",),
        ("Khu di tích Đền Mẫu",),
    )


def test_the_level_of_a_body_under_its_committee_is_named_once():
    printed = ["UBND TỈNH THANH HÓA", "BAN CHỈ HUY PHÒNG THỦ DÂN SỰ TỈNH"]
    assert issuer_name(printed) == "Ban Chỉ huy Phòng thủ dân sự tỉnh Thanh Hóa"
