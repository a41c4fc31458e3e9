"""Texts as pages show them: lines that printing broke flow, and every character keeps its place."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.parsing.flowing import flowing
from directives.parsing.readers import read

PAPERS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
BROKEN = """UBND TỈNH AN PHÚ
SỞ XÂY DỰNG
Số: 12/KH-SXD

KẾ HOẠCH
Rà soát quỹ đất công trên địa bàn tỉnh

1. Phòng Quản lý nhà chủ trì, phối hợp với các phòng có liên quan rà
soát quỹ đất công chưa sử dụng trên địa bàn, lập danh mục theo từng xã
và báo cáo Giám đốc Sở trước ngày 15/6/2026.
2. Văn phòng Sở theo dõi, đôn đốc việc thực hiện kế hoạch này và định
kỳ hằng tháng tổng hợp kết quả.
"""


def test_a_broken_sentence_is_one_line():
    lines = flowing(BROKEN).split("\n")
    assert sum(line.startswith("1. Phòng Quản lý nhà chủ trì") and line.endswith("15/6/2026.") for line in lines) == 1
    assert sum(line.startswith("2. Văn phòng Sở") and line.endswith("kết quả.") for line in lines) == 1


def test_the_letterhead_keeps_its_lines():
    assert flowing(BROKEN).split("\n")[:3] == ["UBND TỈNH AN PHÚ", "SỞ XÂY DỰNG", "Số: 12/KH-SXD"]


def test_a_page_number_inside_a_sentence_stays_alone():
    for number in ("\n\n2\n\n", "\n2\n", "\n- 2 -\n", "\nTrang 2/5\n"):
        text = BROKEN.replace("danh mục theo từng xã\nvà", f"danh mục theo từng xã{number}và")
        shown = flowing(text)
        assert number in shown
        assert "liên quan rà soát quỹ đất công chưa sử dụng trên địa bàn, lập" in shown


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_only_line_ends_are_changed(path):
    text = read(path.read_bytes(), path.name).text
    shown = flowing(text)
    assert len(shown) == len(text)
    assert {(old, new) for old, new in zip(text, shown, strict=True) if old != new} <= {("\n", " ")}


@given(st.text(alphabet="aá1.-|\n \t(A:", max_size=400))
def test_any_text_keeps_its_places(drawn):
    text = unicodedata.normalize("NFC", drawn)
    shown = flowing(text)
    assert [old for old, new in zip(text, shown, strict=True) if old != new] == ["\n"] * sum(
        old != new for old, new in zip(text, shown, strict=True)
    )
