"""Word files as typists leave them."""

import pytest

from directives.parsing.readers import read
from tests.parsing.readers.papers import (
    cell,
    definition,
    instance,
    level,
    numbered,
    para,
    repacked,
    row,
    table,
    word,
)
from tests.parsing.readers.test_html import assert_spans_are_exact, cells

OFFICE = definition(
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "lowerLetter", "%3)"),
    level(3, "bullet", "\uf0b7"),
)


def lines(data: bytes) -> list[str]:
    return read(data, "a.docx").text.splitlines()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_tracked_insertions_stay_and_deletions_go():
    change = 'w:id="1" w:author="a"'
    body = (
        f"<w:p>{run('Trước ngày ')}<w:ins {change}>{run('15/3/2026')}</w:ins>"
        f"<w:del {change}><w:r><w:delText>01/01/2020</w:delText></w:r></w:del>"
        f"<w:moveTo {change}>{run(' chuyển đến')}</w:moveTo>"
        f"<w:moveFrom {change}>{run(' chuyển đi')}</w:moveFrom></w:p>"
    )
    assert lines(word(body)) == ["Trước ngày 15/3/2026 chuyển đến"]


def test_content_controls_and_hidden_text():
    control = f"<w:sdt><w:sdtContent>{para('Giao Sở Y tế')}</w:sdtContent></w:sdt>"
    hidden = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>{run('hiện')}</w:p>"
    assert lines(word(control, hidden)) == ["Giao Sở Y tế", "hiện"]


def test_automatic_numbers_are_printed_and_begin_anew_below_a_heading():
    body = [("A", 0), ("a", 1), ("b", 1), ("x", 2), ("y", 2), ("g", 3), ("B", 0), ("c", 1), ("z", 2)]
    data = word(*(numbered(text, at) for text, at in body), numbering=OFFICE + instance())
    assert lines(data) == ["I. A", "1. a", "2. b", "a) x", "b) y", "- g", "II. B", "1. c", "a) z"]


def test_numbers_of_several_levels_and_legal_ones():
    levels = definition(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", more="<w:isLgl/>"))
    assert lines(word(numbered("A"), numbered("b", 1), numbered("c", 1), numbering=levels + instance())) == [
        "I. A",
        "1.1. b",
        "1.2. c",
    ]


def test_lists_share_counters_unless_one_overrides_the_start():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = definition(level(0, "decimal", "%1.")) + instance(1) + instance(2) + instance(3, 1, override)
    body = [numbered("a"), numbered("b", 0, 2), numbered("c", 0, 3), numbered("d", 0, 3)]
    assert lines(word(*body, numbering=numbering)) == ["1. a", "2. b", "1. c", "2. d"]


def test_a_paragraph_style_may_carry_the_number():
    data = word(para("Mục tiêu", '<w:pStyle w:val="ListNumber"/>'))
    assert lines(data) == ["1. Mục tiêu"]


@pytest.mark.parametrize(
    ("shape", "start", "label"),
    [("lowerLetter", 28, "bb)"), ("lowerRoman", 14, "xiv)"), ("decimalZero", 7, "07)"), ("ordinal", 3, "3)")],
)
def test_shapes_of_numbers(shape, start, label):
    numbering = definition(level(0, shape, "%1)", start=start)) + instance()
    assert lines(word(numbered("việc"), numbering=numbering)) == [f"{label} việc"]


def test_a_printed_label_is_not_doubled():
    assert lines(word(para("1. Sở Tài chính"))) == ["1. Sở Tài chính"]


def test_merged_and_nested_tables():
    nested = table(row(cell("x"), cell("y"), cell("z"))) + para("")
    data = word(
        table(
            row(cell("I. Nhóm việc", '<w:gridSpan w:val="3"/>')),
            row(cell("1"), cell("Sở Y tế", '<w:vMerge w:val="restart"/>'), cell("Quý I")),
            row(cell("2"), cell("", "<w:vMerge/>"), cell(nested)),
        )
    )
    document = read(data, "a.docx")
    assert cells(document) == [
        ("I. Nhóm việc",) * 3,
        ("1", "Sở Y tế", "Quý I"),
        ("2", "Sở Y tế", "x, y, z"),
    ]
    assert_spans_are_exact(document)


def test_a_header_is_read_only_when_it_alone_holds_the_number():
    assert lines(word(para("Nội dung"), header="Số: 12/KH-UBND"))[0] == "Số: 12/KH-UBND"
    assert lines(word(para("Số: 12/KH-UBND"), header="Số: 12/KH-UBND")) == ["Số: 12/KH-UBND"]
    assert lines(word(para("Nội dung"), header="Trang")) == ["Nội dung"]


def test_footnotes_are_named_in_a_warning():
    body = f'<w:p>{run("Có chú thích")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    document = read(word(body), "a.docx")
    assert document.text == "Có chú thích"
    assert "Chú thích" in document.warnings[0]


def test_the_main_part_may_have_another_name():
    data = word(para("Nội dung"))
    body = _part(data, "word/document.xml")
    relations = _part(data, "_rels/.rels").replace(b"word/document.xml", b"word/document2.xml")
    types = _part(data, "[Content_Types].xml").replace(b"word/document.xml", b"word/document2.xml")
    moved = repacked(data, **{"word/document.xml": None, "word/document2.xml": body})
    moved = repacked(moved, **{"_rels/.rels": relations, "[Content_Types].xml": types})
    assert lines(moved) == ["Nội dung"]


def test_outside_pictures_and_entities_are_never_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    document_type = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    data = word(para("Nội dung"))
    body = _part(data, "word/document.xml").replace("Nội dung".encode(), b"&x;")
    head, _, rest = body.partition(b"?>")
    attacked = repacked(data, **{"word/document.xml": head + b"?>" + document_type + rest})
    with pytest.raises(ValueError, match="hỏng"):
        read(attacked, "a.docx")


def _part(data: bytes, name: str) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)
