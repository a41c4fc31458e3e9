"""Plain text in the encodings of Vietnamese offices."""

import codecs
import unicodedata

import pytest

from directives.parsing.errors import UnreadableFile
from directives.parsing.readers import read

SENTENCE = "Ủy ban nhân dân thành phố yêu cầu các sở, ngành thực hiện trước ngày 15/2/2023."


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big"],
)
def test_unicode_is_read_with_and_without_mark(data):
    assert read(data, "a.txt").text == SENTENCE


def test_windows_1258_keeps_its_tones():
    half_composed = "".join(_as_1258(char) for char in SENTENCE)
    assert read(half_composed.encode("cp1258"), "a.txt").text == SENTENCE


def _as_1258(char):
    """A letter as that code page writes it: the tone after its letter, circumflex and horn in it."""
    parts = unicodedata.normalize("NFD", char)
    tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + tones


def test_decomposed_text_is_stored_composed():
    assert read(unicodedata.normalize("NFD", SENTENCE).encode(), "a.txt").text == SENTENCE


def test_a_few_words_of_an_unknown_code_page_are_refused_with_advice():
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read("Céng hoµ x· héi".encode("latin-1"), "a.txt")


def test_odd_utf_16_is_refused_with_advice():
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read(codecs.BOM_UTF16_LE + b"\x41\xd8\x41\x41", "a.txt")


def test_line_ends_are_equal_and_controls_gone():
    assert read("Một\r\nHai\rBa\x07\u200b bốn\n\n\n\n\nNăm  \n".encode(), "a.txt").text == "Một\nHai\nBa bốn\n\nNăm"
