"""Where the subject below a title ends: at the first sentence of the body, with no blank line between."""

import textwrap

import pytest

from directives.parsing.extract import extract_text

SUBJECT = "Về việc tăng cường công tác phòng, chống tai nạn đuối nước trẻ em trong dịp hè"
SENTENCES = [
    "Theo thống kê, từ đầu năm 2024 đến nay trên địa bàn tỉnh đã xảy ra 09 vụ đuối nước làm 11 trẻ em tử vong.",
    "Chín tháng đầu năm, toàn tỉnh xảy ra 12 vụ đuối nước, làm chết 13 trẻ em ở các xã miền núi.",
    "Công tác phòng, chống đuối nước thời gian qua đã được các cấp, các ngành quan tâm chỉ đạo.",
    "Trẻ em là tương lai của đất nước. Việc bảo vệ trẻ em khỏi tai nạn là trách nhiệm của toàn xã hội.",
    "Mùa hè đang đến gần, nguy cơ xảy ra tai nạn đuối nước ở trẻ em rất cao.",
    "Mặc dù các ngành đã có nhiều cố gắng, tai nạn đuối nước vẫn xảy ra.",
    "Luật Trẻ em năm 2016 quy định trách nhiệm của cơ quan, tổ chức, gia đình trong phòng ngừa tai nạn.",
    "Sau 3 năm thực hiện Chương trình phòng, chống đuối nước, số trẻ em tử vong giảm 20%.",
    "Hàng năm, cả nước có khoảng 2.000 trẻ em tử vong do đuối nước.",
    "Công an tỉnh có Báo cáo số 45/BC-CAT ngày 12/5/2024 về tình hình đuối nước trên địa bàn tỉnh.",
]


def _subject(*lines: str) -> str:
    head = ("ỦY BAN NHÂN DÂN", "TỈNH MẪU", "Số: 22/CT-UBND", "Mẫu, ngày 15 tháng 5 năm 2024", "CHỈ THỊ")
    body = ("Chủ tịch UBND tỉnh yêu cầu:", "1. Sở Y tế kiểm tra bể bơi.")
    return extract_text("\n".join((*head, *lines, *body))).header.subject


@pytest.mark.parametrize("width", [0, 78])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_first_sentence_of_the_body_is_no_subject(sentence: str, width: int) -> None:
    lines = textwrap.wrap(sentence, width) if width else [sentence]
    assert _subject(SUBJECT, *lines) == SUBJECT


def test_a_subject_goes_on_with_a_name_on_the_next_line() -> None:
    lines = ("Về việc thực hiện chương trình bơi an toàn của", "Bộ Y tế và Kế hoạch dạy bơi trên địa bàn tỉnh năm 2024")
    assert _subject(*lines) == " ".join(lines)
