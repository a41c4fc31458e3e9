"""Proper names at the head and foot: the issuing body out of its capitals, the person who signs."""

import re
from collections.abc import Sequence

from directives.parsing.lines import Line
from directives.parsing.normalise import CAPITALS, fold_space, modern_tones
from directives.parsing.proper import proper_name

SURNAMES = frozenset(
    [
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Hoàng",
        "Huỳnh",
        "Phan",
        "Vũ",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Ngô",
        "Dương",
        "Lý",
        "Tống",
        "Phùng",
        "Hà",
        "Đinh",
        "Đoàn",
        "Trịnh",
        "Mai",
        "Lương",
        "Cao",
        "Tạ",
        "Thái",
        "Châu",
        "Chu",
        "La",
        "Lâm",
        "Đào",
        "Trương",
        "Tô",
        "Quách",
        "Kiều",
        "Từ",
        "Vương",
        "Lại",
        "Nghiêm",
        "Doãn",
        "Khuất",
        "Giang",
        "Thân",
        "Triệu",
        "Văn",
        "Tăng",
        "Cù",
        "Đàm",
        "Đồng",
        "Hứa",
        "Kim",
        "Lục",
        "Mạc",
        "Mã",
        "Nông",
        "Ninh",
        "Ông",
        "Phí",
        "Quàng",
        "Sùng",
        "Thạch",
        "Tòng",
        "Tráng",
        "Vi",
        "Viên",
        "Lò",
        "Giàng",
        "Hầu",
        "Hùng",
        "Bế",
        "Ma",
        "Âu",
        "Bạch",
        "Cà",
        "Chử",
        "Dư",
        "Đậu",
        "Đới",
        "Đường",
        "Hán",
        "Khổng",
        "Lưu",
        "Ngụy",
        "Nhan",
        "Nhữ",
        "Ôn",
        "Phương",
        "Tiêu",
        "Trà",
        "Trang",
        "Ung",
        "Y",
        "K'",
    ]
)
_HEADS = re.compile(
    r"^(?:ỦY$|ỦY BAN|UBND|SỞ|BỘ|CỤC|TỔNG CỤC|CHI CỤC|BAN|VĂN PHÒNG|CHÍNH PHỦ|THỦ TƯỚNG|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY"
    r"|QUẬN ỦY|"
    r"ĐẢNG BỘ|ĐẢNG ỦY|HỘI ĐỒNG|HĐND|QUỐC HỘI|BAN CHẤP HÀNH|THANH TRA|CÔNG AN|VIỆN|TÒA ÁN|NGÂN HÀNG|KHO BẠC|BẢO HIỂM"
    r"|TRUNG TÂM|"
    r"THƯỜNG TRỰC|CHỦ TỊCH|BAN THƯỜNG VỤ|BỘ CHÍNH TRỊ|ỦY BAN KIỂM TRA|TẬP ĐOÀN|TỔNG CÔNG TY|THUẾ|HẢI QUAN|LIÊN"
    r"|TRƯỜNG|PHÒNG(?!,|\sCHỐNG|\sNGỪA|\sCHÁY|\sTHỦ)"
    r"|TRẠM|CHI NHÁNH|BỆNH VIỆN|ĐẠI HỌC|HỌC VIỆN|CÔNG TY|LIÊN ĐOÀN|LIÊN MINH|HỘI|HIỆP HỘI|MẶT TRẬN|CẢNG VỤ"
    r"|TỈNH ĐOÀN|THÀNH ĐOÀN|HUYỆN ĐOÀN|KIỂM TOÁN|ĐÀI|BÁO|ĐẢNG ĐOÀN|BAN CÁN SỰ|HẠT|ĐỘI|VỤ|ỦY BAN MẶT TRẬN|CƠ QUAN|VƯỜN"
    r"|BỘ TƯ LỆNH|QUÂN KHU|BỘ CHỈ HUY|THỊ ỦY|THANH TRA|BẢO TÀNG|NHÀ XUẤT BẢN|ĐOÀN|QUỸ|THÔNG TẤN XÃ|TỔNG LIÊN ĐOÀN"
    r"|THỐNG KÊ (?:TỈNH|THÀNH PHỐ|CƠ SỞ)|TRUNG ƯƠNG (?:ĐOÀN|HỘI)|THI HÀNH ÁN|BƯU ĐIỆN|VIỄN THÔNG|TỔNG HỘI|CHI BỘ)\b"
)
# A committee or ministry with a body of its own behind it.
_LOWER_BODY = re.compile(
    r"((?:UBND|ỦY BAN NHÂN DÂN)\s(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)(?:\s(?!-)\S+){1,4}?"
    r"|ĐẢNG BỘ\s(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN)(?:\s\S+){1,4}?|BỘ(?:\s(?!TRƯỞNG)\S+){1,7}?)"
    r"\s((?:SỞ|(?<!HẢI )(?<!BIÊN )(?<!QUỐC )PHÒNG|THANH TRA|CHI CỤC|CỤC|TỔNG CỤC|TRUNG TÂM|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY"
    r"|QUẬN ỦY|BAN QUẢN LÝ)"
    r"\s.+)$"
)
_PRESS = re.compile(r"^(?:TRUNG TÂM(?:$|\s(?:CÔNG BÁO|TIN HỌC|THÔNG TIN))|VÀ TIN HỌC|BÁO VÀ TIN)")
# An office of a committee is called by its place too: `Sở Nội vụ thành phố Hải Phòng`.
_UNDER_COMMITTEE = re.compile(
    r"(?:SỞ|PHÒNG|THANH TRA|BAN DÂN TỘC|BAN CHỈ HUY|BAN CHỈ ĐẠO)(?!.*\s(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG)\s)"
)
_LEVELS = ("TỈNH", "THÀNH PHỐ", "HUYỆN", "QUẬN", "THỊ XÃ", "XÃ", "PHƯỜNG", "ĐẶC KHU")
_OF_PLACE = re.compile(r"^(?:UBND|ỦY BAN NHÂN DÂN)\s+((?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\s.+)$")
# Offices of a Party committee are called by it: `Ban Tổ chức Trung ương`, `Ủy ban Kiểm tra Tỉnh ủy Nghệ An`.
_OF_PARTY = re.compile(
    r"(?:BAN (?:TỔ CHỨC|TUYÊN GIÁO|DÂN VẬN|NỘI CHÍNH|KINH TẾ|ĐỐI NGOẠI|TUYÊN GIÁO VÀ DÂN VẬN)"
    r"|ỦY BAN KIỂM TRA|VĂN PHÒNG)$"
)
_PARTY_COMMITTEE = re.compile(r"(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG) ỦY\s")
# `ĐẢNG BỘ TỈNH ĐỒNG THÁP` over `TỈNH ỦY`.
_BARE_COMMITTEE = re.compile(r"(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG) ỦY$")
_PARTY_OF_PLACE = re.compile(r"ĐẢNG BỘ\s+((?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\s+(.+))$")
_OF_THE_UPPER = ("VĂN PHÒNG", "BAN THƯỜNG VỤ", "THƯỜNG TRỰC")
# Words that name no body yet: a narrow column goes on with the rest on the next line (`THỦ TƯỚNG` / `CHÍNH PHỦ`).
_NEVER_ALONE = frozenset(
    ("VĂN PHÒNG", "THỦ TƯỚNG", "BỘ", "SỞ", "CỤC", "TỔNG CỤC", "CHI CỤC", "BAN", "VIỆN", "TRƯỜNG", "HỘI ĐỒNG")
)
_NAME_WORD = rf"[{CAPITALS}][^\W\d_]*"
# Before a name: degrees, and the ranks of the army and the police; `H’Yim` is written with its prefix.
_BEFORE_NAME = (
    r"(?:(?:(?:TSKH|TS|Th\.?[Ss]|GS|PGS|(?:BS|DS)\.?\s?(?:CK\.?\s?(?:II|I|[12]))?|KTS|KS|CN|LS|[NT][GST][ƯN][TD]|CVCC|CVC"
    r"|Bác sĩ|Dược sĩ|Tiến sĩ|Thạc sĩ|Kỹ sư|Luật sư)\.?,?|(?:Thiếu|Trung|Thượng|Đại) (?:tướng|tá|úy|uý))\s*)*"
)
_PERSON = re.compile(rf"^{_BEFORE_NAME}((?:[HK]\s?['’]\s?)?{_NAME_WORD}(?:\s{_NAME_WORD}){{1,4}})$")
_PERSON_AT_END = re.compile(rf"\s{{3,}}({_NAME_WORD}(?:\s{_NAME_WORD}){{1,4}})\s*$")
_NAME_BESIDE = re.compile(rf"^[-+•]\s.*[.,;)]\s+(?:\|\s*)?({_NAME_WORD}(?:\s{_NAME_WORD}){{1,4}})$")
_SIGNING = re.compile(
    r"(?:^|\s)(?:TM|KT|TL|TUQ|T/M|Q)\s?\.|(?:^|\s)(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|GIÁM ĐỐC|BỘ TRƯỞNG|CHÁNH|TRƯỞNG "
    r"BAN|BÍ THƯ|"
    r"CỤC TRƯỞNG|CHỦ NHIỆM|CHÁNH VĂN PHÒNG|THỨ TRƯỞNG|TỔNG GIÁM ĐỐC|TRƯỞNG PHÒNG)(?:\s|$|,)"
)

_OPENS_FOOT = re.compile(r"(?i:nơi nhận)|(?:TM|KT|TL|TUQ)\s?\.|T/[ML]\s")
# The title of one who signs, alone on its line, where no recipients are printed.
ABOVE_RECIPIENTS = 5
_SIGNS_ALONE = re.compile(
    r"(?:Q\.\s?|QUYỀN )?(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|BÍ THƯ|TRƯỞNG BAN|CỤC TRƯỞNG"
    r"|CHÁNH [A-ZĂ ]+|TỔNG GIÁM ĐỐC|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|CHỦ NHIỆM|VIỆN TRƯỞNG)(?:\s[A-ZĐÀ-Ỹ ]+)?$"
)

LAST_LINES = 6
_TITLE_AND_NAME = re.compile(
    r"(?:^|[\s|*.])(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|BÍ THƯ|CHỦ NHIỆM|TRƯỞNG BAN|CỤC TRƯỞNG"
    rf"|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|HIỆU TRƯỞNG)(?:\s[{CAPITALS}]{{2,}})*[\s*|]+(?:\(?[Đđ]ã ký\)?[\s*|]+)?"
    rf"({_NAME_WORD}(?:\s{_NAME_WORD}){{1,4}})\W*$"
)


def issuer_name(printed: list[str]) -> str | None:
    """The issuing body as a proper name, from the lines printed in capitals at the head; the lower of two bodies."""
    bodies = _bodies(printed)
    if not bodies:
        return None
    upper, lower = bodies[-2] if bodies[1:] else "", bodies[-1]
    of_party = _OF_PARTY.match(lower)
    if of_party and upper.startswith("BAN CHẤP HÀNH TRUNG ƯƠNG"):
        return "Văn phòng Trung ương Đảng" if lower == "VĂN PHÒNG" else f"{_proper(lower)} Trung ương"
    if upper and lower in _OF_THE_UPPER:
        return f"{lower.capitalize()} {_proper(upper)}"
    if of_party and _PARTY_COMMITTEE.match(upper):
        return f"{_proper(lower)} {_proper(upper)}"
    area = _PARTY_OF_PLACE.match(upper) if _BARE_COMMITTEE.match(lower) else None
    if area:
        return _proper(f"{lower} {area[1] if lower == 'ĐẢNG ỦY' else area[2]}")
    place = _OF_PLACE.search(upper) if _UNDER_COMMITTEE.match(lower) else None
    # `BAN CHỈ HUY PHÒNG THỦ DÂN SỰ TỈNH` under `UBND TỈNH THANH HÓA`
    level = next((level for level in _LEVELS if place and lower.endswith(f" {level}")), "")
    return _proper(f"{lower.removesuffix(level).rstrip()} {place[1]}" if place else lower)


def _bodies(printed: list[str]) -> list[str]:
    """The names of the bodies in `printed`, upper first, each joined from its lines."""
    bodies: list[str] = []
    torn = ""
    for upper in (part for line in printed for part in _parted(modern_tones(line).upper())):
        if _PRESS.match(upper):
            continue
        whole = f"{torn} {upper}".strip()
        if bodies and not (_HEADS.match(upper) and _is_complete(bodies[-1])):
            bodies[-1] += " " + upper
        elif _HEADS.match(whole):
            bodies.append(whole)
        elif _HEADS.match(upper):
            bodies.append(upper)
        torn = "" if " " in upper else upper
    return bodies


def _parted(line: str) -> list[str]:
    """`UBND TỈNH LÀO CAI SỞ XÂY DỰNG`: two bodies that a copy put on one line, each by itself."""
    lower = _LOWER_BODY.match(line)
    return [lower[1], lower[2]] if lower else [line]


def _is_complete(body: str) -> bool:
    if body in _NEVER_ALONE:
        return False
    return not re.search(r"(?:ỦY|ỦY BAN|ỦY BAN NHÂN|ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|,|VÀ|-)$", body)


def _proper(body: str) -> str:
    body = re.sub(r"[^\w\s,\-&]", "", fold_space(body)).strip(" -")
    if re.match(r"VĂN PHÒNG (?:UBND|ỦY BAN)\b", body):
        return f"Văn phòng {_proper(body.removeprefix('VĂN PHÒNG '))}"
    parts = body.split(" - ")
    if parts[1:] and all(_HEADS.match(part) for part in parts):  # a joint paper
        return " - ".join(_proper(part) for part in parts)
    lower = re.sub(r"^ubnd\b", "ủy ban nhân dân", re.sub(r"^hđnd\b", "hội đồng nhân dân", body.lower()))
    return proper_name(lower)


def person_in(text: str, lines: Sequence[Line]) -> str | None:
    """Who signs: the last name under a signing title, alone on its line or at the right of the recipients."""
    start = next((i for i, line in enumerate(lines) if i > 3 and _opens_foot(line.text)), None)
    if start is None:
        start = next((i for i in range(len(lines) - 2, 3, -1) if _SIGNS_ALONE.match(lines[i].text)), None)
    if start is None:
        return _behind_title(lines)
    above = (i for i in range(max(4, start - ABOVE_RECIPIENTS), start) if _SIGNS_ALONE.match(lines[i].text))
    foot = lines[next(above, start) : start + 60]
    names = [name for i in range(len(foot)) if (name := _name_at(text, foot, i))]
    return names[0] if names else _beside_recipients(foot) or _behind_title(foot)


def _behind_title(lines: Sequence[Line]) -> str | None:
    """The name on the line of the signing title (`CHỦ TỊCH Trần Văn Mẫu`), where a copy folded the foot into one."""
    found = (_TITLE_AND_NAME.search(line.text) for line in lines[-LAST_LINES:])
    return next((name[1] for name in found if name and _is_person(name[1])), None)


def _beside_recipients(foot: Sequence[Line]) -> str | None:
    """The name at the end of a line of the recipients, as the two columns of the foot read across give it."""
    signing = next((i for i, line in enumerate(foot) if _SIGNING.search(line.text)), len(foot))
    found = (_NAME_BESIDE.search(line.text) for line in foot[signing:])
    return next((name[1] for name in found if name and _is_person(name[1])), None)


def _opens_foot(text: str) -> bool:
    return text[:1] in "nNTK" and bool(_OPENS_FOOT.match(text))


def _name_at(text: str, foot: Sequence[Line], i: int) -> str | None:
    line = foot[i]
    right = _at_right(text, line) if len(line.text) != line.end - line.start else None
    if right:
        return right
    if " " in line.text and not _PERSON.match(line.text):
        return None
    if i and _SIGNING.search(foot[i - 1].text):
        joined = line.text
        if len(joined.split()) == 1 and i + 1 < len(foot):
            joined = f"{joined} {foot[i + 1].text}"
        whole = _PERSON.match(joined)
        if whole and not joined.isupper():
            return whole[1]
    whole = _PERSON.match(line.text)
    return whole[1] if whole and _is_person(whole[1]) else None


def _at_right(text: str, line: Line) -> str | None:
    """The name in the right column of a line, behind a gap that the line has not in its words."""
    end = text.find("\n", line.start)
    right = _PERSON_AT_END.search(text, line.start, end if end > 0 else len(text))
    return right[1] if right and _is_person(right[1]) else None


def _is_person(name: str) -> bool:
    return name.split(maxsplit=1)[0] in SURNAMES and not name.isupper()
