"""Where a sentence of a press item tells that somebody speaks: a leader, a body, or the paper itself."""

import re

from directives.parsing.agencies import read_names
from directives.parsing.bodies import CITIES, PLACES

_ORDERS = r"chỉ đạo|yêu cầu|đề nghị|giao|phân công|chỉ thị|đặt ra"
_KNOWN = "|".join(sorted({*CITIES, *PLACES} - {"Việt Nam", "Trung ương"}, key=len, reverse=True))
_LEADER = (
    r"(?:Phó )?[Tt]hủ tướng|Tổng Bí thư|(?:Phó )?Chủ tịch|(?:Phó )?Bí thư|Bộ trưởng|Thứ trưởng|(?:Phó )?Giám đốc|"
    r"Người đứng đầu|[Đđ]ồng chí|[Ll]ãnh đạo|Chính phủ|Bộ Chính trị|Ban Thường vụ|Thường trực|UBND|Ủy ban [Nn]hân dân|"
    r"Ban Bí thư|Ban Chỉ đạo|Ban [Cc]án sự|Văn phòng Chính phủ|Tổng cục|Quốc hội|HĐND|"
    r"(?:Tỉnh|Thành|Huyện|Quận|Đảng) [uủ][ỷy]|"
    r"(?:Bộ|Sở|Cục)(?=\s(?:[A-ZĐ]|yêu cầu|đề nghị|giao|chỉ đạo|lưu ý))|"
    rf"(?:TP|Thành phố|Tỉnh|Huyện|{_KNOWN})(?=\s(?:(?:cũng|còn|vừa|đã|tiếp tục)\s)*(?:yêu cầu|đề nghị|giao|chỉ đạo))|"
    r"Trưởng [Bb]an|Tổ trưởng|Trưởng đoàn|Chánh Văn phòng|Kết luận|Chỉ thị|Công điện|Nghị quyết|Thông báo|Công văn"
    r"|Ngân hàng Nhà nước|Bảo hiểm xã hội Việt Nam|Ông|Bà"
)
_STRESSES = r"lưu ý|nhấn mạnh|nêu rõ|chỉ rõ|quán triệt|kết luận|gợi ý|nhắc"
_SPEECH = re.compile(
    rf"(?:^(?:\([^()]{{2,25}}\)\s?[-–]?\s*|[A-ZĐ][\w.&]{{1,14}}(?:\s\w{{2,8}})?\s[-–]\s)?|[,:]\s)(?:{_LEADER})(?!\w)(?P<who>(?:[^,.;:]|(?<=TP)\.){{0,90}}?)\s(?:(?P<orders>{_ORDERS})|{_STRESSES})(?!\w)"
    r"(?:\s+rõ)?\s*[,:]?\s*"
)
_NOT_NOW = re.compile(
    r"\b(?:được|theo|do|của việc|sự|các|những|ý kiến|công tác|nhiệm vụ)$|\b(?:sẽ|khẳng định|cho biết|cam kết|hứa)\b"
)
# `đã ký ban hành Công văn số 5/UBND-VX, yêu cầu các sở ...`: the one who issues the paper orders.
_ISSUES = re.compile(
    r"\s(?:ban hành|ký|gửi|có)\s(?:[^;]{5,220}?,|[^;,]{3,60}?\ssố\s?\d\S*"
    r"|(?i:chỉ thị|công điện|công văn|văn bản|thông báo)(?:\s(?:khẩn|hỏa tốc|chỉ đạo))?"
    r"(?:\s(?:gửi|tới|đến)\s[^;.:]{3,250}?)?)\s+"
    r"(?P<who>)(?P<orders>yêu cầu|chỉ đạo|đề nghị|giao)(?!\w)\s*"
)
# `đã ban hành chỉ thị về ...`: here the word names a paper.
_A_PAPER = re.compile(r"(?:ban hành|ký|ra|có)$")

_SENT = re.compile(r"\sgửi\s(?:(?:tới|đến)\s)?")
# `Tăng cường tuyên truyền là yêu cầu của Thủ tướng với Bộ Y tế`: whom it asks stands at the end.
_IS_ASKED = re.compile(r"[^;.:]{10,160}\slà (?:yêu cầu|nhiệm vụ)\s[^;.:]{0,60}?(?:đối với|với|cho)\s")


def speech_in(text: str) -> re.Match[str] | None:
    """Where the sentence tells that a leader speaks, or None."""
    found = (match for match in _SPEECH.finditer(text) if not (_NOT_NOW.search(match["who"]) or _names_paper(match)))
    return next(found, None) or _ISSUES.search(text)


def _names_paper(match: re.Match[str]) -> bool:
    return match["orders"] == "chỉ thị" and _A_PAPER.search(match["who"]) is not None


def sent_to(text: str, speech: re.Match[str]) -> tuple[str, ...] | None:
    """`vừa có văn bản gửi các sở yêu cầu rà soát ...`: who is to get the paper, where the order names nobody."""
    sent = _SENT.search(text, 0, speech.start("orders")) if speech["orders"] else None
    names = read_names(text, sent.end(), bare=True) if sent else None
    return names.names if names and names.end <= speech.start("orders") else None


def asked_behind(text: str) -> tuple[str, ...] | None:
    """The bodies of whom a sentence says at its end that something is asked of them, or None."""
    asked = _IS_ASKED.match(text) if "là yêu cầu" in text or "là nhiệm vụ" in text else None
    names = read_names(text, asked.end()) if asked else None
    return names.names if names else None
