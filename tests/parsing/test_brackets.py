"""Bodies that are named only in brackets behind the instruction."""

import pytest

from directives.parsing.extract import extract_text

HEAD = """ỦY BAN NHÂN DÂN
TỈNH BẮC NINH
Số: 45/KH-UBND
Bắc Ninh, ngày 10 tháng 3 năm 2026

KẾ HOẠCH
Phòng, chống dịch bệnh mùa hè

II. NHIỆM VỤ
"""
NAMED = [
    ("Phun hóa chất diệt muỗi tại các khu công nghiệp (Sở Y tế chủ trì).", ["Sở Y tế"], []),
    ("Phát bản tin trên loa (Sở Nội vụ chủ trì, phối hợp với Công an tỉnh).", ["Sở Nội vụ"], ["Công an tỉnh"]),
    ("Rà soát trang thiết bị của các trạm (giao Sở Y tế thực hiện).", ["Sở Y tế"], []),
    ("Kiểm tra nguồn nước giếng khoan (giao Sở Y tế hướng dẫn).", ["Sở Y tế"], []),
    ("Lập danh sách hộ có người mắc bệnh (do UBND các xã, phường).", ["UBND các xã, phường"], []),
    ("Dự trữ thuốc, vật tư cho ba tháng (Sở Y tế).", ["Sở Y tế"], []),
    ("Bố trí kinh phí mua hóa chất (Sở Tài chính phối hợp với Sở Y tế).", ["Sở Tài chính"], ["Sở Y tế"]),
    ("Lát lại sân trạm xá (chủ đầu tư: Ban QLDA huyện).", ["Ban QLDA huyện"], []),
    ("Đặt bẫy muỗi ở các khu trọ (đầu mối: Sở Y tế; phối hợp: Sở Nội vụ).", ["Sở Y tế"], ["Sở Nội vụ"]),
    ("Đặt bẫy muỗi ở các khu trọ (trách nhiệm thực hiện: Sở Y tế).", ["Sở Y tế"], []),
    ("Đặt bẫy muỗi ở các khu trọ (chủ trì Sở Y tế; phối hợp Sở Nội vụ).", ["Sở Y tế"], ["Sở Nội vụ"]),
    ("Đặt bẫy muỗi ở các khu trọ, giao Sở Y tế chủ trì.", ["Sở Y tế"], []),
    ("Sở Công Thương kiểm soát giá thuốc (Công an tỉnh phối hợp).", ["Sở Công Thương"], ["Công an tỉnh"]),
]
UNNAMED = [
    "Phổ biến hướng dẫn giám sát ca bệnh (do Bộ Y tế ban hành).",
    "Rà soát hợp đồng với Cục Quản lý Dược (Bộ Y tế).",
    "Rà soát hồ sơ tồn đọng (theo đề xuất của Sở Y tế) của các trạm.",
    "Cập nhật số ca mắc (nếu có) của từng thôn.",
]


@pytest.mark.parametrize(("words", "lead", "helpers"), NAMED)
def test_a_body_in_brackets_leads_or_helps(words, lead, helpers):
    (task,) = extract_text(f"{HEAD}1. {words}").tasks
    assert (list(task.lead), list(task.coordinating)) == (lead, helpers)


@pytest.mark.parametrize("words", UNNAMED)
def test_brackets_that_explain_something_name_no_lead(words):
    (task,) = extract_text(f"{HEAD}1. {words}").tasks
    assert task.lead == ()


def test_brackets_are_nearer_than_the_heading_but_a_bare_name_is_not():
    leaves = "a) Rà soát biên chế của các trạm (Sở Y tế chủ trì).\nb) Rà soát trụ sở các trạm (Sở Y tế)."
    tasks = extract_text(f"{HEAD}1. Sở Nội vụ:\n{leaves}").tasks
    assert [task.lead for task in tasks] == [("Sở Y tế",), ("Sở Nội vụ",)]
