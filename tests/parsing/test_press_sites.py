"""How sites tell of a paper: its subject in many wordings, questions about other papers, and what a page prints."""

import pytest

from directives.parsing.extract import extract_text

ABOUT = "tăng cường bảo đảm an toàn giao thông đường bộ"
TOLD = [
    f"Chỉ thị 36/CT-TTg ngày 14/12/2025 do Phó Thủ tướng Trần Văn Mẫu ký ban hành về {ABOUT}.",
    f"Thủ tướng Chính phủ vừa ban hành Chỉ thị 36/CT-TTg năm 2025 về {ABOUT}.",
    f"Chỉ thị 36/CT-TTg: {ABOUT.capitalize()}\n\nNgày 14/12/2025, Thủ tướng Chính phủ ban hành Chỉ thị 36/CT-TTg.",
    f"Chỉ thị số 36/CT-TTg ngày 14/12/2025 của Thủ tướng Chính phủ về {ABOUT} đã được ban hành.",
    f"Thủ tướng Chính phủ ban hành Chỉ thị về {ABOUT} (Chỉ thị số 36/CT-TTg ngày 14/12/2025).",
    f"Thủ tướng Chính phủ ban hành Chỉ thị số 36/CT-TTg về {ABOUT}; theo đó yêu cầu các bộ vào cuộc.",
    f"Chỉ thị 36/CT-TTg 2025 về {ABOUT}",
]
ORDERS = """

Theo đó, Thủ tướng giao Bộ Công an xử lý nghiêm vi phạm, hoàn thành trước ngày 28/02/2026.

Bộ Xây dựng kiểm tra các tuyến đường.
"""
ELSEWHERE = [
    "\n\nNăm học mới bắt đầu khi nào?\n\nkhai giảng vào ngày 05/9/2026.\n\nKết thúc năm học trước ngày 31/5/2027.",
    "\n\nTrên đây là nội dung Chỉ thị 36/CT-TTg về bảo đảm an toàn giao thông Tết 2026.",
    "\n\nDự báo, đợt rét kéo dài đến ngày 12/01/2026.",
    "\n\nChủ quản: Công ty TNHH Thư viện mẫu.",
    "\n\nChịu trách nhiệm nội dung: Sở Thông tin mẫu.",
]


@pytest.mark.parametrize("told", TOLD)
def test_subject_is_told_in_many_wordings(told: str) -> None:
    """Without who has signed, without what the sentence goes on with."""
    header = extract_text(f"Tin mới\n\n{told}{ORDERS}").header
    assert (header.number, header.subject.lower()) == ("36/CT-TTg", ABOUT)


def test_who_orders_in_the_paper_is_no_subject() -> None:
    """`Tại Chỉ thị ... ban hành ngày ..., Thủ tướng yêu cầu ...` tells no subject."""
    told = "Tại Chỉ thị 36/CT-TTg ban hành ngày 14/12/2025, Thủ tướng yêu cầu các bộ vào cuộc."
    assert not extract_text(f"Tin mới\n\n{told}{ORDERS}").header.subject


@pytest.mark.parametrize("more", ELSEWHERE)
def test_what_a_page_goes_on_with_orders_nothing(more: str) -> None:
    """An answer about another paper, what the weather will be, who owns the site."""
    tasks = extract_text(f"Tin mới\n\n{TOLD[0]}{ORDERS.rstrip()}{more}\n").tasks
    assert [task.lead for task in tasks] == [("Bộ Công an",), ("Bộ Xây dựng",)]


def test_question_about_the_paper_is_answered_by_its_orders() -> None:
    """`Bộ Y tế có trách nhiệm gì?` asks what is ordered."""
    more = (
        "\n\nTheo Chỉ thị 36/CT-TTg, Bộ Y tế có trách nhiệm gì?\n\nBộ Y tế tổ chức trực cấp cứu trước ngày 10/02/2026."
    )
    tasks = extract_text(f"Tin mới\n\n{TOLD[0]}{ORDERS.rstrip()}{more}\n").tasks
    assert [task.lead for task in tasks][-1] == ("Bộ Y tế",)
