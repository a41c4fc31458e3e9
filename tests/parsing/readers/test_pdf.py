"""Text PDFs: paragraphs, letterhead and signature, tables, page furniture."""

import io

import pypdfium2
import pytest

from directives.parsing.extract import extract
from directives.parsing.readers import read
from tests.parsing.readers.papers import pdf
from tests.parsing.readers.test_html import assert_spans_are_exact, cells

LETTERHEAD = """#grid(columns: (2fr, 3fr), align: center, row-gutter: 6pt,
  [ỦY BAN NHÂN DÂN \\ THÀNH PHỐ], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ Độc lập - Tự do - Hạnh phúc],
  [Số: 15/UBND-TH \\ V/v rà soát \\ quỹ đất], [_Hải Phòng, ngày 20 tháng 8 năm 2026_])
"""
LONG = (
    "Giao Sở Xây dựng chủ trì, phối hợp với Sở Tài chính và Ủy ban nhân dân các xã, phường, đặc khu rà soát toàn bộ "
    "nhà ở xuống cấp trên địa bàn thành phố trong giai đoạn 2021 - 2025, tổng hợp nhu cầu kinh phí sửa chữa và báo "
    "cáo Ủy ban nhân dân thành phố trước ngày 30/9/2026."
)
SIGNATURE = """#grid(columns: (1fr, 1fr),
  text(size: 11pt)[#set par(first-line-indent: 0pt); _*Nơi nhận:*_ \\ - Như trên; \\ - Lưu: VT, TH.],
  align(center)[*KT. CHỦ TỊCH* \\ *PHÓ CHỦ TỊCH* \\ #v(30pt) *Nguyễn Văn Mẫu*])
"""
TABLE = """#table(columns: (30pt, 1fr, 120pt, 90pt),
  table.header([STT], [Nhiệm vụ], [Cơ quan chủ trì], [Thời hạn]),
  table.cell(colspan: 4)[I. ĐẤT ĐAI],
  [1], [Hoàn thành cơ sở dữ liệu đất đai của các xã], table.cell(rowspan: 2)[Sở Nông nghiệp], [Quý II/2026],
  [2], [Kiểm tra khai thác cát], [Thường xuyên])
"""


def lines(source: str) -> list[str]:
    return read(pdf(source), "a.pdf").text.splitlines()


def test_letterhead_stands_column_by_column():
    assert lines(LETTERHEAD + "#v(20pt)\n" + LONG) == [
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ",
        "Số: 15/UBND-TH",
        "V/v rà soát",
        "quỹ đất",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hải Phòng, ngày 20 tháng 8 năm 2026",
        LONG,
    ]


def test_a_letterhead_too_narrow_for_its_title_and_a_subject_that_goes_on_below_the_date():
    head = """#grid(columns: (1fr, 1fr), align: center,
      [ỦY BAN NHÂN DÂN \\ THÀNH PHỐ \\ Số: 15/UBND-TH \\ V/v rà soát \\ quỹ đất \\ năm 2026],
      [CỘNG HÒA XÃ HỘI CHỦ \\ NGHĨA VIỆT NAM \\ Độc lập - Tự do - Hạnh phúc \\ Hải Phòng, ngày 20 tháng 8 năm 2026])
    """
    assert lines(head + "#v(20pt)\n#align(center)[THÔNG BÁO]\n" + LONG) == [
        *("ỦY BAN NHÂN DÂN", "THÀNH PHỐ", "Số: 15/UBND-TH", "V/v rà soát", "quỹ đất", "năm 2026"),
        *("CỘNG HÒA XÃ HỘI CHỦ", "NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        *("Hải Phòng, ngày 20 tháng 8 năm 2026", "THÔNG BÁO", LONG),
    ]


def test_who_sends_a_telegram_is_no_part_of_its_subject():
    subject, sender = "Về việc ứng phó với bão số 8", "Chủ tịch Ủy ban nhân dân tỉnh điện:"
    assert lines(f"#align(center)[{subject} \\ {sender}]\n{LONG}") == [subject, sender, LONG]


def test_what_a_plan_is_attached_to_stands_below_its_title():
    title, attached = (
        "Giảm nghèo bền vững năm 2026",
        "(Kèm theo Quyết định số 210/QĐ-UBND ngày 03/02/2026 của Chủ tịch)",
    )
    assert lines(f"#align(center)[KẾ HOẠCH \\ {title} \\ {attached}]\n{LONG}") == ["KẾ HOẠCH", title, attached, LONG]


def test_a_table_open_at_its_sides_has_all_its_columns():
    inner = "(x, y) => (left: if x > 0 { 0.5pt } else { none }, top: if y > 0 { 0.5pt } else { none })"
    rows = [("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn")]
    rows += [(n, "Rà soát quỹ đất", "Sở Nội vụ", "Sở Y tế", "Tháng 6") for n in "123"]
    parts = ", ".join(f"[{cell}]" for row in rows for cell in row)
    document = read(pdf(f"#table(columns: (30pt, 1fr, 90pt, 90pt, 80pt), stroke: {inner}, {parts})"), "a.pdf")
    assert cells(document) == rows
    assert extract(document).tasks[1].lead == ("Sở Nội vụ",)


def test_signature_stands_after_the_recipients():
    assert lines(LONG + "\n" + SIGNATURE) == [
        LONG,
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, TH.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Mẫu",
    ]


def test_a_name_wider_than_the_title_above_it_stays_in_its_column():
    name = "Nguyễn Phúc Bảo Khánh Linh Đan"
    signed = SIGNATURE.replace("Nguyễn Văn Mẫu", name).replace("*KT. CHỦ TỊCH* \\ *PHÓ CHỦ TỊCH*", "*GIÁM ĐỐC*")
    assert lines(f"{LONG}\n{signed}\n#pagebreak()\n#align(center)[PHỤ LỤC]")[-3:] == ["GIÁM ĐỐC", name, "PHỤ LỤC"]


@pytest.mark.parametrize("justify", ["true", "false"])
def test_wrapped_lines_are_joined_and_paragraphs_are_not(justify):
    source = f"#set par(justify: {justify})\n{LONG}\n\n{LONG}\n\n1\\. {LONG}\n\na\\) Việc ngắn;\n\nb\\) Việc khác."
    assert lines(source) == [LONG, LONG, f"1. {LONG}", "a) Việc ngắn;", "b) Việc khác."]


def test_a_title_over_two_lines_is_one_paragraph():
    title = "Về việc rà soát, sửa chữa nhà ở xuống cấp và bố trí tái định cư cho người dân trên địa bàn thành phố"
    assert lines(f"#align(center)[*KẾ HOẠCH* \\ *{title}*]\n\n{LONG}") == ["KẾ HOẠCH", title, LONG]


def test_page_numbers_and_running_heads_go_and_the_sentence_goes_on_overleaf():
    head = "#set page(header: [Báo cáo nội bộ], footer: context align(center, counter(page).display()))\n"
    words = " ".join(f"việc thứ {n}" for n in range(1, 900))
    text = read(pdf(head + words), "a.pdf").text
    assert text == words


def test_a_table_with_merged_cells_has_exact_spans():
    document = read(pdf("Phụ lục kèm theo\n" + TABLE + "\nHết phụ lục."), "a.pdf")
    assert cells(document) == [
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
        ("I. ĐẤT ĐAI",) * 4,
        ("1", "Hoàn thành cơ sở dữ liệu đất đai của các xã", "Sở Nông nghiệp", "Quý II/2026"),
        ("2", "Kiểm tra khai thác cát", "Sở Nông nghiệp", "Thường xuyên"),
    ]
    assert_spans_are_exact(document)
    assert document.text.splitlines()[0] == "Phụ lục kèm theo"
    assert document.text.splitlines()[-1] == "Hết phụ lục."


def test_a_table_over_two_pages_is_one_table_with_one_heading():
    rows = "".join(f"[{n}], [Việc số {n}], [Sở Y tế], [Quý I]," for n in range(1, 61))
    document = read(pdf(f"#table(columns: 4, table.header([STT], [Việc], [Chủ trì], [Hạn]), {rows})"), "a.pdf")
    assert len(document.tables) == 1
    assert [row.cells[0] for row in document.tables[0].rows] == ["STT", *map(str, range(1, 61))]


def test_a_page_turned_sideways_reads_the_same():
    content = f"{LONG}\n{TABLE}"
    upright = read(pdf(content), "a.pdf")
    lying = (
        "#set page(width: 842pt, height: 595pt, margin: 0pt)\n"
        f"#rotate(-90deg, reflow: true, box(width: 595pt, height: 842pt, inset: 70pt)[{content}])"
    )
    paper = pypdfium2.PdfDocument(pdf(lying))
    paper[0].set_rotation(90)
    turned = io.BytesIO()
    paper.save(turned)
    assert read(turned.getvalue(), "a.pdf") == upright


def test_a_sentence_goes_on_in_small_letters_whatever_the_measures_of_line_and_page():
    first, rest = "Giao Sở Xây dựng chủ trì, phối hợp với các sở, ban, ngành rà soát nhà", "ở cũ của các phường."
    wide = f"#block(width: 300pt)[#set par(first-line-indent: 0pt); {first}]\n#pagebreak()\n{rest}"
    assert lines(f"#set par(justify: false)\n{wide}") == [f"{first} {rest}"]
    taller = f"#set par(first-line-indent: 0pt)\n{first} #box(width: 60pt)[#text(size: 18pt)[nhà]] \\ {rest}"
    assert lines(taller) == [f"{first} nhà {rest}"]
    assert lines(f"{LONG}\n#pagebreak()\n#text(size: 18pt)[Sở Y tế rà soát.]") == [LONG, "Sở Y tế rà soát."]
