"""Real PDFs beside the checkout: the same words as in the texts made from them by other tools."""

import re
from collections import Counter
from pathlib import Path

import pytest

from directives.parsing.readers import read
from directives.parsing.readers.ocr import data_folder

DEV = Path(__file__).resolve().parents[4] / "shared" / "extraction" / "dev"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DEV.is_dir(), reason="the extraction material is not beside the checkout"),
]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("name", ["042", "043"])
def test_the_words_of_a_text_pdf_are_those_of_its_paper(name):
    ours = words(read((DEV / "originals" / f"{name}.pdf").read_bytes(), f"{name}.pdf").text)
    theirs = words((DEV / f"{name}.txt").read_text(encoding="utf-8"))
    assert sum((ours & theirs).values()) / sum((ours | theirs).values()) >= 0.95


@pytest.mark.skipif(data_folder() is None, reason="no Vietnamese data for Tesseract on this machine")
def test_a_real_scan_gives_the_words_of_its_letter():
    document = read((DEV / "originals" / "098.pdf").read_bytes(), "098.pdf")
    ours, theirs = words(document.text), words((DEV / "098.txt").read_text(encoding="utf-8"))
    # The other text is a weaker reading of the same scan, so the two cannot agree fully.
    assert sum((ours & theirs).values()) / sum((ours | theirs).values()) >= 0.6
    assert "Sở Tài chính chủ trì, phối hợp với các cơ quan, đơn vị và địa phương" in document.text
    assert document.text.splitlines()[-1] == "Hà Thị Lê Vân"
