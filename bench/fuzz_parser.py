"""Fuzz the parser: `python bench/fuzz_parser.py --minutes 10 [--seed 1]`.

Lines of our own papers shuffled, spliced and broken, phrases of the trade repeated up to thousands of times, Unicode in
every form. Nothing may be raised, and every span has to point at what was read.
"""

import sys
import unicodedata
from functools import cache
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.fuzzing import ROOT, Report, finish, run
from directives.parsing.extract import extract_text
from directives.parsing.normalise import nfc

DOCUMENTS = ROOT / "tests" / "parsing" / "documents"
PHRASE_LIST = (
    "trước ngày 30/6/2026|trước ngày 31/02/2026|quý II/2026|trong 05 ngày làm việc|hằng tháng, trước ngày 25|năm 2021|"
    "giai đoạn 2021 - 2025|Sở Tài chính|Ủy ban nhân dân các xã, phường|các sở, ban, ngành|chủ trì, phối hợp với|giao|"
    "yêu cầu|Điều 1.|Phụ lục I|I.|1.|a)|-|+|*|;|:|,|.|./.| | |\t|\n|\n\n|(|)|“|”|…|/|Số: 12/CT-UBND|"
    "Căn cứ Quyết định số 12/QĐ-TTg ngày 01/01/2025|và|Nơi nhận:|TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|Kính gửi:|V/v|"
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|\u200b|\u00ad|\ufeff|\u0301|\U0001f600|०|Ⅳ|ﬁ|\u2028|\x0b"
)
PHRASES = PHRASE_LIST.split("|")
FORMS = ("NFC", "NFD", "NFKC", "NFKD")
MOST = 60_000


@cache
def lines() -> list[str]:
    """All lines of our own papers."""
    found = [line for path in sorted(DOCUMENTS.rglob("*.txt")) for line in path.read_text(encoding="utf-8").split("\n")]
    return found or ["Giao Sở Y tế rà soát trước ngày 30/6/2026."]


def make(random: Random) -> bytes:
    """A text of changed lines."""
    start = random.randrange(len(lines()))
    taken = lines()[start : start + random.choice((1, 5, 20, 60))]
    if random.random() < 0.3:
        random.shuffle(taken)
    text = random.choice(("\n", "\n", "\n\n", " ", "")).join(_changed(line, random) for line in taken)
    if random.random() < 0.2:
        text += " ".join(random.choices(PHRASES, k=3)) * random.choice((10, 100, 1000))
    if random.random() < 0.2:
        text = unicodedata.normalize(random.choice(FORMS), text)
    return text[:MOST].encode("utf-8", "replace")


def _changed(line: str, random: Random) -> str:
    match random.randrange(8):
        case 0:
            at = random.randrange(len(line) + 1)
            return line[:at] + random.choice(PHRASES) + line[at:]
        case 1:
            at, to = sorted(random.choices(range(len(line) + 1), k=2))
            return line[:at] + line[to:]
        case 2:
            return line.upper() if random.random() < 0.5 else line.lower()
        case 3:
            return line.replace(" ", random.choice(("\n", "  ", "\u00a0", " | ", "\t")))
        case _:
            return line


def check(data: bytes) -> str:
    """Extract: spans lie inside the text and give the words that were read."""
    text = nfc(data.decode("utf-8"))
    extraction = extract_text(text)
    for task in extraction.tasks:
        if not 0 <= task.span.start < task.span.end <= len(text):
            raise ValueError(f"a span outside the text: {task.span}")
        if not 0.0 <= task.confidence <= 1.0:
            raise ValueError(f"a confidence of {task.confidence}")
    for reference in extraction.references:
        if not reference.span.of(text).strip():
            raise ValueError("a reference without words")
    return "with tasks" if extraction.tasks else "without tasks"


def main() -> Report:
    """Fuzz for as long as the command line says."""
    return run("parser", make, check)


if __name__ == "__main__":
    finish(main())
