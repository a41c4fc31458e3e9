"""What is asked before a dear question about leads and partners never turns away what the question would find."""

from pathlib import Path

import pytest

from directives.parsing import assignees, fronts, partners, passing
from directives.parsing.normalise import view_of
from directives.parsing.sentences import pieces_of
from directives.parsing.sieve import lowered

OWN_PAPERS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
TALKS = (
    "Yeu cau Sở Y tế rà soát",
    "Trên đây là kết quả;đề nghị các sở thực hiện",
    "Xin chuyển Công văn số 5 để Sở Y tế nghiên cứu",
    "Sở Y tế chủ trì, cùng Sở Tài chính rà soát; thống nhất với UBND xã; với sự phối hợp của Công an",
    "Quý cơ quan phối hợp chặt chẽ với Sở Nội vụ",
    "Tỉnh cần chủ động; Ông Trần Văn Mẫu, Giám đốc Sở Y tế; 11 Bộ, cơ quan rà soát",
)


@pytest.fixture(scope="module")
def pieces():
    found = set(TALKS)
    for path in OWN_PAPERS:
        text = path.read_text(encoding="utf-8")
        for line in text.split("\n"):
            view = view_of(line, 0, len(line)).text
            found.update(view[start:end].strip() for start, end in pieces_of(view))
    return sorted(found)


def places(text):
    return [0, *(i + 1 for i, char in enumerate(text[:400]) if char == " ")]


def test_no_subject_begins_where_none_may(pieces, monkeypatch):
    asked = [(text, at) for text in pieces[::3] for at in places(text)]
    quick = [assignees._subject_at(text, at, heading=False) for text, at in asked]
    monkeypatch.setattr(fronts.SUBJECTS, "at", lambda _text, _at: True)
    assert quick == [assignees._subject_at(text, at, heading=False) for text, at in asked]


def test_an_order_stands_only_where_it_may(pieces):
    for text in pieces:
        low = lowered(text)
        for at in places(text):
            assert not assignees._ORDER_START.match(text, at) or assignees._MAY_START.match(low, at)
        order = assignees._MAY_ORDER.search(low)
        assert not order or assignees._BEHIND_BLANK.search(low) or assignees._NO_BLANK.search(low)


def test_partners_are_found_by_the_shorter_pattern_too(pieces):
    for text in pieces:
        low = lowered(text)
        whole = [match.span() for match in partners._COORDINATE.finditer(text)]
        assert whole == [match.span() for match in partners._joining(low).finditer(text)]
        assert partners._may_join(low) or not whole


def test_a_paper_is_passed_on_by_those_who_may(pieces):
    for text in pieces:
        if passing._PASSES.search(text, 0, passing.LONGEST_SENDER):
            low = lowered(text)
            assert low.startswith(passing._WITHOUT_SENDER) or any(word in low for word in passing._SENDERS)
