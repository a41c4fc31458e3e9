"""The five sample papers: the same bytes every time, and readable by the readers."""

from pathlib import Path

import pytest

from directives.parsing.readers import read
from directives.samples.build import build_samples

NAMES = {
    "bao-cao-402-bc-ubnd-2020.pdf",
    "chi-thi-02-ct-ubnd-2023.txt",
    "nghi-quyet-07-nq-cp-2025.html",
    "thong-bao-ket-luan-2025.docx",
    "ke-hoach-chuyen-doi-so-2026.docx",
}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.name: path for path in build_samples(tmp_path_factory.mktemp("samples"))}


def test_five_files_are_written(samples):
    assert set(samples) == NAMES


def test_a_second_build_writes_the_same_bytes(samples, tmp_path):
    again = {path.name: path.read_bytes() for path in build_samples(tmp_path / "new" / "folder")}
    assert again == {name: path.read_bytes() for name, path in samples.items()}


def test_word_numbers_its_paragraphs(samples):
    text = read_sample(samples, "thong-bao-ket-luan-2025.docx").text
    lines = text.splitlines()
    assert "II. NHIỆM VỤ TRONG THỜI GIAN TỚI" in lines
    assert [line[:3] for line in lines if "Tài chính" in line and line[1:2] == "."] == ["1. ", "2. "]
    assert "b) Đôn đốc giải ngân" in text


def test_annex_rows_come_with_merged_cells_repeated(samples):
    document = read_sample(samples, "ke-hoach-chuyen-doi-so-2026.docx")
    rows = document.tables[0].rows
    assert len(rows) == 20
    assert {row.cells[2] for row in rows[7:10]} == {"Sở Khoa học và Công nghệ"}
    assert rows[9].cells[4] == "Thường xuyên"


def test_the_web_page_loses_its_menu(samples):
    text = read_sample(samples, "nghi-quyet-07-nq-cp-2025.html").text
    assert "Trang chủ" not in text
    assert text.startswith("CHÍNH PHỦ")


def test_the_report_keeps_its_letterhead_lines_and_its_table(samples):
    document = read_sample(samples, "bao-cao-402-bc-ubnd-2020.pdf")
    assert document.text.splitlines()[:3] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG", "Số: 402/BC-UBND"]
    assert [row.cells[3] for row in document.tables[0].rows][:3] == ["Thời hạn", "Tháng 5/2021", "Quý II/2021"]


def read_sample(samples, name):
    return read(samples[name].read_bytes(), name)
