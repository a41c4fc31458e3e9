"""Cells, labels and headings that say more than one thing at once."""

import pytest

from directives.parsing.extract import extract_text
from directives.parsing.roles import roles_in

HEAD = "ỦY BAN NHÂN DÂN\nXÃ A\nSố: 12/KH-UBND\nA, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\nVệ sinh đường làng\n\n"


@pytest.mark.parametrize(
    ("cell", "lead", "helpers"),
    [
        ("Phòng Kinh tế", ["Phòng Kinh tế"], []),
        ("Chủ trì: Phòng Kinh tế; phối hợp: Công an xã, Trạm Y tế", ["Phòng Kinh tế"], ["Công an xã", "Trạm Y tế"]),
        ("Phòng Kinh tế (chủ trì); Công an xã (phối hợp)", ["Phòng Kinh tế"], ["Công an xã"]),
        ("Phòng Kinh tế (chủ trì), Công an xã, Trạm Y tế", ["Phòng Kinh tế"], ["Công an xã", "Trạm Y tế"]),
        ("Phòng Kinh tế chủ trì, phối hợp với Công an xã", ["Phòng Kinh tế"], ["Công an xã"]),
        ("Phòng Kinh tế chủ trì; Công an xã, Trạm Y tế phối hợp", ["Phòng Kinh tế"], ["Công an xã", "Trạm Y tế"]),
        ("Phòng Kinh tế chủ trì.", ["Phòng Kinh tế"], []),
        ("Sở Y tế chủ trì đối với cấp tỉnh; UBND các xã chủ trì trên địa bàn.", ["Sở Y tế", "UBND các xã"], []),
    ],
)
def test_the_roles_in_one_cell(cell, lead, helpers):
    assert roles_in(cell) == (tuple(lead), tuple(helpers))


@pytest.mark.parametrize(
    ("row", "lead", "helpers"),
    [
        ("Phòng Kinh tế (chủ trì), Công an xã", ["Phòng Kinh tế"], ["Công an xã"]),
        (
            "Giao Phòng Kinh tế (cơ quan chủ trì) và Công an xã, Trạm Y tế",
            ["Phòng Kinh tế"],
            ["Công an xã", "Trạm Y tế"],
        ),
        ("Giao Công an xã, Phòng Kinh tế (là đầu mối)", ["Phòng Kinh tế"], ["Công an xã"]),
        ("Phòng Kinh tế, Công an xã (phối hợp)", ["Phòng Kinh tế"], ["Công an xã"]),
        ("Yêu cầu Phòng Kinh tế (chủ trì) cùng Công an xã", ["Phòng Kinh tế"], ["Công an xã"]),
        ("Phòng Kinh tế (phòng họp số 2), Công an xã", ["Phòng Kinh tế", "Công an xã"], []),
    ],
)
def test_brackets_behind_a_body_of_a_row_say_what_it_does(row, lead, helpers):
    body = f"II. NHIỆM VỤ\n1. {row} kiểm tra mốc giới.\n2. {row}:\n- Cắm mốc thửa đất.\n"
    duty, below = extract_text(HEAD + body).tasks
    for task in (duty, below):
        assert (list(task.lead), list(task.coordinating)) == (lead, helpers)


def test_a_label_line_may_say_who_helps_too():
    [task] = extract_text(
        HEAD
        + "II. NHIỆM VỤ\n- Quét vôi cổng làng.\nĐơn vị thực hiện: Phòng Kinh tế (chủ trì), Công an xã (phối hợp).\n"
    ).tasks
    assert (task.lead, task.coordinating) == (("Phòng Kinh tế",), ("Công an xã",))


def test_a_numbered_row_above_its_parts_is_a_title_and_no_task():
    tasks = extract_text(
        HEAD + "I. NHIỆM VỤ\n| TT | Nội dung | Thời hạn | Đơn vị thực hiện |\n|---|---|---|---|\n"
        "| 1 | Tuyên truyền vận động | | |\n| 1.1 | Phát tờ rơi đến từng hộ | 15/4/2026 | Các thôn |\n"
        "| 2 | Làm sạch kênh mương nội đồng | 30/4/2026 | Phòng Kinh tế |\n"
    ).tasks
    assert [(task.path, task.lead) for task in tasks] == [
        ("PL1.r1.1", ("Các thôn",)),
        ("PL1.r2", ("Phòng Kinh tế",)),
    ]


def test_a_month_on_a_line_of_its_own_dates_what_stands_below_it():
    tasks = extract_text(
        HEAD + "II. NHIỆM VỤ CỤ THỂ\nTháng 3/2026\n- Công an xã: Kiểm tra phòng cháy ở chợ.\n"
        "Quý II/2026\n- Phòng Kinh tế: Rà soát hộ nghèo.\n"
    ).tasks
    assert [str(task.deadline.due_on) for task in tasks] == ["2026-03-31", "2026-06-30"]


def test_faults_that_are_put_right_by_a_day_have_that_day():
    [task] = extract_text(HEAD + "II. NHIỆM VỤ\n1. Công an xã khắc phục xong các tồn tại trước ngày 20/6/2026.\n").tasks
    assert str(task.deadline.due_on) == "2026-06-20"


def test_the_offices_of_many_places_are_not_cut_at_their_field():
    [task] = extract_text(HEAD + "II. NHIỆM VỤ\n1. Phòng Y tế các huyện, thị xã\n- Kiểm tra quầy thuốc.\n").tasks
    assert task.lead == ("Phòng Y tế các huyện, thị xã",)
