"""Reports as papers: page, Excel, Word, PDF and CSV hold the same numbers, and a past day gives the same bytes."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import docx
import openpyxl
import pypdfium2
import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tasks.asof import played_on
from tasks.filters import TaskFilter
from tasks.models import Task
from tasks.reports import task_list
from tasks.reports.asking import answer, question
from tasks.reports.catalogue import REPORTS
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape
from tasks.reports.papers import Form, file_name, written
from tasks.reports.papers.imprint import Imprint, imprint_of
from tasks.reports.papers.pictures import HIGHEST
from tasks.reports.papers.plain import paper
from tasks.reports.papers.values import shown
from tests import factories as make
from tests.reports.conftest import TODAY

pytestmark = pytest.mark.django_db

IMPRINT = Imprint(("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG"), ("VĂN PHÒNG",), "BC-VP", "Hải Phòng", "CHÁNH VĂN PHÒNG")
TEXT = Column("unit", "Cơ quan", Kind.TEXT, 30)
FIGURES = (Column("late", "Quá hạn"), Column("rate", "Tỷ lệ", Kind.SHARE), Column("day", "Hạn", Kind.DAY))


@pytest.fixture(autouse=True)
def at_nine():
    with time_machine.travel(f"{TODAY}T09:00:00+07:00", tick=False):
        yield


def report(*blocks, day=date(2026, 2, 28), **fields):
    made = Report("mau", "Tình hình mẫu", day, None, ("Theo hạn hiện tại.",), blocks)
    return replace(made, **fields)


def block(columns=(TEXT, *FIGURES), name="Sở Tài chính", key="units", title="Theo đơn vị"):
    rest = [Cell(None)] * (len(columns) - 4)
    lines = (
        Line((Cell("Sở, ban, ngành"), *[Cell(None)] * (len(columns) - 1)), part=Part.HEADING),
        Line((Cell(name), Cell(1234, "/tasks/?open=true"), Cell(0.1234), Cell(date(2026, 2, 5)), *rest)),
        Line((Cell("Cộng"), Cell(1234), Cell(None), Cell(None), *rest), part=Part.SUM),
    )
    return Block(key, title, columns, lines, note="Ghi chú dưới bảng.")


def asked(user, query="", slug="overdue"):
    return answer(question(REPORTS[slug], user, QueryDict(query), today=TODAY, now=timezone.now()))


def text_of(content):
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))


def words(content):
    document = docx.Document(io.BytesIO(content))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [paragraph.text for paragraph in document.paragraphs], cells


# ── how values are read ───────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234567, Kind.NUMBER, "1.234.567"),
        (0.1234, Kind.SHARE, "12,3 %"),
        (1.0, Kind.SHARE, "100,0 %"),
        (4.56, Kind.DECIMAL, "4,6"),
        (date(2026, 2, 5), Kind.DAY, "05/02/2026"),
        (None, Kind.NUMBER, "–"),
        (None, Kind.TEXT, ""),
        (0, Kind.NUMBER, "0"),
    ],
)
def test_values_are_written_as_offices_write_them(value, kind, text):
    assert shown(value, kind) == text


# ── the files ─────────────────────────────────────────────────────────────────────────────────
def test_a_past_day_gives_the_same_bytes_whenever_it_is_printed():
    made = report(block())
    for form in Form:
        with time_machine.travel("2026-03-18T09:00:00+07:00"):
            first = written(made, form, IMPRINT)
        with time_machine.travel("2027-01-05T23:11:12+07:00"):
            assert written(made, form, IMPRINT) == first, form


def test_excel_holds_real_numbers_and_dates_with_frozen_heads_and_a_filter_without_the_sum():
    book = openpyxl.load_workbook(io.BytesIO(written(report(block(), block(key="b")), Form.XLSX, IMPRINT)))
    assert book.sheetnames == ["Theo đơn vị", "Theo đơn vị (2)"]
    sheet = book.active
    assert [cell.value for cell in sheet[4]] == ["Cơ quan", "Quá hạn", "Tỷ lệ", "Hạn"]
    number, share, day = (sheet.cell(6, column) for column in (2, 3, 4))
    assert (number.value, number.data_type) == (1234, "n")
    assert (share.value, share.number_format) == (0.1234, "0.0%")
    assert day.is_date
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B5", "A4:D6")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$4:$4"


def test_the_name_of_a_sheet_is_cut_between_words():
    made = report(block(title="Muộn: hết hạn trong tháng mà quá hạn hoặc xong muộn"), block(key="b", title="[]"))
    book = openpyxl.load_workbook(io.BytesIO(written(made, Form.XLSX, IMPRINT)))
    assert book.sheetnames == ["Muộn hết hạn trong tháng mà…", "Báo cáo"]


def test_a_row_of_excel_is_as_high_as_its_longest_text_folded():
    made = report(block(name="Sở Nông nghiệp và Môi trường thành phố Hải Phòng"))
    sheet = openpyxl.load_workbook(io.BytesIO(written(made, Form.XLSX, IMPRINT))).active
    assert sheet.row_dimensions[6].height == 30


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)"])
def test_a_text_that_looks_like_a_formula_stays_text(name):
    made = report(block(name=name))
    sheet = openpyxl.load_workbook(io.BytesIO(written(made, Form.XLSX, IMPRINT))).active
    assert (sheet["A6"].value, sheet["A6"].data_type) == (name, "s")
    rows = list(csv.reader(io.StringIO(written(made, Form.CSV, IMPRINT).decode("utf-8-sig")), delimiter=";"))
    assert [f"'{name}", "1234", "12,3%", "05/02/2026"] in rows


def test_csv_says_that_it_is_utf8_and_uses_the_separator_of_a_vietnamese_excel():
    content = written(report(block()), Form.CSV, IMPRINT)
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Cơ quan;Quá hạn;Tỷ lệ;Hạn" in content.decode("utf-8-sig").splitlines()


def test_word_has_the_parts_of_an_office_paper_and_repeats_the_heads():
    content = written(report(block()), Form.DOCX, IMPRINT)
    texts, cells = words(content)
    assert "BÁO CÁO" in texts
    assert "Tình hình mẫu" in texts
    assert any(text.startswith("Số liệu tính đến hết ngày 28/02/2026. Theo hạn hiện tại.") for text in texts)
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in cell for cell in cells[0])
    assert any("CHÁNH VĂN PHÒNG" in cell for cell in cells[-1])
    assert ["Sở Tài chính", "1.234", "12,3 %", "05/02/2026"] in cells
    table = docx.Document(io.BytesIO(content)).tables[1]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")


def test_words_between_rows_stand_left_and_a_signature_never_stands_alone_on_its_page():
    columns = (Column("no", "TT", width=5), TEXT, *FIGURES)
    lines = (
        Line((Cell("Phường"), *[Cell(None)] * 4), part=Part.HEADING),
        Line((Cell(1), Cell("Phường Hồng Bàng"), Cell(2), Cell(0.5), Cell(date(2026, 2, 5)))),
    )
    document = docx.Document(io.BytesIO(written(report(Block("b", "", columns, lines)), Form.DOCX, IMPRINT)))
    heading, last = (document.tables[1].rows[place].cells[0].paragraphs[0] for place in (1, 2))
    assert heading.alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert heading.paragraph_format.keep_with_next is True
    assert last.paragraph_format.keep_with_next is True


def test_a_short_column_of_words_keeps_a_line_and_a_long_one_takes_the_room():
    columns = (
        Column("task", "Nhiệm vụ", Kind.TEXT, 60),
        Column("base", "Tính trên", Kind.TEXT, 11),
        Column("why", "Lý do", Kind.TEXT, 30),
        *FIGURES,
    )
    task, base, why, *_figures = (
        column.width for column in paper(report(Block("b", "", columns, ())), IMPRINT).tables[0].columns
    )
    assert task > why > base >= 20


def pictured(shape=Shape.STACKED, values=(3, 5)):
    """A table with its picture; units have so many overdue tasks."""
    ages = (Series("1-7 ngày", values), Series("Trên 7 ngày", tuple(reversed(values))))
    return replace(block(), chart=Chart(shape, "Tuổi quá hạn", ("Sở Tài chính", "Sở Xây dựng"), ages, "nhiệm vụ"))


def test_word_holds_the_picture_with_its_title_above_and_told_in_words_the_same_bytes_each_time():
    made = report(pictured())
    content = written(made, Form.DOCX, IMPRINT)
    document = docx.Document(io.BytesIO(content))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("1-7 ngày: nhiều nhất 5 (Sở Xây dựng)")
    assert shape.width <= docx.shared.Mm(162)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[texts.index("Tuổi quá hạn") - 1 :][:3] == ["Theo đơn vị", "Tuổi quá hạn", ""]
    assert ["Cộng", "1.234", "–", "–"] in words(content)[1]
    assert written(made, Form.DOCX, IMPRINT) == content


def test_the_pdf_holds_the_picture_with_its_words_the_same_bytes_each_time():
    made = report(pictured())
    content = written(made, Form.PDF, IMPRINT)
    text = text_of(content)
    assert all(piece in text for piece in ("Tuổi quá hạn", "Trên 7 ngày", "Sở Xây dựng", "12,3 %"))
    assert written(made, Form.PDF, IMPRINT) == content


def test_a_picture_of_nothing_is_left_out_and_word_needs_no_typst(monkeypatch):
    assert paper(report(pictured(values=(0, None))), IMPRINT).tables[0].picture is None
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    content = written(report(pictured()), Form.DOCX, IMPRINT)
    assert not docx.Document(io.BytesIO(content)).inline_shapes
    assert ["Cộng", "1.234", "–", "–"] in words(content)[1]


def test_a_high_picture_shrinks_to_stand_under_the_title_of_its_annex():
    units = tuple(f"Phường {number}" for number in range(60))
    chart = Chart(Shape.BARS, "Quá hạn", units, (Series("Quá hạn", tuple(range(60))),))
    found = paper(report(replace(block(), chart=chart)), IMPRINT).tables[0].picture
    frame = ElementTree.fromstring(found.svg)  # noqa: S314 - our own drawing
    assert found.width * float(frame.get("height")) / float(frame.get("width")) == pytest.approx(HIGHEST)


def test_a_wide_table_becomes_an_annex_on_a_page_that_lies():
    wide = (TEXT, *FIGURES, *(Column(f"c{number}", "Hoàn thành") for number in range(9)))
    made = report(block(), block(columns=wide, key="wide", title="Bảng rộng"))
    assert [table.title for table in paper(made, IMPRINT).annexes] == ["Bảng rộng"]
    document = docx.Document(io.BytesIO(written(made, Form.DOCX, IMPRINT)))
    assert [section.orientation for section in document.sections] == [0, 1]
    pages = list(pypdfium2.PdfDocument(written(made, Form.PDF, IMPRINT)))
    assert [page.get_width() > page.get_height() for page in pages] == [False, True]


def test_the_pdf_shows_vietnamese_and_takes_no_text_for_code():
    text = text_of(
        written(report(block(name="#panic() *đậm* $x$ Ủy ban nhân dân phường Hồng Bàng")), Form.PDF, IMPRINT)
    )
    for piece in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "#panic() *đậm* $x$", "1.234", "12,3 %", "Ghi chú dưới bảng."):
        assert piece in text


def test_without_typst_one_sentence_says_what_to_do_instead(people, client, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    client.force_login(people.binh)
    response = client.get(reverse("report", args=["overdue-list"]), {"format": "pdf"})
    assert response.status_code == 409
    assert "tệp Word" in response.content.decode()


def test_the_letterhead_is_that_of_who_prints(people):
    assert imprint_of(people.hoa, TODAY).organ == ("VĂN PHÒNG",)
    own = imprint_of(people.minh, TODAY)
    assert (own.organ, own.signs) == (("SỞ TÀI CHÍNH",), "THỦ TRƯỞNG ĐƠN VỊ")


# ── the page and its files ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("query", ["", "basis=issued", "by=directive", "by=leader"])
def test_every_number_of_the_board_report_lists_exactly_what_it_counts(every_task, people, query):
    made = asked(people.binh, query)
    counted = [(cell.value, cell.href) for line in made.blocks[0].lines for cell in line.cells if cell.href]
    assert sum(value for value, _href in counted) > 0
    for value, href in counted:
        found = TaskFilter(QueryDict(href.partition("?")[2]), today=TODAY).narrow(Task.objects.all())
        assert found.count() == value, href


def test_page_and_all_files_hold_the_same_total(every_task, people, client):
    client.force_login(people.binh)
    late = Task.objects.overdue(TODAY).count()
    url = reverse("report", args=["overdue-list"])
    page = client.get(url)
    assert f">{late}<" in page.content.decode()
    files = {form: b"".join(client.get(url, {"format": form.value}).streaming_content) for form in Form}
    sums = [row for row in openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active.values if row[0] == "Cộng"]
    assert [row[1] for row in sums] == [late]
    assert ["Cộng", str(late)] in [row[:2] for row in words(files["docx"])[1]]
    assert f"Cộng;{late};" in files["csv"].decode()
    assert f"Cộng{late}" in "".join(text_of(files["pdf"]).split())


def test_the_page_says_as_of_when_by_what_and_for_whom_it_counted(every_task, people, client):
    client.force_login(people.binh)
    shown_page = client.get(reverse("report", args=["overdue-list"]), {"basis": "issued", "lead": people.finance.pk})
    text = shown_page.content.decode()
    assert "Số liệu tính đến 09:00 ngày 18/03/2026." in text
    assert "Theo hạn ghi trong văn bản" in text
    assert "Chỉ gồm: Cơ quan chủ trì: Sở Tài chính." in text
    assert "Trong phạm vi được xem của Hoàng Văn Bình." in text


def test_a_list_too_long_for_paper_says_above_how_much_is_printed_and_sums_everything(people, client, monkeypatch):
    monkeypatch.setattr(task_list, "MOST", 2)
    paper_of_all = make.directive()
    for days in range(1, 6):
        make.task(lead=people.finance, directive=paper_of_all, due_on=TODAY - timedelta(days=days))
    client.force_login(people.binh)
    for name, args in (("task-list", []), ("report", ["overdue-list"])):
        content = b"".join(client.get(reverse(name, args=args), {"format": "docx"}).streaming_content)
        texts, cells = words(content)
        assert any("Chỉ liệt kê 2 trong tổng số 5 nhiệm vụ; dòng Cộng tính đủ tất cả." in text for text in texts)
        assert any(text.startswith("Danh sách đầy đủ: mở trang Nhiệm vụ") for text in texts)
        assert [row[:2] for row in cells if row[0] in {"1", "2", "3", "Cộng"}][-1] == ["Cộng", "5"]
        assert len([row for row in cells if row[0].isdecimal()]) == 2
    sheet = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(reverse("task-list"), {"format": "xlsx"}).streaming_content))
    ).active
    assert sheet.max_row == 4 + 5


def test_a_past_day_is_counted_as_it_stood_and_its_files_stay_equal(people, client):
    day = TODAY - timedelta(days=10)
    with played_on(day - timedelta(days=5)):
        late = make.task(lead=people.finance, directive=make.directive(), due_on=day - timedelta(days=2))
    client.force_login(people.binh)
    query = {"as_of": day.isoformat(), "format": "docx"}
    url = reverse("report", args=["overdue-list"])
    first = b"".join(client.get(url, query).streaming_content)
    Task.objects.filter(pk=late.pk).update(status="withdrawn")
    with time_machine.travel(f"{TODAY + timedelta(days=3)}T15:00:00+07:00"):
        client.force_login(people.binh)
        again = b"".join(client.get(url, query).streaming_content)
        now = client.get(url, {"format": "csv"})
    assert first == again
    assert late.title in " ".join(cell for row in words(first)[1] for cell in row)
    assert late.title not in b"".join(now.streaming_content).decode()


@pytest.mark.parametrize("query", ["as_of=hom-qua", "as_of=2030-01-01", "as_of=1999-01-01", "lead=abc"])
def test_a_question_that_makes_no_sense_is_told_and_nothing_is_counted(people, client, query):
    client.force_login(people.binh)
    response = client.get(f"{reverse('report', args=['overdue-list'])}?{query}&format=xlsx")
    assert response.context["report"] is None
    assert "Chưa tính được báo cáo" in response.content.decode()


def test_reports_are_for_those_with_charge_of_others(people, client):
    client.force_login(people.lan)
    assert client.get(reverse("report", args=["overdue-list"])).status_code == 403
    assert client.get(reverse("report", args=["khong-co"])).status_code == 404
    assert "Việc của tôi" in client.get(reverse("report-index")).content.decode()
    client.force_login(people.binh)
    index = client.get(reverse("report-index")).content.decode()
    assert all(reverse("report", args=[slug]) in index for slug in REPORTS)


def test_a_head_counts_only_what_the_unit_may_see(every_task, people):
    whole, own = (asked(person).blocks[0] for person in (people.binh, people.minh))
    given = [column.title for column in whole.columns].index("Tổng giao")
    assert 0 < own.lines[-1].cells[given].value < whole.lines[-1].cells[given].value == every_task.count()


def test_the_name_of_a_file_says_what_and_as_of_when():
    assert file_name(report(), Form.PDF) == "tinh-hinh-mau-20260228.pdf"


# ── the API ───────────────────────────────────────────────────────────────────────────────────
def test_the_api_gives_the_numbers_of_the_page_with_their_lists(every_task, people, client):
    client.force_login(people.binh)
    given = client.get(reverse("api-report", args=["overdue-list"]), {"lead": people.finance.pk}).json()
    block = given["blocks"][0]
    late = Task.objects.overdue(TODAY).filter(lead=people.finance)
    assert (given["as_of"], given["basis"], given["map"]) == ("2026-03-18", "current", "now")
    assert [column["key"] for column in block["columns"]][:2] == ["number", "title"]
    parts = [line for line in block["lines"] if line["part"] == "part"]
    assert {int(line["key"]) for line in parts} == set(late.values_list("pk", flat=True))
    total = block["lines"][-1]["cells"][1]
    query = QueryDict(total["href"].partition("?")[2])
    assert total["value"] == TaskFilter(query, today=TODAY).narrow(Task.objects.all()).count() == len(parts)


def test_the_api_refuses_as_the_page_does(people, client):
    client.force_login(people.lan)
    assert "overdue-list" not in {report["slug"] for report in client.get(reverse("api-reports")).json()}
    assert client.get(reverse("api-report", args=["overdue-list"])).status_code == 403
    assert client.get(reverse("api-report", args=["khong-co"])).status_code == 404
    client.force_login(people.binh)
    assert "overdue-list" in {report["slug"] for report in client.get(reverse("api-reports")).json()}
    wrong = client.get(reverse("api-report", args=["overdue-list"]), {"as_of": "2030-01-01"})
    assert wrong.status_code == 400
    assert "chưa tới" in str(wrong.json()["fields"])
