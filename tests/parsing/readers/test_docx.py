"""Word files as typists leave them."""

import io

import docx
import pytest

from directives.parsing.readers import read
from tests.parsing.readers.papers import (
    SPACE,
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


def test_line_breaks_in_cells_and_repeated_headings_leave_rows_whole():
    titles = "".join(map(cell, ("STT", "Nhiệm vụ", "Chủ trì", "Hạn")))
    heading = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{titles}</w:tr>"
    rows = []
    for n in range(1, 9):
        turned = "<w:r><w:br/></w:r>" if n % 2 else "<w:r><w:lastRenderedPageBreak/></w:r>"
        work = f"<w:p>{run('Rà soát hồ sơ')}{turned}{run(f' nhóm {n}')}</w:p>"
        merge = "<w:vMerge/>" if n % 4 != 1 else '<w:vMerge w:val="restart"/>'
        lead = f"<w:p>{run('Sở Y')}<w:r><w:br/></w:r>{run('tế')}</w:p>" if n % 4 == 1 else ""
        rows.append(row(cell(str(n)), cell(work), cell(lead, merge), cell("30/6/2027")))
    document = read(word(table(heading, *rows)), "a.docx")
    assert cells(document)[1:] == [(str(n), f"Rà soát hồ sơ nhóm {n}", "Sở Y tế", "30/6/2027") for n in range(1, 9)]
    assert_spans_are_exact(document)


def test_a_header_is_read_only_when_it_alone_holds_the_number():
    assert lines(word(para("Nội dung"), header="Số: 12/KH-UBND"))[0] == "Số: 12/KH-UBND"
    assert lines(word(para("Số: 12/KH-UBND"), header="Số: 12/KH-UBND")) == ["Số: 12/KH-UBND"]
    assert lines(word(para("Nội dung"), header="Trang")) == ["Nội dung"]


def test_footnotes_stand_at_the_end_and_are_named():
    body = f'<w:p>{run("Có chú thích")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    notes = (
        f"<w:footnotes {SPACE}><w:footnote w:type='separator' w:id='-1'>{para('---')}</w:footnote>"
        f"<w:footnote w:id='1'>{para('Theo Quyết định số 12/QĐ-TTg.')}</w:footnote></w:footnotes>"
    )
    data = repacked(word(body, para("Hết")), **{"word/footnotes.xml": notes.encode()})
    document = read(data, "a.docx")
    assert document.text.splitlines() == ["Có chú thích", "Hết", "[1] Theo Quyết định số 12/QĐ-TTg."]
    assert document.warnings == ("Chú thích ở chân trang được đặt ở cuối văn bản.",)


def test_text_boxes_follow_their_paragraph_and_are_read_once():
    office = "urn:schemas-microsoft-com:vml"
    markup = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    box = f"<w:txbxContent>{para('Số: 15/KH-UBND')}</w:txbxContent>"
    body = (
        f'<w:p xmlns:mc="{markup}" xmlns:wps="{shape}" xmlns:v="{office}">{run("UBND")}<w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(word(body, para("sau"))) == ["UBND", "Số: 15/KH-UBND", "sau"]


def test_a_deleted_end_of_paragraph_joins_it_to_the_next():
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert lines(word(para("Giao Sở ", gone), para("Y tế rà soát"))) == ["Giao Sở Y tế rà soát"]


def test_deleted_rows_go_and_inserted_ones_stay():
    change = 'w:id="1" w:author="a"'
    gone = f"<w:tr><w:trPr><w:del {change}/></w:trPr>{cell('x')}{cell('y')}{cell('z')}</w:tr>"
    new = f"<w:tr><w:trPr><w:ins {change}/></w:trPr>{cell('1')}{cell('2')}{cell('3')}</w:tr>"
    data = word(table(row(cell("a"), cell("b"), cell("c")), gone, new))
    assert cells(read(data, "a.docx")) == [("a", "b", "c"), ("1", "2", "3")]


def test_signs_tabs_and_hyphens():
    parts = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0D8"/></w:r>',
        run(" Tăng"),
        "<w:r><w:tab/><w:t>từ</w:t><w:softHyphen/><w:t> 2021</w:t><w:noBreakHyphen/><w:t>2025</w:t></w:r>",
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r>',
    )
    assert lines(word(f"<w:p>{''.join(parts)}</w:p>", para("\uf0b7 việc"))) == ["- Tăng từ 2021-2025≥5", "- việc"]


def test_capitals_by_format_are_capitals():
    assert lines(word("<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t></w:r></w:p>")) == ["KẾ HOẠCH"]


def test_fields_give_their_result_and_not_their_code():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>ngày 5</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(word(f'<w:p>{field}<w:fldSimple w:instr="PAGE">{run(" tháng 6")}</w:fldSimple></w:p>')) == [
        "ngày 5 tháng 6"
    ]


def old(text: str, font: str) -> str:
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def test_old_fonts_are_converted_run_by_run():
    mixed = old("kÕ ho¹ch", ".VnTime") + run(" của ") + old("uû ban", ".VnTimeH")
    split = old("keá hoa", "VNI-Times") + old("ïch", "VNI-Times")
    assert lines(word(f"<w:p>{mixed}</w:p>", f"<w:p>{split}</w:p>")) == ["kế hoạch của UỶ BAN", "kế hoạch"]


def test_a_style_may_set_an_old_font():
    paper = docx.Document()
    paper.styles["Normal"].font.name = ".VnTime"
    paper.add_paragraph("kÕ ho¹ch triÓn khai")
    saved = io.BytesIO()
    paper.save(saved)
    assert lines(saved.getvalue()) == ["kế hoạch triển khai"]


def test_the_number_in_a_footer_is_found_too():
    assert lines(word(para("1. Đã có"), para("Số: 1/KH-UBND"), header="Số: 2/KH-UBND")) == ["1. Đã có", "Số: 1/KH-UBND"]


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
