"""The loop that both fuzzers share: cases run in a process of their own, which may crash, hang or fill its memory.

Before a case runs its bytes are written down, so that whatever kills the process leaves a reproducer behind. A summary
line says how many cases ran and what was found; a finding makes the exit status 1.
"""

import argparse
import faulthandler
import hashlib
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "var" / "fuzz"
MEMORY = 2 * 1024**3
CASE_SECONDS = 10.0
"""Of the processor, so that a busy machine makes no hang."""

SLOW_SECONDS = 2.0
"""What takes longer is no finding, but is kept to be looked at."""

STUCK_SECONDS = 180.0
"""By the clock: a case that waits for something that does not come."""

Make = Callable[[Random], bytes]
Check = Callable[[bytes], str]
"""Runs one case and says in a word how it ended ("read", "refused"); an exception is a finding, `heavy` another."""


@dataclass
class Report:
    """What a run came to."""

    name: str
    cases: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    peak: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The summary in one line."""
        ends = ", ".join(f"{word} {times}" for word, times in sorted(self.ends.items())) or "none ended"
        kinds = Counter(Path(path).name.split("-")[1] for path in self.found)
        bad = ", ".join(f"{kind} {kinds[kind]}" for kind in ("crash", "hang", "memory"))
        rate = self.cases / self.seconds if self.seconds else 0.0
        return (
            f"{self.name}: {self.cases} cases in {self.seconds / 60:.1f} min ({rate:.0f}/s); {ends}; {bad}; "
            f"slowest {self.slowest:.1f} s, peak memory {self.peak // 1024} MiB"
        )


def run(name: str, make: Make, check: Check) -> Report:
    """Fuzz for as long as the command line says (`--minutes`, `--seed`); prints the summary line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    report = fuzz(name, make, check, options.minutes, options.seed)
    print(report.line())
    for path in report.found:
        print(f"  {path}")
    return report


def fuzz(name: str, make: Make, check: Check, minutes: float, seed: int) -> Report:
    """Cases until the time is up; a process that dies is replaced by a fresh one."""
    FOUND.mkdir(parents=True, exist_ok=True)
    report = Report(name)
    began = time.monotonic()
    while time.monotonic() - began < minutes * 60:
        seed += 1
        _one_process(report, make, check, seed, began + minutes * 60)
    report.seconds = time.monotonic() - began
    return report


def _one_process(report: Report, make: Make, check: Check, seed: int, until: float) -> None:
    context = multiprocessing.get_context("fork")
    theirs, ours = context.Pipe(duplex=False)[::-1]
    current = FOUND / f"{report.name}-current.bin"
    process = context.Process(target=_work, args=(make, check, seed, until, current, theirs))
    process.start()
    theirs.close()
    while True:
        try:
            kind, value, took, peak, data = ours.recv()
        except EOFError:
            break
        report.cases += 1
        report.slowest, report.peak = max(report.slowest, took), max(report.peak, peak)
        if kind == "end":
            report.ends[value] += 1
        else:
            _keep(report, kind, data, value)
    process.join()
    if process.exitcode:
        report.cases += 1
        kind = "hang" if process.exitcode in {-signal.SIGALRM, -signal.SIGPROF} else "crash"
        _keep(report, kind, current.read_bytes(), f"exit status {process.exitcode}")


def _keep(report: Report, kind: str, data: bytes, why: str) -> None:
    """Save the case under a name that says what it did."""
    path = FOUND / f"{report.name}-{kind}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(why, encoding="utf-8")
    report.found.append(str(path))


def _work(make: Make, check: Check, seed: int, until: float, current: Path, pipe: object) -> None:
    """Run cases and tell of each; two alarms kill this process when one takes too long."""
    faulthandler.disable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    random = Random(seed)
    while time.monotonic() < until:
        data = make(random)
        current.write_bytes(data)
        _alarms(CASE_SECONDS, STUCK_SECONDS)
        start = time.process_time()
        kind, value = "end", ""
        try:
            value = check(data)
        except MemoryError:
            kind, value = "memory", traceback.format_exc()
        except Exception:  # noqa: BLE001 - whatever is raised is what we are looking for
            kind, value = "crash", traceback.format_exc()
        _alarms(0, 0)
        took = time.process_time() - start
        if took > SLOW_SECONDS:
            current.with_name(f"{current.stem}-slow-{hashlib.sha256(data).hexdigest()[:12]}.bin").write_bytes(data)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        # The file holds the next case before this one is looked at.
        pipe.send((kind, value, took, peak, b"" if kind == "end" else data))


def _alarms(busy: float, stuck: float) -> None:
    """Seconds of the processor and of the clock until this process is killed; 0 stops them."""
    signal.setitimer(signal.ITIMER_PROF, busy)
    signal.setitimer(signal.ITIMER_REAL, stuck)


def mutated(data: bytes, others: list[bytes], tokens: list[bytes], random: Random) -> bytes:
    """`data` after a few random changes: bytes, stretches moved, doubled or cut, pieces of others, known tokens."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        at = random.randrange(len(changed) + 1)
        length = min(random.choice((1, 2, 8, 64, 1024)), len(changed) - at)
        match random.randrange(7):
            case 0 if at < len(changed):
                changed[at] = random.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length] * random.choice((1, 2, 50))
            case 3:
                changed[at:at] = random.choice(tokens) * random.choice((1, 1, 1, 30))
            case 4:
                other = random.choice(others)
                begin = random.randrange(len(other) + 1)
                changed[at : at + length] = other[begin : begin + random.choice((8, 64, 1024))]
            case 5:
                changed[at : at + length] = random.randbytes(length)
            case _:
                del changed[at:]
    return bytes(changed)


def finish(report: Report) -> None:
    """Leave with status 1 when something was found."""
    sys.exit(bool(report.found))
