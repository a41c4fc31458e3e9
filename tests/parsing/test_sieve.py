"""A sieve is only a faster way to search: it finds what its pattern finds, everywhere."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from directives import parsing
from directives.parsing.sieve import Sieve

OWN_PAPERS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
TALKS = "Nay thông báo để các đơn vị biết; CHỦ TRÌ, phối hợp với Sở Y tế | Ủy ban nhân dân\nmật"


def sieves() -> Iterator[tuple[str, Sieve]]:
    for module in pkgutil.walk_packages(parsing.__path__, f"{parsing.__name__}."):
        if not module.name.endswith("__main__"):
            named = vars(importlib.import_module(module.name)).items()
            yield from ((f"{module.name}.{name}", value) for name, value in named if isinstance(value, Sieve))


SIEVES = dict(sieves())


@pytest.fixture(scope="module")
def lines() -> list[str]:
    whole = [path.read_text(encoding="utf-8") for path in OWN_PAPERS]
    each = {line for text in whole for line in text.split("\n") if line.strip()}
    return [TALKS, "", whole[0], *sorted(each)[::8]]


@pytest.mark.parametrize("name", SIEVES)
def test_a_sieve_finds_what_its_pattern_finds(name, lines):
    sieve = SIEVES[name]
    for line in lines:
        for pos in (0, len(line) // 2):
            found, plain = sieve.search(line, pos), sieve.pattern.search(line, pos)
            assert (found and found.span()) == (plain and plain.span()), line
        assert [match.span() for match in sieve.finditer(line)] == [
            match.span() for match in sieve.pattern.finditer(line)
        ]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?i)^a(?:b|c)|[|(]x|\|y", "ABZ|y"),
        (r"(?i)^a|b$", "cb"),
        (r"(?i)^(a)|(b)", "xb"),
        (r"(?i)^a|b(?:^c|d)", "xbd"),
        (r"[]|]a|^b", "|a"),
    ],
)
def test_alternatives_are_told_apart_as_they_are_written(pattern, text):
    found, plain = Sieve(pattern).search(text), re.search(pattern, text)
    assert found is not None
    assert plain is not None
    assert found.span() == plain.span()
    assert found.groups() == tuple(group and group.lower() for group in plain.groups())
