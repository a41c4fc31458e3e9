"""The words that set a deadline directly before the day or period of it, and how strongly they do.

`chậm nhất ngày 5/3`, `trước 17 giờ ngày 5/3`, `trong quý III`, `trình Ủy ban nhân dân tỉnh quý III`.
"""

import re

from directives.parsing.sieve import Sieve

_OPENS = r"thông xe|thông tuyến|hợp long|khánh thành|khởi công|đưa vào (?:khai thác|vận hành|sử dụng)"
# To whom a paper is handed up: `trình Ủy ban nhân dân tỉnh xem xét quý III/2025`.
_ABOVE = (
    r"(?:thủ tướng chính phủ|thủ tướng|chính phủ|quốc hội|(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd)\s+(?:tỉnh"
    r"|thành phố|huyện|quận|xã|phường)|(?:ban thường vụ\s+)?(?:tỉnh ủy|thành ủy|huyện ủy)|cấp có thẩm quyền)"
    r"(?:\s*,?\s*(?:xem xét|quyết định|ban hành|phê duyệt|thông qua|cho ý kiến))*"
)
# `10 giờ sáng`, `18h00'`, `19:00`, `chiều thứ Sáu, (ngày ...)`: telegrams set hours.
_WORD = r"[^\s,;.:]+"
HOUR = (
    r"(?:\d{1,2}\s*(?:giờ|g|h|:)\s*(?:\d{1,2}\s*(?:phút|['’′])?)?\s*(?:(?:sáng|trưa|chiều|tối|đêm)(?!\w))?\s*,?\s*)?"
    r"(?:(?:sáng\s+|chiều\s+|tối\s+)?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s*[,(]?\s*)?"
)
_BODY = (
    r"(?:sở|bộ|ban|văn phòng|phòng|ubnd|ủy ban|hđnd|hội đồng|thường trực|công an|thanh tra|chủ tịch|thủ tướng|chính phủ"
    r"|(?:đảng|tỉnh|thành|huyện) ủy|cục|chi cục)(?!\w)"
)
_NO_THING = r"(?!(?:kết quả|báo cáo|danh sách|hồ sơ|hội nghị|cuộc họp|nội dung|về|tại|sau)\s)"
# (kind, strength, the words that stand directly before the period); the first that fits decides.
_ROLES: tuple[tuple[str, int, Sieve], ...] = tuple(
    (kind, strength, Sieve(rf"(?<!\w)(?:{words})\s*{HOUR}$", re.IGNORECASE))
    for kind, strength, words in (
        (
            "latest",
            4,
            (
                r"(?:(?:chậm|muộn|trễ)\s+nhất|hạn\s+(?:chót|cuối)"
                r"|không\s+(?:được\s+)?(?:(?:chậm|muộn|trễ)\s+(?:hơn|quá)|(?:vượt |kéo dài )?quá))"
                r"(?:\s+(?:là|vào|trong|đến|hết))*"
            ),
        ),
        (
            "before",
            4,
            r"(?:trước|tr[uư][oơớ]c)(?:\s+(?:thời điểm|thời hạn|mốc|hết|ngày (?:bầu cử|khai giảng|khai mạc)\s*\(?))?",
        ),
        ("within", 3, r"hoàn thành\s+(?:\S+\s+){0,2}(?:trong|vào)(?:\s+(?:thời gian|khoảng))?|xong\s+(?:trong|vào)"),
        ("label", 3, r"(?:thời gian|thời hạn|tiến độ|hạn)(?:\s+[^\W\d]+){0,3}\s*(?::|\slà)(?:\s*(?:trong|vào|đến))?"),
        ("until", 3, r"đến"),
        (
            "within",
            2,
            (
                r"(?:ngay\s+|nội\s+)?trong(?:\s+(?:thời gian|khoảng|sáng|chiều|tối|đêm|tuần|các))?"
                r"|(?:vào|lúc)(?:\s+(?:sáng|trưa|chiều|tối|đêm))?"
            ),
        ),
        (
            "bare",
            1,
            rf"(?:trình|báo cáo)\s(?:{_WORD}\s){{0,5}}tại\s(?:kỳ họp|phiên họp|hội nghị giao ban)(?:\s{_WORD}){{0,3}}?",
        ),
        ("bare", 1, r"hoàn thành|xong|phấn đấu|(?:vào|trong|tại)\s+(?:kỳ|đợt)(?:\s+\S+){1,6}?"),
        ("session", 1, rf"(?:tại|vào)\s(?:phiên họp|hội nghị giao ban)(?:\s{_WORD}){{0,6}}?"),
        ("bare", 1, rf"(?:{_OPENS})(?:\s+kỹ thuật)?(?:\s+(?:giai đoạn|đoạn|đợt)(?:\s+{_WORD}){{1,4}}?)?"),
        (
            "closing",
            1,
            rf"thực hiện|triển khai|trình(?:\s+{_ABOVE})?(?:\s+kỳ họp(?:\s+{_WORD}){{0,3}}?)?|ban hành|phê duyệt",
        ),
        ("handed", 1, rf"(?:báo cáo|trình|gửi|nộp)(?:\s+về)?\s+{_BODY}(?:\s{_NO_THING}{_WORD}){{0,8}}?"),
    )
)
BEFORE = next(words for kind, _, words in _ROLES if kind == "before")


def role_in(before: str) -> tuple[str, int, re.Match[str]] | None:
    """Kind and strength of the words of deadline that `before` ends with."""
    for kind, power, words in _ROLES:
        match = words.search(before)
        if match:
            return kind, power, match
    return None
