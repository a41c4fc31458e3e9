"""Reading a paper again: the head and the papers cited; what a clerk typed is never offered to be replaced."""

from datetime import date

import pytest
from django.urls import reverse

from directives.actions import intake, registry, reparse
from directives.actions.rereading import snapshot
from directives.models import Directive
from tests.directives.conftest import TODAY
from tests.directives.papers import plan
from tests.directives.test_pages import client_of
from tests.directives.test_reparse import apply, compared, paper  # noqa: F401 - a fixture


def head_of(paper):  # noqa: F811 - a fixture
    return {row.name: row for row in reparse.comparison_of(paper.readings.first()).head}


def read_before(paper, **columns):  # noqa: F811 - a fixture
    """What an older engine read in the head, and wrote into the registry."""
    reading = paper.readings.get()
    reading.head |= {name: str(value) for name, value in columns.items()}
    reading.save()
    Directive.objects.filter(pk=paper.pk).update(**columns)
    paper.refresh_from_db()


def test_a_head_that_reads_differently_is_shown_and_offered(paper, people):  # noqa: F811 - a fixture
    read_before(paper, signer="Nguyễn Văn", subject="Về việc", urgency="khan")
    reading = compared(paper, people)
    rows = head_of(paper)
    assert set(rows) == {"signer", "subject", "urgency"}
    assert (rows["signer"].old, rows["signer"].new) == ("Nguyễn Văn", "Nguyễn Văn Mẫu")
    assert all(row.takes_new for row in rows.values())
    assert reading.differences == 3 + 3


def test_what_a_clerk_typed_is_never_offered_to_be_replaced(paper, people):  # noqa: F811 - a fixture
    read_before(paper, signer="Nguyễn Văn")
    Directive.objects.filter(pk=paper.pk).update(signer="Nguyễn Văn Mẫu (đã đối chiếu)", subject="Lời của văn thư")
    paper.refresh_from_db()
    compared(paper, people)
    rows = head_of(paper)
    assert set(rows) == {"signer"}  # the machine reads the subject as it did, so nothing about it is new
    assert rows["signer"].typed
    assert not rows["signer"].takes_new
    apply(paper.readings.first(), people)
    paper.refresh_from_db()
    assert (paper.signer, paper.subject) == ("Nguyễn Văn Mẫu (đã đối chiếu)", "Lời của văn thư")


def test_where_nobody_knows_who_wrote_it_the_old_words_stand_first(paper, people):  # noqa: F811 - a fixture
    Directive.objects.filter(pk=paper.pk).update(signer="Ai đó", subject="")
    paper.readings.update(head={})
    paper.refresh_from_db()
    compared(paper, people)
    assert {name: row.takes_new for name, row in head_of(paper).items()} == {"signer": False, "subject": True}


def test_a_chosen_head_is_written_with_its_identity_and_taken_back(paper, people):  # noqa: F811 - a fixture
    read_before(paper, number_text="51/KH-UBND", number=51, issued_on=date(2026, 8, 2))
    before = snapshot(paper, with_text=True)
    reading = compared(paper, people)
    assert set(head_of(paper)) == {"number_text", "issued_on"}
    apply(reading, people, take=["h-number_text", "h-issued_on"])
    paper.refresh_from_db()
    assert (paper.number, paper.number_text, paper.issued_on) == (15, "15/KH-UBND", date(2026, 8, 20))
    assert "15 kh ubnd" in paper.search_text
    assert paper.drafts.filter(due_on=date(2026, 9, 1)).exists()  # the clauses were not chosen
    reparse.undo(reading.pk, actor=people.thao, today=TODAY)
    paper.refresh_from_db()
    assert snapshot(paper, with_text=True) == before


def test_a_head_of_a_paper_that_is_there_already_is_refused(paper, people):  # noqa: F811 - a fixture
    read_before(paper, number_text="51/KH-UBND", number=51)
    other = intake.read_file(intake.receive(plan().encode(), "b.txt", actor=people.thao).file.pk, today=TODAY)
    assert other.directive != paper
    with pytest.raises(registry.AlreadyRegistered):
        apply(compared(paper, people), people, take=["h-number_text"])
    paper.refresh_from_db()
    assert paper.number == 51


def test_papers_cited_are_compared_and_kept_or_taken(paper, people):  # noqa: F811 - a fixture
    paper.references.create(number_text="99/QĐ-TTg", relation="cites", start=1, end=9)
    reading = compared(paper, people)
    row = head_of(paper)["references"]
    assert (row.old, row.new) == ("căn cứ, nhắc đến 99/QĐ-TTg", "")
    apply(reading, people, take=[])
    assert paper.references.filter(number_text="99/QĐ-TTg").exists()
    reparse.undo(reading.pk, actor=people.thao, today=TODAY)
    apply(compared(paper, people), people, take=["h-references"])
    assert not paper.references.exists()


def test_the_page_shows_the_head_and_takes_what_was_chosen(paper, people):  # noqa: F811 - a fixture
    read_before(paper, signer="Nguyễn Văn", issued_on=date(2026, 8, 2))
    reading = compared(paper, people)
    client = client_of(people.thao)
    page = client.get(reverse("directive-reading", args=[paper.pk])).content.decode()
    assert "Người ký" in page
    assert "<del>02/08/2026</del> → <ins>20/08/2026</ins>" in page
    data = {"row-h-signer": "new", "row-h-issued_on": "old", "version": paper.version}
    client.post(reverse("reading-verb", args=[reading.pk, "apply"]), data)
    paper.refresh_from_db()
    assert (paper.signer, paper.issued_on) == ("Nguyễn Văn Mẫu", date(2026, 8, 2))


def test_recipients_are_stored_compared_and_shown(paper, people):  # noqa: F811 - a fixture
    assert paper.recipients == "Như trên"
    read_before(paper, recipients="Sở Xây dựng\nSở Y tế")
    reading = compared(paper, people)
    row = head_of(paper)["recipients"]
    assert (row.old, row.new, row.takes_new) == ("Sở Xây dựng\nSở Y tế", "Như trên", True)
    client = client_of(people.thao)
    page = client.get(reverse("directive-reading", args=[paper.pk])).content.decode()
    assert "<del>Sở Xây dựng; Sở Y tế</del> → <ins>Như trên</ins>" in page
    assert "<dd>Sở Xây dựng<br>Sở Y tế</dd>" in client.get(paper.get_absolute_url()).content.decode()
    apply(reading, people, take=["h-recipients"])
    paper.refresh_from_db()
    assert paper.recipients == "Như trên"


def test_a_clerk_puts_the_recipients_right_one_on_a_line(paper, people):  # noqa: F811 - a fixture
    client, url = client_of(people.thao), reverse("directive-edit", args=[paper.pk])
    form = client.get(url).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    client.post(url, data | {"recipients": " Sở Y tế \r\n\r\nSở Nội vụ"})
    paper.refresh_from_db()
    assert paper.recipients == "Sở Y tế\nSở Nội vụ"
