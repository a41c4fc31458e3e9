"""Papers made at random in every setting: what a draft, a citation, a section says stands where its span points."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.parsing.extract import extract_text
from directives.parsing.normalise import fold_space, modern_tones, nfc, view_of
from directives.parsing.numbers import find_numbers

HEAD = """UBND TỈNH AN BÌNH
Số: {serial}/KH-UBND
An Bình, ngày {day:02} tháng {month:02} năm 2026

KẾ HOẠCH
Về việc sửa chữa trường học

Căn cứ Nghị quyết số {cited}/NQ-HĐND ngày 08/12/2025 của Hội đồng nhân dân tỉnh;

I. NHIỆM VỤ
"""
FOOT = "\nNơi nhận:\n- Thường trực Tỉnh uỷ;\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Thử\n"
BODIES = ("Sở Giáo dục và Đào tạo", "Sở Tài chính", "Uỷ ban nhân dân các xã, phường", "Công an tỉnh", "Sở Xây dựng")
WORK = ("lập danh mục phòng học xuống cấp", "thuỷ lợi hoá khu đất sau trường", "bố trí vốn sửa chữa", "báo cáo kết quả")
WHEN = (
    "",
    " trước ngày 30/6/2026",
    " trong quý III/2026",
    "; định kỳ hằng tháng",
    " chậm nhất ngày 05 tháng 9 năm 2026",
)
clauses = st.lists(
    st.tuples(st.sampled_from(BODIES), st.sampled_from(BODIES), st.sampled_from(WORK), st.sampled_from(WHEN)),
    min_size=1,
    max_size=6,
)
heads = st.fixed_dictionaries(
    {
        "serial": st.integers(1, 9999),
        "cited": st.integers(1, 999),
        "day": st.integers(1, 28),
        "month": st.integers(1, 12),
    }
)


def paper_of(head, found):
    """A plan of numbered clauses, every second one with two dashes."""
    lines = []
    for i, (lead, helper, work, when) in enumerate(found, start=1):
        if i % 2:
            lines.append(f"{i}. {lead} chủ trì, phối hợp với {helper} {work}{when}.")
        else:
            lines.append(f"{i}. {lead}:\n- Chủ trì {work}{when};\n- Phối hợp với {helper} kiểm tra.")
    return HEAD.format(**head) + "\n".join(lines) + FOOT


def set_in(text, chance, *, blanks, wrapped, form):
    """`text` with other blanks, its lines broken, in another Unicode form.

    A tab stands only behind the number of a clause: two in a line are the cells of a table.
    """
    if chance.random() < 0.3:
        text = re.sub(r"(?m)^(\d+\.) ", "\\1\t", text)
    if blanks:
        text = "".join(chance.choice(blanks) if char == " " and chance.random() < 0.3 else char for char in text)
    if wrapped:
        text = "\n".join(_broken(line) for line in text.split("\n"))
    return unicodedata.normalize(form, text)


def _broken(line):
    """The line broken before the word that goes beyond column 64."""
    kept, rest = [], line
    while len(rest) > 64 and " " in rest[40:64]:
        at = rest.rindex(" ", 40, 64)
        kept.append(rest[:at])
        rest = rest[at + 1 :]
    return "\n".join([*kept, rest])


@settings(max_examples=25, deadline=None)
@given(
    heads,
    clauses,
    st.randoms(use_true_random=False),
    st.sampled_from([(), ("  ", "\u00a0"), (" \u200b", "   ", "\u200b ")]),
    st.booleans(),
    st.sampled_from(["NFC", "NFD"]),
)
def test_what_was_found_stands_where_its_span_points(head, found, chance, blanks, wrapped, form):
    text = set_in(paper_of(head, found), chance, blanks=blanks, wrapped=wrapped, form=form)
    stored, read = nfc(text), extract_text(text)
    assert read.tasks
    assert read.references
    assert read.sections
    for task in read.tasks:
        assert_says(stored, task.span, task.text)
        if task.deadline.span:
            assert_says(stored, task.deadline.span, task.deadline.phrase)
    for reference in read.references:
        numbers = [match.number.text for match in find_numbers(view_of(stored, *bounds(stored, reference.span)).text)]
        assert reference.number in numbers
    for recipient in read.header.recipients:
        assert_says(stored, recipient.span, recipient.name)
    for section in read.sections:
        bounds(stored, section.span)


def bounds(stored, span):
    """Both ends of a span that lies inside the text and is not empty."""
    assert 0 <= span.start < span.end <= len(stored)
    return span.start, span.end


def assert_says(stored, span, words):
    """The span holds the words, but for white space, invisible characters and the place of tone marks."""
    printed = view_of(stored, *bounds(stored, span)).text
    assert modern_tones(fold_space(printed)) == modern_tones(view_of(words).text)


@pytest.mark.parametrize("printed", ["\u200b nt", "\u200b \u200b nt", "**  nt", " \u200b nt \u200b x", "a \u200b b"])
def test_a_view_begins_with_no_blank_and_holds_no_two(printed):
    """Found by the fuzzer: a blank behind a character that nobody sees was kept, and a span lay outside its view."""
    view = view_of(printed)
    assert view.text == " ".join(view.text.split())
    assert [printed[at] for at in view.offsets] == list(view.text)
