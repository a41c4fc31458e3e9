"""Agencies as printed find the bodies of today: by date, with their diacritics, never by a silent guess."""

from datetime import date

import pytest

from accounts.models import OrganisationKind, SuccessionKind
from directives.groups import group_of
from directives.matching import Directory
from tests import factories
from tests.directives.conftest import TODAY

IN_2023, IN_2026 = date(2023, 1, 10), date(2026, 3, 1)


def names(match):
    return [candidate.name for candidate in match.candidates]


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("Sở Tài chính", "Sở Tài chính"),
        ("Sở Tài chính thành phố Hải Phòng", "Sở Tài chính"),
        ("sở tài chính", "Sở Tài chính"),
        ("STC", "Sở Tài chính"),
        ("Giám đốc Sở Tài chính", "Sở Tài chính"),
        ("Sở Tài chính và các đơn vị liên quan", "Sở Tài chính"),
        ("Sở NN&MT", "Sở Nông nghiệp và Môi trường"),
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Văn phòng UBND thành phố", "Văn phòng UBND thành phố"),
        ("Uỷ ban nhân dân phường Hồng Bàng", "UBND phường Hồng Bàng"),
        ("UBND phường Thuỷ Nguyên", "UBND phường Thủy Nguyên"),
    ],
)
def test_a_name_of_today_is_settled(directory, name_of, mention, expected):
    assert name_of(directory.match(mention, IN_2026).settled) == expected


def test_names_that_differ_only_by_a_diacritic_stay_apart(directory, name_of):
    assert name_of(directory.match("UBND xã Cẩm Giang", IN_2026).settled) == "UBND xã Cẩm Giang"
    assert name_of(directory.match("UBND xã Cẩm Giàng", IN_2026).settled) == "UBND xã Cẩm Giàng"


def test_a_name_without_its_diacritics_is_shown_but_never_settled(directory):
    match = directory.match("UBND xã Câm Giang", IN_2026)
    assert match.settled is None
    assert "UBND xã Cẩm Giang" in names(match)


def test_a_name_inside_a_longer_name_is_not_found(directory, name_of):
    match = directory.match("UBND phường Trần Hưng Đạo", IN_2026)
    assert name_of(match.settled) == "UBND phường Trần Hưng Đạo"
    assert names(match) == ["UBND phường Trần Hưng Đạo"]
    assert name_of(directory.match("UBND phường Hưng Đạo", IN_2026).settled) == "UBND phường Hưng Đạo"


def test_a_bare_place_name_is_nobody(directory):
    assert directory.match("Trần Phú", IN_2026).settled is None
    assert directory.match("thành phố Hải Phòng", IN_2026).settled is None


@pytest.mark.parametrize("mention", ["TP. Hải Phòng", "thành phố Hải Phòng", "Hải Phòng"])
def test_the_city_named_as_a_place_offers_its_committee_and_settles_nothing(directory, mention):
    match = directory.match(mention, IN_2026)
    assert names(match) == ["UBND thành phố"]
    assert match.settled is None


def test_a_dissolved_district_is_not_the_ward_of_its_name(directory):
    match = directory.match("UBND quận Hồng Bàng", IN_2023)
    assert match.settled is None
    assert len(match.candidates) > 1
    assert "tách thành" in match.candidates[0].reason


def test_a_ward_of_2023_is_not_the_new_ward_of_the_same_name(directory):
    match = directory.match("UBND phường An Dương", IN_2023)
    assert match.settled is None
    assert "tên này chỉ có từ 01/07/2025" in match.candidates[0].reason


@pytest.mark.parametrize(
    ("mention", "heir"),
    [
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính"),
        ("Sở KH&ĐT", "Sở Tài chính"),
        ("Sở Giao thông vận tải", "Sở Xây dựng"),
        ("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường"),
        ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"),
        ("Sở Văn hóa và Thể thao", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Tài chính", "Sở Tài chính"),
    ],
)
def test_a_paper_of_2023_leads_to_the_successor_of_today(directory, name_of, mention, heir):
    match = directory.match(mention, IN_2023)
    assert name_of(match.settled) == heir


def test_the_way_to_the_successor_is_told(directory):
    (candidate,) = directory.match("Sở Kế hoạch và Đầu tư", IN_2023).candidates
    assert candidate.reason == "đơn vị kế thừa: Sở Kế hoạch và Đầu tư hợp nhất vào Sở Tài chính từ 01/03/2025"


def test_an_unknown_department_is_said_to_be_unknown(directory):
    match = directory.match("Sở Thám hiểm đại dương", IN_2026)
    assert match.settled is None
    assert match.doubt() == "Không tìm thấy “Sở Thám hiểm đại dương” trong danh mục tổ chức: hãy chọn cơ quan."


def test_a_body_of_another_province_is_not_ours(directory):
    assert directory.match("Sở Tài chính tỉnh Quảng Ninh", IN_2026).settled is None


def test_two_bodies_in_one_mention_are_both_offered(directory):
    match = directory.match("Sở Tài chính, Sở Xây dựng", IN_2026)
    assert match.settled is None
    assert set(names(match)) == {"Sở Tài chính", "Sở Xây dựng"}


COMMUNES = {OrganisationKind.WARD, OrganisationKind.COMMUNE, OrganisationKind.SPECIAL_ZONE}
DEPARTMENTS = {OrganisationKind.DEPARTMENT, OrganisationKind.OTHER_AGENCY}


@pytest.mark.parametrize(
    ("mention", "kinds"),
    [
        ("các sở, ban, ngành", DEPARTMENTS),
        ("Thủ trưởng các sở, ban, ngành thành phố", DEPARTMENTS),
        ("UBND các xã, phường, đặc khu", COMMUNES),
        ("Uỷ ban nhân dân các xã, phường", COMMUNES - {OrganisationKind.SPECIAL_ZONE}),
        ("UBND cấp xã", COMMUNES),
        ("UBND các quận, huyện", COMMUNES),
        ("các sở, ngành, đơn vị và địa phương", DEPARTMENTS | COMMUNES),
        ("các sở, ban, ngành, đoàn thể", DEPARTMENTS | {OrganisationKind.MASS_ORGANISATION, OrganisationKind.FRONT}),
        ("UBND các phường", {OrganisationKind.WARD}),
    ],
)
def test_a_group_is_recognised(mention, kinds):
    assert group_of(mention).kinds == kinds


@pytest.mark.parametrize(
    "mention",
    [
        "Sở Tài chính",
        "các sở, ngành liên quan",
        "các bộ, cơ quan ngang bộ",
        "các đơn vị",
        "xã Cẩm Giàng",
        "các Sở Nội vụ",
    ],
)
def test_what_is_no_group_is_none(mention):
    assert group_of(mention) is None


def test_a_group_is_offered_and_never_settled(directory):
    match = directory.match("UBND các xã, phường, đặc khu", IN_2026)
    assert match.settled is None
    (row,) = match.as_json()
    assert row["name"] == "UBND các xã, phường, đặc khu (114 cơ quan)"


def test_related_bodies_are_left_to_the_reviewer(directory):
    match = directory.match("các đơn vị liên quan", IN_2026)
    assert match.as_json() == []
    assert match.doubt() == "“các đơn vị liên quan” không nêu tên cơ quan: người rà soát quyết định."


def test_the_directory_costs_three_queries(city, django_assert_num_queries):
    with django_assert_num_queries(3):
        directory = Directory.load(TODAY)
        for mention in ("Sở Tài chính", "UBND xã Cẩm Giàng", "các sở, ban, ngành", "Sở Không Có"):
            directory.match(mention, IN_2023)


def test_a_chain_of_successions_ends_at_the_body_of_today(db):
    first, middle, last = (factories.organisation(name=f"Sở {name}") for name in ("Cũ", "Giữa", "Mới"))
    for body, heir, day in ((first, middle, date(2020, 1, 1)), (middle, last, date(2025, 1, 1))):
        body.valid_to = day
        body.save()
        body.successions.create(
            predecessor_name=body.name, successor=heir, kind=SuccessionKind.RENAMED, effective_on=day
        )
    match = Directory.load(TODAY).match("Sở Cũ", date(2019, 5, 1))
    assert match.settled == last.pk


def test_a_loop_in_the_successions_ends(db):
    first, second = factories.organisation(name="Sở Một"), factories.organisation(name="Sở Hai")
    for body, heir in ((first, second), (second, first)):
        body.valid_to = date(2020, 1, 1)
        body.save()
        body.successions.create(
            predecessor_name=body.name, successor=heir, kind=SuccessionKind.MERGED, effective_on=date(2020, 1, 1)
        )
    assert Directory.load(TODAY).match("Sở Một", IN_2026).candidates == ()


def test_names_in_selected_text_are_found_longest_first(directory):
    found = directory.mentions_in("Giao UBND phường Trần Hưng Đạo phối hợp với Sở Tài chính thực hiện.")
    assert found == ["UBND phường Trần Hưng Đạo", "Sở Tài chính"]
