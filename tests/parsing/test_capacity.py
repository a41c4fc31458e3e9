"""In what capacity a paper is signed (Decree 30/2020/NĐ-CP, annex I, part II, 7)."""

import pytest

from directives.parsing.header import read_header

HEAD = """ỦY BAN NHÂN DÂN
TỈNH MẪU
Số: 12/CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mẫu, ngày 05 tháng 6 năm 2025
CHỈ THỊ
Về việc rà soát quỹ đất
1. Sở Xây dựng rà soát quỹ đất, báo cáo trước ngày 30/6/2025./.
"""
RECIPIENTS = "Nơi nhận:\n- Như trên;\n- Lưu: VT, TH.\n"


@pytest.mark.parametrize(
    ("foot", "capacity"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mẫu", "TM. ỦY BAN NHÂN DÂN; CHỦ TỊCH"),
        ("TM. ỦY BAN\nNHÂN DÂN\nQ. CHỦ TỊCH\nNguyễn Văn Mẫu", "TM. ỦY BAN NHÂN DÂN; Q. CHỦ TỊCH"),
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nNguyễn Văn Mẫu",
            "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH",
        ),
        ("KT. BỘ TRƯỞNG,\nCHỦ NHIỆM\nPHÓ CHỦ NHIỆM\nNguyễn Văn Mẫu", "KT. BỘ TRƯỞNG, CHỦ NHIỆM; PHÓ CHỦ NHIỆM"),
        (
            "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nNguyễn Văn Mẫu",
            "TL. CHỦ TỊCH; KT. CHÁNH VĂN PHÒNG; PHÓ CHÁNH VĂN PHÒNG",
        ),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ\nNguyễn Văn Mẫu", "TUQ. CHỦ TỊCH; GIÁM ĐỐC SỞ NỘI VỤ"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nNguyễn Văn Mẫu", "T/M BAN THƯỜNG VỤ; PHÓ BÍ THƯ"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nNGUYỄN VĂN MẪU\nPHỤ LỤC", "KT. GIÁM ĐỐC; PHÓ GIÁM ĐỐC"),
    ],
)
def test_the_lines_above_the_name_are_joined(foot, capacity):
    header = read_header(f"{HEAD}{RECIPIENTS}{foot}\n")[0]
    assert header.capacity == capacity
    assert read_header(f"{HEAD}{foot}\n{RECIPIENTS}")[0].capacity == capacity


def test_columns_read_across_leave_the_recipients_out():
    foot = (
        "Nơi nhận:          TM. ỦY BAN NHÂN DÂN\n- Như trên;          KT. CHỦ TỊCH\n- TT. TU;           PHÓ CHỦ TỊCH\n"
    )
    header = read_header(f"{HEAD}{foot}- Lưu: VT, TH.      Nguyễn Văn Mẫu\n")[0]
    assert header.capacity == "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH"
    assert header.signer == "Nguyễn Văn Mẫu"


def test_words_of_the_body_and_of_an_annex_are_no_capacity():
    body = "QUỐC HỘI giám sát.\nPHÓ TRƯỞNG BAN thường trực họp hằng tháng.\n"
    assert read_header(HEAD + body)[0].capacity is None
    annex = f"{HEAD}{RECIPIENTS}CHỦ TỊCH\nNguyễn Văn Mẫu\nPHỤ LỤC\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n"
    assert read_header(annex)[0].capacity == "CHỦ TỊCH"


def test_the_office_above_the_name_is_found_without_recipients():
    assert read_header(f"{HEAD}CHỦ TỊCH\nNguyễn Văn Mẫu\n")[0].capacity == "CHỦ TỊCH"


def test_a_line_of_odd_white_space_below_is_no_name():
    header, _, _ = read_header(f"{HEAD}{RECIPIENTS}T/M BAN THƯỜNG VỤ\n\u2028\nPHÓ BÍ THƯ\nNguyễn Văn Mẫu")
    assert header.signer == "Nguyễn Văn Mẫu"
