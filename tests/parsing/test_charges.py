"""Who is charged with what, in the ways in which offices differ from each other."""

import pytest

from directives.parsing.assignees import find_lead
from directives.parsing.extract import extract_text
from directives.parsing.partners import find_coordinating

LEADS = [
    ("Sở Y tế cấp thuốc dự phòng cho trạm y tế các xã.", ["Sở Y tế"]),
    ("Tòa án nhân dân các cấp cử thẩm phán tham gia hòa giải.", ["Tòa án nhân dân các cấp"]),
    ("Các Viện chuyên ngành, Viện Pasteur cử người xuống cơ sở.", ["Các Viện chuyên ngành", "Viện Pasteur"]),
    ("Thống kê tỉnh công bố số liệu quý.", ["Thống kê tỉnh"]),
    ("Vụ 5 chủ trì soạn thảo.", ["Vụ 5"]),
    ("Cơ quan điều tra các cấp phân loại tin báo.", ["Cơ quan điều tra các cấp"]),
    ("Yêu cầu các phòng, các ấp, khóm nghiêm túc thực hiện.", ["các phòng", "các ấp, khóm"]),
    ("Sở Nội vụ cùng Sở Tài chính rà soát biên chế.", ["Sở Nội vụ"]),
    ("Giao Văn phòng cùng với Ban Dân vận đôn đốc.", ["Văn phòng"]),
    ("Các doanh nghiệp trong cụm công nghiệp tự kiểm tra máy móc.", ["Các doanh nghiệp trong cụm công nghiệp"]),
    ("Các đơn vị trong tháng 6 hoàn thành kê khai.", ["Các đơn vị"]),
    ("Các cơ sở kinh doanh khí đốt niêm yết giá bán.", ["Các cơ sở kinh doanh khí đốt"]),
    ("Chi nhánh Ngân hàng Chính sách xã hội tỉnh giải ngân vốn vay.", ["Chi nhánh Ngân hàng Chính sách xã hội tỉnh"]),
    ("Các hiệp hội ngành hàng vận động hội viên.", ["Các hiệp hội ngành hàng"]),
    ("Cục Trồng trọt và Cây giống rà soát danh mục.", ["Cục Trồng trọt và Cây giống"]),
    ("Cục Nhà giáo và Cán bộ quản lý giáo dục soạn thảo.", ["Cục Nhà giáo và Cán bộ quản lý giáo dục"]),
    ("Giao đồng chí Phó Thủ tướng Trần Văn Mẫu trực tiếp chỉ đạo.", ["Phó Thủ tướng Trần Văn Mẫu"]),
    ("Các bộ: Công an, Ngoại giao phối hợp xử lý.", ["Bộ Công an", "Bộ Ngoại giao"]),
    ("Bưu điện tỉnh, Viettel chi nhánh tỉnh bảo đảm liên lạc.", ["Bưu điện tỉnh", "Viettel chi nhánh tỉnh"]),
    ("Bộ phận Một cửa xã tiếp nhận hồ sơ.", ["Bộ phận Một cửa xã"]),
    ("Tổ công nghệ số cộng đồng hướng dẫn người dân.", ["Tổ công nghệ số cộng đồng"]),
    ("Các đơn vị quản lý hồ chứa vận hành đúng quy trình.", ["Các đơn vị quản lý hồ chứa"]),
    ("UBND cấp xã nơi có dự án chủ động tuyên truyền.", ["UBND cấp xã nơi có dự án"]),
    ("Kiểm toán nhà nước khu vực IV kiểm toán công trình.", ["Kiểm toán nhà nước khu vực IV"]),
    ("Giao ông Trần Văn B - Giám đốc Sở Nội vụ chủ trì.", ["Sở Nội vụ"]),
    ("Người đứng đầu cơ quan, tổ chức, đơn vị chịu trách nhiệm.", ["cơ quan, tổ chức, đơn vị"]),
    ("Người đứng đầu các cơ quan, tổ chức chịu trách nhiệm.", ["các cơ quan, tổ chức"]),
    ("Bộ trưởng Bộ Nội vụ yêu cầu toàn ngành tập trung thực hiện:", ["toàn ngành"]),
    ("Giao cán bộ địa chính xã đo lại thửa đất.", ["cán bộ địa chính xã"]),
    ("Tổ đảng ở Viện KH,CN&MT rà soát quy chế.", ["Tổ đảng ở Viện KH,CN&MT"]),
    ("Các đoàn thanh tra, kiểm tra phải lập biên bản.", ["Các đoàn thanh tra, kiểm tra"]),
    ("Các trạm thuộc, trực thuộc Sở Y tế kiểm kê tủ thuốc.", ["Các trạm thuộc, trực thuộc Sở Y tế"]),
    ("Đồng chí Ủy viên Ban Chấp hành, Chủ tịch UBND xã chỉ đạo thu hoạch.", ["UBND xã"]),
    ("Đồng chí Phó Chủ tịch Thường trực Hội Nông dân xã thu hội phí.", ["Hội Nông dân xã"]),
    ("Thường trực Hội Nông dân xã thu hội phí.", ["Thường trực Hội Nông dân xã"]),
    ("Các cơ sở chịu sự giám sát gửi nhật ký vận hành.", ["Các cơ sở chịu sự giám sát"]),
    ("Ban công tác Mặt trận thôn tuyên truyền đến từng hộ.", ["Ban công tác Mặt trận thôn"]),
    ("Quá trình thực hiện nếu gặp vướng mắc, các đơn vị báo cáo UBND huyện.", ["các đơn vị"]),
    ("Tổ công tác đặc biệt của Bộ Y tế rà soát vướng mắc.", ["Tổ công tác đặc biệt của Bộ Y tế"]),
    (
        f"Đồng chí Bí thư Tỉnh ủy Lào Cai chỉ đạo việc cấp nước cho {'bản vùng cao, ' * 12}bản biên giới.",
        ["Tỉnh ủy Lào Cai"],
    ),
    ("Sở Y tế có tờ trình gửi UBND tỉnh trước ngày 20/5.", ["Sở Y tế"]),
    ("Trong quá trình triển khai kế hoạch nếu có khó khăn đề nghị các trường phản ánh về Sở.", ["các trường"]),
    (
        "Chánh Văn phòng, Vụ trưởng Vụ Pháp chế và Thủ trưởng các đơn vị thi hành Quyết định này.",
        ["Văn phòng", "Vụ Pháp chế", "các đơn vị"],
    ),
    ("Vụ Kế hoạch, Tài chính cân đối kinh phí.", ["Vụ Kế hoạch, Tài chính"]),
    ("Sở Giáo dục, đào tạo mở lớp dạy bơi.", ["Sở Giáo dục, đào tạo"]),
    ("Sở Khoa học, công nghệ, Sở Y tế cử người trực.", ["Sở Khoa học, công nghệ", "Sở Y tế"]),
    ("Phòng Văn hóa, thông tin treo băng rôn.", ["Phòng Văn hóa, thông tin"]),
    ("Sở Lao động, thương binh và xã hội tập huấn cho lái đò.", ["Sở Lao động, thương binh và xã hội"]),
    ("Sở Tài chính, kiểm tra các khoản thu.", ["Sở Tài chính"]),
    ("Sở Giáo dục, hướng dẫn các trường.", ["Sở Giáo dục"]),
    ("Các Sở: Tài chính, Nội vụ và Xây dựng cử người.", ["Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng"]),
    ("Về đề nghị bổ sung vốn mua xe cứu thương: Bộ Y tế tổng hợp nhu cầu.", ["Bộ Y tế"]),
    ("Đối với các kiến nghị của bến tàu: Sở Xây dựng kiểm tra.", ["Sở Xây dựng"]),
    ("Về một số yêu cầu của chợ: Đồng ý về nguyên tắc, giao Sở Tài chính cân đối.", ["Sở Tài chính"]),
    ("Về lập đồn biên phòng: Tỉnh hoàn thiện hồ sơ gửi Bộ Quốc phòng.", ["Tỉnh"]),
    ("Thống nhất giao Sở Nội vụ chủ trì.", ["Sở Nội vụ"]),
    ("Ban Chính sách, chiến lược Trung ương chủ trì theo dõi.", ["Ban Chính sách, chiến lược Trung ương"]),
    ("Ban Thường vụ Tỉnh ủy thống nhất chủ trương; giao Đảng ủy Công an tỉnh rà soát.", ["Đảng ủy Công an tỉnh"]),
    ("Giao Phó Chủ tịch UBND Thành phố Lê Văn Mẫu chỉ đạo.", ["UBND Thành phố"]),
    ("Giao Phó Chủ tịch UBND tỉnh Hà Tĩnh Lê Văn Mẫu chỉ đạo.", ["UBND tỉnh Hà Tĩnh"]),
    ("UBND các phường kẻ lại vạch sơn ở ngã tư.", ["UBND các phường"]),
]
NOBODY = [
    "Theo dõi sát giá vật tư của các nhà thầu, Công ty Hạ tầng được giao quản lý.",
    "Trên cơ sở danh sách, lựa chọn các hộ nhiều năm chưa được vay vốn, các cơ sở được miễn thuế.",
    "Phân công cán bộ thực hiện nhiệm vụ trực.",
    "Thống kê thiệt hại về nhà ở, hoa màu.",
    "Phân công cấp ủy viên dự họp chi bộ.",
    "Cục trưởng Cục Thuế giao:",
    "Sở Y tế có Tờ trình số 12/TTr-SYT ngày 03/3/2026 xin bổ sung kinh phí.",
]
HELPERS = [
    ("Sở Y tế diễn tập với sự tham gia của Công an tỉnh, Sở Nội vụ.", ["Công an tỉnh", "Sở Nội vụ"]),
    ("Sở Y tế diễn tập, có sự phối hợp của Công an tỉnh.", ["Công an tỉnh"]),
    ("Sở Y tế diễn tập với sự tham gia của người dân.", []),
    ("Sở Nội vụ cùng Sở Tài chính rà soát biên chế.", ["Sở Tài chính"]),
    ("Cùng với Hội Nông dân xã vận động bà con góp công.", ["Hội Nông dân xã"]),
    ("Sở Công Thương chủ trì, UBND các xã phối hợp kiểm tra chợ.", ["UBND các xã"]),
    ("Sở Công Thương chủ trì; Thuế tỉnh, Công an tỉnh cùng phối hợp xử lý.", ["Thuế tỉnh", "Công an tỉnh"]),
    (
        "Ban Dân vận chủ trì, cùng với các cơ quan tham mưu, giúp việc Thành ủy nắm tình hình.",
        ["các cơ quan tham mưu, giúp việc Thành ủy"],
    ),
    ("Phối hợp Trung tâm Dịch vụ tổng hợp xã sửa loa.", ["Trung tâm Dịch vụ tổng hợp xã"]),
    ("Phối hợp chặt chẽ, kịp thời với Công an xã tuần tra.", ["Công an xã"]),
    ("Phối hợp với Quốc hội, Tòa án nhân dân tối cao kết nối dữ liệu.", ["Quốc hội", "Tòa án nhân dân tối cao"]),
]


@pytest.mark.parametrize(("sentence", "names"), LEADS)
def test_who_is_charged(sentence, names):
    lead = find_lead(sentence)
    assert lead is not None
    assert list(lead.names) == names


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Các khu phố trưởng:", "Các khu phố"),
        ("Các doanh nghiệp kinh doanh xăng dầu, khí hóa lỏng:", "Các doanh nghiệp kinh doanh xăng dầu, khí hóa lỏng"),
        ("Các cơ sở giáo dục mầm non, phổ thông, thường xuyên", "Các cơ sở giáo dục mầm non, phổ thông, thường xuyên"),
        ("Các sở, ngành rà soát, báo cáo:", "Các sở, ngành"),
    ],
)
def test_a_heading_that_names_a_kind_of_bodies_names_it_whole(heading, name):
    lead = find_lead(heading, heading=True)
    assert lead is not None
    assert lead.names == (name,)


@pytest.mark.parametrize("sentence", NOBODY)
def test_a_verb_or_the_one_who_asks_is_not_charged(sentence):
    assert find_lead(sentence, heading=sentence.endswith(":")) is None


@pytest.mark.parametrize(("sentence", "names"), HELPERS)
def test_who_helps(sentence, names):
    lead = find_lead(sentence)
    assert list(find_coordinating(sentence, lead.names if lead else ())) == names


def tasks_of(*lines):
    head = "ỦY BAN NHÂN DÂN\nXÃ A\nSố: 12/UBND-VP\nA, ngày 02 tháng 3 năm 2026\n\n"
    return extract_text(head + "\n".join(lines)).tasks


def test_a_duty_to_send_is_no_list_of_recipients():
    tasks = tasks_of("Chủ tịch UBND xã yêu cầu:", "1. Phòng Kinh tế:", "- Gửi số liệu về UBND xã trước 20/3/2026.")
    assert [(task.lead, str(task.deadline.due_on)) for task in tasks] == [(("Phòng Kinh tế",), "2026-03-20")]


def test_whom_a_heading_speaks_about_leads_what_stands_below_it():
    tasks = tasks_of("Chủ tịch UBND xã chỉ đạo:", "1. Đối với Trạm Y tế xã:", "- Phun thuốc diệt muỗi ở các thôn.")
    assert [task.lead for task in tasks] == [("Trạm Y tế xã",)]


def test_whom_the_issuer_asks_below_does_not_inherit_from_the_list_above():
    tasks = tasks_of(
        "Đề nghị các thôn thực hiện:",
        "1. Thu gom rác thải trên đường thôn.",
        "UBND xã giao:",
        "- Lắp thêm 20 thùng rác.",
    )
    assert [task.lead for task in tasks] == [("các thôn",), ()]


def test_a_label_line_in_brackets_belongs_to_the_instruction_above_it():
    [task] = tasks_of(
        "II. NHIỆM VỤ",
        "1. Chợ đêm",
        "Sắp xếp lại các gian hàng, kẻ vạch lối đi.",
        "(Chủ trì: Phòng Kinh tế; phối hợp: Công an xã, Trạm Y tế).",
    )
    assert (task.lead, task.coordinating) == (("Phòng Kinh tế",), ("Công an xã", "Trạm Y tế"))


def test_orders_in_front_of_the_sentence_that_opens_a_list_are_a_task():
    first, second = tasks_of(
        "UBND xã yêu cầu:",
        "1. Ban Quản lý chợ đôn đốc nhà thầu làm thêm ca, không để gián đoạn. Các mốc cụ thể:",
        "- Quý II/2026: lợp xong mái che khu bán rau.",
    )
    assert first.text.startswith("Ban Quản lý chợ đôn đốc")
    assert str(second.deadline.due_on) == "2026-06-30"
    assert first.lead == second.lead == ("Ban Quản lý chợ",)


@pytest.mark.parametrize(
    "line",
    [
        "2. Các thôn đã cố gắng dọn vệ sinh trong tháng qua.",
        "2. Đánh giá chung: Công an xã thực hiện tốt nhiệm vụ.",
        "2. Hội đồng nhân dân xã ghi nhận nỗ lực của Trạm Y tế xã.",
        "Trên đây là Kế hoạch tổ chức Ngày hội của xã.",
        "Trân trọng cảm ơn sự phối hợp của các đơn vị./.",
    ],
)
def test_what_is_told_or_said_for_politeness_is_no_task(line):
    [task] = tasks_of("UBND xã kết luận:", "1. Công an xã tuần tra ban đêm.", line)
    assert task.text == "Công an xã tuần tra ban đêm."


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Trạm Y tế báo cáo số ca mắc 02 lần/ngày.", "FREQ=DAILY"),
        ("Phòng Kinh tế mở phiên chợ mỗi tháng 01 lần.", "FREQ=MONTHLY"),
        ("Công an xã họp với các thôn một lần mỗi quý.", "FREQ=MONTHLY;INTERVAL=3"),
    ],
)
def test_how_often_in_counts(sentence, rule):
    [task] = tasks_of("UBND xã yêu cầu:", f"1. {sentence}")
    assert task.deadline.recurrence == rule


def test_a_duty_behind_an_inline_heading_has_the_body_of_the_heading():
    [task] = tasks_of("UBND xã chỉ đạo:", "1. Đối với Công an xã: Bố trí người hướng dẫn giao thông.")
    assert task.lead == ("Công an xã",)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Công an xã diễn tập trong quý I, II/2026.", "2026-06-30"),
        ("Công an xã diễn tập trong quý II và quý III năm 2026.", "2026-09-30"),
        ("Công an xã diễn tập trong tháng 5, 6/2026.", "2026-06-30"),
        ("Công an xã diễn tập trong tháng 5, báo cáo UBND xã.", "2026-05-31"),
        ("Công an xã diễn tập trong tháng 5 và quý III năm 2026.", "2026-09-30"),
    ],
)
def test_the_last_of_several_periods_is_the_end(sentence, due):
    [task] = tasks_of("UBND xã yêu cầu:", f"1. {sentence}")
    assert str(task.deadline.due_on) == due


@pytest.mark.parametrize(
    "title",
    [
        "Cán bộ phụ trách công tác theo dõi và kiểm tra đê",
        "Các Phó chủ tịch phụ trách lĩnh vực Thể thao, Du lịch",
        "Chuyên viên Văn phòng xã",
    ],
)
def test_people_in_a_title_are_named_with_what_they_look_after(title):
    lead = find_lead(title, heading=True)
    assert lead is not None
    assert lead.names == (title,)


def test_partners_behind_a_semicolon_are_one_row():
    (task,) = extract_text(
        "CHỈ THỊ\n\n1. Sở Y tế chủ trì, phối hợp với Chủ tịch UBND huyện, thị xã; các bệnh viện lập đội cấp cứu;"
        " dự trữ máu.\n"
    ).tasks
    assert task.lead == ("Sở Y tế",)
    assert task.coordinating[-1] == "các bệnh viện"


def test_what_is_coordinated_may_stand_before_the_partner():
    text = "Phối hợp công tác tuần tra ban đêm với Đồn biên phòng Cửa Lạch."
    assert find_coordinating(text) == ("Đồn biên phòng Cửa Lạch",)


def test_examples_behind_a_semicolon_are_charged_with_nothing():
    text = "CHỈ THỊ\n\n1. Sở Văn hóa tu bổ các điểm như: Nhà hát tỉnh; Trung tâm văn hóa tỉnh để phục vụ lễ hội.\n"
    (task,) = extract_text(text).tasks
    assert task.lead == ("Sở Văn hóa",)
