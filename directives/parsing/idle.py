"""Papers that assign nothing: answers to who asked, invitations, decisions about persons."""

import re

from directives.parsing.normalise import fold_space, modern_tones
from directives.parsing.sieve import Sieve
from directives.parsing.types import Header

HEAD = 4000
FIRST = 400
_ENQUIRY = Sieve(
    r"(?i)(?:nhận được|trả lời|phúc đáp)\s+(?:các\s+)?(?:nội dung\s+)?"
    r"(?:công văn|văn bản|đơn|phiếu|kiến nghị|câu hỏi|phản ánh|thư|thắc mắc|vướng mắc|hồ sơ|đề nghị của"
    r"|ý kiến (?:của (?:công ty|bạn đọc|cử tri)|phản ánh))"
)
# Who asks for itself: what the letter tells it to do is advice.
_ASKER = re.compile(
    r"(?i)\n\W*kính\s+gửi\s*:?\W*(?:ông|bà|anh|chị|công dân|bạn đọc|luật sư|(?:quý\s+)?công ty|doanh nghiệp|chi nhánh"
    r"|văn phòng đại diện|ngân hàng tmcp|hiệp hội|hợp tác xã|hộ kinh doanh|đoàn đại biểu quốc hội|đoàn đbqh"
    r"|đại biểu quốc hội)(?!\w)"
)
_ANSWERS_SO = re.compile(r"(?i)(?:trả lời|ý kiến|giải đáp|hướng dẫn|trao đổi|thông tin)\s[^.;:]{0,90}như sau\s*:")
_OF_ANSWER = re.compile(
    r"(?i)(?:về\s+)?(?:việc\s+)?(?:trả lời|phúc đáp|giải đáp|(?:chính sách|xử lý|kê khai|nộp)\s+thuế|thuế\s)"
)
_ANSWER = re.compile(r"(?i)(?:để|cho|trả lời)\s[^.;]{0,120}\bbiết\b[^.;]{0,60}[./\s|]*$")
_DIRECTS = re.compile(
    r"(?i)chỉ đạo như sau|yêu cầu các|giao (?:sở|ubnd|các)"
    r"|\n\W*chuyển\s(?:sở|ubnd|ủy ban|các|công an|ban|thanh tra|phòng)"
    r"|ý kiến(?: chỉ đạo)?(?: như sau)?:\s+\W*(?:giao|chuyển|yêu cầu)\s|\n\W*(?:\d{1,2}[.)]\s*)?giao\s[^\W\d_]+\s"
)
_INVITES = re.compile(r"(?im)^\W*(?:giấy|thư)\s+(?:mời|triệu tập)(?!\w)")
# Whom a decision puts into or out of office, rewards or punishes (Decree 138/2020/NĐ-CP; Law on Emulation).
_OF_PERSONS = re.compile(
    r"(?i)(?:về\s+)?(?:việc\s+)?(?:(?:điều động|luân chuyển|tiếp nhận|biệt phái|và|,)\s*)*"
    r"(?:bổ nhiệm|miễn nhiệm|bãi nhiệm|điều động|luân chuyển|biệt phái|chỉ định|(?:cho\s+)?thôi\s+(?:giữ|việc|làm)"
    r"|nghỉ hưu|kỷ luật|khen thưởng|tặng\s|nâng\s(?:bậc\s)?lương|phê chuẩn\s+(?:kết quả\s+|việc\s+)?(?:bầu|miễn))"
)
_PERSONAL_KINDS = frozenset(("QĐ", "NQ", "QĐNS"))


def assigns_nothing(header: Header, text: str) -> bool:
    """Whether a paper of this kind, by its head, holds no task whatever its sentences look like.

    The letter that answers an enquiry is named by the contract of extraction; an invitation only says when and where;
    a decision about persons is carried out by those whom it concerns.
    """
    return _invites(header, text) or _is_about_persons(header) or _answers_enquiry(header, text)


def _invites(header: Header, text: str) -> bool:
    if header.kind == "GM":
        return True
    first = text[:FIRST]
    return header.number is None and "mời" in first and _INVITES.search(first) is not None


def _is_about_persons(header: Header) -> bool:
    if header.kind not in _PERSONAL_KINDS:
        return False
    return _OF_PERSONS.match(modern_tones(header.subject)) is not None


def _answers_enquiry(header: Header, text: str) -> bool:
    """A letter that explains the law to who asked assigns nothing."""
    if header.kind != "CV":
        return False
    first = fold_space(text[:HEAD])
    if not _ENQUIRY.search(first):
        return False
    body = re.split(r"(?i)\n[^\w\n]*nơi nhận", text, maxsplit=1)[0].rstrip()
    if _DIRECTS.search(body):
        return False
    asked = _ASKER.search(text[:HEAD]) is not None or _OF_ANSWER.match(modern_tones(header.subject)) is not None
    return _ANSWER.search(fold_space(body[-300:])) is not None or (asked and _ANSWERS_SO.search(first) is not None)
