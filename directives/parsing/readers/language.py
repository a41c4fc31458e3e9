"""Does a text look like Vietnamese? Every syllable of the language is built by few rules, so a wrong code page shows.

Onsets and rhymes are those of the spelling of standard Vietnamese; tones are taken off before a syllable is looked up.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
ENOUGH = 12
ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et
ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan
oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn
ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up
ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên
yêng yêt yêu
"""
_ONSETS = frozenset(("", *ONSETS.split()))
# The letters of the language with a tone, in one sign each, and what they are without it.
_TONELESS = str.maketrans(
    {unicodedata.normalize("NFC", vowel + tone): vowel for vowel in "aăâeêioôơuưy" for tone in TONES}
)
_MAY_STAY = frozenset("abcdeghiklmnopqrstuvxyăâđêôơư")
_RHYMES = frozenset(RHYMES.split())
_ONSET = re.compile(r"ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]|")
_SIGNS = ".,;:!?()[]\"'“”‘’-–—/*_|"
_EDGES = re.compile(r"^[\s\W_]+|[\s\W_]+$")
_SKIPPED = re.compile(r"[\d/@]|^[A-ZĐƯƠÂÊÔĂ.&-]{2,12}$|^.$")


@cache
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and form, could be one Vietnamese syllable."""
    bare = _without_tones(word.lower())
    if len(bare) > 7:
        return False
    onset = _ONSET.match(bare)
    first = onset[0] if onset else ""
    rests = [bare[len(first) :], bare[1:] if first == "gi" else "", bare[1:] if first == "qu" else ""]
    return first in _ONSETS and any(rest in _RHYMES for rest in rests if rest)


def _without_tones(word: str) -> str:
    bare = word.translate(_TONELESS)
    if _MAY_STAY.issuperset(bare):
        return bare
    parts = unicodedata.normalize("NFD", word)  # written in single signs, or foreign
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))


def plausibility(text: str, most: int = 4000) -> float | None:
    """The share of words that are Vietnamese syllables; None when there are too few words to say.

    Words with digits, abbreviations in capitals and single letters are not counted.
    """
    counted: list[str] = []
    for printed in text.split(None, most)[:most]:
        word = printed.strip(_SIGNS)
        if word.isalpha() and word.islower() and len(word) > 1:  # nearly all, and nothing to be looked at in them
            counted.append(word)
        else:
            counted.extend(_parts(printed))
    if len(counted) < ENOUGH:
        return None
    return sum(map(is_syllable, counted)) / len(counted)


def _parts(printed: str) -> Iterator[str]:
    word = _EDGES.sub("", printed)
    if word and not _SKIPPED.search(word):
        yield from filter(None, word.split("-"))
