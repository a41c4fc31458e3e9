"""Annex tables copied as text: merged cells that got lost, cells of several lines, columns by their titles."""

from directives.parsing.extract import extract_text

HEAD = """ỦY BAN NHÂN DÂN XÃ ĐÔNG HẢI
Số: 12/KH-UBND
Đông Hải, ngày 03 tháng 02 năm 2025

KẾ HOẠCH

Chỉnh trang bến cá

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu

PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ

TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian
1 | Lắp đặt phao tiêu ngoài luồng | Phòng Kinh tế | Đồn Biên phòng | Quý II/2025
"""


def rows_of(rows, head=HEAD):
    return [
        (task.lead, task.coordinating, f"{task.deadline.due_on}", task.deadline.recurrence)
        for task in extract_text(head + rows).tasks
    ][1:]


FIRST = (("Phòng Kinh tế",), ("Đồn Biên phòng",))


def test_bodies_merged_over_rows_are_taken_from_the_row_above():
    assert rows_of("2 | Sơn lại cầu cảng | Quý III/2025\n") == [(*FIRST, "2025-09-30", None)]


def test_the_body_that_leads_is_taken_where_only_the_helpers_are_printed_again():
    assert rows_of("2 | Sơn lại cầu cảng | Đồn Biên phòng | Quý III/2025\n") == [(*FIRST, "2025-09-30", None)]


def test_a_date_merged_over_rows_is_taken_from_the_row_above():
    (found,) = rows_of("2 | Sơn lại cầu cảng | Công an xã | Các thôn\n")
    assert found == (("Công an xã",), ("Các thôn",), "2025-06-30", None)


def test_nothing_is_taken_over_the_title_of_a_group():
    assert rows_of("II | VỆ SINH\n2 | Thu gom rác trên bãi | Các thôn | Hội Phụ nữ xã\n") == [
        (("Các thôn",), ("Hội Phụ nữ xã",), "None", None)
    ]


def test_a_task_alone_in_its_row_has_all_its_cells_from_above():
    assert rows_of("2 | Sơn lại cầu cảng\n3 | Kè đá\n")[0] == (*FIRST, "2025-06-30", None)


def test_cells_of_several_lines_are_one_cell():
    found = rows_of(
        "2 | Tuyên truyền:\n- Phát tờ rơi ở chợ;\n- Treo băng rôn. | Công an xã | Các thôn | Thường xuyên\n"
        "3 | Kiểm kê tàu thuyền | Phòng Kinh tế\nCông an xã | Các thôn | Tháng 9 hằng năm\n"
    )
    assert found == [
        (("Công an xã",), ("Các thôn",), "None", None),
        (("Phòng Kinh tế", "Công an xã"), ("Các thôn",), "None", "FREQ=YEARLY;BYMONTH=9"),
    ]


def test_signs_for_the_same_as_above_may_stand_in_quotation_marks():
    assert rows_of('2 | Sơn lại cầu cảng | "nt" | “nt” | T7/2025\n') == [(*FIRST, "2025-07-31", None)]


def test_of_two_columns_of_time_the_end_decides():
    head = HEAD[: HEAD.index("TT |")] + "TT | Nhiệm vụ | Chủ trì | Thời gian bắt đầu | Thời gian kết thúc\n"
    assert rows_of(
        "1 | Kè đá chân đê | Các thôn | 3/2025 | 4/2025\n2 | Kè bờ sông | Các thôn | 3/2025 | Q2/2025\n", head
    ) == [(("Các thôn",), (), "2025-06-30", None)]


def test_a_cell_may_say_with_bullets_who_leads_and_who_helps():
    head = HEAD[: HEAD.index("TT |")] + "TT | Nội dung | Phân công thực hiện | Thời gian\n"
    rows = (
        "1 | Kè đá chân đê | Các thôn | 3/2025\n"
        "2 | Nạo vét luồng | - Chủ trì: Công an xã. - Phối hợp: Các thôn. | Tháng 6, tháng 12 hằng năm\n"
    )
    assert rows_of(rows, head) == [(("Công an xã",), ("Các thôn",), "None", "FREQ=YEARLY;BYMONTH=6,12")]
