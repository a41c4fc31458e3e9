"""Fuzz the readers: `python bench/fuzz_readers.py --minutes 10 [--seed 1]`.

Own papers of every kind, changed at random, also inside the parts of a package. Every case has to end in a document or
in one sentence. LibreOffice is left out: it runs in its own process with its own limits, and takes seconds a case.
"""

import io
import sys
import tempfile
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.fuzzing import Report, finish, mutated, run
from directives.parsing.errors import UnreadableFile
from directives.parsing.readers import office, read
from directives.parsing.readers.drawing import draw_page
from directives.parsing.readers.read import TOO_HEAVY
from directives.samples.build import build_samples
from tests.parsing.readers import papers, test_docx, test_legacy

TOKENS = [
    *(
        b"<w:tbl>",
        b"</w:p>",
        b"<w:vMerge/>",
        b'w:val="99999"',
        b'<w:gridSpan w:val="100"/>',
        b"&a;",
        b"\0",
        b"\xff\xfe",
    ),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"%PDF-1.7", b"endobj", b"/Kids [1 0 R]", b"/Length 999999999", b"stream\n"),
    *(b"<table><tr><td>", b"<div>", b"rowspan=9999", b"colspan=9999", b"\xef\xbb\xbf", b"{\\rtf1", b"PK\x03\x04"),
    *(b"CONG HOA XA HOI", b"\r", b"\x0c", b"\xff\xfe"),
]


@cache
def samples() -> list[bytes]:
    """Papers of ours of every kind."""
    with tempfile.TemporaryDirectory() as folder:
        found = [path.read_bytes() for path in build_samples(Path(folder))]
    change = 'w:id="1" w:author="a"'
    word = papers.word(
        papers.numbered("Giao Sở Y tế"),
        f"<w:p><w:ins {change}>{test_docx.run('trước ngày 30/6')}</w:ins></w:p>",
        papers.table(
            papers.row(papers.cell("a", '<w:vMerge w:val="restart"/>'), papers.cell("b")), papers.row(papers.cell("c"))
        ),
        numbering=test_docx.OFFICE + papers.instance(),
        header="Số: 1/KH-UBND",
    )
    old = [test_legacy.TCVN3.encode("latin-1"), test_legacy.VNI.encode("latin-1"), test_legacy.WORDS.encode("utf-16")]
    small = [papers.pdf("Giao Sở Y tế rà soát *việc* trước ngày 30/6."), picture()]
    return [*found, word, *old, *small]


def picture() -> bytes:
    """A small picture without words, so that most cases end before Tesseract."""
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").resize((120, 40)).save(out, "PNG")
    return out.getvalue()


def make(random: Random) -> bytes:
    """A changed paper; of packages and compressed PDFs often the inside is changed."""
    data = random.choice(samples())
    if data.startswith(b"PK") and random.random() < 0.8:
        return repacked(data, random)
    return mutated(data, samples(), TOKENS, random)


def repacked(data: bytes, random: Random) -> bytes:
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = random.choice([name for name in names if name.endswith(".xml")] or names)
        for name in names:
            part = old.read(name)
            new.writestr(name, mutated(part, [part], TOKENS, random) if name == chosen else part)
    return out.getvalue()


def check(data: bytes) -> str:
    """Read it: a document with words and exact spans, or one sentence."""
    try:
        document = read(data, "a")
    except UnreadableFile as refusal:
        if str(refusal) == TOO_HEAVY:
            raise MemoryError from refusal
        if not str(refusal).endswith("."):
            raise ValueError(f"no sentence: {refusal}") from refusal
        return "refused"
    starts = list(document.page_starts)
    if starts != sorted(starts) or any(not 0 <= start <= len(document.text) for start in starts):
        raise ValueError("a page begins outside of the text")
    draw(data, len(starts))
    for table in document.tables:
        for row in table.rows:
            if [span.of(document.text) for span in row.spans] != list(row.cells):
                raise ValueError("a span does not point at its cell")
    return "read"


def draw(data: bytes, pages: int) -> None:
    """Draw the last page and the one behind it, which is not there."""
    for number in {pages - 1, pages}:
        with suppress(UnreadableFile):
            draw_page(data, number)


def main() -> Report:
    """Fuzz without LibreOffice."""
    office.office = lambda: None
    return run("readers", make, check)


if __name__ == "__main__":
    finish(main())
