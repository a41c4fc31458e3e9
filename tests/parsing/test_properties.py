"""What must hold for any text: nothing is raised, every span is exact, long lines cost no more than their length."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.parsing.extract import extract_text
from directives.parsing.normalise import (
    CAPITALS,
    fold_space,
    loose,
    modern_tones,
    nfc,
    view_of,
    visible_blanks,
    without_marks,
)
from tests.parsing import samples
from tests.slowness import allowed

PAPERS = [getattr(samples, name) for name in dir(samples) if name.isupper()]
WORDS = st.sampled_from(
    [
        "Giao",
        "Sở Y tế",
        "các sở, ban, ngành",
        "UBND các xã",
        "chủ trì",
        "phối hợp với",
        "trước ngày",
        "15/2/2025",
        "quý I/2025",
        "hằng tháng",
        ";",
        ".",
        ":",
        ",",
        "\n",
        "\n\n",
        "1.",
        "a)",
        "-",
        "+",
        "Điều 1.",
        "I.",
        "Nơi nhận:",
        "PHỤ LỤC",
        "STT ",
        " Nhiệm vụ ",
        " Chủ trì",
        "1 ",
        " việc ",
        " Sở",
        "kết luận như sau:",
        "**",
        "\t",
        "(",
        ")",
        "12/QĐ-UBND",
        "Đơn vị chủ trì:",
        "Thời gian:",
        "MẬT",
        "năm 2030",
        "trong 10 ngày",
        "kể từ ngày",
        "Uỷ",
        "\u200b",
        "́",
        "",
        "",
    ]
)


def assert_exact(text):
    stored = nfc(text)
    found = extract_text(text)
    for task in found.tasks:
        assert task.text == fold_space(task.span.of(visible_blanks(stored)))
        assert 0 <= task.confidence <= 1
        if task.deadline.span:
            assert 0 <= task.deadline.span.start < task.deadline.span.end <= len(stored)
    for reference in found.references:
        assert reference.span.of(stored)
    for section in found.sections:
        assert 0 <= section.span.start <= section.span.end <= len(stored)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text):
    assert_exact(text)


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_mixture_of_words_of_the_trade_keeps_its_spans(text):
    assert_exact(text)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_papers_keep_their_spans(seed):
    chance = random.Random(seed)  # noqa: S311 - damages a text, guards no secret
    text = chance.choice(PAPERS)
    for _ in range(25):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice("\n|-.;:01 ()\t*Ủ\u0301\u200b") + text[at + chance.randrange(3) :]
    assert_exact(text)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_sample_is_exact_in_composed_and_decomposed_form(paper):
    import unicodedata

    assert_exact(paper)
    assert extract_text(unicodedata.normalize("NFD", paper)) == extract_text(paper)


LONG = [
    "a ",
    "Sở Y tế; ",
    "các sở, ban, ngành, ",
    "phối hợp với ",
    "trước ngày ",
    "2025 - ",
    "yêu cầu ",
    "(",
    "1",
    "|\n",
    "KH-UBND/",
    "hằng năm ",
    "*",
]


@pytest.mark.parametrize("unit", LONG)
def test_a_pathological_line_costs_time_in_proportion(unit):
    head = samples.LETTER.split("Sở Xây dựng chủ trì")[0]
    started = time.process_time()
    extract_text(head + unit * (30_000 // len(unit)))
    assert time.process_time() - started < allowed(4)


@pytest.mark.extended
@pytest.mark.parametrize(
    "unit", ["a ", "1.1.1", "Sở Sở Sở ", "- - -", "0123456789", "ngày ngày ", "Sở Y tế; ", "12/QĐ-UBND "]
)
def test_a_line_of_two_megabytes_is_read_in_two_seconds(unit):
    text = samples.LETTER + unit * (2_000_000 // len(unit))
    started = time.process_time()
    found = extract_text(text)
    assert time.process_time() - started < allowed(2)
    assert any("chỉ đọc phần đầu" in warning for warning in found.warnings)
    assert found.header.number == "345/UBND-KT"


def test_a_long_paper_takes_well_under_a_second_of_work():
    body = samples.DIRECTIVE.split("1. Sở Nông nghiệp")
    leaves = ("1. Sở Nông nghiệp" + body[1].split("Nơi nhận")[0]) * 80
    text = body[0] + leaves
    assert len(text) > 40_000
    started = time.process_time()
    extract_text(text)
    assert time.process_time() - started < allowed(2)


@given(st.text(max_size=200))
def test_a_view_remembers_where_each_character_came_from(text):
    view = view_of(text)
    assert len(view.text) == len(view.offsets)
    # A blank that the text lacks (`Sở Nội vụ,Sở Tài chính`) stands where the sign before it stands.
    places = zip(view.text, [-1, *view.offsets], view.offsets, strict=False)
    assert all(left < right or (left == right and char == " ") for char, left, right in places)


def test_tones_are_placed_one_way_and_keep_the_length():
    assert modern_tones("Uỷ ban, hoà giải, thuỷ lợi, quý, hoàn") == "Ủy ban, hòa giải, thủy lợi, quý, hoàn"


def test_scanned_words_match_without_their_marks():
    import re

    assert re.fullmatch(loose("yêu cầu"), "yêu câu")
    assert not re.fullmatch(loose("yêu cầu"), "nêu cầu")
    assert without_marks("Sở Đất") == "So Dat"
    assert re.fullmatch(f"[{CAPITALS}]+", "ĐỦĂÂ")
    assert not re.match(f"[{CAPITALS}]", "đ")
