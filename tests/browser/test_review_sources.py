"""From real files to released tasks in the browser: a Word file, a text PDF, a scan and a page pasted from the web.

The files are built here, from words of our own, as their programs leave them: Word with a letterhead table, automatic
numbers and a signature in columns, the scan without any text layer, the pasted page with menu, broken lines and footer.
"""

import io
import textwrap

import pypdfium2
import pytest
import typst
from docx import Document
from playwright.sync_api import expect

from directives.actions import intake
from directives.models import Directive, DirectiveFile, DirectiveState, DraftState, FileState
from directives.parsing.readers.ocr import data_folder
from directives.views.paper import shown_text
from tests.browser.test_review import city, people, press, settled  # noqa: F401 - fixtures
from tests.directives.conftest import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEFT = ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG", "Số: {number}")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hải Phòng, ngày 20 tháng 8 năm 2026")
TITLE = ("CHỈ THỊ", "Về việc chuẩn bị đón mùa mưa bão năm 2026")
OPENING = "Chủ tịch Ủy ban nhân dân thành phố yêu cầu:"
DUTIES = (
    "Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Y tế kiểm tra hệ thống đê điều trước ngày 30/9/2026.",
    "Sở Y tế xây dựng phương án bảo đảm thuốc, vật tư cho các trạm y tế, hoàn thành trước ngày 15/10/2026.",
    "Sở Giáo dục và Đào tạo rà soát trường học xuống cấp, báo cáo trước ngày 20/10/2026.",
)
RECIPIENTS = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
SIGNATURE = ("CHỦ TỊCH", "Nguyễn Văn Mẫu")


def word_file():
    paper, target = Document(), io.BytesIO()
    side_by_side(paper, [line.format(number="81/CT-UBND") for line in LEFT], RIGHT)
    for line in (*TITLE, OPENING):
        paper.add_paragraph(line)
    for duty in DUTIES:
        paper.add_paragraph(duty, style="List Number")
    side_by_side(paper, RECIPIENTS, SIGNATURE)
    paper.save(target)
    return {"name": "chi-thi.docx", "mimeType": "", "buffer": target.getvalue()}


def side_by_side(paper, left, right):
    cells = paper.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(cells, (left, right), strict=True):
        cell.text = "\n".join(lines)


def printed(number):
    """The paper typeset: letterhead and signature in two columns."""
    left, right, title, recipients, signature = map(broken, (LEFT, RIGHT, TITLE, RECIPIENTS, SIGNATURE))
    duties = "\n\n".join(f"{number}\\. {duty}" for number, duty in enumerate(DUTIES, start=1))
    source = f"""#set page(width: 160mm, height: 170mm, margin: 14mm)
#set text(size: 12pt, font: "Libertinus Serif", lang: "vi", hyphenate: false)
#grid(columns: (2fr, 3fr), align: center, [{left.format(number=number)}], [{right}])
#align(center)[{title}]

{OPENING}

{duties}

#grid(columns: (1fr, 1fr), [{recipients}], align(center)[{signature}])
"""
    return typst.compile(source.encode(), ignore_system_fonts=True)


def broken(lines):
    """Lines under each other in one column; a dash at the beginning makes no list."""
    return " \\ ".join(line.replace("- ", "\\- ") for line in lines)


def text_pdf():
    return {"name": "chi-thi.pdf", "mimeType": "", "buffer": printed("82/CT-UBND")}


def scan():
    """A picture of the printed page in a PDF without a text layer."""
    page = pypdfium2.PdfDocument(printed("83/CT-UBND"))[0]
    target = io.BytesIO()
    page.render(scale=200 / 72, grayscale=True).to_pil().save(target, "PDF", resolution=200)
    return {"name": "ban-quet.pdf", "mimeType": "", "buffer": target.getvalue()}


def web_page():
    """A text copied from a site: its menu before, its footer behind, lines broken where the window was narrow."""
    duties = [f"{number}. {duty}" for number, duty in enumerate(DUTIES, start=1)]
    lines = [*LEFT, *RIGHT, *TITLE, OPENING, *duties, *RECIPIENTS, *SIGNATURE]
    pieces = (part for line in lines for part in textwrap.wrap(line.format(number="84/CT-UBND"), 70))
    text = "\n".join(pieces)
    return f"Trang chủ | Tin tức | Liên hệ\n\n{text}\n\nChia sẻ\nBản quyền thuộc về cổng thông tin"


def read_everything():
    """What the worker does; the papers by their numbers."""
    for file in DirectiveFile.objects.all():
        read = intake.read_file(file.pk, today=TODAY)
        assert read.state == FileState.READ, (read.name, read.problem)
    return {paper.number: paper for paper in Directive.objects.all()}


def accept_and_release(page, paper):
    page.goto(f"/directives/{paper.pk}/review/")
    assert page.evaluate("document.getElementById('paper').textContent") == shown_text(paper)
    assert len(shown_text(paper)) == len(paper.text)
    marked = page.locator("mark.span-current").all_inner_texts()
    first = paper.drafts.order_by("order").first()
    assert "".join(marked) == shown_text(paper)[first.start : first.end]
    for _draft in range(paper.drafts.count()):
        press(page, "a")
    assert not paper.drafts.exclude(state=DraftState.ACCEPTED).exists()
    page.keyboard.press("Shift+R")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/?directive=*")


def assert_released(paper):
    paper.refresh_from_db()
    assert paper.state == DirectiveState.RELEASED
    tasks = paper.tasks.order_by("pk")
    assert [str(task.due_on) for task in tasks] == ["2026-09-30", "2026-10-15", "2026-10-20"]
    assert [task.lead.short_name for task in tasks] == [
        "Sở Nông nghiệp và Môi trường",
        "Sở Y tế",
        "Sở Giáo dục và Đào tạo",
    ]
    assert [party.organisation.short_name for party in tasks[0].parties.all()] == ["Sở Y tế"]


def test_what_is_too_large_or_too_many_is_said_before_it_is_sent(signed_in_page, people, settings):  # noqa: F811 - a fixture
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_FILES = 1024, 2
    page = signed_in_page(people.thao, "/directives/upload/")
    small = {"name": "nho.txt", "mimeType": "text/plain", "buffer": "Nhắc việc".encode()}
    field, refused = page.locator("input[type=file]"), page.locator("[data-refused]")
    field.set_input_files([small, {**small, "name": "ban-quet-lon.txt", "buffer": b"x" * 1025}])
    expect(refused).to_contain_text("ban-quet-lon.txt")
    expect(refused).to_contain_text("tách nhỏ")
    field.set_input_files([small, {**small, "name": "hai.txt"}, {**small, "name": "ba.txt"}])
    expect(refused).to_contain_text("chia thành nhiều lần")
    assert page.url.endswith("/directives/upload/")
    assert not DirectiveFile.objects.exists()
    field.set_input_files([small])
    expect(page.locator("#files")).to_contain_text("nho.txt")


def test_files_of_every_kind_become_tasks(signed_in_page, people, problems):  # noqa: F811 - a fixture
    files = [word_file(), text_pdf(), *([scan()] if data_folder() else [])]
    page = signed_in_page(people.thao, "/directives/upload/")
    page.locator("input[type=file]").set_input_files(files)
    for file in files:
        expect(page.locator("#files")).to_contain_text(file["name"], timeout=60_000)
    page.goto("/directives/upload/?tab=paste")
    page.locator("[name=text]").fill(web_page())
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/upload/?files=*")
    papers = read_everything()
    assert sorted(papers) == [81, 82, *([83] if data_folder() else []), 84]
    for number, paper in papers.items():
        page.goto(f"/directives/{paper.pk}/review/")
        names = {81: "chi-thi.docx", 82: "chi-thi.pdf", 83: "ban-quet.pdf", 84: ".txt"}
        expect(page.locator(".paper-files")).to_contain_text(names[number])
        if number == 83:
            look_at_the_page(page)
        accept_and_release(page, paper)
        assert_released(paper)
    assert problems == []


def look_at_the_page(page):
    """The picture of the scanned page by keys: alone, above the words, and away again."""
    picture = page.locator("#page-sheet img")
    expect(picture).to_be_hidden()
    press(page, "i")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 500
    expect(page.locator("#paper")).to_be_hidden()
    press(page, "i")
    expect(page.locator("#paper")).to_be_visible()
    expect(picture).to_be_visible()
    press(page, "i")
    expect(picture).to_be_hidden()
