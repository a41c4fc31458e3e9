"""Bounds on processor time that hold on any machine: they grow with what a fixed piece of work takes beside it."""

from time import process_time

ORDINARY = 0.02
"""Processor seconds of the fixed work on the machine that the bounds were written on."""


def allowed(seconds: float) -> float:
    """The bound `seconds` of an ordinary machine for this one, as it is now; never less than that."""
    return seconds * max(1.0, min(_fixed_work() for _turn in range(3)) / ORDINARY)


def _fixed_work() -> float:
    begin = process_time()
    words: dict[str, int] = {}
    for number in range(30_000):
        word = f"{number * 7919 % 30_011:x}"
        words[word] = words.get(word[:3], 0) + len(word)
    sorted(words.values())
    return process_time() - begin
