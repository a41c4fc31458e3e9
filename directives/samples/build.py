"""Write the five sample papers as the files an office would receive: .txt, .html, .pdf and two .docx.

Only readable sources are kept beside this file. The files come out byte for byte the same on every run, so
the registry recognises a second import by its hash.
"""

from collections.abc import Callable
from pathlib import Path

import typst

from directives.samples import word

SOURCES = Path(__file__).resolve().parent


def build_samples(folder: Path) -> list[Path]:
    """Write all samples into `folder` (made if missing) and return their paths, oldest paper first."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_build(folder / name, source, make) for name, source, make in SAMPLES]


def _build(target: Path, source: str, make: Callable[[Path], bytes]) -> Path:
    target.write_bytes(make(SOURCES / source))
    return target


def _pdf(source: Path) -> bytes:
    """A text PDF; system fonts are ignored so that every machine sets the same lines."""
    return bytes(typst.compile(source.read_bytes(), format="pdf", ignore_system_fonts=True))


SAMPLES: tuple[tuple[str, str, Callable[[Path], bytes]], ...] = (
    ("bao-cao-402-bc-ubnd-2020.pdf", "bao-cao-402-bc-ubnd-2020.typ", _pdf),
    ("chi-thi-02-ct-ubnd-2023.txt", "chi-thi-02-ct-ubnd-2023.txt", Path.read_bytes),
    ("nghi-quyet-07-nq-cp-2025.html", "nghi-quyet-07-nq-cp-2025.html", Path.read_bytes),
    ("thong-bao-ket-luan-2025.docx", "thong-bao-ket-luan-2025.source", word.build),
    ("ke-hoach-chuyen-doi-so-2026.docx", "ke-hoach-chuyen-doi-so-2026.source", word.build),
)
