"""Every name of the shipped directory, in every spelling, finds its body at a valid date, and no name a wrong one."""

import time
from collections import defaultdict
from datetime import date, timedelta

import pytest

from accounts.models import Organisation, OrganisationKind, Succession
from accounts.text import fold
from directives.candidates import CLEAR_SCORE, Why
from directives.matching import Directory
from directives.spelling import name_key
from tests.directives.conftest import TODAY, built_in
from tests.slowness import allowed

ROWS, LINKS = built_in()
PLACES = {"ubnd_xa", "ubnd_phuong", "ubnd_dac_khu", "ubnd_huyen"}
NEW_TONES = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
IN_2023, IN_2026 = date(2023, 1, 10), date(2026, 3, 1)


def last_day(row):
    """A day on which the body existed: today, or its last one."""
    return TODAY if row.valid_to is None else row.valid_to - timedelta(days=1)


def spellings(row):
    return [row.name, row.short_name, *row.aliases, *row.head_titles, *row.symbols]


def new_tones(name):
    """The other placement of the tone, as half of the offices write it; `quý` has none."""
    for old, new in NEW_TONES.items():
        for shape in (str.lower, str.upper, str.capitalize):
            name = name.replace(shape(old), shape(new))
    return name


def heirs_today():
    heirs = defaultdict(set)
    for link in LINKS:
        heirs[link.predecessor_id].add(link.successor_id)
    return heirs


HEIRS = heirs_today()


def bodies_of_today(row):
    """The keys that a name of the body may lead to."""
    return {row.pk} if row.valid_to is None else HEIRS[row.pk]


def sharers():
    """Who bears a name on a day, by its key: a name of several bodies may settle none of them."""
    bearers = defaultdict(set)
    for row in ROWS:
        for name in spellings(row):
            bearers[name_key(name)].add(row.pk)
    return bearers


BEARERS = sharers()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_each_spelling_finds_its_body_at_a_valid_date(directory, row):
    for name in spellings(row):
        for spelling in {name, new_tones(name), name.upper() if " " in name else name}:
            match = directory.match(spelling, last_day(row))
            found = {candidate.organisation for candidate in match.candidates}
            assert bodies_of_today(row) & found or not bodies_of_today(row), (spelling, match)
            if match.settled is not None:
                bearers = [other for other in ROWS if other.pk in BEARERS[name_key(name)]]
                assert any(match.settled in bodies_of_today(other) for other in bearers), (spelling, match)


@pytest.mark.parametrize("row", [row for row in ROWS if row.valid_to is None], ids=lambda row: row.code)
def test_a_name_that_one_body_alone_bears_is_settled(directory, row):
    alone = [name for name in spellings(row) if not _ambiguous(row, name)]
    assert alone
    assert {directory.match(name, TODAY).settled for name in alone} == {row.pk}


def _ambiguous(row, name):
    """Whether another body that exists today bears the name as well."""
    others = BEARERS[name_key(name)] - {row.pk}
    return any(other.pk in others and other.valid_to is None for other in ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if len(HEIRS[row.pk]) > 1], ids=lambda row: row.code)
def test_a_body_that_was_split_settles_nothing_and_offers_all_its_heirs(directory, row):
    match = directory.match(row.name, last_day(row))
    assert match.settled is None
    assert {candidate.organisation for candidate in match.candidates} == HEIRS[row.pk]
    assert all("đơn vị kế thừa" in candidate.reason for candidate in match.candidates)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_name_without_diacritics_is_never_settled(directory, row):
    plain = fold(row.name)
    match = directory.match(plain, last_day(row))
    if name_key(plain) == name_key(row.name):
        return
    assert match.settled is None
    assert all(candidate.score < CLEAR_SCORE for candidate in match.candidates)


def test_the_same_letters_without_diacritics_are_offered_with_that_reason(directory):
    (first, second, *_rest) = directory.match("UBND xa Cam Giang", IN_2026).candidates
    assert {first.name, second.name} == {"UBND xã Cẩm Giang", "UBND xã Cẩm Giàng"}
    assert first.reason == second.reason == "trùng tên sau khi bỏ dấu"
    assert first.why is Why.ACCENTS


def test_a_slip_of_the_pen_is_offered_with_the_number_of_letters(directory):
    (best, *_rest) = directory.match("Sở Nông nghiệp và Môi truờng", IN_2026).candidates
    assert best.name == "Sở Nông nghiệp và Môi trường"
    assert best.reason in {"gần giống, khác 1 ký tự", "trùng tên sau khi bỏ dấu"}
    (best, *_rest) = directory.match("Sở Khoa hoc và Công nghhệ", IN_2026).candidates
    assert (best.name, best.reason) == ("Sở Khoa học và Công nghệ", "gần giống, khác 2 ký tự")
    assert directory.match("Sở Khoa hoc và Công nghhệ", IN_2026).settled is None


def test_a_name_of_the_past_in_a_later_paper_is_offered_not_settled(directory):
    match = directory.match("Sở Kế hoạch và Đầu tư", IN_2026)
    assert match.settled is None
    assert match.candidates[0].name == "Sở Tài chính"
    assert "tên cũ trước 01/03/2025" in match.candidates[0].reason


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind in PLACES], ids=lambda row: row.code)
def test_the_bare_name_of_a_place_settles_nothing(directory, row):
    bare = row.short_name.split(" ", 2)[2] if row.short_name.startswith("UBND") else row.name
    for word in ("đặc khu ", "khu ", "phố ", "xã ", "phường ", "quận ", "huyện "):
        bare = bare.removeprefix(word)
    for day in (IN_2023, IN_2026):
        assert directory.match(bare, day).settled is None
        assert directory.match(f"tỉnh {bare}", day).settled is None
        assert directory.match(f"đường {bare}", day).settled is None
        assert directory.match(f"Trường THPT {bare}", day).settled is None


def test_a_bare_name_says_which_word_is_missing(directory):
    (candidate,) = directory.match("Hà Nam", IN_2026).candidates
    assert candidate.name == "UBND xã Hà Nam"
    assert candidate.reason == "thiếu chữ xã, phường hoặc đặc khu trước tên"


def test_no_ward_or_commune_of_today_is_meant_by_a_paper_of_2023(directory):
    for row in ROWS:
        if row.kind in PLACES and row.valid_from is not None:
            assert directory.match(row.name, IN_2023).settled is None, row.name


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("các Sở: Xây dựng, Nông nghiệp và Môi trường, Tài chính", {"sxd", "snnmt", "stc"}),
        ("Giám đốc các Sở Nội vụ, Văn hóa, Thể thao và Du lịch, Y tế", {"snv", "svhttdl", "syt"}),
        ("UBND các xã Cẩm Giang, Cẩm Giàng và phường Tứ Minh", {"xa-cam-giang", "xa-cam-giang-2", "phuong-tu-minh"}),
        ("Chủ tịch UBND các phường: Hưng Đạo, Trần Hưng Đạo", {"phuong-hung-dao", "phuong-tran-hung-dao"}),
    ],
)
def test_a_factored_noun_is_given_back_to_each_name(directory, mention, expected):
    codes = {row.pk: row.code for row in ROWS}
    found = {codes[pk] for pk in directory.match(mention, IN_2026).settled_all}
    wanted = {code for code in expected if code in codes.values()}
    assert wanted <= found
    assert len(found) == len(expected)


def test_a_factored_noun_with_one_doubtful_name_settles_none(directory):
    match = directory.match("các Sở: Xây dựng, Kế hoạch và Đầu tư", IN_2026)
    assert match.settled_all == ()
    assert {candidate.name for candidate in match.candidates} == {"Sở Xây dựng", "Sở Tài chính"}


def test_a_loose_list_behind_a_plural_is_not_taken_for_names(directory):
    assert directory.match("các sở có chức năng quản lý xây dựng", IN_2026).settled_all == ()


def test_a_thousand_mentions_among_3500_bodies_take_less_than_a_second():
    rows = [*ROWS]
    for number in range(3_500 - len(ROWS)):
        name = f"Ủy ban nhân dân xã Số {number} Ngàn"
        rows.append(
            Organisation(
                pk=900_000 + number,
                name=name,
                short_name=f"UBND xã Số {number} Ngàn",
                kind=OrganisationKind.COMMUNE,
                aliases=[f"Xã Số {number} Ngàn", f"UBND X. Số {number} Ngàn"],
                head_titles=[f"Chủ tịch UBND xã Số {number} Ngàn"],
            )
        )
    directory = Directory(rows, [Succession(predecessor_id=1, successor_id=2, effective_on=IN_2023)], TODAY)
    known = [f"UBND xã Số {number} Ngàn" for number in range(400)]
    wrong = [f"UBND xã Sô {number} Ngan" for number in range(400)]
    strange = [f"Đơn vị thứ {number} chưa từng thấy ở đâu" for number in range(200)]
    start = time.process_time()
    directory.match_all([*known, *wrong, *strange], IN_2026)
    assert time.process_time() - start < allowed(1)
