"""How far an extraction agrees with a hand-made answer: the measures that the project is held to.

A measure is parts that agree out of parts asked for. A task of the answer that was not found counts as wrong in its
bodies and its deadline, so a low recall is felt everywhere.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

SAME_TASK, SAME_BODIES, SAME_SUBJECT = 0.5, 0.85, 0.8
# What is printed beside a body's name without being part of it.
BESIDE_NAMES = (
    "giám đốc|phó giám đốc|tổng giám đốc|chủ tịch|bộ trưởng|thứ trưởng|chánh|trưởng ban|cục trưởng|tổng cục trưởng|"
    "viện trưởng|hiệu trưởng|người đứng đầu|lãnh đạo|đồng chí|các|và|hoặc|cùng"
)
# measure: (the least that must be reached, what is aimed at); of false dates the most that is allowed.
BAR = {
    "header": (0.95, 0.99),
    "references": (0.95, 0.99),
    "precision": (0.85, 0.85),
    "recall": (0.85, 0.85),
    "task F1": (0.88, 0.94),
    "lead": (0.85, 0.93),
    "coordinating": (0.80, 0.90),
    "due": (0.90, 0.97),
    "recurrence": (0.85, 0.95),
    "false due": (0.05, 0.02),
}


@dataclass
class Tally:
    """Parts that agree (`right`) out of the parts asked for, by measure; `missed` says in words what does not."""

    right: Counter = field(default_factory=Counter)
    asked: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def note(self, measure, agrees, what):
        self.asked[measure] += 1
        self.right[measure] += bool(agrees)
        if not agrees:
            self.missed.append(f"{measure}: {what}")

    def share(self, measure):
        """The share of parts that agree, or None where nothing was asked."""
        return self.right[measure] / self.asked[measure] if self.asked[measure] else None

    def __add__(self, other):
        return Tally(self.right + other.right, self.asked + other.asked, self.missed + other.missed)


def figures(tally):
    """Every measure of the bar; None where the answers ask for nothing."""
    shares = {name: tally.share(name) for name in BAR}
    for name, parts in (("references", ("cited", "citing")), ("task F1", ("recall", "precision"))):
        wanted, found = (tally.asked[part] for part in parts)
        shares[name] = 2 * tally.right[parts[0]] / (wanted + found) if wanted + found else None
    wrong, undated = tally.asked["false due"] - tally.right["false due"], tally.asked["false due"]
    shares["false due"] = wrong / undated if undated else None
    return shares


def below(shares, level=0):
    """The measures of `shares` that miss the bar: `level` 0 is what must be, 1 what is aimed at."""
    return {
        name: share
        for name, share in shares.items()
        if share is not None and (share > BAR[name][level] if name == "false due" else share < BAR[name][level])
    }


@cache
def plain(text):
    """The words of a text without tones, case and signs; `UBND` and `TP.` written out."""
    bare = unicodedata.normalize("NFD", (text or "").lower().replace("đ", "d"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    letters = re.sub(r"\bubnd\b", "uy ban nhan dan", re.sub(r"\btp\b\.?", "thanh pho", letters))
    return tuple(re.findall(r"[a-z0-9]+", letters))


_BESIDE = re.compile(rf"\b(?:{'|'.join(' '.join(plain(words)) for words in BESIDE_NAMES.split('|'))})\b")


def shared(a, b):
    """Words in common over all words, each as often as it stands there."""
    whole = (a | b).total()
    return (a & b).total() / whole if whole else 1.0


def overlap(left, right):
    """How far two texts hold the same words; two empty ones agree."""
    return shared(Counter(plain(left)), Counter(plain(right)))


def same_bodies(left, right):
    """Whether two lists name the same bodies, titles of their heads left out."""
    a, b = (Counter(_BESIDE.sub(" ", " ".join(plain(" ".join(names)))).split()) for names in (left, right))
    return a == b or (bool(a) and bool(b) and shared(a, b) >= SAME_BODIES)


def number_key(text):
    """A number without leading noughts and signs: `07/NQ-CP` and `7/NQ CP` are one."""
    return "-".join(plain(re.sub(r"\s+", "-", text or ""))).lstrip("0")


def same_rule(left, right):
    """Whether two recurrence rules have the same parts, in whatever order."""
    return sorted((left or "").split(";")) == sorted((right or "").split(";"))


def pairs_of(wanted, found):
    """For each wanted task the found one that it shares most words with, each found one used once."""
    words = [[Counter(plain(task["text"])) for task in tasks] for tasks in (wanted, found)]
    ranked = sorted(
        (
            (shared(w, f), -abs(i / max(1, len(wanted)) - j / max(1, len(found))), i, j)
            for i, w in enumerate(words[0])
            for j, f in enumerate(words[1])
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used = set()
    for share, _, i, j in ranked:
        if share >= SAME_TASK and i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return taken


def compare(answer, extraction, tally):
    """Adds to `tally` how far `extraction`, the contract's object, agrees with `answer`."""
    compare_header(answer.get("header") or {}, extraction.get("header") or {}, tally)
    if "references" in answer:
        compare_references(answer, extraction, tally)
    wanted, found = answer["tasks"], extraction.get("tasks") or []
    taken = pairs_of(wanted, found)
    for j, task in enumerate(found):
        tally.note("precision", j in taken.values(), task["text"])
    for i, task in enumerate(wanted):
        tally.note("recall", i in taken, task["text"])
        compare_task(task, found[taken[i]] if i in taken else None, tally)


def compare_header(wanted, found, tally):
    """The fields of the head that the answer prints."""
    for name, value in wanted.items():
        got = found.get(name)
        if value is None:
            continue
        if name == "number":
            same = number_key(value) == number_key(got)
        elif name == "subject":
            same = overlap(value, got) >= SAME_SUBJECT
        else:
            same = plain(value) == plain(got)
        tally.note("header", same, (name, value, got))


def compare_references(answer, extraction, tally):
    """Documents cited (asked of the answer) and citing (asked of the extraction)."""
    wanted, found = (
        {number_key(reference["number"]) for reference in one.get("references") or []} for one in (answer, extraction)
    )
    for number in wanted:
        tally.note("cited", number in found, number)
    for number in found:
        tally.note("citing", number in wanted, number)


def compare_task(wanted, found, tally):
    """The leads, helpers and deadline of one task; a task that was not found has none of them right."""
    for role in ("lead", "coordinating"):
        names = wanted.get(role) or []
        if names or role == "lead":
            same = found is not None and same_bodies(names, found.get(role) or [])
            tally.note(role, same, (names, found and found.get(role), wanted["text"][:60]))
    deadline, got = wanted.get("deadline") or {}, (found or {}).get("deadline") or {}
    if deadline.get("due_on"):
        tally.note("due", got.get("due_on") == deadline["due_on"], (deadline, got, wanted["text"][:60]))
    elif found is not None:
        tally.note("false due", not got.get("due_on"), (got, wanted["text"][:60]))
    if deadline.get("recurrence"):
        same = same_rule(got.get("recurrence"), deadline["recurrence"])
        tally.note("recurrence", same, (deadline, got, wanted["text"][:60]))
