"""One head and foot in many settings: columns below or beside each other, in tables, in Markdown, on one line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

import pytest

from directives.parsing.extract import extract
from directives.parsing.readers import read

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
BODY = (
    "Thực hiện nhiệm vụ được giao, yêu cầu các đơn vị làm tốt các việc sau:",
    "1. Văn phòng tổng hợp tiến độ trước ngày 20/12/2026.",
    "2. Các phòng bố trí người trực.",
)
SENT_TO = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")


@dataclass(frozen=True)
class Paper:
    """What is printed, and how its issuer is called."""

    title: str | None
    number: str
    above: tuple[str, ...]
    issuer: str
    place: str
    day: date
    subject: str
    signing: tuple[str, ...]
    signer: str


PAPERS = (
    Paper("CHỈ THỊ", "04/CT-UBND", ("ỦY BAN NHÂN DÂN", "TỈNH YÊN BÁI"), "Ủy ban nhân dân tỉnh Yên Bái", "Yên Bái",
          date(2024, 3, 5), "Về quản lý bến bãi ven sông", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
          "Hoàng Văn Mẫu"),
    Paper("KẾ HOẠCH", "88/KH-UBND", ("UBND HUYỆN CÁT HẢI",), "Ủy ban nhân dân huyện Cát Hải", "Cát Hải",
          date(2024, 11, 12), "Trồng rừng ngập mặn năm 2025", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Bùi Thị Mẫu"),
    Paper(None, "310/STC-QLG", ("UBND TỈNH LÀO CAI", "SỞ TÀI CHÍNH"), "Sở Tài chính tỉnh Lào Cai", "Lào Cai",
          date(2025, 6, 30), "báo giá vật liệu quý II", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Vũ Thị Thu Mẫu"),
    Paper("QUYẾT ĐỊNH", "17/QĐ-BCT", ("BỘ CÔNG THƯƠNG",), "Bộ Công Thương", "Hà Nội", date(2026, 1, 8),
          "Ban hành Kế hoạch kiểm tra đập năm 2026", ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), "Phan Văn Mẫu"),
    Paper("CÔNG ĐIỆN", "31/CĐ-TTg", ("THỦ TƯỚNG CHÍNH PHỦ",), "Thủ tướng Chính phủ", "Hà Nội", date(2025, 9, 2),
          "Về việc ứng phó áp thấp nhiệt đới", ("KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"), "Lê Văn Mẫu"),
    Paper("KẾT LUẬN", "52-KL/TU", ("ĐẢNG BỘ TỈNH CAO BẰNG", "TỈNH ỦY CAO BẰNG"), "Tỉnh ủy Cao Bằng", "Cao Bằng",
          date(2025, 12, 1), "Về công tác cán bộ cơ sở", ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), "Nông Văn Mẫu"),
)  # fmt: skip
NUMBERS: tuple[Callable[[str], str], ...] = (
    "Số: {}".format,
    "Số:{}".format,
    "Số {}".format,
    "**Số: {}**".format,
    lambda number: f"Số : {number.replace('/', ' /').replace('-', '- ')}",
)
DAYS = ("{}, ngày {:02d} tháng {:02d} năm {}", "{}, ngày {} tháng {} năm {}", "*{},ngày {:02d} tháng {:02d} năm {}*")


def _side_by_side(left: Sequence[str], right: Sequence[str], between: str) -> list[str]:
    return [f"{a}{between}{b}".strip() for a, b in zip_longest(left, right, fillvalue="")]


HEADS: dict[str, Callable[[Sequence[str], Sequence[str]], list[str]]] = {
    "left column first": lambda left, right: [*left, *right],
    "right column first": lambda left, right: [*right, *left],
    "motto on top": lambda left, right: [*right[:-1], *left, right[-1]],
    "columns apart": lambda left, right: _side_by_side(left, right, " " * 12),
    "columns run together": lambda left, right: _side_by_side(left, right, " "),
    "a row a line": lambda left, right: [f"| {line} |" for line in _side_by_side(left, right, " | ")],
    "Markdown": lambda left, right: [f"| {'<br>'.join(left)} | {'<br>'.join(right)} |", "| --- | --- |"],
    "a body on one line": lambda left, right: [" ".join(left[:-1]), " ".join(right[:-1]), left[-1], right[-1]],
}
FEET: tuple[Callable[[Sequence[str], str], list[str]], ...] = (
    lambda signing, name: [*SENT_TO, *signing, name],
    lambda signing, name: [*signing, "(Đã ký)", name, *SENT_TO],
    lambda signing, name: [*SENT_TO, *signing, f"Đã ký: {name}"],
    lambda signing, name: [f"| {'<br>'.join(SENT_TO)} | {'<br>'.join((*signing, '', name))} |"],
    lambda signing, name: _side_by_side(SENT_TO, [*signing, name], " " * 10),
    lambda signing, name: [*SENT_TO, *(f"**{line}**" for line in signing), f"**{name}**"],
)


def _printed(paper: Paper, setting: str, turn: int) -> str:
    day = DAYS[turn % len(DAYS)].format(paper.place, paper.day.day, paper.day.month, paper.day.year)
    left = [*paper.above, NUMBERS[turn % len(NUMBERS)](paper.number)]
    head = HEADS[setting](left, [*(PARTY if "-KL/" in paper.number else STATE), day])
    title = [f"V/v {paper.subject}", "Kính gửi: Các phòng, ban."]
    if paper.title:
        title = [f"{paper.title} {paper.subject}"] if turn % 3 == 2 else [f"**{paper.title}**", paper.subject]
    return "\n".join((*head, *title, *BODY, *FEET[turn % len(FEET)](paper.signing, paper.signer)))


@pytest.mark.parametrize("setting", HEADS)
@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.number)
def test_a_head_is_read_in_every_setting(paper: Paper, setting: str) -> None:
    for turn in range(6):
        text = _printed(paper, setting, turn)
        found = extract(read(text.encode(), "van-ban.txt")).header
        assert (found.number, found.issued_on) == (paper.number, paper.day), text
        assert (found.issuer, found.signer) == (paper.issuer, paper.signer), text
        assert found.subject == paper.subject, text
