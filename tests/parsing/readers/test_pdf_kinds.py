"""PDFs that are not what they seem: scans under a text layer of rubbish, forms with filled fields, long tables."""

import pytest
import typst

from directives.parsing.extract import extract
from directives.parsing.readers import ocr, read
from tests.parsing.readers.papers import pdf
from tests.parsing.readers.scans import drawn
from tests.parsing.readers.test_html import assert_spans_are_exact

installed = pytest.mark.skipif(ocr.data_folder() is None, reason="no Vietnamese data for Tesseract on this machine")
SMALL = "#set page(width: 120mm, height: 60mm, margin: 8mm)\n"
WORDS = "1\\. Giao Sở Xây dựng rà soát toàn bộ nhà ở xuống cấp trên địa bàn thành phố, báo cáo trước ngày 30/9/2026."
READ = WORDS.replace("\\", "")
RUBBISH = "xqwr tzlp wgvf kjhz rrtx pqlm zzxw vbnq lkjh wrtp xcvz qwzz ghjw plkx zxcw mnbq wwrt fghz jklx"


def layered(tmp_path, picture, layer):
    """The picture of a page over a layer of letters, as programs that read scans leave it."""
    picture.save(tmp_path / "page.png")
    page = (
        f"{SMALL}#set page(margin: 0mm)\n#place(box(inset: 8mm, text(size: 9pt, [{layer}])))\n"
        '#place(image("page.png", width: 100%, height: 100%))'
    )
    (tmp_path / "page.typ").write_text(page, encoding="utf-8")
    return bytes(typst.compile(tmp_path / "page.typ", ignore_system_fonts=True))


@installed
def test_a_scan_under_a_layer_of_rubbish_is_read_from_its_picture(tmp_path):
    picture = drawn(SMALL + WORDS)[0]
    document = read(layered(tmp_path, picture, " ".join([RUBBISH] * 3)), "a.pdf")
    assert document.text == READ
    assert "nhận dạng chữ" in document.warnings[0]
    assert [str(task.deadline.due_on) for task in extract(document).tasks] == ["2026-09-30"]
    assert document.page_starts == (0,)


def test_a_sound_layer_over_a_scan_is_taken_as_it_is(tmp_path, monkeypatch):
    picture = drawn(SMALL + "Ảnh nói khác", dpi=72)[0]
    monkeypatch.setattr(ocr, "words_in", lambda *_, **__: pytest.fail("read from the picture"))
    sound = " ".join([WORDS] * 3)
    document = read(layered(tmp_path, picture, sound), "a.pdf")
    assert "Giao Sở Xây dựng rà soát" in document.text
    assert document.warnings == ()


# ── forms ─────────────────────────────────────────────────────────────────────────────────────
def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF out of its objects, the first being the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer <</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table) + trailer


def stream(body: bytes, more: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (more, len(body), body)


def field(name: bytes, value: bytes, place: bytes, look: bytes = b"") -> bytes:
    shape = b"<</Type /Annot /Subtype /Widget /FT /Tx /F 4 /P 3 0 R /DA (/F1 12 Tf 0 g) "
    return shape + b"/T (%b) /V (%b) /Rect [%b]%b>>" % (name, value, place, look)


def form(*, drawn_already: bool) -> bytes:
    """A page with two fields to fill in: a number, drawn by the program or not, and the day behind "truoc ngay"."""
    lines = ((70, 700, b"So:"), (119, 700, b"/UBND-TH"), (70, 660, b"Giao So Xay dung ra soat quy dat truoc ngay"))
    words = b" ".join(b"BT /F1 12 Tf %d %d Td (%b) Tj ET" % line for line in lines)
    box = b"/Type /XObject /Subtype /Form /BBox [0 0 28 16] /Resources <</Font <</F1 5 0 R>>>> "
    fonts = b"/Font <</F1 5 0 R>>"
    return raw_pdf(
        [
            b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [6 0 R 8 0 R] /NeedAppearances true /DR <<%b>>>>>>"
            % fonts,
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R 8 0 R]"
            b" /Resources <<%b>>>>" % fonts,
            stream(words),
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
            field(b"so", b"15", b"90 697 118 713", b" /AP <</N 7 0 R>>" if drawn_already else b""),
            stream(b"/Tx BMC BT /F1 12 Tf 2 3 Td (15) Tj ET EMC", box),
            field(b"han", b"30/9/2026", b"318 657 420 673"),
        ]
    )


@pytest.mark.parametrize("drawn_already", [True, False])
def test_what_was_filled_into_a_form_stands_in_its_place(drawn_already):
    lines = read(form(drawn_already=drawn_already), "a.pdf").text.splitlines()
    assert [line.replace("15 /", "15/") for line in lines] == [
        "So: 15/UBND-TH",
        "Giao So Xay dung ra soat quy dat truoc ngay 30/9/2026",
    ]


# ── tables over pages ─────────────────────────────────────────────────────────────────────────
def test_a_heading_of_two_rows_is_dropped_overleaf():
    heading = "table.header([STT], table.cell(colspan: 2)[Nội dung], [Hạn], [(1)], [(2)], [(3)], [(4)])"
    rows = "".join(f"[{n}], [Việc số {n}], [Sở Y tế], [Quý I]," for n in range(1, 41))
    document = read(pdf(f"#set page(height: 420pt)\n#table(columns: 4, {heading}, {rows})"), "a.pdf")
    assert len(document.page_starts) > 2
    assert len(document.tables) == 1
    assert [row.cells[0] for row in document.tables[0].rows] == ["STT", "(1)", *map(str, range(1, 41))]
    assert_spans_are_exact(document)


def test_a_second_table_of_the_same_shape_stays_on_its_own():
    first = "#table(columns: (50pt, 300pt), [STT], [Việc], [1], [Rà soát quỹ đất])"
    second = "#table(columns: (50pt, 300pt), [STT], [Việc], [1], [Kiểm tra nhà ở])"
    document = read(pdf(f"{first}\n#pagebreak()\nPhụ lục II\n{second}"), "a.pdf")
    assert [len(table.rows) for table in document.tables] == [2, 2]
