"""Real PDFs beside the checkout: the same words as in the texts made from them by other tools."""

import re
from collections import Counter
from pathlib import Path

import pytest

from directives.parsing.errors import ScannedFile
from directives.parsing.readers import read

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


@pytest.mark.parametrize("name", ["012", "098"])
def test_scans_say_so(name):
    with pytest.raises(ScannedFile):
        read((DEV / "originals" / f"{name}.pdf").read_bytes(), f"{name}.pdf")
