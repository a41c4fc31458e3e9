"""What a press item tells of the paper that it reports."""

import pytest

from directives.parsing.extract import extract_text

BODY = "\nCác phường chủ động dọn rác trước ngày 20/4/2026.\n"


def header_of(sentence):
    return extract_text(f"Dọn rác sau lễ hội\n\n{sentence}{BODY}").header


@pytest.mark.parametrize(
    ("sentence", "number", "kind"),
    [
        ("UBND thành phố vừa ban hành công văn (số 71/UBND-MT) về dọn rác.", "71/UBND-MT", "CV"),
        ("UBND tỉnh có văn bản số 71/UBND-MT về dọn rác.", "71/UBND-MT", "CV"),
        ("Văn phòng Chính phủ đã ra Công văn số 71/VPCP-TH về dọn rác.", "71/VPCP-TH", "CV"),
        ("Thành ủy đã ban hành Công điện khẩn số 07 - CĐ/TU về dọn rác.", "07-CĐ/TU", "CĐ"),
        ("Đó là nội dung tại Chỉ thị số 3/CT-UBND của Chủ tịch UBND tỉnh về dọn rác.", "03/CT-UBND", "CT"),
        ("Chỉ thị số 3/CT-UBND của UBND tỉnh Lào Cai về việc dọn rác", "03/CT-UBND", "CT"),
        ("UBND tỉnh yêu cầu thực hiện Chỉ thị số 5/CT-TTg; ban hành Kế hoạch số 9/KH-UBND.", "09/KH-UBND", "KH"),
        ("Trong nội dung Công văn số 71/UBND-MT, UBND tỉnh yêu cầu dọn rác.", "71/UBND-MT", "CV"),
        ("Việc dọn rác được đề cập tại Kế hoạch 9/KH-UBND năm 2026.", "09/KH-UBND", "KH"),
        ("Căn cứ theo Chỉ thị 5/CT-TTg năm 2026, Thủ tướng yêu cầu dọn rác.", "05/CT-TTg", "CT"),
        ("Công văn số 71/UBND-MT được ban hành hôm qua.", "71/UBND-MT", "CV"),
        ("Xin giới thiệu toàn văn Nghị quyết số 3-NQ/TU về dọn rác.", "03-NQ/TU", "NQ"),
        ("Đó là yêu cầu của UBND tỉnh với các sở, ngành tại Công văn số 71/UBND-MT.", "71/UBND-MT", "CV"),
        ("Việc này nêu ở Công văn số 71/UBND-MT được Chủ tịch UBND tỉnh vừa ký gửi các sở.", "71/UBND-MT", "CV"),
        ("UBND tỉnh yêu cầu thực hiện nghiêm Chỉ thị số 5/CT-TTg về dọn rác.", None, None),
        ("Thực hiện Chỉ thị số 5/CT-TTg, các xã nghiên cứu nội dung Chỉ thị số 5/CT-TTg.", None, None),
        ("Theo đề nghị của Sở Xây dựng tại Báo cáo số 5/BC-SXD, UBND tỉnh đồng ý.", None, None),
    ],
)
def test_the_paper_is_the_one_issued_and_not_the_one_carried_out(sentence, number, kind):
    header = header_of(sentence)
    assert (header.number, header.kind) == (number, kind)


@pytest.mark.parametrize(
    ("sentence", "day", "subject"),
    [
        ("Ngày 2-4-2026, UBND tỉnh có Công văn số 71/UBND-MT về việc dọn rác ở chợ.", "2026-04-02", "dọn rác ở chợ"),
        ("UBND tỉnh ban hành Chỉ thị số 3/CT-UBND ngày 2/4/2026, về dọn rác ở chợ.", "2026-04-02", "dọn rác ở chợ"),
        ("Công văn số 71/UBND-MT của UBND tỉnh ngày 2/4/2026 về dọn rác ở chợ", "2026-04-02", "dọn rác ở chợ"),
        ("Ngày 2/4, UBND tỉnh ban hành Công văn số 71/UBND-MT V/v dọn rác ở chợ.", "None", "dọn rác ở chợ"),
        (
            "Đăng 3/4/2026. Ngày 2/4, UBND tỉnh ban hành Công văn số 71/UBND-MT V/v dọn rác ở chợ.",
            "2026-04-02",
            "dọn rác ở chợ",
        ),
        (
            "Đăng 3/1/2026. Ngày 30-12, UBND tỉnh ban hành Công văn số 71/UBND-MT V/v dọn rác ở chợ.",
            "2025-12-30",
            "dọn rác ở chợ",
        ),
        (
            "Đăng 3/4/2026. Ngày 30/9, UBND tỉnh ban hành Công văn số 71/UBND-MT V/v dọn rác ở chợ.",
            "None",
            "dọn rác ở chợ",
        ),
        (
            "Thực hiện Chỉ thị 5/CT-TTg ngày 1/3/2026, ngày 2/4/2026 UBND xã có Công văn 71/UBND-MT về dọn rác ở chợ.",
            "2026-04-02",
            "dọn rác ở chợ",
        ),
        ("UBND tỉnh vừa có Công văn số 71/UBND-MT ngày 2/4 về dọn rác ở chợ gửi các sở.", "None", "dọn rác ở chợ"),
        ("UBND tỉnh ban hành Chỉ thị 3/CT-UBND năm 2026 tăng cường dọn rác ở chợ.", "None", "tăng cường dọn rác ở chợ"),
    ],
)
def test_day_and_subject_come_from_its_sentence(sentence, day, subject):
    header = header_of(sentence)
    assert (str(header.issued_on), header.subject) == (day, subject)


def test_a_headline_that_names_the_paper_ends_with_its_line():
    text = f"Chỉ thị số 3/CT-UBND ngày 02/4/2026 của UBND tỉnh Lào Cai về việc dọn rác ở chợ\nRác còn nhiều{BODY}"
    header = extract_text(text).header
    assert (header.subject, str(header.issued_on)) == ("dọn rác ở chợ", "2026-04-02")


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        ("Văn phòng Chính phủ vừa có Công văn số 71/VPCP-KTTH về dọn rác.", "Văn phòng Chính phủ"),
        ("Số: 3/2009/TTLT-BTP-BNV\nTHÔNG TƯ LIÊN TỊCH\nVỀ DỌN RÁC", "Bộ Tư pháp - Bộ Nội vụ"),
        ("Bộ Y tế vừa có Công văn số 71/BYT-DP về dọn rác.", "Bộ Y tế"),
        ("Ban Tổ chức Trung ương ban hành Hướng dẫn 43-HD/BTCTW về dọn rác.", "Ban Tổ chức Trung ương"),
        ("UBND TP Hà Nội vừa có Công văn số 71/UBND-MT về dọn rác.", "Ủy ban nhân dân thành phố Hà Nội"),
        ("Đăng toàn văn Nghị quyết số 3-NQ/TU của Ban Thường vụ Tỉnh ủy. Tỉnh Sơn La còn rác.", "Tỉnh ủy Sơn La"),
        ("UBND tỉnh Nguyễn Văn Mẫu vừa ký Công văn số 71/UBND-MT về dọn rác.", "Ủy ban nhân dân tỉnh"),
        ("Thủ tướng vừa ký Công văn số 71/TTg-KTTH về dọn rác.", "Thủ tướng Chính phủ"),
        ("Tỉnh ủy Lào Cai ban hành Chỉ thị số 3-CT/TU về dọn rác.", "Tỉnh ủy Lào Cai"),
        ("Thành Ủy Hải Phòng ban hành Chỉ thị số 3-CT/TU về dọn rác.", "Thành ủy Hải Phòng"),
        ("UBND Thành phố Hồ Chí Minh có Công văn số 71/UBND-MT.", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("UBND tỉnh Lào Cai có Công văn số 71/UBND-MT về dọn rác.", "Ủy ban nhân dân tỉnh Lào Cai"),
    ],
)
def test_the_symbol_tells_who_issued_it(sentence, issuer):
    assert header_of(sentence).issuer == issuer


def test_the_paper_reported_is_none_of_those_that_it_cites():
    found = extract_text(f"UBND tỉnh ban hành Công văn số 71/UBND-MT thực hiện Chỉ thị số 5/CT-TTg.{BODY}")
    assert [reference.number for reference in found.references] == ["05/CT-TTg"]


def test_a_letterhead_without_a_legible_number_borrows_none_from_its_bases():
    head = "BO XAY DUNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\ns##/QĐ\nHà Nội, ngày 02 tháng 4 năm 2026\nQUYẾT ĐỊNH\n"
    header = extract_text(f"{head}Về việc dọn rác\nTheo Kế hoạch số 9/KH-UBND ban hành, Bộ quyết định:\n").header
    assert (header.number, header.issuer) == (None, "Bộ Xây dựng")


@pytest.mark.parametrize(("named", "signer"), [("Đào Văn Mẫu", "Đào Thị Mẫu"), ("Lê Văn Xa", "Lê Văn Xa")])
def test_who_signed_is_read_from_the_foot_where_the_card_of_a_site_names_the_same_person(named, signer):
    foot = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nĐào Thị Mẫu\n"
    paper = f"Số hiệu: 71/SXD-MT Người ký: {named}\n\nSỞ XÂY DỰNG\nSố: 71/SXD-MT\nKính gửi: Các xã{BODY}{foot}"
    assert extract_text(paper).header.signer == signer


def test_the_day_may_stand_below_the_headline_that_names_the_paper():
    body = "Ngày 2 tháng 4 năm 2026, UBND tỉnh đã ban hành Chỉ thị số 3/CT-UBND về dọn rác ở chợ."
    header = extract_text(f"Chỉ thị số 3/CT-UBND về việc dọn rác ở chợ\n\n{body}{BODY}").header
    assert str(header.issued_on) == "2026-04-02"


@pytest.mark.parametrize(
    ("sentence", "signer"),
    [
        ("Phó Thủ tướng Chính phủ Trần Văn Mẫu vừa ký Công điện số 9/CĐ-TTg về dọn rác.", "Trần Văn Mẫu"),
        ("Chủ tịch UBND tỉnh Lào Cai Lê Thị Hoa ký ban hành Chỉ thị số 3/CT-UBND.", "Lê Thị Hoa"),
        ("Thủ tướng Chính phủ vừa ký Công điện số 9/CĐ-TTg về dọn rác.", None),
        ("Thủ tướng Trần Văn Mẫu vừa ký tặng sách.", None),
    ],
)
def test_who_has_signed_as_the_item_tells(sentence, signer):
    assert header_of(sentence).signer == signer


@pytest.mark.parametrize(
    ("sentence", "issuer", "signer"),
    [
        ("Tổng cục Thuế (TCT) vừa có Công điện gửi các chi cục về dọn rác.", "Tổng cục Thuế", None),
        ("Thủ tướng yêu cầu các bộ dọn rác.", "Thủ tướng Chính phủ", None),
        ("Theo chỉ thị vừa được Thường trực Ban Bí thư Trần Văn Mẫu ký ban hành, rác phải dọn.", None, "Trần Văn Mẫu"),
        ("Các phường cùng dọn rác.", None, None),
    ],
)
def test_who_issued_and_signed_a_paper_without_a_number(sentence, issuer, signer):
    header = header_of(sentence)
    assert (header.issuer, header.signer, header.number) == (issuer, signer, None)


def test_the_subject_ends_with_its_paragraph():
    header = header_of(
        "UBND tỉnh ban hành Chỉ thị số 3/CT-UBND về việc dọn rác ở chợ\n\nThực hiện Chỉ thị, các xã dọn rác."
    )
    assert header.subject == "dọn rác ở chợ"


def test_what_one_sentence_leaves_out_another_one_tells():
    item = (
        "Toàn văn Kết luận 3-KL/TW năm 2026 về dọn trụ sở ra sao? Toàn văn Kết luận 3-KL/TW\n"
        "Ngày 2/4/2026, Ban Bí thư ban hành Kết luận 3-KL/TW về việc dọn trụ sở, kho bãi.\n"
        "Thay mặt Bộ Chính trị, Thường trực Ban Bí thư Trần Văn Mẫu ký ban hành Kết luận số 3-KL/TW."
    )
    header = header_of(item)
    assert (str(header.issued_on), header.issuer, header.signer) == ("2026-04-02", "Bộ Chính trị", "Trần Văn Mẫu")
    assert header.subject == "dọn trụ sở, kho bãi"


def test_a_subject_behind_those_to_whom_the_paper_is_sent():
    header = header_of(
        "Bộ Xây dựng vừa có Công điện số 4/CĐ-BXD, do Thượng tướng Phan Văn Mẫu, Thứ trưởng ký, gửi các Cục: A, B; "
        "các Sở: C, D về việc dọn rác ở bến xe."
    )
    assert (header.subject, header.signer) == ("dọn rác ở bến xe", "Phan Văn Mẫu")


def test_the_year_of_a_day_comes_from_the_stamp_of_the_page():
    header = header_of("Ngày 24/8, UBND tỉnh đã có Công văn số 71/UBND-MT về dọn rác.\n2016-08-25 09:40:24")
    assert str(header.issued_on) == "2016-08-24"
