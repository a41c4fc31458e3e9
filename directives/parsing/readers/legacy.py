"""Vietnamese before Unicode: TCVN 5712 (".VnTime" fonts) and VNI ("VNI-Times" fonts), whose letters pass for others.

Both give the codes of Western letters to Vietnamese ones. Word files name the font of every run, so there the font
decides; in plain text only one reading gives Vietnamese syllables.
"""

import re
from collections.abc import Callable
from itertools import chain

from directives.parsing.readers.language import plausibility

CONVINCING = 0.8
DOUBTFUL = 0.6
SAMPLE = 800
OPENING = 4_000
# Vietnamese prints about one such letter in seven.
UNICODE_SHARE = 0.08

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®¸µ¶·¹¾»¼½ÆÊÇÈÉËÐÌÎÏÑÕÒÓÔÖÝ×ØÜÞãßáâäèåæçéíêëìîóïñòôøõö÷ùýúûüþ",
        "ĂÂÊÔƠƯĐăâêôơưđáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
        strict=True,
    )
)
_TCVN3_CODES = str.maketrans(_TCVN3)

# A letter and the sign behind it; ơ and ư, like đ and most of i, have codes of their own.
_VNI_PAIRS = {
    "a": ("øùûõïâáàåãäêéèúüë", "àáảãạâấầẩẫậăắằẳẵặ"),
    "e": ("øùûõïâáàåãä", "èéẻẽẹêếềểễệ"),
    "o": ("øùûõïâáàåãä", "òóỏõọôốồổỗộ"),
    "ô": ("øùûõï", "ờớởỡợ"),
    "u": ("øùûõï", "ùúủũụ"),
    "ö": ("øùûõï", "ừứửữự"),
    "y": ("øùûõ", "ỳýỷỹ"),
}
_VNI = {
    base + mark: letter
    for base, (marks, letters) in _VNI_PAIRS.items()
    for mark, letter in zip(marks, letters, strict=True)
} | dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))
_VNI |= {
    variant: letter.upper()
    for code, letter in list(_VNI.items())
    for variant in {code.upper(), code[0].upper() + code[1:]}
}
_VNI_CODES = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_UNICODE_LETTERS = re.compile("[\u1ea0-\u1ef9]")
_COMMITTEE = re.compile(r"\b[ủu][yỷ] ban nhân dân\b")
_VNI_FONT = re.compile(r"^vni[\s_-]", re.IGNORECASE)
_TCVN3_FONT = re.compile(r"^\.vn", re.IGNORECASE)
_CAPITALS_FONT = re.compile(r"^\.vn\w*h$", re.IGNORECASE)

Converter = Callable[[str], str]


def from_tcvn3(text: str) -> str:
    """Text of TCVN 5712 (TCVN3, "ABC"), read as Western letters, in Unicode.

    The code has no capitals with tones; they are given back to lines that are capitals otherwise, and to the name of
    the committees.
    """
    lines = (_in_capitals(line) for line in text.translate(_TCVN3_CODES).split("\n"))
    return _COMMITTEE.sub(lambda match: match[0].capitalize(), "\n".join(lines))


def _in_capitals(line: str) -> str:
    plain = [char for char in line if char.isascii() and char.isalpha()]
    return line.upper() if len(plain) > 1 and all(char.isupper() for char in plain) else line


def from_vni(text: str) -> str:
    """Text of VNI for Windows, read as Western letters, in Unicode."""
    return _VNI_CODES.sub(lambda match: _VNI[match[0]], text)


def converter_of(font: str) -> Converter | None:
    """What turns text set in `font` into Unicode; None for a font that needs nothing.

    `.VnTimeH` and its like print capitals for small letters.
    """
    if _VNI_FONT.match(font):
        return from_vni
    if _CAPITALS_FONT.match(font):
        return lambda text: from_tcvn3(text).upper()
    return from_tcvn3 if _TCVN3_FONT.match(font) else None


CODES = (("TCVN3", from_tcvn3), ("VNI", from_vni))
_ASCII = frozenset(map(chr, range(128)))
_SUSPECT = frozenset(chain(_TCVN3, "".join(_VNI))) - _ASCII


def modernised(text: str) -> tuple[str, str | None]:
    """`text` out of a font of the past, and the name of its code; the text itself and None when it is none.

    It is changed only when it does not look like Vietnamese as it stands and does so afterwards.
    """
    if _is_unicode(text) or not any(char in _SUSPECT for char in text[:20_000]):
        return text, None
    before = plausibility(text, SAMPLE)
    if before is None or before >= DOUBTFUL:
        return text, None
    changed, name, after = _likeliest(text)
    return (changed, name) if after >= max(CONVINCING, before + 0.1) else (text, None)


def _is_unicode(text: str) -> bool:
    """Whether many letters are such as only Unicode has for Vietnamese (`ạ`, `ế`, `ữ`), none of these codes."""
    return len(_UNICODE_LETTERS.findall(text, 0, OPENING)) > UNICODE_SHARE * min(OPENING, len(text))


def decoded(data: bytes) -> tuple[str, str] | None:
    """Bytes of one of these codes in Unicode and the name of the code; None when neither gives Vietnamese."""
    changed, name, share = _likeliest(data.decode("cp1252", "replace"))
    return (changed, name) if share >= CONVINCING else None


def _likeliest(text: str) -> tuple[str, str, float]:
    """The reading with most Vietnamese syllables, its name and their share."""
    sample = text[:50_000]
    rated = [(plausibility(convert(sample), SAMPLE) or 0.0, name, convert) for name, convert in CODES]
    best, name, convert = max(rated, key=lambda each: each[0])
    return convert(text), name, best
