"""Rows of flat tables whose cells were torn apart or run together by a converter."""

from directives.parsing.extract import extract_text

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH A\nSố: 12/KH-UBND\nA, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\nSố hóa hồ sơ\n\nI. NHIỆM VỤ\n\n"
    "TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Kết quả\n"
)
LAST = "9 | Tổng kết công tác số hóa trong toàn tỉnh. | Sở Nội vụ | Sở Tư pháp | Tháng 12/2026 | Báo cáo\n"


def rows_of(*lines):
    return [
        (task.text, task.lead, task.coordinating, task.deadline.due_on and str(task.deadline.due_on))
        for task in extract_text(HEAD + "\n".join(lines) + "\n" + LAST).tasks
    ]


LAST_ROW = ("Tổng kết công tác số hóa trong toàn tỉnh.", ("Sở Nội vụ",), ("Sở Tư pháp",), "2026-12-31")


def test_a_task_above_the_bodies_of_its_row_is_the_task_of_the_row():
    assert rows_of("1", "", "Quét hồ sơ đất đai lưu tại kho.", "", "Sở Y tế | Công an tỉnh | Quý II/2026 | Kho số") == [
        ("Quét hồ sơ đất đai lưu tại kho.", ("Sở Y tế",), ("Công an tỉnh",), "2026-06-30"),
        LAST_ROW,
    ]


def test_the_deadline_and_product_below_a_short_row_are_its_cells():
    assert rows_of(
        "1 | Quét hồ sơ đất đai lưu tại kho. | Sở Y tế | Công an tỉnh",
        "",
        "Tháng 6/2026",
        "",
        "Đảm bảo kho hồ sơ số dùng được",
    ) == [("Quét hồ sơ đất đai lưu tại kho.", ("Sở Y tế",), ("Công an tỉnh",), "2026-06-30"), LAST_ROW]


def test_the_title_of_a_group_between_rows_is_no_task():
    assert rows_of("1 | Quét hồ sơ ở kho. | Sở Y tế | Sở Tư pháp | 2026 | Kho", "", "II", "", "Đào tạo, tập huấn", "")[
        1:
    ] == [LAST_ROW]


def test_two_rows_run_together_are_two_tasks():
    assert rows_of(
        "1 | Lập danh mục giấy. Xem lại bản quét. | UBND xã, phường, đặc khu Sở Nội vụ | Sở Tư pháp | 2026 | Kho"
    ) == [
        ("Lập danh mục giấy.", ("UBND xã, phường, đặc khu",), ("Sở Tư pháp",), "2026-12-31"),
        ("Xem lại bản quét.", ("Sở Nội vụ",), ("Sở Tư pháp",), "2026-12-31"),
        LAST_ROW,
    ]


def test_one_sentence_and_one_list_of_bodies_stay_one_task():
    [task, _] = rows_of("1 | Kiểm tra bản quét tại kho. | UBND xã, phường, đặc khu Sở Nội vụ | Sở Tư pháp | 2026 | Kho")
    assert task[0] == "Kiểm tra bản quét tại kho."
