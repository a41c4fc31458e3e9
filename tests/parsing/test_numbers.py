import pytest

from directives.parsing.numbers import find_letters, find_numbers, parse_number
from directives.parsing.references import find_references

SAME = [
    "02/CT-UBND",
    "07/NQ-CP",
    "30c/NQ-CP",
    "1237/QĐ-TTg",
    "79/CĐ-TTg",
    "87/TB-VPCP",
    "8014/VPCP-KGVX",
    "11554/VPCP-V.I",
    "1531/TTg-CN",
    "29/CP-KTTH",
    "75/2021/NĐ-CP",
    "62/2011/QĐ-TTg",
    "66.2/2025/NQ-CP",
    "43/2015/TTLT-BNNPTNT-BKHĐT",
    "52/2025/QĐ-CTUBND",
    "654/QĐ-UBND-HC",
    "35/2021/QH15",
    "1679/NQ-UBTVQH15",
    "81/2025/UBTVQH15",
    "26/2005/PL-UBTVQH11",
    "08/2011/NQ-HĐND",
    "203/HĐND-KTNS",
    "684/KH-SGDĐT",
    "2231/SNV-CCHC&PC",
    "442/SGD&ĐT-GDPT",
    "1893/TTrLN-SNV-VPUBNDTP",
    "45/BCTĐ-STP",
    "1888/UBND-KSTT",
    "324/QTR-KTr2",
    "96-KL/TW",
    "24-CT/TW",
    "151-TB/TW",
    "43-HD/BTCTW",
    "18505-CV/VPTW",
    "275-KH/TU",
    "08-TTr/ĐU",
    "343-QĐNS/TW",
    "555-KL/TUHP-TUHD",
    "345/2000/QĐ-UB",
]


@pytest.mark.parametrize("number", SAME)
def test_a_correct_number_stays_as_it_is(number):
    assert parse_number(number).text == number


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("35-CT-TƯ", "35-CT/TW"),
        ("366-QĐ-TW", "366-QĐ/TW"),
        ("51/NQ-TW", "51-NQ/TW"),
        ("14/2022/NĐ/CP", "14/2022/NĐ-CP"),
        ("57/QD-UBND", "57/QĐ-UBND"),
        ("57/QĐ-UBNĐ", "57/QĐ-UBND"),
        ("14/NQ-HDND", "14/NQ-HĐND"),
        ("57/1999/QĐ.UB", "57/1999/QĐ-UB"),
        ("12/CĐ.UBND", "12/CĐ-UBND"),
        ("14/2022/TTBYT", "14/2022/TT-BYT"),
        ("14/2022/TTVPCP", "14/2022/TT-VPCP"),
        ("44 /UBND-HCC", "44/UBND-HCC"),
        ("146/2025- NĐ-CP", "146/2025/NĐ-CP"),
        ("06/QĐ-TTG", "06/QĐ-TTg"),
        ("10- CTr/TU", "10-CTr/TU"),
        ("186/KH- UBND", "186/KH-UBND"),
        ("115-CP", "115-CP"),
        ("số 15972/SXD-QLN& TTBĐS", "15972/SXD-QLN&TTBĐS"),
    ],
)
def test_variants_are_brought_to_one_form(printed, normal):
    assert parse_number(printed).text == normal


@pytest.mark.parametrize(
    ("number", "kind", "serial", "suffix", "year", "party"),
    [
        ("02/CT-UBND", "CT", 2, "", None, False),
        ("30c/NQ-CP", "NQ", 30, "c", None, False),
        ("75/2021/NĐ-CP", "NĐ", 75, "", 2021, False),
        ("35/2021/QH15", None, 35, "", 2021, False),
        ("96-KL/TW", "KL", 96, "", None, True),
        ("1888/UBND-KSTT", "CV", 1888, "", None, False),
    ],
)
def test_identity(number, kind, serial, suffix, year, party):
    found = parse_number(number)
    assert (found.kind, found.serial, found.suffix, found.year, found.is_party) == (kind, serial, suffix, year, party)


def test_leading_zeros_and_case_make_no_second_number():
    assert parse_number("07/NQ-CP").key == parse_number("7/NQ-CP").key


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2021-2025",
        "ngày 15/2/2023",
        "quý I/2022",
        "từ 30/4-01/5",
        "QCVN 102:2016/BTTTT",
        "mạng 4G/5G",
        "trực 24/7",
        "lãi suất 2%/năm",
        "100 km/h",
        "điểm 5/Sở",
    ],
)
def test_what_only_looks_like_a_number_is_left_out(text):
    assert list(find_numbers(text)) == []


def test_a_word_glued_to_the_symbol_is_cut_off():
    assert [match.number.text for match in find_numbers("theo 15/NĐ-CPquy định")] == ["15/NĐ-CP"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("7/NQ-CP", "07/NQ-CP"),
        ("35-CT-TƯ", "35-CT/TW"),
        ("366-QĐ-TW", "366-QĐ/TW"),
        ("05-NQ/TƯ", "05-NQ/TW"),
        ("51/NQ-TW", "51-NQ/TW"),
        ("60/NQ/TW", "60-NQ/TW"),
        ("08/2025/QN-HĐND", "08/2025/NQ-HĐND"),
        ("32/2018/NĐ-HĐND", "32/2018/NQ-HĐND"),
        ("14/2022/NĐ/CP", "14/2022/NĐ-CP"),
        ("600/QĐ/UBND", "600/QĐ-UBND"),
        ("3996/QĐUBND", "3996/QĐ-UBND"),
        ("57/QD - UBND", "57/QĐ-UBND"),
        ("44 /UBND-HCC", "44/UBND-HCC"),
        ("1719/QD-TTg", "1719/QĐ-TTg"),
        ("146/2025- NĐ-CP", "146/2025/NĐ-CP"),
        ("345/2000/QĐ-UB", "345/2000/QĐ-UB"),
        ("115-CP", "115-CP"),
        ("61/CP", "61/CP"),
        ("19/NQ-HĐND17", "19/NQ-HĐND"),
        ("71/QDUBND", "71/QĐ-UBND"),
    ],
)
def test_slips_of_spelling_give_the_number_meant(printed, meant):
    assert [match.number.text for match in find_numbers(f"theo số {printed} ngày")] == [meant]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Trả lời Công văn số 71/BDN ngày 02/3/2026", ["71/BDN"]),
        ("theo văn bản số: 6 / NHNN của ngân hàng", ["06/NHNN"]),
        ("Văn bản số 71/SNV-TC của Sở Nội vụ", []),
        ("đạt 12/BC và tỷ lệ 3/TH", []),
        ("Công văn số 71/2026", []),
        ("Căn cứ Công văn 71/CCTTHC ngày 02/3/2009", ["71/CCTTHC"]),
        ("Quyết định số 71/QĐUBND", []),
        ("theo Quyết định số 71/LĐTBXH ngày 02/3/2006", ["71/LĐTBXH"]),
    ],
)
def test_letters_with_one_symbol_are_known_by_the_word_before_them(text, cited):
    assert [match.number.text for match in find_letters(text)] == cited


def test_a_number_glued_to_its_word_is_found():
    assert [match.number.text for match in find_numbers("Kế hoạch số31-KH/TU và bảng số2")] == ["31-KH/TU"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Nghị quyết 13-NQ/TƯ của Tỉnh ủy", "13-NQ/TU"),
        ("Chỉ thị số 9-CT/TƯ ngày 02/4/2012 của Ban Thường vụ Thành ủy", "09-CT/TU"),
        ("Nghị quyết số 18-NQ/TƯ của Bộ Chính trị", "18-NQ/TW"),
        ("Nghị quyết số 18-NQ/TƯ", "18-NQ/TW"),
    ],
)
def test_the_old_sign_of_the_centre_is_a_province_where_one_is_named(text, meant):
    assert [match.number.text for match in find_numbers(text)] == [meant]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("15/CĐ-TW", "15/CĐ-TW"),
        ("600/CĐ-BCĐ", "600/CĐ-BCĐ"),
        ("216/KH-BCĐ", "216/KH-BCĐ"),
        ("38-KH/BCĐ", "38-KH/BCĐ"),
        ("07-CĐ/TU", "07-CĐ/TU"),
        ("9/CT-TW", "09-CT/TW"),
    ],
)
def test_papers_of_committees_of_the_state_keep_their_form(printed, number):
    found = parse_number(printed)
    assert found is not None
    assert found.text == number


def test_a_number_with_blanks_around_its_hyphen_is_cited_once():
    found = find_references("Theo Quyết định số 1234/QĐ - TTg ngày 05/3/2025 và Công văn số 88/BTC - NSNN.", None)
    assert [cited.number for cited in found] == ["1234/QĐ-TTg", "88/BTC-NSNN"]
