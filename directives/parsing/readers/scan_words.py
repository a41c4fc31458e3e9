"""What Tesseract misreads in Vietnamese papers whoever wrote them: dashes, Roman numbers, digits inside words.

Only what cannot be right otherwise is changed, one word at a time, so that its place stays known.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from directives.parsing.normalise import modern_tones, without_marks
from directives.parsing.readers.ocr import Word

DASH = 0.15
_DASHES = re.compile(r"[_~—–¬=»›•*«·.,'`-]{1,3}")
_ONE_IN_WORD = re.compile(r"(?<=[a-zà-ỹđ])1(?=[a-zà-ỹđ])|(?<=\b[gtklmncvdh])1(?=[a-zà-ỹđ])")
_LETTER_IN_NUMBER = re.compile(r"(?<=[\d/])[lI|](?=\d)|(?<=\d)[lI|](?=/)|(?<=\d/)[lI|](?=\b)")
_NOUGHT_IN_NUMBER = re.compile(r"(?<=\d)[oO](?=\d)")
_LITTER = re.compile(r"[_|~¬`'‘’\"“”^°•·*«»=\\—–-]{1,3}")
_NUMBER_HEAD = re.compile(r"[Ss][ốôóồổ]\s*:?")
_EDGE = re.compile(r"^\W+|\W+$")
WRITTEN = 70.0
_PROVINCE = {"TINH", "TÍNH", "TĨNH", "TÌNH"}
# Each is the only current phrase with these letters.
PHRASES = """
thành phố|yêu cầu|tổ chức|tổng hợp|công trình|chỉ thị|chỉ đạo|kế hoạch|quyết định|nghị quyết|thông báo|kết luận|báo cáo
thực hiện|triển khai|phối hợp|chủ trì|chủ tịch|giám đốc|đề nghị|phê duyệt|bố trí|kinh phí|đầu tư|xây dựng|nông nghiệp
giao thông|vận tải|thẩm quyền|quyền hạn|quản lý|kiểm tra|đánh giá|rà soát|khẩn trương|kịp thời|thường xuyên|hoàn thành
đẩy nhanh|tiến độ|giải pháp|nhiệm vụ|trách nhiệm|hướng dẫn|theo dõi|đôn đốc|phân luồng|nắm bắt|nền tảng|bổ sung|sửa đổi
xử lý|vấn đề|liên quan|sự cố|hạn chế|bao gồm|cơ quan|đơn vị|địa phương|chánh văn|nơi nhận|kính gửi|việt nam|độc lập
hạnh phúc|ủy ban|ban nhân|nhân dân|tỉnh ủy|thành ủy|phó chủ|phó chánh|phó giám
"""
_PHRASES = {without_marks(phrase): phrase for line in PHRASES.split("\n") for phrase in line.split("|") if phrase}
_ROMAN = {"l": "I", "1": "I", "|": "I", "!": "I", "i": "I", "H": "II", "L": "I", "T": "I"}
_ROMAN_HEAD = re.compile(r"[IVXlHL1|!]{1,4}\.")
_ROMAN_LEFT_OVER = re.compile(r"[IlL1|!HT]{1,3}|[1lTI]V")


def corrected(line: Sequence[Word]) -> list[Word]:
    """The words of one line, from the left, with such slips put right."""
    line = _without_litter(line)
    fixed: list[Word] = []
    for i, word in enumerate(line):
        text = _number(_ONE_IN_WORD.sub("i", word.text))
        if text in _PROVINCE and i + 1 < len(line) and line[i + 1].text.isupper():
            text = "TỈNH"
        elif i == 0 and len(line) > 1:
            text = _first(text, line[1].text)
        elif fixed and fixed[-1].text.casefold() == "quý":
            text = _quarter(text)
        fixed.append(replace(word, text=text))
    return _with_tones(fixed)


def _without_litter(line: Sequence[Word]) -> list[Word]:
    """Without specks taken for signs at both ends, and without what a pen wrote between `Số:` and the symbol."""
    words = list(line)
    while len(words) > 1 and _LITTER.fullmatch(words[-1].text):
        words.pop()
    if len(words) > 1 and _DASHES.fullmatch(words[0].text) and not _is_dash(words[0]):
        words.pop(0)
    symbol = next((i for i, word in enumerate(words[:5]) if word.text.startswith("/")), 0)
    if symbol and _NUMBER_HEAD.fullmatch(words[0].text):
        words[1:symbol] = [word for word in words[1:symbol] if word.text.isdigit() and word.sure >= WRITTEN]
    return words


def _with_tones(words: list[Word]) -> list[Word]:
    """Phrases of official language whose tones were lost or changed: no other phrase has their letters."""
    for i in range(len(words) - 1):
        pair = [_EDGE.sub("", word.text) for word in words[i : i + 2]]
        meant = _PHRASES.get(without_marks(" ".join(pair)).lower())
        if meant and modern_tones(" ".join(pair).lower()) != meant:
            for word, text, right in zip((i, i + 1), pair, meant.split(), strict=True):
                words[word] = replace(words[word], text=words[word].text.replace(text, _cased(right, text), 1))
    return words


def _cased(right: str, printed: str) -> str:
    if printed.isupper() and len(printed) > 1:
        return right.upper()
    return right.capitalize() if printed[:1].isupper() else right


def _is_dash(word: Word) -> bool:
    """A dash is wider than high and as wide as half a letter; a speck is neither."""
    width, height = word.box.x1 - word.box.x0, word.box.bottom - word.box.top
    return width >= DASH * word.height and width >= 1.3 * height


def _number(text: str) -> str:
    return _NOUGHT_IN_NUMBER.sub("0", _LETTER_IN_NUMBER.sub("1", text))


def _first(text: str, after: str) -> str:
    """A dash or a number that opens the line; a Roman one stands before capitals alone."""
    if _DASHES.fullmatch(text):
        return "-"
    capitals = after.isupper() and len(after) > 1
    if _ROMAN_HEAD.fullmatch(text) and capitals and not text[0].isdigit():
        return "".join(_ROMAN.get(char, char) for char in text)
    if text == "L" and capitals:
        return "I."
    return "1." if text in {"l.", "I."} and not capitals and text == "l." else text


def _quarter(text: str) -> str:
    """`Quý 11/2026` is the second quarter."""
    name = re.match(r"[^/.,;:]+", text)
    if not name or not _ROMAN_LEFT_OVER.fullmatch(name[0]):
        return text
    roman = "".join(_ROMAN.get(char, char) for char in name[0])
    return (roman if roman in {"I", "II", "III", "IV"} else name[0]) + text[name.end() :]
