"""Who is charged without a verb of order, by a letter that passes on a paper, and of whom is only told.

`Văn phòng Chính phủ xin chuyển Công văn số ... để Bộ Xây dựng nghiên cứu`, `UBND tỉnh sao gửi ... đến các sở để thực
hiện`: the letter orders nothing but what the body that it is passed on to does with it.
"""

import re

from directives.parsing.agencies import Names, read_names

# Who sends papers on, its name and nothing else: `UBND các xã lập danh sách gửi Sở Y tế` is a duty of the communes.
_SENDER = (
    r"(?:văn phòng (?:chính phủ|(?:ubnd|ủy ban nhân dân|tỉnh ủy|thành ủy)"
    r"(?:\s(?-i:tỉnh|thành phố|[A-ZĐ][^\W\d]*))*)"
    r"|(?:chủ tịch\s)?(?:ubnd|ủy ban nhân dân)\s(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)"
    r"(?:\s(?-i:[A-ZĐ][^\W\d]*))*)\s"
)
_KINDLY = r"(?:xin\s+|trân trọng\s+|kính\s+)"
_OTHER = r"(?!đổi|giao|biến|dịch|tiếp|hướng|nhượng|hóa|mục đích|nguồn|tải|trả|báo cáo)"
# What the sender does with the paper. Without the name of who sends, the line of a list may say it of whom it charges.
_PASSES = re.compile(
    rf"(?i)(?:^|[,;.]\s+){_SENDER}{_KINDLY}?(?:chuyển|sao gửi|sao chuyển|gửi)\s{_OTHER}"
    rf"|^(?:{_KINDLY}(?:chuyển|gửi)|sao gửi|sao chuyển)\s{_OTHER}"
)
_SENDERS = ("văn phòng", "ubnd", "ủy ban nhân dân")
_WITHOUT_SENDER = ("xin", "trân trọng", "kính", "sao gửi", "sao chuyển")
# `Chuyển Sở Xây dựng chủ trì giải quyết`: the body itself behind the verb, no paper.
_HANDS_TO = re.compile(r"Chuyển\s(?:đến\s|tới\s)?(?=(?:các\s)?[A-ZĐỦ])")
_PAPER = re.compile(r"(?i)(?:kèm theo\s|nguyên văn\s|nội dung\s|toàn văn\s|bản sao\s|các\s|lại\s|đến\s|tới\s|cho\s)*")
_FOR = re.compile(r"(?i)\sđể\s+")
_TO = re.compile(r"(?i)\s(?:đến|tới|cho)\s+")
_ACT = re.compile(r"(?i)\s*(?:\([^()]{0,160}\)\s*)?(?:để\s+)?(?!\s*(?:được\s+)?biết\s*[./]*$)(?=[^\W\d_])")
# `Bộ Y tế hướng dẫn các cơ sở khám bệnh thực hiện như sau:` tells who is guided.
_GUIDES = re.compile(r"(?i)\shướng dẫn\s+(?=[^:]*(?:như sau|sau đây|cụ thể)\s*:$)")
# `Luật Thủy lợi và Nghị định số 5/2020/NĐ-CP giao Bộ X quản lý`: what the law assigns is told, not ordered.
_LAW_SAYS = re.compile(
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy chế|Quy định)\s(?!này)[^;:]*$"
)
# `các doanh nghiệp được hoàn thuế`: what is done to them is told, not what they must do.
_SUFFERS = re.compile(
    r"\s*,?\s*(?:đã|đang|chưa|không)?\s*(?:được|bị)\s(?!giao(?!\s\d)|phân công|ủy quyền|yêu cầu|phân cấp|lựa chọn"
    r"|(?:[^\s,;.:]+\s){1,7}nhưng\s(?:phải|cần)\s)"
)
# `Sở Y tế có Tờ trình số 12/TTr-SYT`: what has a number has been sent already.
_SENT = re.compile(
    r"\s*,?\s*(?:đã\s+|vừa\s+)?có\s+(?:các\s+)?(?i:văn bản|công văn|công điện|chỉ thị|tờ trình|báo cáo|kiến nghị"
    r"|đề nghị)(?:\s+\w+){0,3}?\s+số\s*:?\s*\d"
    r"|\s*,?\s*(?:vừa\s+)?nhận được\s"
    # `Xã Ia Mẫu có 12 thôn`
    r"|\s+(?:hiện\s+|hiện nay\s+)?có\s+(?:tổng\s(?:số|cộng)\s+)?\d"
)
LONGEST_SENDER = 400
_TELLS = re.compile(
    r"(?:báo cáo|thông báo|báo(?: tin)?(?=\s(?:ngay\s)?cho)|trình|gửi|tham mưu|kiến nghị|xin ý kiến|lấy ý kiến)\s+"
    r"(?:ngay\s+)?(?:cho\s+|về\s+|đến\s+|tới\s+)?(?=\S)"
)
LOOK_BACK = 80


def passed_to(text: str, low: str) -> Names | None:
    """The bodies that must act on a paper which `text` passes on to them; None where it passes on nothing.

    `low` is `text` in small letters.
    """
    if "chuyển " not in low and "gửi " not in low:
        return None
    hands = _HANDS_TO.match(text)
    if hands:
        to = read_names(text, hands.end())
        return to if to and to.followed else None
    sends = low.startswith(_WITHOUT_SENDER) or any(map(low.__contains__, _SENDERS))
    passes = _PASSES.search(text, 0, LONGEST_SENDER) if sends else None
    if passes is None:
        return None
    at = _PAPER.match(text, passes.end())
    direct = read_names(text, at.end() if at else passes.end())
    if direct and _ACT.match(text, direct.end):
        return direct
    for words in (_FOR, _TO):
        for cut in reversed(list(words.finditer(text, passes.end()))):  # the paper's own title may hold the first
            names = read_names(text, cut.end(), bare=True)
            if names and _ACT.match(text, names.end):
                return names
    return None


def guided(text: str) -> Names | None:
    """The bodies that an intro line guides; None where it guides nobody."""
    guides = _GUIDES.search(text) if text.endswith(":") and "hướng dẫn" in text else None
    return read_names(text, guides.end(), bare=True) if guides else None


def is_told(text: str, at: int) -> bool:
    """Whether the sign at `at` stands in a list of those who are told (`báo cáo UBND tỉnh, Bộ Công Thương`)."""
    told = _TELLS.search(text, max(0, at - LOOK_BACK), at)
    names = read_names(text, told.end(), bare=True) if told else None
    return names is not None and names.end > at


def tells_law(text: str) -> bool:
    """Whether what stands before a verb of order is the name of a law: that is told, not ordered."""
    return _LAW_SAYS.match(text) is not None


def suffers(text: str, names: Names) -> bool:
    """Whether something is done to the bodies of a row, or has been or is not done by them: told, not ordered."""
    rest = text[names.end :]
    done = ("được " in rest or "bị " in rest) and _SUFFERS.match(rest)
    return bool(done or (("có " in rest or "được " in rest) and _SENT.match(rest))) or names.names[-1].endswith(
        (" chưa", " không")
    )
