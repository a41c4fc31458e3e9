"""Scans and photographs, read by Tesseract with its Vietnamese data (where they are installed)."""

import re
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from directives.parsing.errors import OversizedFile, ScannedFile
from directives.parsing.extract import extract
from directives.parsing.normalise import without_marks
from directives.parsing.readers import ocr, page_image, read, ruling, scan_words
from tests.parsing.readers.papers import pdf
from tests.parsing.readers.scans import drawn, saved, stamped, worn
from tests.parsing.readers.test_html import assert_spans_are_exact, cells
from tests.parsing.readers.test_pdf import LETTERHEAD, LONG, SIGNATURE, TABLE

installed = pytest.mark.skipif(ocr.data_folder() is None, reason="no Vietnamese data for Tesseract on this machine")
SHORT = "#set page(height: 430pt, margin: 40pt)\n"
"""Half a page: what is recognised costs by its words and its square inches."""
PAPER = f"{SHORT}{LETTERHEAD}#v(14pt)\n1\\. {LONG}\n\n#v(14pt)\n{SIGNATURE}"


def agreement(text: str, wanted: str) -> float:
    """The share of words that both texts have."""
    ours, theirs = (Counter(re.findall(r"\w+", each.lower())) for each in (text, wanted))
    return (ours & theirs).total() / (ours | theirs).total()


@installed
@pytest.mark.parametrize(("angle", "noise", "blur"), [(0, 0, 0), (2.6, 12, 0.6)], ids=["clean", "skewed and noisy"])
def test_a_scan_reads_like_its_paper(angle, noise, blur):
    page = drawn(PAPER)[0]
    document = read(saved([worn(stamped(page, 1150, 900), angle, noise, blur)]), "a.pdf")
    lines = document.text.splitlines()
    assert lines[:3] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ", "Số: 15/UBND-TH"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines
    assert agreement(document.text, read(pdf(PAPER), "a.pdf").text) > 0.9
    tasks = extract(document).tasks
    wanted = extract(read(pdf(PAPER), "a.pdf")).tasks
    assert wanted
    assert [(task.lead, task.deadline.due_on) for task in tasks] == [(t.lead, t.deadline.due_on) for t in wanted]
    assert "độ tin cậy" in document.warnings[0]


@pytest.mark.extended
@installed
@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_page_that_lies_or_stands_on_its_head_is_turned(turn):
    words = "Giao Sở Xây dựng chủ trì rà soát nhà ở xuống cấp trên địa bàn thành phố, báo cáo trước ngày 30/9/2026."
    page = drawn(f"#set page(width: 400pt, height: 200pt, margin: 20pt)\n{words}", dpi=150)[0].transpose(turn)
    assert agreement(read(saved([page], "PDF", dpi=150), "a.pdf").text, words) > 0.9


@installed
def test_every_page_of_a_tiff_is_read_in_order():
    small = "#set page(width: 300pt, height: 120pt, margin: 20pt)\n"
    pages = [drawn(f"{small}Trang {word} nói về việc rà soát quỹ đất.")[0] for word in ("đầu", "sau")]
    text = read(saved([page.convert("L") for page in pages], "TIFF"), "a.tif").text
    assert 0 == text.index("Trang đầu") < text.index("Trang sau")


@installed
def test_a_table_in_a_scan_has_its_cells():
    below = "Các cơ quan báo cáo kết quả thực hiện."
    source = f"#set page(height: 400pt)\nPhụ lục kèm theo\n\n{TABLE}\n{below}"
    document = read(saved([worn(drawn(source)[0], 0.7, 6)]), "a.pdf")
    assert document.text.endswith(f"\n{below}")
    rows = cells(document)
    assert rows[0] == ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
    assert {without_marks(text) for text in rows[1]} == {"I. DAT DAI"}
    assert [row[0] for row in rows[2:]] == ["1", "2"]
    assert [row[2:] for row in rows[2:]] == [("Sở Nông nghiệp", "Quý II/2026"), ("Sở Nông nghiệp", "Thường xuyên")]
    assert_spans_are_exact(document)


def test_the_province_of_a_letterhead_gets_its_tone_back():
    box = page_image.Box(0, 0, 60, 20)
    line = [ocr.Word(text, box, 1, 20.0, 20.0, 90.0) for text in ("TĨNH", "QUẢNG", "NGÃI")]
    assert [word.text for word in scan_words.corrected(line)] == ["TỈNH", "QUẢNG", "NGÃI"]


@installed
def test_a_blank_picture_is_refused_with_advice():
    with pytest.raises(ScannedFile, match="Không nhận ra chữ"):
        read(saved([Image.new("RGB", (300, 400), "white")], "PNG"), "a.png")


def test_a_bomb_of_pixels_is_refused():
    with pytest.raises(OversizedFile, match="điểm ảnh"):
        read(saved([Image.new("1", (10_000, 9_000))], "PNG"), "a.png")


def test_without_the_data_a_scan_says_what_to_do(monkeypatch):
    monkeypatch.setattr(ocr, "USUAL_FOLDERS", ())
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    ocr.data_folder.cache_clear()
    ocr._engine.cache_clear()
    try:
        with pytest.raises(ScannedFile, match="chưa cài"):
            read(saved([drawn("#set page(width: 200pt, height: 80pt, margin: 9pt)\nMột trang")[0]], "PNG"), "a.png")
    finally:
        ocr.data_folder.cache_clear()
        ocr._engine.cache_clear()


@pytest.mark.parametrize("angle", [-4.0, -0.8, 0.0, 1.5, 5.0])
def test_skew_is_measured(angle):
    ink = page_image.ink_of(worn(drawn(LONG, dpi=120)[0], angle).convert("L"))
    assert page_image.skew_of(ink) == pytest.approx(-angle, abs=0.3)


def test_stamps_go_and_blue_pens_stay():
    picture = Image.new("RGB", (600, 600), "white")
    picture.paste((210, 30, 40), (100, 100, 200, 200))
    picture.paste((30, 40, 160), (300, 300, 400, 400))
    ink = page_image.ink_of(page_image.even_light(picture))
    assert not ink[100:200, 100:200].any()
    assert ink[310:390, 310:390].all()


def test_columns_are_parted_at_their_gutter():
    ink = np.zeros((800, 1200), dtype=bool)
    for y in range(100, 300, 40):
        ink[y : y + 20, 100:400] = ink[y + 7 : y + 27, 700:1100] = True
    ink[400:420, 100:1100] = True
    boxes = page_image.regions_of(ink, 150)
    assert [(box.x0 < 400, box.x1 > 700) for box in boxes] == [(True, False), (False, True), (True, True)]


def test_a_missing_line_between_two_fields_makes_one_cell():
    across = [ruling.Stroke(y, 0, 100) for y in (0, 20, 40)]
    down = [ruling.Stroke(0, 0, 40), ruling.Stroke(50, 20, 40), ruling.Stroke(100, 0, 40)]
    assert sorted(ruling.cells_of(across, down, 2.0)[0]) == [(0, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)]


def test_lines_drawn_cell_by_cell_and_sides_left_open_make_whole_cells():
    across = [ruling.Stroke(y, 0, 100) for y in (0, 40, 80)]
    pieces = [ruling.Stroke(x, y, y + 20) for x in (30, 60) for y in (0, 20, 40, 60)]
    sides = [(0, 30), (30, 60), (60, 100)]
    wanted = [(left, y, right, y + 40) for left, right in sides for y in (0, 40)]
    assert sorted(ruling.cells_of(across, pieces, 2.0)[0]) == sorted(wanted)
    assert sorted(ruling.cells_of(across[1:2], pieces, 2.0)[0]) == sorted(wanted)
    assert ruling.cells_of(across[1:2], pieces[:4], 2.0) == []


def test_a_frame_alone_is_no_table():
    across, down = ([ruling.Stroke(at, 0, 50) for at in (0, 50)] for _ in range(2))
    assert ruling.cells_of(across, down, 2.0) == []
