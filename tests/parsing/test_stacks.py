"""Tables copied as bare lines, one cell a line."""

from directives.parsing.extract import extract_text

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH A\nSố: 12/KH-UBND\nA, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\nDọn kho lưu trữ\n\n"
    "I. NHIỆM VỤ\n\nSTT\nNhiệm vụ\nCơ quan chủ trì\nCơ quan phối hợp\nThời gian hoàn thành\nGhi chú\n"
)


def rows_of(*lines):
    return [
        (task.text, task.lead, task.coordinating, task.deadline.due_on and str(task.deadline.due_on))
        for task in extract_text(HEAD + "\n".join(lines) + "\nII. KINH PHÍ\nTừ ngân sách tỉnh.\n").tasks
    ]


FIRST = ("Lập danh mục hồ sơ giấy.", ("Sở Y tế",), ("Sở Nội vụ",), "2026-06-30")
SECOND = ("Tiêu hủy hồ sơ trùng lặp.", ("Sở Tư pháp",), (), "2026-12-31")


def test_lines_between_running_numbers_are_the_cells_of_a_row():
    assert rows_of(
        *("1", "Lập danh mục hồ sơ giấy.", "Sở Y tế", "Sở Nội vụ", "Tháng 6/2026", "Xong đợt 1"),
        *("2", "Tiêu hủy hồ sơ trùng lặp.", "Sở Tư pháp", "Công an tỉnh", "Quý IV/2026", "Xong đợt 2"),
    ) == [FIRST, (*SECOND[:2], ("Công an tỉnh",), SECOND[3])]


def test_a_row_that_lost_empty_cells_is_set_right_by_its_date():
    assert rows_of(
        *("1", "Lập danh mục hồ sơ giấy.", "Sở Y tế", "Sở Nội vụ", "Tháng 6/2026"),
        *("2", "Tiêu hủy hồ sơ trùng lặp.", "Sở Tư pháp", "Quý IV/2026"),
    ) == [FIRST, SECOND]


def test_the_title_of_a_group_is_no_task():
    assert rows_of(
        *("I", "Công tác chuẩn bị", "1", "Lập danh mục hồ sơ giấy.", "Sở Y tế", "Sở Nội vụ", "Tháng 6/2026"),
        *("II", "Công tác xử lý", "2", "Tiêu hủy hồ sơ trùng lặp.", "Sở Tư pháp", "Quý IV/2026"),
    ) == [FIRST, SECOND]


def test_rows_that_do_not_come_out_by_the_titles_are_no_table():
    wrapped = rows_of(
        *("1", "Lập danh mục", "hồ sơ giấy", "theo từng", "phòng kho", "Sở Y tế", "Sở Nội vụ", "Tháng 6/2026"),
        *("2", "Tiêu hủy hồ sơ trùng lặp.", "Sở Tư pháp", "Công an tỉnh", "Quý IV/2026", "Xong đợt 2"),
    )
    assert all("hồ sơ giấy" not in lead for _, lead, _, _ in wrapped)
