"""Notices of conclusions: what a meeting notes and agrees to, what it orders, and the pages that a scan leaves."""

import pytest

from directives.parsing.assignees import find_lead
from directives.parsing.extract import extract_text
from directives.parsing.partners import find_coordinating

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH A\nSố: 12/TB-UBND\nA, ngày 02 tháng 3 năm 2026\n\nTHÔNG BÁO\n"
    "Kết luận tại cuộc họp về bến tàu\n\nSau khi nghe báo cáo, Chủ tịch UBND tỉnh kết luận như sau:\n\n"
)
FOOT = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\n\nLê Văn Mẫu\n"


def tasks_of(*lines, foot=FOOT):
    return extract_text(HEAD + "\n".join(lines) + foot).tasks


def test_a_party_committee_that_leads_is_no_leader_of_whom_it_leads():
    under_party, under_office = tasks_of(
        *("1. Ban cán sự đảng UBND tỉnh:", "1.1. Lãnh đạo UBND tỉnh hoàn thiện phương án bến tàu."),
        *("2. Yêu cầu:", "2.1. Lãnh đạo Sở Y tế kiểm tra trạm y tế cảng."),
    )
    assert under_party.lead == ("Ban cán sự đảng UBND tỉnh",)
    assert under_office.lead == ("Sở Y tế",)


def test_what_a_committee_notes_and_agrees_to_is_no_task():
    (task,) = tasks_of(
        "1. Ban Thường vụ Tỉnh ủy ghi nhận kết quả đã đạt; cơ bản thống nhất với báo cáo của Sở Xây dựng.",
        "2. Văn phòng Tỉnh ủy đôn đốc các cảng.",
        "Thông báo này được phổ biến đến chi bộ.",
    )
    assert task.text == "Văn phòng Tỉnh ủy đôn đốc các cảng."


def test_what_a_law_assigns_is_told():
    assert find_lead("Luật Thủy lợi và Nghị định số 5/2020/NĐ-CP về đê biển giao Bộ Tài chính lập quỹ.") is None


def test_the_province_of_the_meeting_is_a_partner_of_its_own():
    text = "Bộ Y tế chủ trì, phối hợp với Bộ Tài chính và Tỉnh lập dự án bệnh viện."
    assert find_coordinating(text, ("Bộ Y tế",)) == ("Bộ Tài chính", "Tỉnh")


@pytest.mark.parametrize("page", ["===== Trang 2 =====", "--- Page 2 ---", "18.KL7S.DOC 2", "TB12.docx 1 0"])
def test_what_stands_at_the_edge_of_a_page_is_no_line_of_the_paper(page):
    first, second = tasks_of("1. Sở Y tế kiểm tra", "các trạm y tế cảng.", page, "2. Sở Nội vụ rà soát biên chế.")
    assert (first.path, second.path) == ("1", "2")
    assert first.text == "Sở Y tế kiểm tra các trạm y tế cảng."


def test_titles_of_parts_are_known_with_marks_read_wrongly():
    (task,) = tasks_of(
        *("I. QUAN ĐIỄM, MỤC TIỂU", "1. Xây dựng bến tàu hiện đại, văn minh."),
        *("II. TÔ CHỨC THỰC HIỆN", "1. Sở Xây dựng lập quy hoạch bến tàu."),
    )
    assert task.path == "II.1"


def test_who_signs_in_the_cell_beside_the_recipients():
    foot = "\n| *Nơi nhận:* - Như trên; - Lưu: VT. | KT. CHỦ TỊCH PHÓ CHỦ TỊCH     Lê Văn Mẫu |\n| --- | --- |\n"
    header = extract_text(f"{HEAD}1. Sở Y tế kiểm tra trạm.{foot}").header
    assert header.signer == "Lê Văn Mẫu"


def test_a_subject_goes_on_behind_a_comma_with_an_office():
    head = HEAD.replace("Kết luận tại cuộc họp về bến tàu", "Kết luận của đồng chí Lê Văn Mẫu - Phó Bí thư Tỉnh ủy,\n"
                        "Chủ tịch UBND tỉnh tại phiên họp về bến tàu")  # fmt: skip
    subject = extract_text(f"{head}1. Sở Y tế kiểm tra trạm.{FOOT}").header.subject
    assert subject.endswith("Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh tại phiên họp về bến tàu")


def test_deputies_together_are_no_body():
    lead = find_lead("Giao các đồng chí Phó Chủ tịch UBND tỉnh theo lĩnh vực phụ trách làm việc với các bến.")
    assert lead is not None
    assert lead.names == ("các đồng chí Phó Chủ tịch UBND tỉnh",)
