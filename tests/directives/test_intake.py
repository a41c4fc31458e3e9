"""Papers come in: every bad file ends in a state with one sentence, nothing comes in twice, secrets leave no trace."""

import hashlib
import io
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry
from directives.actions import intake, registry
from directives.actions.registry import AlreadyRegistered, HeaderValues
from directives.jobs import parse_file, pick_up_stragglers
from directives.models import Directive, DirectiveFile, DirectiveState, DraftState, FileState, Reference, TaskDraft
from tests import factories
from tests.directives.conftest import TODAY
from tests.directives.papers import plan


@pytest.fixture
def bring(people):
    """Receive and read one file as Thảo does."""

    def brought(data, name="ke-hoach.txt", today=TODAY):
        data = data.encode() if isinstance(data, str) else data
        return intake.read_file(intake.receive(data, name, actor=people.thao).file.pk, today=today)

    return brought


def stored_bytes():
    root = Path(django_settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


# ── a good paper ──────────────────────────────────────────────────────────────────────────────
def test_a_paper_becomes_rows(bring, people):
    file = bring(plan())
    paper = file.directive
    assert (file.state, paper.state) == (FileState.READ, DirectiveState.PARSED)
    assert (paper.number, paper.symbol, paper.kind, paper.period) == (15, "KH-UBND", "KH", "2026")
    assert (paper.number_text, paper.issued_on) == ("15/KH-UBND", date(2026, 8, 20))
    assert paper.text == plan().strip()
    first, second = paper.drafts.all()
    assert (list(first.leads.all()), list(first.coordinating.all())) == ([people.building], [people.finance])
    assert (list(second.leads.all()), second.due_on) == ([people.finance], date(2026, 10, 15))


def test_every_span_points_into_the_stored_text(bring):
    paper = bring(plan()).directive
    for draft in paper.drafts.all():
        assert " ".join(paper.text[draft.start : draft.end].split()) == draft.text


def test_reading_twice_is_reading_once(bring):
    file = bring(plan())
    again = intake.read_file(file.pk, today=TODAY)
    assert (again.state, again.attempts) == (FileState.READ, 1)
    assert Directive.objects.count() == 1


def test_the_sha256_recognises_a_second_copy(people):
    first = intake.receive(plan().encode(), "a.txt", actor=people.thao)
    second = intake.receive(plan().encode(), "b.txt", actor=people.hoa)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.file == first.file
    assert first.file.sha256 == hashlib.sha256(plan().encode()).hexdigest()
    assert len(stored_bytes()) == 1


def test_the_identity_recognises_the_same_paper_in_another_file(bring):
    first = bring(plan())
    second = bring(plan() + "\n\n")
    assert (second.state, second.directive) == (FileState.DUPLICATE, first.directive)
    assert second.problem == "Văn bản này đã có trong sổ: 15/KH-UBND; tệp được lưu kèm văn bản đó."
    assert TaskDraft.objects.count() == 2


def test_the_same_number_of_another_year_is_another_paper(bring):
    bring(plan())
    other = bring(plan(day="Hải Phòng, ngày 20 tháng 8 năm 2025"))
    assert other.state == FileState.READ
    assert Directive.objects.count() == 2


def test_a_paper_registered_by_hand_takes_the_text_of_its_file(bring, people):
    values = HeaderValues(
        number_text="15/KH-UBND",
        kind="KH",
        issuer_name="UBND thành phố Hải Phòng",
        issued_on=date(2026, 8, 20),
        subject="Rà soát nhà ở",
    )
    known = registry.register(values, actor=people.thao, today=TODAY)
    file = bring(plan())
    assert file.directive == known
    known.refresh_from_db()
    assert (known.state, known.subject, known.drafts.count()) == (DirectiveState.PARSED, "Rà soát nhà ở", 2)


def test_a_pasted_text_is_a_file_like_any_other(people):
    received = intake.receive_text(plan(), "Kế hoạch nhà ở", actor=people.thao)
    file = intake.read_file(received.file.pk, today=TODAY)
    assert (file.state, file.name) == (FileState.READ, "Kế hoạch nhà ở.txt")


def test_citations_find_the_cited_paper_both_ways(bring, people):
    cited = factories.directive(
        number=45, symbol="NQ/TW", kind="NQ", number_text="45-NQ/TW", issued_on=date(2019, 1, 24)
    )
    tasks = "1. Sở Xây dựng thực hiện Nghị quyết số 45-NQ/TW ngày 24/01/2019 và Chỉ thị số 99/CT-UBND ngày 01/7/2026."
    paper = bring(plan(tasks=tasks)).directive
    assert Reference.objects.get(directive=paper, number_text="45-NQ/TW").target == cited
    values = HeaderValues(
        number_text="99/CT-UBND", kind="CT", issuer_name="UBND thành phố", issued_on=date(2026, 7, 1), subject="Sau"
    )
    later = registry.register(values, actor=people.thao, today=TODAY)
    assert later.cited_by.get().directive == paper


# ── bad input ─────────────────────────────────────────────────────────────────────────────────
def encrypted_word():
    """The head of a compound file with an encrypted package, as Word writes a document with a password."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2048


def broken_word():
    """A Word document cut off on its way."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()[:2000]


@pytest.mark.parametrize(
    ("data", "name", "code", "words"),
    [
        (b"", "trong.txt", "empty", "không có nội dung chữ"),
        (b" \n\t ", "trang.txt", "empty", "không có nội dung chữ"),
        (encrypted_word(), "mat-khau.docx", "encrypted", "gỡ mật khẩu"),
        (broken_word(), "hong.docx", "unreadable", "lưu lại rồi tải lên"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "anh.pdf", "unreadable", "chụp lại"),
        (b"%PDF-1.7\n" + b"\xff\xfe\x00" * 100, "hong.pdf", "unreadable", "hãy xuất lại PDF"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_kept(bring, data, name, code, words):
    file = bring(data, name)
    assert (file.state, file.problem_code) == (FileState.FAILED, code)
    assert words in file.problem
    assert file.directive is None
    with file.content.open() as kept:
        assert kept.read() == data
    assert AuditEntry.objects.filter(action="file.failed").count() == 1


def test_an_oversized_file_is_not_kept_and_says_why(people, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    received = intake.receive(b"a" * (1024 * 1024 + 1), "to.txt", actor=people.thao)
    file = intake.read_file(received.file.pk, today=TODAY)
    assert (file.state, file.problem_code) == (FileState.FAILED, "oversized")
    assert file.problem == "Tệp lớn hơn 1 MB nên không được lưu; hãy tách nhỏ hoặc nén lại rồi tải lên."
    assert stored_bytes() == []


def test_a_failed_file_is_read_again_on_demand(bring, people):
    file = bring(broken_word(), "hong.docx")
    file.content.storage.delete(file.content.name)
    file.content.storage.save(file.content.name, io.BytesIO(plan().encode()))
    again = intake.retry(file.pk, actor=people.thao, today=TODAY)
    assert again.state == FileState.UPLOADED
    assert intake.read_file(file.pk, today=TODAY).state == FileState.READ


def test_who_may_not_register_may_not_retry(bring, people):
    file = bring(b"", "trong.txt")
    with pytest.raises(Refused):
        intake.retry(file.pk, actor=people.lan, today=TODAY)


def test_a_read_file_is_not_read_again(bring, people):
    file = bring(plan())
    with pytest.raises(DomainError, match="không đọc lại được"):
        intake.retry(file.pk, actor=people.thao, today=TODAY)


@pytest.mark.parametrize(
    ("options", "warning"),
    [
        ({"number": ""}, "số, ký hiệu"),
        ({"day": ""}, "ngày ban hành"),
    ],
)
def test_a_paper_without_number_or_date_is_kept_with_a_warning(bring, options, warning):
    file = bring(plan(**options))
    assert file.state == FileState.READ
    assert any(warning in sentence for sentence in file.directive.warnings)
    assert file.directive.drafts.count() == 2


def test_an_unknown_department_is_left_to_the_reviewer(bring):
    tasks = "1. Sở Thám hiểm đại dương lập đề án khảo sát trước ngày 30/9/2026."
    draft = bring(plan(tasks=tasks)).directive.drafts.get()
    assert not draft.leads.exists()
    sentence = "Không tìm thấy “Sở Thám hiểm đại dương” trong danh mục tổ chức: hãy chọn cơ quan."
    assert sentence in draft.warnings
    assert draft in TaskDraft.objects.owner_unclear()


def test_a_deadline_before_the_day_of_issue_is_kept_and_said(bring):
    tasks = "1. Sở Xây dựng báo cáo kết quả rà soát trước ngày 30/9/2024."
    draft = bring(plan(tasks=tasks)).directive.drafts.get()
    assert draft.due_on == date(2024, 9, 30)
    sentence = "Hạn 30/09/2024 sớm hơn ngày ban hành 20/08/2026; hãy kiểm tra lại hạn hoặc ngày ban hành."
    assert sentence in draft.warnings


def test_a_secret_paper_is_refused_and_forgotten(bring):
    secret = plan(head="TUYỆT MẬT\n\n", tasks="1. Sở Xây dựng làm việc Bí-mật-đặc-biệt trước ngày 30/9/2026.")
    file = bring(secret, "tai-lieu.txt")
    assert (file.state, file.problem_code, bool(file.content)) == (FileState.REFUSED, "secret", False)
    assert "xử lý theo chế độ mật" in file.problem
    assert Directive.objects.count() == TaskDraft.objects.count() == 0
    assert stored_bytes() == []
    assert not AuditEntry.objects.filter(after__icontains="Bí-mật").exists()


def test_a_stamp_beside_the_number_refuses_too(bring):
    secret = plan().replace("Số: ", "MẬT    Số: ", 1)
    file = bring(secret, "tai-lieu.txt")
    assert (file.state, file.problem_code, bool(file.content)) == (FileState.REFUSED, "secret", False)


def test_a_second_copy_of_a_secret_paper_is_not_stored_either(bring, people):
    secret = plan(head="MẬT\n\n")
    bring(secret)
    again = intake.receive(secret.encode(), "khac.txt", actor=people.thao)
    assert (again.is_new, again.file.state) == (False, FileState.REFUSED)
    assert stored_bytes() == []


def test_nothing_pasted_is_said(people):
    with pytest.raises(DomainError, match="hãy dán toàn văn"):
        intake.receive_text("  \n", "", actor=people.thao)


def test_a_hostile_name_stays_a_name(people):
    file = intake.receive(b"noi dung", "../../etc/passwd<script>.html", actor=people.thao).file
    assert file.name == "passwd<script>.html"
    assert ".." not in file.content.name
    assert default_storage.exists(file.content.name)


# ── workers that come late, twice or never ────────────────────────────────────────────────────
def uploaded(person, *, age=timedelta(0), **columns):
    file = intake.receive(plan().encode(), "a.txt", actor=person).file
    DirectiveFile.objects.filter(pk=file.pk).update(uploaded_at=timezone.now() - age, **columns)
    return file


def test_the_job_reads_a_file(people):
    assert parse_file(uploaded(people.thao).pk) == FileState.READ


def test_stragglers_are_picked_up(people):
    file = uploaded(people.thao, age=timedelta(seconds=30))
    assert pick_up_stragglers() == 1
    file.refresh_from_db()
    assert file.state == FileState.READ


def test_a_fresh_file_is_left_to_its_own_job(people, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    uploaded(people.thao, age=timedelta(seconds=5))
    assert pick_up_stragglers() == 0


def test_a_file_whose_reader_died_is_read_by_another(people):
    file = uploaded(
        people.thao,
        state=FileState.READING,
        claimed_at=timezone.now() - timedelta(minutes=11),
        attempts=1,
    )
    assert pick_up_stragglers() == 1
    file.refresh_from_db()
    assert (file.state, file.attempts) == (FileState.READ, 2)


def test_a_file_that_is_being_read_is_left_alone(people):
    file = uploaded(people.thao, state=FileState.READING, claimed_at=timezone.now() - timedelta(minutes=2))
    assert intake.read_file(file.pk, today=TODAY).state == FileState.READING
    assert Directive.objects.count() == 0


def test_a_file_that_kills_its_readers_is_given_up(people):
    claimed = timezone.now() - timedelta(hours=1)
    file = uploaded(people.thao, state=FileState.READING, claimed_at=claimed, attempts=intake.MOST_ATTEMPTS)
    read = intake.read_file(file.pk, today=TODAY)
    assert (read.state, read.problem_code) == (FileState.FAILED, "unreadable")


def test_lost_bytes_are_said(people):
    file = uploaded(people.thao)
    file.content.storage.delete(file.content.name)
    read = intake.read_file(file.pk, today=TODAY)
    assert (read.state, read.problem) == (
        FileState.FAILED,
        "Không còn tệp gốc trong kho lưu trữ; hãy tải tệp lên lại.",
    )


def test_an_engine_that_breaks_costs_the_drafts_and_not_the_paper(bring, monkeypatch):
    def broken(document):
        raise RecursionError

    monkeypatch.setattr(intake.engine, "read_tasks", broken)
    file = bring(plan())
    assert (file.state, file.directive.text) == (FileState.READ, plan().strip())
    assert "hãy bôi chọn đoạn văn bản để tạo nhiệm vụ" in file.directive.warnings[0]


def test_a_secret_paper_is_refused_even_when_the_engine_breaks(bring, monkeypatch):
    def broken(document):
        raise RecursionError

    monkeypatch.setattr(intake.engine, "read_tasks", broken)
    assert bring(plan(head="MẬT\n\n")).state == FileState.REFUSED
    assert stored_bytes() == []


# ── the header by hand ────────────────────────────────────────────────────────────────────────
def values(**changes):
    filled = {
        "number_text": "15/KH-UBND",
        "kind": "KH",
        "issuer_name": "UBND thành phố Hải Phòng",
        "issued_on": date(2026, 8, 20),
        "subject": "Rà soát nhà ở",
        **changes,
    }
    return HeaderValues(**filled)


def test_the_same_paper_is_not_registered_twice(people):
    registry.register(values(), actor=people.thao, today=TODAY)
    with pytest.raises(AlreadyRegistered) as caught:
        registry.register(
            values(number_text="15 / KH-UBND", issuer_name="Uỷ ban nhân dân thành phố Hải Phòng"),
            actor=people.thao,
            today=TODAY,
        )
    assert str(caught.value) == "Văn bản 15/KH-UBND của cơ quan này đã có trong sổ."
    assert Directive.objects.count() == 1


def test_who_keeps_no_registry_registers_nothing(people):
    with pytest.raises(Refused):
        registry.register(values(), actor=people.lan, today=TODAY)


def test_an_unnumbered_paper_has_no_identity_to_clash(people):
    for _round in range(2):
        registry.register(values(number_text="", unnumbered=True), actor=people.thao, today=TODAY)
    assert Directive.objects.filter(number=None, unnumbered=True).count() == 2


def test_a_corrected_date_settles_untouched_agencies_again(city, people):
    tasks = "1. Sở Kế hoạch và Đầu tư lập kế hoạch trước ngày 30/9/2026.\n\n2. UBND phường An Dương rà soát hộ nghèo."
    data = plan(day="", tasks=tasks).encode()
    paper = intake.read_file(intake.receive(data, "a.txt", actor=people.thao).file.pk, today=TODAY).directive
    ward = paper.drafts.get(path__endswith="2")
    assert ward.leads.exists()
    registry.change_header(paper.pk, values(issued_on=date(2023, 3, 1)), actor=people.thao, today=TODAY, seen_version=1)
    ward.refresh_from_db()
    assert not ward.leads.exists()
    assert ward.state == DraftState.PROPOSED
    paper.refresh_from_db()
    assert (paper.warnings, paper.version, paper.period) == ([], 2, "2023")


@pytest.mark.parametrize(("data", "state"), [(plan(), FileState.READ), ("--- ***", FileState.FAILED)])
def test_uploads_are_read_in_a_process_of_their_own(bring, settings, data, state):
    settings.READ_APART = True
    file = bring(data)
    assert file.state == state
    assert (file.problem == "") == (state == FileState.READ)
