"""Several papers in one file, and what only looks like it."""

import pytest

from directives.parsing.readers import read
from directives.parsing.readers.several import other_papers
from tests.parsing.readers.papers import pdf
from tests.parsing.readers.test_html import assert_spans_are_exact
from tests.parsing.readers.test_pdf import LETTERHEAD, LONG, SIGNATURE

TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
END = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. CHỦ TỊCH\nNguyễn Văn Mẫu\n"


def paper(number: str, words: str = "1. Giao Sở Y tế rà soát.") -> str:
    return f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ\nSố: {number}\n{TITLE}\nHải Phòng, ngày 1 tháng 2 năm 2026\n{words}\n{END}"


def test_the_first_of_two_papers_is_read_and_the_second_is_named():
    document = read((paper("15/KH-UBND") + paper("16/KH-UBND", "Việc khác.")).encode(), "a.txt")
    assert document.text == paper("15/KH-UBND").strip()
    (warning,) = document.warnings
    assert warning.startswith("Tệp có 2 văn bản, chỉ đọc văn bản thứ nhất; các văn bản sau: số 16/KH-UBND từ dòng 13")
    assert f"(ký tự {len(paper('15/KH-UBND'))})" in warning


def test_pages_are_named_where_there_are_some():
    source = LETTERHEAD + "#v(9pt)\n" + LONG + "\n" + SIGNATURE
    document = read(pdf(f"{source}\n#pagebreak()\n{source.replace('15/UBND-TH', '16/UBND-TH')}"), "a.pdf")
    assert "số 16/UBND-TH từ trang 2" in document.warnings[-1]
    assert document.text.splitlines()[-1] == "Nguyễn Văn Mẫu"
    assert_spans_are_exact(document)


@pytest.mark.parametrize(
    "more",
    [
        f"PHỤ LỤC I\nDANH MỤC\n{TITLE}\nSố: 3/BC-ABC",
        f"ỦY BAN NHÂN DÂN\n{TITLE}\nKẾ HOẠCH\n(Ban hành kèm theo Quyết định số 15/QĐ-UBND)\nSố: 16/KH-UBND",
        f"ỦY BAN NHÂN DÂN\nSố: …/BC-UBND\n{TITLE}\nBÁO CÁO",
        f"ỦY BAN NHÂN DÂN\nSố: 15/KH-UBND\n{TITLE}\nBản sao",
    ],
    ids=["an annex", "an attached plan", "a form", "the same paper again"],
)
def test_what_belongs_to_a_paper_is_no_second_one(more):
    assert other_papers(paper("15/KH-UBND") + more) == []


def test_a_title_before_the_paper_has_ended_is_no_second_one():
    assert other_papers(f"Số: 1/KH-UBND\n{TITLE}\nNội dung\nSố: 2/KH-UBND\n{TITLE}") == []
