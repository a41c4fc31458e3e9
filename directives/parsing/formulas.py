"""Sentences that nobody is held to: closing formulas, legal bases, money, levels to reach, encouragement, consent.

All is read in small letters. A rule that does not begin with words of its own is tried only where a word stands that it
cannot do without, and a rule about the last words only where a text ends so.
"""

import re
from functools import lru_cache

from directives.parsing.normalise import loose
from directives.parsing.sentences import order_behind_consent
from directives.parsing.sieve import Sieve, lowered
from directives.parsing.vocab import MONEY_ORDERED

# What a council or a government decides itself; `thông qua các đoàn thể` is by means of whom somebody acts.
_PASSES = (
    r"tán thành|thông qua(?=\s(?:kết quả|báo cáo|tờ trình|đề án|dự án|dự thảo|dự toán|quyết toán|quy hoạch|kế hoạch"
    r"|nghị quyết|chương trình|danh mục|phương án|nội dung|toàn văn|việc|chủ trương)\s)"
)
_OPENS = re.compile(
    r"(?:quyết định|nghị quyết|kế hoạch|chỉ thị|quy chế|thông tư|nghị định|văn bản|công văn|hướng dẫn|quy định"
    r"|chương trình|thông báo|kết luận|công điện)\s+này\s+"
    r"(?:có hiệu lực|thay thế|(?:được\s+)?(?:phổ biến|gửi|niêm yết|sao gửi)\s)|"
    r"(?:khuyến khích|được phép|cho phép)\b|(?:cơ bản\s+)?(?:thống "
    r"nhất (?:chủ trương|với|về|nội dung|đề xuất|sự cần thiết|đánh giá|lịch|việc|cho"
    r"|thời gian|địa điểm|tên gọi|quan điểm|nguyên tắc)|đồng ý|chấp thuận)\b[^;.]*[;.]?$|"
    r"(?:nguồn\s+|việc (?:lập|quản lý|sử dụng|thanh|quyết)[^.;]{0,80}\s)?(?:kinh phí|ngân sách"
    r"|vốn)\b(?!(?:\sthực hiện)?\s*:\s"
    rf"{MONEY_ORDERED})|hỗ trợ từ ngân sách|"
    r"căn cứ (?:luật|nghị|quyết|thông tư|điều"
    r"|khoản|vào (?:luật|nghị|quyết|thông tư|điều|khoản))\b[^:]{0,400};?$|"
    r"\([^()]{3,200}\s(?:kèm theo|đính kèm|gửi kèm)(?!\w)[^()]{0,80}\)[.;:]?$|"
    r"\((?:xin\s+)?(?:(?:đính|gửi|có)\s+)?kèm\s[^()]{3,300}\)[./\s]*$|"
    r"(?:ghi nhận|biểu dương"
    r"|đánh giá cao|cảm ơn|nhiệt liệt|(?:xin\s+)?(?:trân trọng|chân thành)\s+c[aảá]m ơn)\b|"
    r"trên đây là (?:(?!yêu cầu|đề nghị\s(?!thanh toán|quyết toán|hỗ trợ|công nhận|khen|xét|hưởng|cấp)"
    r"|giao\s(?!thông|dịch|lưu)|,\s(?:các|mọi|từng|trong|ủy ban|ubnd|sở|ban|phòng|văn phòng|thủ|chủ tịch|giám đốc"
    r"|căn cứ|đồng thời)\s)[^.;:]){0,400}[./;\s]*$|"
    r"trên đây là [^.;]{0,260}\sthông báo (?:(?:để|đến|tới|cho)\s)?[^.;]{0,160}\sbiết\b|"
    r"trên đây là [^.;]{0,200}(?:kính|trân trọng|xin)\s[^.;]{0,20}(?:báo cáo|trình|thông báo)|"
    r"(?:nghiêm khắc\s+)?phê bình\s(?:chủ tịch|giám đốc|ubnd|ủy ban|sở|công ty|tổng công ty|ban quản lý|các chủ đầu tư"
    r"|các (?:sở|đơn vị|xã|địa phương))\s[^;:]*$"
    # What happens to who is late, and where to ask: said to all, asked of nobody.
    r"|(?:nếu\s+)?(?:quá|hết|sau)\s+(?:thời\s+hạn|thời\s+gian|hạn|ngày)\b[^.;:]{0,160}"
    r"(?:coi như|xem như|được coi|được xem|(?:sẽ|phải|hoàn toàn)\s+(?:chịu|báo cáo|không|bị|xem xét|phê bình))"
    r"|(?:chủ tịch\s)?(?:ubnd|ủy ban nhân dân|thành phố|tỉnh|chính phủ|thủ tướng)[^,;.]{0,40}?\ssẽ\s(?:xem xét|xử lý"
    r"|kiểm điểm|phê bình|trừ điểm|truy cứu|không xem xét)\s"
    r"|(?:đầu mối|điện thoại|thông tin|số điện thoại|cán bộ|người)\s+(?:liên hệ|đầu mối)\b"
    rf"|(?:(?:thống nhất|nhất trí)\s+)?(?:{_PASSES})\s[^;.]*[;.:]?$"
    r"|(?:chính phủ|thủ tướng chính phủ|(?:ban )?thường (?:vụ|trực)[^,;.]{0,40}|(?:chủ tịch )?(?:ubnd"
    r"|ủy ban nhân dân)"
    r"[^,;.]{0,40}|(?:hđnd|hội đồng nhân dân)[^,;.]{0,40}"
    r"|(?:(?:ban (?:chỉ đạo|chấp hành|cán sự đảng)|lãnh đạo|tập thể)"
    r"[^,;.]{0,40})|hội nghị|cuộc họp|phiên họp"
    r"|(?:các )?(?:thành viên|đại biểu)[^,;.]{0,30})\s(?:cơ bản\s+)?(?:đã\s+)?(?:thống nhất|đồng ý"
    r"|nhất trí|chấp thuận"
    rf"|đánh giá cao|ghi nhận|biểu dương|{_PASSES})\s[^;.]*[;.]?$"
    r"|(?:theo|xét)\s(?:đề nghị|đề xuất)\scủa\s[^,;:]{3,160}\stại\s(?:tờ trình|văn bản|công văn|báo cáo)\s[^,;:]{3,160}"
    r"[.,;]?$"
    r"|(?:tham )?dự (?:cuộc họp|hội nghị|buổi làm việc|phiên họp|buổi họp)[^.;:]{0,60}\s(?:có|gồm)\s"
    # What a paper does by itself, and what happens of itself.
    r"|(?:ban|tổ|hội đồng|đoàn)\s[^,;.:]{2,60}\stự (?:giải thể|kết thúc|chấm dứt)\s"
    r"|(?:bãi bỏ|hủy bỏ|thay thế)\s(?:toàn bộ\s)?(?:quyết định|chỉ thị|nghị quyết|thông báo|quy định|kế hoạch|công văn"
    r"|văn bản)\s[^.;:]{0,40}số\s[^;:]*[.;]?$"
    # What a web page prints around an item.
    r"|(?:mã qr|qr[ -]?code|nguồn(?: tin)?|ảnh|video|tác giả|theo|từ khóa|tags?|lượt (?:xem|đọc)|chủ quản|bản quyền"
    r"|(?:cơ quan chủ quản|đơn vị chủ quản|giấy phép|tổng biên tập|chịu trách nhiệm (?:nội dung|chính)|hotline|địa chỉ"
    r"|trụ sở|tòa soạn|điện thoại|email)(?:\s[^:]{0,40})?)\s*:"
    # What a paper says of how things are.
    r"|(?:theo )?(?:chỉ thị|kết luận|công điện|nghị quyết|thông báo|văn bản|công văn)\s(?:này\s)?(?:cũng\s|còn\s)?"
    r"(?:nêu rõ|chỉ rõ|chỉ ra|nhấn mạnh|khẳng định)\s(?:những\s|các\s|một số\s)?(?:hạn chế|tồn tại|bất cập|nguyên nhân"
    r"|kết quả|quan điểm|mục tiêu|khó khăn)"
    # What the weather or the figures will be.
    r"|dự báo\s*(?:,|:|trong|từ|đến|đợt|thời tiết)\s"
    r"|(?:>+\s*)?(?:xem (?:thêm|chi tiết|toàn văn|đầy đủ)|tải về|tham khảo thêm)(?!\w)"
)
# What a text begins with that holds a word.
_OPENS_WITH = (
    (
        "thông báo",
        re.compile(
            r"(?:nay,?\s+|văn phòng[^,;.]{0,40}\s+|ủy ban nhân dân[^,;.]{0,40}\s+|ubnd[^,;.]{0,40}\s+)?(?:xin\s+"
            r"|trân trọng\s+)*thông báo\s.{0,220}(?:biết|thực hiện|triển khai)|"
            r"(?:thừa (?:lệnh|[uủ][yỷ] quyền)[^,;.:]{0,60},\s)?[^,;.:]{0,60}\sthông báo (?:để|dé|đề|đến|tới|cho)\s"
            r"[^.;]{0,160}\sbiết\b"
        ),
    ),
    ("truyền đạt", re.compile(r"[^,;.:]{0,60}\struyền đạt\s[^.;]{0,160}\sđể\s[^.;]{0,160}\sbiết\b")),
    ("ban hành kèm theo", re.compile(r"[^,;.:]{0,40}ban hành kèm theo (?:quyết định|nghị quyết) này")),
    (
        "%",
        re.compile(
            r"(?:đưa|nâng|giảm|tăng|phấn đấu)?\s*(?:tỷ lệ|tỉ lệ)[^;]{0,160}\d\s*%"
            r"|(?:trên|ít nhất|tối thiểu|khoảng|dưới)?\s*\d+(?:[.,]\d+)?\s*%"
            # A level to reach and nothing else: a goal.
            r"|(?!tập trung|quyết liệt|thực hiện|chỉ đạo|triển khai|đẩy|khẩn trương|điều hành|tổ chức|tham mưu|rà soát"
            r"|huy động)"
            r"(?:phấn đấu\s|duy trì\s)?[^;:,.]{0,80}\b(?:tăng|giảm|đạt)\s(?:trên\s|ít nhất\s|khoảng\s|từ\s)*"
            r"\d+(?:[.,]\d+)?(?:\s*-\s*\d+(?:[.,]\d+)?)?\s*%[^;,]{0,25}[.;]?$"
        ),
    ),
    # `Chuyển đổi số là nhiệm vụ trọng tâm của toàn ngành`: how much it matters.
    (
        " là ",
        re.compile(
            r"(?!(?:xác định|coi|xem|lấy|chọn|nhận thức|thống nhất|quán triệt|bảo đảm|đảm bảo)\s)[^.;:,]{10,160} là "
            r"(?:một trong\s)?(?:những\s)?(?:nhiệm vụ|giải pháp|yếu tố|động lực|khâu|nội dung|vấn đề)\s"
            r"(?:chính trị\s)?(?:trọng tâm|quan trọng|then chốt|hàng đầu|cấp bách|đột phá|xuyên suốt)(?!\w)"
            r"[^,;:]{0,80}[.;]?$"
        ),
    ),
    (
        "liên hệ",
        re.compile(
            r"(?:mọi|các|những|nếu có|khi có)?\s*(?:thông tin|chi tiết|vướng mắc|khó khăn|thắc mắc|ý kiến"
            r"|phản ánh)\b[^.;]{0,80}?(?<!chủ động )(?:liên hệ|đầu mối liên hệ)\b|"
            r"trong quá trình[^.;:]{0,60}\snếu\s[^.;:]{0,60}(?:vướng mắc|khó khăn)[^.;]{0,60}"
            r"\sliên hệ\s(?:với\s|trực tiếp\s)*(?:ông|bà|đ/c|đồng chí|anh|chị|chuyên viên|số điện thoại|điện thoại"
            r"|sđt)\s"
        ),
    ),
    (
        "nhận được",
        re.compile(
            r"(?:[^,.;:]{2,90}\s)?(?:rất\s+|kính\s+)*mong\s(?:sớm\s)?nhận được\s[^.;]{0,160}"
            r"(?:ý kiến|phối hợp|quan tâm|hỗ trợ|phản hồi|hợp tác|giúp đỡ)(?!\w)"
        ),
    ),
    (
        "quan tâm",
        re.compile(
            r"(?:(?:bộ|sở|ubnd|ủy ban nhân dân)\s[^,.;:]{0,50}\s)?(?:rất\s+|kính\s+|trân trọng\s+)*(?:mong|đề nghị)"
            r"\s[^.;]{0,80}\squan tâm,?\s+(?:phối hợp|chỉ đạo|hỗ trợ|giúp đỡ)(?:\s+thực hiện)?[./\s]*$"
        ),
    ),
    # `Sở Y tế: 02 nội dung (quá hạn 09 ngày);`: how much is still open, as letters that urge list it.
    (
        ": ",
        re.compile(
            r"[^:;.]{3,90}:\s*\d{1,4}(?:/\d{1,4})?\s(?:nội dung|nhiệm vụ|văn bản|việc|kiến nghị|hồ sơ|dự án"
            r"|trường hợp|đơn vị|hộ)(?!\w)[^;:]{0,60}[;.]?$|tổng số\s[^:;]{2,90}:\s*\d[^;:]{0,60}[;.]?$"
        ),
    ),
)
_IN_FORCE = re.compile(r"có hiệu lực (?:thi hành\s+)?(?:kể\s+)?từ")
_THANKS = re.compile(r"(?<!\w)(?:trân trọng|chân thành)\s+c[aảá]m ơn\b[^.;]{0,80}[./\s]*$")
# A line that points to an attachment which spells the tasks out.
_POINTS_TO_ANNEX = re.compile(
    r"\(?(?:chi tiết|cụ thể|(?<!kèm )theo|có)\s[^.]{0,30}phụ lục[^.]{0,40}\)?[.;:]?$|"
    r"(?:nhiệm vụ|nội dung|công việc|danh mục|phân công|^quy trình|^thủ tục)\b[^.;]{0,80}"
    r"\b(?:tại|theo|trong|ở)\s(?:các\s)?"
    r"(?:phụ lục|phụ biểu|biểu|bảng)\s[^.;]{0,60}[.;:]?$"
)
# `Thống kê số lượng công chức theo Phụ lục III gửi kèm`: the attachment is a form to be filled in.
_FILLS_FORM = re.compile(
    r"(?!chi tiết|cụ thể|nội dung|kết quả|danh mục|danh sách|số liệu|nhiệm vụ|phân công|giao)(?:[^.;:]{0,80}?\s)?"
    r"(?:rà soát|thống kê|báo cáo|tổng hợp|đề xuất|lập|điền|đăng ký|kê khai|cập nhật|cung cấp|kiểm kê|gửi|nộp)"
    r"\s(?!(?:các\s)?(?:nhiệm vụ|nội dung công việc))"
)
_ANNEXES = ("phụ lục", "biểu ", "bảng ")
LONGEST_POINTER = 80
_ENDS = re.compile(
    r"\b(?:biết được biết|để biết)\b[./\s]*$|"
    r"[-–,:]\s*(?:làm\s+)?(?:(?:phó )?trưởng ban(?: thường trực)?|(?:tổ|phó tổ|đoàn|nhóm) (?:trưởng|phó)|(?:ủy|uỷ) viên"
    r"(?: thường trực| thư ký)?|thành viên|thư ký|chủ tịch hội đồng)[;.]?$"
    # `Bổ sung Quỹ dự trữ tài chính: 1.000 triệu đồng;`: a sum that is allotted, no duty.
    r"|(?::|\slà:?)\s*\d[\d.,]*\s*(?:nghìn\s|triệu\s|tỷ\s)?đồng(?:\s*\([^()]{0,120}\))?"
    r"(?:,?\s*(?:gồm|trong đó|bao gồm)\s*:)?[.;:]?$"
    # What a web page prints under a picture.
    r"|\((?:ảnh|hình)\s+(?:minh họa|từ internet|tư liệu|internet)[^()]{0,40}\)(?:\W*\))?\.*$"
)
_LAST_WORDS = (
    "biết", "trưởng ban", "thường trực", "trưởng", "phó", "viên", "thư ký", "hội đồng", "đồng", ")", "gồm", "trong đó",
)  # fmt: skip
_STOPS = " \t\n\xa0./;:"
_LABEL = re.compile(r"[^:;.]{3,160}:\s+")
_AGREES = re.compile(
    r"(?:cơ bản\s+)?(?:thống nhất (?:chủ trương|với|về|nội dung|đề xuất|lùi|hoãn|dời|thông qua)|đồng ý"
    r"|chấp thuận)\b[^;.]*[;.]?$"
)
# Who sits in a group that is set up.
_MEMBERS = re.compile(
    r"(?:các )?(?:(?:phó )?(?:tổ|đoàn|nhóm|trưởng ban|trưởng tiểu ban)(?: trưởng| phó)?|tổ phó|phó ban|thành viên"
    r"|ủy viên|thư ký|(?:phó )?chủ tịch hội đồng)(?:\s[^:;.]{0,40})?\s*:\s*(?:ông|bà|(?:các )?đồng chí|đ/c"
    r"|(?:phó )?(?:giám đốc|chủ tịch|chánh|trưởng|hiệu trưởng|bí thư|cục trưởng|chi cục trưởng|viện trưởng)"
    r"|lãnh đạo|đại diện|thủ trưởng|mời|chuyên viên|công chức|cán bộ)\s"
)

# `... kết luận như sau:` tells who speaks, not who must act.
_ANNOUNCES = Sieve(
    rf"(?i)(?:{loose('kết luận')}|{loose('ý kiến')}|{loose('chỉ đạo')}|quyết nghị|quyết định"
    rf"|{loose('thông báo')})[^:]{{0,40}}như sau\s*:$"
    rf"|(?:{loose('ban hành')}|{loose('xây dựng')}|đề ra)\s+(?:kế hoạch|chương trình|quy chế|phương án|đề án)"
    r"[^:]{0,120}(?:như sau|cụ thể|sau đây)\s*:$"
    r"|hướng dẫn(?:\s(?:thực hiện|triển khai|cụ thể|chi tiết|một số nội dung|các nội dung))*\s(?:như sau|sau đây)\s*:$"
    r"|^(?!giao\s|yêu cầu\s|đề nghị\s)[^:;]{3,400}\sthông báo\s*:$"
)


@lru_cache(maxsize=512)  # asked of a piece, of the last piece, of the whole task
def is_no_task(text: str) -> bool:
    """Whether nobody is held to what `text` says."""
    low = lowered(text)
    if (_opens_so(low) or _ends_so(low)) and order_behind_consent(text) < 0:
        return True
    label = _LABEL.match(low) if ":" in low else None
    return label is not None and _AGREES.match(low, label.end()) is not None


def announces(text: str) -> bool:
    """Whether an intro line tells who speaks (`... kết luận như sau:`), and not who must act."""
    return _ANNOUNCES.search(text) is not None


def names_members(text: str) -> bool:
    """Whether a line tells who sits in a group (`Tổ trưởng: Ông ...; Thành viên: lãnh đạo các sở`), and no duty."""
    return ":" in text and _MEMBERS.match(lowered(text)) is not None


def _opens_so(low: str) -> bool:
    if _OPENS.match(low):
        return True
    for word, pattern in _OPENS_WITH:  # noqa: SIM110 - a generator costs more than the few looks themselves
        if word in low and pattern.match(low):
            return True
    return False


def _ends_so(low: str) -> bool:
    """Whether the last words of a text hold nobody to anything, or it says of something that it is in force."""
    if low.rstrip(_STOPS).endswith(_LAST_WORDS) and _ENDS.search(low):
        return True
    last = low[-LONGEST_POINTER:]
    for word in _ANNEXES:
        if word in last:
            return _POINTS_TO_ANNEX.search(low) is not None and not _FILLS_FORM.match(low)
    if " ơn" in low and _THANKS.search(low):
        return True
    return "có hiệu lực" in low and _IN_FORCE.search(low) is not None
