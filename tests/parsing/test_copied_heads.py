"""Letterheads and feet as sites and files copy them: joined onto one line, torn, with a remark behind the title."""

from directives.parsing.extract import extract_text

BODY = "\n1- Các cấp ủy dọn sạch trụ sở.\n\n2- Báo cáo kết quả.\n"


def header_of(text):
    return extract_text(text + BODY).header


def test_a_letterhead_of_the_party_on_one_line_and_a_title_with_its_owner():
    header = header_of(
        "Số hiệu: | 7-KL/TW | Người ký: | Trần Văn Mẫu |\n"
        "BAN CHẤP HÀNH TRUNG ƯƠNG * Số 7-KL/TW | ĐẢNG CỘNG SẢN VIỆT NAM ____ Hà Nội, ngày 18 tháng 01 năm 2025 |\n"
        "KẾT LUẬN CỦA BỘ CHÍNH TRỊ\nvề sửa đổi Chỉ thị số 3-CT/TW ngày 1/6/2024 về dọn trụ sở\n"
    )
    assert (header.number, header.issuer) == ("07-KL/TW", "Bộ Chính trị")
    assert header.subject == "về sửa đổi Chỉ thị số 3-CT/TW ngày 1/6/2024 về dọn trụ sở"


def test_a_torn_motto_of_the_party_and_a_remark_behind_the_title():
    header = header_of(
        "BỘ\nCHÍNH TRỊ\n-------\n|\nĐẢNG\nCỘNG SẢN VIỆT NAM\n|\nSố:\n16-QĐ/TW\n|\nHà Nội, ngày 1 tháng 4 năm 2009\n|\n"
        "QUY ĐỊNH (BỔ SUNG)\nVỀ VIỆC DỌN TRỤ SỞ\n- Căn cứ Điều lệ Đảng;\n"
    )
    assert (header.kind, header.issuer, header.subject) == ("QĐ", "Bộ Chính trị", "VỀ VIỆC DỌN TRỤ SỞ")


def test_a_signer_beside_the_title_at_the_very_end():
    paper = "HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI\nSố: 7/NQ-HĐND\nNGHỊ QUYẾT\nVề dọn chợ\nQUYẾT NGHỊ:\n" + BODY
    assert extract_text(paper + "CHỦ TỊCH     Trần Văn Mẫu\n").header.signer == "Trần Văn Mẫu"
    assert extract_text(paper + "CHỦ TỊCH Hội đồng trường\n").header.signer is None


def test_a_subject_that_names_another_paper_is_no_owner():
    header = header_of(
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 4-KL/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 1 tháng 6 năm 2024\n\nKẾT LUẬN\n"
        "CỦA BAN BÍ THƯ\ntiếp tục thực hiện Nghị quyết số 3-NQ/TW, ngày 16/6/2008 của Bộ Chính trị về dọn trụ sở\n"
    )
    assert header.subject == "tiếp tục thực hiện Nghị quyết số 3-NQ/TW, ngày 16/6/2008 của Bộ Chính trị về dọn trụ sở"


def test_body_and_number_on_one_line_and_a_body_that_opens_with_its_basis():
    header = header_of(
        "BỘ Y TẾ Số: 26/CT-BYT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 8 tháng 8 năm 2017\nCHỈ THỊ\n"
        "Về việc dọn trụ sở\nTrên cơ sở kết quả năm 2016, Bộ trưởng yêu cầu dọn trụ sở.\n"
    )
    assert (header.number, header.issuer, header.subject) == ("26/CT-BYT", "Bộ Y tế", "Về việc dọn trụ sở")
