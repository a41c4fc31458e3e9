"""Where orders begin behind assessments and aims, and what closes a letter without ordering anything."""

from directives.parsing.extract import extract_text


def words_of(body):
    return [task.text for task in extract_text(body).tasks]


MONTHLY = """CHÍNH PHỦ
Số: 15/NQ-CP
Hà Nội, ngày 06 tháng 3 năm 2026

NGHỊ QUYẾT
Phiên họp thường kỳ tháng 2

QUYẾT NGHỊ:

1. Về tình hình hai tháng đầu năm
Chính phủ thống nhất đánh giá: Bộ Tài chính đã thu ngân sách đạt 21% dự toán; xuất khẩu tăng khá.
Các bộ, ngành thực hiện tốt nhiệm vụ được giao.
Chính phủ yêu cầu:
a) Bộ Công Thương:
- Bảo đảm cung ứng điện cho mùa khô.
b) Bộ Xây dựng đẩy nhanh các dự án giao thông trước ngày 30 tháng 4 năm 2026.
2. Về dự thảo Nghị định về phí
Chính phủ thống nhất sự cần thiết ban hành Nghị định.
Bộ Tài chính hoàn thiện dự thảo.
"""


def test_an_assessment_ends_where_the_government_demands():
    assert words_of(MONTHLY) == [
        "Bảo đảm cung ứng điện cho mùa khô.",
        "Bộ Xây dựng đẩy nhanh các dự án giao thông trước ngày 30 tháng 4 năm 2026.",
        "Bộ Tài chính hoàn thiện dự thảo.",
    ]


def test_an_assessment_ends_where_a_body_stands_above_what_it_must_do():
    body = (
        "I. TÌNH HÌNH\n1. Kết quả\n- Thu ngân sách đạt khá.\n"
        "2. Sở Tài chính:\n- Rà soát các khoản nợ đọng của các đơn vị.\n"
    )
    assert words_of(body) == ["Rà soát các khoản nợ đọng của các đơn vị."]


def test_aims_order_nothing_however_they_are_put():
    body = (
        "I. MỤC ĐÍCH, YÊU CẦU\n2. Yêu cầu:\n- Các cơ quan thực hiện đúng tiến độ, tiết kiệm.\n"
        "II. NỘI DUNG\n1. Sở Y tế lập danh sách các trạm.\n"
    )
    assert words_of(body) == ["Sở Y tế lập danh sách các trạm."]


def test_a_letter_is_closed_by_threats_and_contacts_that_order_nothing():
    body = (
        "Số: 12/SNV-VP\nV/v nộp báo cáo\nKính gửi: Các xã\nSở Nội vụ đề nghị các xã:\n"
        "1. Nộp báo cáo năm trước ngày 05/01/2026.\n"
        "Quá thời hạn nêu trên, đơn vị nào không nộp, Sở Nội vụ sẽ báo cáo Chủ tịch UBND tỉnh.\n"
        "Mọi vướng mắc xin liên hệ Văn phòng Sở, điện thoại 0220.38xxx./.\n"
    )
    assert words_of(body) == ["Nộp báo cáo năm trước ngày 05/01/2026."]


def test_aims_under_letters_and_without_any_number_order_nothing():
    aims = "1. Tổ chức thực hiện có hiệu quả Đề án.\n2. Các cơ quan chủ động báo cáo kịp thời.\n"
    duty = "1. Sở Y tế lập danh sách các trạm.\n"
    for first, second in (("A. MỤC ĐÍCH, YÊU CẦU", "B. NỘI DUNG"), ("Mục đích, yêu cầu", "Tổ chức thực hiện")):
        assert words_of(f"{first}\n\n{aims}\n{second}\n\n{duty}") == ["Sở Y tế lập danh sách các trạm."]


def test_the_results_of_a_year_are_no_tasks_of_the_next():
    body = (
        "Phần I. Kết quả năm 2025\n1. Sở Y tế triển khai tiêm cho 3.000 trẻ.\n"
        "Phần II. Nhiệm vụ năm 2026\n1. Sở Y tế tiêm cho 4.000 trẻ.\n"
    )
    assert words_of(body) == ["Sở Y tế tiêm cho 4.000 trẻ."]


def test_labels_behind_each_other_on_one_line_say_who_with_whom_and_when():
    body = (
        "II. NỘI DUNG\n1. Mở lớp nghề cho người dân.\n"
        "- Cơ quan chủ trì: Sở Nội vụ. Cơ quan phối hợp: Trường Cao đẳng nghề. Thời gian: Quý II/2026.\n"
    )
    (task,) = extract_text(body).tasks
    assert (task.lead, task.coordinating) == (("Sở Nội vụ",), ("Trường Cao đẳng nghề",))
    assert str(task.deadline.due_on) == "2026-06-30"
