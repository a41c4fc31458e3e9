"""Letters that order something, in the forms that offices below the province and the Party give them."""

from datetime import date

from directives.parsing.agencies import read_names
from directives.parsing.extract import extract_text

PARTY = """ĐẢNG BỘ TỈNH CÀ MAU
ĐẢNG ỦY XÃ ĐẤT MẪU
*
Số 45-CV/ĐU
Triển khai đợt trồng cây
ven kênh của Tỉnh ủy
ĐẢNG CỘNG SẢN VIỆT NAM
Đất Mẫu, ngày 03 tháng 6 năm 2026

Kính gửi:
- Ủy ban nhân dân xã;
- Các chi bộ trực thuộc.
Thực hiện Kế hoạch số 12-KH/TU, ngày 01/6/2026 của Tỉnh ủy, Thường trực Đảng ủy có ý kiến chỉ đạo như sau:
1. Giao Ủy ban nhân dân xã:
- Chuẩn bị cây giống và chia khu đất cho từng ấp.
2. Các chi bộ trực thuộc:
- Phổ biến đợt trồng cây đến đảng viên trong kỳ sinh hoạt chi bộ thường lệ tháng 6/2026.
(Đính kèm Kế hoạch số 12-KH/TU, ngày 01/6/2026 của Tỉnh ủy)./.
Nơi nhận:
- Như trên;
- Lưu VPĐU.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Nguyễn Văn Mẫu
"""

SCHOOLS = """Kính gửi:
- Hiệu trưởng các trường Tiểu học,
- Thủ trưởng các đơn vị trực thuộc.
Đề nghị Hiệu trưởng các trường, Thủ trưởng các đơn vị trực thuộc kiểm tra lại sổ thiết bị phòng học.
Các đơn vị thực hiện trước ngày 24/3/2016.
"""


def test_a_letter_of_the_party_prints_its_subject_below_the_number():
    header = extract_text(PARTY).header
    assert (header.kind, header.number) == ("CV", "45-CV/ĐU")
    assert header.subject == "Triển khai đợt trồng cây ven kênh của Tỉnh ủy"


def test_what_is_enclosed_is_no_task_and_a_monthly_meeting_sets_the_month():
    tasks = extract_text(PARTY).tasks
    assert [(task.lead, task.deadline.due_on) for task in tasks] == [
        (("Ủy ban nhân dân xã",), None),
        (("Các chi bộ trực thuộc",), date(2026, 6, 30)),
    ]


def test_a_last_line_that_only_dates_what_is_above_it():
    tasks = extract_text(SCHOOLS).tasks
    assert [(task.lead, task.deadline.due_on) for task in tasks] == [
        (("các trường", "các đơn vị trực thuộc"), date(2016, 3, 24))
    ]


def test_an_office_gives_its_noun_to_the_fields_behind_it():
    row = read_names("Sở Nội vụ, Y tế, Đài Phát thanh và Truyền hình tỉnh rà soát")
    assert row is not None
    assert row.names == ("Sở Nội vụ", "Sở Y tế", "Đài Phát thanh và Truyền hình tỉnh")


def test_the_police_of_a_province_is_no_ministry():
    row = read_names("Bộ Quốc phòng, Công an tỉnh Cà Mau rà soát")
    assert row is not None
    assert row.names == ("Bộ Quốc phòng", "Công an tỉnh Cà Mau")


COMMENTS = """SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG
Số: 991/STNMT-PC
V/v lấy ý kiến dự thảo Chương trình
Cà Mau, ngày 20 tháng 11 năm 2022
Kính gửi:
- Các sở, ban, ngành tỉnh;
- Ủy ban nhân dân các huyện.
Sở Tài nguyên và Môi trường tổ chức lấy ý kiến của các cơ quan về dự thảo Chương trình (đính kèm).
Quý cơ quan, đơn vị có ý kiến góp ý xin vui lòng gửi về hộp thư của Sở trước 17h ngày 30 tháng 11 năm 2022.
Sở Tài nguyên và Môi trường mong nhận được ý kiến góp ý của Quý cơ quan, đơn vị./.
Nơi nhận:
- Như trên;
"""


def test_those_who_are_asked_politely_for_comments_must_send_them():
    tasks = extract_text(COMMENTS).tasks
    assert [(task.lead, task.deadline.due_on) for task in tasks] == [
        (("Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các huyện"), date(2022, 11, 30))
    ]
