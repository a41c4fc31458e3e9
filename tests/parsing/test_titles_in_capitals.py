"""Titles in capitals that name bodies, and what a broken line or a short name takes from the ones beside it."""

import pytest

from directives.parsing.assignees import find_lead
from directives.parsing.extract import extract_text


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("UBND CÁC XÃ, PHƯỜNG", ["UBND CÁC XÃ, PHƯỜNG"]),
        ("CÁC SỞ, BAN, NGÀNH TỈNH", ["CÁC SỞ, BAN, NGÀNH TỈNH"]),
        ("CHỦ TỊCH UBND CÁC XÃ, PHƯỜNG", ["UBND CÁC XÃ, PHƯỜNG"]),
        ("ĐỐI VỚI CÁC SỞ, BAN, NGÀNH", ["CÁC SỞ, BAN, NGÀNH"]),
        ("SỞ NỘI VỤ, SỞ TÀI CHÍNH", ["SỞ NỘI VỤ", "SỞ TÀI CHÍNH"]),
    ],
)
def test_a_title_in_capitals_names_who_leads(title, names):
    lead = find_lead(title, heading=True)
    assert lead is not None
    assert list(lead.names) == names


@pytest.mark.parametrize(
    ("title", "lead", "coordinating"),
    [
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG CHỦ TRÌ", ("Sở Nông nghiệp và Môi trường",), ()),
        ("UBND CÁC XÃ, PHƯỜNG CÓ TRÁCH NHIỆM:", ("UBND các xã, phường",), ()),
        ("GIAO SỞ TÀI CHÍNH CHỦ TRÌ", ("Sở Tài chính",), ()),
        ("SỞ Y TẾ CHỦ TRÌ, PHỐI HỢP VỚI CÔNG AN TỈNH", ("Sở Y tế",), ("Công an tỉnh",)),
        ("CÔNG AN TỈNH, BỘ CHỈ HUY QUÂN SỰ TỈNH PHỐI HỢP THỰC HIỆN", ("Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh"), ()),
        ("ỦY BAN NHÂN DÂN XÃ AN PHÚ CHỊU TRÁCH NHIỆM", ("Ủy ban nhân dân xã An Phú",), ()),
        ("GIẢI PHÁP TỔ CHỨC THỰC HIỆN", (), ()),
    ],
)
def test_a_title_in_capitals_may_say_what_is_done(title, lead, coordinating):
    text = f"Số: 3/KH-UBND\nKẾ HOẠCH\nDọn kênh\n1. {title}\na) Nạo vét kênh mương.\nb) Trồng cây ven kênh.\n"
    tasks = extract_text(text).tasks
    assert [(task.lead, task.coordinating) for task in tasks] == [(lead, coordinating)] * 2


BROKEN = """UBND HUYỆN MẪU SƠN
Số: 3/CT-UBND
Mẫu Sơn, ngày 20 tháng 02 năm 2026
CHỈ THỊ
Về việc giữ sạch các bến sông
Chủ tịch UBND huyện yêu cầu các xã, thị trấn thực hiện nghiêm những nội dung sau đây để
các bến sông luôn sạch sẽ:
1. Phòng Kinh tế:
1.1. Kiểm tra các bến đò ngang, bến cát; không để rác thải trôi ra giữa dòng sông gây cản
trở thuyền bè qua lại.
1.2. Rà soát, sửa lại biển báo tại các bến đò ngang đã hoen gỉ, mờ chữ, khó nhìn từ xa;
hoàn thành trước ngày 15/3/2026.
2. Các tổ đò, bến bãi: Vận động hành khách mặc áo phao trước khi lên đò qua sông.
3. Trạm A; Ban Quản lý bến đò huyện: bố trí thùng rác, phao cứu sinh tại từng bến đò
ngang trên toàn tuyến sông.
CHỦ TỊCH
Đào Văn Mẫu
"""


def test_the_end_of_a_broken_sentence_dates_that_sentence_alone():
    tasks = extract_text(BROKEN).tasks
    assert [str(task.deadline.due_on) for task in tasks] == ["None", "2026-03-15", "None", "None"]


def test_a_list_of_two_who_lead_may_begin_with_a_short_name():
    assert list(extract_text(BROKEN).tasks[-1].lead) == ["Trạm A", "Ban Quản lý bến đò huyện"]


def test_a_duty_stands_behind_the_name_of_people_that_no_list_knows():
    assert extract_text(BROKEN).tasks[2].text.startswith("Các tổ đò, bến bãi: Vận động")
