"""Tables of an annex that go on over several pages: one table, whole rows, exact spans."""

from itertools import pairwise

import pytest

from directives.parsing.extract import extract
from directives.parsing.readers import read
from directives.parsing.types import Document
from tests.parsing.readers.papers import pdf
from tests.parsing.readers.test_html import assert_spans_are_exact, cells

PAPER = """#grid(columns: (2fr, 3fr), align: center,
  [ỦY BAN NHÂN DÂN \\ THÀNH PHỐ], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ Độc lập - Tự do - Hạnh phúc],
  [Số: 15/KH-UBND], [_Hải Phòng, ngày 20 tháng 8 năm 2026_])
#align(center)[*KẾ HOẠCH* \\ *Rà soát quỹ đất*]
#pagebreak()
#align(center)[*PHỤ LỤC* \\ *Danh mục nhiệm vụ*]
"""
LANDSCAPE = "#set page(width: 842pt, height: 595pt)\n"
HEADING = "[STT], [Nhiệm vụ], [Cơ quan chủ trì], [Cơ quan phối hợp], [Thời hạn]"
COLUMNS = "columns: (30pt, 1fr, 110pt, 90pt, 80pt)"
ROWS = 24


def work(n: int) -> str:
    return f"Rà soát, hoàn thiện hồ sơ của nhóm công trình thứ {n} trên địa bàn thành phố, lập danh mục và kiến nghị"


def due(n: int) -> str:
    return f"Tháng {n % 12 + 1}/2027"


def annex(leads: list[str], *, heading: str) -> str:
    """The paper and its table; a lead that is empty belongs to a merged cell above."""
    rows = ", ".join(
        ", ".join(part for part in (f"[{n}]", f"[{work(n)}]", lead, "[Sở Tài chính]", f"[{due(n)}]") if part)
        for n, lead in enumerate(leads, 1)
    )
    return f"{PAPER}#table({COLUMNS}, {heading}, {rows})\nHết phụ lục."


def read_tasks(source: str, pages: int) -> tuple[Document, list[tuple[str, str, tuple[str, ...], str | None]]]:
    document = read(pdf(source), "a.pdf")
    assert len(document.page_starts) > pages
    assert len(document.tables) == 1
    assert_spans_are_exact(document)
    tasks = extract(document).tasks
    assert all(document.text[task.span.start : task.span.end] == task.text for task in tasks)
    return document, [(task.path, task.text, task.lead, task.deadline.phrase) for task in tasks]


@pytest.mark.parametrize("page", ["", LANDSCAPE])
@pytest.mark.parametrize("heading", [HEADING, f"table.header({HEADING})"])
def test_rows_leads_and_deadlines_are_whole_over_three_pages(page, heading):
    leads = ["[Sở Xây dựng]", "[nt]", "[Như trên]"] * (ROWS // 3)
    document, tasks = read_tasks(page + annex(leads, heading=heading), 3)
    assert tasks == [(f"PL1.r{n}", work(n), ("Sở Xây dựng",), due(n)) for n in range(1, ROWS + 1)]
    assert document.text.endswith("Hết phụ lục.")


@pytest.mark.parametrize("heading", [HEADING, f"table.header({HEADING})"])
def test_a_merged_lead_goes_on_overleaf(heading):
    leads = [f"table.cell(rowspan: 8)[Sở số {n // 8 + 1}]" if n % 8 == 0 else "" for n in range(ROWS)]
    _, tasks = read_tasks(annex(leads, heading=heading), 3)
    assert [lead for _, _, lead, _ in tasks] == [(f"Sở số {n // 8 + 1}",) for n in range(ROWS)]


def test_a_cell_that_is_empty_overleaf_but_stands_alone_stays_empty():
    rows = ", ".join(f"[{n}], [{work(n)}], [{'' if n % 2 else 'Sở Y tế'}]" for n in range(1, 31))
    document = read(pdf(f"#table(columns: (30pt, 1fr, 110pt), [STT], [Nhiệm vụ], [Chủ trì], {rows})"), "a.pdf")
    assert len(document.page_starts) > 1
    assert [row.cells[2] for row in document.tables[0].rows[1:]] == ["", "Sở Y tế"] * 15


def test_a_row_over_several_pages_is_one_row():
    words = [" ".join(f"việc {part} của nhóm {n}, kể cả hồ sơ" for part in range(90)) for n in range(3)]
    several = "Sở Xây dựng, Sở Tài chính, Sở Nội vụ"
    rows = ", ".join(f"[{n}], [Rà soát {text}], [{several}], [Báo cáo {text}]" for n, text in enumerate(words, 1))
    heading = "table.header([STT], [Nhiệm vụ], [Chủ trì], [Sản phẩm])"
    document = read(pdf(f"#table(columns: (30pt, 1fr, 90pt, 1fr), {heading}, {rows})"), "a.pdf")
    assert len(document.page_starts) > 4
    assert cells(document)[1:] == [
        (str(n), f"Rà soát {text}", several, f"Báo cáo {text}") for n, text in enumerate(words, 1)
    ]


def test_a_single_row_on_a_page_of_its_own_belongs_to_the_table():
    last = "việc cuối cùng"
    rows = "[1], [Rà soát quỹ đất], [Sở Y tế], [2], [Kiểm tra nhà ở], [Sở Nội vụ]"
    table = f"#table(columns: (30pt, 200pt, 110pt), [STT], [Nhiệm vụ], [Chủ trì], {rows})"
    alone = f"#pagebreak()\n#table(columns: (30pt, 200pt, 110pt), [3], [{last}], [Sở Y tế])"
    framed = "#table(columns: (100pt, 240pt), [Mẫu số 1], [Phiếu đăng ký])"
    document = read(pdf(f"{table}\n{alone}\n#pagebreak()\n{framed}"), "a.pdf")
    assert [row[0] for row in cells(document)] == ["STT", "1", "2", "3"]
    starts = [row.spans[0].start for row in document.tables[0].rows]
    assert all(one < two for one, two in pairwise(starts))
    assert "Mẫu số 1 Phiếu đăng ký" in document.text


@pytest.mark.parametrize("own_heading", [True, False])
def test_rows_that_no_line_parts_are_parted_by_their_numbers(own_heading):
    rows = [(str(n), work(n), "Sở Xây dựng", "", due(n)) for n in range(1, 16)]
    line = f"(x, y) => (x: 0.5pt, top: if y in (0, {1 if own_heading else 0}) {{ 0.5pt }} else {{ none }})"
    parts = ", ".join(f"[{cell}]" for row in rows for cell in row)
    table = f"#table({COLUMNS}, stroke: {line}, {HEADING}, {parts}, table.hline(stroke: 0.5pt))"
    document = read(pdf(f"#set page(height: 1200pt)\n{table}"), "a.pdf")
    assert cells(document)[1:] == rows


def test_numbers_that_do_not_follow_each_other_part_no_row():
    several = "[1 \\ 5 \\ 3], [Rà soát \\ nhà ở \\ cũ], [Sở Y tế], [2], [Kiểm tra], [Sở Nội vụ]"
    document = read(pdf(f"#table(columns: (30pt, 1fr, 110pt), [STT], [Nhiệm vụ], [Chủ trì], {several})"), "a.pdf")
    assert [row[0] for row in cells(document)] == ["STT", "1 5 3", "2"]
