"""How far an extraction agrees with a hand-made answer: the measures that the tests hold it to."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

SAME_TASK = 0.5
SAME_BODIES = 0.85
HEADER = ("kind", "number", "issued_on", "issuer", "signer", "subject")


@dataclass
class Tally:
    """Parts that agree out of the parts compared, by measure; `missed` says in words what does not."""

    right: Counter = field(default_factory=Counter)
    asked: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def note(self, measure, agrees, what):
        self.asked[measure] += 1
        self.right[measure] += bool(agrees)
        if not agrees:
            self.missed.append(f"{measure}: {what}")

    def share(self, measure):
        return self.right[measure] / self.asked[measure]


def plain(text):
    """The words of a text without tones, case and signs; `UBND` and `TP.` written out."""
    bare = unicodedata.normalize("NFD", (text or "").lower().replace("đ", "d"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    letters = re.sub(r"\bubnd\b", "uy ban nhan dan", re.sub(r"\btp\b\.?", "thanh pho", letters))
    return re.findall(r"[a-z0-9]+", letters)


def overlap(left, right):
    """Shared words over all words, each as often as it stands there; two empty texts agree."""
    a, b = Counter(plain(left)), Counter(plain(right))
    whole = (a | b).total()
    return (a & b).total() / whole if whole else 1.0


def pairs_of(wanted, found):
    """For each wanted task the found one that it shares most words with, each found one used once."""
    ranked = sorted(
        ((overlap(w["text"], f["text"]), -abs(i - j), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for share, _, i, j in ranked:
        if share >= SAME_TASK and i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def compare(answer, extraction, tally):
    """Adds to `tally` how far `extraction`, the contract's object, agrees with `answer`."""
    for name in HEADER:
        tally.note("header", plain(answer["header"][name]) == plain(extraction["header"][name]), name)
    numbers = [{reference["number"] for reference in one["references"]} for one in (answer, extraction)]
    tally.note("references", numbers[0] == numbers[1], numbers[0] ^ numbers[1])
    wanted, found = answer["tasks"], extraction["tasks"]
    taken = pairs_of(wanted, found)
    for j, task in enumerate(found):
        tally.note("precision", j in taken.values(), task["text"])
    for i, task in enumerate(wanted):
        tally.note("recall", i in taken, task["text"])
        if i in taken:
            compare_task(task, found[taken[i]], tally)


def compare_task(wanted, found, tally):
    """The leads, helpers and deadline of one task that was found."""
    for role in ("lead", "coordinating"):
        same = overlap(" ".join(wanted[role]), " ".join(found[role])) >= SAME_BODIES
        tally.note(role, same, (wanted[role], found[role]))
    for part in ("due_on", "recurrence"):
        parts = [sorted((one["deadline"][part] or "").split(";")) for one in (wanted, found)]
        tally.note(part, parts[0] == parts[1], (wanted["text"], parts[1]))
