"""Search folding: exact when accents are typed, folded when not."""

import pytest

from accounts import text


@pytest.mark.parametrize(("left", "right"), [("Thuỷ", "Thủy"), ("hoà bình", "hòa bình"), ("Uỷ ban", "Ủy ban")])
def test_both_tone_placements_are_one_spelling(left, right):
    assert text.lowered(left) == text.lowered(right)


def test_typed_accents_are_kept_apart():
    stored = text.search_form("Xã Cẩm Giàng")
    assert text.query_form("cẩm giàng") in stored
    assert text.query_form("Cẩm Giang") not in stored
    assert text.query_form("cam giang") in stored


def test_year_does_not_find_the_south():
    assert text.query_form("năm") not in text.search_form("Phường Nam Đồ Sơn")


def test_punctuation_and_case_do_not_matter():
    assert text.query_form("02/ct-ubnd") == "02 ct ubnd"
    assert text.query_form("CT UBND") in text.search_form("Số 02/CT-UBND")


def test_dong_is_a_letter_of_its_own_when_accents_are_typed():
    assert text.query_form("đông") not in text.search_form("mùa dông")
    assert text.query_form("dong") in text.search_form("Thành Đông")
