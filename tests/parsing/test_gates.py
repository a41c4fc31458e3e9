"""A word without which a rule is not tried is one without which it cannot hold."""

import re
from pathlib import Path

import pytest

from directives.parsing import deadlines, formulas, naming, periods, pieces, relative, sentences, terms
from directives.parsing import tails as tails_of
from directives.parsing.clock import Clock
from directives.parsing.sieve import lowered

OWN_PAPERS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
PHRASES = [
    "chuyển đổi số là nhiệm vụ trọng tâm của toàn ngành.",
    "nay thông báo đến các đơn vị biết, thực hiện", "ủy ban nhân dân xã truyền đạt ý kiến để các sở biết",
    "quy chế ban hành kèm theo quyết định này", "phấn đấu tỷ lệ giải ngân đạt trên 95 %.", "đạt 95%",
    "mọi vướng mắc xin liên hệ số điện thoại", "rất mong nhận được sự phối hợp", "đề nghị các sở quan tâm, phối hợp",
    "sở y tế: 02 nội dung (quá hạn 09 ngày);", "tổng số hồ sơ: 25 hồ sơ", "có hiệu lực kể từ ngày ký",
    "xin trân trọng cảm ơn sự hợp tác của quý cơ quan./.", "nhiệm vụ cụ thể tại phụ lục kèm theo.", "để biết./.",
    "(chi tiết theo phụ lục đính kèm)", "danh mục theo các biểu 01 đến 05.", "ông nguyễn văn a - phó trưởng ban;",
    "bà b: thành viên", "bổ sung quỹ: 1.000 triệu đồng (một tỷ), gồm:", "cấp: 5 tỷ đồng.", "(ảnh minh họa).",
    "ngay sau khi được phê duyệt", "khi có kết quả", "theo đúng tiến độ", "theo kế hoạch", "theo chỉ đạo",
    "đến hết nhiệm kỳ", "trước khi khởi công", "trước ngày khai giảng", "ngay từ đầu năm", "thường xuyên, liên tục",
    "t5/2026", "q.iii/2026", "hạ tuần tháng 5", "10 ngày đầu tháng 5", "tuần đầu tháng 5",
    "sáu tháng đầu năm", "tháng 5, 6/2026", "tháng 12 và quý i/2026",
    "quý i và quý ii năm 2026", "cuối quý iii", "các năm 2026 - 2027", "mùng 5/4", "ngày 5.4", "ngày 09 - 10/8/2025",
    "trong 02 (hai) tuần kể từ ngày ký", "không quá 10 ngày làm việc", "sau 5 tháng",
    "định kỳ", "trong thời gian sớm nhất", "khẩn trương", "kịp thời", "ngay lập tức", "trong thời gian tới",
]  # fmt: skip


@pytest.fixture(scope="module")
def printed() -> list[str]:
    return [line for path in OWN_PAPERS for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


@pytest.fixture(scope="module")
def lines(printed: list[str]) -> list[str]:
    return [*map(lowered, printed), *PHRASES]


def holds(lines: list[str], pattern: re.Pattern[str]) -> list[str]:
    found = [line for line in lines if pattern.search(line)]
    assert found, pattern.pattern
    return found


@pytest.mark.parametrize(("word", "pattern"), formulas._OPENS_WITH, ids=lambda value: str(value)[:20])
def test_what_opens_with_a_formula_holds_its_word(lines, word, pattern):
    assert all(word in line for line in holds(lines, pattern) if pattern.match(line))


def test_what_ends_with_a_formula_is_tried(lines):
    for pattern in (formulas._ENDS, formulas._POINTS_TO_ANNEX, formulas._THANKS, formulas._IN_FORCE):
        assert all(map(formulas._ends_so, holds(lines, pattern)))


@pytest.mark.parametrize(("words", "pattern"), deadlines._VAGUE, ids=lambda value: str(value)[:20])
def test_what_sets_no_day_holds_one_of_its_words(lines, words, pattern):
    assert all(any(word in line for word in words) for line in holds(lines, pattern))


def test_pieces_end_wherever_their_pattern_says(printed):
    for line in [*printed, "Rà soát “các dự án.”; báo cáo (nếu có)... UBND tỉnh).  Sở Y tế; hết?. Các xã"]:
        assert [end.start() for end in sentences._END.finditer(line)] == [
            sign.start() for sign in sentences._MAY_END.finditer(line) if sentences._END.match(line, sign.start())
        ]


# Where a period can begin, as it is read and not as it is found fastest.
BEGINS = re.compile(
    r"(?<![\w/.])(?:(?:ngày|mùng|hết|nửa|đầu|giữa|cuối|thượng|trung|hạ|tuần|tháng|quý|năm|giai đoạn|thời kỳ|nhiệm kỳ|từ"
    r"|các năm)(?=\D{1,24}\d|[^\d,;.]{0,6}\squý\s+[iv]|\s+[iv])"
    r"|[tq]\.?\s?(?:\d{1,2}|i{1,3}|iv)\s?/\s?20\d\d|\d|(?:sáu|chín)\s+tháng)"
)


def test_a_period_is_looked_for_wherever_one_can_begin(lines):
    for line in lines:
        begins = [match.span() for match in BEGINS.finditer(line)]
        assert [match.span() for match in periods._BEGINS.finditer(line)] == begins
        for start, _ in begins:
            known = periods._tables_at(line, start)
            read = [build for pattern, build, _ in periods._TABLE if pattern.match(line, start)]
            assert read == [build for pattern, build in known if pattern.match(line, start)], line


def test_what_counts_a_term_says_how_many_of_what(lines):
    assert all(relative._NEEDED.search(line) for line in lines if relative._TERM.search(line))


def test_a_sentence_with_steps_prints_several_times(printed):
    clock = Clock()
    steps = [
        "trình UBND tỉnh trước ngày 5/4/2026, trình HĐND tỉnh trước ngày 20/4/2026",
        "Hoàn thành trong quý II/2026; báo cáo định kỳ hằng tháng",
    ]
    parted = [line for line in [*printed, *steps] if len(pieces._dated_steps(line, clock)) > 1]
    assert steps[0] in parted
    assert all(map(pieces._has_several_times, parted))


def test_a_list_of_names_goes_on_where_a_name_may_begin(printed, monkeypatch):
    cuts = [(line, sentences.pieces_of(line)) for line in printed]
    gated = [pieces._whole_lists(line, each) for line, each in cuts]
    monkeypatch.setattr(pieces, "_may_name", lambda text, at: True)
    assert gated == [pieces._whole_lists(line, each) for line, each in cuts]


def test_no_deadline_stands_behind_the_number_of_a_paper(printed):
    behind = 0
    for line in [*printed, "trước 31/12/(2025)", "hoàn thành theo Kế hoạch số 05/KH-UBND: quý II/2026."]:
        for found in periods.find_periods(line, None):
            before = line[max(0, found.start - terms.LOOK_BACK) : found.start]
            if terms._follows_number(before):
                behind += 1
                assert terms._role_of(line, before, found) is None, line
    assert behind


def test_what_stays_with_a_name_begins_as_the_gate_knows(printed):
    kept = 0
    tails = [f"các cơ quan {tail} rà soát" for tail in naming.NAME_TAILS]
    others = ["các dự án đang thi công.", "các xã có rừng:", "các tỉnh ven biển từ Huế đến Cà Mau"]
    for line in [*printed, *tails, *others]:
        for at in (at for at, char in enumerate(line) if char == " "):
            ends = (naming.tail_end(line, at), naming.placed_end(line, at), naming.having_end(line, at))
            if max(*ends, tails_of.range_end(line, 0, at)) >= 0:
                kept += 1
                assert naming.may_stay(line, at), line[at:]
    assert kept > len(tails)
