"""From a real file to released tasks in the browser: a Word file, a text PDF, a scan and a page pasted from the web.

The files are built here, from words of our own.
"""

import io

import pypdfium2
import pytest
import typst
from docx import Document
from playwright.sync_api import expect

from directives.actions import intake
from directives.models import Directive, DirectiveFile, DirectiveState, DraftState, FileState
from tests.browser.test_review import city, people, press, settled  # noqa: F401 - fixtures
from tests.directives.conftest import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

LINES = (
    "ỦY BAN NHÂN DÂN",
    "THÀNH PHỐ HẢI PHÒNG",
    "Số: {number}",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Hải Phòng, ngày 20 tháng 8 năm 2026",
    "CHỈ THỊ",
    "Về việc chuẩn bị đón mùa mưa bão năm 2026",
    "Chủ tịch Ủy ban nhân dân thành phố yêu cầu:",
    "1. Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Y tế kiểm tra hệ thống đê điều trước ngày 30/9/2026.",
    "2. Sở Y tế xây dựng phương án bảo đảm thuốc, vật tư cho các trạm y tế, hoàn thành trước ngày 15/10/2026.",
    "3. Sở Giáo dục và Đào tạo rà soát trường học xuống cấp, báo cáo trước ngày 20/10/2026.",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT.",
    "CHỦ TỊCH",
    "Nguyễn Văn Mẫu",
)


def lines(number):
    return [line.format(number=number) for line in LINES]


def word_file():
    paper, target = Document(), io.BytesIO()
    for line in lines("81/CT-UBND"):
        paper.add_paragraph(line)
    paper.save(target)
    return "chi-thi.docx", target.getvalue()


def printed(number):
    """The same words typeset; hyphens and quotes as they are."""
    body = "\n\n".join(line.replace("-", "\\-") for line in lines(number))
    source = (
        '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 13pt, font: ("Liberation Serif", "DejaVu Serif"))\n'
    )
    return typst.compile((source + body).encode())


def text_pdf():
    return "chi-thi.pdf", printed("82/CT-UBND")


def scan():
    """A picture of the printed page in a PDF without a text layer."""
    page = pypdfium2.PdfDocument(printed("83/CT-UBND"))[0]
    target = io.BytesIO()
    page.render(scale=200 / 72, grayscale=True).to_pil().save(target, "PDF", resolution=200)
    return "ban-quet.pdf", target.getvalue()


def web_page():
    """A text copied from a site: its menu before, its footer behind, lines broken where the window was narrow."""
    text = "\n".join(lines("84/CT-UBND"))
    return f"Trang chủ | Tin tức | Liên hệ\n\n{text}\n\nChia sẻ\nBản quyền thuộc về cổng thông tin"


def read_everything(page):
    """What the worker does, and the page that waits for it."""
    for file in DirectiveFile.objects.all():
        read = intake.read_file(file.pk, today=TODAY)
        assert read.state == FileState.READ, read.problem
    page.reload()
    return Directive.objects.get()


def accept_and_release(page, paper):
    page.goto(f"/directives/{paper.pk}/review/")
    assert page.evaluate("document.getElementById('paper').textContent") == paper.text
    marked = page.locator("mark.span-current").all_inner_texts()
    first = paper.drafts.order_by("order").first()
    assert "".join(marked) == paper.text[first.start : first.end]
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


@pytest.mark.parametrize("build", [word_file, text_pdf, scan], ids=["docx", "text pdf", "scan"])
def test_a_file_becomes_tasks(signed_in_page, people, build, problems):  # noqa: F811 - a fixture
    name, data = build()
    page = signed_in_page(people.thao, "/directives/upload/")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})
    expect(page.locator("#files")).to_contain_text(name)
    paper = read_everything(page)
    page.goto(f"/directives/{paper.pk}/review/")
    expect(page.locator(".paper-files")).to_contain_text(name)
    accept_and_release(page, paper)
    assert_released(paper)
    assert problems == []


def test_a_pasted_page_becomes_tasks(signed_in_page, people, problems):  # noqa: F811 - a fixture
    page = signed_in_page(people.thao, "/directives/upload/?tab=paste")
    page.locator("[name=text]").fill(web_page())
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/upload/?files=*")
    assert DirectiveFile.objects.count() == 1
    paper = read_everything(page)
    accept_and_release(page, paper)
    assert_released(paper)
    assert problems == []
