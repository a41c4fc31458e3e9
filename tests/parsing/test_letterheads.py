"""Letterheads and feet in the orders in which web pages, Word tables and the two columns of a PDF give them."""

import pytest

from directives.parsing.extract import extract_text

LETTER = """UBND TỈNH LÀO CAI
SỞ TƯ PHÁP
Số: 41/STP-HC
{about}
Kính gửi: Các sở, ban, ngành

Sở Tư pháp đề nghị các sở, ban, ngành rà soát văn bản trước ngày 20/4/2026.

Nơi nhận:
{foot}
"""
LETTER_OF_TELEGRAM = """UBND TỈNH LÀO CAI
Số: 4/CĐ-UBND
Lào Cai, ngày 02 tháng 4 năm 2026
CÔNG ĐIỆN
Về việc chống ngập tại các chợ
ven sông
{first}, nhiều sạp hàng đã bị nước cuốn trôi, thiệt hại nặng.
Chủ tịch UBND tỉnh yêu cầu:
1. Các xã kê cao hàng hóa trước ngày 05/4/2026.
CHỦ TỊCH
Đào Văn Mẫu
"""
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
DATE = "Lào Cai, ngày 02 tháng 4 năm 2026"
FOOT = "- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nĐào Văn Mẫu"
SUBJECT = "rà soát văn bản quy phạm về đất đai"


def header_of(about, foot=FOOT):
    return extract_text(LETTER.format(about=about, foot=foot)).header


def test_the_subject_of_a_letter_ends_before_motto_place_and_date_in_every_order():
    first, rest = "V/v rà soát văn bản", "quy phạm về đất đai"
    orders = (
        f"{first}\n{rest}\n{MOTTO}{DATE}",
        f"{MOTTO}{DATE}\n{first}\n{rest}",
        f"{MOTTO}{DATE} {first}\n{rest}\nHỎA TỐC",
        f"{MOTTO}{first} {DATE}\n{rest}",
        f"{first} CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{rest} {DATE}",
    )
    assert [header_of(about).subject for about in orders] == [SUBJECT] * len(orders)
    assert {str(header_of(about).issued_on) for about in orders} == {"2026-04-02"}


def test_a_department_is_called_by_the_place_of_its_committee():
    assert header_of(f"{MOTTO}{DATE}").issuer == "Sở Tư pháp tỉnh Lào Cai"


def test_the_one_who_signs_beside_the_recipients_is_found():
    foot = "KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- Lưu: VT, Phòng HC, Đào Văn Mẫu"
    assert header_of(f"{MOTTO}{DATE}", foot).signer == "Đào Văn Mẫu"


def test_the_day_of_a_paper_is_that_beside_its_place_and_no_deadline():
    body = f"SỞ TƯ PHÁP\nSố: 41/STP-HC\nKính gửi: Các xã\nNộp báo cáo trước ngày 10 tháng 5 năm 2026.\n{DATE}\n"
    assert str(extract_text(body).header.issued_on) == "2026-04-02"


def test_whose_a_party_paper_is_belongs_not_to_its_subject():
    head = "TỈNH ỦY LÀO CAI\n*\nSố 12-KL/TU\nLào Cai, ngày 02 tháng 4 năm 2026\n\nKẾT LUẬN\n"
    body = "\n\nI- TÌNH HÌNH\n1- Đã làm xong.\n"
    capitals = extract_text(f"{head}CỦA BAN CHẤP HÀNH ĐẢNG BỘ\nTỈNH KHÓA XVI\nvề phát triển du lịch{body}")
    small = extract_text(f"{head}của Ban Thường vụ Tỉnh ủy\nvề phát triển du lịch{body}")
    assert [capitals.header.subject, small.header.subject] == ["về phát triển du lịch"] * 2


def test_the_authority_that_begins_the_body_belongs_not_to_the_subject():
    head = f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 9/QĐ-UBND\n{DATE}\n\nQUYẾT ĐỊNH\n"
    whole = "BAN HÀNH QUY CHẾ LÀM VIỆC CỦA\nỦY BAN NHÂN DÂN TỈNH"
    body = "\nỦY BAN NHÂN DÂN TỈNH LÀO CAI\nCăn cứ Luật Tổ chức chính quyền địa phương;\n"
    assert extract_text(head + whole + body).header.subject == whole.replace("\n", " ")


def test_a_scanned_name_whose_surname_lost_its_marks_is_given_them_back():
    for printed, signer in (
        ("Nguyên Văn Mẫu", "Nguyễn Văn Mẫu"),
        ("Pham Thị Lý", "Phạm Thị Lý"),
        ("Mơ Văn Xa", None),
    ):
        foot = f"- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nz\n{printed}"
        assert header_of(f"{MOTTO}{DATE}", foot).signer == signer


CUT = """THỦ TƯỚNG
CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 41/QĐ-TTg
Hà Nội, ngày 02
tháng 4 năm 2026
{below}
Căn cứ Luật Tổ chức Chính phủ;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch dọn rác.
"""


def cut(below):
    return extract_text(CUT.format(below=below)).header


def test_the_authority_is_no_subject_where_a_copy_lost_the_title():
    authority = "THỦ TƯỚNG CHÍNH PHỦ"
    assert cut(authority).subject == ""
    assert cut(f"VỀ KẾ HOẠCH DỌN RÁC\n{authority}").subject == "VỀ KẾ HOẠCH DỌN RÁC"
    assert cut(f"QUYẾT ĐỊNH\n{authority}").subject == ""
    assert cut(authority).issuer == "Thủ tướng Chính phủ"


def test_a_part_with_its_number_begins_the_body():
    for part in ("PHẦN I. TÌNH HÌNH CHUNG", "Phần thứ nhất", "CHƯƠNG II", "Chương 1"):
        assert cut(f"QUYẾT ĐỊNH\nVỀ KẾ HOẠCH DỌN RÁC\n{part}").subject == "VỀ KẾ HOẠCH DỌN RÁC"
    assert cut("QUYẾT ĐỊNH\nVỀ KẾ HOẠCH\nPHẦN MỀM DÙNG CHUNG").subject == "VỀ KẾ HOẠCH PHẦN MỀM DÙNG CHUNG"


def test_number_and_day_of_an_older_paper_belong_not_to_its_subject():
    owner = "CỦA BỘ TƯ PHÁP SỐ 41/2006/TT-BTP"
    day = "NGÀY 2 THÁNG 4 NĂM 2006"
    for order in (
        f"{owner}\n{day} HƯỚNG DẪN\nDỌN RÁC",
        f"{owner}\n{day}\nHƯỚNG DẪN DỌN RÁC",
        f"{owner} {day}\nHƯỚNG DẪN DỌN RÁC",
    ):
        assert cut(f"THÔNG TƯ\n{order}").subject == "HƯỚNG DẪN DỌN RÁC"


def test_a_place_ends_before_the_words_that_follow_it_in_capitals():
    text = (
        "ỦY BAN NHÂN DÂN\nSố: 41/KH-UBND\nBắc Ninh, ngày 02 tháng 4 năm 2026\nKẾ HOẠCH\n"
        "DỌN RÁC TỈNH BẮC NINH GIAI ĐOẠN 2026-2030\nCăn cứ Luật Bảo vệ môi trường;\n"
    )
    assert extract_text(text).header.issuer == "Ủy ban nhân dân tỉnh Bắc Ninh"


def test_a_copy_that_begins_with_whom_it_is_sent_to_is_a_letter():
    text = "Kính\ngửi: Các sở\nTheo Quyết định số 41/2004/QĐ-TTg ngày 02 tháng 4 năm 2004, Sở Tư pháp có ý kiến.\n"
    found = extract_text(text)
    assert (found.header.kind, found.header.number) == ("CV", None)
    assert [reference.number for reference in found.references] == ["41/2004/QĐ-TTg"]


def test_a_number_ends_before_the_label_glued_to_it():
    text = "Số hiệu:41/2009/TTLT-BTP-BNVNgày đăng:02/04/2009\nTHÔNG TƯ LIÊN TỊCH\nHƯỚNG DẪN DỌN RÁC\n"
    assert extract_text(text).header.number == "41/2009/TTLT-BTP-BNV"


HEAD = "{body}\nSố: 41/KH-X\nHà Nội, ngày 02 tháng 4 năm 2026\nKẾ HOẠCH\nDỌN RÁC\nCăn cứ Luật Bảo vệ môi trường;\n"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN TỔ CHỨC", "Ban Tổ chức Trung ương"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\nVĂN PHÒNG", "Văn phòng Trung ương Đảng"),
        ("TỈNH ỦY LÀO CAI\nỦY BAN KIỂM TRA", "Ủy ban Kiểm tra Tỉnh ủy Lào Cai"),
        ("BẢO\nHIỂM XÃ HỘI VIỆT NAM", "Bảo hiểm xã hội Việt Nam"),
        ("BẢO HIỂM XÃ HỘI TỈNH LÀO CAI", "Bảo hiểm xã hội tỉnh Lào Cai"),
        ("TỔNG\nCỤC THUẾ", "Tổng cục Thuế"),
        ("BỘ\nCÔNG AN", "Bộ Công an"),
        ("BỘ TÀI CHÍNH -\nBỘ NỘI VỤ", "Bộ Tài chính - Bộ Nội vụ"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
        ("ỦY BAN NHÂN DÂN", "Ủy ban nhân dân thành phố Hà Nội"),
    ],
)
def test_a_body_is_called_by_its_full_name(body, name):
    assert extract_text(HEAD.format(body=body)).header.issuer == name


def test_the_card_of_a_site_gives_what_the_letterhead_lost():
    card = "Cơ quan ban hành | {body} |\nNgười ký | Đào Văn Mẫu |\n"
    for listed, printed, name in (
        ("Tỉnh Sơn Nam", "ỦY BAN NHÂN DÂN", "Ủy ban nhân dân tỉnh Sơn Nam"),
        ("Bảo hiểm xã hội Việt Nam", "BẢO HIỂM XÃ HỘI", "Bảo hiểm xã hội Việt Nam"),
        ("Tỉnh Sơn Nam", "SỞ TƯ PHÁP", "Sở Tư pháp"),
    ):
        text = card.format(body=listed) + HEAD.format(body=printed).replace("Hà Nội, ngày", "Phố Mới, ngày")
        assert extract_text(text).header.issuer == name


def test_a_lost_title_is_not_looked_for_below_the_card_of_a_site():
    card = "Số hiệu: | 41/QĐ-TTg | Loại văn bản: | Quyết định |\nNgày ban hành: | 02/4/2026 |\n"
    text = card + CUT.format(below="VỀ KẾ HOẠCH DỌN RÁC\nTHỦ TƯỚNG CHÍNH PHỦ")
    assert extract_text(text).header.subject == "VỀ KẾ HOẠCH DỌN RÁC"


def test_the_place_of_the_day_goes_before_words_in_capitals_that_look_like_one():
    text = HEAD.format(body="ỦY BAN NHÂN DÂN").replace(
        "DỌN RÁC", "DỌN RÁC THEO KẾ HOẠCH CỦA ĐẢNG BỘ TỈNH VỀ MÔI TRƯỜNG"
    )
    assert extract_text(text.replace("Hà Nội", "Nghệ An")).header.issuer == "Ủy ban nhân dân tỉnh Nghệ An"


def test_a_title_without_number_takes_number_and_day_from_the_words_above_it():
    intro = "Xin giới thiệu toàn văn Nghị quyết số 3-NQ/TU, ngày 2/4/2026 của Ban Thường vụ Tỉnh ủy"
    header = extract_text(
        f"{intro}\nNGHỊ QUYẾT\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề dọn rác ở chợ\n-----\nQuán triệt.\n"
    ).header
    assert (header.number, str(header.issued_on), header.subject) == ("03-NQ/TU", "2026-04-02", "về dọn rác ở chợ")


def test_the_symbol_of_a_province_is_read_as_the_letterhead_tells():
    text = (
        "TỈNH ỦY LÀO CAI\n*\nSố 41-KL/TƯ\nLào Cai, ngày 02 tháng 4 năm 2026\nKẾT LUẬN\nvề dọn rác\n\n"
        "Sau 10 năm thực hiện Nghị quyết số 13-NQ/TƯ của Tỉnh ủy, rác đã ít đi.\n"
    )
    found = extract_text(text)
    assert found.header.number == "41-KL/TU"
    assert [reference.number for reference in found.references] == ["13-NQ/TU"]


def test_a_copy_without_letterhead_is_known_by_the_title_above_its_bases():
    text = "KẾ HOẠCH TỔ CHỨC NGÀY DỌN RÁC\n\nCăn cứ Kế hoạch số 41/KH-UBND ngày 02/4/2026 của UBND tỉnh;\n"
    header = extract_text(text).header
    assert (header.kind, header.subject) == ("KH", "TỔ CHỨC NGÀY DỌN RÁC")


def test_bodies_that_issue_a_paper_together_are_each_spelled_as_alone():
    text = HEAD.format(body="VĂN PHÒNG CHÍNH PHỦ - BỘ NỘI VỤ")
    assert extract_text(text).header.issuer == "Văn phòng Chính phủ - Bộ Nội vụ"


def test_who_sends_a_telegram_is_no_subject():
    sender = "BỘ TRƯỞNG - TRƯỞNG BAN CHỈ ĐẠO QUỐC GIA\nVỀ DỌN RÁC, điện:"
    assert cut(f"CÔNG ĐIỆN\n{sender}").subject == ""
    assert cut(f"CÔNG ĐIỆN\nVỀ KẾ HOẠCH DỌN RÁC\n{sender}").subject == "VỀ KẾ HOẠCH DỌN RÁC"


def test_a_subject_in_capitals_goes_on_behind_blank_lines_with_place_and_time():
    spaced = "DUYỆT KẾ HOẠCH DỌN RÁC\n\nTỈNH LÀO CAI\n\nGIAI ĐOẠN 2026 - 2030\n\nTHỦ TƯỚNG CHÍNH PHỦ\n"
    assert cut(f"QUYẾT ĐỊNH\n\n{spaced}").subject == "DUYỆT KẾ HOẠCH DỌN RÁC TỈNH LÀO CAI GIAI ĐOẠN 2026 - 2030"


def test_longer_titles_name_the_type():
    for title, kind in (("KẾ HOẠCH HÀNH ĐỘNG", "KH"), ("QUY CHẾ PHỐI HỢP", "QC"), ("HƯỚNG DẪN LIÊN NGÀNH", "HD")):
        header = extract_text(f"{title}\nVỀ DỌN RÁC\nCăn cứ Luật Bảo vệ môi trường;\n").header
        assert (header.kind, header.subject) == (kind, "VỀ DỌN RÁC")


def test_cells_of_a_card_on_one_line_are_told_apart():
    text = "Cơ quan ban hành:Thủ tướng Chính phủSố công báo:4\nSố hiệu:41/2008/QĐ-TTgNgày đăng công báo:02/4/2008\n"
    header = extract_text(f"{text}QUYẾT ĐỊNH\nVỀ DỌN RÁC\n").header
    assert (header.number, header.issuer) == ("41/2008/QĐ-TTg", "Thủ tướng Chính phủ")


def test_a_symbol_completes_the_name_that_a_letterhead_broke_off():
    text = "BỘ VĂN HOÁ, THỂ THAO\nSố: 41/CT-BVHTTDL\nHà Nội, ngày 02 tháng 4 năm 2026\nCHỈ THỊ\nVỀ DỌN RÁC\n"
    assert extract_text(text).header.issuer == "Bộ Văn hóa, Thể thao và Du lịch"
    assert extract_text(text.replace("BVHTTDL", "BYT")).header.issuer == "Bộ Văn hóa, Thể thao"


def test_a_name_in_quotation_marks_behind_a_blank_line_belongs_to_the_subject():
    assert (
        cut("QUYẾT ĐỊNH\n\nHướng dẫn phong trào\n\n“Ngày dọn rác”\n").subject == "Hướng dẫn phong trào “Ngày dọn rác”"
    )


def test_a_committee_for_a_task_is_called_by_its_place():
    body = "UBND TỈNH LÀO CAI\nBAN CHỈ HUY PHÒNG, CHỐNG THIÊN TAI"
    name = extract_text(HEAD.format(body=body)).header.issuer
    assert name is not None
    assert name.casefold() == "ban chỉ huy phòng, chống thiên tai tỉnh lào cai"


def test_the_lower_body_is_found_between_the_lines_of_the_motto_and_on_one_line_with_the_upper():
    first, second = MOTTO.splitlines()
    body = f"Số: 41/STP-HC\n{DATE}\nV/v {SUBJECT}\nKính gửi: Các sở\n\nĐề nghị các sở rà soát.\n"
    for head in (f"UBND TỈNH LÀO CAI\n{first}\nSỞ TƯ PHÁP\n{second}\n", f"UBND TỈNH LÀO CAI SỞ TƯ PHÁP\n{MOTTO}"):
        assert extract_text(head + body).header.issuer == "Sở Tư pháp tỉnh Lào Cai"
    three = f"ỦY BAN NHÂN DÂN\n{first}\nTHÀNH PHỐ HẢI PHÒNG\n{second}\nVĂN PHÒNG\n"
    assert extract_text(three + body).header.issuer == "Văn phòng Ủy ban nhân dân thành phố Hải Phòng"
    assert extract_text(f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG\n{MOTTO}{body}").header.issuer.endswith("Hải Phòng")


def test_place_and_date_beside_the_subject_take_no_word_of_it():
    about = f"V/v tổ chức Tết Trung thu {DATE}\ncho trẻ em\n{MOTTO}"
    assert header_of(about).subject == "tổ chức Tết Trung thu cho trẻ em"


@pytest.mark.parametrize(
    "first", ["Từ đầu năm 2026 đến nay", "Tình hình ngập úng ở chợ", "Hồi 7 giờ ngày 02/4/2026", "Bão số 3 rất mạnh"]
)
def test_the_subject_ends_where_the_body_begins_though_no_line_is_left_blank(first):
    text = LETTER_OF_TELEGRAM.format(first=first)
    assert extract_text(text).header.subject == "Về việc chống ngập tại các chợ ven sông"


def test_a_line_that_opens_what_follows_is_no_subject():
    title = "CHỈ THỊ\nVề việc bảo đảm an toàn giao thông cho học sinh\n"
    opening = (
        "Số học sinh đi xe máy đến trường đang tăng. Chủ tịch UBND tỉnh yêu cầu:\n1. Công an tỉnh lập chốt kiểm tra."
    )
    assert extract_text(title + opening).header.subject == "Về việc bảo đảm an toàn giao thông cho học sinh"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("BỘ QUỐC PHÒNG", "Bộ Quốc phòng"),
        ("UBND TỈNH LÀO CAI\nBỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG TỈNH", "Bộ Chỉ huy bộ đội biên phòng tỉnh"),
        ("BAN CHỈ ĐẠO QUỐC GIA\nPHÒNG, CHỐNG DỊCH BỆNH", "Ban Chỉ đạo quốc gia phòng, chống dịch bệnh"),
    ],
)
def test_words_inside_a_name_begin_no_other_body(body, name):
    issuer = extract_text(HEAD.format(body=body)).header.issuer
    assert issuer is not None
    assert issuer.casefold() == name.casefold()


@pytest.mark.parametrize(
    ("printed", "signer"),
    [
        ("Thiếu tướng Đào Văn Mẫu", "Đào Văn Mẫu"),
        ("Đại tá Đào Văn Mẫu", "Đào Văn Mẫu"),
        ("H’Yim Mẫu", "H’Yim Mẫu"),
    ],
)
def test_a_rank_is_no_part_of_a_name(printed, signer):
    foot = f"- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n{printed}"
    assert header_of("V/v rà soát văn bản", foot=foot).signer == signer


@pytest.mark.parametrize("sign", ["+", "/.", "<", "§"])
def test_odd_signs_before_a_level_change_nothing(sign):
    text = f"ỦY BAN NHÂN DÂN\n{sign}TỈNH GIA LAI\nSố: 08/CT-UBND\nGia Lai, ngày 03 tháng 4 năm 2026\nCHỈ THỊ\nVề cà phê"
    assert extract_text(text).header.number == "08/CT-UBND"
