"""Verbs that no list holds: a group of bodies ends where nothing says which of them are meant."""

import pytest

from directives.parsing.extract import extract_text
from tests.parsing.test_ways_to_order import FOOT, HEAD

VERBS = [
    "ấn định mức thu",
    "bảo hành công trình",
    "chăm sóc cây xanh",
    "dán tem kiểm định",
    "gieo sạ đúng lịch",
    "khoan giếng",
    "mượn trụ sở",
    "nắn dòng chảy",
    "phục dựng lễ hội",
    "quét mã QR",
    "sưu tầm hiện vật",
    "tập kết vật tư",
    "vá ổ gà",
    "xới đất",
]
GROUPS = ["Các xã, phường", "UBND các xã", "Ủy ban nhân dân các xã, phường, đặc khu", "Các sở, ban, ngành"]
WHICH_OF_THEM = [
    "UBND các xã ven biển",
    "UBND các xã, phường có rừng",
    "Các xã, phường miền núi",
    "UBND các xã, phường bị ảnh hưởng bởi thiên tai",
    "Các sở, ban, ngành liên quan",
    "Các tỉnh, thành phố trực thuộc Trung ương",
    "UBND các xã hạ du",
]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("group", GROUPS)
def test_rare_verb_is_no_part_of_who_acts(group: str, verb: str) -> None:
    """`UBND các xã khoan giếng` are no UBND of wells."""
    (task,) = extract_text(f"{HEAD}- {group} {verb} trước ngày 15/9/2026.{FOOT}").tasks
    assert task.lead == (group,)


@pytest.mark.parametrize("group", WHICH_OF_THEM)
def test_words_that_say_which_of_them_stay(group: str) -> None:
    """A place, what they have, what has come over them."""
    (task,) = extract_text(f"{HEAD}- {group} rà soát hồ sơ trước ngày 15/9/2026.{FOOT}").tasks
    assert task.lead == (group,)
