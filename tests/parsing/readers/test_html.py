"""Web pages: furniture dropped, blocks become lines, tables keep exact spans."""

import pytest

from directives.parsing.readers import read


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def cells(document):
    return [row.cells for table in document.tables for row in table.rows]


def assert_spans_are_exact(document):
    for table in document.tables:
        for row in table.rows:
            assert [span.of(document.text) for span in row.spans] == list(row.cells)


def test_scripts_menus_and_hidden_parts_are_left_out():
    body = (
        "<header>Cổng tin</header><nav>Trang chủ</nav><script>alert(1)</script><style>p{}</style>"
        '<p style="display: none">ẩn</p><!-- ghi chú --><p>Chỉ thị</p><footer>Bản quyền</footer>'
    )
    assert read(page(body, "<title>Tên trang</title>"), "a.html").text == "Chỉ thị"


def test_blocks_and_breaks_are_lines_and_inline_marks_are_not():
    body = "<div>Sở <b>Tài</b>\n chính</div><p>dòng một<br>dòng hai</p>cuối"
    assert read(page(body), "a.html").text == "Sở Tài chính\ndòng một\ndòng hai\ncuối"


def test_lists_get_the_labels_that_a_browser_prints():
    body = "<ol><li>một</li><li>hai<ul><li><p>con</p></li></ul></li></ol><ol type=a start=3><li>ba</li></ol>"
    assert read(page(body), "a.html").text.splitlines() == ["1. một", "2. hai", "- con", "c) ba"]


def test_rows_are_lines_and_cells_have_spans():
    body = "<p>Phụ lục</p><table><tr><th>STT<th>Việc<th>Hạn</tr><tr><td>1<td>Rà  soát<br>quỹ đất<td></tr></table>"
    document = read(page(body), "a.html")
    assert document.text == "Phụ lục\nSTT | Việc | Hạn\n1 | Rà soát quỹ đất | "
    assert cells(document) == [("STT", "Việc", "Hạn"), ("1", "Rà soát quỹ đất", "")]
    assert_spans_are_exact(document)


def test_merged_cells_repeat_downwards_and_share_their_span_across():
    body = (
        "<table><tr><td colspan=3>I. Nhóm</td></tr><tr><td>1<td rowspan=2>Sở Y tế<td>a</tr><tr><td>2<td>b</tr></table>"
    )
    document = read(page(body), "a.html")
    assert document.text.splitlines() == ["I. Nhóm", "1 | Sở Y tế | a", "2 | Sở Y tế | b"]
    assert cells(document)[0] == ("I. Nhóm",) * 3
    assert_spans_are_exact(document)


def test_a_letterhead_is_unfolded_column_by_column():
    body = (
        "<table><tr><td>UBND<br>HẢI PHÒNG<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</tr>"
        "<tr><td>Số: 1/CT<td>Hải Phòng, ngày 1</tr></table>"
    )
    document = read(page(body), "a.html")
    assert document.tables == ()
    assert document.text.splitlines()[:2] == ["UBND", "HẢI PHÒNG"]
    assert document.text.splitlines()[-2:] == ["Số: 1/CT", "Hải Phòng, ngày 1"]


def test_a_page_set_in_tables_keeps_the_table_inside_it():
    inner = "<table><tr><td>STT<td>Việc<td>Hạn</tr><tr><td>1<td>Làm<td>Quý I</tr></table>"
    document = read(page(f"<table><tr><td>menu</td><td><p>Kế hoạch</p>{inner}</td></tr></table>"), "a.html")
    assert cells(document) == [("STT", "Việc", "Hạn"), ("1", "Làm", "Quý I")]


@pytest.mark.parametrize("charset", ["iso-8859-2", "koi8-r"])
def test_a_page_in_another_code_page_follows_its_own_word(charset):
    words = {"iso-8859-2": "Zażółć gęślą jaźń", "koi8-r": "Директива города"}[charset]
    data = f"<html><head><meta charset={charset}></head><body><p>{words}</p></body></html>".encode(charset)
    assert read(data, "a.html").text == words
