"""Tables without lines in a PDF: found by their heading and the white between columns, and nothing else is one."""

from itertools import product

import pytest

from directives.parsing.extract import extract
from directives.parsing.readers import read
from directives.parsing.readers.row_numbers import Counted
from tests.parsing.readers.papers import pdf
from tests.parsing.readers.test_html import assert_spans_are_exact, cells

HEADING = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Phối hợp", "Thời hạn")
LEADS = ("Sở Xây dựng", "UBND các xã, phường", "Sở Nông nghiệp và Môi trường", "Công an tỉnh")
HELPERS = ("Sở Tài chính, các đơn vị liên quan", "", "Sở Y tế")
DUE = ("Tháng 4/2027", "Trước ngày 15/6/2027", "Quý III/2027")
DEEDS = ("Rà soát hồ sơ", "Kiểm tra, đôn đốc", "Xây dựng đề cương", "Thanh tra đột xuất")
WIDE = "#set page(width: 842pt, height: 595pt)\n"


def work(n: int) -> str:
    """A deed of one to four lines."""
    return f"{DEEDS[n % 4]} nhóm công trình thứ {n}" + ", lập danh mục và kiến nghị phương án xử lý" * (n % 4)


def line(n: int) -> tuple[str, ...]:
    return (str(n), work(n), LEADS[n % 4], HELPERS[n % 3], DUE[n % 3])


def unruled(rows, *, columns="28pt, 1fr, 95pt, 80pt, 70pt", gutter=10, more="", head=HEADING) -> str:
    """A typst grid, which draws no lines; a row of one text goes over all columns."""
    parts = [f"[*{title}*]" for title in head]
    for row in rows:
        parts += [f"[{cell}]" for cell in row] if len(row) > 1 else [f"grid.cell(colspan: {len(head)})[{row[0]}]"]
    gaps = f"column-gutter: {gutter}pt, row-gutter: 7pt, {more}"
    return f"#set par(leading: 4pt)\n#grid(columns: ({columns}), {gaps} {', '.join(parts)})\n"


@pytest.mark.parametrize(
    ("page", "gutter", "aligned"),
    list(product(("", WIDE), (6, 16), ("", "align: (x, y) => if y == 0 or x == 4 { center } else { left },"))),
)
def test_rows_are_whole_over_pages_whatever_their_measures(page, gutter, aligned):
    rows = [line(n) for n in range(1, 31)]
    source = f"{page}#align(center)[*PHỤ LỤC*]\n{unruled(rows, gutter=gutter, more=aligned)}\nIII. TỔ CHỨC THỰC HIỆN"
    document = read(pdf(source), "a.pdf")
    assert len(document.page_starts) > 1
    assert len(document.tables) == 1
    assert_spans_are_exact(document)
    assert cells(document) == [HEADING, *rows]
    assert document.text.endswith("III. TỔ CHỨC THỰC HIỆN")
    tasks = extract(document).tasks
    assert [(task.path, task.text, task.lead) for task in tasks] == [
        (f"PL1.r{n}", work(n), (LEADS[n % 4],)) for n in range(1, 31)
    ]


def test_numbers_in_the_middle_of_their_rows():
    rows = [line(n) for n in range(1, 9)]
    middle = "align: (x, y) => if x == 0 { horizon } else { top },"
    assert cells(read(pdf(unruled(rows, more=middle)), "a.pdf")) == [HEADING, *rows]


def test_a_heading_repeated_overleaf_stands_once_and_titles_may_take_several_lines():
    head = ("TT", "Nội dung công việc", "Đơn vị chủ trì thực hiện", "Đơn vị phối hợp", "Thời gian hoàn thành")
    rows = [line(n) for n in range(1, 28)]
    columns = "28pt, 1fr, 80pt, 80pt, 70pt"
    body = unruled(
        rows, columns=columns, head=head, more="align: (x, y) => if y == 0 { center + horizon } else { left },"
    )
    titles, rest = body.split("[1]", 1)
    opening, titles = titles.split("[*TT*]")
    opening = opening.replace("leading: 4pt", "leading: 4pt, justify: false")
    document = read(pdf(f"{opening}grid.header([*TT*]{titles.rstrip(', ')}), [1]{rest}"), "a.pdf")
    assert len(document.page_starts) > 1
    assert cells(document) == [head, *rows]


def test_titles_below_a_title_and_a_number_whose_title_is_on_two_lines():
    rows = [line(n) for n in range(1, 5)]
    upper = ["Số \\ TT", "Nội dung", "Phân công thực hiện", "Thời hạn"]
    parts = [f"grid.cell({'colspan' if i == 2 else 'rowspan'}: 2)[*{title}*]" for i, title in enumerate(upper)]
    parts += ["[*Chủ trì*]", "[*Phối hợp*]", *(f"[{cell}]" for row in rows for cell in row)]
    gaps = "column-gutter: 10pt, row-gutter: 7pt, align: (x, y) => if y < 2 { center + horizon } else { left }"
    source = f"#set par(leading: 4pt)\n#grid(columns: (28pt, 1fr, 95pt, 80pt, 70pt), {gaps}, {', '.join(parts)})"
    assert cells(read(pdf(source), "a.pdf")) == [("Số TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"), *rows]


def test_parts_of_a_table_have_titles_over_all_columns():
    long = "Nhóm nhiệm vụ hoàn thiện thể chế, cơ chế, chính sách phục vụ đầu tư"
    rows = [("I. " + long,), line(1), line(2), ("II. " + long.replace("đầu tư", "tái định cư"),), line(3), line(4)]
    document = read(pdf(unruled(rows)), "a.pdf")
    short = read(pdf(unruled([("A. CƠ SỞ",), line(1), ("B. DÂN CƯ",), line(2)])), "a.pdf")
    assert [row[0] for row in cells(short)] == ["STT", "A. CƠ SỞ", "1", "B. DÂN CƯ", "2"]
    assert [row[0].split()[0] for row in cells(document)] == ["STT", "I.", "1", "2", "II.", "3", "4"]
    assert [task.path for task in extract(document).tasks] == ["PL1.I.r1", "PL1.I.r2", "PL1.II.r3", "PL1.II.r4"]


@pytest.mark.parametrize(
    "below",
    [
        "4. Sở Nội vụ theo dõi, đôn đốc các cơ quan, đơn vị thực hiện; tổng hợp, báo cáo Ủy ban nhân dân tỉnh kết quả.",
        "Trên đây là kế hoạch của Ủy ban nhân dân tỉnh; yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.",
        "#grid(columns: (1fr, 1fr), [Nơi nhận:], [TM. ỦY BAN NHÂN DÂN])",
        "#h(240pt) KT. CHỦ TỊCH",
    ],
)
def test_what_stands_below_a_table_is_none_of_its_rows(below):
    rows = [line(n) for n in range(1, 4)]
    assert cells(read(pdf(unruled(rows) + below), "a.pdf")) == [HEADING, *rows]


@pytest.mark.parametrize(
    "source",
    [
        "#grid(columns: (2fr, 3fr), align: center, [ỦY BAN NHÂN DÂN], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM])",
        unruled([("1", "Nguyễn Văn An", "12.000.000"), ("2", "Lê Thị Bình", "9.500.000")],
                head=("STT", "Họ và tên", "Số tiền"), columns="28pt, 1fr, 90pt"),
        unruled([], head=HEADING),
        "TT Nội dung, nhiệm vụ do cơ quan chủ trì báo cáo theo thời hạn quy định.\n\n1. Sở Y tế chủ trì thực hiện.",
        "1. Nhiệm vụ #h(60pt) Cơ quan chủ trì #h(60pt) Thời hạn\n\n2. Rà soát #h(60pt) Sở Y tế #h(60pt) Tháng 6",
        "#grid(columns: (1fr, 1fr), [Nơi nhận: \\ - Như trên; \\ - Lưu: VT.], [TM. ỦY BAN NHÂN DÂN \\ CHỦ TỊCH])",
    ],
    ids=["letterhead", "no tasks", "no rows", "prose", "no numbers titled", "signature"],
)  # fmt: skip
def test_no_table_where_none_is(source):
    assert read(pdf(source), "a.pdf").tables == ()


def test_what_number_may_follow():
    counted = Counted()
    for index in ("A", "I", "1", "2", "2.1", "II.", "3.", "a)", "-", "B", "I", "1"):
        assert counted.follows(index), index
        counted.take(index)
    assert not any(map(counted.follows, ("1", "C1", "IX", "D", "9", "Sở", "")))
