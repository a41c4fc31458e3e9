"""What each mail says, as snapshots of subject, text and HTML."""

import re
from datetime import date, datetime, timedelta, timezone

import pytest
from django.utils import translation

from tasks.mail import compose
from tasks.mail.types import Digest, Release, Row

HANOI = timezone(timedelta(hours=7))
DAY = date(2023, 2, 20)


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


@pytest.fixture
def digest():
    return Digest(
        to_name="Nguyễn Thị Lan",
        day=DAY,
        counted_at=datetime(2023, 2, 20, 5, 30, tzinfo=HANOI),
        rows=(
            row(),
            row("Rà soát <danh mục> & dự toán", helpers=(), due_on=DAY, days_late=0, path=""),
            row("Báo cáo giải ngân quý I", due_on=date(2023, 2, 25), days_late=0, is_day_off=True),
        ),
        overdue=3,
        today=1,
        soon=2,
        others=("Trần Văn Minh", "Phạm Thị Hoa"),
        next_on=date(2023, 2, 21),
        list_url="http://localhost:8000/notices/",
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
    assert "… và 3 nhiệm vụ khác" in text


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
    from dataclasses import replace

    assert compose.digest(replace(digest, overdue=overdue, today=today, soon=soon)).subject == subject


def test_a_delayed_mail_says_so(digest):
    from dataclasses import replace

    late = replace(digest, counted_at=datetime(2023, 2, 21, 9, 0, tzinfo=HANOI))
    assert "Thư này gửi chậm so với ngày nhắc." in compose.digest(late).text
    assert "gửi chậm" not in compose.digest(digest).text


def test_the_language_of_the_reader_is_used(digest):
    with translation.override("vi"):
        assert 'lang="vi"' in compose.digest(digest).html
    with translation.override("en"):
        assert 'lang="en"' in compose.digest(digest).html
