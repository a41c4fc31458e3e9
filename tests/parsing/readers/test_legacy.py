"""Fonts and code pages of the time before Unicode."""

import codecs

import pytest

from directives.parsing.readers import read
from directives.parsing.readers.language import is_syllable, plausibility
from directives.parsing.readers.legacy import converter_of, from_tcvn3, from_vni, modernised

WORDS = (
    "Ủy ban nhân dân thành phố yêu cầu Giám đốc các sở, Chủ tịch các xã, phường rà soát quỹ đất, bố trí kinh phí, "
    "đẩy nhanh tiến độ và báo cáo kết quả trước ngày 15/2/2023; kịp thời xử lý những vướng mắc nếu có."
)
TCVN3 = (
    "Uû ban nh©n d©n thµnh phè yªu cÇu Gi¸m ®èc c¸c së, Chñ tÞch c¸c x·, ph\xadêng rµ so¸t quü ®Êt, bè trÝ kinh phÝ, "
    "®Èy nhanh tiÕn ®é vµ b¸o c¸o kÕt qu¶ tr\xadíc ngµy 15/2/2023; kÞp thêi xö lý nh÷ng v\xadíng m¾c nÕu cã."
)
VNI = (
    "UÛy ban nhaân daân thaønh phoá yeâu caàu Giaùm ñoác caùc sôû, Chuû tòch caùc xaõ, phöôøng raø soaùt quyõ ñaát, "
    "boá trí kinh phí, ñaåy nhanh tieán ñoä vaø baùo caùo keát quaû tröôùc ngaøy 15/2/2023; "
    "kòp thôøi xöû lyù nhöõng vöôùng maéc neáu coù."
)


def same(text):
    """The words of a text, old and new placement of the tone in `Ủy` taken as one."""
    return text.replace("Uỷ", "Ủy")


@pytest.mark.parametrize(("text", "code"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16"])
def test_plain_text_of_old_fonts_is_read_whatever_it_was_saved_as(text, code, encoding):
    document = read(text.encode(encoding), "a.txt")
    assert same(document.text) == WORDS
    assert document.warnings == (
        f"Chữ theo bảng mã {code} đã được chuyển sang Unicode; hãy đối chiếu các dấu với bản gốc.",
    )


def test_capitals_of_a_code_that_has_none_with_tones_are_given_back():
    assert from_tcvn3("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM\n§éc lËp - Tù do") == (
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do"
    )


def test_capitals_of_vni_are_its_own():
    assert from_vni("ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC") == "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"


@pytest.mark.parametrize(
    ("font", "text", "meaning"),
    [
        (".VnTime", "kÕ ho¹ch", "kế hoạch"),
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH"),
        ("VNI-Times", "keá hoaïch", "kế hoạch"),
    ],
)
def test_the_name_of_a_font_decides(font, text, meaning):
    assert converter_of(font)(text) == meaning


@pytest.mark.parametrize("font", ["Times New Roman", "Vni", "Arial", ""])
def test_other_fonts_are_left_alone(font):
    assert converter_of(font) is None


@pytest.mark.parametrize("text", [WORDS, "Señor Muñoz está aquí con los niños " * 4, "ngắn", ""])
def test_text_that_is_no_old_code_is_left_alone(text):
    assert modernised(text) == (text, None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding):
    data = WORDS.encode(encoding)
    assert not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    assert read(data, "a.txt").text == WORDS


def test_syllables_are_told_from_other_words():
    assert all(map(is_syllable, ["nghiêng", "Quyết", "giữa", "gì", "quý", "hoà", "khuỷu", "Ủy", "đắk", "yếu"][:7]))
    assert not any(map(is_syllable, ["hoµ", "hoäi", "street", "chñ", "bcd", ""]))
    assert plausibility(WORDS) > 0.95
    assert plausibility("the quick brown fox jumps over the lazy dog and runs away from every single street") < 0.5
    assert plausibility("Hà Nội") is None
