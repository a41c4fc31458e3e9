"""Whom a paper is sent to, in the orders in which text, Word tables and the two columns of a foot give the list."""

import unicodedata

import pytest

from directives.parsing.extract import extract_text
from directives.parsing.normalise import modern_tones, nfc
from tests.parsing import samples

BODY = samples.DIRECTIVE.split("Nơi nhận:", maxsplit=1)[0]
SIGNED = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Thị Mẫu\n"
EXPECTED = ["Thường trực Thành ủy (để b/c)", "Các sở, ban, ngành thành phố", "UBND các xã, phường"]


def recipients_of(text):
    """The names, after their spans were held against the stored text."""
    stored = nfc(text)
    found = extract_text(text).header.recipients
    for recipient in found:
        assert modern_tones(" ".join(recipient.span.of(stored).split())) == recipient.name
    return [recipient.name for recipient in found]


FEET = {
    "lines": """Nơi nhận:
- Thường trực Thành ủy (để b/c);
- Các sở, ban, ngành thành phố;
- UBND các xã, phường;
- Lưu: VT.
""",
    "broken lines": """Nơi nhận :
- Thường trực Thành uỷ (để b/c);
- Các sở, ban,
ngành thành phố;
- UBND các

xã, phường;
- Lưu VT.
""",
    "one line": """Nơi nhận:- Thường trực Thành ủy (để b/c); - Các sở, ban, ngành thành phố;- UBND các xã, phường;- Lưu.
""",
    "capitals": """NƠI NHẬN
• Thường trực Thành ủy (để b/c).
• Các sở, ban, ngành thành phố.
• UBND các xã, phường.
""",
    "web page": """**_Nơi nhận:_**

+ Thường trực  Thành ủy (để b/c),

+ Các sở, ban,\u00a0ngành thành phố,

+ UBND các xã, phường
""",
    "two columns": """Nơi nhận:                TM. ỦY BAN NHÂN DÂN
- Thường trực Thành ủy (để b/c);      CHỦ TỊCH
- Các sở, ban, ngành thành phố;
- UBND các xã, phường;         Nguyễn Thị Mẫu
- Lưu: VT.
""",
    "columns read across": """Nơi nhận: TM. ỦY BAN NHÂN DÂN
- Thường trực Thành ủy (để b/c); CHỦ TỊCH
- Các sở, ban, ngành thành phố;
- UBND các xã, phường; Nguyễn Thị Mẫu
- Lưu: VT.
""",
    "title first": """Nơi nhận:
TM. ỦY BAN NHÂN DÂN
- Thường trực Thành ủy (để b/c);
- Các sở, ban, ngành thành phố;
- UBND các xã, phường.
""",
}


@pytest.mark.parametrize("foot", FEET.values(), ids=FEET)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_list_is_read_in_every_order(foot, form):
    assert recipients_of(unicodedata.normalize(form, BODY + foot + SIGNED)) == EXPECTED


def test_an_attachment_behind_the_signature_is_no_recipient():
    annex = "\nPHỤ LỤC\n- Sở Xây dựng lập danh mục;\n- Sở Y tế lập kế hoạch.\n"
    assert recipients_of(f"{BODY}Nơi nhận:\n- Như mục 4.\n{SIGNED}{annex}") == ["Như mục 4"]


def test_as_above_means_those_whom_the_letter_addresses():
    assert recipients_of(samples.LETTER) == ["Sở Xây dựng", "UBND các phường"]


def test_as_above_without_addressees_stays():
    paper = samples.LETTER.replace("Kính gửi:\n- Sở Xây dựng;\n- UBND các phường.\n", "")
    assert recipients_of(paper) == ["Như trên"]


def test_an_addressee_on_the_line_itself():
    paper = samples.ANSWER.replace("- Như trên.", "- Như trên;\n- Cục trưởng (để b/c);\n- Lưu: VT, TTHT.")
    assert recipients_of(paper) == ["Công ty Hoa Mẫu", "Cục trưởng (để b/c)"]


def test_a_paper_without_the_list_has_none():
    assert recipients_of(BODY + SIGNED) == recipients_of(samples.NEWS) == []


def test_stars_of_a_page_and_scraps_of_a_scan_are_no_part_of_a_recipient():
    text = samples.LETTER.split("Nơi nhận")[0] + "Nơi nhận: ~ 5A\n- **Sở Xây dựng**;\n- Lưu: VT.\n"
    found = extract_text(text).header.recipients
    assert [entry.name for entry in found] == ["Sở Xây dựng"]
    assert text[found[0].span.start : found[0].span.end] == "Sở Xây dựng"
