"""Communes, wards and towns that act by their own name, and bodies that are printed by their letters."""

import pytest

from directives.parsing.extract import extract_text
from tests.parsing.test_ways_to_order import FOOT, HEAD

NAMES = [
    "Xã An Lão", "Phường Lê Chân", "Huyện Tiên Lãng", "Thị xã Kinh Môn", "Đặc khu Cát Hải", "TP Chí Linh",
    "CATP", "CA xã", "SYT", "SNN&MT", "BTC Thành ủy", "UBKT Thành ủy", "VP Thành ủy", "TT HĐND TP",
    "UBND P. An Hải", "UBND X. Kiến Hải", "Công an H. An Lão", "Hợp tác xã Nông nghiệp Đồng Tâm",
]  # fmt: skip
FORMS = [
    "1. Giao {} rà soát hồ sơ trước ngày 15/4/2026.",
    "1. {} rà soát hồ sơ trước ngày 15/4/2026.",
    "1. {}: Rà soát hồ sơ trước ngày 15/4/2026.",
    "1. {}\na) Rà soát hồ sơ trước ngày 15/4/2026.",
    "1. {} chủ trì, phối hợp với Sở Nội vụ rà soát hồ sơ trước ngày 15/4/2026.",
    "1. Rà soát hồ sơ trước ngày 15/4/2026. Đơn vị chủ trì: {}.",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_a_local_body_leads_by_its_own_name(name: str, form: str) -> None:
    (task,) = extract_text(HEAD + form.format(name) + FOOT).tasks

    assert task.lead == (name,)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Các hợp tác xã nông nghiệp rà soát diện tích.", "Các hợp tác xã nông nghiệp"),
        ("Hợp tác xã nông nghiệp rà soát diện tích.", "Hợp tác xã nông nghiệp"),
        ("Giáo viên chủ nhiệm rà soát hồ sơ học sinh.", "Giáo viên chủ nhiệm"),
        ("Kế toán rà soát các khoản thu.", "Kế toán"),
        ("Cấp xã rà soát hồ sơ.", "Cấp xã"),
        ("Xã An Lão và Phường Lê Chân rà soát hồ sơ.", "Xã An Lão|Phường Lê Chân"),
    ],
)
def test_who_acts_in_a_commune_or_a_school(text: str, lead: str) -> None:
    (task,) = extract_text(f"{HEAD}1. {text}{FOOT}").tasks

    assert "|".join(task.lead) == lead
