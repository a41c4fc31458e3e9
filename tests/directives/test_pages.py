"""The pages of papers: who sees what, what each says, and that a longer list costs no more queries."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Directive, DirectiveFile, DirectiveState, DraftState, FileState, TaskDraft
from directives.parsing import extract
from directives.parsing.readers import docx, pdf
from directives.parsing.readers.patience import Patience
from directives.parsing.readers.several import first_paper
from directives.parsing.types import Document
from directives.templatetags.papers import left_unread
from tests import factories
from tests.directives.papers import SAMPLE, plan, stored


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def thao(people):
    return client_of(people.thao)


@pytest.fixture
def lan(people):
    return client_of(people.lan)


def text_of(response):
    return response.content.decode()


def post(client, name, *args, **data):
    """A small request of the review page."""
    return client.post(reverse(name, args=args), data, headers={"HX-Request": "true"})


def squeezed(page):
    """The page without the blanks between its tags."""
    return re.sub(r">\s+<", "><", page)


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


# ── list ──────────────────────────────────────────────────────────────────────────────────────
def many_papers(people, count):
    for number in range(count):
        paper = factories.directive(number=100 + number, text="x", issuer=people.city)
        factories.draft(directive=paper, leads=[people.finance])
        if number % 2:
            factories.task(lead=people.finance, directive=paper)


@pytest.mark.parametrize("name", ["directive-list", "directive-review-queue"])
def test_thirty_rows_cost_as_many_queries_as_one(people, thao, name):
    many_papers(people, 2)
    few = queries_of(thao, reverse(name))
    for number in range(102, 130):
        paper = factories.directive(number=number, text="x", issuer=people.city)
        factories.draft(directive=paper, leads=[people.finance])
    assert queries_of(thao, reverse(name)) == few
    assert few <= 25


def test_the_review_page_costs_the_same_for_one_draft_and_thirty(people, thao):
    paper = factories.directive(text="x" * 4000)
    factories.draft(directive=paper, leads=[people.finance], start=0, end=10)
    few = queries_of(thao, reverse("directive-review", args=[paper.pk]))
    for number in range(29):
        factories.draft(directive=paper, leads=[people.building], start=number * 100, end=number * 100 + 50)
    assert queries_of(thao, reverse("directive-review", args=[paper.pk])) == few


@pytest.mark.parametrize(
    "typed", ["chi thi 2 ubnd", "02/CT-UBND", "CT 02", "ct-ubnd 2", "chỉ thị 02", "nhiem vu giai phap", "Hải Phòng"]
)
def test_every_way_of_typing_finds_the_paper(people, thao, typed):
    stored(SAMPLE.read_text(encoding="utf-8"), actor=people.thao)
    factories.directive(number=3, symbol="QĐ-UBND", kind="QĐ", subject="Về công tác cán bộ", issuer_name="HĐND")
    response = thao.get(reverse("directive-list"), {"q": typed})
    assert [line.directive.number_text for line in response.context["lines"]] == ["02/CT-UBND"]


@pytest.mark.parametrize("typed", ["chi thi 3 ubnd", "chỉ thí", "20", "ubnd tinh"])
def test_other_words_do_not_find_it(people, thao, typed):
    stored(SAMPLE.read_text(encoding="utf-8"), actor=people.thao)
    assert thao.get(reverse("directive-list"), {"q": typed}).context["lines"] == []


def test_filters_stand_in_the_address(people, thao):
    factories.directive(number=1, kind="CT", urgency="khan")
    factories.directive(number=2, kind="QĐ", symbol="QĐ-UBND", issued_on=date(2024, 1, 5))
    found = thao.get(reverse("directive-list"), {"year": "2024", "kind": "QĐ"}).context["lines"]
    assert [line.directive.number for line in found] == [2]
    assert thao.get(reverse("directive-list"), {"urgency": "khan"}).context["lines"][0].directive.number == 1


def test_an_unknown_filter_value_finds_nothing_and_says_so(people, thao):
    factories.directive()
    response = thao.get(reverse("directive-list"), {"state": "bogus"})
    assert response.context["lines"] == []
    assert response.context["filter"].errors


def test_the_newest_paper_stands_first_and_undated_ones_last(people, thao):
    for number, day in ((1, date(2023, 1, 1)), (2, None), (3, date(2025, 1, 1))):
        factories.directive(number=number, issued_on=day)
    lines = thao.get(reverse("directive-list")).context["lines"]
    assert [line.directive.number for line in lines] == [3, 1, 2]


# ── who sees what ─────────────────────────────────────────────────────────────────────────────
def test_a_unit_sees_only_papers_that_gave_it_a_task(people, lan):
    mine, helped, foreign = (factories.directive(number=number) for number in (1, 2, 3))
    factories.task(lead=people.finance, directive=mine)
    factories.task(lead=people.building, directive=helped, helped_by=[people.finance])
    factories.task(lead=people.building, directive=foreign)
    numbers = {line.directive.number for line in lan.get(reverse("directive-list")).context["lines"]}
    assert numbers == {1, 2}
    assert lan.get(reverse("directive-detail", args=[foreign.pk])).status_code == 404
    assert lan.get(reverse("directive-detail", args=[mine.pk])).status_code == 200


def test_a_unit_sees_only_its_own_tasks_of_a_paper(people, lan):
    paper = factories.directive(state=DirectiveState.RELEASED, released_at="2023-01-12T00:00Z")
    for lead, title in ((people.finance, "Việc của Sở Tài chính"), (people.building, "Việc của Sở Xây dựng")):
        draft = factories.draft(directive=paper, text=title, leads=[lead], state=DraftState.RELEASED)
        factories.task(lead=lead, directive=paper, draft=draft, title=title)
    page = text_of(lan.get(reverse("directive-detail", args=[paper.pk])))
    assert "Việc của Sở Tài chính" in page
    assert "Việc của Sở Xây dựng" not in page


def test_a_task_given_beside_the_text_stands_on_the_page_of_the_paper(people, thao):
    paper = factories.directive(state=DirectiveState.RELEASED, released_at="2023-01-12T00:00Z")
    factories.task(lead=people.finance, directive=paper, title="Việc giao miệng")
    page = text_of(thao.get(reverse("directive-detail", args=[paper.pk])))
    assert "Việc giao miệng" in page
    assert reverse("task-create", args=[paper.pk]) in page


@pytest.mark.parametrize("name", ["directive-upload", "directive-register", "directive-review-queue"])
def test_pages_of_the_registry_say_why_they_are_closed(people, lan, name):
    response = lan.get(reverse(name))
    assert response.status_code == 403
    assert "Chỉ văn thư và chuyên viên theo dõi" in text_of(response)


def test_a_unit_cannot_review_a_paper_that_it_sees(people, lan):
    paper = factories.directive()
    factories.task(lead=people.finance, directive=paper)
    draft = factories.draft(directive=paper, state=DraftState.PROPOSED)
    assert lan.get(reverse("directive-review", args=[paper.pk])).status_code == 403
    post(lan, "draft-verb", draft.pk, "reject", version=1)
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED


# ── files ─────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def file_of(people):
    def made(directive=None, name="tài liệu.html", data=b"<script>alert(1)</script>"):
        row = DirectiveFile(
            directive=directive, name=name, sha256=str(len(name) % 10) * 64, size=len(data), state=FileState.READ
        )
        row.content.save("x.html", ContentFile(data))
        return row

    return made


def test_a_file_is_a_download_that_no_browser_runs(people, thao, file_of):
    response = thao.get(reverse("directive-file", args=[file_of(factories.directive()).pk]))
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "t%C3%A0i%20li%E1%BB%87u.html" in response["Content-Disposition"]
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_foreign_file_is_not_found(people, lan, file_of):
    mine, foreign = factories.directive(number=1), factories.directive(number=2)
    factories.task(lead=people.finance, directive=mine)
    assert lan.get(reverse("directive-file", args=[file_of(mine).pk])).status_code == 200
    assert lan.get(reverse("directive-file", args=[file_of(foreign, "khác.txt").pk])).status_code == 404
    assert lan.get(reverse("directive-file", args=[file_of(None, "chưa đọc được.txt").pk])).status_code == 404


def test_a_proxy_can_do_the_sending(people, thao, file_of, settings):
    settings.FILE_ACCEL_PREFIX = "/protected"
    file = file_of(factories.directive())
    response = thao.get(reverse("directive-file", args=[file.pk]))
    assert response["X-Accel-Redirect"] == f"/protected/{file.content.name}"
    assert response.content == b""


# ── upload ────────────────────────────────────────────────────────────────────────────────────
def upload(client, *files):
    return client.post(reverse("directive-upload"), {"files": list(files)}, follow=True)


def test_many_files_come_in_at_once_and_wait_to_be_read(people, thao, django_capture_on_commit_callbacks):
    files = [SimpleUploadedFile(f"{n}.txt", plan(number=f"{n}/KH-UBND").encode()) for n in (1, 2, 3)]
    page = text_of(upload(thao, *files))
    assert DirectiveFile.objects.filter(state=FileState.UPLOADED, uploaded_by=people.thao).count() == 3
    assert page.count("Chờ đọc") == 3
    assert 'hx-trigger="every 2s"' in page


def test_the_page_stops_asking_when_everything_is_read(people, thao):
    factory_file = stored(plan(), actor=people.thao).files.get()
    page = text_of(thao.get(reverse("directive-upload-files")))
    assert factory_file.name in page
    assert "every 2s" not in page


def test_the_last_file_stands_on_top(people, thao):
    for number in (1, 2, 3):
        upload(thao, SimpleUploadedFile(f"tep-{number}.txt", plan(number=f"{number}/KH-UBND").encode()))
    page = text_of(thao.get(reverse("directive-upload")))
    assert re.findall(r"tep-\d", page) == ["tep-3", "tep-2", "tep-1"]
    batch = DirectiveFile.objects.get(name="tep-1.txt").pk
    page = text_of(thao.get(reverse("directive-upload"), {"files": batch}))
    assert re.findall(r"tep-\d", page) == ["tep-1", "tep-3", "tep-2"]


def two_in_one():
    """The warning of the reader about a file that holds two papers."""
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: {n}/KH-UBND\n{duties}\nNơi nhận:\n- Lưu: VT.\n"
    duties = "\n".join(f"{number}. Sở Y tế báo cáo." for number in range(1, 9))
    return first_paper(Document("\n".join(head.format(n=number, duties=duties) for number in (1, 2)))).warnings


def test_what_was_not_read_of_a_file_is_told_wherever_its_paper_is_opened(people, thao):
    paper = stored(plan(), actor=people.thao)
    Directive.objects.update(warnings=two_in_one())
    for address in (
        paper.get_absolute_url(),
        reverse("directive-review", args=[paper.pk]),
        reverse("directive-upload"),
    ):
        assert "Tệp có 2 văn bản, chỉ đọc văn bản thứ nhất" in text_of(thao.get(address)), address


def test_whatever_a_reader_leaves_out_is_known_by_its_words():
    scans = pdf.SCANNED_PAGES.format(pages="3")
    told = [*two_in_one(), extract.TOO_LONG, extract.LONG_LINE, scans, *Patience(skipped=[1]).told()]
    assert len(told) == 5
    assert left_unread(Directive(warnings=[*told, docx.NOTES_MOVED])) == told


def test_a_second_copy_is_told(people, thao):
    upload(thao, SimpleUploadedFile("a.txt", plan().encode()))
    page = text_of(upload(thao, SimpleUploadedFile("b.txt", plan().encode())))
    assert "Tệp này đã được tải lên trước đây với tên “a.txt”." in page
    assert DirectiveFile.objects.count() == 1


def test_an_oversized_file_is_told(people, thao, settings):
    settings.UPLOAD_MAX_BYTES = 1024
    page = text_of(upload(thao, SimpleUploadedFile("to.txt", b"a" * 5000)))
    assert "nên không được lưu" in page


def test_no_file_and_too_many_files_are_told(people, thao, settings):
    settings.UPLOAD_MAX_FILES = 1
    referer = {"Referer": "http://testserver" + reverse("directive-upload")}
    none = thao.post(reverse("directive-upload"), {}, headers=referer, follow=True)
    assert "Chưa chọn tệp nào" in text_of(none)
    two = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(2)]
    many = thao.post(reverse("directive-upload"), {"files": two}, headers=referer, follow=True)
    assert "Mỗi lần tải lên nhiều nhất 1 tệp" in text_of(many)
    assert DirectiveFile.objects.count() == 0


def test_a_text_is_pasted(people, thao):
    thao.post(reverse("directive-paste"), {"title": "Chỉ thị", "text": plan()})
    assert DirectiveFile.objects.get().name == "Chỉ thị.txt"


def test_an_empty_paste_is_told_beside_the_field(people, thao):
    response = thao.post(reverse("directive-paste"), {"title": "", "text": ""})
    assert response.status_code == 422
    assert "bắt buộc" in text_of(response)


# ── header ────────────────────────────────────────────────────────────────────────────────────
HEADER = {
    "number_text": "7/CT-UBND",
    "kind": "",
    "issued_on": "5/3/2024",
    "issuer_name": "UBND thành phố Hải Phòng",
    "subject": "Về việc thử",
    "urgency": "khan",
}


def test_a_paper_is_registered_by_hand(people, thao):
    response = thao.post(reverse("directive-register"), HEADER)
    paper = Directive.objects.get()
    assert response["Location"] == paper.get_absolute_url()
    assert (paper.number, paper.kind, paper.issued_on, paper.issuer, paper.urgency) == (
        7,
        "CT",
        date(2024, 3, 5),
        people.city,
        "khan",
    )


def test_the_capacity_of_the_signer_is_read_shown_and_corrected(people, thao):
    text = plan().replace("\nCHỦ TỊCH\n", "\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n")
    paper = stored(text, actor=people.thao)
    assert paper.signer_capacity == "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH"
    pages = [reverse("directive-detail", args=[paper.pk]), reverse("directive-review", args=[paper.pk])]
    assert all(paper.signer_capacity in text_of(thao.get(page)) for page in pages)
    right = {"signer": "Nguyễn Văn Mẫu", "signer_capacity": "TUQ. CHỦ TỊCH; GIÁM ĐỐC", "version": paper.version}
    thao.post(reverse("directive-edit", args=[paper.pk]), {**HEADER, **right})
    paper.refresh_from_db()
    assert paper.signer_capacity == "TUQ. CHỦ TỊCH; GIÁM ĐỐC"
    assert "TUQ. CHỦ TỊCH; GIÁM ĐỐC · Nguyễn Văn Mẫu" in text_of(thao.get(pages[0]))


def test_a_repeated_post_registers_nothing_twice(people, thao):
    thao.post(reverse("directive-register"), HEADER)
    again = thao.post(reverse("directive-register"), HEADER)
    assert again.status_code == 422
    assert "đã có trong sổ" in text_of(again)
    assert Directive.objects.count() == 1


def test_a_stale_header_form_is_told_and_changes_nothing(people, thao):
    paper = factories.directive(version=4)
    address = reverse("directive-edit", args=[paper.pk])
    headers = {"Referer": f"http://testserver{address}"}
    response = thao.post(address, {**HEADER, "version": 3}, headers=headers, follow=True)
    assert "Dữ liệu vừa được người khác thay đổi" in text_of(response)
    paper.refresh_from_db()
    assert paper.number == 2


# ── review ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def paper(people):
    return stored(plan(), actor=people.thao)


def test_the_text_between_the_marks_is_the_stored_text(paper, thao):
    pieces = thao.get(reverse("directive-review", args=[paper.pk])).context["pieces"]
    assert "".join(piece.text for piece in pieces) == paper.text
    marked = {key for piece in pieces for key in piece.drafts.split()}
    assert marked == {str(draft.pk) for draft in paper.drafts.all()}


def test_lines_broken_by_printing_flow_on_the_page(people, thao):
    broken = (
        "KẾ HOẠCH\n1. Sở Tài chính chủ trì, phối hợp với Sở Xây dựng rà soát quỹ đất\n"
        "công chưa sử dụng, báo cáo UBND thành phố trước ngày 15/6/2026.\n"
        "2. Sở Xây dựng theo dõi, đôn đốc việc thực hiện của các đơn vị và định\nkỳ hằng tháng tổng hợp kết quả.\n"
    )
    paper = factories.directive(text=broken)
    pieces = thao.get(reverse("directive-review", args=[paper.pk])).context["pieces"]
    shown = "".join(piece.text for piece in pieces)
    assert "quỹ đất công chưa sử dụng" in shown
    assert len(shown) == len(broken)


def test_accept_answers_with_the_card_and_the_counts(paper, thao):
    draft = paper.drafts.first()
    response = post(thao, "draft-verb", draft.pk, "accept", version=draft.version)
    page = text_of(response)
    assert f'id="draft-{draft.pk}"' in page
    assert "1/2 đã duyệt" in page
    assert 'hx-swap-oob="true"' in page


def test_a_stale_card_is_told_as_a_toast(paper, thao):
    draft = paper.drafts.first()
    TaskDraft.objects.filter(pk=draft.pk).update(version=9)
    response = post(thao, "draft-verb", draft.pk, "accept", version=1)
    assert response.status_code == 204
    assert "D\\u1eef li\\u1ec7u v\\u1eeba" in response["HX-Trigger"]


def test_a_repeated_post_accepts_once(paper, thao):
    draft = paper.drafts.first()
    for _round in range(2):
        assert post(thao, "draft-verb", draft.pk, "accept", version=1).status_code == 200
    draft.refresh_from_db()
    assert draft.version == 2


@pytest.mark.parametrize(("verb", "status"), [("release", 404), ("accept", 204)])
def test_an_unknown_verb_or_a_request_without_a_version_does_nothing(paper, thao, verb, status):
    draft = paper.drafts.first()
    assert post(thao, "draft-verb", draft.pk, verb).status_code == status
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED


def test_a_draft_is_edited_on_its_card(paper, people, thao):
    draft = paper.drafts.first()
    data = {
        "version": draft.version,
        "text": "Việc đã sửa",
        "leads": [people.finance.pk],
        "due_on": "31/12/2026",
        "precision": "day",
        "recurrence": "FREQ=MONTHLY",
    }
    response = post(thao, "draft-edit", draft.pk, **data)
    assert response.status_code == 200
    draft.refresh_from_db()
    assert (draft.text, draft.due_on, draft.recurrence) == ("Việc đã sửa", date(2026, 12, 31), "FREQ=MONTHLY")


def test_a_deadline_before_the_day_of_issue_is_told_beside_the_field(paper, people, thao):
    draft = paper.drafts.first()
    data = {"version": 1, "text": "x", "leads": [people.finance.pk], "due_on": "1/1/2020", "precision": "day"}
    response = post(thao, "draft-edit", draft.pk, **data)
    assert response.status_code == 422
    assert "Hạn 01/01/2020 sớm hơn ngày ban hành 20/08/2026" in text_of(response)
    assert "Việc" not in TaskDraft.objects.get(pk=draft.pk).text[:4]


def test_split_places_are_offered_and_taken(paper, thao):
    draft = paper.drafts.first()
    places = thao.get(reverse("draft-split-places", args=[draft.pk])).context["places"]
    assert [paper.text[place.offset :][:10] for place in places] == ["phối hợp v", "báo cáo tr"]
    response = post(thao, "draft-verb", draft.pk, "split", version=1, offset=places[-1].offset)
    assert response["HX-Reswap"] == "none"
    made = paper.drafts.latest("pk")
    assert f'hx-swap-oob="beforeend:#drafts"><article class="draft" id="draft-{made.pk}"' in squeezed(text_of(response))
    assert paper.drafts.count() == 3


def test_the_release_button_opens_when_everything_is_decided(paper, people, thao):
    page = thao.get(reverse("directive-review", args=[paper.pk]))
    assert page.context["bar"].obstacle == "Chưa chấp nhận đề xuất nào có cơ quan chủ trì."
    paper.refresh_from_db()
    post(thao, "draft-accept-all", paper.pk, version=paper.version, above="0")
    for draft in paper.drafts.filter(state=DraftState.PROPOSED):
        post(thao, "draft-verb", draft.pk, "reject", version=draft.version)
    page = thao.get(reverse("directive-review", args=[paper.pk]))
    assert page.context["bar"].obstacle == ""


def test_a_paper_without_a_date_says_so_at_the_release_button(people, thao):
    undated = stored(plan(day=""), actor=people.thao)
    bar = thao.get(reverse("directive-review", args=[undated.pk])).context["bar"]
    assert bar.obstacle == "Chưa có ngày ban hành: hãy nhập trước khi giao việc."


def test_a_released_paper_is_no_longer_reviewed(paper, thao):
    Directive.objects.update(state=DirectiveState.RELEASED, released_at="2026-08-21T00:00Z")
    response = thao.get(reverse("directive-review", args=[paper.pk]))
    assert response["Location"] == paper.get_absolute_url()


def test_a_text_of_sixty_pages_is_shown_at_once(people, thao):
    tasks = "\n\n".join(f"{n}. Sở Xây dựng rà soát khu nhà số {n}, " + "chi tiết " * 60 for n in range(1, 301))
    long = stored(plan(tasks=tasks), actor=people.thao)
    assert len(long.text) > 150_000
    response = thao.get(reverse("directive-review", args=[long.pk]))
    assert len(response.context["cards"]) == 300
    assert text_of(response).count('id="paper"') == 1
