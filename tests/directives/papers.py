"""Small papers of our own for tests, and the way from a text to rows."""

from pathlib import Path

from django.utils import timezone

from directives.actions.storing import store
from directives.models import DirectiveFile, FileState
from directives.parsing.extract import extract
from directives.parsing.types import Document
from tests.directives.conftest import TODAY

SAMPLE = Path(__file__).parents[2] / "directives" / "samples" / "chi-thi-02-ct-ubnd-2023.txt"

LETTERHEAD = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG
-------
Số: {number}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
{place_and_day}

KẾ HOẠCH
Về việc rà soát nhà ở xuống cấp trên địa bàn thành phố

Thực hiện nhiệm vụ được giao, Ủy ban nhân dân thành phố ban hành Kế hoạch như sau:

I. NHIỆM VỤ

{tasks}

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH
Nguyễn Văn Mẫu
"""
TASKS = """1. Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát nhà ở xuống cấp, báo cáo trước ngày 30/9/2026.

2. Sở Tài chính bố trí kinh phí thực hiện trước ngày 15/10/2026."""


def plan(number="15/KH-UBND", day="Hải Phòng, ngày 20 tháng 8 năm 2026", tasks=TASKS, head=""):
    """The text of a plan; parts can be left out to see what happens."""
    return head + LETTERHEAD.format(number=number, place_and_day=day, tasks=tasks)


def claimed_file(name="van-ban.txt", actor=None, sha256="a" * 64):
    """A file that a reader has just taken."""
    return DirectiveFile.objects.create(
        name=name,
        sha256=sha256,
        size=1,
        state=FileState.READING,
        claimed_at=timezone.now(),
        uploaded_by=actor,
        attempts=1,
    )


def stored(text, *, actor=None, today=TODAY, sha256="a" * 64):
    """The paper that came out of a text, past the readers."""
    document = Document(text)
    return store(claimed_file(actor=actor, sha256=sha256), document, extract(document), today=today).directive
