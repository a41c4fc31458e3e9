"""What a sentence opens with before it says who acts: a time, an office, a case or a basis, with a comma or without.

`Trước ngày 15/9 các sở ...`, `Theo chức năng, nhiệm vụ được giao Sở A ...`, `Nếu có vướng mắc các xã ...`.
"""

import re
from collections.abc import Iterator

from directives.parsing.bodies import words
from directives.parsing.lexicon import Openings
from directives.parsing.naming import NAME_OPENINGS
from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import lowered

# Where no subject can begin: most places that are asked about.
SUBJECTS = Openings((*NAME_OPENINGS, "quý", "ủy viên", "uỷ viên", "đ/c", "ông", "bà"))
# `Trước ngày 15/9 các sở ...`, `Quý III/2026, Sở Y tế ...`, `Căn cứ Chỉ thị này các xã ...`: who acts, or the act,
# stands behind the time with no other word between, whether or not a comma does. In small letters.
_TIME = re.compile(
    r"(?:(?:ngay\s)?(?:sau\s)?(?:khi|căn cứ|trên cơ sở|kể từ|từ)\s[^,;:.]{3,80}?\snày,?\s+"
    r"|(?:(?:định kỳ|(?:chậm|muộn) nhất|không (?:chậm |muộn )?(?:quá|hơn)|ngay|kể từ|từ|trước|trong|đến|hết|vào|vòng"
    r"|khoảng|thời (?:gian|điểm|hạn)|nay"
    r"|mắt|tới|này|đó|sau|hằng|hàng|mỗi|một lần|lần|cuối|đầu|giữa|ngày(?: (?:ký|ban hành))?|tháng|quý|năm(?: học)?"
    r"|học kỳ|tuần|giờ|phút|giai đoạn|là|và|của|làm việc|kết thúc|mới|(?:các |những )?năm tiếp theo|sáng|chiều|tối"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(?:hai|ba|bốn|sáu)(?= (?:tuần|tháng|quý|năm))|\d[\d/.:hg-]*"
    r"|[ivx]+(?:/\d+)?|[-–]),?\s+)+)"
)
# What it begins with.
_TIMES = words(
    """
    định kỳ; chậm nhất; muộn nhất; không quá; không chậm; không muộn; ngay; kể từ; từ; trước; trong; đến; hết; vào;
    khoảng; thời gian; thời điểm; thời hạn; sau; hằng; hàng; mỗi; cuối; đầu; giữa; ngày; tháng; quý; năm; tuần; giai
    đoạn; sáng; chiều; tối; thứ; chủ nhật; hai; ba; bốn; sáu; khi; căn cứ; trên cơ sở
    """
)
_TIME_OPENS = Openings(_TIMES)
_SAYS_WHEN = re.compile(r"[\dix]|(?:ngày|tháng|quý|năm|tuần|kỳ|này|nay|mắt|thời gian|mới)[,\s]")
_ON_ONE_DAY = re.compile(r"(?:vào )?(?:sáng |chiều |tối )?ngày \d[\d/.-]*,?\s+")
_BY_WHEN = (
    "trước ", "chậm nhất ", "muộn nhất ", "không quá ", "không chậm ", "không muộn ", "định kỳ ", "hằng ", "hàng ",
    "mỗi ", "từ nay ", "đến ",
)  # fmt: skip
# `Nếu có khó khăn, vướng mắc các đơn vị báo cáo ...`: what is the case, in a few words, and who acts then.
_CASE = re.compile(r"(?:ngay\s)?(?:sau khi|khi|nếu|trường hợp)\s(?:có|gặp|phát sinh|phát hiện|xảy ra|hoàn thành)\s")
# `Theo chức năng, nhiệm vụ được giao các sở ...`
_BY_OFFICE = re.compile(
    r"(?:theo|căn cứ|trên cơ sở) (?:chức năng|thẩm quyền|nhiệm vụ)"
    r"(?:,? (?:và )?(?:chức năng|nhiệm vụ|quyền hạn|thẩm quyền))*(?: (?:được (?:giao|phân công)|của mình))?,?\s+"
)
# `Căn cứ tình hình thực tế UBND các xã ...`, `Đối với các nội dung còn lại Sở Y tế ...`.
_OPEN_BASIS = re.compile(r"(?:căn cứ|trên cơ sở|đối với|theo)\s")
_GOVERNS = (
    " của ", " do ", " với ", " cho ", " và ", " tại ", " theo ", " về ", " từ ", " đến ", " là ", " bởi ", " trên ",
    " giữa ", " cùng ", " giúp ", " cấp ", " thuộc ",
)  # fmt: skip
LONGEST_BASIS = 80
_WORDS = re.compile(r"[^\s:;.]+\s")
LONGEST_CASE = 50
# What a time, an office or a case begins with.
_FRONTS = Openings((*_TIMES, "theo", "nếu", "trường hợp"))


def behind_time(text: str) -> int:
    """Where the words behind the time begin with which `text` opens; -1 where it opens with none.

    A single day (`Ngày 20/9/2026, Sở Y tế ...`) is what reports open with.
    """
    if not (text[:1].isdigit() or _TIME_OPENS.at(text, 0)):
        return -1
    low = lowered(text)
    time = _TIME.match(low)
    if time is None or not _SAYS_WHEN.search(low, 0, time.end()):
        return -1
    day = _ON_ONE_DAY.match(low)
    return -1 if day and day.end() == time.end() else time.end()


def acts_behind_time(text: str) -> bool:
    """Whether `text` opens with a time and goes on with an act, done or to be done."""
    at = behind_time(text)
    return at >= 0 and is_imperative(text, at)


def acts_by_when(text: str) -> bool:
    """Whether `text` opens with a date to be kept and goes on with the act (`Trước ngày 5/9 hoàn thành việc ...`)."""
    return lowered(text).startswith(_BY_WHEN) and acts_behind_time(text)


def behind_front(text: str, low: str) -> Iterator[int]:
    """Where who acts may stand behind the time, the office or the case with which `text` opens, in order.

    `low` is `text` in small letters.
    """
    if not (text[:1].isdigit() or _FRONTS.at(text, 0)):
        return
    office = _BY_OFFICE.match(low)
    at = office.end() if office else behind_time(text)
    case = _CASE.match(low) if at < 0 else None
    if case:
        yield from _subjects_among(text, low, case.end(), LONGEST_CASE)
    elif at >= 0:
        yield at


def behind_basis(text: str, low: str) -> Iterator[int]:
    """Where who acts may stand behind the basis or the matter with which `text` opens without any sign behind it."""
    basis = _OPEN_BASIS.match(low)
    return _subjects_among(text, low, basis.end(), LONGEST_BASIS) if basis else iter(())


def _subjects_among(text: str, low: str, at: int, length: int) -> Iterator[int]:
    """Where a subject may stand behind one of the words from `at` on, up to a sign behind which the duty itself begins.

    A body that those words themselves name (`kết quả kiểm tra các đơn vị`, `báo cáo của Sở A`) is no subject.
    """
    for word in _WORDS.finditer(text, at, at + length):
        if word.start() > at or (word[0].endswith(", ") and is_imperative(text, word.end())):
            return
        at = word.end()
        if not SUBJECTS.at(text, at) or low.endswith(_GOVERNS, 0, at):
            continue
        if text[at].isupper() or not _names_deed(text, word.start()):
            yield at


def _names_deed(text: str, at: int) -> bool:
    """Whether the word at `at`, alone or with the one before it, is a verb of duty."""
    return is_imperative(text, at) or is_imperative(text, text.rfind(" ", 0, max(0, at - 1)) + 1)
