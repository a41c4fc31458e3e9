"""A line that was broken off goes on whatever the next one begins with, and what stands alone begins anew."""

from datetime import date

import pytest

from directives.parsing.extract import extract_text
from directives.parsing.layout import read_blocks
from directives.parsing.markers import Mark, marker_of
from directives.parsing.normalise import unescaped, view_of, visible_blanks

HEAD = """ỦY BAN NHÂN DÂN
TỈNH NAM SƠN
Số: 19/TB-UBND
Nam Sơn, ngày 02 tháng 3 năm 2026
THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại buổi họp về các công trình thoát nước
Sau khi nghe báo cáo, Chủ tịch UBND tỉnh kết luận và giao nhiệm vụ như sau:
"""
PROSE = """1. Tiến độ của các công trình thoát nước còn chậm hơn kế hoạch đã đề ra,
cần được các cơ quan quan tâm chỉ đạo nhiều hơn nữa trong các tháng tới.
"""


def _blocks(*lines: str) -> list[str]:
    return [block.text for block in read_blocks(PROSE + "\n".join(lines))][1:]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("2. Các công trình chào mừng Đại hội đại biểu Đảng bộ tỉnh lần thứ", "XVIII. Sở Xây dựng báo cáo ngay."),
        ("2. Sở Xây dựng tổ chức lại thi công, nhất là ở các dự án thành", "phần 3 (trạm bơm) và thành phần 4."),
        ("2. Sở Xây dựng rà soát các trạm bơm Cửa Bắc I, Cửa Bắc II, Bến Mới", "IV...) và báo cáo kết quả."),
        ("2. Sở Xây dựng rà soát các trạm bơm gồm Cửa Bắc, Bến Mới I, II,", "III, IV: báo cáo kết quả."),
        ("2. Sở Xây dựng gửi danh mục các công trình cần sửa chữa trước ngày", "15. Các đơn vị cử người phối hợp."),
        ("2. Sở Xây dựng lập hồ sơ theo mẫu in ở các trang cuối của phụ lục", "II. Các đơn vị cử người."),
        ("2. Sở Xây dựng sửa chữa trạm bơm bị ngập trong đợt mưa vừa qua", "(Đơn vị thi công: Công ty Thoát nước)."),
        ("2. Các đơn vị thực hiện: (i) thống kê thiệt hại; (ii) dọn vệ sinh;", "(iii) gửi báo cáo về Sở Xây dựng."),
        ("2. Các đơn vị báo cáo kết quả thực hiện từng nhiệm vụ cụ thể về", "UBND TỈNH trước ngày 15/4/2026."),
    ],
)
def test_a_broken_line_goes_on(above: str, below: str) -> None:
    assert _blocks(above, below) == [f"{above} {below}".removeprefix("2. ")]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("2. Sở Xây dựng rà soát trạm bơm Cửa Bắc và báo cáo kết quả cụ thể.", "3. Sở Tài chính bố trí kinh phí."),
        ("2. Sở Xây dựng rà soát trạm bơm Cửa Bắc và báo cáo kết quả, thứ", "a) Sở Tài chính bố trí kinh phí."),
        ("2. Sở Xây dựng rà soát trạm bơm Cửa Bắc và báo cáo kết quả cụ thể.", "Sửa chữa kênh mương"),
        ("2. Sở Xây dựng rà soát:", "(iii) trạm bơm Cửa Bắc."),
    ],
)
def test_what_stands_alone_begins_anew(above: str, below: str) -> None:
    if above.endswith("thứ"):
        above = above.removesuffix(", thứ")
    first, second = _blocks(above, below)
    assert (first, below.endswith(second)) == (above.removeprefix("2. "), True)


def test_the_margin_tells_where_a_paragraph_goes_on_behind_a_page() -> None:
    def paper(indent: str) -> str:
        return (
            f"{indent}1. Sở Xây dựng rà soát các trạm bơm, đề xuất phương án sửa chữa phù hợp\n"
            "với nguồn vốn của tỉnh. Trường hợp cần thiết thì thuê đơn vị tư vấn cùng làm.\n"
            "\n2\n\n"
            "Hoàn thành và báo cáo UBND tỉnh trước ngày 15/4/2026.\n"
            f"{indent}2. Sở Tài chính bố trí kinh phí sửa chữa các trạm bơm đã được phê duyệt\n"
            "trong dự toán của năm 2026.\n"
            f"{indent}3. Công ty Thoát nước sửa chữa các trạm bơm ngay sau khi được bố trí vốn\n"
            "và báo cáo kết quả.\n"
        )

    set_in = extract_text(HEAD + paper("      ")).tasks
    assert (set_in[0].lead, set_in[0].deadline.due_on, len(set_in)) == (("Sở Xây dựng",), date(2026, 4, 15), 3)
    assert len(read_blocks(paper(""))) == len(read_blocks(paper("      "))) + 1


def test_a_paragraph_that_begins_further_in_does_not_go_on_with_a_full_line() -> None:
    text = (
        "      1. Sở Xây dựng rà soát các trạm bơm, đề xuất phương án sửa chữa\n"
        "phù hợp với nguồn vốn của tỉnh và báo cáo kết quả trước ngày 15/4.\n"
        "      Ngoài ra, các đơn vị tự kiểm tra hệ thống thoát nước của mình để\n"
        "kịp thời khơi thông, không để ngập úng kéo dài khi có mưa lớn xảy ra.\n"
        "      2. Sở Tài chính bố trí kinh phí sửa chữa các trạm bơm của tỉnh đã\n"
        "được phê duyệt.\n"
        "      3. Công ty Thoát nước sửa chữa các trạm bơm ngay sau khi đã được\n"
        "bố trí vốn.\n"
    )
    assert [block.text[:12] for block in read_blocks(text)] == [
        "Sở Xây dựng ",
        "Ngoài ra, cá",
        "Sở Tài chính",
        "Công ty Thoá",
    ]


@pytest.mark.parametrize("text", ["phần 3 của dự án", "mục 2 của phụ lục", "chương 4 của sách", "IV...): khởi công"])
def test_words_inside_a_sentence_mark_nothing(text: str) -> None:
    assert marker_of(text)[0] is Mark.NONE


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Phần I. Mục tiêu", Mark.PART),
        ("PHẦN THỨ HAI", Mark.PART),
        ("Mục 2. Nhiệm vụ", Mark.CHAPTER),
        ("CHƯƠNG III", Mark.CHAPTER),
        ("IV. Tổ chức thực hiện", Mark.ROMAN),
        ("( 2 ) Sở Y tế", Mark.PAREN),
    ],
)
def test_markers(text: str, mark: Mark) -> None:
    assert marker_of(text)[0] is mark


def test_a_line_that_goes_on_with_a_number_prints_none_of_the_paper() -> None:
    text = """Tỉnh Nam Sơn siết quản lý các trạm bơm trước mùa mưa

Theo Chỉ thị 05/CT-UBND ngày 02/3/2026, Chủ tịch UBND tỉnh yêu cầu các sở, ngành thực hiện các nội dung của Chỉ thị
số 20/CT-TTg ngày 08 tháng 6 năm 2023 của Thủ tướng Chính phủ về tiết kiệm điện, cụ thể như sau:

- Sở Xây dựng rà soát các trạm bơm, hoàn thành trước ngày 15/4/2026.
"""
    assert extract_text(text).header.number == "05/CT-UBND"


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        (
            "BAN HÀNH KẾ HOẠCH TRIỂN KHAI QUYẾT ĐỊNH SỐ 06/QĐ-TTG CỦA THỦ TƯỚNG\nCHÍNH PHỦ VÀ QUYẾT ĐỊNH SỐ 31/QĐ-BTC",
            "BAN HÀNH KẾ HOẠCH TRIỂN KHAI QUYẾT ĐỊNH SỐ 06/QĐ-TTG CỦA THỦ TƯỚNG CHÍNH PHỦ VÀ QUYẾT ĐỊNH SỐ 31/QĐ-BTC",
        ),
        (
            "Ban hành Kế hoạch chống khai thác hải sản không theo quy định\n(IUU) sáu tháng cuối năm 2026",
            "Ban hành Kế hoạch chống khai thác hải sản không theo quy định (IUU) sáu tháng cuối năm 2026",
        ),
        (
            "Tình hình thực hiện nhiệm vụ thoát nước năm 2025;\nphương hướng, nhiệm vụ năm 2026",
            "Tình hình thực hiện nhiệm vụ thoát nước năm 2025; phương hướng, nhiệm vụ năm 2026",
        ),
        (
            "Ban hành Kế hoạch thoát nước năm 2026\n(Kèm theo Tờ trình số 12/TTr-SXD ngày 01/3/2026)",
            "Ban hành Kế hoạch thoát nước năm 2026",
        ),
    ],
)
def test_a_subject_broken_inside_a_name_or_a_list(lines: str, subject: str) -> None:
    text = f"""ỦY BAN NHÂN DÂN
TỈNH NAM SƠN
Số: 19/QĐ-UBND
Nam Sơn, ngày 02 tháng 3 năm 2026

QUYẾT ĐỊNH

{lines}

ỦY BAN NHÂN DÂN TỈNH NAM SƠN

Căn cứ Luật Tổ chức chính quyền địa phương;
"""
    assert extract_text(text).header.subject == subject


def test_a_blank_that_was_left_out_stands_in_the_view_and_nowhere_else() -> None:
    text = "Sở Nội vụ,Sở Tài chính;các phường:rà soát.Báo cáo trước 5.2026.Giao Ths.Lê, Tp.Huế, www.Namson, KH/1,2"
    view = view_of(text)
    assert view.text == (
        "Sở Nội vụ, Sở Tài chính; các phường: rà soát. Báo cáo trước 5.2026. Giao Ths.Lê, Tp.Huế, www.Namson, KH/1,2"
    )
    for word in ("Sở Tài chính", "các phường", "Báo cáo", "Giao", "KH/1,2"):
        at = view.text.index(word)
        assert view.span(at, at + len(word)).of(text) == word
    (task,) = extract_text(f"{HEAD}1. {text}\n").tasks[:1]
    assert task.lead == ("Sở Nội vụ", "Sở Tài chính", "các phường")
    assert task.text.startswith("Sở Nội vụ,Sở Tài chính;các phường:rà soát.")


def test_odd_blanks_and_escapes_keep_every_sign_in_its_place() -> None:
    text = "1\\. Sở\u00a0Xây\u202fdựng:\n\\- Rà soát trước ngày\u300015/4/2026.\n\\- Báo cáo \\(nếu có\\)\u200b .\n"
    clean = unescaped(visible_blanks(text))
    assert len(clean) == len(text)
    assert clean.split("\n")[:2] == ["1.  Sở Xây dựng:", "-  Rà soát trước ngày 15/4/2026."]
    assert unescaped("Đường dẫn C:\\(x) và \\- một dấu") == "Đường dẫn C:\\(x) và \\- một dấu"
