"""The five sample papers: the same bytes every time, and readable by the readers."""

from pathlib import Path

import pytest

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
