"""The subject of a paper (trích yếu): the lines below the title of its type, or those behind `V/v` of a letter."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from directives.parsing.lines import Line
from directives.parsing.normalise import CAPITALS, fold_space, modern_tones
from directives.parsing.stamps import MOTTO, is_mark, without_stamp

MAX_SUBJECT_LINES = 14
MAX_SUBJECT = 500
_ABOUT_SHORT = re.compile(r"^\s*[vV]\s?/\s?[vV]\s*:?\s*")
# The columns of a letterhead read across: the subject stands behind the date.
ABOUT_BESIDE = re.compile(r"(?<=\d{4})\s+[vV]\s?/\s?[vV]\s*:?\s+")
_PLACE = rf"[{CAPITALS}][^\W\d_]*(?:[ .-]{{1,3}}[{CAPITALS}][^\W\d_]*){{0,4}}"
# `Số: 12/UBND-KT V/v ...`: number and subject read as one line.
ABOUT_BEHIND_NUMBER = re.compile(r"(?<=[\wĐ])\s+[vV]\s?/\s?[vV]\s*:?\s+(?=\S)")
_VE = re.compile(r"(?i)(?:về|v\s?/\s?v)\s")
_OF_PARTY_BODY = re.compile(
    r"(?i)của\s+(?:ban (?:thường vụ|chấp hành|bí thư)|thường trực|bộ chính trị|(?:tỉnh|thành|huyện|quận|thị"
    r"|đảng) ủy)(?!\w)"
)
# Whose paper it is, where `về ...` follows: `CHỈ THỊ CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH` / `Về việc ...`.
_OF_AUTHORITY = re.compile(
    r"(?i)của\s+(?:chủ tịch\s+)?(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|thủ tướng|chính phủ|bộ trưởng|bộ)(?!\w)"
)
_OF_AUTHORITY_ABOUT = re.compile(rf"{_OF_AUTHORITY.pattern}(?:\s[^\W\d_]+){{0,8}}?\s+(?=(?:về việc|v/v)\s)")
_AUTHORITY = re.compile(
    r"(?:THỦ TƯỚNG|CHÍNH PHỦ|(?:CHỦ TỊCH\s)?(?:ỦY BAN NHÂN DÂN|UBND)|HỘI ĐỒNG NHÂN DÂN|BỘ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC"
    r"|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|CỤC TRƯỞNG|TRƯỞNG BAN|CHÁNH|QUỐC HỘI|ỦY BAN THƯỜNG VỤ|CHỦ TỊCH|THỐNG ĐỐC"
    r"|TỔNG THANH TRA|CHỦ NHIỆM|(?:ỦY BAN|HỘI ĐỒNG)(?:\sNHÂN)?$)(?!\w)"
)
# `THỦ TƯỚNG CHÍNH PHỦ điện:`, with which a telegram begins.
_WIRES = re.compile(r"(?i),?\s+điện\s*:\s*$")
# Such a line of a subject in capitals goes on.
_OPEN_PHRASE = re.compile(r"(?i)(?:^|\s)(?:của|về|và|trên|do|cho|với|tại|thuộc|bởi|các|là|giữa|,)$|[,\-–]$")
_NUMBERED_OWNER = re.compile(
    r"(?i)của\s(?:(?!(?:về|thực hiện|nghị quyết|chỉ thị|kết luận)\s)[^.;:]){3,120}?\ssố\s*:?\s*\d[^\s,]{3,30}\s*,?\s*"
    r"ngày\s+\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4}\s*"
)
# So does one that breaks off inside the name of a body: `CỦA THỦ TƯỚNG` / `CHÍNH PHỦ VÀ ...`.
_OPEN_NAME = re.compile(
    r"(?:^|\s)(?:THỦ TƯỚNG|ỦY BAN(?: NHÂN)?|HỘI ĐỒNG(?: NHÂN)?|BAN(?: THƯỜNG| CHẤP)?|BỘ(?: TRƯỞNG)?|CHỦ TỊCH|GIÁM ĐỐC"
    r"|THƯỜNG TRỰC|VĂN PHÒNG)$"
)
# `(Kèm theo ...)` below a subject, not `(IUU)` inside one.
_ADDED = re.compile(r"\((?![^()\s]{1,15}\)\s\w)")
SHORTEST_SENTENCE = 50
MOST_LINES = 12
OWNER_LINES = 3
# Between two lines in capitals, also behind a blank one: where, for whom and until when.
_GOES_ON = re.compile(r"(?:VÀ|CỦA|TẠI|TRÊN ĐỊA BÀN|GIAI ĐOẠN|ĐẾN NĂM|NĂM \d{4}|TỈNH|THÀNH PHỐ)(?!\w)")
LEGAL_BASIS = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Để|Trên cơ sở)\s")
_BODY_STARTS = re.compile(
    r"^(?:(?:Kế hoạch|Quyết định|Chỉ thị|Nghị quyết|Chương trình|Quy chế|Quy định|Thông báo) này"
    r"|Căn cứ|Thực hiện|Để|Ngày \d|Kính gửi|Trong (?:những|thời|các|năm|bối cảnh|quá trình|\d)"
    r"|Theo (?:đề nghị|báo cáo|nhận định|thống kê|số liệu|dự báo|kết quả|đánh giá|phản ánh|tổng hợp|thông tin)|Xét"
    r"|Mặc dù|Hưởng ứng|Tính (?:đến|từ)|Gần đây|Những (?:ngày|tháng|vừa)|Ngay (?:từ|sau)|Hằng năm|Hàng năm|Kể từ"
    r"|Tại (?:phiên|cuộc|kỳ|Hội nghị|Công|buổi)|(?:Cả nước|Toàn (?:tỉnh|quốc|thành phố))\s(?:đã|có|hiện|xảy)"
    r"|Sau khi|"
    r"Từ (?:đầu|ngày|năm|khi|tháng)|Vào (?:lúc|hồi)|Hồi \d|Tình (?:hình|trạng)|Hiện (?:nay|tại)|Đến nay|Vừa qua|"
    r"Trước (?:tình hình|diễn biến|thực trạng|những)|Bão số|Mùa (?:khô|mưa|bão)|Dự báo|Đầu năm|Những năm|Trên cơ sở|"
    r"Nhằm|Năm \d|Tiếp theo|Qua |Thời gian|Triển khai thực hiện|[IVX]+\s*[.\-]|1\s*[.\-]|Điều 1|Thủ tướng|Chủ tịch"
    r"|Ủy ban|UBND|Cơn|P(?:HẦN|hần)\s(?:[IVX]+(?!\w)|\d|(?:THỨ|thứ)\s)|C(?:HƯƠNG|hương)\s(?:[IVX]+(?!\w)|\d))"
)


def title_lines(lines: Sequence[Line]) -> str:
    """The subject printed in `lines`, the first of which stands below the title."""
    taken: list[str] = []
    lines = _behind_numbered_owner(lines)
    lines = lines[_behind_owner(lines) :]
    for i, line in enumerate(lines[:MAX_SUBJECT_LINES]):
        if taken and taken[-1].endswith(",") and not line.after_gap:  # `... của đồng chí Trần Văn Mẫu - Bí thư,`
            taken.append(line.text)
            continue
        if _starts_body(lines, i, taken) or (taken and (_ends_subject(taken, line) or _is_sentence(lines, i, taken))):
            break
        if _is_authority(lines, i) and not (taken and _breaks_off(taken[-1])):
            break
        taken.append(line.text)
    told = " ".join(taken)
    owned = _OF_AUTHORITY_ABOUT.match(modern_tones(told))
    return tidy(_ABOUT_SHORT.sub("", told[owned.end() :] if owned else told))


def _breaks_off(text: str) -> bool:
    return bool(_OPEN_PHRASE.search(text) or _OPEN_NAME.search(modern_tones(text)))


def _behind_numbered_owner(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` past `CỦA BỘ TÀI CHÍNH SỐ 12/2006/TT-BTC NGÀY 06 THÁNG 3 NĂM 2006`, as old papers begin their subject."""
    if not (lines and lines[0].text[:3].upper() == "CỦA"):
        return lines
    first = lines[:OWNER_LINES]
    owner = _NUMBERED_OWNER.match(modern_tones(" ".join(line.text for line in first)))
    if owner is None:
        return lines
    end = owner.end()
    for i, line in enumerate(first):
        if end < len(line.text):
            return [replace(line, text=line.text[max(0, end) :]), *lines[i + 1 :]]
        end -= len(line.text) + 1
    return lines[OWNER_LINES:]


def _behind_owner(lines: Sequence[Line]) -> int:
    """Past `CỦA BAN THƯỜNG VỤ TỈNH ỦY`, which under the title of a paper tells whose it is."""
    owner = modern_tones(lines[0].text) if lines else ""
    of_authority = bool(_OF_AUTHORITY.match(owner))
    if not (of_authority or _OF_PARTY_BODY.match(owner)):
        return 0
    capitals = _is_capitals(owner)
    end = 1
    while capitals and end < len(lines) and _is_capitals(lines[end].text) and not _VE.match(lines[end].text):
        end += 1
    if end == len(lines):
        return 0
    apart = capitals and not _is_capitals(lines[end].text)
    if of_authority and not (apart or _VE.match(lines[end].text)):
        return 0
    return 0 if _starts_body(lines, end, []) else end


def _is_authority(lines: Sequence[Line], i: int) -> bool:
    """Whether the line is the name of who issues the paper (`THỦ TƯỚNG CHÍNH PHỦ`), with which the body begins."""
    text = _WIRES.sub("", modern_tones(lines[i].text))
    if not (text.isupper() and _AUTHORITY.match(text)):
        return False
    if any(_WIRES.search(line.text) for line in lines[i : i + 3]):
        return True
    below = (line.text for line in lines[i + 1 : i + 4])
    return any(LEGAL_BASIS.match(text) for text in below)


def _starts_body(lines: Sequence[Line], i: int, taken: list[str]) -> bool:
    """Whether the body begins at a line: by its first words, unless it is the line below the title and no sentence."""
    if not _BODY_STARTS.match(lines[i].text):
        return False
    if taken or not re.match(r"(?:Thực hiện|Triển khai thực hiện|Tình (?:hình|trạng)|Năm \d|Để|Nhằm)", lines[i].text):
        return True
    below = range(i + 1, min(i + MAX_SUBJECT_LINES, len(lines)))
    end = next((j for j in below if lines[j].after_gap or _BODY_STARTS.match(lines[j].text)), i + 1)
    followed = end < len(lines) and bool(_BODY_STARTS.match(lines[end].text))  # the body begins there, a stop or none
    stop = re.compile(r"[;:,]$" if followed else r"[.;:,]$")
    open_lines = [a for a, b in pairwise(lines[i : end + 1]) if a.text.endswith((";", ",")) and b.text[:1].islower()]
    ends = [line for line in lines[i:end] if stop.search(line.text) and line not in open_lines]
    return bool(ends) or len(" ".join(line.text for line in lines[i:end])) > MAX_SUBJECT


def _is_sentence(lines: Sequence[Line], i: int, taken: list[str]) -> bool:
    """Whether a whole sentence begins at a line, broken into lines or not, which no subject goes on with."""
    if not lines[i].text[:1].isupper() or lines[i].text.isupper() or _breaks_off(taken[-1]):
        return False
    end = i + 1
    while end < min(len(lines), i + MOST_LINES) and lines[end].text[:1].islower() and not lines[end].after_gap:
        end += 1
    told = " ".join(line.text for line in lines[i:end])
    return len(told) > SHORTEST_SENTENCE and told.endswith(".")


def _ends_subject(taken: list[str], line: Line) -> bool:
    if re.match(r"(?:về|Về)\s", line.text) and _is_capitals(taken[-1]):
        return False
    if _is_capitals(taken[0]) != _is_capitals(line.text):
        return True
    if line.after_gap and not (line.text[:1].islower() or line.text[:1] == "“" or _GOES_ON.match(line.text)):
        return True
    if line.text.endswith(":") and line.text[:1].isupper() and not _OPEN_PHRASE.search(taken[-1]):
        return True  # a paragraph that opens what follows: `Trước tình hình đó, Chủ tịch UBND tỉnh yêu cầu:`
    goes_on = line.text[:1].islower() and not line.after_gap
    return taken[-1].endswith((".", ":") if goes_on else (".", ":", ";")) or bool(_ADDED.match(line.text))


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > 0.8 * len(letters)


def about_lines(head: Sequence[Line], start: int, cut: int) -> str:
    """The subject of a letter, which begins at character `cut` of line `start`."""
    taken = [_left_column(head[start].text[cut:])]
    for line in head[start + 1 : start + 8]:
        if line.after_gap and not line.text[:1].islower():
            break
        left = _left_column(line.text)
        opens_body = _BODY_STARTS.match(left) and not _OPEN_PHRASE.search(taken[-1])
        if not left or re.match(r"(?i)kính gửi", left) or opens_body or is_mark(left):
            break
        taken.append(left)
    return tidy(" ".join(taken))


def _left_column(text: str) -> str:
    """What a line of the letterhead prints in its left column: no motto, no place and date."""
    return re.split(
        rf"\s{{2,}}|\s\||(?:^|\s)(?:TP\.?\s)?{_PLACE},\s*ngày", MOTTO.pattern.split(without_stamp(text))[0]
    )[0].strip()


def tidy(subject: str) -> str:
    """`subject` on one line, decoration at its ends left out."""
    return fold_space(subject).strip(" .*_|:;-")
