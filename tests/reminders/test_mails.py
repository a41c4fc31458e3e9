"""What each mail says, as snapshots of subject, text and HTML."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from django.utils import translation

from tasks import notice_words
from tasks.mail import compose, requests
from tasks.mail.types import Digest, Event, Group, News, Part, PartKind, Release, Row
from tasks.models import NoticeKind

HANOI = timezone(timedelta(hours=7))
DAY = date(2023, 2, 20)
SATURDAY = date(2023, 2, 25)
ON_SATURDAY = "rơi vào Thứ Bảy"
LIST = "http://localhost:8000/tasks/?desk=4"


def row(title="Xây dựng kế hoạch hành động triển khai thực hiện Chỉ thị", **changes):
    fields = {
        "paper": "02/CT-UBND",
        "path": "II.1",
        "title": title,
        "lead": "Sở Tài chính",
        "helpers": ("Sở Xây dựng", "UBND quận Hồng Bàng"),
        "due_on": date(2023, 2, 15),
        "days_late": 3,
        "url": "http://localhost:8000/tasks/41/",
        "action": "Báo cáo tiến độ hoặc báo cáo hoàn thành",
    }
    return Row(**(fields | changes))


def part(kind, number, *rows):
    return Part(kind, number, rows, f"{LIST}&part={kind}")


@pytest.fixture
def digest():
    return Digest(
        to_name="Nguyễn Thị Lan",
        day=DAY,
        counted_at=datetime(2023, 2, 20, 5, 30, tzinfo=HANOI),
        parts=(
            part(PartKind.OVERDUE, 3, row()),
            part(PartKind.TODAY, 1, row("Rà soát <danh mục> & dự toán", helpers=(), due_on=DAY, days_late=0, path="")),
            part(PartKind.SOON, 2, row("Báo cáo giải ngân quý I", due_on=SATURDAY, days_late=0, day_off=ON_SATURDAY)),
        ),
        news=(),
        groups=(),
        hidden_groups=0,
        by_unit=False,
        others=("Trần Văn Minh", "Phạm Thị Hoa"),
        next_on=date(2023, 2, 21),
        list_url=f"{LIST}&open=true",
        notices_url="http://localhost:8000/notices/",
        settings_url="http://localhost:8000/accounts/profile/",
    )


@pytest.fixture
def release():
    return Release(
        unit="Sở Tài chính",
        paper="02/CT-UBND",
        paper_subject="Về nhiệm vụ, giải pháp chủ yếu năm 2023",
        issuer="Ủy ban nhân dân thành phố Hải Phòng",
        issued_on=date(2023, 1, 10),
        day=date(2023, 1, 12),
        counted_at=datetime(2023, 1, 12, 9, 5, tzinfo=HANOI),
        leads=(row(days_late=0), row("Theo dõi, tổng hợp", due_on=None, days_late=0, helpers=())),
        helps=(row("Phối hợp kiểm tra", lead="Sở Xây dựng", helpers=("Sở Tài chính",), days_late=0),),
        leading=2,
        helping=1,
        people=("Trần Văn Minh",),
        paper_url="http://localhost:8000/directives/7/",
    )


def test_digest(digest, snapshot):
    mail = compose.digest(digest)
    assert mail.subject == "3 nhiệm vụ quá hạn, 1 đến hạn hôm nay, 2 sắp đến hạn – 20/02/2023"
    assert mail.text == snapshot(name="text")
    assert mail.html == snapshot(name="html")


def test_release(release, snapshot):
    mail = compose.release(release)
    assert mail.subject == "02/CT-UBND: 3 nhiệm vụ giao Sở Tài chính, hạn sớm nhất 15/02/2023"
    assert mail.text == snapshot(name="text")
    assert mail.html == snapshot(name="html")


def test_rows_stand_overdue_then_today_then_near(digest):
    text = compose.digest(digest).text
    assert text.index("QUÁ HẠN (3)") < text.index("ĐẾN HẠN HÔM NAY (1)") < text.index("SẮP ĐẾN HẠN (2)")
    assert f"… và 2 nhiệm vụ khác: {LIST}&part=overdue" in text
    assert f"… và 1 nhiệm vụ khác: {LIST}&part=soon" in text


def test_markup_in_a_title_stays_text(digest):
    mail = compose.digest(digest)
    assert "Rà soát &lt;danh mục&gt; &amp; dự toán" in mail.html
    assert "Rà soát <danh mục> & dự toán" in mail.text


def test_html_needs_nothing_from_elsewhere(digest):
    html = compose.digest(digest).html
    assert not re.search(r"<(script|link|img|style)\b", html)
    assert set(re.findall(r'(?:src|href)="([^"]*)"', html)) == {
        "http://localhost:8000/tasks/41/",
        "http://localhost:8000/notices/",
        "http://localhost:8000/accounts/profile/",
        f"{LIST}&amp;open=true",
        f"{LIST}&amp;part=overdue",
        f"{LIST}&amp;part=soon",
    }


def test_a_subject_is_one_line_of_a_sane_length():
    assert compose.one_line("a\r\nBcc: x@y.example\x00\u2028b") == "a Bcc: x@y.example b"
    assert len(compose.one_line("ă" * 400)) == compose.LONGEST_SUBJECT


@pytest.mark.parametrize(
    ("overdue", "today", "soon", "subject"),
    [
        (1, 0, 0, "1 nhiệm vụ quá hạn – 20/02/2023"),
        (0, 2, 0, "2 nhiệm vụ đến hạn hôm nay – 20/02/2023"),
        (0, 0, 4, "4 nhiệm vụ sắp đến hạn – 20/02/2023"),
        (3, 0, 2, "3 nhiệm vụ quá hạn, 2 sắp đến hạn – 20/02/2023"),
    ],
)
def test_the_subject_counts_the_worst_first(digest, overdue, today, soon, subject):
    numbers = {PartKind.OVERDUE: overdue, PartKind.TODAY: today, PartKind.SOON: soon}
    parts = tuple(part(kind, number, row()) for kind, number in numbers.items() if number)
    assert compose.digest(replace(digest, parts=parts)).subject == subject


def test_a_delayed_mail_says_so(digest):
    late = replace(digest, counted_at=datetime(2023, 2, 21, 9, 0, tzinfo=HANOI))
    assert "Thư này gửi chậm so với ngày nhắc." in compose.digest(late).text
    assert "gửi chậm" not in compose.digest(digest).text


def test_the_language_of_the_reader_is_used(digest):
    with translation.override("vi"):
        assert 'lang="vi"' in compose.digest(digest).html
    with translation.override("en"):
        assert 'lang="en"' in compose.digest(digest).html


def test_a_head_reads_by_officer_and_what_happened(digest, snapshot):
    groups = (
        Group("Nguyễn Thị Lan", 2, 1, 0, f"{LIST}&officer=5&timeliness=overdue"),
        Group("Chưa giao chuyên viên", 1, 2, 0, f"{LIST}&officer_none=true"),
    )
    news = (News("Trả lại kết quả: Kế hoạch hành động – lý do: thiếu bảng số liệu", "http://localhost:8000/tasks/7/"),)
    mail = compose.digest(replace(digest, to_name="Trần Văn Minh", groups=groups, news=news))
    assert mail.subject == "3 nhiệm vụ quá hạn, 1 đến hạn hôm nay, 2 sắp đến hạn, 1 tin mới – 20/02/2023"
    assert mail.text == snapshot(name="text")
    assert mail.html == snapshot(name="html")


def test_a_leader_reads_by_unit_with_what_was_left_out(digest, snapshot):
    groups = tuple(
        Group(f"Sở số {number}", 40 - number, number, 1, f"{LIST}&lead={number}&timeliness=overdue")
        for number in range(1, 21)
    )
    many = part(PartKind.OVERDUE, 47, *(row(f"Việc {number}", officer="Lê Anh Tuấn") for number in range(10)))
    decide = part(PartKind.DECIDE, 2, row("Chờ xác nhận", days_late=0))
    data = replace(digest, parts=(many, decide), groups=groups, hidden_groups=7, by_unit=True, extensions=3)
    mail = compose.digest(data)
    assert mail.subject == "47 nhiệm vụ quá hạn, 2 chờ quyết định, 3 đề nghị gia hạn chờ quyết định – 20/02/2023"
    assert f"… và 37 nhiệm vụ khác: {LIST}&part=overdue" in mail.text
    assert "và 7 đơn vị khác" in mail.text
    assert mail.text == snapshot(name="text")
    assert mail.html == snapshot(name="html")


def test_an_event_told_at_once(snapshot):
    data = Event(
        to_name="Nguyễn Thị Lan",
        headline="Trả lại",
        sentence="Trả lại kết quả: Xây dựng kế hoạch – lý do: thiếu bảng số liệu",
        words="",
        day=DAY,
        counted_at=datetime(2023, 2, 20, 9, 30, tzinfo=HANOI),
        row=row(urgency="Hỏa tốc"),
        urgency="Hỏa tốc",
        others=("Trần Văn Minh",),
    )
    mail = compose.event(data)
    assert mail.subject == "Hỏa tốc – Trả lại: Xây dựng kế hoạch hành động triển khai thực hiện Chỉ thị"
    assert mail.text == snapshot(name="text")
    assert mail.html == snapshot(name="html")


@pytest.mark.parametrize("number", [1, 4, 30])
def test_a_mail_of_any_length_reads_from_top_to_bottom(digest, number):
    rows = tuple(row(f"Nhiệm vụ {each}") for each in range(number))
    text = compose.digest(replace(digest, parts=(part(PartKind.OVERDUE, number, *rows),))).text
    places = [text.index(f"{each + 1}. Nhiệm vụ {each}\n") for each in range(number)]
    assert places == sorted(places)
    assert "khác" not in text.split("--")[0]


def urging(*rows, total=0):
    return requests.UrgingMail(
        to_name="Trần Văn Minh",
        by="Phạm Thị Hoa",
        on=DAY,
        counted_at=datetime(2023, 2, 20, 9, 30, tzinfo=HANOI),
        words="Đề nghị báo cáo rõ vướng mắc <mặt bằng>.",
        answer_by=date(2023, 2, 22),
        rows=rows,
        total=total or len(rows),
        most=2,
        list_url="http://localhost:8000/",
    )


def test_urging_of_one_task(snapshot):
    mail = requests.written(urging(row(action="Đôn đốc lần 2: báo cáo tiến độ")))
    assert mail.subject == (
        "Đôn đốc lần 2: Xây dựng kế hoạch hành động triển khai thực hiện Chỉ thị, trả lời trước hết ngày 22/02/2023"
    )
    assert mail.text == snapshot(name="text")
    assert mail.html == snapshot(name="html")


def test_urging_of_more_tasks_than_a_mail_shows():
    mail = requests.written(urging(*(row(f"Việc {number}") for number in range(50)), total=63))
    assert mail.subject.startswith("Đôn đốc 63 nhiệm vụ")
    assert "… và 13 nhiệm vụ khác" in mail.text
    assert "… và 13 nhiệm vụ khác" in mail.html


@pytest.mark.parametrize("what", ["asked", "refused", "granted"])
def test_mails_about_more_time(snapshot, what):
    facts = {"before": "2023-02-15", "asked": "2023-03-10", "unit": "Sở Tài chính", "answer_by": "2023-02-17"}
    facts |= {"granted": "2023-03-03" if what == "granted" else "", "state": what}
    facts["reason"] = "Đã gia hạn một lần." if what == "refused" else ""
    about = "extension_ask" if what == "asked" else "extension_decide"
    data = Event(
        to_name="Nguyễn Thị Lan",
        headline=str(NoticeKind(about).label),
        sentence=notice_words.say(about, facts, "Xây dựng kế hoạch hành động"),
        words="Chờ số liệu của ba quận." if what == "asked" else "",
        day=DAY,
        counted_at=datetime(2023, 2, 20, 9, 30, tzinfo=HANOI),
        row=row("Xây dựng kế hoạch hành động"),
        urgency="",
        others=(),
    )
    mail = compose.event(data)
    assert mail.text == snapshot(name="text")
    assert mail.html == snapshot(name="html")
