"""Before a dear pattern stands a cheap look at its first letters: it turns away nothing that the pattern finds."""

from pathlib import Path

import pytest

from directives.parsing import (
    anchors,
    capacity,
    issuers,
    markers,
    names,
    numbers,
    recipients,
    references,
    stamps,
    structure,
    zones,
)
from directives.parsing.normalise import modern_tones, without_marks

OWN_PAPERS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
PRINTED = (
    "", "Số: 12/CT-UBND", "**Số:** 12/KH-UBND", "“Số: /QĐ-UBND", "s6: 12", "HỎA TỐC", "HOẢ TỐC Số: 12/CĐ-UBND",
    "- KHẨN -", "Số: 12/UBND-KT (Hỏa tốc)", "UBND TỈNH HÀ NAM | MẬT", "Độ khẩn: Khẩn", "PHÓ CHỦ TỊCH", "TM. ỦY BAN",
    "T/M BAN THƯỜNG VỤ", "- Như trên; Trần Văn Mẫu", "- Lưu: VT, TH. KT. CHỦ TỊCH", "- Sở A;    Q. GIÁM ĐỐC", "(Đã ký)",
    "*Nơi nhận:*", "_Nơi nhận:", "Kính gửi: Sở Y tế", "Gửi các sở:", "Thủ tướng Chính phủ điện:", "BỘ Y TẾ ĐIỆN :",
    "Tháng 01/2026", "Quý II năm 2026", "Phần thứ nhất. CHUNG", "A. MỤC ĐÍCH", "IV. Tổ chức", "XI- Kinh phí",
    "a) Sở", "đ, Họp", "Thứ hai, họp", "Ba là: họp", "Mục 2. Họp", "CHƯƠNG II", "- Họp", "-Họp", "- 5 xã", "1.2. Họp",
    "KẾ HOẠCH (BỔ SUNG)", "CHỈ THỊ Về họp", "C H Ỉ  T H Ị", "CÔNG ĐIỆN HOẢ TỐC", "(i) Họp",
    "Công văn số 12/BDN ngày 5", "công văn 123456/BDN, số 7 /VP", "5/12/2024/NĐ-CP và 12-CT/TW", "hết hiệu lực",
    "Yêu cầu các sở như sau:", "Tien do thuc hien", "Số tiền do ngân sách", "Các giải pháp", "MỤC TIÊU, NHIỆM VỤ",
)  # fmt: skip


@pytest.fixture(scope="module")
def lines() -> list[str]:
    each = {line.strip() for path in OWN_PAPERS for line in path.read_text(encoding="utf-8").split("\n")}
    known = [*PRINTED, *sorted(each)[::8]]
    return [*known, *(line.upper() for line in known), *(line.lower() for line in known)]


def places(match):
    return match and match.span()


@pytest.mark.parametrize(
    ("gated", "plain"), [(anchors.number_at, anchors.NUMBER_LINE.match), (stamps._before, stamps._BEFORE.match)]
)
def test_a_gate_lets_pass_what_its_pattern_finds(gated, plain, lines):
    for line in lines:
        assert places(gated(line)) == places(plain(line)), line


def test_a_stamp_at_the_end_is_known_by_its_last_letters(lines):
    for line in lines:
        assert stamps._may_end_in_stamp(line) or stamps._BEHIND.search(line) is None, line


@pytest.mark.parametrize(
    ("gated", "plain"),
    [
        (stamps.is_mark, stamps._ALONE.match),
        (capacity._opens_foot, capacity._OPENS.match),
        (recipients._opens_recipients, recipients._SENT_TO.match),
        (structure.opens_recipients, structure.RECIPIENTS.search),
        (structure._is_period, structure._PERIOD.fullmatch),
        (zones.opens_orders, lambda line: line.endswith(":") and zones._ORDERING.search(line)),
        (names._opens_foot, names._OPENS_FOOT.match),
    ],
)
def test_a_gate_says_what_its_pattern_says(gated, plain, lines):
    for line in filter(None, lines):
        assert bool(gated(line)) == bool(plain(line)), line


def test_marks_of_tone_tell_no_stamp_from_another(lines):
    for line in lines:
        for pattern in (stamps._ALONE, stamps._BEFORE, stamps._BEHIND, stamps._BRACKETED):
            assert places(pattern.search(line)) == places(pattern.search(modern_tones(line))), line


def test_a_marker_is_looked_for_by_its_first_letters(lines):
    for line in lines:
        found = next(
            ((mark, match.end()) for mark, pattern in markers._MARKERS if (match := pattern.match(line))), None
        )
        mark, _, end = markers.marker_of(line)
        assert (mark, end) == (found or (markers.Mark.NONE, 0)), line


def test_the_column_of_the_signature_is_cut_off(lines):
    for line in lines:
        plain = "" if recipients._OPENS_SIGNATURE.match(line) else recipients._SIGNATURE.sub("", line)
        assert recipients._left_column(line) == plain, line


def test_a_number_is_looked_for_behind_its_sign(lines):
    for line in lines:
        ends = {end for _, end in references._candidates(line)}
        assert all(any(match.start < end <= match.end for end in ends) for match in numbers.find_numbers(line)), line


def test_the_place_of_a_date_is_looked_for_beside_the_date(lines):
    for line in lines:
        assert places(issuers._place_of_date(line)) == places(issuers._PLACE_OF_DATE.search(line)), line


def test_the_zone_of_a_part_is_told_by_its_letters(lines):
    for line in lines:
        bare = without_marks(zones._bare_title(line))
        assert zones.tells_how_things_are(line) == bare.startswith(zones._ASSESSMENTS), line
        if zones.zone_of(line, zones.Zone.PLAIN) is zones.Zone.PLAIN:
            assert not any(word in bare for word in zones._DUTIES), line
