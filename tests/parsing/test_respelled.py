"""Scans are read as they were printed, and told as they are; typed papers are left as they are."""

import pytest

from directives.parsing.extract import extract_text
from directives.parsing.respelled import respelled

SCANNED = "Yêu câu các Sơ: Y tê, Nôi vụ phôi hợp vơi Bô Công an; thực hiên nghiêm, báo cao trươc ngày 5/4.\n"


def _of(words: str) -> str:
    return respelled(SCANNED + words).removeprefix(respelled(SCANNED))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("phôi hợp voi Sơ Tài chinh", "phối hợp với Sở Tài chính"),
        ("UBND các huyên, thi xã, thanh phô", "UBND các huyện, thị xã, thành phố"),
        ("ỦY BAN NHAN DÂN TINH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("Giám đôc đơn vi", "Giám đốc đơn vị"),
        ("bồ trí kinh phí", "bố trí kinh phí"),
        ("Bộ Giáo duc\nvà Đào tạo", "Bộ Giáo dục\nvà Đào tạo"),
    ],
)
def test_what_scanning_left_of_a_phrase(read: str, printed: str) -> None:
    assert _of(read) == printed


@pytest.mark.parametrize(
    "words",
    [
        "giao tại chính quyền xã",
        "theo các văn bản chỉ đạo",
        "thực hiện kế hoạch",
        "quan hệ cùng cấp",
        "học viên các trường",
        "các tình huống",
        "giữ truyền thống",
    ],
)
def test_other_words_stay(words: str) -> None:
    assert _of(words) == words


def test_typed_paper_stays() -> None:
    text = "Uỷ ban nhân dân xã yêu cầu các Sở phối hợp với Công an; các phương án, các quân khu, phong trào.\n"
    assert respelled(text) is text


def test_signs_stand_where_they_stood() -> None:
    anew = respelled(SCANNED)
    assert len(anew) == len(SCANNED)
    assert [at for at, sign in enumerate(anew) if not sign.isalpha()] == [
        at for at, sign in enumerate(SCANNED) if not sign.isalpha()
    ]


def test_task_is_told_as_scanned_and_read_as_printed() -> None:
    [task] = extract_text(
        "Chủ tich UBND tinh yêu câu:\n\n1. Sơ Nội vu chủ trì, phôi hợp vơi Sơ Tài chinh trình trươc ngày 5/4/2025.\n"
    ).tasks
    assert task.lead == ("Sở Nội vụ",)
    assert task.coordinating == ("Sở Tài chính",)
    assert task.text == "Sơ Nội vu chủ trì, phôi hợp vơi Sơ Tài chinh trình trươc ngày 5/4/2025."
    assert task.deadline.phrase == "trươc ngày 5/4/2025"
