"""Stamps of urgency and secrecy wherever a letterhead prints them: no secret paper may pass for a plain one."""

import unicodedata

import pytest

from directives.parsing.extract import extract_text
from directives.parsing.readers.pdf_furniture import without_furniture
from directives.parsing.readers.pdf_pieces import Char, Page, piece_of
from tests.parsing import samples

PLACES = {
    "above the letterhead": ("UBND TỈNH", "{}\nUBND TỈNH"),
    "on a line of its own": ("Kính gửi:", "{}\nKính gửi:"),
    "behind the number": ("345/UBND-KT", "345/UBND-KT {}"),
    "in a column beside the number": ("345/UBND-KT", "345/UBND-KT        {}"),
    "before the number": ("Số: 345", "{} Số: 345"),
    "behind the date": ("năm 2025\n", "năm 2025 {}\n"),
    "behind the subject": ("đèn đường hỏng\n", "đèn đường hỏng  {}\n"),
}
STAMPS = {
    "MẬT": ("Mật", None),
    "TỐI MẬT": ("Tối mật", None),
    "TUYỆT MẬT": ("Tuyệt mật", None),
    "KHẨN": (None, "Khẩn"),
    "THƯỢNG KHẨN": (None, "Thượng khẩn"),
    "HỎA TỐC": (None, "Hỏa tốc"),
    "HỎA TỐC HẸN GIỜ": (None, "Hỏa tốc hẹn giờ"),
    "TUYỆT MẬT - HỎA TỐC": ("Tuyệt mật", "Hỏa tốc"),
}


def header_with(place, stamp):
    found, replaced = PLACES[place]
    assert found in samples.LETTER
    return extract_text(samples.LETTER.replace(found, replaced.format(stamp), 1)).header


def degrees(header):
    return header.secrecy, header.urgency


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_is_seen_wherever_it_stands_and_hides_no_field(place, stamp):
    plain, stamped = extract_text(samples.LETTER).header, header_with(place, stamp)
    assert degrees(stamped) == STAMPS[stamp]
    fields = ("kind", "number", "issued_on", "issuer", "subject", "signer")
    assert [getattr(stamped, name) for name in fields] == [getattr(plain, name) for name in fields]


@pytest.mark.parametrize(
    ("printed", "stamp"),
    [
        ("H Ỏ A  T Ố C", "HỎA TỐC"),
        ("T Ố I  M Ậ T", "TỐI MẬT"),
        ("M Ậ T", "MẬT"),
        ("THƯỢNG   KHẨN", "THƯỢNG KHẨN"),
        ("HỎA\u00a0TỐC", "HỎA TỐC"),
        ("HOẢ TỐC", "HỎA TỐC"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT"), "TUYỆT MẬT"),
        (unicodedata.normalize("NFD", "HỎA TỐC HẸN GIỜ"), "HỎA TỐC HẸN GIỜ"),
        ("[ MẬT ]", "MẬT"),
        ("* KHẨN *", "KHẨN"),
        ("HOA TÓC", "HỎA TỐC"),
        ("MÂT", "MẬT"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("place", ["above the letterhead", "on a line of its own", "in a column beside the number"])
def test_a_stamp_is_seen_however_its_letters_are_set(place, printed, stamp):
    assert degrees(header_with(place, printed)) == STAMPS[stamp]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Độ mật: Tối mật", ("Tối mật", None)),
        ("Độ khẩn: Thượng khẩn", (None, "Thượng khẩn")),
        ("Mức độ khẩn: Hỏa tốc", (None, "Hỏa tốc")),
        ("Độ mật: Mật - Độ khẩn: Khẩn", ("Mật", "Khẩn")),
        ("Hỏa tốc hẹn giờ 15h00 ngày 05/6/2025", (None, "Hỏa tốc hẹn giờ")),
        ("HỎA TỐC, HẸN GIỜ: trước 7 giờ 30 phút", (None, "Hỏa tốc hẹn giờ")),
    ],
)
def test_a_line_that_names_the_degree(line, expected):
    assert degrees(header_with("on a line of its own", line)) == expected


@pytest.mark.parametrize(
    "words",
    [
        "BÍ MẬT",
        "MẬT ONG",
        "KHẨN TRƯƠNG",
        "VỀ BẢO VỆ BÍ MẬT",
        "- Khẩn trương làm.",
        "Mật độ xây dựng",
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_words_that_only_hold_those_of_a_stamp_are_none(place, words):
    assert degrees(header_with(place, words)) == (None, None)


def test_prose_about_secret_papers_makes_no_paper_secret():
    body = "Sở Nội vụ hướng dẫn đóng dấu chỉ mức độ MẬT\nvà TUYỆT MẬT\ntheo quy định trước ngày 30/6/2025."
    paper = samples.LETTER.replace("Sở Xây dựng chủ trì", f"{body}\nSở Xây dựng chủ trì")
    assert degrees(extract_text(paper).header) == (None, None)


def test_the_subject_in_capitals_about_secrets_is_no_stamp():
    paper = samples.PLAN.replace("TẬP HUẤN LƯU TRỮ SỐ NĂM 2026", "BẢO VỆ BÍ MẬT NHÀ NƯỚC\nTRONG LƯU TRỮ TÀI LIỆU MẬT")
    header = extract_text(paper).header
    assert (header.secrecy, header.subject) == (None, "BẢO VỆ BÍ MẬT NHÀ NƯỚC TRONG LƯU TRỮ TÀI LIỆU MẬT")


def test_a_stamp_that_comes_back_on_every_page_stays_on_the_first():
    chars = [Char(char, 50 + 6 * i, 56 + 6 * i, 20, 30) for i, char in enumerate("TỐI MẬT")]
    pages = [Page(number, 600, 800, (piece_of(chars),)) for number in range(4)]
    assert [[piece.text for piece in page.pieces] for page in without_furniture(pages)] == [["TỐI MẬT"], [], [], []]
