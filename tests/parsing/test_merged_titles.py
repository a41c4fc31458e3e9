"""A row of an annex table merged over every column titles the rows below it and is no task."""

import io

import docx

from directives.parsing.extract import extract, extract_text
from directives.parsing.readers import read

HEAD = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
ROWS = (
    ("I. HẠ TẦNG SỐ",),
    ("1", "Nâng cấp trung tâm dữ liệu của thành phố", "Sở Khoa học và Công nghệ", "Quý II/2026"),
    ("DỊCH VỤ CÔNG",),
    ("2", "Rà soát, cắt giảm thủ tục hành chính", "Sở Nội vụ", "Trước ngày 30/11/2026"),
)


def annex():
    """A Word file whose table has merged title rows, numbered and not."""
    paper = docx.Document()
    paper.add_paragraph("PHỤ LỤC")
    table = paper.add_table(rows=1, cols=len(HEAD))
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = text
    for row in ROWS:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def test_merged_titles_are_groups_and_their_rows_are_tasks():
    found = extract(read(annex(), "phu-luc.docx")).tasks
    assert [task.text for task in found] == [ROWS[1][1], ROWS[3][1]]
    assert [task.lead for task in found] == [("Sở Khoa học và Công nghệ",), ("Sở Nội vụ",)]
    assert [str(task.deadline.due_on) for task in found] == ["2026-06-30", "2026-11-30"]


def test_a_deed_that_reads_like_a_body_is_a_task_and_the_body_that_titles_rows_is_none():
    long = "Thanh tra đột xuất các bếp ăn tập thể có từ 200 suất ăn trở lên mỗi ngày trên địa bàn"
    rows = f"STT | Nhiệm vụ | Chủ trì | Thời hạn\n1 | {long} | Sở Y tế |\n2 | Sở Nội vụ | |\n"
    rows += "3 | Cấp bổ sung nước sạch cho hộ di dời | Sở Xây dựng | Tháng 6/2026\n"
    found = extract_text(f"PHỤ LỤC\n{rows}").tasks
    assert [task.text for task in found] == [long, "Cấp bổ sung nước sạch cho hộ di dời"]
