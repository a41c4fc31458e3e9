"""Heads and feet that a scan, a pen or a copy changed: number, day, title, issuer and name are found all the same."""

import pytest

from directives.parsing.extract import extract_text

PAPER = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
{number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lào Cai, {day}

{title}
Về việc dọn rác sau lễ hội mùa xuân

1. Sở Xây dựng kiểm tra các bãi rác.

Nơi nhận: ~~ CHỦ TỊCH
- Các sở, ban, ngành tỉnh;{beside}
- Lưu: VT.
{name}
"""
FIELDS = {
    "number": "Số: 31/CT-UBND",
    "day": "ngày 09 tháng 3 năm 2026",
    "title": "CHỈ THỊ",
    "beside": "",
    "name": "Đào Văn Mẫu",
}


def header_of(**changed):
    return extract_text(PAPER.format(**(FIELDS | changed))).header


@pytest.mark.parametrize(
    "printed",
    ["Sô: 31/CT-UBND", "S6: 31/CT-UBND", "Số; 31/CT-UBND", "Số:_ 31 /CT-UBND", "Số: 3 1 /CT-UBND", "Số: “31 ./CT-UBNĐ"],
)
def test_a_number_is_read_through_stray_signs(printed):
    assert header_of(number=printed).number == "31/CT-UBND"


@pytest.mark.parametrize("printed", ["Số: 3'/CT-UBND", "Số: 3|/CT-UBND", "Số: /CT-UBND"])
def test_a_number_that_may_lack_a_figure_is_left_blank(printed):
    assert header_of(number=printed).number is None


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("ngày09 tháng 3 năm2026", "2026-03-09"),
        ("ngày O9 tháng 3 năm 2026", "2026-03-09"),
        ("ngày “09. tháng .3 năm 2026", "2026-03-09"),
        ("ngay 09 thắng 3 nằm 2026", "2026-03-09"),
        ("ngày 09/3/2026", "2026-03-09"),
        ("ngày 0| tháng 3 năm 2026", "None"),
        ("ngày tháng 3 năm 2026", "None"),
    ],
)
def test_a_day_is_read_through_stray_signs_but_not_guessed(printed, day):
    assert str(header_of(day=printed).issued_on) == day


@pytest.mark.parametrize(
    "printed",
    [
        "CHÍ THỊ",
        "CHI THI.",
        "C H Ỉ  T H Ị",
        "CHỈ THỊ KHẨN",
        "CHỈ THỊ CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
        "CHỈ THỊ\nCỦA CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI",
    ],
)
def test_a_title_is_known_with_lost_marks_or_with_its_owner(printed):
    header = header_of(title=printed, number="Số:      /CT-UBND")
    assert (header.kind, header.subject) == ("CT", "Về việc dọn rác sau lễ hội mùa xuân")


def test_a_title_on_the_line_of_the_subject_is_parted_from_it():
    text = PAPER.format(**FIELDS).replace("CHỈ THỊ\nVề việc", "CHỈ THỊ VỀ VIỆC")
    header = extract_text(text).header
    assert (header.kind, header.subject) == ("CT", "VỀ VIỆC dọn rác sau lễ hội mùa xuân")


def test_whose_conclusion_a_notice_tells_stays_in_its_subject():
    title = "THÔNG BÁO\nKẾT LUẬN CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TẠI CUỘC HỌP VỀ CHỢ"
    text = PAPER.format(**(FIELDS | {"title": title})).replace("Về việc dọn rác sau lễ hội mùa xuân\n", "")
    assert extract_text(text).header.subject == title.split("\n")[1]


def test_the_lines_in_capitals_are_the_subject_where_the_title_got_lost():
    title = "TỔ CHỨC HỘI CHỢ LÀNG NGHỀ\nNĂM 2026 CỦA TỈNH LÀO CAI\n\nUBND tỉnh mở hội chợ như sau:"
    text = PAPER.format(**(FIELDS | {"title": title, "number": "Số: 8/KH-UBND"}))
    header = extract_text(text.replace("Về việc dọn rác sau lễ hội mùa xuân\n", "")).header
    assert (header.kind, header.subject) == ("KH", "TỔ CHỨC HỘI CHỢ LÀNG NGHỀ NĂM 2026 CỦA TỈNH LÀO CAI")


def test_the_symbol_tells_the_type_of_a_party_paper():
    text = "TỈNH ỦY LÀO CAI\n*\nSố 7-QĐ/TU\nLào Cai, ngày 02 tháng 4 năm 2026\n\nQUY ĐỊNH\nvề chế độ họp\n\nI- CHUNG\n"
    assert extract_text(text).header.kind == "QĐ"


@pytest.mark.parametrize(
    ("printed", "signer"),
    [
        ("guyễn Văn Mẫu", "Nguyễn Văn Mẫu"),
        ("z Trân Thị Lý ñ", "Trần Thị Lý"),
        ("NGUYỄN VĂN MẪU", "Nguyễn Văn Mẫu"),
        ("Mơ Văn Xa", None),
        ("CHÀO MỪNG NĂM MỚI", None),
    ],
)
def test_a_name_is_mended_where_only_one_surname_fits(printed, signer):
    assert header_of(name=printed).signer == signer


def test_a_name_that_lost_its_first_letter_beside_the_recipients_is_found():
    assert header_of(name="", beside=" guyen Thị Lý").signer == "Nguyễn Thị Lý"


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("QUYẾT ĐỊNH\nVỀ VIỆC GIAO ĐẤT\nCHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN BÁT XÁT\nCăn cứ Luật Đất đai;", "huyện Bát Xát"),
        ("QUYẾT ĐỊNH\nVề việc giao đất cho chợ\n\nUBND tỉnh giao đất.", "tỉnh Lào Cai"),
        ("QUYẾT ĐỊNH\nVỀ VIỆC GIAO ĐẤT TRÊN ĐỊA BÀN TỈNH YÊN BÁI\n\nUBND tỉnh giao đất.", "tỉnh Yên Bái"),
    ],
)
def test_a_committee_whose_place_got_lost_is_named_by_authority_subject_or_date(title, issuer):
    head = (
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 9/QĐ-UBND | Lào Cai, ngày 02 tháng 4 năm 2026 |\n"
    )
    assert extract_text(head + title).header.issuer == f"Ủy ban nhân dân {issuer}"


def test_the_card_of_a_site_above_the_letterhead_hides_no_issuer():
    card = "Số hiệu: 31/CT-UBND Loại văn bản: Chỉ thị\nNơi ban hành: Tỉnh Lào Cai Người ký: Đào Văn Mẫu\n\n"
    header = extract_text(card + PAPER.format(**FIELDS)).header
    assert (header.issuer, header.signer) == ("Ủy ban nhân dân tỉnh Lào Cai", "Đào Văn Mẫu")


@pytest.mark.parametrize(
    ("printed", "issuer"),
    [
        ("UY BAN NHAN DAN\nTINH LAO CAI", "Ủy ban nhân dân tỉnh Lào Cai"),
        ("'Y BANNHÂN DẪN\nTĨNH LÁO CAI", "Ủy ban nhân dân tỉnh Lào Cai"),
        ("UBND TINH LAO CAI\nSO NỘI VỤ", "Sở Nội vụ tỉnh Lào Cai"),
        ("VAN PHONG\nUBND TỈNH LÀO CAI", "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"),
        ("ỦY BAN NHÂN DÂN\nTP. LÀO CAI", "Ủy ban nhân dân thành phố Lào Cai"),
        ("THÀNH UÝ LÀO CAI", "Thành ủy Lào Cai"),
    ],
)
def test_words_of_letterheads_and_the_place_get_their_marks_back(printed, issuer):
    text = PAPER.format(**FIELDS).replace("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", printed)
    assert extract_text(text).header.issuer == issuer


@pytest.mark.parametrize(
    ("owner", "issuer"),
    [("CỦA BỘ CHÍNH TRỊ", "Bộ Chính trị"), ("của Ban Bí thư", "Ban Bí thư"), ("", "Ban Chấp hành Trung ương")],
)
def test_the_title_tells_which_central_body_of_the_party_speaks(owner, issuer):
    head = "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 8-CT/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 02 tháng 4 năm 2026\n\n"
    header = extract_text(f"{head}CHỈ THỊ\n{owner}\nvề chăm sóc cây xanh\n\n1. Các cấp ủy trồng cây.\n").header
    assert (header.issuer, header.subject) == (issuer, "về chăm sóc cây xanh")
