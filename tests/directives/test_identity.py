"""What makes a paper the same paper, and rules of recurrence in words."""

from datetime import date

import pytest

from directives import recurrence
from directives.identity import identify, issuer_key, term


def of(number_text, issued_on=None, kind="", issuer="UBND thành phố Hải Phòng"):
    return identify(number_text=number_text, kind=kind, issuer_name=issuer, issued_on=issued_on)


@pytest.mark.parametrize(
    ("number_text", "issued_on", "parts"),
    [
        ("02/CT-UBND", date(2023, 1, 10), ("CT", 2, "", "CT-UBND", "2023")),
        ("2/CT-UBND", date(2023, 1, 10), ("CT", 2, "", "CT-UBND", "2023")),
        ("02/CT-UBND", None, ("CT", 2, "", "CT-UBND", "")),
        ("30c/NQ-CP", date(2011, 11, 8), ("NQ", 30, "c", "NQ-CP", "2011")),
        ("35/2021/QH15", date(2021, 11, 13), ("", 35, "", "QH15", "2021")),
        ("1888/UBND-KSTT", date(2017, 7, 1), ("CV", 1888, "", "UBND-KSTT", "2017")),
        ("96-KL/TW", date(2024, 10, 15), ("KL", 96, "", "KL/TW", "2021")),
        ("45-NQ/TW", date(2019, 1, 24), ("NQ", 45, "", "NQ/TW", "2016")),
    ],
)
def test_a_number_is_taken_apart(number_text, issued_on, parts):
    found = of(number_text, issued_on)
    assert (found.kind, found.number, found.number_suffix, found.symbol, found.period) == parts


def test_a_number_in_no_official_form_is_kept_as_far_as_it_goes():
    found = of("12b/nội bộ", date(2024, 1, 1))
    assert (found.number, found.number_suffix, found.symbol, found.period) == (12, "b", "nội bộ", "2024")
    words = of("không rõ")
    assert (words.number, words.number_text) == (None, "không rõ")


@pytest.mark.parametrize(
    ("symbol", "day", "first_year"),
    [
        ("CT/TW", date(2021, 1, 24), "2016"),
        ("CT/TW", date(2021, 1, 25), "2021"),
        ("CT/TW", date(2026, 1, 18), "2021"),
        ("CT/TW", date(2026, 1, 19), "2026"),
        ("CT/TU", date(2020, 11, 2), "2020"),
        ("CT/TU", date(2020, 9, 30), "2015"),
        ("CT/TW", date(1980, 1, 1), ""),
    ],
)
def test_party_numbers_run_by_the_term_of_their_committee(symbol, day, first_year):
    assert term(symbol, day) == first_year


@pytest.mark.parametrize(
    "name",
    [
        "UBND thành phố Hải Phòng",
        "Uỷ ban nhân dân TP. Hải Phòng",
        "ỦY BAN NHÂN DÂN  THÀNH PHỐ HẢI PHÒNG",
        "UBND TP Hải Phòng.",
    ],
)
def test_an_issuer_has_one_spelling(name):
    assert issuer_key(name) == "ủy ban nhân dân thành phố hải phòng"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "hằng tháng, ngày 25"),
        ("FREQ=MONTHLY;INTERVAL=3", "hằng quý"),
        ("FREQ=MONTHLY;INTERVAL=1", "hằng tháng"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30", "hằng năm, ngày 30, tháng 6"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("FREQ=DAILY;COUNT=3", "FREQ=DAILY;COUNT=3"),
    ],
)
def test_a_recurrence_is_said_in_words(rule, words):
    assert recurrence.label(rule) == words
