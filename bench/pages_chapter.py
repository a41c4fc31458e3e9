"""The chapter of bench/results.md about pages: each line of the budget with what was measured, and a verdict."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.pages_load import Took

BEGIN, END = "<!-- pages: begin -->", "<!-- pages: end -->"


@dataclass(frozen=True, slots=True)
class Line:
    """A measured page: how many times as fast as Redmine it must and should be, and Redmine's ms of earlier.

    `most` and `aim_of_most` are multiples of bare SQL, where the budget names them beside Redmine.
    """

    name: str
    redmine: float
    must: float
    aim: float
    most: float | None = None
    aim_of_most: float | None = None


LINES = {
    "board": Line("(a) leader's board, 1 client", 1_104, 10, 20, 45, 25),
    "mine": Line("(b) my tasks over the API, officers by turns", 378, 8.2, 16),  # 46 ms, twice what Taiga takes
    "narrow": Line("(c) API list, unit + urgency + term, and its capped count", 292, 5, 10),
    "broad": Line("(c) API list, two years, and its capped count", 550, 5, 10),
    "number": Line("(d) search, number of a paper", 3_402, 30, 60),
    "phrase": Line("(d) search, common phrase", 3_379, 15, 25),
}
EIGHT = Line("(a) leader's board, 8 clients (p95)", 8_755, 10, 20, 60, 30)
FULL = 1_000_000
"""Tasks of the city that the budget is about; another size is judged by it where this one was not measured."""


@dataclass
class Found:
    """What was measured of one size."""

    tasks: int
    server: tuple[str, ...]
    filled: dict[str, object]
    ours: dict[str, Took] = field(default_factory=dict)
    raw: dict[str, Took] = field(default_factory=dict)
    plans: dict[str, dict[str, object]] = field(default_factory=dict)
    files: dict[str, dict[str, object]] = field(default_factory=dict)
    memory: tuple[float, float] = (0, 0)


def verdict(value: float, must: float, aim: float | None = None) -> str:
    """In words, of what must stay below."""
    if value > must:
        return "MISSED"
    return "kept, aim too" if aim is not None and value <= aim else "kept"


def _both(line: Line, took: float, ratio: float) -> tuple[str, str, str, str]:
    """Redmine's figure, times as fast, what is wanted, and the worse of the verdicts of a page that took so many ms."""
    times = line.redmine / took
    wanted, judged = [f">= {line.must:g} ({line.aim:g}) times Redmine"], [verdict(-times, -line.must, -line.aim)]
    if line.most is not None:
        wanted.append(f"<= {line.most:g} ({line.aim_of_most:g}) times bare SQL")
        judged.append(verdict(ratio, line.most, line.aim_of_most))
    worst = next(each for each in ("MISSED", "kept", "kept, aim too") if each in judged)
    return f"{line.redmine:,.0f}", f"{times:.1f}", ", ".join(wanted), worst


def _times(took: Took) -> str:
    """Median with the range of the rounds, 95 in 100, processor time."""
    return f"{took.p50:.0f} ({took.least:.0f}-{took.most:.0f}) / {took.p95:.0f}; {took.cpu:.0f}"


def budget(found: Found) -> Iterator[tuple[str, ...]]:
    """The lines of the budget: work, ours, bare SQL, both ratios, Redmine, how much faster than it, budget, verdict."""
    for key, line in LINES.items():
        ours, raw = found.ours[key], found.raw[key]
        ratio, by_cpu = ours.p50 / raw.p50, ours.cpu / raw.cpu
        took = (_times(ours), f"{raw.p50:.2f} ({raw.least:.2f}-{raw.most:.2f}); {raw.cpu:.2f}")
        yield line.name, *took, f"{ratio:.1f}", f"{by_cpu:.1f}", *_both(line, ours.p50, ratio)
    yield _eight(found)
    yield from _rows_read(found)
    for kind, must, aim, redmine in (("csv", 3, 1.5, "66.5 s"), ("xlsx", 1.6, 1.2, "not measured")):
        yield from _file(found, kind, must, aim, redmine)


def _eight(found: Found) -> tuple[str, ...]:
    ours, raw = found.ours["board, 8 clients"], found.raw["board, 8 clients"]
    ratio = ours.p95 / raw.p95
    took = (_times(ours), f"{raw.p50:.2f} / {raw.p95:.1f}")
    ratios = (f"{ratio:.1f}", "")  # connections of bare SQL have ended, and with them what they used
    return EIGHT.name, *took, *ratios, *_both(EIGHT, ours.p95, ratio)


def _rows_read(found: Found) -> Iterator[tuple[str, ...]]:
    rows = int(str(found.plans["board"]["rows"]))
    judged = verdict(rows, 5_000, 4_000)
    yield "(a) rows that the board reads", f"{rows:,}", "", "", "", "1,000,000 rows", "", "<= 5,000 (4,000)", judged
    plan = found.plans["mine"]
    read, most = int(str(plan["rows"])), 5 * int(str(plan["shown"])) + 50
    yield f"(b) rows read, {plan['shown']} shown", f"{read:,}", "", "", "", "", "", f"<= {most}", verdict(read, most)


def _file(found: Found, kind: str, must: float, aim: float, redmine: str) -> Iterator[tuple[str, ...]]:
    own, bare = found.files[kind], found.files[f"raw-{kind}"]
    ratio, by_cpu = (float(str(own[name])) / float(str(bare[name])) for name in ("s", "cpu"))
    took = tuple(f"{each['s']} s; {each['cpu']} s" for each in (own, bare))
    wanted, judged = f"<= {must:g} ({aim:g}) times the bare writer", verdict(ratio, must, aim)
    yield f"(f) {kind}, {own['rows']:,} rows", *took, f"{ratio:.2f}", f"{by_cpu:.2f}", redmine, "", wanted, judged
    grown = int(str(own["grown_MiB"]))
    judged = verdict(grown, 100, 50)
    yield f"(f) {kind}, memory it grew by, MiB", str(grown), "", "", "", "680", "", "<= 100 (50)", judged


def growth(sizes: list[Found]) -> tuple[str, ...]:
    """How much slower the larger city is, where two were measured."""
    if len(sizes) == 1:
        return "(a) growth from a smaller city", *[""] * 6, "<= 1.5 (1.2)", "not measured"
    small, large = sizes[-2:]
    ratio = large.ours["board"].p50 / small.ours["board"].p50
    by_cpu = large.ours["board"].cpu / small.ours["board"].cpu
    name = f"(a) growth, {small.tasks:,} to {large.tasks:,} tasks"
    return name, "", "", f"{ratio:.2f}", f"{by_cpu:.2f}", "", "", "<= 1.5 (1.2)", verdict(ratio, 1.5, 1.2)


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _others(sizes: list[Found]) -> Iterator[tuple[str, ...]]:
    found = sizes[-1]
    for name, plan in found.plans.items():
        ours = found.ours[name]
        grown = _grown(*sizes[-2:], name) if len(sizes) > 1 else ("", "")
        yield name, _times(ours), f"{int(str(plan['rows'])):,}", str(plan["queries"]), str(plan["kB"]), *grown


def _grown(small: Found, large: Found, name: str) -> tuple[str, str]:
    """Median, processor time and rows of the smaller city, and by what the first two have grown."""
    before, after = small.ours[name], large.ours[name]
    earlier = f"{before.p50:.0f}; {before.cpu:.0f}; {int(str(small.plans[name]['rows'])):,}"
    return earlier, f"{after.p50 / before.p50:.2f}; {after.cpu / before.cpu:.2f}"


def _filling(found: Found) -> str:
    """How long the steps of the filling took; those of two sessions side by side overlap."""
    steps = found.filled["fill_s"]
    assert isinstance(steps, dict)
    return ", ".join(f"{name} {seconds:,.0f}" for name, seconds in steps.items())


def chapter(sizes: list[Found]) -> str:
    """The chapter: the budget of the city it was made for, all pages of the largest, growth between the two."""
    judged = next((each for each in sizes if each.tasks == FULL), sizes[-1])
    found, filled = sizes[-1], sizes[-1].filled
    asked = " ".join(str(each.tasks) for each in sizes)
    smaller = f"{sizes[-2].tasks:,}" if len(sizes) > 1 else "smaller"
    lines = _table(iter((*budget(judged), growth(sizes))))
    return f"""{BEGIN}
## Pages of a large city

`make bench ARGS="--tasks {asked}"`, {datetime.now(UTC):%Y-%m-%d}. {os.cpu_count()} cores, {platform.system()}
{platform.machine()}, Python {platform.python_version()}; load {os.getloadavg()[0]:.1f} at the end. On a busy machine
ratios count, and those by processor time (servers asked, and the client of bare SQL) most.
gunicorn with 2 processes of 4 threads; PostgreSQL with {", ".join(found.server)}.
{found.tasks:,} tasks, {filled["overdue"]:,} overdue, filled in {filled["took_s"]:,} s at a load of {filled["load"]}.
Seconds by step, up to three sessions side by side: {_filling(found)}.
The summary was built in {filled["rebuild_s"]} s and checked in
{filled["check_s"]} s with {filled["differences"]} differences.

Times are p50 (of the quickest and of the slowest round) / p95; processor time, in ms: of three rounds over all pages
the middle one, for bare SQL too. Redmine was measured earlier on the same kind of machine. The budget is judged for the
city of {judged.tasks:,} tasks:

| Work | ours | bare SQL | ratio | by CPU | Redmine | times as fast | must (aim) | verdict |
|---|--:|--:|--:|--:|--:|--:|---|---|
{lines}

All pages of the city of {found.tasks:,} tasks:

| Page | p50 / p95; processor | rows read | queries | kB | {smaller}: p50; processor; rows | growth: p50; processor |
|---|--:|--:|--:|--:|--:|--:|
{_table(_others(sizes))}

A web process held {judged.memory[0]:.0f} MiB before and {judged.memory[1]:.0f} MiB after the pages of
{judged.tasks:,}. Rows read are those that the leaves of the plans touched, discarded ones included. Digests are under
Reminders.
{END}
"""
