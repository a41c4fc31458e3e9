"""The picture of a page beside its recognised text: who may see it, which page, what cannot be drawn."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from directives.actions import pages
from directives.models import DirectiveFile
from directives.parsing.errors import OversizedFile, UnreadableFile
from directives.parsing.readers import drawing, read
from tests.directives.papers import claimed_file, plan, stored
from tests.directives.test_pages import client_of
from tests.parsing.readers.papers import para, pdf, word
from tests.parsing.readers.scans import saved

TWO_PAGES = "Trang một nói việc này\n#pagebreak()\nTrang hai nói việc khác"


@pytest.fixture
def file(people):
    """A PDF of two pages, hung on a paper in review."""
    paper = stored(plan(), actor=people.thao)
    row = claimed_file("a.pdf", people.thao, "b" * 64)
    row.directive, row.page_starts = paper, [0, 23]
    row.content.save("a.pdf", ContentFile(pdf(TWO_PAGES)))
    return row


def page_of(file, number):
    return reverse("directive-file-page", args=[file.pk, number])


def picture(response):
    return Image.open(io.BytesIO(b"".join(response.streaming_content)))


def test_a_reviewer_sees_each_page(people, file):
    client = client_of(people.thao)
    first, second = (client.get(page_of(file, number)) for number in (1, 2))
    assert first["Content-Type"] == "image/webp"
    assert first["Cache-Control"].startswith("private")
    shown = [picture(response) for response in (first, second)]
    assert max(shown[0].size) == drawing.LONGEST
    assert shown[0].tobytes() != shown[1].tobytes()


def test_a_page_is_drawn_once(people, file, monkeypatch):
    client = client_of(people.thao)
    picture(client.get(page_of(file, 1)))
    monkeypatch.setattr(drawing, "draw_page", lambda *_: pytest.fail("drawn again"))
    assert client.get(page_of(file, 1)).status_code == 200


def test_two_who_draw_at_once_leave_one_picture(file):
    pages.picture_of(file, 0)
    folder = f"{pages.FOLDER}/bb/{file.sha256}"
    pages.keep(f"{folder}/0.webp", b"a second copy")
    assert default_storage.listdir(folder)[1] == ["0.webp"]


@pytest.mark.parametrize("number", [0, 3, 99])
def test_there_is_no_other_page(people, file, number):
    assert client_of(people.thao).get(page_of(file, number)).status_code == 404


def test_who_does_not_see_the_paper_sees_no_page(people, file):
    assert client_of(people.lan).get(page_of(file, 1)).status_code == 404
    DirectiveFile.objects.filter(pk=file.pk).update(directive=None)
    assert client_of(people.lan).get(page_of(file, 1)).status_code == 404
    assert client_of(people.thao).get(page_of(file, 1)).status_code == 200


def test_a_page_that_cannot_be_drawn_says_so(people, file):
    file.content.save("a.pdf", ContentFile(b"%PDF-1.7 broken"))
    response = client_of(people.thao).get(page_of(file, 1))
    assert (response.status_code, response.content.decode()[:12]) == (422, "Tệp PDF bị h")


def test_the_review_offers_pictures_where_there_are_pages(people, file):
    shown = client_of(people.thao).get(reverse("directive-review", args=[file.directive_id])).content.decode()
    assert 'data-starts="0,23"' in shown
    file.page_starts = []
    file.save()
    shown = client_of(people.thao).get(reverse("directive-review", args=[file.directive_id])).content.decode()
    assert "page-sheet" not in shown


# ── drawing and page starts ───────────────────────────────────────────────────────────────────
def test_pages_of_a_tiff_are_drawn_small(tmp_path):
    frames = [Image.new("RGB", size, "white") for size in ((1800, 2400), (400, 300))]
    data = saved(frames, "TIFF")
    sizes = [Image.open(io.BytesIO(drawing.draw_page(data, number))).size for number in (0, 1)]
    assert sizes == [(1125, 1500), (400, 300)]


@pytest.mark.parametrize(
    ("data", "number"),
    [(pdf("Một"), 1), (pdf("Một"), -1), (saved([Image.new("RGB", (200, 200))], "PNG"), 1), (word(para("Một")), 0)],
    ids=["PDF", "before the first", "picture", "Word"],
)
def test_what_has_no_such_page_is_refused(data, number):
    with pytest.raises(UnreadableFile, match="không có trang"):
        drawing.draw_page(data, number)


def test_a_bomb_of_pixels_is_not_drawn():
    with pytest.raises(OversizedFile):
        drawing.draw_page(saved([Image.new("1", (10_000, 9_000))], "PNG"), 0)


def test_the_text_says_where_each_page_begins():
    rows = "".join(f"[{n}], [Việc số {n}], [Sở Y tế]," for n in range(1, 61))
    words = " ".join(f"việc thứ {n}" for n in range(1, 400))
    table = f"#table(columns: 3, table.header([STT], [Việc], [Chủ trì]), {rows})"
    document = read(pdf(f"{words}\n#pagebreak()\n{table}\n\nHết."), "a.pdf")
    first, overleaf, heading, later = document.page_starts
    assert first == 0
    assert document.text[overleaf:].split()[0] in {"việc", "thứ"} or document.text[overleaf:].split()[0].isdigit()
    assert document.text[heading:].startswith("STT | Việc | Chủ trì")
    line = document.text[later:].splitlines()[0]
    assert document.text[later - 1] == "\n"
    assert line.split(" | ")[0].isdigit()
    assert document.text.endswith("Hết.")
