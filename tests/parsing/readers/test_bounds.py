"""Files and texts made to take for ever: bounded by rules, before any limit of a process has to step in."""

import time

import pytest

from directives.parsing.errors import UnreadableFile
from directives.parsing.extract import extract_text
from directives.parsing.readers import read
from tests.parsing.readers.papers import cell, para, repacked, row, table, word
from tests.slowness import allowed

LINE = 2_000_000
SECONDS = 8.0  # twice and more what the slowest takes on a machine that is busy with other work


def filled(phrase: str, length: int = LINE) -> str:
    return (phrase * (length // len(phrase) + 1))[:length]


@pytest.mark.extended
@pytest.mark.parametrize(
    "phrase",
    ["Giao Sở Xây dựng rà soát quỹ đất trước ngày 30/6/2026, ", "a", "1.", "; ", "Ủy Ban ", "("],
    ids=["dated orders", "one letter", "labels", "semicolons", "capitals", "brackets"],
)
def test_a_line_of_two_megabytes_ends_soon(phrase):
    start = time.process_time()
    extract_text(filled(phrase))
    assert time.process_time() - start < allowed(SECONDS)


@pytest.mark.parametrize("phrase", ["quý I, quý II và ", "trước ngày 30/6, ", "Sở Y tế, ", "giao "])
def test_the_longest_line_that_is_read_in_full_ends_soon(phrase):
    start = time.process_time()
    extract_text(filled(phrase, 11_000))
    assert time.process_time() - start < allowed(3 * SECONDS)


def laughs() -> bytes:
    """Entities that would grow to a thousand million characters."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{levels}]><w>&l9;</w>'.encode()


def deep(levels: int) -> bytes:
    return b"<w>" * levels + b"x" + b"</w>" * levels


@pytest.mark.parametrize("part", [laughs(), deep(200), deep(100_000)], ids=["laughs", "deep", "abyss"])
def test_markup_made_to_explode_is_refused(part):
    start = time.process_time()
    with pytest.raises(UnreadableFile):
        read(repacked(word(para("x")), **{"word/document.xml": part}), "a.docx")
    assert time.process_time() - start < allowed(SECONDS)


def test_tables_in_tables_end_soon():
    nested = cell("x")
    for _ in range(40):
        nested = cell(table(row(nested, cell("a"), cell("b"))) + para(""))
    start = time.process_time()
    assert "x" in read(word(table(row(nested, cell("a"), cell("b")))), "a.docx").text
    assert time.process_time() - start < allowed(SECONDS)


def test_a_huge_table_is_read_in_time():
    rows = [row(*(cell(f"{n}.{column}") for column in range(5))) for n in range(500)]
    start = time.process_time()
    document = read(word(table(*rows)), "a.docx")
    assert len(document.tables[0].rows) == 500
    assert time.process_time() - start < allowed(SECONDS)


def test_merged_cells_cannot_ask_for_endless_columns():
    wide = "".join(f"<td colspan=1000 rowspan=1000>{n}" for n in range(30))
    start = time.process_time()
    read(f"<table>{f'<tr>{wide}' * 20}</table>".encode(), "a.html")
    assert time.process_time() - start < allowed(SECONDS)
