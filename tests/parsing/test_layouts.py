"""The same paper printed in another way gives the same tasks: bullets, page numbers, empty lines, broken lines."""

import re
import textwrap
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from directives.parsing.extract import extract, extract_text
from directives.parsing.layout import read_blocks
from directives.parsing.readers import read

PAPERS = sorted((Path(__file__).parent / "documents").glob("*.txt"))[4::7]
PAGE = 30
WHOLE_WORDS = {"break_long_words": False, "break_on_hyphens": False}


def _with_pages(printed: str) -> Callable[[str], str]:
    """A text with the number of a page behind every so many lines, however the sentence goes on."""

    def turned(text: str) -> str:
        lines = iter(_broken(90)(text).split("\n"))
        pages = iter(lambda: list(islice(lines, PAGE)), [])
        return "\n".join("\n".join((*page, printed.format(number))) for number, page in enumerate(pages, start=2))

    return turned


def _broken(width: int) -> Callable[[str], str]:
    """A text whose paragraphs, rows of tables apart, are broken into lines of at most `width` characters."""

    def broken(text: str) -> str:
        lines = (
            line if "|" in line or "\t" in line else textwrap.fill(line, width, **WHOLE_WORDS)
            for line in text.split("\n")
        )
        return "\n".join(lines)

    return broken


def _bullets(sign: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?m)^(\s*)- (?=\S)", rf"\g<1>{sign} ", text)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "bullets of a symbol font": _bullets("\uf0b7"),
    "arrows": _bullets("➢"),
    "plus signs": _bullets("+"),
    "points in bold": lambda text: re.sub(r"(?m)^(\d{1,2}\. [^\n:.;]{3,60})(:?)$", r"**\1\2**", text),
    "numbers of pages": _with_pages("{}"),
    "numbers of pages in words": _with_pages("\nTrang {}/9\n"),
    "form feeds": _with_pages("\f{}"),
    "an empty line behind every line": lambda text: _broken(78)(text).replace("\n", "\n\n"),
    "an empty line behind every paragraph": lambda text: re.sub(r"\n+", "\n\n", text),
    "blanks in front of and behind every line": lambda text: re.sub(r"(?m)^(.*\S.*)$", r"    \1   ", text),
    "tabs behind markers": lambda text: re.sub(r"(?m)^(-|\d{1,2}\.|[a-zđ]\)) ", "\\1\t", text),
    "lines of 72 characters": _broken(72),
    "lines of 108 characters": _broken(108),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "narrow spaces": lambda text: re.sub(r"(?<=\d) (?=\w)", "\u202f", text),
    "signs escaped as in Markdown": lambda text: re.sub(
        r"(?m)^(\s*)- ", r"\1\\- ", re.sub(r"(?m)^(\s*(?:\d{1,2}|[IVX]+))\. ", r"\1\\. ", text)
    ),
    "no blanks behind commas": lambda text: re.sub(r"(?<=[^\W_]{2})([,;]) (?=[^\W\d_]{2})", r"\1", text),
    "words slanted as in Markdown": lambda text: re.sub(r"(trước (?:ngày )?\d[\d/]*)", r"_\1_", text),
    "dashes behind colons": lambda text: re.sub(r"(?m):$", ":-", text),
    "old line ends": lambda text: text.replace("\n", "\r\n"),
}


def _meant(text: str) -> list[tuple[object, ...]]:
    """Who, with whom and by when of every task, with the letters of its words."""
    return [
        (
            re.sub(r"\W", "", task.text)[:40],
            task.lead,
            task.coordinating,
            task.deadline.due_on,
            task.deadline.recurrence,
        )
        for task in extract_text(text).tasks
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_a_paper_in_another_layout_gives_the_same_tasks(paper: Path, layout: str) -> None:
    text = paper.read_text(encoding="utf-8")
    assert _meant(LAYOUTS[layout](text)) == _meant(text)


def test_a_table_parted_by_titles_of_groups_keeps_its_columns() -> None:
    """Web pages often set each group of rows as a table of its own; only the first has the titles of the columns."""

    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"

    page = "".join(
        (
            "<html><body><h1>KẾ HOẠCH</h1><p>Trồng cây xanh đô thị năm 2026</p>",
            table(
                ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
                ("1", "Lập danh mục tuyến phố", "Sở Xây dựng", "3/2026"),
            ),
            "<p>II. Nhóm chăm sóc</p>",
            table(("2", "Cắt tỉa cây trước mùa mưa", "Công ty Cây xanh", "5/2026")),
            "<p>Bảng giá tham khảo</p>",
            table(("3", "Phân bón"), ("4", "Cọc chống")),
            "</body></html>",
        )
    )
    tasks = extract(read(page.encode(), "trang.html")).tasks
    assert [(task.lead, task.deadline.due_on) for task in tasks] == [
        (("Sở Xây dựng",), date(2026, 3, 31)),
        (("Công ty Cây xanh",), date(2026, 5, 31)),
    ]


def test_parts_and_bodies_are_titles_where_a_copy_lost_their_numbers() -> None:
    text = """ỦY BAN NHÂN DÂN
TỈNH NAM SƠN
Số: 19/KH-UBND
Nam Sơn, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Phân loại rác tại nguồn năm 2026
MỤC TIÊU
Nâng cao ý thức của người dân các khu phố về phân loại rác tại nhà.
XÂY DỰNG ĐIỂM TẬP KẾT
Bố trí quỹ đất cho điểm tập kết rác tái chế ở mỗi xã, phường.
TỔ CHỨC THỰC HIỆN
Sở Tài chính
Cân đối kinh phí mua thùng rác cho các khu phố trong dự toán năm 2026.
UBND các xã, phường
Tổ chức thu gom rác tái chế vào ngày thứ Bảy của tuần đầu mỗi tháng.
Nơi nhận:
Sở Tài chính
Lưu: VT."""
    assert [task.lead for task in extract_text(text).tasks] == [(), ("Sở Tài chính",), ("UBND các xã, phường",)]


def test_star_is_a_bullet_where_bold_words_follow() -> None:
    text = "3. UBND các xã\n\n* Dọn kênh.\n* Ra quân **trước ngày 20/9**.\n* **Sở Y tế:** chuẩn bị thuốc.\n"
    assert [(block.label, block.text[:6]) for block in read_blocks(text)] == [
        ("3", "UBND c"),
        ("*", "Dọn kê"),
        ("*", "Ra quâ"),
        ("*", "Sở Y t"),
    ]


def test_a_sentence_goes_on_behind_a_page_number():
    text = (
        "Số: 12/CT-UBND\nHải Phòng, ngày 05 tháng 3 năm 2025\nCHỈ THỊ\nVề việc chăm sóc cây xanh\n"
        "Chủ tịch UBND thành phố yêu cầu các sở, ngành và UBND các xã, phường\nthực hiện các nội dung sau:\n"
        "1. Sở Xây dựng lập danh mục cây cần cắt tỉa ở từng tuyến phố, sau đó\n"
        "gửi danh mục này cho UBND các xã, phường có liên quan trong thời hạn\n"
        "\n2\n\n05 ngày làm việc kể từ ngày ký Chỉ thị này.\n"
        "- Sở Tài chính bố trí kinh phí chăm sóc cây xanh cho các tuyến phố mới;\n"
        "\n3\n\nhoàn thành trước ngày 30/4/2025.\n"
    )
    first, second = extract_text(text).tasks
    assert (first.lead, str(first.deadline.due_on)) == (("Sở Xây dựng",), "2025-03-12")
    assert (second.lead, str(second.deadline.due_on)) == (("Sở Tài chính",), "2025-04-30")
    assert second.text.endswith("các tuyến phố mới; hoàn thành trước ngày 30/4/2025.")  # the page number is no word


def test_a_short_letter_shows_where_its_lines_were_broken():
    text = (
        "Số: 12/SNV-TC\nHải Phòng, ngày 05 tháng 3 năm 2025\nV/v thống kê cán bộ\nKính gửi: Các sở, ban, ngành\n"
        "Sở Nội vụ đề nghị các sở, ban, ngành:\n"
        "1. Thống kê số lượng cán bộ theo biểu mẫu kèm theo Công văn số\n45/BNV-TC và gửi về Sở Nội vụ trước ngày\n"
        "20/3/2025.\n2. Cử một công chức làm đầu mối, gửi danh sách qua thư điện tử.\n"
    )
    tasks = extract_text(text).tasks
    assert [(task.lead, task.deadline.due_on and str(task.deadline.due_on)) for task in tasks] == [
        (("các sở, ban, ngành",), "2025-03-20"),
        (("các sở, ban, ngành",), None),
    ]
