"""Speed of reading and of the whole extraction on one core: `python bench/extraction.py [--minutes 0.5] [--rounds 5]`.

Papers of twenty pages (64,900 characters of our own papers) as .docx, as PDF with text and as plain text, and one
scanned page, in processor seconds, median of the rounds. Then a short run of both fuzzers and the report on
calibration. All of it is printed, and replaces the chapter "Extraction" of bench/results.md; `--only speed` renews one
part of it (speed needs a quiet machine, fuzzing time).
"""

import argparse
import io
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import docx  # noqa: E402 - the root has to be on the path first

from directives.parsing.extract import extract, extract_text  # noqa: E402 - as above
from directives.parsing.readers import ocr, read  # noqa: E402 - as above
from directives.parsing.readers.several import HEAD  # noqa: E402 - as above
from tests.parsing.readers.papers import pdf  # noqa: E402 - as above
from tests.parsing.readers.scans import drawn, saved, worn  # noqa: E402 - as above

RESULTS = ROOT / "bench" / "results.md"
PAPERS = ROOT / "tests" / "parsing" / "documents"
REAL_PAPERS = ROOT.parent / "shared" / "extraction" / "dev"
OTHER_PAPERS = ROOT / "tests" / "parsing" / "unseen"
FOOT = re.compile(r"^\W*Nơi nhận.*\Z", re.MULTILINE | re.DOTALL)
CHARACTERS = 64_900
LONG_PAPER = 20_000
WANTED = {"text": 25, "docx": 8, "PDF with text": 2}
LINE = 2_000_000


def twenty_pages() -> str:
    """The text of a paper of twenty pages."""
    papers = (path.read_text(encoding="utf-8") for path in sorted(PAPERS.rglob("*.txt")))
    # With letterheads and feet it would be many papers, of which only the first is read.
    whole = "\n".join(FOOT.sub("", paper) for paper in papers)
    text = "\n".join(line for line in whole.split("\n") if not HEAD.search(line))
    return (f"{text}\n" * (1 + CHARACTERS // len(text)))[:CHARACTERS]


def as_word(text: str) -> bytes:
    """The text as a Word file, a line a paragraph."""
    paper = docx.Document()
    for line in filter(str.strip, text.split("\n")):
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def as_pdf(text: str) -> bytes:
    """The text as a PDF of about twenty pages."""
    safe = (re.sub(r"([\\#*_$@<>`\[\]~/=+-])", r"\\\1", line) for line in text.split("\n"))
    return pdf("\n\n".join(filter(str.strip, safe)))


def forget() -> None:
    """Empty what the parser remembers of texts: a worker never reads the same paper again and again."""
    modules = [module for name, module in sys.modules.items() if name.startswith("directives.parsing")]
    for value in (value for module in modules for value in vars(module).values()):
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def read_others() -> None:
    """Read papers that are no part of the one that is measured, as a worker does between two of its papers."""
    for path in OTHER_PAPERS.glob("*.txt"):
        extract_text(path.read_text(encoding="utf-8"))


def cost(work: Callable[[], object], rounds: int, *, between: Callable[[], None] = forget) -> float:
    """Processor seconds, the median after one warm-up; `between` is done before each round and not measured."""
    work()
    taken = []
    for _ in range(rounds):
        between()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def speeds(rounds: int) -> Iterator[str]:
    """The table of speeds."""
    text = twenty_pages()
    yield "| Twenty pages | reading, s | again, s | papers/s | first time, s | papers/s | emptied, s | papers/s |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, data in (("text", text.encode()), ("docx", as_word(text)), ("PDF with text", as_pdf(text))):
        yield _row_of_speeds(name, data, rounds)
    yield "\nWanted, reading and extraction: " + ", ".join(f"{name} {least}/s" for name, least in WANTED.items()) + "."
    yield (
        "All but the first figure are reading and extraction. `Again` reads the same paper after a warm-up, as the "
        "budget was measured; `first time` is what a new worker that has read twelve other papers takes for one that "
        "it has never seen; `emptied` makes the process forget all that it remembers before each round.\n"
    )
    yield from _real_papers(rounds)
    yield f"One line of 2 MB through the whole parser: {cost(long_line, 1):.2f} s (wanted: under 2)."
    if ocr.data_folder():
        page = saved([worn(drawn("Giao Sở Xây dựng rà soát quỹ đất trước ngày 30/9/2026. " * 40)[0], 1.0, 8)])
        yield f"One scanned page (200 dpi, turned by 1°, noise): {cost(lambda: read(page, 'a'), rounds):.2f} s."


def _real_papers(rounds: int) -> Iterator[str]:
    """What real papers take, where they are: the paper of twenty pages is put together from short ones of our own.

    Short ones hold a letterhead and a foot every few pages; the long ones are told apart for that.
    """
    papers = [path.read_bytes() for path in sorted(REAL_PAPERS.glob("*.txt"))]
    for least in (0, LONG_PAPER) if papers else ():
        yield _told_of_papers([paper for paper in papers if len(paper.decode("utf-8")) >= least], least, rounds)


def _told_of_papers(papers: list[bytes], least: int, rounds: int) -> str:
    size = sum(len(paper.decode("utf-8")) for paper in papers)

    def read_all() -> None:
        for paper in papers:
            extract(read(paper, "a"))

    ways = (("again", lambda: None), ("emptied", forget))
    taken = ((name, cost(read_all, rounds, between=between) * CHARACTERS / size) for name, between in ways)
    told = ", ".join(f"{name} {each:.3f} s ({1 / each:.1f}/s)" for name, each in taken)
    those = f"{len(papers)} real papers" + (f" of {least} or more" if least else "")
    return f"{those} ({size} characters), for each twenty pages of {CHARACTERS} characters: {told}."


def _row_of_speeds(name: str, data: bytes, rounds: int) -> str:
    reading = cost(lambda: read(data, "a"), rounds)
    again, emptied = (
        cost(lambda: extract(read(data, "a")), rounds, between=between) for between in (lambda: None, forget)
    )
    taken = (again, first_time(data, rounds), emptied)
    return f"| {name} | {reading:.3f} | " + " | ".join(f"{each:.3f} | {1 / each:.1f}" for each in taken) + " |"


def first_time(data: bytes, rounds: int) -> float:
    """Processor seconds for a paper that a worker has never seen, the median of so many new workers."""
    with NamedTemporaryFile() as paper:
        paper.write(data)
        paper.flush()
        command = [sys.executable, __file__, "--first", paper.name]
        taken = [subprocess.run(command, capture_output=True, check=True) for _ in range(rounds)]  # noqa: S603 - as below
    return median(float(done.stdout) for done in taken)


def as_a_worker(paper: Path) -> float:
    """Processor seconds for the only reading of `paper`, behind eleven others and a short one of its kind of file."""
    data = paper.read_bytes()
    read_others()
    short = "Giao các phòng rà soát hồ sơ lưu trữ."
    made = {b"PK": as_word, b"%P": as_pdf}.get(data[:2], str.encode)
    extract(read(made(short), "a"))
    start = time.process_time()
    extract(read(data, "a"))
    return time.process_time() - start


def long_line() -> object:
    """What a paper of one line of 2 MB gives."""
    phrase = "Giao Sở Xây dựng chủ trì rà soát quỹ đất trước ngày 30/6/2026, "
    return extract_text((phrase * (LINE // len(phrase) + 1))[:LINE])


def machine() -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    load = os.getloadavg()[0]
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}; load {load:.1f} when it began."


def fuzzed(minutes: float) -> Iterator[str]:
    """The summary lines of both fuzzers."""
    for name in ("fuzz_readers", "fuzz_parser"):
        command = [sys.executable, str(ROOT / "bench" / f"{name}.py"), "--minutes", str(minutes)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
        yield f"- {(done.stdout or done.stderr).strip().splitlines()[0]}"


def calibration() -> Iterator[str]:
    """The report on calibration, where there is one."""
    try:
        from bench.calibration import main as report
    except ImportError:
        yield "No report on calibration in this checkout."
        return
    out = io.StringIO()
    arguments, sys.argv = sys.argv, sys.argv[:1]
    try:
        with redirect_stdout(out):
            report()
    finally:
        sys.argv = arguments
    yield from ("```", out.getvalue().strip(), "```")


PARTS: dict[str, tuple[str, Callable[[argparse.Namespace], Iterator[str]]]] = {
    "speed": ("Speed on one core", lambda options: speeds(options.rounds)),
    "fuzzing": ("Fuzzing", lambda options: fuzzed(options.minutes)),
    "calibration": ("Calibration of confidence", lambda _: calibration()),
}
"""What the chapter is made of: the title of each part, and its lines."""


def part(name: str, options: argparse.Namespace) -> str:
    """One part of the chapter, with the day and the machine that it was measured on."""
    title, lines = PARTS[name]
    day = datetime.now(UTC).date().isoformat()
    return "\n".join((f"### {title}\n\n`make bench-extraction`, {day}. {machine()}\n", *lines(options)))


def keep(name: str, text: str) -> None:
    """Replace one part of the chapter, or add it."""
    begin, end = f"<!-- extraction, {name}: begin -->", f"<!-- extraction, {name}: end -->"
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Measurements\n"
    new = f"{begin}\n{text}\n{end}"
    found = re.search(rf"{re.escape(begin)}.*?{re.escape(end)}", old, re.DOTALL)
    whole = old[: found.start()] + new + old[found.end() :] if found else f"{old.rstrip()}\n\n{new}\n"
    RESULTS.write_text(whole, encoding="utf-8")


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=0.5, help="how long each fuzzer runs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), help="the parts to renew")
    parser.add_argument("--first", type=Path, help="read one file as a new worker does")
    options = parser.parse_args()
    if options.first:
        print(as_a_worker(options.first))
        return
    for name in filter(options.only.__contains__, PARTS):
        text = part(name, options)
        print(f"{text}\n")
        keep(name, text)


if __name__ == "__main__":
    main()
