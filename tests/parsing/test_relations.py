"""What a paper does with the papers that it cites."""

import pytest

from directives.parsing.numbers import find_numbers
from directives.parsing.references import find_references
from directives.parsing.types import Relation

CITES, IMPLEMENTS = Relation.CITES, Relation.IMPLEMENTS
AMENDS, REPLACES, REPEALS = Relation.AMENDS, Relation.REPLACES, Relation.REPEALS
SAID = [
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;", [CITES]),
    ("Thực hiện Chỉ thị số 05/CT-TTg ngày 02/02/2026,", [IMPLEMENTS]),
    ("Triển khai Kế hoạch số 45/KH-UBND của tỉnh,", [IMPLEMENTS]),
    ("Sửa đổi, bổ sung một số điều của Quy chế ban hành kèm theo Quyết định số 12/2024/QĐ-UBND.", [AMENDS]),
    ("Sửa đổi khoản 2 Điều 3 Quyết định số 12/2024/QĐ-UBND như sau:", [AMENDS]),
    ("Điều chỉnh Kế hoạch số 45/KH-UBND ngày 01/3/2026.", [AMENDS]),
    ("Quyết định này thay thế Quyết định số 12/QĐ-UBND ngày 01/02/2020.", [REPLACES]),
    (
        "Quyết định này thay thế Quyết định số 12/QĐ-UBND ngày 01/02/2020 của tỉnh và Quyết định số 13/QĐ-UBND.",
        [REPLACES, REPLACES],
    ),
    ("Bãi bỏ Chỉ thị số 07/CT-UBND ngày 03/4/2019.", [REPEALS]),
    ("Hủy bỏ Công văn số 88/UBND-KT ngày 03/4/2026.", [REPEALS]),
    ("Thu hồi Quyết định số 91/QĐ-UBND về việc giao đất.", [REPEALS]),
    ("Quyết định số 12/QĐ-UBND ngày 01/02/2020 hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", [REPEALS]),
    ("Căn cứ Nghị định số 45/2020/NĐ-CP sửa đổi, bổ sung Nghị định số 24/2014/NĐ-CP;", [CITES, CITES]),
    ("Nghị định số 45/2020/NĐ-CP thay thế Nghị định số 24/2014/NĐ-CP của Chính phủ.", [CITES, CITES]),
    ("Luật số 59/2020/QH14 đã được sửa đổi, bổ sung bởi Luật số 03/2022/QH15 quy định.", [CITES, CITES]),
    ("Thi hành Luật sửa đổi, bổ sung một số điều của Luật Nhà ở số 27/2023/QH15,", [IMPLEMENTS]),
    ("Quyết định này thay thế Quyết định số 12/QĐ-UBND; bãi bỏ Quyết định số 13/QĐ-UBND.", [REPLACES, REPEALS]),
    ("Bãi bỏ khoản 2 Điều 3 Quyết định số 12/2024/QĐ-UBND.", [AMENDS]),
    ("Sửa đổi, bổ sung, bãi bỏ một số điều của Quyết định số 12/2024/QĐ-UBND.", [AMENDS]),
    ("Theo đề nghị của Sở Xây dựng tại Tờ trình số 71/TTr-SXD,", [CITES]),
    ("Căn cứ Nghị quyết số 8/NQ-CP về chương trình thực hiện Nghị quyết số 19-NQ/TW;", [CITES, CITES]),
    ("QUY ĐỊNH VỀ THỦ TỤC BỊ BÃI BỎ TRONG XÂY DỰNG Căn cứ Nghị định số 45/2020/NĐ-CP;", [CITES]),
    ("Căn cứ Quyết định số 12/QĐ-UBND; Quyết định này thay thế Quyết định số 12/QĐ-UBND.", [REPLACES]),
    ("Thực hiện Chỉ thị số 5/CT-TTg; Sở Xây dựng đề xuất sửa đổi Chỉ thị số 5/CT-TTg.", [IMPLEMENTS]),
    ("Bãi bỏ Chỉ thị số 07/CT-UBND. Công văn số 88/UBND-KT vẫn được áp dụng.", [REPEALS, CITES]),
]


@pytest.mark.parametrize(("sentence", "relations"), SAID)
def test_the_verb_of_the_sentence_says_what_is_done(sentence, relations):
    assert [reference.relation for reference in find_references(sentence, None)] == relations


def test_the_title_says_what_is_changed_although_the_own_number_stands_before_it():
    paper = (
        "ỦY BAN NHÂN DÂN TỈNH A\nSố: 95/QĐ-UBND\nA, ngày 09 tháng 01 năm 2026\n\nQUYẾT ĐỊNH\n"
        "Về việc sửa đổi, bổ sung Kế hoạch số 318/KH-UBND ngày 05 tháng 12 năm 2025\n"
    )
    found = find_references(paper, next(iter(find_numbers("95/QĐ-UBND"))).number)
    assert [(reference.number, reference.relation) for reference in found] == [("318/KH-UBND", AMENDS)]


def test_what_a_site_tells_its_visitors_behind_the_paper_is_not_cited():
    paper = "Thực hiện Chỉ thị số 05/CT-TTg.\nNơi nhận:\n- Các sở;\n- Lưu: VT.\n"
    annex = "PHỤ LỤC\nTheo Quyết định số 12/QĐ-UBND.\n"
    site = "Kính gửi: Quý thành viên,\nTheo Nghị định 77/2024/NĐ-CP, chúng tôi lưu dữ liệu.\n"
    assert [reference.number for reference in find_references(paper + annex + site, None)] == [
        "05/CT-TTg",
        "12/QĐ-UBND",
    ]


def test_a_letter_to_customers_cites_what_it_says():
    letter = (
        "Kính gửi: Quý khách hàng\nThực hiện Chỉ thị số 05/CT-TTg, công ty cấp nước như sau.\nNơi nhận:\n- Lưu: VT.\n"
    )
    assert [reference.number for reference in find_references(letter, None)] == ["05/CT-TTg"]
